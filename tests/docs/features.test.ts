// Holds docs/features.md to its tests: what it says libymq has is shown by a test that exists.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rowsOf, unknownTests } from './tables.js';

const page = 'docs/features.md';
const rows = rowsOf(page);

describe(page, () => {
  it('says yes or no in every row', () => {
    assert.ok(rows.length > 50);
    assert.deepEqual(
      rows.filter(({ cells }) => !['yes', 'no'].includes(cells[1] ?? '')).map(({ line }) => `line ${line}`),
      [],
    );
  });

  it('names a test for every yes, and has a remark for every no', () => {
    const bare = rows.filter(({ cells, tests }) => (cells[1] === 'yes' ? tests.length === 0 : cells[2] === ''));
    assert.deepEqual(
      bare.map(({ line }) => `line ${line}`),
      [],
    );
  });

  it('names only tests that exist', () => {
    assert.deepEqual(unknownTests(rows), []);
  });
});
