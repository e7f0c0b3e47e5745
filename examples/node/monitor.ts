/**
 * A monitor: what the links of a client do while its server goes away and comes back.
 *
 * Usage: monitor.ts [endpoint]. Prints the events, those that repeat once: connected, disconnected, failed attempts to
 * connect, connected again.
 */
import { type EventName, IoContext } from 'ymq';

const words = new Map<EventName, string>([
  ['CONNECTED', 'connected'],
  ['DISCONNECTED', 'disconnected'],
  ['CONNECT_FAILED', 'nobody is there, trying again'],
  ['SESSION_ENDED', 'the session is over'],
]);

await using context = new IoContext();
const client = context.connector('dealer');
let last: EventName | undefined;

/** Prints events until one of this kind was among them. */
async function watchUntil(wanted: EventName): Promise<void> {
  for await (const { kind } of client.watch()) {
    if (kind !== last) console.log(words.get(kind) ?? 'something else');
    last = kind;
    if (kind === wanted) return;
  }
}

const first = context.connector('router');
const endpoint = first.bind(process.argv[2] ?? 'ipc://*');
client.connect(endpoint);
await watchUntil('CONNECTED');

await first.close();
await watchUntil('CONNECT_FAILED');

const second = context.connector('router');
second.bind(endpoint);
await watchUntil('CONNECTED');
