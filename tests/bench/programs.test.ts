import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import {
  commandLine,
  type Invocation,
  type Locate,
  measure,
  parseFigures,
  parseStrace,
  RunFailed,
  toArguments,
} from '../../bench/programs.js';

const folder = mkdtempSync(join(tmpdir(), 'ymq-bench-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A program that does what a line of JavaScript says. */
function program(source: string): Locate {
  const file = join(folder, `${Buffer.from(source).toString('base64url').slice(-40)}.mjs`);
  writeFileSync(file, source);
  return () => [process.execPath, file];
}

const invocation: Invocation = {
  program: 'throughput',
  options: { way: 'ymq-batch', size: 1000, pin: true },
  env: { YMQ_BACKEND: 'epoll' },
  traced: false,
  limitSeconds: 10,
};

describe('a run of a program', () => {
  it('reads the figures, and derives what follows from several', async () => {
    const figures = { messages_per_second: 1e6, sender_cpu_ns: 100, receiver_cpu_ns: 150, way: 'text', unknown: 1 };
    const sample = await measure(
      invocation,
      program(`console.log('{"other"'); console.log('${JSON.stringify(figures)}')`),
    );
    assert.equal(sample.messages_per_second, 1e6);
    assert.equal(sample.cpu_seconds_per_million, 0.25);
    assert.equal(sample.gigabits_per_second, 8);
    assert.equal('unknown' in sample || 'way' in sample, false);
  });

  it('passes the options and the environment', async () => {
    const source = `const good = process.argv.slice(2).join(' ') === '--way ymq-batch --size 1000 --pin --limit 10 --json'
      && process.env.YMQ_BACKEND === 'epoll'; console.log(JSON.stringify({ p50_us: good ? 1 : 0 }))`;
    assert.equal((await measure(invocation, program(source))).p50_us, 1);
  });

  it('fails with what the program said, without its figures', async () => {
    const source = `console.log('{}'); console.error('bench: message 7 is lost'); process.exit(1)`;
    await assert.rejects(measure(invocation, program(source)), new RunFailed('bench: message 7 is lost'));
  });

  it('fails where a signal ends it', async () => {
    await assert.rejects(
      measure(invocation, program(`process.kill(process.pid, 'SIGKILL')`)),
      /^Error: ended by SIGKILL/,
    );
  });

  it('fails where it leaves a process behind', async () => {
    const source = `import { spawn } from 'node:child_process';
      spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' }).unref(); console.log('{}')`;
    await assert.rejects(measure(invocation, program(source)), /left processes behind: sleep 1000/);
  });

  it('fails without figures, or with damaged ones', () => {
    assert.throws(() => parseFigures('hello\n', 1), new RunFailed('it printed no figures'));
    assert.throws(() => parseFigures('{"p50_us": \n', 1), /not JSON/);
  });
});

describe('strace', () => {
  const table = `% time     seconds  usecs/call     calls    errors syscall
------ ----------- ----------- --------- --------- ----------------
 90.00    0.900000          10     90000       100 futex
 10.00    0.100000          10     10000           sendto
------ ----------- ----------- --------- --------- ----------------
100.00    1.000000          10    ${'100000'}       100 total
`;

  it('is read with and without errors', () => {
    assert.equal(parseStrace(`{"a":1}\n${table}`), 100_000);
    assert.equal(parseStrace(table.replace('       100 total', '           total')), 100_000);
  });

  it('must have written its table', () => {
    assert.throws(() => parseStrace('strace: not permitted'), new RunFailed('strace wrote no summary'));
  });
});

describe('the line for a shell', () => {
  it('has the environment, the program and the options', () => {
    const line = commandLine(invocation);
    assert.equal(line, 'YMQ_BACKEND=epoll build/release/bench/bench_throughput --way ymq-batch --size 1000 --pin');
    assert.deepEqual(toArguments({ count: 3, pin: true }), ['--count', '3', '--pin']);
  });
});
