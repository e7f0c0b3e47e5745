// Compares libymq with its peers on this machine. Everything that is compared takes turns, so that a machine that slows
// down slows down all of it; medians, their spread and ratios are shown and written to bench/report.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, type CommanderError, InvalidArgumentError } from 'commander';
import { type BuildName, buildAll } from '../scripts/build.js';
import { inProject } from '../scripts/environment.js';
import { killAll } from '../scripts/run.js';
import { type Choice, choose, contendersOf, effort, measureScenario } from './compare.js';
import { failuresOf, variant } from './judgement.js';
import { describeMachine } from './machine.js';
import { type Absences, findAbsences, findOthers, whyMissing } from './peers.js';
import { measure } from './programs.js';
import { formatDuration, Progress } from './progress.js';
import { type Findings, toJson, writeReport } from './report.js';
import type { Bench, ScenarioResult } from './rounds.js';
import { type Scenario, scenarios } from './scenarios.js';
import { detailTables, ratioTable, tally, toTerminal } from './table.js';

interface Settings extends Choice {
  list: boolean;
  report: boolean;
  reference: boolean;
  json?: string;
}

const collect = (value: string, before: string[]) => [...before, value];

function naturalNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('a whole number above 0 is needed');
  return value;
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('a number above 0 is needed');
  return value;
}

function scenarioName(text: string, before: string[]): string[] {
  if (!scenarios.some(({ name }) => name === text)) throw new InvalidArgumentError('--list shows the names');
  return collect(text, before);
}

const help = `
Ends with status 0; 1 where a run failed, which its cell then shows while the others go on; 2 for a wrong use.`;

function parse(): Settings {
  const program = new Command('npm run bench --')
    .description('Compares the speed of libymq with that of libzmq and other peers on this machine.')
    .option('--scenario <name>', 'only this row of the ratio table; may be given several times', scenarioName, [])
    .option('--case <text>', 'only cases whose name contains this; may be given several times', collect, [])
    .option('--list', 'show the scenarios and their cases and run none', false)
    .option('--rounds <rounds>', 'how often each takes its turn (default: 5, with --quick 1)', naturalNumber)
    .option('--seconds <seconds>', 'about how long a run sends (default: 0.3, with --quick 0.1)', positiveNumber)
    .option('--pinned', 'with each side on a processor of its own', false)
    .option('--unpinned', 'where the system puts them; without either option, headline scenarios have both', false)
    .option('--both', 'pinned and unpinned', false)
    .option('--quick', 'a look of about a minute: a case or two of each scenario', false)
    .option('--no-report', 'write no report')
    .option('--reference', 'write the report to bench/report/reference, which is committed', false)
    .option('--json <file>', 'write every sample to this file')
    .addHelpText('after', help)
    .exitOverride((error: CommanderError) => process.exit(error.exitCode === 0 ? 0 : 2));
  const { both, ...given } = program.parse().opts<Partial<Settings> & { both: boolean } & Omit<Settings, 'rounds'>>();
  const { rounds = given.quick ? 1 : 5, seconds = given.quick ? 0.1 : 0.3 } = given;
  return { ...given, rounds, seconds, pinned: given.pinned || both, unpinned: given.unpinned || both };
}

function list(chosen: Scenario[]): void {
  for (const { name, title, points } of chosen) {
    console.log(`${name.padEnd(20)}${title}`);
    for (const point of points) console.log(`${''.padEnd(20)}  ${point.name}`);
  }
}

/** The library, which the programs of the bindings load as well, and the C++ programs that the scenarios need. */
async function buildFor(chosen: Scenario[]): Promise<void> {
  const hosted = ['python_throughput', 'node_throughput'];
  const programs = new Set(chosen.flatMap(({ points }) => points.map(({ program }) => program)));
  const targets = [...programs].filter((program) => !hosted.includes(program)).map((program) => `bench_${program}`);
  const builds: { name: BuildName; targets: string[] }[] = [{ name: 'release', targets: ['ymq', ...targets] }];
  await buildAll(builds);
}

function absencesOf(absences: Absences): string[] {
  return [...absences.libraries.values(), ...absences.backends.values()];
}

async function measureAll(chosen: Scenario[], settings: Settings, absences: Absences): Promise<ScenarioResult[]> {
  const missing = (contender: Parameters<Bench['missing']>[0]) => whyMissing(absences, contender);
  const work = effort(chosen, settings, { run: measure, missing, progress: () => {} });
  console.error(`${work.runs} runs, about ${formatDuration(work.seconds)}`);
  const progress = new Progress(work);
  const bench: Bench = { run: measure, missing, progress: (seconds) => progress.advance(seconds) };
  const results: ScenarioResult[] = [];
  try {
    for (const scenario of chosen)
      results.push(await measureScenario(scenario, settings, bench, (what) => progress.begin(what)));
  } finally {
    progress.stop();
  }
  return results;
}

function showDetails(result: ScenarioResult): void {
  for (const pinned of [false, true]) {
    for (const table of detailTables(variant(result, pinned))) {
      console.log(`\n${result.scenario.title}${pinned ? ', pinned' : ''}`);
      console.log(toTerminal(table));
    }
  }
}

function show({ results, absent }: Findings): void {
  results.forEach(showDetails);
  console.log('\nThe ratio table: libymq at its best over libzmq at its best, or over the peer that is named');
  console.log(toTerminal(ratioTable(results)));
  console.log(tally(results));
  for (const line of absent) console.log(line);
  for (const line of failuresOf(results)) console.log(`failed: ${line}`);
}

function write(findings: Findings, { report, reference, json }: Settings): void {
  if (json !== undefined) writeFileSync(json, toJson(findings));
  if (!report && !reference) return;
  const folder = join('bench', 'report', reference ? 'reference' : 'latest');
  writeReport(inProject(folder), findings);
  console.log(`\nThe report is in ${join(folder, 'report.md')}`);
}

function stopOn(signal: NodeJS.Signals, exitCode: number): void {
  process.once(signal, () => {
    killAll();
    process.exit(exitCode);
  });
}

async function main(): Promise<void> {
  const settings = parse();
  const chosen = choose(scenarios, settings);
  if (chosen.length === 0) {
    console.error('error: no case has such a name; --list shows the names');
    process.exitCode = 2;
    return;
  }
  if (settings.list) return list(chosen);
  stopOn('SIGINT', 130);
  stopOn('SIGTERM', 143);
  await buildFor(chosen);
  const absences = await findAbsences(contendersOf(chosen), !settings.quick);
  const machine = describeMachine();
  const results = await measureAll(chosen, settings, absences);
  const isWhole = !settings.quick && settings.scenario.length === 0;
  const absent = [...absencesOf(absences), ...(isWhole ? await findOthers() : [])];
  const { rounds, seconds } = settings;
  const findings = { machine, settings: { rounds, seconds }, results, absent };
  show(findings);
  write(findings, settings);
  if (failuresOf(results).length > 0) process.exitCode = 1;
}

await main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
