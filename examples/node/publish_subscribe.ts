/**
 * Publish and subscribe with envelopes: the first part says what a message is about, and subscriptions look at that alone.
 * The publisher waits for its subscriber, so that not even the first message is lost.
 *
 * Usage: publish_subscribe.ts [endpoint]. Prints the two of four messages that the subscriber asked for.
 */
import assert from 'node:assert/strict';
import { IoContext } from 'ymq';

await using context = new IoContext();
const publisher = context.connector('pub');
const subscriber = context.connector('sub');
subscriber.subscribe('weather:');
subscriber.connect(publisher.bind(process.argv[2] ?? 'tcp://127.0.0.1:*'));
await publisher.waitForSubscribers('weather:', 1, { timeoutMs: 20_000 });

await publisher.send(['weather:', 'rain']);
await publisher.send(['sport:', '1 to 0']);
await publisher.send(['weather:', 'sun']);
await publisher.send(['sport:', 'about the weather: none']);

for (const expected of ['weather:rain', 'weather:sun']) {
  const message = (await subscriber.recv({ timeoutMs: 20_000 })).join('');
  console.log(message);
  assert.equal(message, expected);
}
