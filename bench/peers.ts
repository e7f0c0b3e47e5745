import { accessSync, constants, existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { inProject, python } from '../scripts/environment.js';
import { type Outcome, run } from '../scripts/run.js';
import { type Backend, backends, type Contender, type Library, omqLibrary } from './contenders.js';
import { locate } from './programs.js';

/** Who cannot be measured on this machine, and why. */
export interface Absences {
  libraries: Map<Library, string>;
  backends: Map<Backend, string>;
}

/** A peer that comes from Rust's registry and is built here, where that can be done. */
interface Crate {
  library: Library;
  /** The package that is built. */
  name: string;
  file: string;
}

const crates: Crate[] = [
  { library: 'OMQ', name: 'omq-libzmq', file: omqLibrary },
  { library: 'rzmq', name: 'bench_rzmq', file: locate('rzmq')[0]! },
];

const buildSeconds = 1200;
const lookSeconds = 60;

export function whyMissing({ libraries, backends }: Absences, { library, backend }: Contender): string | undefined {
  return libraries.get(library) ?? (backend && backends.get(backend));
}

/** Finds out which of these can be measured; builds peers in Rust that are not there yet where it `mayBuild`. */
export async function findAbsences(needed: Contender[], mayBuild: boolean): Promise<Absences> {
  const absences: Absences = { libraries: new Map(), backends: new Map() };
  for (const backend of backends) {
    if (needed.some((contender) => contender.backend === backend))
      note(absences.backends, backend, await whyNoBackend(backend));
  }
  for (const crate of crates) {
    if (needed.some(({ library }) => library === crate.library))
      note(absences.libraries, crate.library, await whyNoCrate(crate, mayBuild));
  }
  return absences;
}

function note<Key>(reasons: Map<Key, string>, key: Key, reason: string | undefined): void {
  if (reason !== undefined) reasons.set(key, reason);
}

const sayBackend = 'import ymq; print(ymq.IoContext().backend)';

/** libymq falls back where a backend does not work, so it is asked which one it took, before its name stands anywhere. */
async function whyNoBackend(backend: Backend): Promise<string | undefined> {
  const { code, output } = await run([python, '-c', sayBackend], lookSeconds, { YMQ_BACKEND: backend });
  const said = output.trim().split('\n').at(-1) ?? '';
  if (code === 0 && said.startsWith(`${backend}:`)) return undefined;
  return `${backend} cannot be used here: ${said || `Python ended with status ${code}`}`;
}

/** Cargo does nothing quickly where nothing changed, so it is asked each time that there is time for it. */
async function whyNoCrate(crate: Crate, mayBuild: boolean): Promise<string | undefined> {
  const cargo = findCargo();
  if (cargo && mayBuild) return await whyNotBuilt(crate, cargo);
  if (existsSync(crate.file)) return undefined;
  return cargo
    ? `${crate.library} is not built: npm run bench without --quick builds it`
    : `${crate.library} is not installable here: it needs cargo, with Rust 1.93 or newer`;
}

async function whyNotBuilt(crate: Crate, cargo: string): Promise<string | undefined> {
  process.stderr.write(`build ${crate.library} ... `);
  const outcome = await run([cargo, ...buildArguments(crate)], buildSeconds);
  process.stderr.write(`${outcome.code === 0 ? 'done' : 'FAILED'} (${outcome.seconds.toFixed(1)} s)\n`);
  return outcome.code === 0 ? undefined : `${crate.library} is not installable here: ${lastError(outcome)}`;
}

function buildArguments({ name }: Crate): string[] {
  const manifest = inProject('bench', 'peers', 'Cargo.toml');
  const target = inProject('build', 'peers');
  const places = ['--manifest-path', manifest, '--target-dir', target];
  return ['build', '--release', ...places, '--package', name];
}

function lastError({ output, timedOut, code }: Outcome): string {
  if (timedOut) return `cargo was not done within ${buildSeconds} s`;
  const lines = output.split('\n').filter((line) => line.startsWith('error'));
  return lines.at(-1)?.replace(/registry `[^`]*`/, 'the registry') ?? `cargo ended with status ${code}`;
}

/** Cargo's own installer puts it where not every PATH looks. */
function findCargo(): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), join(homedir(), '.cargo', 'bin')];
  return folders.map((folder) => join(folder, 'cargo')).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What is not measured at all, for the report. */
export async function findOthers(): Promise<string[]> {
  return [
    `OMQ over io_uring (crate omq-compio): ${await whyNoCompio()}`,
    'OMQ in Ruby (gem omq): not measured: libymq has no binding for Ruby to compare it with',
  ];
}

async function whyNoCompio(): Promise<string> {
  const cargo = findCargo();
  if (!cargo) return 'not installable here: it needs cargo';
  const outcome = await run([cargo, 'info', 'omq-compio'], lookSeconds);
  return outcome.code === 0 ? 'not measured: no program here uses it' : `not installable here: ${lastError(outcome)}`;
}
