import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { Command } from 'commander';
import { type BackendName, backendNames, whyMissing } from './backends.js';
import { type BuildName, build, succeeded } from './build.js';
import { inProject } from './environment.js';
import { type Case, parseJUnit } from './junit.js';
import { killAll, type Outcome, run } from './run.js';
import { type Suite, suites } from './suites.js';

/** What a suite came to: its tests, and everything that it wrote where something failed. */
interface Verdict {
  suite: Suite;
  cases: Case[];
  seconds: number;
  output: string;
}

const results = inProject('build', 'test-results');
const nameWidth = 28;
const buildNiceness = 10;
const builds = new Map<BuildName, Promise<Outcome>>();
const missing = new Map<BackendName, Promise<string | undefined>>();

function failure(name: string, detail: string): Case {
  return { name, result: 'failed', detail };
}

function skip(name: string, detail: string): Case {
  return { name, result: 'skipped', detail };
}

function count(cases: Case[], result: Case['result']): number {
  return cases.filter((one) => one.result === result).length;
}

/** Writes lines whole: one that comes while a suite's line is unfinished waits for its end. */
class Screen {
  #isUnfinished = false;
  readonly #waiting: string[] = [];

  begin(start: string): void {
    this.#isUnfinished = true;
    process.stdout.write(start.padEnd(nameWidth));
  }

  finish(end: string): void {
    this.#isUnfinished = false;
    process.stdout.write([end, ...this.#waiting.splice(0)].map((line) => `${line}\n`).join(''));
  }

  line(text: string): void {
    if (this.#isUnfinished) this.#waiting.push(text);
    else process.stdout.write(`${text}\n`);
  }
}

const screen = new Screen();

/** Builds each thing once, with a line of its own, however many suites ask for it. */
function ensureBuilt(name: BuildName): Promise<Outcome> {
  const known = builds.get(name);
  if (known) return known;
  const started = buildShown(name);
  builds.set(name, started);
  return started;
}

async function buildShown(name: BuildName): Promise<Outcome> {
  const outcome = await build(name, [], buildNiceness);
  const verdict = succeeded(outcome) ? 'done' : 'FAILED';
  screen.line(`${`build ${name}`.padEnd(nameWidth)}${verdict}  ${outcome.seconds.toFixed(1)} s`);
  if (!succeeded(outcome)) screen.line(outcome.output);
  return outcome;
}

/** Most suites wait more than they work, so what later ones need is built while earlier ones run. */
async function buildAhead(chosen: Suite[]): Promise<void> {
  for (const name of new Set(chosen.flatMap((suite) => suite.builds))) await ensureBuilt(name);
}

/** Asks once for each backend, however many suites run on it. */
function whyMissingHere(backend: BackendName): Promise<string | undefined> {
  const known = missing.get(backend);
  if (known) return known;
  const asked = whyMissing(backend);
  missing.set(backend, asked);
  return asked;
}

async function failedBuild(suite: Suite): Promise<BuildName | undefined> {
  for (const name of suite.builds) {
    if (!succeeded(await ensureBuilt(name))) return name;
  }
  return undefined;
}

async function runSuite(suite: Suite): Promise<Verdict> {
  const broken = await failedBuild(suite);
  screen.begin(suite.name);
  if (broken) return { suite, cases: [failure('build', `the build ${broken} failed`)], seconds: 0, output: '' };
  const reason = suite.backend && (await whyMissingHere(suite.backend));
  if (reason) return { suite, cases: [skip('the whole suite', reason)], seconds: 0, output: '' };
  const report = `${results}/${suite.name}.xml`;
  rmSync(report, { force: true });
  const outcome = await run(suite.command(report), suite.limitSeconds, suite.env);
  const cases = [...countCases(suite, outcome, report), ...faultsOfRun(suite, outcome)];
  return { suite, cases, seconds: outcome.seconds, output: outcome.output };
}

function countCases(suite: Suite, outcome: Outcome, report: string): Case[] {
  if (suite.counts === 'exit') return outcome.code === 0 ? [{ name: suite.name, result: 'passed', detail: '' }] : [];
  try {
    const cases = parseJUnit(readFileSync(report, 'utf8'));
    return cases.length > 0 ? cases : [failure('count', 'the suite ran no test at all')];
  } catch (error) {
    return [failure('report', (error as Error).message)];
  }
}

/** What is wrong with a run beyond the tests that it reported. */
function faultsOfRun(suite: Suite, outcome: Outcome): Case[] {
  const faults: Case[] = [];
  if (outcome.timedOut) faults.push(failure('time', `ended after its limit of ${suite.limitSeconds} s`));
  else if (outcome.signal) faults.push(failure('signal', `ended by ${outcome.signal}`));
  else if (outcome.code !== 0) faults.push(failure('exit', `ended with status ${outcome.code}`));
  if (outcome.leftovers.length > 0) faults.push(failure('processes left behind', outcome.leftovers.join('\n')));
  return faults;
}

/** A runner that reports failed tests also ends with a status; that is no failure of its own. */
function withoutEcho(cases: Case[]): Case[] {
  const failed = cases.filter((one) => one.result === 'failed');
  return failed.length > 1 ? cases.filter((one) => one.name !== 'exit') : cases;
}

function showVerdict({ cases, seconds }: Verdict): void {
  const [passed, failed, skipped] = totals(cases);
  const parts = [`${passed} passed`];
  if (failed > 0) parts.push(`${failed} FAILED`);
  if (skipped > 0) parts.push(`${skipped} skipped`);
  screen.finish(`${parts.join(', ')}  ${seconds.toFixed(1)} s`);
}

function showFailures({ suite, cases, output }: Verdict): void {
  const failed = cases.filter((one) => one.result === 'failed');
  if (failed.length === 0) return;
  console.log(`\n==== ${suite.name}: ${suite.about}\n`);
  for (const { name, detail } of failed) console.log(`FAILED ${name}\n${detail.replace(/^/gm, '  ')}\n`);
  if (output.trim() !== '') console.log(`---- output of ${suite.name}\n${output.trimEnd()}\n`);
}

function showSkips({ suite, cases }: Verdict): void {
  for (const { name, detail, result } of cases) {
    if (result === 'skipped') console.log(`skipped ${suite.name}: ${name}: ${detail}`);
  }
}

function choose(only: string[]): Suite[] {
  const isMeant = (suite: Suite) => only.length === 0 || only.some((word) => suite.name.includes(word));
  return suites.filter(isMeant);
}

function list(chosen: Suite[]): void {
  for (const { name, about } of chosen) console.log(`${name.padEnd(nameWidth)}${about}`);
}

function totals(cases: Case[]): [passed: number, failed: number, skipped: number] {
  return [count(cases, 'passed'), count(cases, 'failed'), count(cases, 'skipped')];
}

/** What ran on which backend. The suites of the last row open no context, or use every backend at once. */
function showBackends(verdicts: Verdict[]): void {
  console.log(`\n${''.padEnd(12)}${['passed', 'failed', 'skipped'].map((word) => word.padStart(9)).join('')}`);
  for (const backend of [...backendNames, undefined]) {
    const cases = verdicts.filter(({ suite }) => suite.backend === backend).flatMap((verdict) => verdict.cases);
    const numbers = totals(cases).map((number) => `${number}`.padStart(9));
    console.log(`${(backend ?? 'others').padEnd(12)}${numbers.join('')}`);
  }
}

async function runAll(chosen: Suite[]): Promise<Case[]> {
  mkdirSync(results, { recursive: true });
  const verdicts: Verdict[] = [];
  const ahead = buildAhead(chosen);
  for (const suite of chosen) {
    const verdict = await runSuite(suite);
    verdict.cases = withoutEcho(verdict.cases);
    showVerdict(verdict);
    verdicts.push(verdict);
  }
  await ahead;
  verdicts.forEach(showFailures);
  verdicts.forEach(showSkips);
  showBackends(verdicts);
  return verdicts.flatMap(({ cases }) => cases);
}

function stopOn(signal: NodeJS.Signals, exitCode: number): void {
  process.once(signal, () => {
    killAll();
    process.exit(exitCode);
  });
}

async function main(): Promise<void> {
  const program = new Command('npm test --')
    .description('Builds and runs every test, or some suites of them.')
    .option('--only <name>', 'only suites whose name contains this; may be given several times', collect, [])
    .option('--list', 'show the suites and run none', false);
  const { only, list: isList } = program.parse().opts<{ only: string[]; list: boolean }>();
  const chosen = choose(only);
  if (chosen.length === 0) program.error(`error: no suite is called '${only.join("' or '")}'`);
  if (isList) return list(chosen);
  stopOn('SIGINT', 130);
  stopOn('SIGTERM', 143);
  const cases = await runAll(chosen);
  const [passed, failed, skipped] = totals(cases);
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed > 0 ? 1 : 0;
}

function collect(word: string, earlier: string[]): string[] {
  return [...earlier, word];
}

await main();
