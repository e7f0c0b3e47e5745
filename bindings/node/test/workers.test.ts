import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import test from 'node:test';
import { Worker } from 'node:worker_threads';
import { IoContext } from '../src/index.js';
import { benchTest, kTestLimitMs, nextEvent, text, transports, until } from './support.js';

function startWorker(job: string, handle = 0, endpoint = ''): Worker {
  return new Worker(new URL('./programs/worker.mjs', import.meta.url), { workerData: { job, handle, endpoint } });
}

async function exitCode(worker: Worker): Promise<number> {
  const [code] = await once(worker, 'exit');
  return code;
}

for (const transport of transports) {
  benchTest(`four workers on one context answer over ${transport}`, async ({ context, fresh }) => {
    const dealer = context.connector('dealer');
    const endpoint = dealer.bind(fresh(transport));
    const workers = Array.from({ length: 4 }, () => startWorker('echo', context.handle, endpoint));
    await until(() => dealer.stats().linksOpened === 4);
    for (let index = 0; index < 400; index += 1) await dealer.send(['', `${index}`]);
    const answers = new Set<string>();
    while (answers.size < 400) answers.add(text(await dealer.recv())[1]!);
    for (let index = 0; index < 4; index += 1) await dealer.send(['', 'stop']);
    assert.deepEqual(await Promise.all(workers.map(exitCode)), [0, 0, 0, 0]);
    for (let index = 0; index < 4; index += 1) assert.deepEqual(text(await dealer.recv()), ['', 'stop']);
  });
}

benchTest('a worker that ends without closing leaves its messages to the io threads', async ({ context, fresh }) => {
  for (let round = 0; round < 3; round += 1) {
    const pull = context.connector('pull');
    const worker = startWorker('forget', context.handle, pull.bind(fresh('tcp')));
    assert.equal(await exitCode(worker), 0);
    assert.deepEqual(text(await pull.recv()), ['sent by a worker that ended']);
  }
});

benchTest('a worker that exits with a receive waiting', async ({ context, fresh }) => {
  for (let round = 0; round < 3; round += 1) {
    const pull = context.connector('pull');
    const worker = startWorker('exit', context.handle, pull.bind(fresh('tcp')));
    assert.equal(await exitCode(worker), 7);
    assert.deepEqual(text(await pull.recv()), ['sent by a worker that exited']);
  }
});

benchTest('a worker that is terminated with a receive waiting', async ({ context, fresh }) => {
  for (let round = 0; round < 3; round += 1) {
    const push = context.connector('push');
    const worker = startWorker('wait', context.handle, push.bind(fresh('tcp')));
    await once(worker, 'message');
    assert.equal(await worker.terminate(), 1);
    await push.send('to somebody who is gone');
    await push.close({ lingerMs: 0 });
  }
});

test('a context that closes ends what workers wait for', { timeout: kTestLimitMs }, async () => {
  for (let round = 0; round < 3; round += 1) {
    const context = new IoContext();
    const worker = startWorker('wait', context.handle, 'inproc://nobody');
    await once(worker, 'message');
    const [answer, code] = [once(worker, 'message'), exitCode(worker)];
    await context.close();
    assert.deepEqual(await answer, ['CLOSED']);
    assert.equal(await code, 0);
  }
});

test('a worker with a context of its own takes its threads along', { timeout: kTestLimitMs }, async () => {
  const round = async () => assert.equal(await exitCode(startWorker('own')), 0);
  await round();
  const threadsOfLibrary = () => readdirSync('/proc/self/task').length;
  const before = threadsOfLibrary();
  for (let index = 0; index < 3; index += 1) await round();
  await until(() => threadsOfLibrary() <= before);
});

benchTest('two workers share what one connector sends', async ({ context, fresh }) => {
  const total = 100_000;
  const [push, report] = [context.connector('push'), context.connector('pull')];
  const endpoint = push.bind(fresh('inproc'));
  report.bind(`${endpoint}-report`);
  const workers = [1, 2].map(() => startWorker('count', context.handle, endpoint));
  const codes = workers.map(exitCode);
  await until(() => push.stats().linksOpened === 2);
  const sending = push.sendMany(Array(total).fill('message'));
  const counts: Record<string, number> = {};
  for (let received = 0; received < total; ) {
    const [name, count] = text(await report.recv());
    counts[name!] = (counts[name!] ?? 0) + Number(count);
    received += Number(count);
  }
  assert.equal(await sending, total);
  assert.equal(Object.keys(counts).length, 2);
  await context.close({ lingerMs: 0 });
  assert.deepEqual(await Promise.all(codes), [0, 0]);
});

benchTest('a context is joined twice by one thread', async ({ context, fresh }) => {
  const other = IoContext.attach(context.handle);
  const [pull, push] = [context.connector('pull'), other.connector('push')];
  push.connect(pull.bind(fresh('inproc')));
  await push.send('x');
  await pull.recv();
  await other.close();
  assert.throws(() => other.connector('push'), { code: 'CLOSED' });
  assert.ok(!pull.closed);
  const again = IoContext.attach(context.handle).connector('push');
  again.connect(pull.bind(fresh('inproc')));
  await nextEvent(again, 'CONNECTED');
});
