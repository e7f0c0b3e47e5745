import assert from 'node:assert/strict';
import type { Connector } from '../src/index.js';
import { benchTest, failsWith, text, transports, until } from './support.js';

/** The types whose messages have one part, and those for groups. */

/** Until the dish gets what is sent to the group, and has taken all of it. */
async function untilJoined(radio: Connector, dish: Connector, group: string): Promise<void> {
  await until(() => {
    void radio.send([group, 'mark']);
    return dish.tryRecv() !== undefined;
  });
  await radio.send([group, 'settled']);
  while (text(await dish.recv())[1] !== 'settled');
}

for (const transport of transports) {
  benchTest(`CLIENT to SERVER over ${transport}`, async ({ context, pair }) => {
    const [server, client] = [context.connector('server'), context.connector('client')];
    pair(transport, server, client);
    await client.send('question');
    const [routingId, question] = await server.recv();
    assert.equal(routingId!.length, 4);
    assert.equal(question!.toString(), 'question');
    await server.send([routingId!, 'answer']);
    assert.deepEqual(text(await client.recv()), ['answer']);
    await client.close({ lingerMs: 0 });
    await until(() => server.stats().linksClosed === 1);
    await assert.rejects(server.send([routingId!, 'too late']), failsWith('HOST_UNREACHABLE'));
  });

  benchTest(`PEER to PEER over ${transport}`, async ({ context, fresh }) => {
    const [bound, connected] = [context.connector('peer'), context.connector('peer')];
    const routingId = connected.connectPeer(bound.bind(fresh(transport)));
    assert.equal(routingId.length, 4);
    await connected.send([routingId, 'hello']);
    const [theirs, hello] = await bound.recv();
    assert.equal(hello!.toString(), 'hello');
    await bound.send([theirs!, 'welcome']);
    const [ours, welcome] = await connected.recv();
    assert.deepEqual(Buffer.from(ours!), routingId);
    assert.equal(welcome!.toString(), 'welcome');
  });

  benchTest(`CHANNEL to CHANNEL over ${transport}`, async ({ context, pair }) => {
    const [left, right] = [context.connector('channel'), context.connector('channel')];
    pair(transport, left, right);
    await left.send('there');
    await right.send('and back');
    assert.deepEqual(text(await right.recv()), ['there']);
    assert.deepEqual(text(await left.recv()), ['and back']);
  });

  benchTest(`SCATTER to GATHER over ${transport}`, async ({ context, pair }) => {
    const [gather, scatter] = [context.connector('gather'), context.connector('scatter')];
    pair(transport, gather, scatter);
    assert.equal(await scatter.sendMany(['one', 'two', 'three']), 3);
    for (const word of ['one', 'two', 'three']) assert.deepEqual(text(await gather.recv()), [word]);
  });

  benchTest(`RADIO to DISH over ${transport}`, async ({ context, pair }) => {
    const [radio, dish] = [context.connector('radio'), context.connector('dish')];
    pair(transport, radio, dish);
    dish.join('news');
    await untilJoined(radio, dish, 'news');
    for (const group of ['new', 'news', 'newspaper']) await radio.send([group, 'body']);
    assert.deepEqual(text(await dish.recv()), ['news', 'body']);
    dish.leave(Buffer.from('news'));
    dish.join('sport');
    await untilJoined(radio, dish, 'sport');
    await radio.send(['news', 'missed']);
    await radio.send(['sport', 'body']);
    assert.deepEqual(text(await dish.recv()), ['sport', 'body']);
  });
}

benchTest('groups are joined once and left once, by a DISH', async ({ context }) => {
  const dish = context.connector('dish');
  dish.join('group');
  assert.throws(() => dish.join('group'), failsWith('WRONG_STATE'));
  assert.throws(() => dish.join('g'.repeat(256)), failsWith('INVALID_ARGUMENT', /255/));
  dish.leave('group');
  assert.throws(() => dish.leave('group'), failsWith('NOT_FOUND'));
  assert.throws(() => context.connector('sub').join('group'), failsWith('NOT_SUPPORTED', /DISH/));
});

benchTest('a message of another form is refused, with a text that says which is right', async ({ context }) => {
  await assert.rejects(context.connector('client').send(['two', 'parts']), failsWith('INVALID_ARGUMENT', /one part/));
  await assert.rejects(context.connector('server').send(['too long', 'x']), failsWith('INVALID_ARGUMENT', /4 bytes/));
  await assert.rejects(context.connector('radio').send('no group'), failsWith('INVALID_ARGUMENT', /group/));
  assert.throws(() => context.connector('server').connectPeer('inproc://x'), failsWith('NOT_SUPPORTED', /PEER/));
});
