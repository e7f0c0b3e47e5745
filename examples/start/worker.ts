// A worker: connects to the broker's back and answers `[client, number, content]` with `[client, number, SHA-256]`.
// As a program, `worker.ts ENDPOINT`, it runs until its standard input ends, so it never outlives whoever started it.
import { createHash } from 'node:crypto';
import { type Connector, IoContext } from 'ymq';

/** Answers until the connector closes. */
export async function serve(connector: Connector): Promise<void> {
  for await (const [client, number, content] of connector) {
    await connector.send([client!, number!, createHash('sha256').update(content!).digest()]);
  }
}

async function main(endpoint: string): Promise<void> {
  const context = new IoContext();
  const connector = context.connector('dealer');
  connector.connect(endpoint);
  console.log('ready');
  process.stdin.resume().once('end', () => void connector.close());
  await serve(connector);
  await context.close();
}

if (process.argv[1] === import.meta.filename) await main(process.argv[2] ?? '');
