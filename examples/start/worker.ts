// A worker: connects to the broker's back and answers `[client, number, content]` with `[client, number, SHA-256]`.
// As a program, `worker.ts ENDPOINT`, it runs until its standard input ends, so it never outlives whoever started it, and
// writes then how many messages it has sent again.
import { createHash } from 'node:crypto';
import { IoContext } from 'ymq';
import type { Dealer } from './dealer.js';

/** Answers until the dealer closes. */
export async function serve(dealer: Dealer): Promise<void> {
  for await (const [client, number, content] of dealer) {
    await dealer.send([client!, number!, createHash('sha256').update(content!).digest()]);
  }
}

export async function serveUntilEndOfInput(dealer: Dealer): Promise<void> {
  process.stdout.on('error', () => {}); // Whoever started this may be gone.
  console.log('ready');
  process.stdin.resume().once('end', () => {
    console.log(dealer.stats().messagesResent);
    void dealer.close();
  });
  await serve(dealer);
}

async function main(endpoint: string): Promise<void> {
  const context = new IoContext();
  const connector = context.connector('dealer');
  connector.connect(endpoint);
  await serveUntilEndOfInput(connector);
  await context.close();
}

if (process.argv[1] === import.meta.filename) await main(process.argv[2] ?? '');
