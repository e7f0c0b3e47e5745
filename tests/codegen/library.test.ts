import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, test } from 'node:test';
import * as abi from '../../bindings/node/src/abi.gen.js';
import { compactManifest } from '../../codegen/manifest.js';
import { output, readText, tree, ymq } from './support.js';

/** What the built library has to do with its spec. Without a library all of this fails: it is built before. */
const library = process.env.YMQ_LIBRARY ?? join(tree, 'build/release/libymq.so');

/** `address type name@@VERSION`, or `type name@VERSION` for what is not defined here. */
function symbols(flag: '--defined-only' | '--undefined-only'): { type: string; name: string }[] {
  const lines = output('nm', ['-D', flag, library]).trim().split('\n');
  return lines.map((line) => {
    const [name = '', type = ''] = line.trim().split(/\s+/).reverse();
    return { type, name };
  });
}

/**
 * Ways to end the process of the host. `std::terminate` is not among them, although nothing here may call it: the
 * compiler itself puts a call into destructors and other functions that must not throw, wherever they call what might,
 * and `std::thread` has one in its destructor. That nobody writes it is for the sources to show, below.
 */
const endings = [
  ...['abort', 'exit', '_exit', '_Exit', 'quick_exit', 'raise', 'kill', 'tgkill', 'pthread_kill', 'siglongjmp'],
  ...['__assert_fail', '__assert_perror_fail', '__assert', '_ZSt21__glibcxx_assert_failPKciS0_S0_'],
];

/** Imported by libsodium's archive, which ends the process where it is called wrongly: decision 13. */
const endingsOfSodium = ['abort', 'raise', '__assert_fail'];

/** What a list of imports cannot show. */
const writtenEndings = /\bstd::(terminate|unreachable)\b|\b__builtin_(trap|unreachable)\b/;

describe('the built library', () => {
  beforeEach(() => {
    assert.ok(existsSync(library), `${library} is missing: npm run build, or name another one by YMQ_LIBRARY`);
  });

  test('exports what the spec says, each in the node of its version, and nothing else', () => {
    const functions = symbols('--defined-only').filter((symbol) => symbol.type !== 'A');
    const expected = ymq.functions.map((one) => `T ${one.name}@@YMQ_${one.since}`);
    assert.deepEqual(functions.map(({ type, name }) => `${type} ${name}`).sort(), expected.sort());
  });

  test('imports nothing that ends the process', () => {
    const names = symbols('--undefined-only').map(({ name }) => name.replace(/@.*/, ''));
    assert.ok(names.length > 10, `too few to be true: ${names.join(', ')}`);
    assert.deepEqual(
      names.filter((name) => endings.includes(name) && !endingsOfSodium.includes(name)),
      [],
    );
  });

  test('has nothing of its own that ends the process', () => {
    const folder = join(dirname(library), 'CMakeFiles', 'ymq_core.dir');
    const objects = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.o'));
    assert.ok(objects.length > 50, `too few to be true: ${objects.join(', ')}`);
    const names = output('nm', ['-u', ...objects.map((file) => join(folder, file))]).match(/(?<= U )\S+/g) ?? [];
    assert.deepEqual(
      [...new Set(names)].filter((name) => endings.includes(name)),
      [],
    );
  });

  test('stays in memory once it is loaded', () => {
    assert.match(output('readelf', ['-d', library]), /FLAGS_1.*NODELETE/);
  });

  test('carries the manifest of the spec', () => {
    assert.deepEqual(abi.load(library).manifest, JSON.parse(JSON.stringify(compactManifest(ymq))));
  });

  test('is accepted by Python', () => {
    const program =
      'import sys; sys.path.insert(0, sys.argv[1]); import _abi; print(len(vars(_abi.load(sys.argv[2]))))';
    const attributes = output('python3', ['-c', program, join(tree, 'bindings/python/ymq'), library]);
    assert.equal(Number(attributes), ymq.functions.length + 2);
  });

  test('names its version and its statuses', () => {
    const loaded = abi.load(library);
    assert.equal(loaded.ymq_version(), ymq.version);
    for (const { name, value, doc } of ymq.enums.find((one) => one.name === 'Status')?.values ?? []) {
      assert.equal(loaded.ymq_status_name(value), name);
      assert.equal(loaded.ymq_status_text(value), doc.join(' '));
    }
    assert.equal(loaded.ymq_status_name(-999), 'UNKNOWN');
    assert.equal(loaded.ymq_status_text(1), 'This number is no status.');
  });
});

describe('the sources of the library', () => {
  const folder = join(tree, 'libcore');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(h|cpp)$/.test(file));

  test('call nothing that ends the process', () => {
    assert.ok(files.length > 0);
    const found = files.flatMap((file) => {
      const lines = readText(folder, file).split('\n');
      return lines.flatMap((line, at) => (writtenEndings.test(line) ? [`${file}:${at + 1}: ${line.trim()}`] : []));
    });
    assert.deepEqual(found, []);
  });
});

test('CMake builds the version of the spec', () => {
  const [, version] = /project\(ymq VERSION (\S+)/.exec(readText(tree, 'CMakeLists.txt')) ?? [];
  assert.equal(version, ymq.version);
});
