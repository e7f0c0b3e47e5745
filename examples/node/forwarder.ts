/**
 * A forwarder: publishers and subscribers know one fixed place and not each other. Messages go through it one way, and
 * subscriptions the other, so that publishers send only what somebody wants.
 *
 * Usage: forwarder.ts. Prints what the subscriber gets, and how many messages the forwarder got.
 */
import assert from 'node:assert/strict';
import { IoContext } from 'ymq';

await using context = new IoContext();
const front = context.connector('xsub');
const back = context.connector('xpub');
const publishers = front.bind('tcp://127.0.0.1:*');
const subscribers = back.bind('tcp://127.0.0.1:*');
await using _forwarder = context.proxy(front, back);

const publisher = context.connector('pub');
const subscriber = context.connector('sub');
publisher.connect(publishers);
subscriber.connect(subscribers);
subscriber.subscribe('news:');
// The subscription comes through the forwarder.
await publisher.waitForSubscribers('news:', 1, { timeoutMs: 20_000 });

await publisher.send(['gossip:', 'nobody wants it']);
await publisher.send(['news:', 'one']);
await publisher.send(['news:', 'two']);
for (let count = 0; count < 2; count += 1) console.log((await subscriber.recv({ timeoutMs: 20_000 })).join(''));
const received = front.stats().messagesReceived;
console.log(`${received} messages came to the forwarder`);
assert.equal(received, 2);
