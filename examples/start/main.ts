// The main job: a Node client sends every file below a folder through a C broker to Python and Node workers, over every
// transport, and checks the SHA-256 that comes back against its own.
import { Command, InvalidArgumentError } from 'commander';
import { buildAll } from '../../scripts/build.js';
import { environment, python } from '../../scripts/environment.js';
import { killAll } from '../../scripts/run.js';
import { findFiles } from './files.js';

interface Options {
  workers: number;
  transports: string[];
  languages: string[];
  limit: number;
  maxBytes: number;
  inFlight: number;
  timeout: number;
  json: boolean;
}

const maxBytesInFlight = 64 * 1024 * 1024;

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('Not a whole number above 0.');
  return value;
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

function parseArguments(): { folder: string; options: Options } {
  const transports = ['tcp', 'ipc', 'inproc'];
  const languages = ['python', 'node'];
  const program = new Command('npm start --')
    .description('Sends every file below DIR through a C broker to workers, and checks the SHA-256 that comes back.')
    .argument('[DIR]', 'the folder', '/usr/include')
    .option('--workers <n>', 'workers at the end of each lane', positive, 2)
    .option('--transports <list>', `which of ${transports.join(', ')}`, someOf(transports), transports)
    .option('--languages <list>', `which workers, of ${languages.join(', ')}`, someOf(languages), languages)
    .option('--limit <files>', 'no more files than this', positive, Number.POSITIVE_INFINITY)
    .option('--max-bytes <bytes>', 'leave out files larger than this', positive, 256 * 1024 * 1024)
    .option('--in-flight <n>', 'how many files may be on their way at once', positive, 64)
    .option('--timeout <seconds>', 'give a lane up after this long without a reply', positive, 30)
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

async function prepare(): Promise<void> {
  await buildAll([{ name: 'release', targets: ['ymq', 'start_broker', 'start_broker_module'] }, { name: 'node' }]);
  Object.assign(process.env, environment());
}

async function main(): Promise<void> {
  const { folder, options } = parseArguments();
  const signal = interruption();
  await prepare();
  // What follows imports the binding, which a clean clone does not have before it is built.
  const { runJob } = await import('./job.js');
  const found = await findFiles(folder, { maxFiles: options.limit, maxBytes: options.maxBytes });
  if (found.files.length === 0) throw new Error(`There is no readable file below ${folder}.`);
  const isRight = await runJob(folder, found, {
    transports: options.transports,
    languages: options.languages,
    workers: options.workers,
    maxInFlight: options.inFlight,
    maxBytesInFlight,
    silenceMs: options.timeout * 1000,
    json: options.json,
    python,
    signal,
  });
  if (!isRight) process.exitCode ||= 1;
}

await main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode ||= 1;
});
