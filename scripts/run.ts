import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { environment, root } from './environment.js';

/** How a command ended. */
export interface Outcome {
  /** The exit status, or null where a signal ended it. */
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Everything that it wrote, standard output and standard error as they came. */
  output: string;
  seconds: number;
  /** True where its time limit ended it. */
  timedOut: boolean;
  /** The command lines of processes that it started and left behind. They were killed. */
  leftovers: string[];
}

interface RunningProcess {
  pid: number;
  commandLine: string;
}

/** In the environment of every process of a run: the ids of the run and of those that it is part of. */
const marker = 'YMQ_RUN';
const graceMs = 2000;
const groups = new Set<number>();

/** Kills every command that is running, with its process group. For the end of an interrupted run. */
export function killAll(): void {
  for (const group of groups) killGroup(group);
}

/**
 * Runs a command in the project's folder, in a process group of its own and without a terminal, for `limitSeconds` at
 * most. Waits for its end and sees to it that nothing which it started is left.
 */
export async function run(command: string[], limitSeconds: number, env: Record<string, string> = {}): Promise<Outcome> {
  const id = randomUUID();
  const began = performance.now();
  const child = start(command, { ...env, [marker]: `${process.env[marker] ?? ''}/${id}` });
  const output: string[] = [];
  child.stdout?.setEncoding('utf8').on('data', (text) => output.push(text));
  child.stderr?.setEncoding('utf8').on('data', (text) => output.push(text));
  const closed = new Promise((resolve) => child.once('close', resolve));
  const end = await ended(child, limitSeconds);
  const leftovers = await clearLeftovers(id);
  await Promise.race([closed, delay(graceMs, undefined, { ref: false })]);
  return { ...end, output: output.join(''), seconds: (performance.now() - began) / 1000, leftovers };
}

function start([program, ...args]: string[], env: Record<string, string>): ChildProcess {
  const options = { cwd: root, env: environment(env), detached: true };
  return spawn(program ?? '', args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function ended(child: ChildProcess, limitSeconds: number) {
  let timedOut = false;
  const group = child.pid ?? 0;
  if (group > 0) groups.add(group);
  const timer = setTimeout(() => {
    timedOut = true;
    killGroup(group);
  }, limitSeconds * 1000);
  const [code, signal] = await exitOf(child);
  clearTimeout(timer);
  groups.delete(group);
  return { code, signal, timedOut };
}

/** A command that cannot be started ends with 127, as in a shell. */
function exitOf(child: ChildProcess): Promise<[number | null, NodeJS.Signals | null]> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve([code, signal]));
    child.once('error', (error) => {
      child.stderr?.emit('data', `${error.message}\n`);
      resolve([127, null]);
    });
  });
}

function killGroup(group: number): void {
  try {
    if (group > 0) process.kill(-group, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}

/** Gives processes that are about to end the time to do so, then names and kills what is left, and sees it gone. */
async function clearLeftovers(id: string): Promise<string[]> {
  const left = await waitForNone(id);
  for (const { pid } of left) kill(pid);
  await waitForNone(id);
  return left.map(({ commandLine }) => commandLine);
}

/** Returns what is still there when the patience ends. */
async function waitForNone(id: string): Promise<RunningProcess[]> {
  const deadline = performance.now() + graceMs;
  let left = processesOf(id);
  while (left.length > 0 && performance.now() < deadline) {
    await delay(50);
    left = processesOf(id);
  }
  return left;
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}

/** The processes that inherited this run's id in their environment, whichever group they moved to since. */
function processesOf(id: string): RunningProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => readProcess(pid, 'environ').includes(`/${id}`))
    .map((pid) => ({ pid: Number(pid), commandLine: readProcess(pid, 'cmdline').replaceAll('\0', ' ').trim() }));
}

/** Empty for a process that has ended or belongs to somebody else. */
function readProcess(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}
