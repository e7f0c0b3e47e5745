import { once } from 'node:events';
import { connect, createServer, type NetConnectOpts, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** `forth`: from who connected to who accepted. `both`: all bytes together, whichever way they go. */
export type Way = 'forth' | 'back';
export type Count = Way | 'both';
const ways: Way[] = ['forth', 'back'];

/**
 * How a connection is cut: `rst` and `fin` end both ends at once, `half` ends only the way on which the point was reached,
 * whose end sees the FIN and may go on talking.
 *
 * A reset overtakes what was written before, so `rst` comes a moment later, when the other end has taken that in all
 * likelihood. A Unix socket knows no RST. What comes nearest is an end that closes with bytes unread: whoever sent them gets
 * ECONNRESET. They gather in that moment.
 */
export type Cut = 'rst' | 'fin' | 'half';
export const cuts: Cut[] = ['rst', 'fin', 'half'];

export type Fault =
  | { kind: 'cut'; how: Cut }
  /** Nothing passes for so long, on the way on which the point was reached. */
  | { kind: 'stall'; ms: number }
  | { kind: 'throttle'; bytesPerSecond: number }
  /** Everything is swallowed from now on, both ways, and nobody is told. */
  | { kind: 'blackhole' }
  /** What went forth so far goes to the target once more at the same time, over a connection of its own. */
  | { kind: 'duplicate' };

/** One connection's lot: the fault strikes when exactly so many bytes have passed. */
export interface Plan {
  after: number;
  of: Count;
  fault: Fault;
}

/** What a connection is to suffer, by its number from 0; undefined: nothing. */
export type Plans = (index: number) => Plan | undefined;

// Each socket reads one chunk ahead and no more: what comes behind stays with the system, where a reset finds it unread.
const socketOptions = { allowHalfOpen: true, noDelay: true, highWaterMark: 1 };
const resetDelayMs = 2;
const throttleTickMs = 10;

/**
 * Stands between two peers, on an address of its own, and does to each connection what its plan says. Everything is on
 * this machine: port 0 of the loopback, or a path.
 */
export class FaultProxy {
  readonly relays: Relay[] = [];
  readonly #server: Server;
  readonly #target: string;
  readonly #endpoint: string;
  plans: Plans;

  /** `listen`: `tcp://127.0.0.1:0` or `ipc://path`. */
  static async open(listen: string, target: string, plans: Plans = () => undefined): Promise<FaultProxy> {
    const server = createServer(socketOptions);
    server.listen(addressOf(listen));
    await once(server, 'listening');
    return new FaultProxy(server, target, plans);
  }

  private constructor(server: Server, target: string, plans: Plans) {
    this.#server = server;
    this.#target = target;
    this.plans = plans;
    this.#endpoint = endpointOf(server);
    server.on('connection', (front) => this.#relay(front));
  }

  /** Where to connect instead of to the target. */
  get endpoint(): string {
    return this.#endpoint;
  }

  /** Refuses connections from now on; those that stand go on. */
  async refuse(): Promise<void> {
    this.#server.close();
    await delay(0);
  }

  /** Accepts connections again, on the same address. */
  async accept(): Promise<void> {
    this.#server.listen(addressOf(this.#endpoint));
    await once(this.#server, 'listening');
  }

  /** Cuts every connection that stands now. */
  async cutAll(how: Cut): Promise<void> {
    await Promise.all(this.relays.map((relay) => relay.cut(how)));
  }

  close(): void {
    this.#server.close();
    for (const relay of this.relays) relay.destroy();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #relay(front: Socket): void {
    const plan = this.plans(this.relays.length);
    this.relays.push(new Relay(front, this.#target, plan));
  }
}

/** One connection through the proxy: two sockets, and what passes between them. */
export class Relay {
  readonly bytes: Record<Count, number> = { forth: 0, back: 0, both: 0 };
  readonly #front: Socket;
  readonly #back: Socket;
  readonly #target: string;
  readonly #recorded: Buffer[] = [];
  readonly #copies: Socket[] = [];
  #plan: Plan | undefined;
  #bytesPerSecond = Number.POSITIVE_INFINITY;
  #swallows: Record<Way, boolean> = { forth: false, back: false };
  /** Nobody reads before this is over. */
  #pause: Promise<void> | undefined;

  constructor(front: Socket, target: string, plan: Plan | undefined) {
    this.#front = front;
    this.#target = target;
    this.#plan = plan;
    this.#back = open(target);
    for (const socket of [front, this.#back]) socket.on('error', () => {}); // Whoever reads hears of it.
    void this.#carry('forth', front, this.#back);
    void this.#carry('back', this.#back, front);
  }

  /** Whether the plan's fault has struck. */
  get isStruck(): boolean {
    return this.#plan === undefined;
  }

  /** Has a fault strike when exactly so many bytes of this connection have passed; not before it has got so far. */
  suffer(plan: Plan): void {
    this.#plan = plan;
  }

  /** Returns when it is done. */
  async cut(how: Cut, way: Way = 'forth'): Promise<void> {
    if (how === 'rst') await this.#reset();
    else for (const each of how === 'fin' ? ways : [way]) this.#swallow(each).end();
  }

  destroy(): void {
    for (const socket of [this.#front, this.#back, ...this.#copies]) socket.destroy();
  }

  async #carry(way: Way, source: Socket, sink: Socket): Promise<void> {
    try {
      if (this.#room(way) === 0) await this.#strike(way);
      for await (const chunk of source.iterator({ destroyOnReturn: false })) await this.#pass(way, chunk, sink);
      if (!this.#swallows[way]) sink.end();
    } catch {
      // One end broke: so does the other, in the same manner, unless it is not to hear of this one any more.
      if (!this.#swallows[way]) await this.#reset();
    }
  }

  /** Lets bytes through up to the point of the fault, and what is left of them after it. */
  async #pass(way: Way, bytes: Buffer, sink: Socket): Promise<void> {
    await this.#pause;
    const room = this.#room(way);
    await this.#write(way, bytes.subarray(0, room), sink);
    if (bytes.length < room) return;
    await this.#strike(way);
    if (bytes.length > room) await this.#pass(way, bytes.subarray(room), sink);
  }

  /** How many bytes may go this way until the fault strikes. */
  #room(way: Way): number {
    const plan = this.#plan;
    if (plan === undefined || (plan.of !== way && plan.of !== 'both')) return Number.POSITIVE_INFINITY;
    return Math.max(0, plan.after - this.bytes[plan.of]);
  }

  async #write(way: Way, bytes: Buffer, sink: Socket): Promise<void> {
    const slice = Math.max(1, Math.floor((this.#bytesPerSecond * throttleTickMs) / 1000));
    for (let start = 0; start < bytes.length && !this.#swallows[way]; start += slice) {
      await this.#writeNow(way, bytes.subarray(start, start + slice), sink);
      if (slice < Number.POSITIVE_INFINITY) await pause(throttleTickMs);
    }
  }

  /** Returns when the bytes have been given to the system, so that nothing of them is lost to a cut that follows. */
  async #writeNow(way: Way, bytes: Buffer, sink: Socket): Promise<void> {
    this.bytes[way] += bytes.length;
    this.bytes.both += bytes.length;
    if (way === 'forth' && this.#plan?.fault.kind === 'duplicate') this.#recorded.push(bytes);
    await new Promise((resolve) => sink.write(bytes, resolve));
  }

  async #strike(way: Way): Promise<void> {
    const fault = this.#plan?.fault;
    this.#plan = undefined;
    if (fault === undefined) return; // Bytes of the other way brought it about.
    if (fault.kind === 'cut') await this.cut(fault.how, way);
    if (fault.kind === 'stall') await pause(fault.ms);
    if (fault.kind === 'throttle') this.#bytesPerSecond = fault.bytesPerSecond;
    if (fault.kind === 'blackhole') this.#swallows = { forth: true, back: true };
    if (fault.kind === 'duplicate') this.#duplicate();
  }

  #duplicate(): void {
    const copy = open(this.#target).resume();
    copy.on('error', () => {}); // The target may think of it what it likes.
    copy.write(Buffer.concat(this.#recorded));
    this.#copies.push(copy);
  }

  async #reset(): Promise<void> {
    this.#swallows = { forth: true, back: true };
    const isUnix = this.#target.startsWith('ipc:');
    this.#pause = pause(resetDelayMs);
    await this.#pause;
    for (const socket of [this.#front, this.#back]) isUnix ? socket.destroy() : socket.resetAndDestroy();
  }

  /** Lets nothing pass this way any more; returns the socket that it led to. */
  #swallow(way: Way): Socket {
    this.#swallows[way] = true;
    return way === 'forth' ? this.#back : this.#front;
  }
}

/** Keeps no process alive. */
function pause(ms: number): Promise<void> {
  return delay(ms, undefined, { ref: false });
}

function open(target: string): Socket {
  return connect({ ...addressOf(target), ...socketOptions } as NetConnectOpts);
}

/** As node:net takes it. */
export function addressOf(endpoint: string): { path: string } | { host: string; port: number } {
  const [transport, address] = endpoint.split('://') as [string, string];
  if (transport === 'ipc') return { path: address };
  const [host, port] = address.split(':') as [string, string];
  return { host, port: Number(port) };
}

function endpointOf(server: Server): string {
  const address = server.address();
  if (address === null) throw new Error('the proxy is not listening');
  return typeof address === 'string' ? `ipc://${address}` : `tcp://${address.address}:${address.port}`;
}
