import assert from 'node:assert/strict';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { type Bench, benchTest, failsWith, text, transports } from './support.js';

function pushPull({ context, pair }: Bench, transport: (typeof transports)[number] = 'tcp') {
  const [pull, push] = [context.connector('pull'), context.connector('push')];
  pair(transport, pull, push);
  return { pull, push };
}

benchTest('a receive waits for its message', async (bench) => {
  const { pull, push } = pushPull(bench);
  const receiving = pull.recv();
  await push.send('late');
  assert.deepEqual(text(await receiving), ['late']);
});

benchTest('receives are served in the order of the calls', async (bench) => {
  const { pull, push } = pushPull(bench);
  const receiving = Array.from({ length: 5000 }, () => pull.recv());
  await push.sendMany(Array.from({ length: 5000 }, (_, index) => `${index}`));
  const received = await Promise.all(receiving);
  assert.deepEqual(
    received.map(([word]) => Number(word)),
    Array.from({ length: 5000 }, (_, index) => index),
  );
});

benchTest('recvMany brings what is there, and no more than asked for', async (bench) => {
  const { pull, push } = pushPull(bench, 'inproc');
  const waiting = pull.recvMany(100);
  await push.send('first');
  assert.deepEqual((await waiting).map(text), [['first']]);
  await push.sendMany(['1', '2', '3', '4', '5']);
  assert.deepEqual((await pull.recvMany(2)).map(text), [['1'], ['2']]);
  assert.deepEqual((await pull.recvMany(100)).map(text), [['3'], ['4'], ['5']]);
  for (const count of [0, -1, 1.5, Number.NaN]) {
    await assert.rejects(pull.recvMany(count), { name: 'RangeError', message: /count must be 1 or more/ });
  }
});

benchTest('tryRecv brings a message or nothing', async (bench) => {
  const { pull, push } = pushPull(bench, 'inproc');
  assert.equal(pull.tryRecv(), undefined);
  await push.sendMany(['1', '2']);
  assert.deepEqual(text(pull.tryRecv()!), ['1']);
  assert.deepEqual(text(pull.tryRecv()!), ['2']);
  assert.equal(pull.tryRecv(), undefined);
});

benchTest('a receive fails with AGAIN, TIMED_OUT, or the reason of its signal', async (bench) => {
  const { pull, push } = pushPull(bench);
  await assert.rejects(pull.recv({ timeoutMs: 0 }), failsWith('AGAIN'));
  await assert.rejects(pull.recv({ timeoutMs: 3 }), failsWith('TIMED_OUT'));
  const controller = new AbortController();
  const receiving = pull.recv({ signal: controller.signal });
  controller.abort();
  await assert.rejects(receiving, { name: 'AbortError' });
  await assert.rejects(pull.recv({ signal: controller.signal }), { name: 'AbortError' });
  await assert.rejects(pull.recv({ signal: AbortSignal.timeout(3) }), { name: 'TimeoutError' });
  await assert.rejects(pull.recv({ timeoutMs: -5 }), { name: 'RangeError' });
  await push.send('after all that');
  assert.deepEqual(text(await pull.recv({ timeoutMs: 60_000 })), ['after all that']);
});

benchTest('a receive that gave up hides no message from tryRecv', async (bench) => {
  const { pull, push } = pushPull(bench, 'inproc');
  for (let round = 0; round < 1000; round += 1) {
    const controller = new AbortController();
    const receiving = pull.recv({ signal: controller.signal });
    const early = round % 2 === 0 ? push.send(`${round}`) : undefined;
    controller.abort();
    await assert.rejects(receiving, { name: 'AbortError' });
    await (early ?? push.send(`${round}`));
    assert.deepEqual(text(pull.tryRecv()!), [`${round}`]);
  }
});

for (const transport of transports) {
  benchTest(`10000 messages against receives that are aborted all the time, over ${transport}`, async (bench) => {
    const { pull, push } = pushPull(bench, transport);
    const total = 10_000;
    const sending = (async () => {
      for (let index = 0; index < total; index += 1) {
        await push.send(`${index}`);
        if (index % 7 === 0) await nextTurn();
      }
    })();
    const received: number[] = [];
    let aborted = 0;
    const keep = (message: Buffer[]) => received.push(Number(message[0]));
    const drop = (error: Error) => {
      assert.equal(error.name, 'AbortError');
      aborted += 1;
    };
    while (received.length < total || aborted < 3000) {
      const controller = new AbortController();
      const receiving = [pull.recv({ signal: controller.signal }), pull.recv({ signal: controller.signal })];
      if (aborted % 3 === 0) await nextTurn();
      controller.abort();
      await Promise.all(receiving.map((one) => one.then(keep, drop)));
    }
    await sending;
    assert.deepEqual(
      received,
      Array.from({ length: total }, (_, index) => index),
    );
  });
}

benchTest('thousands of receives with tiny timeouts lose nothing', async (bench) => {
  const { pull, push } = pushPull(bench);
  const total = 2000;
  const sending = (async () => {
    for (let index = 0; index < total; index += 1) {
      await push.send(`${index}`);
      if (index % 3 === 0) await delay(index % 2);
    }
  })();
  const received: number[] = [];
  while (received.length < total) {
    const outcome = await pull.recv({ timeoutMs: 1 }).catch((error) => error);
    if (outcome instanceof Error) assert.match(outcome.message, /^TIMED_OUT/);
    else received.push(Number(outcome[0]));
  }
  await sending;
  assert.deepEqual(
    received,
    Array.from({ length: total }, (_, index) => index),
  );
});

benchTest('an iterator brings every message and ends when the connector closes', async (bench) => {
  const { pull, push } = pushPull(bench);
  const received: string[] = [];
  const iterating = (async () => {
    for await (const [word] of pull) {
      received.push(word!.toString());
      if (word!.toString() === 'last') void pull.close();
    }
    return 'ended';
  })();
  await push.sendMany(['first', 'second', 'last']);
  assert.equal(await iterating, 'ended');
  assert.deepEqual(received, ['first', 'second', 'last']);
});

benchTest('an iterator that waits ends when the connector closes', async (bench) => {
  const { pull } = pushPull(bench);
  const iterator = pull[Symbol.asyncIterator]();
  const waiting = [iterator.next(), iterator.next()];
  await pull.close();
  for (const result of await Promise.all(waiting)) assert.deepEqual(result, { value: undefined, done: true });
  assert.deepEqual(await iterator.next(), { value: undefined, done: true });
});

benchTest('leaving an iteration leaves the rest for the next', async (bench) => {
  const { pull, push } = pushPull(bench);
  await push.sendMany(['1', '2', '3']);
  for await (const [word] of pull) if (word!.toString() === '2') break;
  for await (const [word] of pull) {
    assert.equal(word!.toString(), '3');
    break;
  }
});

benchTest('an iterator passes on what is not an end', async ({ context }) => {
  const push = context.connector('push');
  await assert.rejects(push[Symbol.asyncIterator]().next(), failsWith('NOT_SUPPORTED'));
});

benchTest('a loop that always finds a message lets timers run', async (bench) => {
  const { pull, push } = pushPull(bench, 'inproc');
  push.options.sendHwm = 0;
  pull.options.receiveHwm = 0;
  await push.sendMany(Array(200_000).fill('x'));
  let firedAfter: number | undefined;
  let received = 0;
  setTimeout(() => {
    firedAfter = received;
  }, 0);
  while (firedAfter === undefined && received < 200_000) {
    await pull.recv();
    received += 1;
  }
  assert.ok(received < 200_000, 'the timer had to wait for the last message');
});

benchTest('no more is fetched than the high-water mark allows', async ({ context, pair }) => {
  const pull = context.connector('pull', { receiveHwm: 3 });
  const push = context.connector('push', { sendHwm: 1 });
  pair('inproc', pull, push);
  await push.send('1');
  assert.deepEqual(text(await pull.recv()), ['1']);
  let accepted = 0;
  while ((await push.send('x', { timeoutMs: 20 }).catch(() => 'full')) === undefined) accepted += 1;
  assert.ok(accepted <= 3 + 3 + 1 + 1, `${accepted} were accepted`);
});
