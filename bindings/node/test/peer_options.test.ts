import assert from 'node:assert/strict';
import { benchTest, failsWith, text, transports, until } from './support.js';

for (const transport of transports) {
  benchTest(`a routing id that the ROUTER chooses over ${transport}`, async ({ context, fresh }) => {
    const dealer = context.connector('dealer', { identity: 'somebody' });
    const router = context.connector('router', { routerMandatory: true });
    const endpoint = dealer.bind(fresh(transport));
    router.connect(endpoint, { routingId: 'worker' });
    await router.send(['worker', 'hello']);
    assert.deepEqual(text(await dealer.recv()), ['hello']);
    await dealer.send('welcome');
    assert.deepEqual(text(await router.recv()), ['worker', 'welcome']);
    assert.throws(() => router.connect(endpoint, { routingId: 'worker' }), failsWith('ROUTING_ID_IN_USE'));
    for (const wrong of ['', '\0x', 'x'.repeat(256)])
      assert.throws(() => router.connect(endpoint, { routingId: wrong }), failsWith('INVALID_ARGUMENT'));
    assert.throws(() => dealer.connect(endpoint, { routingId: 'x' }), failsWith('NOT_SUPPORTED', /ROUTER/));
  });

  benchTest(`immediate over ${transport}`, async ({ context, fresh }) => {
    const pull = context.connector('pull');
    const push = context.connector('push', { immediate: true });
    await assert.rejects(push.send('x', { timeoutMs: 0 }), failsWith('AGAIN'));
    push.connect(pull.bind(fresh(transport)));
    await push.send('x');
    assert.deepEqual(text(await pull.recv()), ['x']);
  });

  benchTest(`conflate over ${transport}`, async ({ context, pair }) => {
    const pull = context.connector('pull', { conflate: true });
    const push = context.connector('push');
    pair(transport, pull, push);
    for (const turn of [1, 2]) {
      for (let i = 0; i < 1000; i++) await push.send(`${turn} ${i}`);
      await until(() => pull.stats().droppedReplaced === turn * 999);
      assert.deepEqual(text(await pull.recv()), [`${turn} 999`]);
    }
  });

  benchTest(`probe and notice over ${transport}`, async ({ context, pair }) => {
    const router = context.connector('router', { routerNotify: 2 });
    const dealer = context.connector('dealer', { identity: 'a', probeRouter: true });
    pair(transport, router, dealer);
    assert.deepEqual(text(await router.recv()), ['a', '']);
    await dealer.send('last');
    await dealer.close();
    assert.deepEqual(text(await router.recv()), ['a', 'last']);
    assert.deepEqual(text(await router.recv()), ['a', '']);
  });
}
