/**
 * How many messages a second go from a PUSH to a PULL over TCP, each in a Node process of its own: libymq against the npm
 * package `zeromq`, taking turns so that both see the same machine. Run by `npx tsx bench/node_throughput.ts`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import { Command, InvalidArgumentError } from 'commander';
import { Pull, Push } from 'zeromq';
import { IoContext } from '../bindings/node/src/index.js';

interface Settings {
  size: number;
  count: number;
  rounds: number;
  json: boolean;
}

/** One way to send and receive `count` messages of `size` bytes. */
interface Contender {
  name: string;
  /** Sends them all, and ends when they are gone. */
  push(endpoint: string, size: number, count: number): Promise<void>;
  /** Says where it listens, and resolves to the seconds from the first message to the last. */
  pull(count: number, listening: (endpoint: string) => void): Promise<number>;
}

const kBatch = 256;

function seconds(since: bigint): number {
  return Number(process.hrtime.bigint() - since) / 1e9;
}

/** Seconds from the first to the last of `count` messages. */
async function timeIteration(messages: AsyncIterable<unknown>, count: number): Promise<number> {
  let start = 0n;
  let received = 0;
  for await (const _ of messages) {
    if (received === 0) start = process.hrtime.bigint();
    received += 1;
    if (received === count) break;
  }
  return seconds(start);
}

const contenders: Contender[] = [
  {
    name: 'ymq',
    async push(endpoint, size, count) {
      const context = new IoContext();
      const push = context.connector('push');
      push.connect(endpoint);
      const payload = Buffer.alloc(size, 'x');
      for (let index = 0; index < count; index += 1) await push.send(payload);
      await context.close({ lingerMs: 60_000 });
    },
    async pull(count, listening) {
      const context = new IoContext();
      const pull = context.connector('pull');
      listening(pull.bind('tcp://127.0.0.1:*'));
      const elapsed = await timeIteration(pull, count);
      await context.close();
      return elapsed;
    },
  },
  {
    name: 'ymq, many at a time',
    async push(endpoint, size, count) {
      const context = new IoContext();
      const push = context.connector('push');
      push.connect(endpoint);
      const batch = Array<Buffer>(kBatch).fill(Buffer.alloc(size, 'x'));
      for (let left = count; left > 0; left -= kBatch) await push.sendMany(batch.slice(0, left));
      await context.close({ lingerMs: 60_000 });
    },
    async pull(count, listening) {
      const context = new IoContext();
      const pull = context.connector('pull');
      listening(pull.bind('tcp://127.0.0.1:*'));
      await pull.recv();
      const start = process.hrtime.bigint();
      for (let left = count - 1; left > 0; ) left -= (await pull.recvMany(kBatch)).length;
      const elapsed = seconds(start);
      await context.close();
      return elapsed;
    },
  },
  {
    name: 'zeromq',
    async push(endpoint, size, count) {
      const push = new Push({ linger: 60_000 });
      push.connect(endpoint);
      const payload = Buffer.alloc(size, 'x');
      for (let index = 0; index < count; index += 1) await push.send(payload);
      push.close();
    },
    async pull(count, listening) {
      const pull = new Pull();
      await pull.bind('tcp://127.0.0.1:*');
      listening(pull.lastEndpoint!);
      const elapsed = await timeIteration(pull, count);
      pull.close();
      return elapsed;
    },
  },
];

const thisFile = fileURLToPath(import.meta.url);

/** Runs one side in a process of its own. */
function startSide(side: 'push' | 'pull', { name }: Contender, { size, count }: Settings, endpoint = '') {
  const args = [side, name, '--size', `${size}`, '--count', `${count}`, ...(endpoint ? ['--endpoint', endpoint] : [])];
  return spawn(process.execPath, ['--import', 'tsx', thisFile, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Messages per second of one run. */
async function measure(contender: Contender, settings: Settings): Promise<number> {
  const pull = startSide('pull', contender, settings);
  const lines = createInterface(pull.stdout)[Symbol.asyncIterator]();
  const push = startSide('push', contender, settings, (await lines.next()).value);
  const ended = [once(push, 'exit'), once(pull, 'exit')];
  const elapsed = Number((await lines.next()).value);
  for (const [code] of await Promise.all(ended)) {
    if (code !== 0) throw new Error(`a process of ${contender.name} ended with status ${code}`);
  }
  return (settings.count - 1) / elapsed;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

async function compare(settings: Settings): Promise<void> {
  const rates = contenders.map((): number[] => []);
  for (let round = 0; round < settings.rounds; round += 1) {
    for (const [index, contender] of contenders.entries()) rates[index]!.push(await measure(contender, settings));
  }
  const baseline = median(rates.at(-1)!);
  const rows = contenders.map(({ name }, index) => {
    const middle = median(rates[index]!);
    return {
      name,
      median: middle,
      min: Math.min(...rates[index]!),
      max: Math.max(...rates[index]!),
      ratio: middle / baseline,
    };
  });
  if (settings.json) console.log(JSON.stringify({ ...settings, unit: 'messages/s', rows }));
  else printTable(settings, rows);
}

function printTable(
  { size, count, rounds }: Settings,
  rows: { name: string; median: number; min: number; max: number; ratio: number }[],
): void {
  const table = new Table({ head: ['', 'messages/s', 'least', 'most', 'ratio'] });
  const rounded = (value: number) => Math.round(value).toLocaleString('en');
  for (const { name, median, min, max, ratio } of rows) {
    table.push([name, rounded(median), rounded(min), rounded(max), `${ratio.toFixed(2)}x`]);
  }
  console.log(`PUSH to PULL over TCP, two Node processes, ${count} messages of ${size} bytes, median of ${rounds}`);
  console.log(table.toString());
}

function naturalNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('a whole number above 0 is needed');
  return value;
}

function contenderOf(name: string): Contender {
  const found = contenders.find((contender) => contender.name === name);
  if (found === undefined) throw new InvalidArgumentError(`one of ${contenders.map((one) => one.name).join(', ')}`);
  return found;
}

const program = new Command('node_throughput')
  .description('Compares the throughput of libymq in Node with that of the npm package zeromq.')
  .option('--size <bytes>', 'bytes of a message', naturalNumber, 64)
  .option('--count <messages>', 'messages in one run', naturalNumber, 1_000_000)
  .option('--rounds <rounds>', 'how often each takes its turn', naturalNumber, 5)
  .option('--json', 'print JSON', false)
  .action((settings: Settings) => compare(settings));

program
  .command('pull', { hidden: true })
  .argument('<contender>', '', contenderOf)
  .action(async ({ pull }: Contender) => console.log(await pull(program.opts().count, console.log)));

program
  .command('push', { hidden: true })
  .argument('<contender>', '', contenderOf)
  .requiredOption('--endpoint <endpoint>')
  .action(({ push }: Contender, { endpoint }: { endpoint: string }) => {
    const { size, count } = program.opts<Settings>();
    return push(endpoint, size, count);
  });

await program.parseAsync();
