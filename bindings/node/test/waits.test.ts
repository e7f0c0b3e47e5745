import assert from 'node:assert/strict';
import { benchTest, failsWith, text, transports } from './support.js';

/** Waiting for peers and for subscribers. */

for (const transport of transports) {
  benchTest(`what is published after the wait arrives over ${transport}`, async ({ context, fresh }) => {
    const publisher = context.connector('pub');
    const endpoint = publisher.bind(fresh(transport));
    const subscribers = Array.from({ length: 3 }, () => context.connector('sub'));
    for (const subscriber of subscribers) {
      subscriber.subscribe('news.');
      subscriber.connect(endpoint);
    }
    assert.equal(await publisher.waitForSubscribers('news.', 3), 3);
    const words = Array.from({ length: 10 }, (_, index) => `news.${index}`);
    for (const word of words) await publisher.send(word);
    for (const subscriber of subscribers) {
      for (const word of words) assert.deepEqual(text(await subscriber.recv()), [word]);
    }
  });

  benchTest(`peers are counted on both sides over ${transport}`, async ({ context, pair }) => {
    const [pull, push] = [context.connector('pull'), context.connector('push')];
    const waiting = pull.waitForPeers(1);
    pair(transport, pull, push);
    assert.equal(await waiting, 1);
    assert.equal(await push.waitForPeers(1), 1);
    assert.equal(await push.waitForPeers(1, { timeoutMs: 0 }), 1);
  });
}

benchTest('a wait ends as it was told to', async ({ context }) => {
  const publisher = context.connector('pub');
  await assert.rejects(publisher.waitForPeers(1, { timeoutMs: 0 }), failsWith('AGAIN'));
  await assert.rejects(publisher.waitForSubscribers('x', 1, { timeoutMs: 5 }), failsWith('TIMED_OUT'));
  const controller = new AbortController();
  const aborted = publisher.waitForSubscribers('x', 1, { signal: controller.signal });
  controller.abort(new Error('enough'));
  await assert.rejects(aborted, { message: 'enough' });
  const closed = publisher.waitForPeers(1);
  const rejected = assert.rejects(closed, failsWith('CLOSED'));
  await publisher.close();
  await rejected;
  await assert.rejects(publisher.waitForPeers(1), failsWith('CLOSED'));
});

benchTest('waits that cannot be are refused', async ({ context }) => {
  const push = context.connector('push');
  await assert.rejects(push.waitForSubscribers('x', 1), failsWith('NOT_SUPPORTED'));
  for (const count of [-1, 1.5, Number.NaN, 2 ** 32]) {
    await assert.rejects(push.waitForPeers(count), { name: 'RangeError' });
  }
});

benchTest('a wait for events ends with the first', async ({ context }) => {
  const pull = context.connector('pull');
  await assert.rejects(pull.waitForEvents({ timeoutMs: 0 }), failsWith('AGAIN'));
  const waiting = pull.waitForEvents();
  pull.bind('tcp://127.0.0.1:*');
  assert.equal(await waiting, 1);
  assert.deepEqual(
    pull.events().map(({ kind }) => kind),
    ['LISTENING'],
  );
  await pull.close();
  await assert.rejects(pull.waitForEvents(), failsWith('CLOSED'));
});

for (const transport of transports) {
  benchTest(`watching gives event after event over ${transport}`, async ({ context, pair }) => {
    const [pull, push] = [context.connector('pull'), context.connector('push')];
    pair(transport, pull, push);
    await pull.waitForPeers(1);
    for (const wanted of ['LISTENING', 'CONNECTED']) {
      for await (const { kind } of pull.watch()) {
        assert.equal(kind, wanted);
        break; // What was not taken stays.
      }
    }
    await push.close();
    for await (const { kind } of pull.watch()) if (kind === 'DISCONNECTED') await pull.close();
  });
}
