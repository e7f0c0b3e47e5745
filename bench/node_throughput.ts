/**
 * Messages per second from PUSH to PULL over TCP in Node, in two processes: one way of libymq or the npm package `zeromq`.
 * The receiver counts, from the moment when a fifth has arrived (until then V8 still compiles what runs often) to the last
 * message, and looks at the size and both ends of every message: each is made of a running number that comes round every
 * 256 messages. `npm run bench -- --scenario node` runs every way in turn.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError, Option } from 'commander';
import { Pull, Push } from 'zeromq';
import { IoContext } from '../bindings/node/src/index.js';

interface Stream {
  size: number;
  count: number;
  hwm: number;
}

interface Settings extends Stream {
  way: string;
  limit: number;
  json: boolean;
}

/** One way to send and receive the messages of a stream. */
interface Way {
  /** Sends them all, and ends when they are gone. */
  push(endpoint: string, stream: Stream): Promise<void>;
  /** Says where it listens, and resolves to the messages per second. */
  pull(stream: Stream, listening: (endpoint: string) => void): Promise<number>;
}

const kBatch = 256;
const kLingerMs = 60_000;

function messagesOf({ size }: Stream): Buffer[] {
  return Array.from({ length: kBatch }, (_, number) => Buffer.alloc(size, number));
}

/** Checks messages as they come, and the time that they take. */
class Arrivals {
  readonly #size: number;
  readonly #count: number;
  readonly #warmUp: number;
  #received = 0;
  #begin = 0n;
  #end = 0n;

  constructor(stream: Stream) {
    this.#size = stream.size;
    this.#count = stream.count;
    this.#warmUp = Math.ceil(stream.count / 5);
  }

  get areComplete(): boolean {
    return this.#received === this.#count;
  }

  get perSecond(): number {
    return ((this.#count - this.#warmUp) * 1e9) / Number(this.#end - this.#begin);
  }

  take(parts: Buffer[]): void {
    const [body] = parts as [Buffer];
    const number = this.#received % kBatch;
    const isExpected = body.length === this.#size && body[0] === number && body[this.#size - 1] === number;
    if (parts.length !== 1 || !isExpected) throw new Error(`message ${this.#received} is another one`);
    this.#received += 1;
    if (this.#received === this.#warmUp) this.#begin = process.hrtime.bigint();
    if (this.areComplete) this.#end = process.hrtime.bigint();
  }
}

async function takeAll(messages: AsyncIterable<Buffer[]>, arrivals: Arrivals): Promise<void> {
  for await (const parts of messages) {
    arrivals.take(parts);
    if (arrivals.areComplete) return;
  }
}

const ways: Record<string, Way> = {
  ymq: {
    async push(endpoint, stream) {
      const context = new IoContext();
      const push = context.connector('push', { sendHwm: stream.hwm });
      push.connect(endpoint);
      const messages = messagesOf(stream);
      for (let index = 0; index < stream.count; index += 1) await push.send(messages[index % kBatch]!);
      await context.close({ lingerMs: kLingerMs });
    },
    async pull(stream, listening) {
      const context = new IoContext();
      const pull = context.connector('pull', { receiveHwm: stream.hwm });
      const arrivals = new Arrivals(stream);
      listening(pull.bind('tcp://127.0.0.1:*'));
      await takeAll(pull, arrivals);
      await context.close();
      return arrivals.perSecond;
    },
  },
  'ymq-many': {
    async push(endpoint, stream) {
      const context = new IoContext();
      const push = context.connector('push', { sendHwm: stream.hwm });
      push.connect(endpoint);
      const messages = messagesOf(stream);
      for (let left = stream.count; left > 0; left -= kBatch) await push.sendMany(messages.slice(0, left));
      await context.close({ lingerMs: kLingerMs });
    },
    async pull(stream, listening) {
      const context = new IoContext();
      const pull = context.connector('pull', { receiveHwm: stream.hwm });
      const arrivals = new Arrivals(stream);
      listening(pull.bind('tcp://127.0.0.1:*'));
      while (!arrivals.areComplete) for (const parts of await pull.recvMany(kBatch)) arrivals.take(parts);
      await context.close();
      return arrivals.perSecond;
    },
  },
  zeromq: {
    async push(endpoint, stream) {
      const push = new Push({ linger: kLingerMs, sendHighWaterMark: stream.hwm });
      push.connect(endpoint);
      const messages = messagesOf(stream);
      for (let index = 0; index < stream.count; index += 1) await push.send(messages[index % kBatch]!);
      push.close();
    },
    async pull(stream, listening) {
      const pull = new Pull({ receiveHighWaterMark: stream.hwm });
      const arrivals = new Arrivals(stream);
      await pull.bind('tcp://127.0.0.1:*');
      listening(pull.lastEndpoint!);
      await takeAll(pull, arrivals);
      pull.close();
      return arrivals.perSecond;
    },
  },
};

const thisFile = fileURLToPath(import.meta.url);

/** Runs one side in a process of its own. */
function startSide(side: 'push' | 'pull', { way, size, count, hwm }: Settings, endpoint = '') {
  const numbers = { size, count, hwm };
  const args = Object.entries(numbers).flatMap(([name, value]) => [`--${name}`, `${value}`]);
  const command = ['--import', 'tsx', thisFile, '--way', way, ...args, side, ...(endpoint ? [endpoint] : [])];
  return spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Messages per second. */
async function measure(settings: Settings): Promise<number> {
  const pull = startSide('pull', settings);
  const lines = createInterface(pull.stdout)[Symbol.asyncIterator]();
  const push = startSide('push', settings, await next(lines));
  const timer = setTimeout(() => [push, pull].map((side) => side.kill('SIGKILL')), settings.limit * 1000);
  const ended = Promise.all([once(push, 'exit'), once(pull, 'exit')]);
  const perSecond = Number(await next(lines));
  for (const [code] of await ended) {
    if (code !== 0) throw new Error(`a side ended with status ${code}`);
  }
  clearTimeout(timer);
  return perSecond;
}

async function next(lines: AsyncIterator<string>): Promise<string> {
  const { value, done } = await lines.next();
  if (done) throw new Error('the receiver ended without a result, or took too long');
  return value;
}

function naturalNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('a whole number above 0 is needed');
  return value;
}

const program = new Command('node_throughput')
  .description('Measures how many messages a second go from PUSH to PULL in Node.')
  .addOption(new Option('--way <way>', 'how').choices(Object.keys(ways)).makeOptionMandatory())
  .option('--size <bytes>', 'bytes of a message', naturalNumber, 64)
  .option('--count <messages>', 'messages', naturalNumber, 1_000_000)
  .option('--hwm <messages>', 'high-water mark of both sides', naturalNumber, 1000)
  .option('--limit <seconds>', 'after which it gives up', naturalNumber, 120)
  .option('--json', 'print JSON', false)
  .action(async (settings: Settings) => {
    const rate = await measure(settings);
    console.log(settings.json ? JSON.stringify({ messages_per_second: rate }) : `${Math.round(rate)} messages/s`);
  });

const settings = () => program.opts<Settings>();
const way = () => ways[settings().way]!;

program
  .command('pull', { hidden: true })
  .action(async () => console.log(await way().pull(settings(), (endpoint) => console.log(endpoint))));

program
  .command('push', { hidden: true })
  .argument('<endpoint>')
  .action((endpoint: string) => way().push(endpoint, settings()));

await program.parseAsync().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
