/**
 * Threads that signal each other: a PAIR at either end of an inproc endpoint. A worker thread joins the context of the main
 * thread by its handle, so that inproc endpoints are shared. Between threads of Node alone a MessageChannel does as well;
 * a PAIR also reaches threads of C and C++ in this process.
 *
 * Usage: thread_signalling.ts. Step 3 waits for step 2, which waits for step 1; prints who is done, in this order.
 */
import { once } from 'node:events';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { IoContext } from 'ymq';

const patience = { timeoutMs: 20_000 };

interface Step {
  number: number;
  handle: number;
}

/** This file again, in a thread of its own. tsx registers itself in main threads only. */
function startStep(number: number, handle: number): Worker {
  const file = JSON.stringify(import.meta.url);
  const source = `import('tsx/esm/api').then(({ register }) => { register(); return import(${file}); });`;
  return new Worker(source, { eval: true, workerData: { number, handle } satisfies Step });
}

async function step(): Promise<void> {
  const { number, handle } = workerData as Step;
  await using context = IoContext.attach(handle);
  const next = context.connector('pair');
  next.connect(`inproc://step-${number + 1}`);
  let signals: Buffer[] = [];
  if (number > 1) {
    const before = context.connector('pair');
    before.bind(`inproc://step-${number}`);
    signals = await before.recv(patience);
  }
  await next.send([...signals, `step ${number} is done`]);
}

async function main(): Promise<void> {
  await using context = new IoContext();
  const before = context.connector('pair');
  before.bind('inproc://step-3');
  const threads = [startStep(2, context.handle), startStep(1, context.handle)];
  for (const signal of await before.recv(patience)) console.log(String(signal));
  console.log('step 3 is ready');
  await Promise.all(threads.map((thread) => once(thread, 'exit')));
}

await (isMainThread ? main() : step());
