// Runs the simulator: the library itself in whole worlds with a simulated network and clock, each of which follows from one
// seed, and an oracle that holds it to the laws of delivery.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { SingleBar } from 'cli-progress';
import { Command, type CommanderError, InvalidArgumentError } from 'commander';
import { buildAll } from './build.js';
import { environment } from './environment.js';
import { type BrokenSeed, canaryNames, type Findings, program, runStretch, stopAll, sum } from './simulator.js';

interface Settings {
  seeds: number;
  from?: number;
  replay?: number;
  jobs: number;
  canaries: boolean;
  laws?: string;
  report?: string;
}

/** One line of a report: a test, and why it failed, if it did. */
interface Result {
  name: string;
  failure?: string;
}

/** Within so many seeds a library that is broken on purpose has to be found out. */
const seedsOfCanary = 500;

/** What of all that was met is shown while a run goes on. */
const shown = ['resets', 'half closes', 'silences', 'deaths', 'resumed sessions', 'resent messages'];

const help = `
Ends with status 0; 1 where a law was broken, 2 for a wrong use. A seed that broke one is run again, with everything that
happens told, by  npm run sim -- --replay SEED.`;

function naturalNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('a whole number is needed');
  return value;
}

function parse(): Settings {
  const command = new Command('npm run sim --')
    .description('Runs the library in simulated worlds, one for each seed, and holds it to its laws.')
    .option('--seeds <count>', 'how many seeds to run', naturalNumber, 1000)
    .option('--from <seed>', 'the first of them (default: new ones each time; with --canaries 1)', naturalNumber)
    .option('--replay <seed>', 'run this seed alone, and tell what happens', naturalNumber)
    .option('--jobs <count>', 'how many to run at a time', naturalNumber, availableParallelism())
    .option('--canaries', 'run libraries that are broken on purpose: each must be found out', false)
    .option('--laws <laws>', 'the laws to hold it to: plain, acknowledged or full (default: those that it keeps)')
    .option('--report <file>', 'write a JUnit report to this file')
    .addHelpText('after', help)
    .exitOverride((error: CommanderError) => process.exit(error.exitCode === 0 ? 0 : 2));
  const settings = command.parse().opts<Settings>();
  if (settings.jobs < 1) command.error('error: at least one job is needed');
  return settings;
}

function lawOptions({ laws }: Settings): string[] {
  return laws === undefined ? [] : ['--laws', laws];
}

/** Shows how far a run is, and prints broken seeds above the bar as they come. */
class Progress {
  readonly #bar = new SingleBar({
    format: '{bar} {value}/{total} seeds  {rate}/s  {met}',
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    noTTYOutput: true,
    notTTYSchedule: 10_000,
  });
  readonly #began = performance.now();
  readonly #printed = new Set<number>();

  constructor(seeds: number) {
    this.#bar.start(seeds, 0, { rate: 0, met: '' });
  }

  show({ seeds, met, broken }: Findings): void {
    for (const each of broken) this.#print(each);
    const rate = Math.round(seeds / ((performance.now() - this.#began) / 1000));
    this.#bar.update(seeds, { rate, met: shown.map((name) => `${name} ${met[name] ?? 0}`).join(', ') });
  }

  stop(): void {
    this.#bar.stop();
  }

  #print(seed: BrokenSeed): void {
    if (this.#printed.has(seed.seed)) return;
    this.#printed.add(seed.seed);
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    console.log(describe(seed));
  }
}

function describe({ seed, pairing, law, what }: BrokenSeed): string {
  const where = pairing === '' ? '' : ` (${pairing})`;
  return `seed ${seed}${where} broke the law "${law}"\n  ${what}\n  npm run sim -- --replay ${seed}`;
}

async function runSeeds(settings: Settings): Promise<Result[]> {
  await buildAll([{ name: 'release', targets: ['ymq_sim_run'] }]);
  const { seeds, from = Date.now() * 1000, jobs } = settings;
  console.log(`${seeds} seeds from ${from} on`);
  const progress = new Progress(seeds);
  const parts: Findings[] = [];
  const ofJob = (job: number) => ({ from: from + job, seeds: Math.ceil((seeds - job) / jobs), step: jobs });
  const runs = Array.from({ length: Math.min(jobs, seeds) }, (_, job) =>
    runStretch(program('ymq_sim_run'), ofJob(job), lawOptions(settings), (findings) => {
      parts[job] = findings;
      progress.show(sum(parts.filter(Boolean)));
    }),
  );
  const found = sum(await Promise.all(runs));
  progress.stop();
  showFindings(found);
  return resultsOf(found);
}

function showFindings({ seeds, met, broken }: Findings): void {
  const names = Object.keys(met).sort();
  for (const name of names) console.log(`  ${name.padEnd(24)}${`${met[name]}`.padStart(12)}`);
  console.log(`${seeds} seeds, ${broken.length} broken`);
}

/** A test for each kind of world. */
function resultsOf({ pairings, broken }: Findings): Result[] {
  const told = (pairing: string) => broken.filter((each) => each.pairing === pairing).map(describe);
  const failed = (failures: string[]) => (failures.length > 0 ? { failure: failures.join('\n') } : {});
  const kinds = Object.keys(pairings).sort();
  const crashes = told('').length > 0 ? [{ name: 'simulated worlds end', ...failed(told('')) }] : [];
  return [...kinds.map((kind) => ({ name: `simulated ${kind}`, ...failed(told(kind)) })), ...crashes];
}

async function runCanaries(settings: Settings): Promise<Result[]> {
  await buildAll([{ name: 'release', targets: ['ymq_sim_canaries'] }]);
  const results: Result[] = [];
  for (const name of canaryNames()) results.push(await runCanary(name, settings));
  return results;
}

async function runCanary(name: string, settings: Settings): Promise<Result> {
  const { from = 1 } = settings;
  const stretch = { from, seeds: seedsOfCanary, step: 1 };
  const options = ['--first', ...lawOptions(settings)];
  const { seeds, broken } = await runStretch(program(`ymq_sim_canary_${name}`), stretch, options, () => {});
  const [caught] = broken;
  console.log(`${name}: ${caught ? `caught at seed ${seeds}: ${caught.law}` : 'NOT CAUGHT'}`);
  const result = { name: `the simulator catches a library that ${name.replaceAll('_', ' ')}` };
  return caught ? result : { ...result, failure: `not caught within ${seedsOfCanary} seeds from ${from} on` };
}

function escaped(text: string): string {
  const references: Record<string, string> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };
  return text.replace(/[<>&"]/g, (letter) => references[letter] ?? letter);
}

function writeReport(file: string, results: Result[]): void {
  const cases = results.map(({ name, failure }) => {
    const inner = failure === undefined ? '' : `<failure message="broken">${escaped(failure)}</failure>`;
    return `<testcase name="${escaped(name)}">${inner}</testcase>`;
  });
  writeFileSync(file, `<testsuites><testsuite>\n${cases.join('\n')}\n</testsuite></testsuites>\n`);
}

async function replay(seed: number, settings: Settings): Promise<number> {
  await buildAll([{ name: 'release', targets: ['ymq_sim_run'] }]);
  const words = ['--replay', `${seed}`, '--trace', ...lawOptions(settings)];
  const { status } = spawnSync(program('ymq_sim_run'), words, { env: environment(), stdio: 'inherit' });
  return status ?? 1;
}

function stopOn(signal: NodeJS.Signals, exitCode: number): void {
  process.once(signal, () => {
    stopAll();
    process.exit(exitCode);
  });
}

async function main(): Promise<number> {
  const settings = parse();
  stopOn('SIGINT', 130);
  stopOn('SIGTERM', 143);
  if (settings.replay !== undefined) return await replay(settings.replay, settings);
  const results = settings.canaries ? await runCanaries(settings) : await runSeeds(settings);
  if (settings.report !== undefined) writeReport(settings.report, results);
  return results.some(({ failure }) => failure !== undefined) ? 1 : 0;
}

process.exitCode = await main().catch((error: Error) => {
  console.error(error.message);
  return 1;
});
