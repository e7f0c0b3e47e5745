import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Connector } from '../src/index.js';
import { benchTest, failsWith, until } from './support.js';

/** STREAM and raw ROUTER, with sockets of the system at the other end. */

async function call(endpoint: string): Promise<Socket> {
  const socket = connect(Number(endpoint.slice(endpoint.lastIndexOf(':') + 1)), '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

/** The id of a connection that has been made, as the next message says. */
async function idOfNew(stream: Connector): Promise<Buffer> {
  const [id, nothing] = await stream.recv();
  assert.equal(nothing!.length, 0);
  return Buffer.from(id!);
}

/** So many bytes of a connection, in however many pieces they come. */
async function receiveText(stream: Connector, id: Buffer, size: number): Promise<string> {
  let text = '';
  while (text.length < size) {
    const [whom, bytes] = await stream.recv();
    assert.deepEqual(Buffer.from(whom!), id);
    text += bytes!.toString('latin1');
  }
  return text;
}

async function readAll(socket: Socket): Promise<string> {
  let text = '';
  for await (const bytes of socket) text += (bytes as Buffer).toString('latin1');
  return text;
}

benchTest('a program calls a STREAM', async ({ context }) => {
  const stream = context.connector('stream');
  const socket = await call(stream.bind('tcp://127.0.0.1:*'));
  const id = await idOfNew(stream);
  assert.equal(id.length, 5);
  socket.write('hello');
  assert.equal(await receiveText(stream, id, 5), 'hello');
  await stream.send([id, 'welcome']);
  await stream.send([id, '']);
  assert.equal(await readAll(socket), 'welcome');
  await until(() => stream.stats().linksClosed === 1);
  await assert.rejects(stream.send([id, 'too late']), failsWith('HOST_UNREACHABLE'));
});

benchTest('a program hangs up on a STREAM', async ({ context }) => {
  const stream = context.connector('stream');
  const socket = await call(stream.bind('tcp://127.0.0.1:*'));
  const id = await idOfNew(stream);
  socket.end('bye');
  assert.equal(await receiveText(stream, id, 3), 'bye');
  assert.deepEqual(await idOfNew(stream), id);
});

benchTest('a STREAM calls a program', async ({ context }) => {
  const server = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stream = context.connector('stream', { streamNotify: true });
  stream.connect(`tcp://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const id = await idOfNew(stream);
  await stream.send([id, 'echo']);
  assert.equal(await receiveText(stream, id, 4), 'echo');
  await stream.close({ lingerMs: 0 });
  server.close();
});

benchTest('a raw ROUTER serves a program', async ({ context }) => {
  const router = context.connector('router', { routerRaw: true });
  const socket = await call(router.bind('tcp://127.0.0.1:*'));
  const id = await idOfNew(router);
  socket.end('raw');
  assert.equal(await receiveText(router, id, 3), 'raw');
  assert.throws(() => {
    router.options.routerRaw = false;
  }, failsWith('WRONG_STATE'));
  assert.throws(() => router.connect('inproc://nothing'), failsWith('NOT_SUPPORTED'));
});
