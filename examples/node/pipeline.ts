/**
 * A pipeline: a ventilator hands tasks out, workers take them in turn, and a sink gathers what they made of them.
 *
 * Usage: pipeline.ts. Prints the sum of the squares of 1 to 100, which no worker knows.
 */
import assert from 'node:assert/strict';
import { IoContext } from 'ymq';

const kWorkers = 3;
const kTasks = 100;

const context = new IoContext();
const ventilator = context.connector('push');
const sink = context.connector('pull');
const tasks = ventilator.bind('tcp://127.0.0.1:*');
const results = sink.bind('tcp://127.0.0.1:*');

/** Squares numbers until the context is closed. */
async function work(): Promise<void> {
  const source = context.connector('pull');
  const drain = context.connector('push');
  drain.connect(results);
  source.connect(tasks);
  for await (const [number] of source) await drain.send(`${Number(number) ** 2}`);
}

const working = Array.from({ length: kWorkers }, work);
await ventilator.waitForPeers(kWorkers, { timeoutMs: 20_000 }); // So that each gets its share.
for (let number = 1; number <= kTasks; number += 1) await ventilator.send(`${number}`);
let sum = 0;
for (let count = 0; count < kTasks; count += 1) sum += Number((await sink.recv({ timeoutMs: 20_000 }))[0]);
console.log(`${kWorkers} workers, ${kTasks} tasks, sum ${sum}`);
await context.close();
await Promise.all(working);
assert.equal(sum, 338_350);
