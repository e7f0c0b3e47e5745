import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { outputs } from '../../codegen/outputs.js';
import { goldenTree, readText, run, withFolder, writeText, zoo } from './support.js';

const produced = outputs(zoo);

for (const [path, text] of produced) {
  test(`golden output ${path}`, async () => {
    const golden = join(goldenTree, path);
    assert.ok(existsSync(golden), `${golden} is missing: npm run codegen -- --golden`);
    if (readText(golden) === text) return;
    const difference = await withFolder((folder) => {
      return run('diff', ['-u', golden, writeText(join(folder, path), text)]).stdout;
    });
    assert.fail(`the output changed; if that is wanted: npm run codegen -- --golden\n${difference}`);
  });
}

test('the golden folder has nothing else', () => {
  const files = readdirSync(goldenTree, { recursive: true, encoding: 'utf8' });
  const plain = files.filter((file) => statSync(join(goldenTree, file)).isFile());
  assert.deepEqual(plain.sort(), [...produced.keys()].sort());
});

test('the model survives JSON', () => {
  assert.deepEqual(JSON.parse(JSON.stringify(zoo)), zoo);
});
