/**
 * Node coordination: a publisher that begins only when all its subscribers are there.
 *
 * First as it is done with ZeroMQ: each subscriber waits for a beacon, which proves that its subscription has arrived, and
 * then says by a request that it is there. Then without any of that: `waitForSubscribers` asks the publisher's own
 * connector, which knows.
 *
 * Usage: node_coordination.ts. Prints how many messages arrived of those that were sent, for either way.
 */
import assert from 'node:assert/strict';
import { type Connector, IoContext, isYmqError } from 'ymq';

const kSubscribers = 3;
const kMessages = 10;
const patience = { timeoutMs: 20_000 };
await using context = new IoContext();

function subscriber(news: string): Connector {
  const connector = context.connector('sub');
  connector.subscribe('');
  connector.connect(news);
  return connector;
}

async function countNews(connector: Connector): Promise<number> {
  let count = 0;
  for (;;) {
    const text = String((await connector.recv(patience))[0]);
    if (text === 'end') return count;
    if (text === 'news') count += 1;
  }
}

async function reportAndCount(news: string, rollCall: string): Promise<number> {
  const sub = subscriber(news);
  const req = context.connector('req');
  await sub.recv(patience);
  req.connect(rollCall);
  await req.send('I am here');
  await req.recv(patience);
  return await countNews(sub);
}

async function publish(publisher: Connector): Promise<void> {
  for (let count = 0; count < kMessages; count += 1) await publisher.send('news');
  await publisher.send('end');
}

/** Whether somebody said within a moment that he is there. */
async function hears(rep: Connector): Promise<boolean> {
  try {
    await rep.recv({ timeoutMs: 10 });
  } catch (error) {
    if (isYmqError(error) && error.code === 'TIMED_OUT') return false;
    throw error;
  }
  await rep.send('noted');
  return true;
}

function sum(counts: number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

async function byRequest(): Promise<number> {
  const publisher = context.connector('pub');
  const rep = context.connector('rep');
  const news = publisher.bind('tcp://127.0.0.1:*');
  const rollCall = rep.bind('tcp://127.0.0.1:*');
  const counts = Array.from({ length: kSubscribers }, () => reportAndCount(news, rollCall));
  for (let here = 0; here < kSubscribers; ) {
    await publisher.send('beacon');
    if (await hears(rep)) here += 1;
  }
  await publish(publisher);
  return sum(await Promise.all(counts));
}

async function byWaiting(): Promise<number> {
  const publisher = context.connector('pub');
  const news = publisher.bind('tcp://127.0.0.1:*');
  const subscribers = Array.from({ length: kSubscribers }, () => subscriber(news));
  await publisher.waitForSubscribers('', kSubscribers, patience);
  await publish(publisher);
  return sum(await Promise.all(subscribers.map(countNews)));
}

const asked = await byRequest();
const waited = await byWaiting();
console.log(`by request and reply: ${asked} of ${kSubscribers * kMessages}`);
console.log(`by waiting for subscribers: ${waited} of ${kSubscribers * kMessages}`);
assert.deepEqual([asked, waited], [kSubscribers * kMessages, kSubscribers * kMessages]);
