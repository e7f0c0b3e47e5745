import assert from 'node:assert/strict';
import type { ConnectorInit, ConnectorOptions } from '../src/index.js';
import { benchTest, failsWith, nextEvent, text } from './support.js';

benchTest('options are read and set as properties', async ({ context }) => {
  const dealer = context.connector('dealer', { identity: 'worker-1', sendHwm: 7, linger: -1 });
  assert.equal(Buffer.from(dealer.options.identity).toString(), 'worker-1');
  assert.equal(dealer.options.sendHwm, 7);
  assert.equal(dealer.options.linger, -1);
  assert.equal(dealer.options.receiveHwm, 1000);
  assert.equal(dealer.options.maxMessageSize, 2 ** 32);
  dealer.options.receiveHwm = 10;
  dealer.options.identity = Buffer.from([1, 0, 255]);
  dealer.options.receiveHwmBytes = 2 ** 40;
  assert.equal(dealer.options.receiveHwm, 10);
  assert.deepEqual([...dealer.options.identity], [1, 0, 255]);
  assert.equal(dealer.options.receiveHwmBytes, 2 ** 40);
  assert.equal(dealer.options.lastEndpoint, '');
  assert.equal(dealer.options.routerMandatory, false);
  const router = context.connector('router', { routerMandatory: true });
  assert.equal(router.options.routerMandatory, true);
});

benchTest('every option can be listed', async ({ context }) => {
  const { options } = context.connector('pull');
  assert.deepEqual(Object.keys(options).slice(0, 3), ['identity', 'sendHwm', 'receiveHwm']);
  assert.equal(Object.keys(options).length, 78);
  assert.equal({ ...options }.backlog, 4096);
});

const refused: [name: string, value: unknown, expected: object][] = [
  ['sendHwm', -1, failsWith('INVALID_ARGUMENT')],
  ['sendHwm', 2 ** 31, failsWith('INVALID_ARGUMENT')],
  ['linger', -2, failsWith('INVALID_ARGUMENT')],
  ['identity', 'x'.repeat(256), failsWith('INVALID_ARGUMENT')],
  ['identity', Buffer.from([0, 1]), failsWith('INVALID_ARGUMENT')],
  ['lastEndpoint', 'tcp://x', failsWith('READ_ONLY')],
  ['type', 3, failsWith('READ_ONLY')],
  ['sendHwm', 1.5, { name: 'TypeError', message: /sendHwm must be a whole number, not 1.5/ }],
  ['sendHwm', '5', { name: 'TypeError', message: /sendHwm must be a whole number/ }],
  ['sendHwm', 2 ** 60, { name: 'TypeError', message: /sendHwm must be a whole number/ }],
  ['routerMandatory', 1, { name: 'TypeError', message: /routerMandatory must be true or false, not 1/ }],
  ['identity', 5, { name: 'TypeError', message: /identity must be a string, a Buffer or a Uint8Array, not 5/ }],
  ['identity', null, { name: 'TypeError', message: /identity must be/ }],
];

for (const [name, value, expected] of refused) {
  benchTest(`the option ${name} refuses ${String(value).slice(0, 20)}`, async ({ context }) => {
    const { options } = context.connector('router');
    assert.throws(() => Object.assign(options, { [name]: value }), expected);
    assert.throws(() => context.connector('router', { [name]: value } as ConnectorInit), expected);
  });
}

benchTest('an option that does not exist is an error', async ({ context }) => {
  const message = /there is no option "sendHighWaterMark"; there are identity, sendHwm/;
  const wrong = { sendHighWaterMark: 5 } as ConnectorInit;
  assert.throws(() => context.connector('push', wrong), { name: 'TypeError', message });
  const { options } = context.connector('push');
  assert.throws(() => Object.assign(options, { nonsense: 1 }), { name: 'TypeError' });
  assert.equal((options as ConnectorOptions & { nonsense?: number }).nonsense, undefined);
});

benchTest('an undefined option keeps its default', async ({ context }) => {
  assert.equal(context.connector('push', { sendHwm: undefined }).options.sendHwm, 1000);
});

benchTest('counters count', async ({ context, pair }) => {
  const [pull, push] = [context.connector('pull'), context.connector('push')];
  pair('tcp', pull, push);
  await push.sendMany([['ab', 'c'], 'defg']);
  await pull.recv();
  await pull.recv();
  const [sent, received] = [push.stats(), pull.stats()];
  assert.deepEqual([sent.messagesSent, sent.bytesSent, sent.peers, sent.linksOpened], [2, 7, 1, 1]);
  assert.deepEqual([received.messagesReceived, received.bytesReceived, received.messagesWaiting], [2, 7, 0]);
  assert.equal(Object.keys(sent).length, 27);
  for (const value of Object.values(sent)) assert.ok(Number.isSafeInteger(value) && value >= 0);
});

benchTest('what a ROUTER drops is counted', async ({ context, fresh }) => {
  const router = context.connector('router');
  router.bind(fresh('tcp'));
  await router.send(['nobody', 'x']);
  assert.equal(router.stats().droppedUnroutable, 1);
  router.options.routerMandatory = true;
  await assert.rejects(router.send(['nobody', 'x']), failsWith('HOST_UNREACHABLE'));
});

benchTest('events tell the life of a link', async ({ context, fresh }) => {
  const before = process.hrtime.bigint();
  const [pull, push] = [context.connector('pull'), context.connector('push')];
  const endpoint = pull.bind(fresh('tcp'));
  const listening = await nextEvent(pull, 'LISTENING');
  assert.equal(listening.endpoint, endpoint);
  assert.equal(listening.status, undefined);
  push.connect(endpoint);
  const connected = await nextEvent(push, 'CONNECTED');
  assert.equal(connected.endpoint, endpoint);
  assert.ok(connected.peer > 0);
  assert.ok(connected.timeNs >= listening.timeNs && listening.timeNs >= before);
  assert.ok(connected.timeNs <= process.hrtime.bigint());
  await pull.close();
  const disconnected = await nextEvent(push, 'DISCONNECTED');
  assert.equal(typeof disconnected.status, 'string');
  const failed = await nextEvent(push, 'CONNECT_FAILED');
  assert.equal(failed.status, 'CONNECTION_REFUSED');
  assert.ok(failed.count > 0 && failed.errno > 0);
});

benchTest('the backend says its name', async ({ context }) => {
  const wished = process.env.YMQ_BACKEND ?? '(epoll|io_uring)';
  assert.match(context.backend, new RegExp(`^${wished}: .`));
});

benchTest('more events than one call brings are all taken', async ({ context, fresh }) => {
  const pull = context.connector('pull');
  for (let index = 0; index < 200; index += 1) pull.bind(fresh('inproc'));
  const listening = pull.events().filter((event) => event.kind === 'LISTENING');
  assert.equal(listening.length, 200);
  assert.deepEqual(pull.events(), []);
});

benchTest('messages wait in the library, not in an iterator that nobody runs', async ({ context, pair }) => {
  const [pull, push] = [context.connector('pull'), context.connector('push')];
  pair('inproc', pull, push);
  await push.send('x');
  pull[Symbol.asyncIterator]();
  assert.equal(pull.stats().messagesReceived, 0);
  assert.deepEqual(text(await pull.recv()), ['x']);
});
