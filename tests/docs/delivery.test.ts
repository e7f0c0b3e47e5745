// Holds docs/delivery.md to its tests: every row of a table names some, which exist, and the tests of the contract are
// all named.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { filesBelow, inProject } from '../../scripts/environment.js';

interface Row {
  line: number;
  tests: string[];
}

/** How a test begins, by the ending of its file. What a name has behind a colon may be filled in. */
const beginnings: Record<string, RegExp> = {
  cpp: /^TEST_CASE\(\s*"((?:[^"\\]|\\.)*)"/gm,
  py: /^\s*(?:async )?def (test_\w+)/gm,
  ts: /^\s*(?:it|test|benchTest)\(\s*['`]((?:[^'`\\$]|\\.)*?)(?:: \$\{|['`])/gm,
};

const read = (file: string) => readFileSync(inProject(file), 'utf8');
const cellsOf = (line: string) => line.split('|').slice(1, -1);

function testsIn(file: string): string[] {
  const beginning = beginnings[file.slice(file.lastIndexOf('.') + 1)];
  return beginning ? [...read(file).matchAll(beginning)].map(([, name = '']) => name) : [];
}

/** The rows of the tables, without their heads. The last column is for the tests, and may say in which folder they are. */
function rowsOf(markdown: string): Row[] {
  const lines = markdown.split('\n');
  return lines.flatMap((text, index) => {
    const isHead = /^\|[-| ]+$/.test(text) || /^\|[-| ]+$/.test(lines[index + 1] ?? '');
    if (!text.startsWith('|') || isHead) return [];
    const named = [...(cellsOf(text).at(-1) ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
    return [{ line: index + 1, tests: named.filter((name) => !/^(tests|bindings)\//.test(name)) }];
  });
}

const markdown = read('docs/delivery.md');
const rows = rowsOf(markdown);
const named = new Set(rows.flatMap(({ tests }) => tests));
const existing = new Set([...filesBelow('tests'), ...filesBelow('bindings/node/test')].flatMap(testsIn));

describe('docs/delivery.md', () => {
  it('has tables, whose last column is for tests', () => {
    const heads = markdown.match(/^\|.*\|(?=\n\|[-| ]+\n)/gm) ?? [];
    assert.ok(heads.length > 10);
    for (const head of heads) assert.equal(cellsOf(head).at(-1)?.trim(), 'test', head);
  });

  it('names a test in every row', () => {
    assert.ok(rows.length > 50);
    assert.deepEqual(
      rows.filter(({ tests }) => tests.length === 0).map(({ line }) => `line ${line}`),
      [],
    );
  });

  it('names only tests that exist', () => {
    const unknown = rows.flatMap(({ line, tests }) => tests.map((name) => ({ line, name })));
    assert.deepEqual(
      unknown.filter(({ name }) => !existing.has(name)).map(({ line, name }) => `line ${line}: ${name}`),
      [],
    );
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
