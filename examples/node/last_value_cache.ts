/**
 * A cache of last values: whoever subscribes late gets the last value of its topic at once, and then what is new. An XPUB
 * with `xpubManual` hears of each subscription, and with `xpubManualLastValue` answers the one who made it alone. Each
 * subscription is to be answered: the next send goes to its subscriber, whatever it is.
 *
 * Where the newest messages of all topics will do instead, the option `replay` of PUB and XPUB keeps them by itself.
 *
 * Usage: last_value_cache.ts [endpoint]. Prints what an early and a late subscriber get.
 */
import assert from 'node:assert/strict';
import { type Connector, IoContext } from 'ymq';

const kTopic = 'apples:';
const last = new Map([[kTopic, '1.20']]);
await using context = new IoContext();
const cache = context.connector('xpub', { xpubManual: true, xpubManualLastValue: true });
const endpoint = cache.bind(process.argv[2] ?? 'tcp://127.0.0.1:*');

function join(): Connector {
  const subscriber = context.connector('sub');
  subscriber.subscribe(kTopic);
  subscriber.connect(endpoint);
  return subscriber;
}

/** The next subscription takes effect, and the last value goes to the one who made it. */
async function welcome(): Promise<void> {
  const [subscription] = await cache.recv({ timeoutMs: 20_000 });
  const topic = String(subscription?.subarray(1));
  cache.subscribe(topic);
  await cache.send([topic, last.get(topic) ?? '']);
}

async function publish(value: string): Promise<void> {
  last.set(kTopic, value);
  await cache.send([kTopic, value]);
}

async function show(who: string, subscriber: Connector, wanted: string[]): Promise<void> {
  for (const value of wanted) {
    const message = (await subscriber.recv({ timeoutMs: 20_000 })).join('');
    console.log(`${who}: ${message}`);
    assert.equal(message, kTopic + value);
  }
}

const early = join();
await welcome();
await publish('1.30');
const late = join();
await welcome();
await publish('1.40');
await show('early', early, ['1.20', '1.30', '1.40']);
await show('late', late, ['1.30', '1.40']);
