import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { fileURLToPath } from 'node:url';
import { benchTest, failsWith, nextEvent, text, until } from './support.js';

/** A server of Node's, whose descriptor stands for a socket that somebody else has bound. */
async function listening(): Promise<{ server: Server; descriptor: number; endpoint: string }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const { fd } = (server as Server & { _handle: { fd: number } })._handle;
  return { server, descriptor: fd, endpoint: `tcp://127.0.0.1:${port}` };
}

benchTest('a peer over tcp has an address, and over ipc a process', async ({ context, pair }) => {
  for (const transport of ['tcp', 'ipc'] as const) {
    const [router, dealer] = [context.connector('router'), context.connector('dealer', { identity: 'caller' })];
    const endpoint = pair(transport, router, dealer);
    const { peer } = await nextEvent(router, 'CONNECTED');
    const info = router.peerInfo(peer);
    assert.deepEqual([info.peer, `${info.identity}`, info.routingId], [peer, 'caller', 0]);
    assert.ok(info.state.includes('LINKED'));
    assert.ok(info.address.startsWith(`${transport}://`));
    assert.equal(info.address === endpoint, transport === 'ipc');
    const process_ = { processId: process.pid, userId: process.geteuid!(), groupId: process.getegid!() };
    assert.deepEqual(info.credentials, transport === 'ipc' ? process_ : undefined);
    const { peer: called } = await nextEvent(dealer, 'CONNECTED');
    assert.equal(dealer.peerInfo(called).address, endpoint);
  }
});

benchTest('what a peer says about itself can be read', async ({ context, pair }) => {
  const metadata = `X-Rack: 12\nX-Long: ${'v'.repeat(1000)}`;
  const [router, dealer] = [context.connector('router'), context.connector('dealer', { metadata })];
  pair('tcp', router, dealer);
  const { peer } = await nextEvent(router, 'CONNECTED');
  assert.equal(`${router.peerProperty(peer, 'Socket-Type')}`, 'DEALER');
  assert.equal(`${router.peerProperty(peer, 'x-rack')}`, '12');
  assert.equal(router.peerProperty(peer, 'X-Long')!.length, 1000);
  assert.equal(router.peerProperty(peer, 'X-Other'), undefined);
  assert.throws(() => router.peerInfo(peer + 1), failsWith('NOT_FOUND'));
  assert.throws(() => context.connector('pull', { metadata: 'Rack: 1' }), failsWith('INVALID_ARGUMENT', /X-/));
});

benchTest('a service takes the socket that it was started with', async ({ context }) => {
  const { server, descriptor, endpoint } = await listening();
  const program = fileURLToPath(new URL('./programs/service.ts', import.meta.url));
  const service = spawn(process.execPath, [...process.execArgv, program], {
    stdio: ['ignore', 'inherit', 'inherit', descriptor],
    env: { ...process.env, LISTEN_FDS: '1' },
  });
  server.close();
  const req = context.connector('req');
  req.connect(endpoint);
  await req.send('hello');
  assert.deepEqual(text(await req.recv()), ['you said hello']);
  const status = await new Promise((resolve) => service.on('exit', resolve));
  assert.equal(status, 0);
});

benchTest('a descriptor that does not listen is refused', async ({ context }) => {
  const pull = context.connector('pull');
  assert.throws(() => pull.bindDescriptor(-1), failsWith('INVALID_ARGUMENT', /not open/));
  assert.throws(() => pull.bindDescriptor(1.5), TypeError);
});

benchTest('a connector that was told to gives up after a refusal', async ({ context }) => {
  const { server, endpoint } = await listening();
  await new Promise((resolve) => server.close(resolve));
  const push = context.connector('push', { reconnectStop: 1 });
  push.connect(endpoint);
  assert.equal((await nextEvent(push, 'CLOSED')).status, 'CONNECTION_REFUSED');
  await until(() => push.stats().peers === 0);
  assert.throws(() => push.disconnect(endpoint), failsWith('NOT_FOUND'));
});
