import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { kTestLimitMs } from './support.js';

test('the example of the README runs as it stands', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, example] = /```ts\n(.*?)```/s.exec(readme)!;
  // Types are all that would have to be stripped.
  const program = example!
    .replace(': Buffer[]', '')
    .replace("'ymq'", `'${new URL('../src/index.js', import.meta.url)}'`);
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', program],
    { encoding: 'utf8', timeout: kTestLimitMs },
  );
  assert.deepEqual([status, stdout], [0, 'world,hello\n'], stderr);
});
