import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { LaneResult, Run } from '../../examples/start/report.js';
import { environment, root, typescript } from '../../scripts/environment.js';

const sizes = [0, 1, 63, 64, 255, 256, 8191, 8192, 65536, 1 << 20, (3 << 20) + 1];
let folder = '';

/** One file of every size that matters, and enough small ones to fill the window a few times. */
async function makeTree(): Promise<{ files: number; bytes: number }> {
  const all = [...sizes, ...Array.from({ length: 300 }, (_, index) => index)];
  await mkdir(join(folder, 'sub'));
  await Promise.all(
    all.map((size, index) => writeFile(join(folder, index % 2 ? 'sub' : '', `f${index}`), randomBytes(size))),
  );
  return { files: all.length, bytes: all.reduce((sum, size) => sum + size, 0) };
}

function startJob(...args: string[]): { job: ChildProcess; output: Promise<string>; ended: Promise<unknown[]> } {
  const [program, ...rest] = typescript('examples/start/main.ts', ...args);
  const job = spawn(program!, rest, { cwd: root, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(job, 'exit');
  const output = (async () => {
    let text = '';
    for await (const chunk of job.stdout!) text += chunk;
    return text;
  })();
  return { job, output, ended };
}

/** The ids of the processes that this one started and whose command line says this. */
function childrenOf(parent: number, word: string): number[] {
  const read = (pid: string, file: string) => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'latin1');
    } catch {
      return '';
    }
  };
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && read(pid, 'status').includes(`\nPPid:\t${parent}\n`))
    .filter((pid) => read(pid, 'cmdline').includes(word))
    .map(Number);
}

/** Waits for a child of the job to be there; the job's own end ends the wait. */
async function waitForChild(job: ChildProcess, word: string): Promise<number> {
  while (job.exitCode === null) {
    const [child] = childrenOf(job.pid!, word);
    if (child !== undefined) return child;
    await delay(10);
  }
  throw new Error(`the job ended before it started ${word}`);
}

describe('the main job', () => {
  let tree = { files: 0, bytes: 0 };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ymq-start-test-'));
    tree = await makeTree();
  });

  after(() => rm(folder, { recursive: true }));

  it('gets every file back right over every transport, from workers in both languages, while connections are cut', async () => {
    const { output, ended } = startJob(folder, '--json');
    assert.deepEqual((await ended)[0], 0);
    const results = JSON.parse(await output) as LaneResult[];
    assert.deepEqual(
      results.map(({ transport, language, files, bytes, sent, mismatches, missing, twice }) => [
        ...[transport, language, files, bytes, sent, mismatches, missing, twice],
      ]),
      ['tcp', 'ipc', 'inproc'].flatMap((transport) =>
        ['python', 'node'].map((language) => [transport, language, tree.files, tree.bytes, tree.files, 0, 0, 0]),
      ),
    );
    assert.ok(results.every(({ p50, p99, seconds }) => p50 > 0 && p99 >= p50 && seconds > 0));
    assert.ok(results.every(({ transport, broken }) => (transport === 'inproc' ? broken === undefined : broken! > 0)));
    assert.ok(results.reduce((sum, { resent = 0 }) => sum + resent, 0) > 0);
  });

  it('cuts nothing where it is not to, so that nothing is sent again', async () => {
    const { output, ended } = startJob(folder, '--json', '--cuts', '0', '--transports', 'tcp', '--languages', 'node');
    assert.deepEqual((await ended)[0], 0);
    const [result] = JSON.parse(await output) as LaneResult[];
    assert.deepEqual([result!.broken, result!.resent, result!.missing], [0, 0, 0]);
  });

  it('compares with plain delivery and with libzmq, and accounts for every file in each', async () => {
    const { output, ended } = startJob(folder, '--json', '--compare', '--cuts', '2', '--timeout', '1');
    assert.deepEqual((await ended)[0], 0);
    const runs = JSON.parse(await output) as Run[];
    assert.deepEqual(
      runs.map(({ library, delivery, lanes }) => [library, delivery, lanes.length]),
      [
        ['libymq', 'acknowledged', 4],
        ['libymq', 'plain', 4],
        ['libzmq', 'plain', 4],
      ],
    );
    for (const { files, sent, missing, mismatches, broken, resent } of runs.slice(1).flatMap(({ lanes }) => lanes)) {
      assert.deepEqual([sent, files + missing, mismatches, resent], [tree.files, tree.files, 0, 0]);
      assert.ok(broken! > 0);
    }
  });

  it('ends with status 1 and says what is missing where nothing is acknowledged', async () => {
    for (const how of [
      ['--delivery', 'plain', '--timeout', '1'],
      ['--library', 'libzmq', '--timeout', '1'],
    ]) {
      const { output, ended } = startJob(folder, '--json', ...how, '--transports', 'ipc', '--languages', 'node');
      const [code] = await ended;
      const [result] = JSON.parse(await output) as LaneResult[];
      assert.equal(code, result!.missing + result!.twice > 0 ? 1 : 0);
    }
  });

  it('shows a table', async () => {
    const { output, ended } = startJob(folder, '--transports', 'inproc', '--languages', 'node');
    assert.deepEqual((await ended)[0], 0);
    assert.match(await output, /transport .* p50 ms .* links broken .* resent .* mismatches .* missing .* twice/);
    assert.match(
      await output,
      new RegExp(`inproc .* node .* ${tree.files} .* ${tree.bytes} .* - .* - .* 0 .* 0 .* 0 `),
    );
  });

  it('ends in order when it is interrupted: status 130, and no process left', async () => {
    const { job, ended } = startJob('/usr/include', '--transports', 'tcp', '--languages', 'python');
    const worker = await waitForChild(job, 'worker.py');
    const children = [worker, ...childrenOf(job.pid!, 'start_broker')];
    assert.equal(children.length, 2);
    job.kill('SIGINT');
    assert.deepEqual(await ended, [130, null]);
    assert.deepEqual(children.filter(isAlive), []);
  });

  it('fails when a worker dies: its files are missing', async () => {
    const { job, output, ended } = startJob('/usr/include', '--json', '--transports', 'tcp', '--languages', 'python');
    process.kill(await waitForChild(job, 'worker.py'), 'SIGKILL');
    assert.deepEqual(await ended, [1, null]);
    const [result] = JSON.parse(await output) as LaneResult[];
    assert.ok(result!.missing > 0, JSON.stringify(result));
  });

  it('refuses a folder without files, and options that make no sense', async () => {
    assert.deepEqual(await startJob(join(folder, 'nothing here')).ended, [1, null]);
    assert.deepEqual(await startJob(folder, '--workers', '0').ended, [1, null]);
    assert.deepEqual(await startJob(folder, '--transports', 'tcp,pigeon').ended, [1, null]);
    assert.deepEqual(await startJob(folder, '--compare', '--library', 'libzmq').ended, [1, null]);
    assert.deepEqual(await startJob(folder, '--library', 'libzmq', '--transports', 'inproc').ended, [1, null]);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
