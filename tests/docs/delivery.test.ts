// Holds docs/delivery.md to its tests: every row of a table names some, which exist, and the tests of the contract are
// all named.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { filesBelow } from '../../scripts/environment.js';
import { headsOf, rowsOf, testsIn, unknownTests } from './tables.js';

const page = 'docs/delivery.md';
const rows = rowsOf(page);
const named = new Set(rows.flatMap(({ tests }) => tests));

describe(page, () => {
  it('has tables, whose last column is for tests', () => {
    const heads = headsOf(page);
    assert.ok(heads.length > 10);
    for (const head of heads) assert.equal(head.at(-1), 'test', head.join(' | '));
  });

  it('names a test in every row', () => {
    assert.ok(rows.length > 50);
    assert.deepEqual(
      rows.filter(({ tests }) => tests.length === 0).map(({ line }) => `line ${line}`),
      [],
    );
  });

  it('names only tests that exist', () => {
    assert.deepEqual(unknownTests(rows), []);
  });

  it('names every test of tests/delivery', () => {
    const shown = filesBelow('tests/delivery').flatMap(testsIn);
    assert.ok(shown.length > 50);
    assert.deepEqual(
      shown.filter((name) => !named.has(name)),
      [],
    );
  });
});
