import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Count, type Cut, type Fault, FaultProxy, type Plan } from '../../scripts/proxy.js';
import { type Transport, transports } from './pairs.js';
import { until } from './scenario.js';

/** One end of a connection, and what it sees of it. */
class End {
  bytes = 0;
  error: string | undefined;
  isEnded = false;
  isClosed = false;

  constructor(readonly socket: Socket) {
    socket.on('data', (chunk) => {
      this.bytes += chunk.length;
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.error = error.code;
    });
    socket.on('end', () => {
      this.isEnded = true;
    });
    socket.on('close', () => {
      this.isClosed = true;
    });
  }

  /** Writes again and again until the connection is no more: only who writes hears of a reset in any case. */
  writeAgainAndAgain(bytes: number): void {
    const timer = setInterval(() => {
      if (this.socket.destroyed) clearInterval(timer);
      else this.socket.write(Buffer.alloc(bytes));
    }, 1);
  }
}

interface Meeting {
  proxy: FaultProxy;
  client: End;
  /** In the order in which they were accepted. */
  servers: End[];
}

let folder = '';

async function listen(server: Server, transport: Transport): Promise<string> {
  server.listen(transport === 'tcp' ? { host: '127.0.0.1', port: 0 } : { path: join(folder, 'server') });
  await once(server, 'listening');
  const bound = server.address() as AddressInfo | string;
  return typeof bound === 'string' ? `ipc://${bound}` : `tcp://127.0.0.1:${bound.port}`;
}

function connectTo(endpoint: string): Socket {
  const [transport, rest] = endpoint.split('://') as [Transport, string];
  return connect({
    allowHalfOpen: true,
    ...(transport === 'ipc' ? { path: rest } : { port: Number(rest.split(':')[1]) }),
  });
}

/** A client that is connected to a server through the proxy. */
async function meet(
  transport: Transport,
  plan: Plan | undefined,
  play: (meeting: Meeting) => Promise<void>,
): Promise<void> {
  const servers: End[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => servers.push(new End(socket)));
  const target = await listen(server, transport);
  const address = transport === 'tcp' ? 'tcp://127.0.0.1:0' : `ipc://${join(folder, 'proxy')}`;
  using proxy = await FaultProxy.open(address, target, () => plan);
  const client = new End(connectTo(proxy.endpoint));
  try {
    await until('a connection', () => servers.length > 0);
    await play({ proxy, client, servers });
  } finally {
    for (const { socket } of [client, ...servers]) socket.destroy();
    server.close();
  }
}

function at(after: number, fault: Fault, of: Count = 'forth'): Plan {
  return { after, of, fault };
}

function cut(how: Cut): Fault {
  return { kind: 'cut', how };
}

describe('the proxy', () => {
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ymq-proxy-'));
  });
  after(() => rm(folder, { recursive: true }));

  for (const transport of transports) {
    describe(`over ${transport}`, () => {
      it('passes everything on, and the end of each way by itself', async () => {
        await meet(transport, undefined, async ({ proxy, client, servers }) => {
          client.socket.end(Buffer.alloc(300_000));
          await until('the end', () => servers[0]!.isEnded);
          assert.deepEqual([servers[0]!.bytes, client.isEnded], [300_000, false]);
          servers[0]!.socket.end('x');
          await until('the other end', () => client.isEnded);
          assert.deepEqual(proxy.relays[0]?.bytes, { forth: 300_000, back: 1, both: 300_001 });
        });
      });

      for (const bytes of [0, 1, 99, 100, 101]) {
        it(`resets both ends when exactly ${bytes} bytes are through`, async () => {
          await meet(transport, at(bytes, cut('rst')), async ({ proxy, client, servers }) => {
            client.writeAgainAndAgain(100);
            servers[0]!.writeAgainAndAgain(100);
            await until('the reset', () => client.isClosed && servers[0]!.isClosed);
            assert.equal(proxy.relays[0]!.bytes.forth, bytes);
            assert.ok(servers[0]!.bytes <= bytes);
            assert.match(client.error!, /ECONNRESET|EPIPE/);
            assert.match(servers[0]!.error!, /ECONNRESET|EPIPE/);
          });
        });

        it(`ends both ends when exactly ${bytes} bytes are through`, async () => {
          await meet(transport, at(bytes, cut('fin')), async ({ client, servers }) => {
            client.socket.write(Buffer.alloc(300));
            await until('both ends', () => client.isEnded && servers[0]!.isEnded);
            assert.deepEqual([servers[0]!.bytes, client.error, servers[0]!.error], [bytes, undefined, undefined]);
          });
        });
      }

      it('ends one way, and lets the other go on', async () => {
        await meet(transport, at(10, cut('half')), async ({ client, servers }) => {
          client.socket.write(Buffer.alloc(300));
          await until('the end', () => servers[0]!.isEnded);
          servers[0]!.socket.write('answer');
          await until('the answer', () => client.bytes === 6);
          assert.deepEqual([servers[0]!.bytes, client.isEnded], [10, false]);
        });
      });

      it('counts the way back, and both together', async () => {
        for (const of of ['back', 'both'] as const) {
          await meet(transport, at(10, cut('fin'), of), async ({ client, servers }) => {
            client.socket.write(Buffer.alloc(4));
            await until('the first bytes', () => servers[0]!.bytes === 4);
            servers[0]!.socket.write(Buffer.alloc(30));
            await until('the end', () => client.isEnded);
            assert.equal(client.bytes, of === 'back' ? 10 : 6);
          });
        }
      });

      it('swallows what comes after a point, and tells nobody', async () => {
        await meet(transport, at(10, { kind: 'blackhole' }), async ({ proxy, client, servers }) => {
          client.socket.end(Buffer.alloc(300));
          servers[0]!.socket.write(Buffer.alloc(300));
          await until('all that passes', () => proxy.relays[0]!.isStruck && servers[0]!.bytes === 10);
          assert.deepEqual([servers[0]!.isEnded, client.isClosed], [false, false]);
        });
      });

      it('stalls and throttles, and loses nothing', async () => {
        for (const fault of [
          { kind: 'stall', ms: 50 },
          { kind: 'throttle', bytesPerSecond: 20_000 },
        ] as Fault[]) {
          await meet(transport, at(10, fault), async ({ client, servers }) => {
            client.socket.end(Buffer.alloc(1000));
            await until('the end', () => servers[0]!.isEnded);
            assert.equal(servers[0]!.bytes, 1000);
          });
        }
      });

      it('sends what went forth once more, over a connection of its own', async () => {
        await meet(transport, at(10, { kind: 'duplicate' }), async ({ client, servers }) => {
          client.socket.end(Buffer.alloc(30));
          await until('the second connection', () => servers[1]?.bytes === 10 && servers[0]!.isEnded);
          assert.deepEqual([servers[0]!.bytes, servers[1]!.isEnded], [30, false]);
        });
      });

      it('refuses connections, and accepts them again', async () => {
        await meet(transport, undefined, async ({ proxy, servers }) => {
          await proxy.refuse();
          const refused = new End(connectTo(proxy.endpoint));
          await until('the refusal', () => refused.isClosed);
          assert.match(refused.error!, /ECONNREFUSED|ENOENT/);
          await proxy.accept();
          const accepted = connectTo(proxy.endpoint);
          await until('a second connection', () => servers.length === 2);
          accepted.destroy();
        });
      });
    });
  }
});
