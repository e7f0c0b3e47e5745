import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { kTestLimitMs } from './support.js';

const program = fileURLToPath(new URL('./programs/exit.ts', import.meta.url));
const kRounds = 3;

interface End {
  code: number | null;
  signal: NodeJS.Signals | null;
  output: string;
  errors: string;
}

/** Runs the program to its end, sending it a signal once it is ready. */
async function run(way: string, signal?: NodeJS.Signals): Promise<End> {
  const child = spawn(process.execPath, ['--import', 'tsx', program, way], { stdio: ['ignore', 'pipe', 'pipe'] });
  const end = { output: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    end.output += chunk;
    if (signal !== undefined && end.output.includes('ready')) child.kill(signal);
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    end.errors += chunk;
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), kTestLimitMs / kRounds - 1000);
  const [code, endedBy] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  clearTimeout(limit);
  return { code, signal: endedBy, ...end };
}

interface Expectation {
  way: string;
  kill?: NodeJS.Signals;
  code: number | null;
  signal?: NodeJS.Signals;
  errors?: RegExp;
  output?: string;
}

const expectations: Expectation[] = [
  { way: 'ends by itself with everything open', code: 0 },
  { way: 'ends by itself after closing', code: 0 },
  { way: 'exits with a receive waiting', code: 3 },
  { way: 'exits in the middle of traffic', code: 3 },
  { way: 'throws with a receive waiting', code: 1, errors: /thrown on purpose/ },
  { way: 'throws in the middle of traffic', code: 1, errors: /thrown on purpose/ },
  { way: 'waits for a signal with a receive waiting', kill: 'SIGTERM', code: null, signal: 'SIGTERM' },
  { way: 'waits for a signal with a receive waiting', kill: 'SIGINT', code: null, signal: 'SIGINT' },
  { way: 'waits for a signal in the middle of traffic', kill: 'SIGTERM', code: null, signal: 'SIGTERM' },
  { way: 'closes when a signal comes', kill: 'SIGTERM', code: 0 },
  { way: 'stays until its receive is answered', code: 0, output: 'ready late\n' },
];

for (const { way, kill, code, signal = null, errors = /^$/, output = 'ready\n' } of expectations) {
  test(`a process that ${way}${kill ? ` (${kill})` : ''}`, { timeout: kTestLimitMs }, async () => {
    for (let round = 0; round < kRounds; round += 1) {
      const end = await run(way, kill);
      assert.deepEqual([end.code, end.signal, end.output], [code, signal, output], end.errors);
      assert.match(end.errors, errors);
    }
  });
}
