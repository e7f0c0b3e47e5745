import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { buildAll } from '../../scripts/build.js';
import { inProject } from '../../scripts/environment.js';
import { run } from '../../scripts/run.js';

/** What the number of instructions depends on, beside the code. */
export interface Tools {
  machine: string;
  compiler: string;
  libc: string;
  valgrind: string;
}

/** Instructions in user space for each message, by the name of a path with its side: `..., 16 B, batch: send`. */
export interface Counts {
  tools: Tools;
  instructions: Record<string, number>;
}

/** A path whose count is not what was recorded; `undefined` where there is no such path. */
export interface Difference {
  path: string;
  counted: number | undefined;
  recorded: number | undefined;
}

/** How far a count may be from the record. The counts themselves repeat to the instruction, or nearly so. */
export const tolerance = 0.03;

const recordFile = inProject('bench', 'instructions', 'record.json');
const profiles = inProject('build', 'instructions');
const limitSeconds = 300;

// The C library chooses its functions by the processor. With these it keeps to the ones that every x86-64 has: the
// counts then hold on all of them. One of the others is a single instruction that counts once for every byte it moves.
const tunables = 'glibc.cpu.hwcaps=-AVX2,-AVX_Fast_Unaligned_Load,-ERMS,-AVX512F,-AVX512VL';

/** Builds the program and runs it under callgrind; the profile of each path is left in `build/instructions`. */
export async function countInstructions(): Promise<Counts> {
  await buildAll([{ name: 'release', targets: ['bench_instructions'] }]);
  rmSync(profiles, { recursive: true, force: true });
  mkdirSync(profiles, { recursive: true });
  const lines = linesOf(await underCallgrind());
  const tools = {
    machine: process.arch,
    compiler: lines.get('compiler') ?? '',
    libc: lines.get('libc') ?? '',
    valgrind: (await outputOf(['valgrind', '--version'])).trim(),
  };
  return { tools, instructions: instructionsPerMessage(lines) };
}

/** The environment is empty but for this, because its size would shift the stack. */
async function underCallgrind(): Promise<string> {
  const options = ['-q', '--vgdb=no', '--tool=callgrind', '--collect-atstart=no'];
  return await outputOf([
    ...['env', '-i', `PATH=${process.env.PATH}`, `GLIBC_TUNABLES=${tunables}`],
    ...['valgrind', ...options, `--callgrind-out-file=${profiles}/profile`],
    inProject('build', 'release', 'bench', 'bench_instructions'),
  ]);
}

async function outputOf(command: string[]): Promise<string> {
  const { code, output } = await run(command, limitSeconds);
  if (code !== 0) throw new Error(`${command.join(' ')} ended with status ${code}\n${output}`);
  return output;
}

/** What the program printed: lines of a name and its value. */
function linesOf(output: string): Map<string, string> {
  return new Map([...output.matchAll(/^(.+)\t(.+)$/gm)].map(([, name, value]) => [name!, value!]));
}

/** Reads the profiles, and gives each the name of its path. */
function instructionsPerMessage(messages: Map<string, string>): Record<string, number> {
  const counts = new Map<string, number>();
  for (const file of readdirSync(profiles)) {
    const text = readFileSync(`${profiles}/${file}`, 'utf8');
    const path = text.match(/^desc: Trigger: Client Request: (.*)$/m)?.[1];
    if (path === undefined) continue;
    const total = Number(text.match(/^totals: (\d+)$/m)?.[1]);
    counts.set(path, Math.round((total / Number(messages.get(path))) * 10) / 10);
    renameSync(`${profiles}/${file}`, `${profiles}/${path.replace(/[^A-Za-z0-9]+/g, '-')}`);
  }
  const ordered = [...messages.keys()].filter((path) => counts.has(path));
  return Object.fromEntries(ordered.map((path) => [path, counts.get(path)!]));
}

export function readRecord(): Counts {
  return JSON.parse(readFileSync(recordFile, 'utf8')) as Counts;
}

export function writeRecord(counts: Counts): void {
  writeFileSync(recordFile, `${JSON.stringify(counts, undefined, 2)}\n`);
}

/** Why counts cannot be compared; undefined where they can. */
export function whyIncomparable(counted: Tools, recorded: Tools): string | undefined {
  const names = Object.keys(recorded) as (keyof Tools)[];
  const other = names.filter((name) => counted[name] !== recorded[name]);
  if (other.length === 0) return undefined;
  return other.map((name) => `${name} ${counted[name]}, recorded with ${recorded[name]}`).join('; ');
}

/** Paths that take more or fewer instructions than recorded. Fewer, too: the record is what later changes answer to. */
export function differences(counted: Counts['instructions'], recorded: Counts['instructions']): Difference[] {
  const paths = new Set([...Object.keys(recorded), ...Object.keys(counted)]);
  return [...paths]
    .map((path) => ({ path, counted: counted[path], recorded: recorded[path] }))
    .filter(({ counted: now, recorded: then }) => now === undefined || then === undefined || isFar(now, then));
}

function isFar(now: number, then: number): boolean {
  return !(Math.abs(now - then) <= tolerance * then);
}

/** How the count changed: `+4.1 %`. */
export function change(counted: number, recorded: number): string {
  const percent = (counted / recorded - 1) * 100;
  return `${percent > 0 ? '+' : ''}${percent.toFixed(1)} %`;
}
