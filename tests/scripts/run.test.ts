import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { run } from '../../scripts/run.js';

const shell = (script: string) => ['sh', '-c', script];

function running(commandLine: RegExp): string[] {
  return readdirSync('/proc')
    .filter((name) => existsSync(`/proc/${name}/cmdline`))
    .map((name) => readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim())
    .filter((line) => commandLine.test(line));
}

describe('run', () => {
  it('tells the exit status and everything that was written', async () => {
    const outcome = await run(shell('echo out; echo err >&2; exit 3'), 60);
    assert.equal(outcome.code, 3);
    assert.deepEqual(outcome.output.trim().split('\n').sort(), ['err', 'out']);
    assert.deepEqual([outcome.signal, outcome.timedOut, outcome.leftovers], [null, false, []]);
  });

  it('tells the signal that ended a command', async () => {
    const outcome = await run(shell('kill -SEGV $$'), 60);
    assert.deepEqual([outcome.code, outcome.signal], [null, 'SIGSEGV']);
  });

  it('says why a command could not be started', async () => {
    const outcome = await run(['/no/such/program'], 60);
    assert.equal(outcome.code, 127);
    assert.match(outcome.output, /ENOENT/);
  });

  it('ends a command that takes too long, with the processes that it started', async () => {
    const outcome = await run(shell('sleep 1000 & sleep 1000'), 0.2);
    assert.deepEqual([outcome.timedOut, outcome.signal, outcome.leftovers], [true, 'SIGKILL', []]);
  });

  it('finds what a run within a run left behind', async () => {
    const inner = `import { spawn } from 'node:child_process';
      spawn('sleep', ['1003'], { detached: true, stdio: 'ignore', env: { ...process.env, YMQ_RUN: process.env.YMQ_RUN + '/x' } });
      setTimeout(() => process.exit(), 200);`;
    const outcome = await run([process.execPath, '--input-type=module', '--eval', inner], 60);
    assert.deepEqual(outcome.leftovers, ['sleep 1003']);
  });

  it('names and ends what a command leaves behind, also in a session of its own', async () => {
    const outcome = await run(shell('setsid sleep 1001 >/dev/null 2>&1 & sleep 1002 & exit 0'), 60);
    assert.equal(outcome.code, 0);
    assert.deepEqual(outcome.leftovers.sort(), ['sleep 1001', 'sleep 1002']);
    assert.deepEqual(running(/^sleep 100[12]$/), []);
  });
});
