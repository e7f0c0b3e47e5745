// Runs the examples of proxies as they stand. That in C is among the tests of the C ABI.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inProject, python, typescript } from '../../scripts/environment.js';
import { run } from '../../scripts/run.js';

async function outputOf(command: string[]): Promise<string> {
  const outcome = await run(command, 60);
  assert.deepEqual([outcome.code, outcome.timedOut, outcome.leftovers], [0, false, []], outcome.output);
  return outcome.output;
}

describe('examples of proxies', () => {
  it('the streamer in Python', async () => {
    const output = await outputOf([python, inProject('examples', 'python', 'streamer.py')]);
    assert.equal(output, '200 tasks were done, 0 dropped\n');
  });

  it('the shared queue in TypeScript', async () => {
    const output = await outputOf(typescript(inProject('examples', 'node', 'shared_queue.ts')));
    const answers = ['what', 'when', 'why'].map((word) => `you asked: ${word}\n`).join('');
    assert.equal(output, `${answers}3 questions went through the queue\n`);
  });
});
