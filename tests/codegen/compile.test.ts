import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { goldenTree, readText, run, tree, withFolder, writeText } from './support.js';

const warnings = ['-Wall', '-Wextra', '-Wpedantic', '-Werror', '-fsyntax-only'];

/** gcc always; clang too where the machine has it. */
const families = [
  { name: 'gcc', c: 'gcc', cpp: 'g++' },
  ...(run('sh', ['-c', 'command -v clang']).status === 0 ? [{ name: 'clang', c: 'clang', cpp: 'clang++' }] : []),
];

function assertCompiles(compiler: string, args: readonly string[]): void {
  const { status, stderr } = run(compiler, [...warnings, ...args]);
  assert.equal(status, 0, stderr);
}

for (const { name, c, cpp } of families) {
  for (const [library, root] of [
    ['ymq', tree],
    ['zoo', goldenTree],
  ] as const) {
    const include = ['-I', join(root, 'include')];
    const header = join(root, `include/${library}/${library}.h`);

    test(`${library}.h is C11 (${name})`, () => {
      assertCompiles(c, ['-std=c11', '-x', 'c', ...include, '-include', header, '/dev/null']);
    });

    test(`${library}.h is C++20 (${name})`, () => {
      assertCompiles(cpp, ['-std=c++20', '-x', 'c++', ...include, '-include', header, '/dev/null']);
    });

    for (const file of ['checks', 'tables']) {
      test(`${file}.gen.cpp of ${library} compiles (${name})`, () => {
        const source = join(root, `libcore/abi/${file}.gen.cpp`);
        assertCompiles(cpp, ['-std=c++20', ...include, '-I', join(root, 'libcore'), source]);
      });
    }
  }
}

/** Changes that somebody might make by hand, and what the assertions then name. */
const edits: [name: string, file: string, from: string, to: string, blames: RegExp][] = [
  ['a value', 'include/zoo/zoo.h', 'ZOO_KIND_MAMMAL = 1,', 'ZOO_KIND_MAMMAL = 3,', /"?ZOO_KIND_MAMMAL"?/],
  ['an offset', 'include/zoo/zoo.h', '  uint32_t age;', '  uint64_t age;', /zoo_report\.age/],
  ['a result', 'include/zoo/zoo.h', 'int32_t animal_name(', 'int64_t animal_name(', /animal_name/],
  ['a parameter', 'include/zoo/zoo.h', 'uint8_t legs', 'uint16_t legs', /animal_init/],
  ['an enumerator', 'libcore/base/vocabulary.gen.h', 'kBite = 2,', 'kBite = 4,', /kBite/],
];

for (const [name, file, from, to, blames] of edits) {
  test(`checks.gen.cpp notices a change of ${name}`, async () => {
    await withFolder((root) => {
      cpSync(goldenTree, root, { recursive: true });
      const text = readText(root, file);
      assert.ok(text.includes(from), `${file} has no ${from}`);
      writeText(join(root, file), text.replace(from, to));
      const source = join(root, 'libcore/abi/checks.gen.cpp');
      const includes = ['-I', join(root, 'include'), '-I', join(root, 'libcore')];
      const { status, stderr } = run('g++', ['-std=c++20', '-fsyntax-only', ...includes, source]);
      assert.equal(status, 1);
      assert.match(stderr, blames);
      assert.match(stderr, /static assertion failed/);
    });
  });
}
