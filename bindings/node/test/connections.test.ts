import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { benchTest, failsWith, nextEvent, text, transports, until } from './support.js';

for (const transport of transports) {
  benchTest(`connecting comes before binding over ${transport}`, async ({ context, fresh }) => {
    const endpoint = transport === 'tcp' ? await freeTcpEndpoint() : fresh(transport);
    const [push, pull] = [context.connector('push', { reconnectInterval: 1 }), context.connector('pull')];
    push.connect(endpoint);
    await push.send('early');
    assert.equal(pull.bind(endpoint), endpoint);
    assert.deepEqual(text(await pull.recv()), ['early']);
  });

  benchTest(`a peer that comes back on ${transport} is found again`, async ({ context, fresh }) => {
    const push = context.connector('push', { reconnectInterval: 1, reconnectIntervalMax: 5 });
    let endpoint = fresh(transport);
    for (const round of ['first', 'second', 'third']) {
      const pull = context.connector('pull');
      endpoint = pull.bind(endpoint);
      if (round === 'first') push.connect(endpoint);
      await nextEvent(push, 'CONNECTED');
      await push.send(round);
      assert.deepEqual(text(await pull.recv()), [round]);
      await pull.close();
      await nextEvent(push, 'DISCONNECTED');
    }
  });
}

/** A port that was free a moment ago. */
async function freeTcpEndpoint(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return `tcp://127.0.0.1:${port}`;
}

benchTest('bind says what the system chose', async ({ context }) => {
  const pull = context.connector('pull');
  assert.match(pull.bind('tcp://127.0.0.1:*'), /^tcp:\/\/127\.0\.0\.1:\d+$/);
  assert.match(pull.bind('tcp://127.0.0.1:0'), /^tcp:\/\/127\.0\.0\.1:[1-9]\d*$/);
  assert.match(pull.bind('ipc://*'), /^ipc:\/\/\/.+/);
  assert.match(pull.bind('ipc://@ymq-node-test-' + process.pid), /^ipc:\/\/@ymq-node-test-\d+$/);
  assert.equal(pull.bind('inproc://grüße'), 'inproc://grüße');
  assert.equal(pull.options.lastEndpoint, 'inproc://grüße');
});

benchTest('an endpoint that was unbound is free, and its links go on', async ({ context, fresh }) => {
  const [pull, push] = [context.connector('pull'), context.connector('push')];
  const endpoint = pull.bind(fresh('tcp'));
  push.connect(endpoint);
  await nextEvent(push, 'CONNECTED');
  assert.throws(() => context.connector('pull').bind(endpoint), failsWith('ADDRESS_IN_USE'));
  pull.unbind(endpoint);
  assert.equal(context.connector('pull').bind(endpoint), endpoint);
  await push.send('through the old link');
  assert.deepEqual(text(await pull.recv()), ['through the old link']);
});

benchTest('after disconnect nothing more goes there', async ({ context, fresh }) => {
  const [first, second] = [context.connector('pull'), context.connector('pull')];
  const push = context.connector('push');
  const [firstEndpoint, secondEndpoint] = [first.bind(fresh('tcp')), second.bind(fresh('tcp'))];
  push.connect(firstEndpoint);
  push.connect(secondEndpoint);
  await until(() => push.stats().linksOpened === 2);
  push.disconnect(firstEndpoint);
  await nextEvent(first, 'DISCONNECTED');
  for (const word of ['1', '2', '3']) await push.send(word);
  for (const word of ['1', '2', '3']) assert.deepEqual(text(await second.recv()), [word]);
  assert.equal(first.tryRecv(), undefined);
});

benchTest(
  'several io threads carry one connector with many peers',
  async ({ context, fresh }) => {
    const pull = context.connector('pull');
    const endpoint = pull.bind(fresh('tcp'));
    const pushes = Array.from({ length: 20 }, () => context.connector('push'));
    for (const push of pushes) push.connect(endpoint);
    await Promise.all(pushes.map((push) => push.sendMany(Array(100).fill('x'))));
    for (let index = 0; index < 2000; index += 1) await pull.recv();
    assert.equal(pull.stats().messagesReceived, 2000);
  },
  { ioThreads: 3 },
);

benchTest('a proxy for connections is host:port', async ({ context }) => {
  const init = { socksProxy: '[::1]:1080', socksUsername: 'user', socksPassword: 'word' };
  const { options } = context.connector('push', init);
  assert.deepEqual([options.socksProxy, options.socksUsername, options.socksPassword], Object.values(init));
  assert.throws(
    () => (options.socksProxy = 'proxy'),
    failsWith('INVALID_ARGUMENT', /socks_proxy.*host:port is expected/),
  );
  assert.equal(options.socksProxy, '[::1]:1080');
});
