import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { scenarios } from '../../bench/scenarios.js';
import { typescript } from '../../scripts/environment.js';
import { run } from '../../scripts/run.js';

const bench = (...args: string[]) => run(typescript('bench/main.ts', ...args), 60);

describe('npm run bench', () => {
  it('lists every scenario and case, and runs none', async () => {
    const { code, output } = await bench('--list');
    assert.equal(code, 0);
    for (const { name, points } of scenarios) {
      for (const text of [name, ...points.map((point) => point.name)]) assert.ok(output.includes(text), text);
    }
  });

  it('lists what is chosen', async () => {
    const { output } = await bench('--list', '--scenario', 'burst', '--scenario', 'node');
    assert.deepEqual(
      output
        .split('\n')
        .filter((line) => /^\w/.test(line))
        .map((line) => line.split(' ')[0]),
      ['burst', 'node'],
    );
  });

  it('ends with 2 where it is used wrongly', async () => {
    for (const args of [['--scenario', 'nothing'], ['--case', 'nothing'], ['--rounds', '0'], ['--what']]) {
      const { code, output } = await bench(...args);
      assert.equal(code, 2, args.join(' '));
      assert.match(output, /^error: /m);
    }
  });

  it('explains itself', async () => {
    const { code, output } = await bench('--help');
    assert.equal(code, 0);
    assert.match(output, /--quick/);
  });
});
