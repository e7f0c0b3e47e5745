import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import test from 'node:test';
import { type Connector, IoContext } from '../src/index.js';
import { benchTest, failsWith, kTestLimitMs, nextEvent, text } from './support.js';

benchTest('closing ends what waits with CLOSED', async ({ context, fresh }) => {
  const dealer = context.connector('dealer', { sendHwm: 1 });
  dealer.connect(fresh('ipc'));
  await dealer.send('fills it');
  const waiting = [
    dealer.recv(),
    dealer.recv({ timeoutMs: 60_000 }),
    dealer.recvMany(5),
    dealer.send('small'),
    dealer.send(['large', Buffer.alloc(100_000)]),
    dealer.sendMany(['x', 'y'], { signal: new AbortController().signal }),
  ];
  const outcomes = Promise.allSettled(waiting);
  assert.equal(dealer.closed, false);
  const undelivered = dealer.close({ lingerMs: 0 });
  assert.equal(dealer.closed, true);
  for (const outcome of await outcomes) {
    assert.equal(outcome.status, 'rejected');
    assert.equal((outcome as PromiseRejectedResult).reason.code, 'CLOSED');
  }
  assert.equal(await undelivered, 1);
});

const calls: Record<string, (connector: Connector) => unknown> = {
  send: (c) => c.send('x'),
  sendMany: (c) => c.sendMany(['x']),
  'send without waiting': (c) => c.send('x', { timeoutMs: 0 }),
  'send of much': (c) => c.send(['x', Buffer.alloc(100_000)]),
  recv: (c) => c.recv(),
  recvMany: (c) => c.recvMany(5),
  tryRecv: (c) => c.tryRecv(),
  bind: (c) => c.bind('tcp://127.0.0.1:*'),
  connect: (c) => c.connect('tcp://127.0.0.1:5555'),
  unbind: (c) => c.unbind('tcp://127.0.0.1:5555'),
  disconnect: (c) => c.disconnect('tcp://127.0.0.1:5555'),
  subscribe: (c) => c.subscribe('x'),
  unsubscribe: (c) => c.unsubscribe('x'),
  stats: (c) => c.stats(),
  events: (c) => c.events(),
  'an option': (c) => c.options.sendHwm,
  'setting an option': (c) => Object.assign(c.options, { sendHwm: 1 }),
};

for (const [name, call] of Object.entries(calls)) {
  benchTest(`${name} on a closed connector fails with CLOSED`, async ({ context }) => {
    const connector = context.connector('dealer');
    await connector.close();
    await assert.rejects(async () => call(connector), failsWith('CLOSED'));
  });
}

benchTest('a closed connector iterates over nothing, and closes again', async ({ context }) => {
  const pull = context.connector('pull');
  assert.equal(await pull.close(), 0);
  for await (const _ of pull) assert.fail('a message from nowhere');
  assert.equal(await pull.close(), 0);
  for (const lingerMs of [-1, Number.NaN, 2 ** 31]) {
    await assert.rejects(pull.close({ lingerMs }), { name: 'RangeError', message: /lingerMs must be/ });
  }
});

benchTest('closing sends what was accepted', async ({ context, fresh }) => {
  const [pull, push] = [context.connector('pull', { receiveHwm: 0 }), context.connector('push', { sendHwm: 0 })];
  push.connect(pull.bind(fresh('tcp')));
  const total = 20_000;
  await push.sendMany(Array.from({ length: total }, () => Buffer.alloc(100)));
  const closing = push.close({ lingerMs: 60_000 });
  for (let index = 0; index < total; index += 1) await pull.recv();
  assert.equal(await closing, 0);
});

benchTest('the linger is a limit, and what was not sent is counted', async ({ context, fresh }) => {
  const push = context.connector('push');
  push.connect(fresh('ipc'));
  await push.sendMany(['1', '2', '3']);
  const start = performance.now();
  assert.equal(await push.close({ lingerMs: 30 }), 3);
  assert.ok(performance.now() - start >= 29);
});

benchTest('messages that were fetched are gone with their connector', async ({ context, pair }) => {
  const [pull, push] = [context.connector('pull'), context.connector('push')];
  pair('inproc', pull, push);
  await push.sendMany(['1', '2', '3']);
  assert.deepEqual(text(await pull.recv()), ['1']);
  const closing = pull.close();
  await assert.rejects(pull.recv(), failsWith('CLOSED'));
  await closing;
});

test('a context closes its connectors, and counts what they did not send', { timeout: kTestLimitMs }, async () => {
  const context = new IoContext();
  const pushes = [context.connector('push'), context.connector('push')];
  for (const [index, push] of pushes.entries()) {
    push.connect(`ipc://@ymq-nobody-${process.pid}-${index}`);
    await push.sendMany(['1', '2']);
  }
  const pull = context.connector('pull');
  const receiving = pull.recv();
  const closing = context.close({ lingerMs: 0 });
  await assert.rejects(receiving, failsWith('CLOSED'));
  assert.equal(await closing, 4);
  assert.equal(await context.close(), 4);
  assert.ok(pull.closed);
  assert.throws(() => context.connector('pull'), failsWith('CLOSED'));
  assert.throws(() => context.backend, failsWith('CLOSED'));
});

test('a context does not wait for one that lingers longer', { timeout: kTestLimitMs }, async () => {
  const context = new IoContext();
  const push = context.connector('push');
  push.connect(`ipc://@ymq-nobody-${process.pid}`);
  await push.send('x');
  const closing = push.close({ lingerMs: 3_600_000 });
  assert.equal(await context.close({ lingerMs: 5 }), 1);
  await closing;
});

test('await using closes', { timeout: kTestLimitMs }, async () => {
  let connector: Connector;
  {
    await using context = new IoContext();
    await using dealer = context.connector('dealer');
    connector = dealer;
    assert.equal(dealer.closed, false);
  }
  assert.ok(connector.closed);
});

test('contexts leave neither descriptors nor threads behind', { timeout: kTestLimitMs }, async () => {
  const round = async () => {
    const context = new IoContext();
    const [pull, push] = [context.connector('pull'), context.connector('push')];
    push.connect(pull.bind('tcp://127.0.0.1:*'));
    await push.send('x');
    await pull.recv();
    await context.close();
  };
  await round();
  const before = [readdirSync('/proc/self/fd').length, readdirSync('/proc/self/task').length];
  for (let index = 0; index < 200; index += 1) await round();
  assert.deepEqual([readdirSync('/proc/self/fd').length, readdirSync('/proc/self/task').length], before);
});

benchTest('a connector is closed while eight callers use it', async ({ context, fresh }) => {
  for (let round = 0; round < 100; round += 1) {
    const [pull, push] = [context.connector('pull'), context.connector('push')];
    push.connect(pull.bind(fresh('tcp')));
    if (round === 0) await nextEvent(push, 'CONNECTED');
    const code = (error: { code?: string }) => error.code;
    const senders = Array.from({ length: 4 }, () => repeat(() => push.send('x')).catch(code));
    const receivers = Array.from({ length: 4 }, () => repeat(() => pull.recv()).catch(code));
    await pull.recv();
    await Promise.all([push.close({ lingerMs: 0 }), pull.close({ lingerMs: 0 })]);
    assert.deepEqual(await Promise.all([...senders, ...receivers]), Array(8).fill('CLOSED'));
  }
});

async function repeat(step: () => Promise<unknown>): Promise<never> {
  for (;;) await step();
}
