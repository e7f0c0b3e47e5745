import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { environment, inProject } from './environment.js';

/** How often each thing was met, by its name. */
export type Counts = Record<string, number>;

/** A seed whose world broke a law. */
export interface BrokenSeed {
  seed: number;
  /** Who talked to whom; empty where the program crashed before it said so. */
  pairing: string;
  law: string;
  what: string;
}

/** What a run has come to so far. */
export interface Findings {
  seeds: number;
  /** What happened in the worlds: faults, and what the library made of them. */
  met: Counts;
  /** How many worlds were of each kind. */
  pairings: Counts;
  broken: BrokenSeed[];
}

/** Which seeds to run: `seeds` of them, each `step` behind the one before. */
export interface Stretch {
  from: number;
  seeds: number;
  step: number;
}

interface Line {
  begun?: number;
  broken?: number;
  pairing?: string;
  law?: string;
  what?: string;
  met?: Counts;
  pairings?: Counts;
}

const running = new Set<ChildProcess>();

/** Ends every program that runs. */
export function stopAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Where a program of the simulator is once it is built. */
export function program(name: string): string {
  return inProject('build', 'release', 'tests', name);
}

/** The names of the canaries, as `tests/sim/canaries/canaries.cmake` lists them. */
export function canaryNames(): string[] {
  const list = readFileSync(inProject('tests/sim/canaries/canaries.cmake'), 'utf8');
  return [...list.matchAll(/^canary\((\w+)/gm)].map(([, name]) => name ?? '');
}

export function add(counts: Counts, more: Counts): Counts {
  const names = [...Object.keys(counts), ...Object.keys(more)];
  return Object.fromEntries(names.map((name) => [name, (counts[name] ?? 0) + (more[name] ?? 0)]));
}

export function sum(all: Findings[]): Findings {
  const none: Findings = { seeds: 0, met: {}, pairings: {}, broken: [] };
  return all.reduce(
    (total, one) => ({
      seeds: total.seeds + one.seeds,
      met: add(total.met, one.met),
      pairings: add(total.pairings, one.pairings),
      broken: [...total.broken, ...one.broken],
    }),
    none,
  );
}

/**
 * Runs the seeds of a stretch, one after the other, and tells of each. A seed at which the program crashes counts as
 * broken, and the run goes on behind it; with `--first` among the options it ends at the first that is broken.
 */
export async function runStretch(
  path: string,
  stretch: Stretch,
  options: string[],
  tell: (findings: Findings) => void,
): Promise<Findings> {
  let done: Findings = sum([]);
  for (let next: Stretch | undefined = stretch; next !== undefined; ) {
    const { findings, rest } = await runOnce(path, next, options, (now) => tell(sum([done, now])));
    done = sum([done, findings]);
    next = options.includes('--first') && done.broken.length > 0 ? undefined : rest;
  }
  tell(done);
  return done;
}

async function runOnce(path: string, stretch: Stretch, options: string[], tell: (findings: Findings) => void) {
  const { from, seeds, step } = stretch;
  const child = spawn(path, ['--from', `${from}`, '--seeds', `${seeds}`, '--step', `${step}`, ...options], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.once('close', (code, signal) => resolve([code, signal]));
    child.once('error', () => resolve([null, null]));
  });
  const said = { findings: sum([]), latest: from, errors: '' };
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said.errors += text;
  });
  for await (const line of createInterface({ input: child.stdout })) {
    take(JSON.parse(line) as Line, said);
    tell(said.findings);
  }
  const [code, signal] = await ended;
  running.delete(child);
  const crashed = code !== 0 && code !== 1;
  if (!crashed) return { findings: said.findings, rest: undefined };
  const what = [signal ?? `status ${code}`, said.errors.trim()].filter(Boolean).join('\n');
  said.findings.broken.push({ seed: said.latest, pairing: '', law: 'nothing crashes', what });
  const left = seeds - (said.latest - from) / step - 1;
  return { findings: said.findings, rest: left > 0 ? { from: said.latest + step, seeds: left, step } : undefined };
}

function take(line: Line, said: { findings: Findings; latest: number }): void {
  const { findings } = said;
  if (line.begun !== undefined) {
    said.latest = line.begun;
    findings.seeds += 1;
  }
  if (line.broken !== undefined) {
    const { pairing = '', law = '', what = '' } = line;
    findings.broken.push({ seed: line.broken, pairing, law, what });
  }
  if (line.met) findings.met = line.met;
  if (line.pairings) findings.pairings = line.pairings;
}
