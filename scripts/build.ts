import { existsSync, statSync } from 'node:fs';
import { Command } from 'commander';
import { filesBelow, inProject } from './environment.js';
import { type Outcome, run } from './run.js';

/** What can be built: the C++ tree under one preset of `CMakePresets.json`, or the JavaScript of the Node binding. */
export const buildNames = ['release', 'asan', 'tsan', 'node'] as const;
export type BuildName = (typeof buildNames)[number];

const limitSeconds = 2400;

/**
 * Builds one thing, or of a preset only these targets. Does nothing quickly where nothing changed. `niceness` is how much
 * it gives way to what else runs, as nice(1) has it.
 */
export async function build(name: BuildName, targets: string[] = [], niceness = 0): Promise<Outcome> {
  return name === 'node' ? await buildNode() : await buildPreset(name, targets, niceness);
}

/** True where the build did what it should. */
export function succeeded(outcome: Outcome): boolean {
  return outcome.code === 0 && !outcome.timedOut;
}

async function buildPreset(preset: string, targets: string[], niceness: number): Promise<Outcome> {
  if (!existsSync(inProject('build', preset, 'build.ninja'))) {
    const configured = await run(['cmake', '--preset', preset], limitSeconds);
    if (!succeeded(configured)) return configured;
  }
  const chosen = targets.length > 0 ? ['--target', ...targets] : [];
  return await run(['nice', '-n', `${niceness}`, 'cmake', '--build', '--preset', preset, ...chosen], limitSeconds);
}

async function buildNode(): Promise<Outcome> {
  if (isNodeBuilt()) return nothingToDo;
  return await run(['npm', 'run', '--workspace', 'bindings/node', 'build'], limitSeconds);
}

const nothingToDo: Outcome = { code: 0, signal: null, output: '', seconds: 0, timedOut: false, leftovers: [] };

/** Whether what the compiler wrote is newer than everything that it reads. */
function isNodeBuilt(): boolean {
  const built = modified('bindings/node/dist/index.js');
  const read = [...filesBelow('bindings/node/src'), 'bindings/node/tsconfig.build.json', 'package-lock.json'];
  return read.every((file) => modified(file) < built);
}

/** When the file was written, in milliseconds since 1970; 0 where there is none. */
function modified(file: string): number {
  return statSync(inProject(file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Builds in turn, with a line for each; throws, with everything that the tools wrote, where one fails. */
export async function buildAll(builds: { name: BuildName; targets?: string[] }[]): Promise<void> {
  for (const { name, targets } of builds) {
    process.stderr.write(`build ${name} ... `);
    const outcome = await build(name, targets);
    process.stderr.write(`${succeeded(outcome) ? 'done' : 'FAILED'} (${outcome.seconds.toFixed(1)} s)\n`);
    if (!succeeded(outcome)) throw new Error(`build ${name} failed\n${outcome.output}`);
  }
}

async function main(): Promise<void> {
  const program = new Command('npm run build --')
    .description('Builds the library, the tests and the bindings.')
    .argument('[names...]', `what to build, of ${buildNames.join(', ')}`, ['release', 'node']);
  const names = program.parse().processedArgs[0] as string[];
  const unknown = names.find((name) => !(buildNames as readonly string[]).includes(name));
  if (unknown) program.error(`error: no build is called '${unknown}'`);
  await buildAll(names.map((name) => ({ name: name as BuildName })));
}

if (process.argv[1] === import.meta.filename) {
  await main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
