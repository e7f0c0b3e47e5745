import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Connector } from '../src/index.js';
import { type Bench, benchTest, failsWith, nextEvent, text, until } from './support.js';

const kHwm = 10;

/** A pusher whose only peer is not there: it takes as many messages as its high-water mark says. */
function fullPush({ context, fresh }: Bench): { push: Connector; endpoint: string } {
  const push = context.connector('push', { sendHwm: kHwm });
  const endpoint = fresh('ipc');
  push.connect(endpoint);
  return { push, endpoint };
}

async function fill(push: Connector): Promise<void> {
  for (let index = 0; index < kHwm; index += 1) await push.send(`${index}`, { timeoutMs: 0 });
}

async function expectMessages(bench: Bench, endpoint: string, expected: string[]): Promise<void> {
  const pull = bench.context.connector('pull');
  pull.bind(endpoint);
  for (const word of expected) assert.deepEqual(text(await pull.recv()), [word]);
  assert.equal(pull.tryRecv(), undefined);
}

const filled = Array.from({ length: kHwm }, (_, index) => `${index}`);

benchTest('a send without time fails with AGAIN at the high-water mark', async (bench) => {
  const { push, endpoint } = fullPush(bench);
  await fill(push);
  await assert.rejects(push.send('more', { timeoutMs: 0 }), failsWith('AGAIN'));
  await assert.rejects(push.sendMany(['more'], { timeoutMs: 0 }), failsWith('AGAIN'));
  await expectMessages(bench, endpoint, filled);
});

benchTest('a send waits for room, and is accepted when it comes', async (bench) => {
  const { push, endpoint } = fullPush(bench);
  await fill(push);
  let accepted = false;
  const sending = push.send('waited').then(() => {
    accepted = true;
  });
  await assert.rejects(push.send('gave up', { timeoutMs: 5 }), failsWith('TIMED_OUT'));
  assert.equal(accepted, false);
  await expectMessages(bench, endpoint, [...filled, 'waited']);
  await sending;
});

benchTest('waiting sends keep the order of the calls', async (bench) => {
  const { push, endpoint } = fullPush(bench);
  const words = Array.from({ length: 3000 }, (_, index) => `${index}`);
  const order: number[] = [];
  const sending = words.map((word, index) => push.send(word).then(() => order.push(index)));
  await expectMessages(bench, endpoint, words);
  await Promise.all(sending);
  assert.deepEqual(
    order.slice(kHwm),
    order.slice(kHwm).sort((a, b) => a - b),
  );
});

benchTest('a send that timed out or was aborted was not sent', async (bench) => {
  const { push, endpoint } = fullPush(bench);
  await fill(push);
  await assert.rejects(push.send('late', { timeoutMs: 3 }), failsWith('TIMED_OUT'));
  const controller = new AbortController();
  const aborted = push.send(['large', 'x'.repeat(100_000)], { signal: controller.signal });
  const reason = new Error('changed my mind');
  controller.abort(reason);
  await assert.rejects(aborted, (error) => error === reason);
  await assert.rejects(push.send('never', { signal: controller.signal }), (error) => error === reason);
  await expectMessages(bench, endpoint, filled);
});

benchTest(
  'a signal that aborts later, and a time that is not over, do nothing to a send that is done',
  async (bench) => {
    const { push, endpoint } = fullPush(bench);
    const controller = new AbortController();
    await push.send('sent', { signal: controller.signal, timeoutMs: 5 });
    controller.abort();
    await delay(10);
    await expectMessages(bench, endpoint, ['sent']);
  },
);

benchTest('sendMany says how many were accepted', async (bench) => {
  const { push, endpoint } = fullPush(bench);
  const words = Array.from({ length: 25 }, (_, index) => `${index}`);
  assert.equal(await push.sendMany(words, { timeoutMs: 0 }), kHwm);
  assert.equal(await push.sendMany([]), 0);
  await assert.rejects(push.sendMany(words.slice(kHwm), { timeoutMs: 5 }), failsWith('TIMED_OUT'));
  const rest = push.sendMany(words.slice(kHwm));
  await expectMessages(bench, endpoint, words);
  assert.equal(await rest, 15);
});

benchTest('sendMany that runs out of time after some says so by their number', async ({ context, fresh }) => {
  const push = context.connector('push', { sendHwm: kHwm });
  push.connect(fresh('ipc'));
  assert.equal(await push.sendMany(Array(25).fill('x'), { timeoutMs: 5 }), kHwm);
});

benchTest('sendMany of more than fits into one call', async ({ context, pair }) => {
  const [pull, push] = [context.connector('pull'), context.connector('push')];
  pair('tcp', pull, push);
  const messages = Array.from({ length: 5000 }, (_, index) => [`${index}`, Buffer.alloc(index % 300)]);
  messages[2500] = ['2500', Buffer.alloc(300_000)];
  const sending = push.sendMany(messages);
  for (const [index, [, body]] of messages.entries()) {
    const [word, received] = await pull.recv();
    assert.equal(word!.toString(), `${index}`);
    assert.equal(received!.length, body!.length);
  }
  assert.equal(await sending, messages.length);
});

benchTest('sendMany ends at the first message that cannot be sent', async ({ context, pair }) => {
  const [rep, req] = [context.connector('rep'), context.connector('req')];
  pair('tcp', rep, req);
  assert.equal(await req.sendMany(['first', 'second out of turn']), 1);
  await assert.rejects(req.sendMany(['out of turn']), failsWith('WRONG_STATE'));
  assert.deepEqual(text(await rep.recv()), ['first']);

  const router = context.connector('router', { routerMandatory: true });
  const dealer = context.connector('dealer', { identity: 'known' });
  pair('tcp', router, dealer);
  await nextEvent(router, 'CONNECTED');
  const messages = [
    ['known', '1'],
    ['known', '2'],
    ['unknown', '3'],
    ['known', '4'],
  ];
  assert.equal(await router.sendMany(messages), 2);
  await assert.rejects(router.sendMany(messages.slice(2)), failsWith('HOST_UNREACHABLE'));
});

benchTest('a loop that always finds room lets timers run', async ({ context, fresh }) => {
  const push = context.connector('push', { sendHwm: 0 });
  push.connect(fresh('ipc'));
  let fired = false;
  setTimeout(() => {
    fired = true;
  }, 1);
  while (!fired) await push.send('x');
});

benchTest('thousands of sends with a tiny timeout: what was accepted arrives, the rest does not', async (bench) => {
  const { context, pair } = bench;
  const pull = context.connector('pull', { receiveHwm: 5 });
  const push = context.connector('push', { sendHwm: 5 });
  pair('inproc', pull, push);
  const accepted: string[] = [];
  const received: string[] = [];
  const receiving = (async () => {
    for await (const [word] of pull) received.push(word!.toString());
  })();
  for (let index = 0; index < 3000; index += 1) {
    const outcome = await push.send(`${index}`, { timeoutMs: index % 2 }).catch((error) => error.code as string);
    if (outcome === undefined) accepted.push(`${index}`);
    else assert.ok(outcome === 'TIMED_OUT' || outcome === 'AGAIN', outcome);
  }
  await until(() => received.length >= accepted.length);
  assert.deepEqual(received, accepted);
  await pull.close();
  await receiving;
});

for (const timeoutMs of [-1, Number.NaN, 2 ** 31, '5' as unknown as number]) {
  benchTest(`a timeout of ${JSON.stringify(timeoutMs)} is refused`, async ({ context }) => {
    const push = context.connector('push');
    await assert.rejects(push.send('x', { timeoutMs }), { name: 'RangeError', message: /timeoutMs must be/ });
    await assert.rejects(push.sendMany(['x'], { timeoutMs }), { name: 'RangeError', message: /timeoutMs must be/ });
  });
}
