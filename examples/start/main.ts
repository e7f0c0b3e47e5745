// The main job: a Node client sends every file below a folder through a C broker to Python and Node workers, over every
// transport, and checks the SHA-256 that comes back against its own. Meanwhile every connection is cut again and again.
import { randomInt } from 'node:crypto';
import { Command, InvalidArgumentError, Option } from 'commander';
import { buildAll } from '../../scripts/build.js';
import { environment, python } from '../../scripts/environment.js';
import { killAll } from '../../scripts/run.js';
import { findFiles } from './files.js';
import type { Delivery, Library } from './lanes.js';
import { silenceSeconds } from './silence.js';

interface Options {
  library: Library;
  delivery: Delivery;
  compare: boolean;
  cuts: number;
  seed?: number;
  workers: number;
  transports: string[];
  languages: string[];
  limit: number;
  maxBytes: number;
  inFlight: number;
  timeout?: number;
  json: boolean;
}

const maxBytesInFlight = 64 * 1024 * 1024;

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('Not a whole number above 0.');
  return value;
}

function natural(text: string): number {
  return text === '0' ? 0 : positive(text);
}

/** Reads a comma-separated choice of these words. */
function someOf(words: string[]): (text: string) => string[] {
  return (text) => {
    const chosen = text.split(',');
    const unknown = chosen.find((word) => !words.includes(word));
    if (unknown !== undefined) throw new InvalidArgumentError(`'${unknown}' is none of ${words.join(', ')}.`);
    return words.filter((word) => chosen.includes(word));
  };
}

/** One of these words, the first of them by default. */
function choice(flags: string, about: string, words: string[]): Option {
  return new Option(flags, about).choices(words).default(words[0]);
}

function parseArguments(): { folder: string; options: Options } {
  const transports = ['tcp', 'ipc', 'inproc'];
  const languages = ['python', 'node'];
  const deliveries = ['acknowledged', 'plain'];
  const libraries = ['libymq', 'libzmq'];
  const byDelivery = `(default: ${silenceSeconds.acknowledged}, plain ${silenceSeconds.plain})`;
  const program = new Command('npm start --')
    .description(
      'Sends every file below DIR through a C broker to workers, while connections are cut, and checks what comes back.',
    )
    .argument('[DIR]', 'the folder', '/usr/include')
    .option('--workers <n>', 'workers at the end of each lane', positive, 2)
    .option('--transports <list>', `which of ${transports.join(', ')}`, someOf(transports), transports)
    .option('--languages <list>', `which workers, of ${languages.join(', ')}`, someOf(languages), languages)
    .option('--limit <files>', 'no more files than this', positive, Number.POSITIVE_INFINITY)
    .option('--max-bytes <bytes>', 'leave out files larger than this', positive, 256 * 1024 * 1024)
    .option('--in-flight <n>', 'how many files may be on their way at once', positive, 64)
    .option('--cuts <n>', 'how often each connection is cut', natural, 5)
    .option('--seed <n>', 'where they are cut (default: elsewhere each time)', natural)
    .addOption(choice('--delivery <kind>', 'whether libymq makes good what broken connections lose', deliveries))
    .addOption(choice('--library <name>', 'what carries the messages; the delivery of libzmq is plain', libraries))
    .addOption(new Option('--compare', 'do the job in each of these three ways').conflicts(['delivery', 'library']))
    .option('--timeout <seconds>', `what is on its way is lost after this long without a reply ${byDelivery}`, positive)
    .option('--json', 'write the results as JSON instead of a table', false)
    .parse();
  return { folder: program.args[0] ?? '/usr/include', options: program.opts<Options>() };
}

/** Ends the build, or the job in order, on the first Ctrl-C or SIGTERM; a second one ends it at once. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const [signal, exitCode] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      process.exitCode = exitCode;
      controller.abort();
      killAll();
    });
  }
  return controller.signal;
}

/** Those that have connections to cut, where it comes to a comparison. */
function transportsOf({ transports, library, compare }: Options): string[] {
  const isCompared = compare || library === 'libzmq';
  if (isCompared && transports.includes('inproc')) console.error('inproc is left out: it has no connections to cut');
  const chosen = transports.filter((transport) => !isCompared || transport !== 'inproc');
  if (chosen.length === 0) throw new Error('There is no transport left.');
  return chosen;
}

async function prepare(): Promise<void> {
  const targets = ['ymq', 'start_broker', 'start_broker_module', 'start_broker_zmq'];
  await buildAll([{ name: 'release', targets }, { name: 'node' }]);
  Object.assign(process.env, environment());
}

async function main(): Promise<void> {
  const { folder, options } = parseArguments();
  const signal = interruption();
  await prepare();
  // What follows imports the binding, which a clean clone does not have before it is built.
  const { runComparison, runJob } = await import('./job.js');
  const found = await findFiles(folder, { maxFiles: options.limit, maxBytes: options.maxBytes });
  if (found.files.length === 0) throw new Error(`There is no readable file below ${folder}.`);
  const run = options.compare ? runComparison : runJob;
  const isRight = await run(folder, found, {
    ...options,
    delivery: options.library === 'libzmq' ? 'plain' : options.delivery,
    transports: transportsOf(options),
    seed: options.seed ?? randomInt(2 ** 32),
    maxInFlight: options.inFlight,
    maxBytesInFlight,
    python,
    signal,
  });
  if (!isRight) process.exitCode ||= 1;
}

await main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode ||= 1;
});
