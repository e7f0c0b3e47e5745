import { inProject, python, typescript } from '../scripts/environment.js';
import { type Outcome, run } from '../scripts/run.js';
import { figures, type Sample } from './figures.js';

/** What can be run: the C++ programs of `bench/programs`, those of the bindings, and those of `bench/peers`. */
export type ProgramName =
  | 'throughput'
  | 'round_trip'
  | 'router'
  | 'fanout'
  | 'burst'
  | 'idle'
  | 'large'
  | 'python_throughput'
  | 'node_throughput'
  | 'rzmq';

export type Options = Record<string, string | number | true>;

/** One run of a program, which measures one way of one library and prints its figures as a line of JSON. */
export interface Invocation {
  program: ProgramName;
  options: Options;
  env: Record<string, string>;
  /** Counts system calls with strace, of all processes of the program together. Nothing else is measured then. */
  traced: boolean;
  limitSeconds: number;
}

/** Where the programs are. */
export type Locate = (name: ProgramName) => string[];

/** A run that gave no figures. The message is one line and says why. */
export class RunFailed extends Error {}

const hostedPrograms: Partial<Record<ProgramName, string[]>> = {
  python_throughput: [python, inProject('bench', 'python_throughput.py')],
  node_throughput: typescript(inProject('bench', 'node_throughput.ts')),
  rzmq: [inProject('build', 'peers', 'release', 'bench_rzmq')],
};

/** The programs as `npm run bench` builds them. */
export function locate(name: ProgramName): string[] {
  return hostedPrograms[name] ?? [inProject('build', 'release', 'bench', `bench_${name}`)];
}

/** As the programs take them: `{ way: 'raw', pin: true }` becomes `--way raw --pin`. */
export function toArguments(options: Options): string[] {
  return Object.entries(options).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [`--${name}`, `${value}`],
  );
}

/** Runs a program once. Throws `RunFailed` where it fails, takes too long, or leaves processes behind. */
export async function measure(invocation: Invocation, where: Locate = locate): Promise<Sample> {
  const { program, options, limitSeconds } = invocation;
  const command = [...where(program), ...toArguments({ ...options, limit: limitSeconds }), '--json'];
  if (invocation.traced) return await measureTraced(command, invocation);
  return parseFigures(await runWell(command, invocation), Number(options.size));
}

/** The program gives up by itself at its limit, and says what it was waiting for; a little later it is killed. */
async function runWell(command: string[], { env, limitSeconds }: Invocation): Promise<string> {
  const outcome = await run(command, limitSeconds + 15, env);
  const fault = faultOf(outcome);
  if (fault) throw new RunFailed(fault);
  return outcome.output;
}

function faultOf({ code, signal, output, timedOut, leftovers }: Outcome): string | undefined {
  const said = lastLines(output);
  if (timedOut) return `killed at its time limit. ${said}`.trim();
  if (signal) return `ended by ${signal}. ${said}`.trim();
  if (code !== 0) return said || `ended with status ${code}`;
  return leftovers.length > 0 ? `left processes behind: ${leftovers.join(', ')}` : undefined;
}

/** The reason is in one of them: which side says it first differs. */
function lastLines(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== '' && !line.startsWith('{')))].slice(-3).join('; ');
}

/** Reads the line of JSON out of what a program wrote, whatever its libraries wrote around it, about `size` bytes. */
export function parseFigures(output: string, size: number): Sample {
  const line = output.split('\n').findLast((text) => text.startsWith('{'));
  if (line === undefined) throw new RunFailed('it printed no figures');
  try {
    return withDerived(onlyNumbers(JSON.parse(line) as Record<string, unknown>), size);
  } catch {
    throw new RunFailed(`not JSON: ${line.slice(0, 200)}`);
  }
}

function onlyNumbers(read: Record<string, unknown>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(read).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

/** Adds what follows from several figures, and drops what nobody shows. */
function withDerived(read: Record<string, number>, size: number): Sample {
  const { sender_cpu_ns, receiver_cpu_ns = 0, sender_copies, receiver_copies, messages_per_second } = read;
  const all: Record<string, number> = { ...read };
  if (sender_cpu_ns !== undefined) all.cpu_seconds_per_million = (sender_cpu_ns + receiver_cpu_ns) / 1000;
  if (sender_copies !== undefined && receiver_copies !== undefined)
    all.copies = Math.max(sender_copies, receiver_copies);
  if (messages_per_second !== undefined) all.gigabits_per_second = messages_per_second * size * 8e-9;
  return Object.fromEntries(Object.entries(all).filter(([name]) => name in figures)) as Sample;
}

/** strace writes its table to standard error when the program has ended. */
async function measureTraced(command: string[], invocation: Invocation): Promise<Sample> {
  const output = await runWell(['strace', '--follow-forks', '--summary-only', ...command], invocation);
  return { system_calls_per_message: parseStrace(output) / Number(invocation.options.count) };
}

/** How many system calls the table of `strace -c` counts, whatever the program wrote around it. */
export function parseStrace(output: string): number {
  const calls = output.match(/^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+)\s+(?:\d+\s+)?total$/m)?.[1];
  if (calls === undefined) throw new RunFailed('strace wrote no summary');
  return Number(calls);
}

/** The run as a line for a shell, as far as it can be repeated by hand. */
export function commandLine({ program, options, env, traced }: Invocation, where: Locate = locate): string {
  const words = [
    ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
    ...(traced ? ['strace -f -c'] : []),
    ...where(program).map((word) => word.replace(inProject('') + '/', '').replace(process.execPath, 'node')),
    ...toArguments(options),
  ];
  return words.map((word) => (/^[\w./:=, -]+$/.test(word) ? word : `'${word}'`)).join(' ');
}
