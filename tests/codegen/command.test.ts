import assert from 'node:assert/strict';
import { appendFileSync, cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { outputs } from '../../codegen/outputs.js';
import { readText, tool, tree, withFolder, ymq } from './support.js';

test('files are made from the spec, checked against it, and repaired', async () => {
  await withFolder((root) => {
    cpSync(join(tree, 'spec'), join(root, 'spec'), { recursive: true });
    assert.equal(tool('main', ['--root', root]).status, 0);
    for (const path of outputs(ymq).keys()) {
      assert.equal(readText(root, path), readText(tree, path), `${path}: npm run codegen`);
    }
    const clean = tool('main', ['--check', '--root', root]);
    assert.deepEqual([clean.status, clean.stderr], [0, '']);

    appendFileSync(join(root, 'include/ymq/ymq.h'), '\n');
    rmSync(join(root, 'docs/reference.md'));
    const stale = tool('main', ['--check', '--root', root]);
    assert.equal(stale.status, 1);
    assert.deepEqual(stale.stderr.trim().split('\n'), [
      'differs from the spec: include/ymq/ymq.h',
      'differs from the spec: docs/reference.md',
      'Repair it with: npm run codegen',
    ]);
    assert.equal(tool('main', ['--root', root]).stdout, 'wrote include/ymq/ymq.h\nwrote docs/reference.md\n');
  });
});

test('a spec that is refused writes nothing and says where it is wrong', async () => {
  await withFolder((root) => {
    cpSync(join(tree, 'spec'), join(root, 'spec'), { recursive: true });
    appendFileSync(join(root, 'spec/enums.ts'), 'export type Size = number;\n');
    const { status, stdout, stderr } = tool('main', ['--root', root]);
    assert.equal(status, 1);
    assert.equal(stdout, '');
    assert.match(stderr, /^spec\/enums\.ts:\d+:1: Size must be a Handle/);
  });
});
