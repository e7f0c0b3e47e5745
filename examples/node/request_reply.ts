/**
 * Request and reply with retry: the server dies with a question in its hands, another takes its place, and the client,
 * which asked once, gets its answer. The second server sees by a mark that somebody may have begun with it before.
 *
 * Usage: request_reply.ts [endpoint]. Prints what either server was asked, the answer, and what a client hears for which
 * no server ever comes.
 */
import assert from 'node:assert/strict';
import { IoContext, isRedelivered, isYmqError } from 'ymq';

await using context = new IoContext();
const patience = { timeoutMs: 20_000 };
// Without an answer for 200 ms the request is sent again, up to 1000 times.
const client = context.connector('req', { requestTimeout: 200, requestRetries: 1000 });

const first = context.connector('rep');
const endpoint = first.bind(process.argv[2] ?? 'ipc://*');
client.connect(endpoint);
await client.send('what is the time?');
console.log(`server 1 was asked: ${(await first.recv(patience))[0]}`);
await first.close();

const second = context.connector('rep');
second.bind(endpoint);
const request = await second.recv(patience);
assert(isRedelivered(request));
console.log(`server 2 was asked: ${request[0]} (redelivered)`);
await second.send('noon');
console.log(`answer: ${(await client.recv(patience))[0]}`);
await second.close();

client.options.requestTimeout = 20;
client.options.requestRetries = 1;
await client.send('is anybody there?');
const failure: unknown = await client.recv(patience).catch((error: unknown) => error);
assert(isYmqError(failure) && failure.code === 'UNDELIVERABLE');
console.log(`without a server: ${failure.code}`);
await client.close({ lingerMs: 0 });
