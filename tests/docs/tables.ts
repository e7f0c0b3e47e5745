import { readFileSync } from 'node:fs';
import { filesBelow, inProject } from '../../scripts/environment.js';
import { scenarios } from '../scenarios/scenarios.js';

/** A row of a table whose last column names tests. */
export interface Row {
  line: number;
  cells: string[];
  tests: string[];
}

/** How a test begins, by the ending of its file. What a name has behind a colon may be filled in. */
const beginnings: Record<string, RegExp> = {
  cpp: /^(?:TEST_CASE|EVERY_\w+)\(\s*"((?:[^"\\]|\\.)*)"/gm,
  py: /^\s*(?:async )?def (test_\w+)/gm,
  ts: /^\s*(?:it|test|benchTest)\(\s*['`]((?:[^'`\\$]|\\.)*?)(?:: \$\{|['`])/gm,
};

const read = (file: string) => readFileSync(inProject(file), 'utf8');
const cellsOf = (line: string) => line.split('|').slice(1, -1);

/** The names of the tests of a file. */
export function testsIn(file: string): string[] {
  const beginning = beginnings[file.slice(file.lastIndexOf('.') + 1)];
  return beginning ? [...read(file).matchAll(beginning)].map(([, name = '']) => name) : [];
}

/** The names of all tests of the project, and of all scenarios. */
export function allTests(): Set<string> {
  const tests = [...filesBelow('tests'), ...filesBelow('bindings/node/test')].flatMap(testsIn);
  return new Set([...tests, ...scenarios.map(({ name }) => name)]);
}

/** The rows of a page's tables, without their heads. The last column is for the tests, and may say in which folder they are. */
export function rowsOf(page: string): Row[] {
  const lines = read(page).split('\n');
  return lines.flatMap((text, index) => {
    const isHead = /^\|[-| ]+$/.test(text) || /^\|[-| ]+$/.test(lines[index + 1] ?? '');
    if (!text.startsWith('|') || isHead) return [];
    const cells = cellsOf(text).map((cell) => cell.trim());
    const named = [...(cells.at(-1) ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
    return [{ line: index + 1, cells, tests: named.filter((name) => !/^(tests|bindings)\//.test(name)) }];
  });
}

/** The heads of a page's tables. */
export function headsOf(page: string): string[][] {
  const heads = read(page).match(/^\|.*\|(?=\n\|[-| ]+\n)/gm) ?? [];
  return heads.map((head) => cellsOf(head).map((cell) => cell.trim()));
}

/** Tests that rows name and that do not exist. */
export function unknownTests(rows: Row[]): string[] {
  const existing = allTests();
  const named = rows.flatMap(({ line, tests }) => tests.map((name) => ({ line, name })));
  return named.filter(({ name }) => !existing.has(name)).map(({ line, name }) => `line ${line}: ${name}`);
}
