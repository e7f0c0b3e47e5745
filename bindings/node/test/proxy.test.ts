import assert from 'node:assert/strict';
import test from 'node:test';
import { IoContext, isYmqError } from '../src/index.js';
import { benchTest, failsWith, kTestLimitMs, text, transports, until } from './support.js';

for (const transport of transports) {
  benchTest(`router and dealer make a shared queue over ${transport}`, async ({ context, pair }) => {
    const [front, back] = [context.connector('router'), context.connector('dealer')];
    const [client, worker] = [context.connector('req'), context.connector('rep')];
    pair(transport, front, client);
    pair(transport, back, worker);
    const proxy = context.proxy(front, back);
    for (let number = 0; number < 20; number += 1) {
      await client.send(`question ${number}`);
      assert.deepEqual(text(await worker.recv()), [`question ${number}`]);
      await worker.send(['re', `answer ${number}`]);
      assert.deepEqual(text(await client.recv()), ['re', `answer ${number}`]);
    }
    await until(() => proxy.stats().messagesToFront === 20);
    assert.equal(proxy.stats().messagesToBack, 20);
    proxy.close();
  });
}

benchTest('a proxy pauses, resumes, and sends copies to its capture', async ({ context, pair }) => {
  const [source, front, back, sink] = (['push', 'pull', 'push', 'pull'] as const).map((type) =>
    context.connector(type),
  );
  const [capture, watcher] = [context.connector('push'), context.connector('pull')];
  pair('tcp', front!, source!);
  pair('tcp', back!, sink!);
  pair('inproc', capture, watcher);
  const proxy = context.proxy(front!, back!, { capture });
  await source!.send('first');
  assert.deepEqual(text(await sink!.recv()), ['first']);
  assert.deepEqual(text(await watcher.recv()), ['first']);
  proxy.pause();
  assert.equal(proxy.stats().paused, true);
  await source!.sendMany(['second', 'third']);
  await until(() => front!.stats().messagesWaiting === 2);
  proxy.resume();
  assert.deepEqual(text(await sink!.recv()), ['second']);
  assert.deepEqual(text(await sink!.recv()), ['third']);
  await until(() => proxy.stats().messagesToBack === 3);
  const { bytesToBack: _, ...stats } = proxy.stats();
  assert.deepEqual(stats, {
    paused: false,
    messagesToBack: 3,
    messagesToFront: 0,
    bytesToFront: 0,
    captureDropped: 0,
    dropped: 0,
  });
});

benchTest('senders hear of a message once the other side has accepted it', async ({ context, fresh, pair }) => {
  const [source, front, back] = [
    context.connector('push'),
    context.connector('pull'),
    context.connector('push', { sendHwm: 2 }),
  ];
  back.connect(fresh('inproc'));
  pair('tcp', front, source);
  await source.send('received before');
  await front.recv();
  const proxy = context.proxy(front, back);
  await source.sendMany(['0', '1', '2', '3']);
  await until(() => source.stats().messagesAcknowledged === 3);
  proxy.close();
  proxy.close();
  assert.equal(proxy.closed, true);
  assert.throws(() => proxy.stats(), failsWith('CLOSED'));
  assert.deepEqual(text(await front.recv()), ['2']);
  assert.deepEqual(text(await front.recv()), ['3']);
  await until(() => source.stats().messagesAcknowledged === 5);
});

benchTest('a proxy refuses what it cannot forward between', async ({ context, pair }) => {
  const [pull, push, rep] = [context.connector('pull'), context.connector('push'), context.connector('rep')];
  const source = context.connector('push');
  pair('tcp', pull, source);
  assert.throws(() => context.proxy(rep, push), failsWith('NOT_SUPPORTED'));
  assert.throws(() => context.proxy(pull, pull), failsWith('INVALID_ARGUMENT'));
  const waiting = pull.recv();
  assert.throws(() => context.proxy(pull, push), failsWith('WRONG_STATE'));
  await source.sendMany(['waited for', 'fetched ahead']);
  await waiting;
  await pull.recv();
  context.proxy(pull, push).close();
});

benchTest('a proxy ends with one of its connectors', async ({ context }) => {
  const [front, back] = [context.connector('router'), context.connector('dealer')];
  const proxy = context.proxy(front, back);
  await front.close();
  await until(() => {
    try {
      proxy.pause();
      return false;
    } catch (error) {
      return isYmqError(error, 'CLOSED');
    }
  });
  assert.equal(back.closed, false);
});

test('a proxy ends with its context', { timeout: kTestLimitMs }, async () => {
  const context = new IoContext();
  const proxy = context.proxy(context.connector('router'), context.connector('dealer'));
  await context.close();
  assert.throws(() => proxy.stats(), failsWith('CLOSED'));
  proxy.close();
});

benchTest('the end of a proxy can be awaited', async ({ context }) => {
  const [front, back] = [context.connector('pull'), context.connector('push')];
  const proxy = context.proxy(front, back);
  await assert.rejects(proxy.wait({ timeoutMs: 0 }), failsWith('AGAIN'));
  await assert.rejects(proxy.wait({ timeoutMs: 20 }), failsWith('TIMED_OUT'));
  const aborting = new AbortController();
  const aborted = proxy.wait({ signal: aborting.signal });
  aborting.abort(new Error('enough'));
  await assert.rejects(aborted, /enough/);
  const waits = [proxy.wait(), proxy.wait({ timeoutMs: kTestLimitMs })];
  await front.close();
  await Promise.all(waits);
  await proxy.wait();
  proxy.close();
  await assert.rejects(proxy.wait(), failsWith('CLOSED'));
});

benchTest('a proxy that is closed ends the wait for it', async ({ context }) => {
  const proxy = context.proxy(context.connector('pull'), context.connector('push'));
  const waiting = proxy.wait();
  proxy.close();
  await assert.rejects(waiting, failsWith('CLOSED'));
});
