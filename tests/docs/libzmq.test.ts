// Holds docs/libzmq-tests.md to its tests: what it says libymq does as libzmq's tests have it, or otherwise, is shown by
// a test or a scenario that exists.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { inProject } from '../../scripts/environment.js';
import { rowsOf, unknownTests } from './tables.js';

const page = 'docs/libzmq-tests.md';
const rows = rowsOf(page);
const verdictOf = ({ cells }: (typeof rows)[number]) => cells[2] ?? '';
const lines = (some: typeof rows) => some.map(({ line }) => `line ${line}`);

describe(page, () => {
  it('has a verdict in every row', () => {
    assert.ok(rows.length > 60);
    const verdicts = ['yes', 'otherwise', 'no'];
    assert.deepEqual(lines(rows.filter((row) => !verdicts.includes(verdictOf(row)))), []);
  });

  it('names what shows it, or says why there is nothing', () => {
    const has = (row: (typeof rows)[number]) => ['yes', 'otherwise'].includes(verdictOf(row));
    const bare = rows.filter((row) => (has(row) ? row.tests.length === 0 : row.cells[3] === ''));
    assert.deepEqual(lines(bare), []);
  });

  it('names only tests and scenarios that exist', () => {
    assert.deepEqual(unknownTests(rows), []);
  });

  it('has a row of the differences for whatever is otherwise', () => {
    const differences = readFileSync(inProject('docs', 'differences-from-zeromq.md'), 'utf8');
    const silent = rows.filter(
      (row) => verdictOf(row) === 'otherwise' && !row.tests.some((name) => differences.includes(`\`${name}\``)),
    );
    assert.deepEqual(lines(silent), []);
  });
});
