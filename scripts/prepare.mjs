// Makes this machine ready to build, start and test the project: system packages, Node packages, Python packages.
// With the argument --bench also for what only the benchmarks need.
// Plain Node without dependencies, because it runs before any are there. Says nothing when there is nothing to do.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const venv = join(root, '.venv');
const venvStamp = join(venv, '.prepared');

/** Debian's packages, each with the test of whether it, or something as good, is there. */
const systemPackages = [
  { name: 'g++', isThere: () => hasCommand('g++') },
  { name: 'cmake', isThere: () => hasCommand('cmake') },
  { name: 'ninja-build', isThere: () => hasCommand('ninja') },
  { name: 'pkg-config', isThere: () => hasCommand('pkg-config') },
  { name: 'binutils', isThere: () => hasCommand('nm') },
  { name: 'liburing-dev', isThere: () => hasHeader('liburing.h') },
  { name: 'libsodium-dev', isThere: () => hasHeader('sodium.h') },
  { name: 'libseccomp-dev', isThere: () => hasHeader('seccomp.h') },
  { name: 'libkrb5-dev', isThere: () => hasHeader('gssapi/gssapi_ext.h') },
  { name: 'krb5-kdc', isThere: () => hasCommand('krb5kdc') },
  { name: 'krb5-admin-server', isThere: () => hasCommand('kadmin.local') },
  { name: 'libzmq3-dev', isThere: () => hasHeader('zmq.h') },
  { name: 'catch2', isThere: () => hasHeader('catch2/catch.hpp') || hasHeader('catch2/catch_all.hpp') },
  { name: 'nlohmann-json3-dev', isThere: () => hasHeader('nlohmann/json.hpp') },
  { name: 'valgrind', isThere: () => hasCommand('valgrind') && hasHeader('valgrind/callgrind.h') },
  { name: 'python3', isThere: () => findPython() !== undefined },
  {
    name: 'python3-venv',
    isThere: () => existsSync(venvStamp) || pythonSucceeds(findPython(), 'import ensurepip, venv'),
  },
];

/** What the benchmarks need beside: a peer to compare with, and the counter of system calls. */
const benchPackages = [
  { name: 'libnng-dev', isThere: () => hasHeader('nng/nng.h') },
  { name: 'strace', isThere: () => hasCommand('strace') },
];

const commandsOfPython = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11'];

class Unready extends Error {}

function hasCommand(name) {
  // Programs of administrators are not where everybody's are, and in not everybody's path.
  return [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'].some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function hasHeader(name) {
  return ['/usr/include', '/usr/local/include'].some((folder) => existsSync(join(folder, name)));
}

function pythonSucceeds(command, code) {
  return command !== undefined && spawnSync(command, ['-c', code], { stdio: 'ignore' }).status === 0;
}

/** The first Python that is recent enough. Not asked again where its work is done. */
function findPython() {
  if (existsSync(venvStamp)) return join(venv, 'bin', 'python');
  return commandsOfPython.find((name) => pythonSucceeds(name, 'import sys; sys.exit(sys.version_info < (3, 11))'));
}

/** Runs a command in the project's folder with its output shown. */
function run(command, args, env = {}) {
  return (
    spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } })
      .status === 0
  );
}

/** As `run`, for what depends on a network: a second attempt forgives a hiccup. */
function runTwice(command, args, env) {
  if (!run(command, args, env) && !run(command, args, env)) {
    throw new Unready(`This command failed twice: ${command} ${args.join(' ')}`);
  }
}

function installSystemPackages(names) {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !hasCommand('apt-get')) {
    throw new Unready(
      `System packages are missing. Please run this line, then try again:\n  sudo apt-get update && sudo apt-get install -y ${names.join(' ')}`,
    );
  }
  console.log(`Installing system packages: ${names.join(' ')}`);
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  runTwice('apt-get', ['update', '-qq'], quiet);
  runTwice('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], quiet);
}

function prepareSystem(forBench) {
  const needed = forBench ? [...systemPackages, ...benchPackages] : systemPackages;
  const missing = needed.filter(({ isThere }) => !isThere());
  if (missing.length > 0) installSystemPackages(missing.map(({ name }) => name));
}

/** Runs `install` unless it already ran to its end for the same content. */
function oncePer(content, stamp, install) {
  const hash = createHash('sha256').update(content).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  install();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}

function prepareNode() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  oncePer(lock, join(root, 'node_modules', '.prepared'), () => {
    console.log('Installing Node packages');
    runTwice('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error']);
  });
}

function installPythonPackages() {
  console.log('Installing Python packages');
  rmSync(venv, { recursive: true, force: true });
  const python = findPython();
  if (!python) throw new Unready('Python 3.11 or newer is needed, and was not found.');
  if (!run(python, ['-m', 'venv', venv])) throw new Unready(`No virtual environment could be made in ${venv}`);
  const options = ['--quiet', '--disable-pip-version-check', '--requirement', 'requirements.txt'];
  runTwice(join(venv, 'bin', 'python'), ['-m', 'pip', 'install', ...options]);
}

function preparePython() {
  const requirements = readFileSync(join(root, 'requirements.txt'));
  oncePer(requirements, venvStamp, installPythonPackages);
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 12))
    throw new Unready(`Node 20.12 or newer is needed, not ${process.version}.`);
}

try {
  requireNode();
  prepareSystem(process.argv.includes('--bench'));
  prepareNode();
  preparePython();
} catch (error) {
  if (!(error instanceof Unready)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
