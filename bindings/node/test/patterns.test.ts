import assert from 'node:assert/strict';
import { type Bench, benchTest, nextEvent, text, transports, until } from './support.js';

/** Every pattern, over every transport, with several parts both ways where the pattern has two ways. */

const patterns: Record<string, (bench: Bench, transport: (typeof transports)[number]) => Promise<void>> = {
  async 'PAIR to PAIR'({ context, pair }, transport) {
    const [left, right] = [context.connector('pair'), context.connector('pair')];
    pair(transport, left, right);
    await left.send(['a', 'b']);
    await right.send('c');
    assert.deepEqual(text(await right.recv()), ['a', 'b']);
    assert.deepEqual(text(await left.recv()), ['c']);
  },

  async 'PUSH to PULL'({ context, pair }, transport) {
    const [pull, push] = [context.connector('pull'), context.connector('push')];
    pair(transport, pull, push);
    for (const word of ['one', 'two', 'three']) await push.send([word, '']);
    for (const word of ['one', 'two', 'three']) assert.deepEqual(text(await pull.recv()), [word, '']);
  },

  async 'XPUB to XSUB'({ context, pair }, transport) {
    const [xpub, xsub] = [context.connector('xpub'), context.connector('xsub')];
    pair(transport, xpub, xsub);
    await xsub.send('\u0001a');
    assert.deepEqual(text(await xpub.recv()), ['\u0001a']);
    assert.deepEqual([xpub.options.topics, xsub.options.topics], [1, 1]);
    await xpub.send(['a', 'body']);
    assert.deepEqual(text(await xsub.recv()), ['a', 'body']);
    await xsub.send(['hello', 'upstream']);
    assert.deepEqual(text(await xpub.recv()), ['hello', 'upstream']);
    await xsub.send('\u0000a');
    assert.deepEqual(text(await xpub.recv()), ['\u0000a']);
  },

  async 'XPUB by hand'({ context, pair }, transport) {
    const [xpub, sub] = [context.connector('xpub', { xpubManual: true }), context.connector('sub')];
    pair(transport, xpub, sub);
    sub.subscribe('asked');
    assert.deepEqual(text(await xpub.recv()), ['\u0001asked']);
    xpub.subscribe('asked for this');
    await xpub.send('asked');
    await xpub.send('asked for this');
    assert.deepEqual(text(await sub.recv()), ['asked for this']);
  },

  async 'PUB to SUB'({ context, pair }, transport) {
    const [pub, sub] = [context.connector('pub'), context.connector('sub')];
    sub.subscribe('news.');
    pair(transport, pub, sub);
    // A publisher drops what nobody asked for yet: publish until the subscription has arrived.
    let first: Buffer[] | undefined;
    await until(() => {
      void pub.send(['weather', 'rain']);
      void pub.send(['news.local', 'first']);
      first = sub.tryRecv();
      return first !== undefined;
    });
    assert.deepEqual(text(first!), ['news.local', 'first']);
    await pub.send(['news.last', 'done']);
    for (;;) {
      const [topic] = text(await sub.recv());
      assert.match(topic!, /^news\./);
      if (topic === 'news.last') break;
    }
  },

  async 'REQ to REP'({ context, pair }, transport) {
    const [rep, req] = [context.connector('rep'), context.connector('req')];
    pair(transport, rep, req);
    for (let round = 0; round < 3; round += 1) {
      await req.send(['question', `${round}`]);
      assert.deepEqual(text(await rep.recv()), ['question', `${round}`]);
      await rep.send(['answer', `${round}`]);
      assert.deepEqual(text(await req.recv()), ['answer', `${round}`]);
    }
  },

  async 'DEALER to ROUTER'({ context, pair }, transport) {
    const [router, dealer] = [context.connector('router'), context.connector('dealer', { identity: 'worker-1' })];
    pair(transport, router, dealer);
    await dealer.send(['hello', 'there']);
    assert.deepEqual(text(await router.recv()), ['worker-1', 'hello', 'there']);
    await router.send(['worker-1', 'welcome']);
    assert.deepEqual(text(await dealer.recv()), ['welcome']);
  },

  async 'DEALER to DEALER'({ context, pair }, transport) {
    const [left, right] = [context.connector('dealer'), context.connector('dealer')];
    pair(transport, left, right);
    await left.send('x');
    assert.deepEqual(text(await right.recv()), ['x']);
  },

  async 'DEALER to REP'({ context, pair }, transport) {
    const [rep, dealer] = [context.connector('rep'), context.connector('dealer')];
    pair(transport, rep, dealer);
    await dealer.send(['', 'question']);
    assert.deepEqual(text(await rep.recv()), ['question']);
    await rep.send('answer');
    assert.deepEqual(text(await dealer.recv()), ['', 'answer']);
  },

  async 'REQ to ROUTER'({ context, pair }, transport) {
    const [router, req] = [context.connector('router'), context.connector('req', { identity: 'asker' })];
    pair(transport, router, req);
    await req.send('question');
    assert.deepEqual(text(await router.recv()), ['asker', '', 'question']);
    await router.send(['asker', '', 'answer']);
    assert.deepEqual(text(await req.recv()), ['answer']);
  },

  async 'ROUTER to ROUTER'({ context, pair }, transport) {
    const left = context.connector('router', { identity: 'left', routerMandatory: true });
    const right = context.connector('router', { identity: 'right' });
    pair(transport, left, right);
    await nextEvent(left, 'CONNECTED');
    await left.send(['right', 'over']);
    assert.deepEqual(text(await right.recv()), ['left', 'over']);
  },
};

for (const transport of transports) {
  for (const [name, body] of Object.entries(patterns)) {
    benchTest(`${name} over ${transport}`, (bench) => body(bench, transport));
  }
}

benchTest('messages are spread over pullers in turn', async ({ context, fresh }) => {
  const pulls = [context.connector('pull'), context.connector('pull')];
  const push = context.connector('push');
  for (const pull of pulls) push.connect(pull.bind(fresh('tcp')));
  for (const pull of pulls) await nextEvent(pull, 'CONNECTED');
  await push.sendMany(Array.from({ length: 10 }, (_, index) => `${index}`));
  for (const pull of pulls) for (let index = 0; index < 5; index += 1) await pull.recv();
});

benchTest('one connector on all transports at once', async ({ context, fresh }) => {
  const pull = context.connector('pull');
  const endpoints = transports.map((transport) => pull.bind(fresh(transport)));
  const pushes = endpoints.map((endpoint) => {
    const push = context.connector('push');
    push.connect(endpoint);
    return push;
  });
  await Promise.all(pushes.map((push, index) => push.send(transports[index]!)));
  const received = [await pull.recv(), await pull.recv(), await pull.recv()];
  assert.deepEqual(received.flatMap(text).sort(), [...transports].sort());
});

benchTest('subscriptions are counted, and bytes as well as text', async ({ context, pair }) => {
  const [pub, sub] = [context.connector('pub'), context.connector('sub')];
  sub.subscribe('a');
  sub.subscribe(Buffer.from('a'));
  sub.subscribe(new Uint8Array([0xff]));
  pair('inproc', pub, sub);
  const publishUntil = async (topic: string | Uint8Array) => {
    let got: Buffer[] | undefined;
    await until(() => {
      void pub.send(topic);
      got = sub.tryRecv();
      return got !== undefined;
    });
    while (sub.tryRecv() !== undefined);
    return got![0]!;
  };
  assert.equal((await publishUntil('abc')).toString(), 'abc');
  sub.unsubscribe('a');
  assert.equal((await publishUntil('abc')).toString(), 'abc');
  sub.unsubscribe('a');
  assert.deepEqual([...(await publishUntil(new Uint8Array([0xff, 1])))], [0xff, 1]);
  await pub.send('abc');
  assert.deepEqual([...(await publishUntil(new Uint8Array([0xff, 2])))], [0xff, 2]);
  assert.throws(() => sub.unsubscribe('a'), { code: 'NOT_FOUND' });
});
