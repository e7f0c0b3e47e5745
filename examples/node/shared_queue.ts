/** A shared queue: clients ask the front, whichever worker is free answers at the back, and neither knows the other. */
import { IoContext } from 'ymq';

const context = new IoContext();
const front = context.connector('router');
const back = context.connector('dealer');
const clients = front.bind('tcp://127.0.0.1:*');
const workers = back.bind('tcp://127.0.0.1:*');
const queue = context.proxy(front, back);

async function work(): Promise<void> {
  const worker = context.connector('rep');
  worker.connect(workers);
  for await (const [question] of worker) await worker.send(`you asked: ${question}`);
}

async function ask(question: string): Promise<string> {
  const client = context.connector('req');
  client.connect(clients);
  await client.send(question);
  const [answer] = await client.recv({ timeoutMs: 10_000 });
  await client.close();
  return String(answer);
}

const working = [work(), work()];
for (const answer of await Promise.all(['what', 'when', 'why'].map(ask))) console.log(answer);
console.log(`${queue.stats().messagesToBack} questions went through the queue`);
await context.close();
await Promise.all(working);
