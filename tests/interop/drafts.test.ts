import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import * as draft from 'zeromq/draft.js';
import { type Connector, IoContext } from '../../bindings/node/src/index.js';

/**
 * Against the libzmq of zeromq.js, which has the drafts: SERVER and CLIENT, RADIO and DISH, SCATTER and GATHER. Each test
 * runs twice: libymq binds, or libzmq does.
 */

const kTestLimitMs = 60_000;
/** What libzmq's sockets have in common here. */
type ZmqSocket = draft.Client | draft.Server | draft.Radio | draft.Dish | draft.Scatter | draft.Gather;
type Join = (ymq: Connector, zmq: ZmqSocket) => Promise<void>;

function interop(name: string, body: (context: IoContext, join: Join, sockets: ZmqSocket[]) => Promise<void>): void {
  for (const [who, join] of Object.entries(joins)) {
    test(`${name}, ${who} binds`, { timeout: kTestLimitMs }, async () => {
      const context = new IoContext();
      const sockets: ZmqSocket[] = [];
      try {
        await body(context, join, sockets);
      } finally {
        for (const socket of sockets) socket.close();
        await context.close({ lingerMs: 0 });
      }
    });
  }
}

const joins: Record<string, Join> = {
  async libymq(ymq, zmq) {
    zmq.connect(ymq.bind('tcp://127.0.0.1:*'));
  },
  async libzmq(ymq, zmq) {
    await zmq.bind('tcp://127.0.0.1:*');
    ymq.connect(zmq.lastEndpoint!);
  },
};

/** A socket of libzmq's, which is closed after the test and then drops what it has. */
function added<Socket extends ZmqSocket>(sockets: ZmqSocket[], socket: Socket): Socket {
  socket.linger = 0;
  sockets.push(socket);
  return socket;
}

interop('CLIENT of libymq to SERVER of libzmq', async (context, join, sockets) => {
  const client = context.connector('client');
  const server = added(sockets, new draft.Server());
  await join(client, server);
  await client.send('question');
  const [question, { routingId }] = await server.receive();
  assert.equal(question.toString(), 'question');
  await server.send('answer', { routingId });
  assert.equal((await client.recv()).toString(), 'answer');
});

interop('CLIENT of libzmq to SERVER of libymq', async (context, join, sockets) => {
  const server = context.connector('server');
  const client = added(sockets, new draft.Client());
  await join(server, client);
  await client.send('question');
  const [routingId, question] = await server.recv();
  assert.equal(question!.toString(), 'question');
  await server.send([routingId!, 'answer']);
  assert.equal((await client.receive()).toString(), 'answer');
});

interop('SCATTER of libymq to GATHER of libzmq', async (context, join, sockets) => {
  const scatter = context.connector('scatter');
  const gather = added(sockets, new draft.Gather());
  await join(scatter, gather);
  for (let number = 0; number < 100; number += 1) await scatter.send(`${number}`);
  for (let number = 0; number < 100; number += 1) assert.equal((await gather.receive()).toString(), `${number}`);
});

interop('SCATTER of libzmq to GATHER of libymq', async (context, join, sockets) => {
  const gather = context.connector('gather');
  const scatter = added(sockets, new draft.Scatter());
  await join(gather, scatter);
  for (let number = 0; number < 100; number += 1) await scatter.send(`${number}`);
  for (let number = 0; number < 100; number += 1) assert.equal((await gather.recv()).toString(), `${number}`);
});

interop(
  'RADIO of libymq to DISH of libzmq, with heartbeats that a DISH does not bear',
  async (context, join, sockets) => {
    const radio = context.connector('radio', { heartbeatInterval: 5 });
    const dish = added(sockets, new draft.Dish());
    dish.join('news', 'sport');
    dish.leave('sport');
    await join(radio, dish);
    const arrived = dish.receive();
    let heard = false;
    void arrived.then(() => {
      heard = true;
    });
    for (; !heard; await delay(1)) await radio.send(['news', 'mark']);
    assert.equal((await arrived)[1].group.toString(), 'news');
    await delay(100);
    for (const group of ['new', 'sport', 'newspaper']) await radio.send([group, 'for nobody']);
    await radio.send(['news', 'last']);
    let body = 'mark';
    while (body === 'mark') body = (await dish.receive())[0].toString();
    assert.equal(body, 'last');
    assert.equal(radio.stats().linksOpened, 1);
  },
);

interop('RADIO of libzmq to DISH of libymq', async (context, join, sockets) => {
  const dish = context.connector('dish');
  dish.join('news');
  const radio = added(sockets, new draft.Radio());
  await join(dish, radio);
  let first: Buffer[] | undefined;
  for (; first === undefined; await delay(1)) {
    for (const group of ['new', 'news']) await radio.send('mark', { group });
    first = dish.tryRecv();
  }
  assert.deepEqual(first.map(String), ['news', 'mark']);
  dish.leave('news');
  dish.join('last');
  let message = first;
  for (; message[0]!.toString() !== 'last'; message = dish.tryRecv() ?? message) {
    await radio.send('body', { group: 'last' });
    await delay(1);
  }
  assert.deepEqual(message.map(String), ['last', 'body']);
});
