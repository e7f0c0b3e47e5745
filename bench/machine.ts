import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { environment, inProject, python, root } from '../scripts/environment.js';

/** What the figures were measured on and with, as pairs of a name and what there is. */
export type Machine = Record<string, string>;

/** Never names the machine itself or its owner. */
export function describeMachine(): Machine {
  return {
    date: new Date().toISOString().slice(0, 16).replace('T', ' ') + ' UTC',
    commit: commit(),
    processor: `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} logical processors${virtual()}`,
    memory: `${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
    governor: readLine('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor') ?? 'not shown by this machine',
    kernel: `Linux ${release()}`,
    'load before': loadavg()
      .map((load) => load.toFixed(2))
      .join(' '),
    compiler: compiler(),
    libymq: ownVersion(),
    libzmq: packageVersion('libzmq'),
    nng: nngVersion(),
    liburing: packageVersion('liburing'),
    Python: said(python, ['--version']) ?? 'none',
    pyzmq: said(python, ['-c', 'import zmq; print(zmq.__version__, "with libzmq", zmq.zmq_version())']) ?? 'none',
    Node: process.version,
    zeromq: `npm package ${npmVersion('zeromq')}`,
  };
}

function readLine(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').split('\n')[0]?.trim();
  } catch {
    return undefined;
  }
}

function said(command: string, args: string[], pattern = /(.+)/): string | undefined {
  const { status, stdout } = spawnSync(command, args, { cwd: root, env: environment(), encoding: 'utf8' });
  return status === 0 ? stdout.match(pattern)?.[1]?.trim() : undefined;
}

function commit(): string {
  const head = said('git', ['rev-parse', '--short=12', 'HEAD']);
  if (head === undefined) return 'not a checkout';
  return said('git', ['status', '--porcelain', '--untracked-files=no']) ? `${head}, with changes` : head;
}

function virtual(): string {
  return /^flags\s*:.*\bhypervisor\b/m.test(readFileSync('/proc/cpuinfo', 'utf8')) ? ', virtual machine' : '';
}

/** The compiler and flags of the release build. */
function compiler(): string {
  const cache = readFileSync(inProject('build', 'release', 'CMakeCache.txt'), 'utf8');
  const entry = (name: string) => cache.match(new RegExp(`^${name}:\\w+=(.*)$`, 'm'))?.[1] ?? '';
  return `${said(entry('CMAKE_CXX_COMPILER') || 'c++', ['--version']) ?? 'unknown'}, ${entry('CMAKE_CXX_FLAGS')}`;
}

function ownVersion(): string {
  return readFileSync(inProject('CMakeLists.txt'), 'utf8').match(/VERSION (\d+\.\d+\.\d+)/)?.[1] ?? 'unknown';
}

function packageVersion(name: string): string {
  return said('pkg-config', ['--modversion', name]) ?? 'none';
}

function nngVersion(): string {
  const header = ['/usr/include', '/usr/local/include'].map((folder) => `${folder}/nng/nng.h`);
  const text = header.map(readWhole).find((one) => one !== '') ?? '';
  const part = (name: string) => text.match(new RegExp(`NNG_${name}_VERSION (\\d+)`))?.[1];
  return text === '' ? 'none' : `${part('MAJOR')}.${part('MINOR')}.${part('PATCH')}`;
}

function readWhole(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function npmVersion(name: string): string {
  return (JSON.parse(readFileSync(inProject('node_modules', name, 'package.json'), 'utf8')) as { version: string })
    .version;
}
