/**
 * A streamer: who has work pushes it to the front, who does it pulls it from the back, and neither knows the other.
 * Where the workers are behind the front takes no more, so that nothing piles up in between.
 *
 * Usage: streamer.ts. Prints how many tasks were done.
 */
import assert from 'node:assert/strict';
import { IoContext } from 'ymq';

const kWorkers = 3;
const kTasks = 100;

const context = new IoContext();
const front = context.connector('pull');
const back = context.connector('push');
const sink = context.connector('pull');
const inlet = front.bind('tcp://127.0.0.1:*');
const outlet = back.bind('tcp://127.0.0.1:*');
const results = sink.bind('inproc://results');
const streamer = context.proxy(front, back);

/** Hands on what it is given, until the context is closed. */
async function work(): Promise<void> {
  const source = context.connector('pull');
  const drain = context.connector('push');
  drain.connect(results);
  source.connect(outlet);
  for await (const task of source) await drain.send(task);
}

const working = Array.from({ length: kWorkers }, work);
const producer = context.connector('push');
producer.connect(inlet);
for (let task = 0; task < kTasks; task += 1) await producer.send(`${task}`);
const done = new Set<string>();
for (let count = 0; count < kTasks; count += 1) done.add(String((await sink.recv({ timeoutMs: 20_000 }))[0]));
console.log(`${done.size} tasks were done`);
streamer.close();
await context.close();
await Promise.all(working);
assert.equal(done.size, kTasks);
