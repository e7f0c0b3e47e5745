import assert from 'node:assert/strict';
import test from 'node:test';
import { IoContext, isYmqError, libraryVersion, YmqError } from '../src/index.js';
import { benchTest, failsWith } from './support.js';

const wrongEndpoints: [endpoint: string, code: string][] = [
  ['', 'INVALID_ARGUMENT'],
  ['nonsense', 'INVALID_ENDPOINT'],
  ['tcp://', 'INVALID_ENDPOINT'],
  ['tcp://127.0.0.1', 'INVALID_ENDPOINT'],
  ['tcp://127.0.0.1:65536', 'INVALID_ENDPOINT'],
  ['tcp://127.0.0.1:port', 'INVALID_ENDPOINT'],
  ['tcp://[::1:5555', 'INVALID_ENDPOINT'],
  ['ipc://', 'INVALID_ENDPOINT'],
  [`ipc:///${'x'.repeat(200)}`, 'INVALID_ENDPOINT'],
  ['inproc://', 'INVALID_ENDPOINT'],
  ['udp://127.0.0.1:5555', 'UNSUPPORTED_TRANSPORT'],
];

for (const [endpoint, code] of wrongEndpoints) {
  benchTest(`the endpoint "${endpoint.slice(0, 30)}" is refused`, async ({ context }) => {
    const pull = context.connector('pull');
    assert.throws(() => pull.bind(endpoint), failsWith(code));
    assert.throws(() => pull.connect(endpoint), failsWith(code));
  });
}

benchTest('addresses that cannot be bound', async ({ context, fresh }) => {
  const pull = context.connector('pull');
  const taken = pull.bind(fresh('tcp'));
  const other = context.connector('pull');
  assert.throws(() => other.bind(taken), failsWith('ADDRESS_IN_USE'));
  assert.throws(() => other.bind('tcp://192.0.2.1:0'), failsWith('ADDRESS_NOT_AVAILABLE'));
  assert.throws(() => other.bind('ipc:///nonexistent-folder/socket'), { name: 'YmqError' });
  const name = fresh('inproc');
  pull.bind(name);
  assert.throws(() => other.bind(name), failsWith('ADDRESS_IN_USE'));
});

benchTest('endpoints that nobody made', async ({ context }) => {
  const pull = context.connector('pull');
  assert.throws(() => pull.unbind('tcp://127.0.0.1:5555'), failsWith('NOT_FOUND'));
  assert.throws(() => pull.disconnect('tcp://127.0.0.1:5555'), failsWith('NOT_FOUND'));
});

for (const value of [undefined, null, 5, {}, Buffer.from('tcp://127.0.0.1:*')]) {
  benchTest(`an endpoint is a string, not ${String(value)}`, async ({ context }) => {
    const pull = context.connector('pull');
    const expected = { name: 'TypeError', message: /an endpoint must be a string, not/ };
    assert.throws(() => pull.bind(value as string), expected);
    assert.throws(() => pull.connect(value as string), expected);
  });
}

benchTest('what a pattern cannot do', async ({ context }) => {
  const cannotSend = [context.connector('pull'), context.connector('sub')];
  for (const connector of cannotSend) await assert.rejects(connector.send('x'), failsWith('NOT_SUPPORTED'));
  const cannotReceive = [context.connector('push'), context.connector('pub')];
  for (const connector of cannotReceive) {
    await assert.rejects(connector.recv(), failsWith('NOT_SUPPORTED'));
    assert.throws(() => connector.tryRecv(), failsWith('NOT_SUPPORTED'));
  }
  const pair = context.connector('pair');
  assert.throws(() => pair.subscribe('x'), failsWith('NOT_SUPPORTED'));
  assert.throws(() => pair.unsubscribe('x'), failsWith('NOT_SUPPORTED'));
  assert.throws(() => context.connector('sub').subscribe(5 as unknown as string), { name: 'TypeError' });
});

benchTest('REQ and REP take turns', async ({ context, pair }) => {
  const [rep, req] = [context.connector('rep'), context.connector('req')];
  pair('tcp', rep, req);
  await assert.rejects(req.recv({ timeoutMs: 50 }), failsWith('WRONG_STATE'));
  await assert.rejects(rep.send('x', { timeoutMs: 50 }), failsWith('WRONG_STATE'));
  await req.send('question');
  await assert.rejects(req.send('another', { timeoutMs: 50 }), failsWith('WRONG_STATE'));
  await rep.recv();
  await assert.rejects(rep.recv({ timeoutMs: 50 }), failsWith('WRONG_STATE'));
  await rep.send('answer');
  await req.recv();
});

benchTest('a ROUTER sends to somebody', async ({ context }) => {
  await assert.rejects(context.connector('router').send('alone'), failsWith('INVALID_ARGUMENT'));
});

benchTest('patterns that do not exist', async ({ context }) => {
  for (const type of ['DEALER', 'dgram', '', 5, undefined]) {
    const message = /there is no pattern ".*"; there are pair, pub, sub, req, rep, dealer, router, pull, push/;
    assert.throws(() => context.connector(type as 'pull'), { name: 'TypeError', message });
  }
});

test('contexts that cannot be', () => {
  for (const ioThreads of [0, -1, 65, 1.5, Number.NaN, '1' as unknown as number]) {
    assert.throws(() => new IoContext({ ioThreads }), { name: 'RangeError', message: /ioThreads must be/ });
  }
  assert.throws(() => new IoContext({ backend: 'kqueue' as 'epoll' }), { name: 'TypeError', message: /kqueue/ });
  assert.throws(() => new IoContext({ backend: 'default' as 'epoll' }), { name: 'TypeError' });
  for (const handle of [0, 1, 2 ** 52, 12345]) {
    assert.throws(() => IoContext.attach(handle), failsWith('INVALID_HANDLE'));
  }
  for (const handle of [-1, 1.5, Number.NaN, 2 ** 53, '1' as unknown as number]) {
    assert.throws(() => IoContext.attach(handle), { name: 'RangeError' });
  }
});

test('errors carry code, status and text', () => {
  const error = new YmqError('TIMED_OUT');
  assert.equal(error.code, 'TIMED_OUT');
  assert.equal(error.status, -5);
  assert.equal(error.name, 'YmqError');
  assert.equal(error.message, 'TIMED_OUT: The timeout passed before it could be done.');
  assert.ok(error instanceof Error);
  assert.ok(isYmqError(error) && isYmqError(error, 'CLOSED', 'TIMED_OUT'));
  assert.ok(!isYmqError(error, 'CLOSED') && !isYmqError(new Error('TIMED_OUT')) && !isYmqError(undefined));
});

benchTest('an error of the system carries its number', async ({ context }) => {
  const pull = context.connector('pull');
  assert.throws(
    () => pull.bind('tcp://192.0.2.1:0'),
    (error) => isYmqError(error, 'ADDRESS_NOT_AVAILABLE') && error.errno === 99,
  );
});

test('the library says its version', () => {
  assert.match(libraryVersion(), /^\d+\.\d+\.\d+$/);
});
