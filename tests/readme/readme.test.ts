// Runs the programs of README.md as they stand. A block of code in C, C++, Python, JavaScript or TypeScript is a whole
// program that ends by itself with status 0; a block of `text` right behind it is exactly what it writes.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { inProject, python, typescript } from '../../scripts/environment.js';
import { run } from '../../scripts/run.js';

interface Program {
  language: string;
  line: number;
  code: string;
  /** What it has to write; undefined where the README does not say. */
  expected: string | undefined;
}

interface Toolchain {
  suffix: string;
  /** The commands that build and run a source file, to be run in this order. */
  commands: (source: string) => string[][];
}

// Inside the project, so that Node finds the package `ymq`.
const folder = inProject('build', 'readme');
const library = inProject('build', 'release');
const compiled = (compiler: string[]) => (source: string) => {
  const program = `${source}.out`;
  const flags = ['-Wall', '-Wextra', '-Werror', `-I${inProject('include')}`, `-L${library}`, `-Wl,-rpath,${library}`];
  return [[...compiler, ...flags, source, '-o', program, '-lymq', '-pthread'], [program]];
};

const toolchains: Record<string, Toolchain> = {
  c: { suffix: '.c', commands: compiled(['gcc', '-std=c11']) },
  cpp: { suffix: '.cpp', commands: compiled(['g++', '-std=c++20']) },
  python: { suffix: '.py', commands: (source) => [[python, source]] },
  js: { suffix: '.mjs', commands: (source) => [[process.execPath, source]] },
  ts: { suffix: '.ts', commands: (source) => [typescript(source)] },
};

const aliases: Record<string, string> = { 'c++': 'cpp', py: 'python', javascript: 'js', typescript: 'ts' };

function programsOf(markdown: string): Program[] {
  const block = /^```(\S+)\n([\s\S]*?)^```\n(?:\s*^```text\n([\s\S]*?)^```$)?/gm;
  return [...markdown.matchAll(block)]
    .map(([, tag = '', code = '', expected], index, all) => {
      const line = markdown.slice(0, all[index]?.index).split('\n').length;
      return { language: aliases[tag] ?? tag, line, code, expected };
    })
    .filter(({ language }) => language in toolchains);
}

async function runProgram({ language, line, code, expected }: Program): Promise<void> {
  const { suffix, commands } = toolchains[language]!;
  const source = join(folder, `line_${line}${suffix}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(source, code);
  let output = '';
  for (const command of commands(source)) {
    const outcome = await run(command, 60);
    assert.deepEqual([outcome.code, outcome.timedOut, outcome.leftovers], [0, false, []], outcome.output);
    output = outcome.output;
  }
  if (expected !== undefined) assert.equal(output, expected);
}

const programs = programsOf(readFileSync(inProject('README.md'), 'utf8'));

describe('README.md', () => {
  it('has a program in each language', () => {
    const languages = new Set(programs.map(({ language }) => (language === 'ts' ? 'js' : language)));
    assert.deepEqual([...languages].sort(), ['c', 'cpp', 'js', 'python']);
  });

  for (const program of programs) {
    it(`${program.language} at line ${program.line}`, () => runProgram(program));
  }
});
