import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type Connector, type ConnectorInit, IoContext, isYmqError } from '../../bindings/node/src/index.js';
import { camelCase } from '../../bindings/node/src/words.js';
import { scenarios, transportsOf } from './scenarios.js';
import type { Part, Place, Step, Transport, Value } from './vocabulary.js';

// Plays the list of scenarios in Node.

const patienceMs = 20_000;
const limitMs = 60_000;
/** How long `reach` waits before it publishes anew. */
const probeMs = 5;

/** The steps that a verb stands in. */
type StepOf<Verb extends Step['do'], Each = Step> = Each extends { do: infer Verbs }
  ? Verb extends Verbs
    ? Each
    : never
  : never;
type Groups = Record<'join' | 'leave', (group: Buffer) => void>;

/** How a call ends: `OK`, or the code of its error. */
async function outcomeOf(call: () => unknown): Promise<string> {
  try {
    await call();
    return 'OK';
  } catch (error) {
    if (isYmqError(error)) return error.code;
    throw error;
  }
}

async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error('it did not come about');
    await delay(1);
  }
}

class Player {
  readonly #context = new IoContext();
  readonly #folder = mkdtempSync(join(tmpdir(), 'ymq-'));
  readonly #transport: Transport;
  readonly #connectors = new Map<string, Connector>();
  readonly #places = new Map<string, string>();
  readonly #names = new Map<string, Buffer>();
  readonly #waiting = new Map<string, Promise<Buffer[] | string>>();
  readonly #filled = new Map<string, Buffer[][]>();

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  async play(step: Step): Promise<void> {
    const verbs = this as unknown as Record<Step['do'], (step: Step) => Promise<void>>;
    await verbs[step.do](step);
  }

  async end(): Promise<void> {
    await this.#context.close({ lingerMs: 0 });
    rmSync(this.#folder, { recursive: true, force: true });
  }

  open({ who, type, options }: StepOf<'open'>): void {
    const given = Object.entries(options).map(([name, value]) => [camelCase(name), this.#value(value)]);
    this.#connectors.set(who, this.#context.connector(type as Connector['type'], Object.fromEntries(given)));
  }

  async bind({ who, place, status = 'OK' }: StepOf<'bind'>): Promise<void> {
    const isNew = typeof place === 'string' && !this.#places.has(place);
    const endpoint = isNew ? this.#fresh() : this.#endpoint(place);
    const seen = await outcomeOf(() => {
      const bound = this.#connector(who).bind(endpoint);
      if (isNew) this.#places.set(place, bound);
    });
    assert.equal(seen, status);
  }

  async connect({ who, do: verb, place, status = 'OK' }: StepOf<'connect'>): Promise<void> {
    const endpoint = this.#endpoint(place);
    assert.equal(await outcomeOf(() => this.#connector(who)[verb](endpoint)), status);
  }
  unbind = this.connect;
  disconnect = this.connect;

  async connect_peer({ who, place, as, status = 'OK' }: StepOf<'connect_peer'>): Promise<void> {
    const endpoint = this.#endpoint(place);
    const seen = await outcomeOf(() => this.#names.set(as, this.#connector(who).connectPeer(endpoint)));
    assert.equal(seen, status);
  }

  async connect_as({ who, place, id, status = 'OK' }: StepOf<'connect_as'>): Promise<void> {
    const options = { routingId: this.#bytes(id) };
    const endpoint = this.#endpoint(place);
    assert.equal(await outcomeOf(() => this.#connector(who).connect(endpoint, options)), status);
  }

  async wait_for_peers({ who, count, status = 'OK', timeoutMs = patienceMs }: StepOf<'wait_for_peers'>): Promise<void> {
    assert.equal(await outcomeOf(() => this.#connector(who).waitForPeers(count, { timeoutMs })), status);
  }

  async wait_for_subscribers(step: StepOf<'wait_for_subscribers'>): Promise<void> {
    const { who, topic, count, status = 'OK', timeoutMs = patienceMs } = step;
    const wait = () => this.#connector(who).waitForSubscribers(this.#bytes(topic), count, { timeoutMs });
    assert.equal(await outcomeOf(wait), status);
  }

  async subscribe({ who, do: verb, topic, status = 'OK' }: StepOf<'subscribe'>): Promise<void> {
    const connector = this.#connector(who) as Connector & Groups;
    assert.equal(await outcomeOf(() => connector[verb](this.#bytes(topic))), status);
  }
  unsubscribe = this.subscribe;
  join = this.subscribe;
  leave = this.subscribe;

  async set({ who, option, value, status = 'OK' }: StepOf<'set'>): Promise<void> {
    const change = { [camelCase(option)]: this.#value(value) } as ConnectorInit;
    assert.equal(await outcomeOf(() => Object.assign(this.#connector(who).options, change)), status);
  }

  get({ who, option, value }: StepOf<'get'>): void {
    const seen: unknown = Reflect.get(this.#connector(who).options, camelCase(option));
    const expected = this.#value(value);
    if (!(seen instanceof Uint8Array)) assert.equal(seen, expected);
    else assert.ok(Buffer.from(expected as string | Buffer).equals(seen));
  }

  get_endpoint({ who, option, place }: StepOf<'get_endpoint'>): void {
    assert.equal(Reflect.get(this.#connector(who).options, camelCase(option)), this.#endpoint(place));
  }

  async send({ who, parts, status = 'OK', timeoutMs = patienceMs, routable }: StepOf<'send'>): Promise<void> {
    let seen = '';
    await eventually(async () => {
      seen = await outcomeOf(() => this.#connector(who).send(this.#message(parts), { timeoutMs }));
      return seen !== 'HOST_UNREACHABLE' || !routable;
    });
    assert.equal(seen, status);
  }

  async receive({ who, parts }: StepOf<'receive'>): Promise<void> {
    this.#check(await this.#next(who), parts);
  }

  async receive_none({ who, status, timeoutMs }: StepOf<'receive_none'>): Promise<void> {
    assert.equal(await outcomeOf(() => this.#connector(who).recv({ timeoutMs })), status);
  }

  async collect({ who, from, bytes, amid }: StepOf<'collect'>): Promise<void> {
    const wanted = this.#bytes(bytes);
    let seen = Buffer.alloc(0);
    while (amid ? !seen.includes(wanted) : seen.length < wanted.length) {
      const [sender, data, ...more] = await this.#next(who);
      assert.ok(sender && data && data.length > 0 && more.length === 0, 'no bytes');
      this.#check([sender], [from]);
      seen = Buffer.concat([seen, data]);
    }
    assert.ok(amid || seen.equals(wanted), `expected ${wanted.toString('latin1')}, not ${seen.toString('latin1')}`);
  }

  async share({ among, each, messages }: StepOf<'share'>): Promise<void> {
    const seen: string[] = [];
    for (const who of among) {
      for (let index = 0; index < each; index += 1) seen.push(JSON.stringify(await this.#next(who)));
    }
    assert.deepEqual(seen.sort(), messages.map((parts) => JSON.stringify(this.#message(parts))).sort());
  }

  async fill({ who, head, single, size, most, status }: StepOf<'fill'>): Promise<void> {
    const sent: Buffer[][] = [];
    let seen = 'OK';
    while (seen === 'OK' && sent.length < most) {
      const pair = [Buffer.from(`${sent.length}`), Buffer.alloc(size, 'f')];
      const message = single ? [Buffer.concat(pair)] : pair;
      seen = await outcomeOf(() => this.#connector(who).send([...this.#message(head), ...message], { timeoutMs: 0 }));
      if (seen === 'OK') sent.push(message);
    }
    this.#filled.set(who, sent);
    assert.equal(seen, status);
  }

  async drain({ who, from, head }: StepOf<'drain'>): Promise<void> {
    for (const message of this.#filled.get(from)!) {
      assert.ok(this.#isSame(await this.#next(who), [...this.#message(head), ...message]));
    }
  }

  async reach({ from, to, topic }: StepOf<'reach'>): Promise<void> {
    const subscriber = this.#connector(to);
    let probe = 0;
    await eventually(async () => {
      probe += 1;
      await this.#connector(from).send([this.#bytes(topic), `${probe}`], { timeoutMs: patienceMs });
      let parts: Buffer[] | undefined;
      do {
        parts = await subscriber.recv({ timeoutMs: probeMs }).catch(() => undefined);
      } while (parts && parts.at(-1)!.toString() !== `${probe}`);
      return parts !== undefined;
    });
  }

  start({ who }: StepOf<'start'>): void {
    const codeOf = (error: unknown) => (isYmqError(error) ? error.code : String(error));
    this.#waiting.set(who, this.#connector(who).recv({ timeoutMs: patienceMs }).catch(codeOf));
  }

  async finish({ who, parts, status = 'OK' }: StepOf<'finish'>): Promise<void> {
    const seen = await this.#waiting.get(who)!;
    assert.equal(typeof seen === 'string' ? seen : 'OK', status);
    if (parts) this.#check(seen as Buffer[], parts);
  }

  async close({ who }: StepOf<'close'>): Promise<void> {
    await this.#connector(who).close();
  }

  async await({ who, field, least }: StepOf<'await'>): Promise<void> {
    await eventually(() => this.#count(who, field) >= least);
  }

  count({ who, field, value }: StepOf<'count'>): void {
    assert.equal(this.#count(who, field), value);
  }

  async event({ who, kind, reason }: StepOf<'event'>): Promise<void> {
    await eventually(() =>
      this.#connector(who)
        .events()
        .some((event) => event.kind === kind && (!reason || event.status === reason)),
    );
  }

  property({ who, name, value }: StepOf<'property'>): void {
    const [peer, ...more] = this.#connector(who).peerStats();
    assert.ok(peer && more.length === 0);
    assert.deepEqual(this.#connector(who).peerProperty(peer.peer, name), this.#bytes(value));
  }

  #connector(who: string): Connector {
    return this.#connectors.get(who)!;
  }

  #count(who: string, field: string): number {
    return Reflect.get(this.#connector(who).stats(), camelCase(field)) as number;
  }

  #next(who: string): Promise<Buffer[]> {
    return this.#connector(who).recv({ timeoutMs: patienceMs });
  }

  #check(seen: Buffer[], parts: readonly Part[]): void {
    parts.forEach((part, index) => {
      if (typeof part === 'object' && 'as' in part && !this.#names.has(part.as)) this.#names.set(part.as, seen[index]!);
    });
    const expected = this.#message(parts);
    assert.ok(this.#isSame(seen, expected), `expected ${expected.join(', ')}, not ${seen.join(', ')}`);
  }

  #isSame(seen: Buffer[], expected: Buffer[]): boolean {
    return seen.length === expected.length && seen.every((part, index) => part.equals(expected[index]!));
  }

  #message(parts: readonly Part[]): Buffer[] {
    return parts.map((part) => this.#bytes(part));
  }

  #bytes(part: Part): Buffer {
    if (typeof part === 'string') return Buffer.from(part);
    if ('hex' in part) return Buffer.from(part.hex, 'hex');
    if ('filled' in part) return Buffer.concat(this.#filled.get(part.filled)!.flat());
    if ('as' in part) return this.#names.get(part.as) ?? Buffer.from('(not received)');
    return Buffer.alloc(part.size, part.fill);
  }

  /** Text stays text: options of bytes take that, too. */
  #value(value: Value): number | boolean | string | Buffer {
    if (typeof value !== 'object') return value;
    return 'address' in value ? this.#places.get(value.address)!.split('//')[1]! : this.#bytes(value);
  }

  #endpoint(place: Place): string {
    if (typeof place !== 'string') return place.literal;
    const known = this.#places.get(place) ?? this.#free();
    this.#places.set(place, known);
    return known;
  }

  /** An address that nobody has, to bind. */
  #fresh(): string {
    const name = `${this.#places.size + 1}`;
    const endpoints = {
      tcp: 'tcp://127.0.0.1:*',
      ipc: `ipc://${join(this.#folder, name)}`,
      inproc: `inproc://${name}`,
    };
    return endpoints[this.#transport];
  }

  /** An address that nobody is bound to. */
  #free(): string {
    const endpoint = this.#fresh();
    if (this.#transport !== 'tcp') return endpoint;
    const owner = this.#context.connector('pull');
    const bound = owner.bind(endpoint);
    owner.unbind(bound);
    return bound;
  }
}

for (const scenario of scenarios) {
  for (const transport of transportsOf(scenario)) {
    test(`${scenario.name}, ${transport}`, { timeout: limitMs }, async () => {
      const player = new Player(transport);
      try {
        for (const step of scenario.steps) await player.play(step);
      } finally {
        await player.end();
      }
    });
  }
}
