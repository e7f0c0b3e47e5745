import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { environment, inProject, python, typescript } from '../../scripts/environment.js';
import type { Host } from './network.js';
import type { Ledger, Receipt, Stats } from './oracle.js';

export type Pattern = 'PAIR' | 'PUB' | 'SUB' | 'REQ' | 'REP' | 'DEALER' | 'ROUTER' | 'PULL' | 'PUSH';

/** `aio` is Python with asyncio; `zmq` is the C program with libzmq in the place of libymq. */
export type Kind = 'c' | 'python' | 'aio' | 'node' | 'zmq';

export interface PeerSetup {
  kind: Kind;
  pattern: Pattern;
  role: 'send' | 'receive' | 'both';
  /** Who its messages are from. */
  name: string;
  bind?: string;
  connect?: string[];
  options?: Record<string, number | string>;
  /** Sizes of the parts of one message after the other, in turn. */
  sizes?: number[];
  /** How many parts one message after the other has, in turn. */
  parts?: number[];
  /** How long to pause after each message sent. */
  paceUs?: number;
  /** Whom a ROUTER sends to. */
  to?: string;
  /** Where to run; without, on this machine as it is. */
  host?: Host;
}

/** Longer than the slowest machine takes: a test that runs into it has found a fault. */
const patienceMs = 180_000;

const peerFile = (name: string) => inProject('tests', 'faults', 'peers', name);

function builtPeer(name: string): string {
  return join(dirname(environment().YMQ_LIBRARY!), 'tests', name);
}

const programs: Record<Kind, () => string[]> = {
  c: () => [builtPeer('faults_peer_ymq')],
  zmq: () => [builtPeer('faults_peer_zmq')],
  python: () => [python, peerFile('peer.py')],
  aio: () => [python, peerFile('peer.py'), '--aio', '1'],
  node: () => typescript(peerFile('peer.ts')),
};

function commandOf(setup: PeerSetup): string[] {
  const { host, sizes = [64], parts = [1], options = {}, connect = [] } = setup;
  return [
    ...(host?.prefix ?? []),
    ...programs[setup.kind](),
    ...['--pattern', setup.pattern, '--role', setup.role, '--name', setup.name],
    ...['--sizes', sizes.join(), '--parts', parts.join(), '--pace-us', `${setup.paceUs ?? 0}`],
    ...(setup.to ? ['--to', setup.to] : []),
    ...Object.entries(options).flatMap(([name, value]) => ['--option', `${name}=${value}`]),
    ...(setup.bind ? ['--bind', setup.bind] : []),
    ...connect.flatMap((endpoint) => ['--connect', endpoint]),
  ];
}

/** A line of a peer's ledger. */
interface Line {
  bound?: string;
  accepted?: number;
  stopped?: number;
  received?: number;
  stats?: Stats;
  undelivered?: number;
}

/** A process that sends or receives messages, and the ledger that it keeps. It ends when this process does. */
export class Peer {
  readonly ledger: Ledger;
  readonly #process: ChildProcess;
  readonly #lines = new EventEmitter().setMaxListeners(0);
  readonly #ended: Promise<unknown>;
  /** Rejects when the process ends without having been asked to. */
  readonly untimely: Promise<never>;
  #bound: string | undefined;
  #stops = 0;
  #statsTaken = 0;
  #isAsked = false;
  #isOver = false;

  constructor(readonly setup: PeerSetup) {
    const [program, ...args] = commandOf(setup);
    this.ledger = {
      name: setup.name,
      accepted: 0,
      owedFrom: 0,
      receipts: [],
      stats: {},
      undelivered: -1,
      isKilled: false,
    };
    this.#process = spawn(program!, args, { env: environment(), stdio: ['pipe', 'pipe', 'inherit'] });
    this.#process.stdin!.on('error', () => {}); // It may end before it has read everything.
    this.#process.once('error', (error) => console.error(error.message));
    createInterface({ input: this.#process.stdout! }).on('line', (line) => this.#note(line));
    this.#ended = once(this.#process, 'close').then(() => this.#end());
    this.untimely = new Promise((_, reject) => {
      this.#process.once('exit', (code, signal) => {
        if (!this.#isAsked) reject(new Error(`${this}: ended by itself, ${signal ?? `status ${code}`}`));
      });
    });
    this.untimely.catch(() => {}); // Not everybody cares.
  }

  /** The address it is bound to. */
  async bound(): Promise<string> {
    await this.until('bound', () => this.#bound !== undefined);
    return this.#bound!;
  }

  /** Lets it send, or take, so many messages more. */
  go(count: number): void {
    this.#process.stdin!.write(`go ${count}\n`);
  }

  /** Lets it send, or take, nothing more; returns when it has ceased to. */
  async stop(): Promise<void> {
    const before = this.#stops;
    this.#process.stdin!.write('stop\n');
    await this.until('stopped', () => this.#stops > before);
  }

  async stats(): Promise<Stats> {
    const before = this.#statsTaken;
    this.#process.stdin!.write('stats\n');
    await this.until('tells its counters', () => this.#statsTaken > before);
    return this.ledger.stats;
  }

  /** Waits until this is so, which only a line of its ledger can bring about. */
  async until(what: string, isSo: (ledger: Ledger) => boolean): Promise<void> {
    const signal = AbortSignal.timeout(patienceMs);
    while (!isSo(this.ledger)) {
      if (this.#isOver) throw new Error(`${this}: ended instead of: ${what}`);
      await once(this.#lines, 'line', { signal }).catch(() => {
        throw new Error(`${this}: waited in vain for: ${what}`);
      });
    }
  }

  async received(count: number): Promise<void> {
    await this.until(`received ${count}`, ({ receipts }) => receipts.length >= count);
  }

  async accepted(count: number): Promise<void> {
    await this.until(`accepted ${count}`, ({ accepted }) => accepted >= count);
  }

  /** kill -9 */
  async kill(): Promise<Ledger> {
    this.#isAsked = this.ledger.isKilled = true;
    this.#process.kill('SIGKILL');
    await this.#ended;
    return this.ledger;
  }

  /** Closes in order, if it has not ended yet. */
  async close(): Promise<Ledger> {
    this.#isAsked = true;
    this.#process.stdin!.end();
    await this.until('ended', () => this.#isOver);
    return this.ledger;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#isOver) await this.kill();
  }

  toString(): string {
    const { kind, pattern, name } = this.setup;
    const { accepted, receipts, stats } = this.ledger;
    return `${kind} ${pattern} ${name}, ${accepted} accepted, ${receipts.length} received, ${JSON.stringify(stats)}`;
  }

  #note(text: string): void {
    const line = JSON.parse(text) as Line;
    const { ledger } = this;
    if (line.accepted !== undefined) ledger.accepted = line.accepted + 1;
    if (line.received !== undefined) ledger.receipts.push(receiptOf(line as unknown as WireReceipt));
    if (line.bound !== undefined) this.#bound = line.bound;
    if (line.stopped !== undefined) this.#stops += 1;
    if (line.undelivered !== undefined) ledger.undelivered = line.undelivered;
    if (line.stats !== undefined) {
      ledger.stats = line.stats;
      this.#statsTaken += 1;
    }
    this.#lines.emit('line');
  }

  #end(): void {
    this.#isOver = true;
    this.#lines.emit('line');
  }
}

type WireReceipt = Omit<Receipt, 'number'> & { received: number };

function receiptOf({ received, from, redelivered, intact }: WireReceipt): Receipt {
  return { from, number: received, redelivered, intact };
}
