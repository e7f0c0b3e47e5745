// Counts the instructions that a message costs in user space, path by path. Unlike times they are the same on a busy
// machine, so they tell whether a change made a path longer.
import Table from 'cli-table3';
import { Command, InvalidArgumentError } from 'commander';
import {
  type Counts,
  change,
  countInstructions,
  differences,
  readRecord,
  tolerance,
  whyIncomparable,
  writeRecord,
} from './counting.js';

interface Settings {
  check: boolean;
  record: boolean;
  runs: number;
}

type Instructions = Counts['instructions'];

/** Without colours and lines between rows, so that the table can be pasted anywhere. */
const plain = { style: { head: [], border: [], compact: true } };
const sides = ['send', 'receive'];

/** The paths without their sides, in order. */
function pathsOf(...all: Instructions[]): string[] {
  return [...new Set(all.flatMap((one) => Object.keys(one)).map((name) => name.replace(/: \w+$/, '')))];
}

function cellsOf(counted: number | undefined, recorded: number | undefined): string[] {
  const both = counted !== undefined && recorded !== undefined;
  return [counted?.toFixed(1) ?? '', recorded?.toFixed(1) ?? '', both ? change(counted, recorded) : ''];
}

function printTable(counted: Instructions, recorded: Instructions): void {
  const head = ['instructions per message', ...sides.flatMap((side) => [side, 'recorded', 'change'])];
  const table = new Table({ ...plain, head, colAligns: ['left', ...Array(6).fill('right')] });
  for (const path of pathsOf(counted, recorded)) {
    const names = sides.map((side) => `${path}: ${side}`);
    table.push([path, ...names.flatMap((name) => cellsOf(counted[name], recorded[name]))]);
  }
  console.log(table.toString());
  console.log('Profiles for callgrind_annotate --threshold=100 are in build/instructions.');
}

function printSpread(runs: Counts[]): void {
  const spreads = Object.keys(runs[0]!.instructions).map((path) => {
    const counts = runs.map(({ instructions }) => instructions[path]!);
    return { path, spread: Math.max(...counts) / Math.min(...counts) - 1 };
  });
  const widest = spreads.reduce((most, one) => (one.spread > most.spread ? one : most));
  const same = spreads.filter(({ spread }) => spread === 0).length;
  console.log(`${runs.length} runs: ${same} of ${spreads.length} counts are the same in all of them;`);
  console.log(`the widest spread is ${(widest.spread * 100).toFixed(2)} %: ${widest.path}`);
}

/** True where all is as recorded, or cannot be compared. */
function isAsRecorded(counts: Counts, record: Counts): boolean {
  const reason = whyIncomparable(counts.tools, record.tools);
  if (reason !== undefined) {
    console.log(`Not compared: ${reason}.`);
    return true;
  }
  const found = differences(counts.instructions, record.instructions);
  for (const { path, counted, recorded } of found) {
    console.log(`DIFFERENT ${path}: ${counted ?? 'not counted'}, recorded ${recorded ?? 'nothing'}`);
  }
  if (found.length > 0) console.log('Where this is meant: npm run instructions -- --record');
  else console.log(`All counts are within ${tolerance * 100} % of the record.`);
  return found.length === 0;
}

function runsFrom(text: string): number {
  const runs = Number(text);
  if (!Number.isSafeInteger(runs) || runs < 1) throw new InvalidArgumentError('a whole number above 0 is needed');
  return runs;
}

async function main(): Promise<void> {
  const settings = new Command('npm run instructions --')
    .description('Counts the instructions in user space that each message costs, and shows them beside the record.')
    .option('--check', `fail where a count is more than ${tolerance * 100} % from the record`, false)
    .option('--record', 'write the record anew', false)
    .option('--runs <runs>', 'count several times and show how far the counts spread', runsFrom, 1)
    .parse()
    .opts<Settings>();
  const runs: Counts[] = [];
  for (let i = 0; i < settings.runs; i += 1) runs.push(await countInstructions());
  const counts = runs[0]!;
  if (settings.record) writeRecord(counts);
  const record = readRecord();
  printTable(counts.instructions, record.instructions);
  if (settings.runs > 1) printSpread(runs);
  if (settings.check && !isAsRecorded(counts, record)) process.exitCode = 1;
}

await main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
