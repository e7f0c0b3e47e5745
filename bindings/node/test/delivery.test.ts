import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  type Connector,
  type ConnectorEvent,
  type ConnectorInit,
  type ConnectorTypeName,
  type EventName,
  isRedelivered,
} from '../src/index.js';
import { benchTest, failsWith, nextEvent, text, until } from './support.js';

const kShort = 200;
const kLong = 600_000;

/** Of every shape that a receive may bring: one part, several, and larger than the memory of one call. */
const shapes = [['one'], ['two', '', 'parts'], ['large'.repeat(100_000), 'x'], ['last']];

const program = fileURLToPath(new URL('./programs/idle.ts', import.meta.url));

/** A process with a connector whose messages nobody takes. It ends with its test. */
interface Idle {
  readonly endpoint: string;
  kill(): Promise<void>;
}

/** @param endpoint What it connects to; without, it binds. */
async function startIdle(
  t: TestContext,
  pattern: ConnectorTypeName,
  endpoint = '',
  options: ConnectorInit = {},
): Promise<Idle> {
  const args = ['--import', 'tsx', program, pattern, endpoint, JSON.stringify(options)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const kill = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  t.after(kill);
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  return { endpoint: line.trim(), kill };
}

/** Waits until so many messages are written, and not acknowledged. */
async function allWritten(connector: Connector, count: number): Promise<void> {
  await until(() => connector.stats().messagesUnacknowledged === count);
}

/** Has all the shapes written to one PULL, which is then killed. */
async function killWithShapes(push: Connector, t: TestContext): Promise<void> {
  const idle = await startIdle(t, 'pull', push.options.lastEndpoint);
  assert.equal(await push.sendMany(shapes), shapes.length);
  await allWritten(push, shapes.length);
  await idle.kill();
}

/** A connection through this process that can be cut. */
async function cable(t: TestContext, endpoint: string): Promise<{ endpoint: string; cut(): void }> {
  const ends = new Set<Socket>();
  const server = createServer((front) => {
    const back = connect(Number(endpoint.split(':').at(-1)), '127.0.0.1');
    for (const end of [front, back]) ends.add(end.on('error', () => undefined));
    front.pipe(back).pipe(front);
  });
  const cut = () => {
    for (const end of ends) end.destroy();
  };
  t.after(() => server.close(cut));
  t.after(cut);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { endpoint: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`, cut };
}

// Batches. ------------------------------------------------------------------------------------------------------------

const numbers = ['0', '1', '2', '3', '4'];

benchTest('a batch is acknowledged with its last message', async ({ context, pair }) => {
  const [pull, push] = [context.connector('pull'), context.connector('push')];
  pair('tcp', pull, push);
  await push.sendMany(numbers);
  await until(() => pull.stats().messagesWaiting === numbers.length);
  assert.deepEqual(text(await pull.recv()), ['0']);
  await pull.recvMany(3);
  await push.send('later');
  await until(() => pull.stats().messagesWaiting === 1);
  assert.equal(push.stats().messagesAcknowledged, 0);
  assert.deepEqual(text(await pull.recv()), ['4']);
  await until(() => push.stats().messagesAcknowledged === numbers.length);
});

benchTest('what was fetched and not received goes to another', async ({ context }) => {
  const [push, first, second] = [context.connector('push'), context.connector('pull'), context.connector('pull')];
  const endpoint = push.bind('tcp://127.0.0.1:*');
  first.connect(endpoint);
  await push.sendMany(numbers);
  await until(() => first.stats().messagesWaiting === numbers.length);
  await first.recv();
  await first.close();
  second.connect(endpoint);
  const messages: string[] = [];
  for (const _ of numbers.slice(1)) messages.push(...text(await second.recv()));
  assert.deepEqual(messages, numbers.slice(1));
});

benchTest('an application may acknowledge itself', async ({ context, pair }) => {
  const [pull, push] = [context.connector('pull', { manualAcknowledgement: true }), context.connector('push')];
  pair('tcp', pull, push);
  await push.sendMany(numbers);
  for (const _ of numbers) await pull.recv();
  assert.equal(pull.options.manualAcknowledgement, true);
  assert.deepEqual([pull.acknowledge(), pull.acknowledge(2)], [1, 2]);
  await until(() => push.stats().messagesAcknowledged === 3);
  pull.options.manualAcknowledgement = false;
  await until(() => push.stats().messagesAcknowledged === numbers.length);
  assert.equal(pull.acknowledge(), 0);
  assert.throws(() => pull.acknowledge(-1), RangeError);
});

// Peers. --------------------------------------------------------------------------------------------------------------

benchTest('the counters of the peers add up', async ({ context, pair }) => {
  const sender = context.connector('dealer', { identity: Buffer.from('sender\0') });
  const takers = ['0', '1'].map((identity) => context.connector('dealer', { identity }));
  for (const taker of takers) {
    pair('tcp', taker, sender);
    await until(() => taker.stats().linksOpened === 1);
  }
  await sender.sendMany(Array.from({ length: 10 }, () => '12345'));
  for (const taker of takers) {
    await until(() => taker.stats().messagesWaiting === 5);
    const [peer] = taker.peerStats();
    assert.deepEqual(peer!.identity, Buffer.from('sender\0'));
    assert.deepEqual(peer!.state, ['LINKED', 'SESSION']);
    assert.deepEqual([peer!.messagesReceived, peer!.messagesWaiting, peer!.messagesSent, peer!.links], [5, 5, 0, 1]);
  }
  const peers = sender.peerStats();
  assert.deepEqual(
    peers.map(({ identity, state }) => [`${identity}`, ...state]),
    [
      ['0', 'LINKED', 'LASTING', 'SESSION'],
      ['1', 'LINKED', 'LASTING', 'SESSION'],
    ],
  );
  assert.equal(peers[0]!.messagesSent + peers[1]!.messagesSent, sender.stats().messagesSent);
});

benchTest('what is taken is acknowledged', async ({ context, pair }) => {
  const [pull, push] = [context.connector('pull'), context.connector('push')];
  pair('tcp', pull, push);
  await push.sendMany(Array.from({ length: 10 }, () => '12345'));
  await allWritten(push, 10);
  const [before] = push.peerStats();
  assert.deepEqual([before!.messagesUnacknowledged, before!.messagesQueued, before!.bytesQueued], [10, 0, 0]);
  assert.ok(before!.bytesUnacknowledged >= 50);
  for (let index = 0; index < 10; index += 1) await pull.recv();
  await until(() => push.stats().messagesAcknowledged === 10);
  const [after] = push.peerStats();
  assert.deepEqual([after!.messagesUnacknowledged, after!.bytesUnacknowledged, after!.messagesSent], [0, 0, 10]);
});

benchTest('more peers than one call tells', async ({ context }) => {
  const pull = context.connector('pull');
  assert.deepEqual(pull.peerStats(), []);
  for (let index = 0; index < 200; index += 1) pull.connect(`inproc://nobody-${index}`);
  const peers = pull.peerStats();
  assert.deepEqual(
    peers.map(({ peer }) => peer),
    Array.from({ length: 200 }, (_, index) => index + 1),
  );
  for (const { state, identity } of peers) assert.deepEqual([state, identity.length], [['LASTING'], 0]);
  const numbers = Object.values(peers[0]!).filter((value) => typeof value === 'number');
  assert.equal(numbers.length, 12);
  await pull.close();
  assert.throws(() => pull.peerStats(), failsWith('CLOSED'));
});

benchTest('a peer that was killed is awaited', async ({ context, fresh }, t) => {
  const accepting = context.connector('push', { sessionLifetime: kLong });
  const connecting = context.connector('push', { sessionLifetime: kLong });
  const accepted = await startIdle(t, 'pull', accepting.bind(fresh('tcp')));
  const bound = await startIdle(t, 'pull');
  connecting.connect(bound.endpoint);
  for (const push of [accepting, connecting]) {
    await push.send('x');
    await allWritten(push, 1);
  }
  await Promise.all([accepted.kill(), bound.kill()]);
  const states = (push: Connector) => push.peerStats().map(({ state }) => state.join());
  await until(() => states(accepting).join() === 'SESSION,AWAITED');
  await until(() => states(connecting).join() === 'LASTING,SESSION,AWAITED');
  assert.equal(accepting.stats().sessionsWaiting, 1);
  assert.deepEqual([accepting.peerStats()[0]!.messagesUnacknowledged, accepting.peerStats()[0]!.links], [1, 1]);
});

benchTest('a session outlives its link', async ({ context, fresh }, t) => {
  const [pull, push] = [context.connector('pull'), context.connector('push', { reconnectInterval: 1 })];
  const { endpoint, cut } = await cable(t, pull.bind(fresh('tcp')));
  push.connect(endpoint);
  const sent = Array.from({ length: 1000 }, (_, index) => `${index}`);
  assert.equal(await push.sendMany(sent), sent.length);
  const got: string[] = [];
  while (got.length < 400) got.push(...text(await pull.recv()));
  cut();
  for (const connector of [push, pull]) {
    await nextEvent(connector, 'RESUMED');
    assert.equal(connector.stats().sessionsResumed, 1);
    assert.equal(connector.peerStats()[0]!.links, 2);
  }
  while (got.length < sent.length) got.push(...text(await pull.recv()));
  assert.deepEqual(got, sent);
  assert.equal(pull.tryRecv(), undefined);
});

// Messages of a peer that is lost. ------------------------------------------------------------------------------------

type Receive = (pull: Connector) => Promise<Buffer[][]>;
const ways: Record<string, Receive> = {
  recv: (pull) => Promise.all(shapes.map(() => pull.recv())),
  async recvMany(pull) {
    const got: Buffer[][] = [];
    while (got.length < shapes.length) got.push(...(await pull.recvMany(shapes.length)));
    return got;
  },
  async tryRecv(pull) {
    const got: Buffer[][] = [];
    await until(() => {
      const message = pull.tryRecv();
      return message !== undefined && got.push(message) === shapes.length;
    });
    return got;
  },
  async iteration(pull) {
    const got: Buffer[][] = [];
    for await (const message of pull) if (got.push(message) === shapes.length) break;
    return got;
  },
};

for (const [name, receive] of Object.entries(ways)) {
  benchTest(`redelivered messages are marked for ${name}`, async ({ context, fresh }, t) => {
    const [push, pull] = [context.connector('push', { sessionLifetime: kShort }), context.connector('pull')];
    const endpoint = push.bind(fresh('tcp'));
    await killWithShapes(push, t);
    const receiving = receive(pull);
    pull.connect(endpoint);
    const got = await receiving;
    assert.deepEqual(got.map(text), shapes);
    assert.ok(got.every(isRedelivered));
    assert.ok(!isRedelivered([...got[0]!]), 'a copy is marked');
    assert.equal(await push.sendMany(shapes), shapes.length);
    const again = await receive(pull);
    assert.deepEqual(again.map(text), shapes);
    assert.ok(!again.some(isRedelivered));
  });
}

benchTest('the other of two gets what one had', async ({ context, fresh }, t) => {
  const [push, pull] = [context.connector('push', { sessionLifetime: kShort }), context.connector('pull')];
  const idle = await startIdle(t, 'pull', push.bind(fresh('tcp')));
  await until(() => push.stats().peers === 1);
  pull.connect(push.options.lastEndpoint);
  await until(() => push.stats().peers === 2);
  const sent = Array.from({ length: 100 }, (_, index) => `${index}`);
  assert.equal(await push.sendMany(sent), sent.length);
  await allWritten(push, sent.length);
  const had = push.peerStats()[0]!.messagesUnacknowledged;
  await idle.kill();
  const got: Buffer[][] = [];
  while (got.length < sent.length) got.push(await pull.recv());
  assert.deepEqual(got.flatMap(text).sort(), sent.sort());
  assert.equal(got.filter(isRedelivered).length, had);
  const { count, status } = await nextEvent(push, 'REDELIVERED');
  assert.deepEqual([count, status, push.stats().messagesRedelivered], [had, 'PEER_LOST', had]);
});

const loners: [ConnectorTypeName, ConnectorTypeName, string[]][] = [
  ['pair', 'pair', []],
  ['router', 'dealer', ['you']],
];

for (const [pattern, other, address] of loners) {
  benchTest(`what a lost peer of a ${pattern} had is undeliverable`, async ({ context, fresh }, t) => {
    const connector = context.connector(pattern, { sessionLifetime: kShort });
    const idle = await startIdle(t, other, connector.bind(fresh('tcp')), { identity: 'you' });
    await until(() => connector.stats().linksOpened === 1);
    for (let index = 0; index < 7; index += 1) await connector.send([...address, `${index}`]);
    await allWritten(connector, 7);
    await idle.kill();
    const { count, status } = await nextEvent(connector, 'UNDELIVERABLE');
    assert.deepEqual([count, status], [7, 'PEER_LOST']);
    const stats = connector.stats();
    assert.deepEqual([stats.messagesUndeliverable, stats.messagesRedelivered, stats.sessionsLost], [7, 0, 1]);
    await until(() => connector.peerStats().length === 0);
  });
}

benchTest('undeliverable messages are counted for their peer', async ({ context }, t) => {
  const pair = context.connector('pair', { sessionLifetime: kShort });
  const idle = await startIdle(t, 'pair');
  pair.connect(idle.endpoint);
  await pair.sendMany(['x', 'x', 'x']);
  await allWritten(pair, 3);
  await idle.kill();
  await until(() => pair.stats().messagesUndeliverable === 3);
  const [peer] = pair.peerStats();
  assert.deepEqual([peer!.undeliverable, peer!.messagesUnacknowledged, peer!.state], [3, 0, ['LASTING']]);
});

benchTest('a request that nobody answers goes to the next, marked, and fails', async ({ context, pair }) => {
  const req = context.connector('req', { requestTimeout: kShort, requestRetries: 1 });
  const reps = [context.connector('rep'), context.connector('rep')];
  for (const rep of reps) {
    pair('tcp', rep, req);
    await until(() => rep.stats().linksOpened === 1);
  }
  await req.send(['question', 'more']);
  await assert.rejects(req.recv(), failsWith('UNDELIVERABLE'));
  const asked = await Promise.all(reps.map((rep) => rep.recv()));
  for (const question of asked) assert.deepEqual(text(question), ['question', 'more']);
  assert.equal(asked.filter(isRedelivered).length, 1);
  await req.send('another');
});

const ofSessions: EventName[] = ['RESUMED', 'REDELIVERED', 'UNDELIVERABLE', 'SESSION_ENDED'];

for (const off of ['here', 'there']) {
  benchTest(`a peer without acknowledged delivery, switched off ${off}, is a plain one`, async (bench, t) => {
    const { context, fresh } = bench;
    const push = context.connector('push', { sessionLifetime: kShort, acknowledgedDelivery: off !== 'here' });
    const endpoint = push.bind(fresh('tcp'));
    const idle = await startIdle(t, 'pull', endpoint, { acknowledgedDelivery: off !== 'there' });
    await push.sendMany(shapes);
    await until(() => push.stats().messagesQueued === 0);
    assert.deepEqual(push.peerStats()[0]!.state, ['LINKED']);
    assert.equal(push.stats().messagesUnacknowledged, 0);
    await idle.kill();
    await until(() => push.peerStats().length === 0);
    const pull = context.connector('pull');
    pull.connect(endpoint);
    await push.send('fresh');
    const fresher = await pull.recv();
    assert.deepEqual([text(fresher), isRedelivered(fresher)], [['fresh'], false]);
    const { messagesRedelivered, messagesUndeliverable, sessionsLost } = push.stats();
    assert.deepEqual([messagesRedelivered, messagesUndeliverable, sessionsLost], [0, 0, 0]);
    assert.ok(!push.events().some(({ kind }: ConnectorEvent) => ofSessions.includes(kind)));
  });
}
