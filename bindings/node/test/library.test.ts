import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { kTestLimitMs } from './support.js';

function importWith(library: string): { status: number | null; stderr: string } {
  const entry = new URL('../src/index.js', import.meta.url).href;
  return spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', `await import('${entry}')`], {
    env: { ...process.env, YMQ_LIBRARY: library },
    encoding: 'utf8',
    timeout: kTestLimitMs,
  });
}

test('a library that is not there is named', () => {
  const { status, stderr } = importWith('/nonexistent/libymq.so.0');
  assert.equal(status, 1);
  assert.match(stderr, /\/nonexistent\/libymq\.so\.0 cannot be used: .*YMQ_LIBRARY/);
});

test('a file that is no library is refused', (t) => {
  const path = join(tmpdir(), `ymq-not-a-library-${process.pid}.so`);
  writeFileSync(path, 'not a library');
  t.after(() => rmSync(path));
  const { status, stderr } = importWith(path);
  assert.equal(status, 1);
  assert.match(stderr, /\.so cannot be used/);
});

test('a library of somebody else is refused by name', () => {
  const { status, stderr } = importWith('libc.so.6');
  assert.equal(status, 1);
  assert.match(stderr, /libc\.so\.6 cannot be used: .*ymq_abi_manifest is missing/);
});
