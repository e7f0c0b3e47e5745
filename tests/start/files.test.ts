import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findFiles } from '../../examples/start/files.js';

const noLimits = { maxFiles: Number.POSITIVE_INFINITY, maxBytes: Number.POSITIVE_INFINITY };
let folder = '';

describe('findFiles', () => {
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ymq-files-'));
    await mkdir(join(folder, 'sub', 'deeper'), { recursive: true });
    await writeFile(join(folder, 'empty'), '');
    await writeFile(join(folder, 'sub', 'ten bytes'), '0123456789');
    await writeFile(join(folder, 'sub', 'deeper', 'naïve'), '012');
    await symlink('empty', join(folder, 'link'));
    await symlink('..', join(folder, 'sub', 'loop'));
  });

  after(() => rm(folder, { recursive: true }));

  it('finds regular files at every depth, follows no links, and counts what it leaves out', async () => {
    const found = await findFiles(folder, noLimits);
    const names = found.files.map(({ path, size }) => [relative(folder, path), size]);
    assert.deepEqual(names, [
      ['empty', 0],
      ['sub/deeper/naïve', 3],
      ['sub/ten bytes', 10],
    ]);
    assert.deepEqual([found.bytes, found.irregular, found.unreadable, found.tooLarge], [13, 2, 0, 0]);
  });

  it('leaves out files that are too large', async () => {
    const found = await findFiles(folder, { ...noLimits, maxBytes: 3 });
    assert.deepEqual([found.files.length, found.bytes, found.tooLarge], [2, 3, 1]);
  });

  it('stops at the limit', async () => {
    assert.equal((await findFiles(folder, { ...noLimits, maxFiles: 2 })).files.length, 2);
  });

  it('counts a folder that cannot be read', async () => {
    const found = await findFiles(join(folder, 'no such folder'), noLimits);
    assert.deepEqual([found.files.length, found.unreadable], [0, 1]);
  });
});
