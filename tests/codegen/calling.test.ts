import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { compactManifest } from '../../codegen/manifest.js';
import * as abi from '../../codegen/zoo/golden/bindings/node/src/abi.gen.js';
import { goldenTree, zoo as model, output, tree, writeText } from './support.js';

/** The bindings of the zoo against a real library, which gives back what it was given. */

const folder = mkdtempSync(join(tmpdir(), 'codegen-zoo-'));
const library = join(folder, 'libzoo.so');
const manifest = JSON.stringify(JSON.stringify(compactManifest(model)));
writeText(join(folder, 'manifest.h'), `static const char manifest[] = ${manifest};\n`);
const includes = ['-I', folder, '-I', join(goldenTree, 'include')];
output('gcc', ['-shared', '-fPIC', ...includes, '-o', library, join(tree, 'tests/codegen/fake_zoo.c')]);
after(() => rmSync(folder, { recursive: true }));

const zoo = abi.load(library);
const z = 'z'.charCodeAt(0);

test('Python calls every function of the zoo', () => {
  output('python3', [
    join(tree, 'tests/codegen/fake_zoo.py'),
    join(goldenTree, 'bindings/python/zoo/_abi.py'),
    library,
  ]);
});

test('Node loads a library once', () => {
  assert.equal(abi.load(library), zoo);
});

test('Node has no function that may wait', () => {
  const expected = model.functions.filter((one) => one.blocking !== 'may_block').map((one) => one.name);
  assert.ok(!expected.includes('animal_destroy'));
  assert.deepEqual(Object.keys(zoo), ['path', 'manifest', ...expected]);
});

test('Node passes values, text, bytes and null', () => {
  const animal = new BigUint64Array(1);
  assert.equal(zoo.animal_init(abi.Kind.BIRD_OF_PREY, 255, Buffer.from('a\0z'), 3, Buffer.from([5, 6]), 2, animal), 0);
  assert.equal(Number(animal[0]), 2 * 2 ** 32 + 255 * 2 ** 16 + z * 2 ** 8 + 6);
  assert.equal(zoo.animal_init(abi.Kind.MAMMAL, 4, Buffer.from('z'), 1, null, 0, animal), 0);
  assert.equal(Number(animal[0]), 2 ** 32 + 4 * 2 ** 16 + z * 2 ** 8 + 255);
  assert.equal(zoo.zoo_complaint(65535), 'the last day');
});

test('Node lends memory to be filled', () => {
  const value = Buffer.alloc(4);
  const kind = new Int32Array(1);
  assert.equal(zoo.animal_get_option(7, abi.OptionId.NAP, value, 2, kind, -3), -3);
  assert.deepEqual([...value, kind[0]], [7, 7, 0, 0, 5]);
  assert.equal(zoo.animal_name(z, value.subarray(1), 3), 3);
  assert.equal(value.toString(), '\u0007zzz');
  const queue = new BigUint64Array(1);
  zoo.animal_queue_init(queue);
  assert.equal(Number(queue[0]), Number.MAX_SAFE_INTEGER);
});

test('Node passes structs and arrays of them', () => {
  const { byteLength, offset } = abi.MealLayout;
  const meals = Buffer.alloc(2 * byteLength);
  meals.writeBigUInt64LE(20n, byteLength + offset.weight);
  meals.set([1, 2, 3, 4, 5], byteLength + offset.label);
  const leftovers = Buffer.alloc(2 * byteLength);
  assert.equal(zoo.animal_feed_async(1, meals, 2, leftovers, 2, 3, 4), 28);
  assert.deepEqual(leftovers, meals);

  const report = new Uint32Array(abi.ReportLayout.byteLength / 4);
  report[abi.ReportLayout.offset.size / 4] = abi.ReportLayout.byteLength;
  const views = new BigUint64Array(3);
  const fur = views.subarray(0, 1);
  assert.equal(zoo.animal_report(9, report, fur, views.subarray(1, 2), 1, views.subarray(2)), 16);
  assert.equal(report[abi.ReportLayout.offset.meals / 4], 9);
  assert.equal(views[1], 4n);
  assert.equal(views[2], (fur[0] ?? 0n) + 1n);
});

/** koffi would take every one of these, and change it or read beyond its end. */
const one = new BigUint64Array(1);
const name = Buffer.from('name');
const small = new Uint32Array(4);
small[0] = 1000;
const shifted = new Uint8Array(new ArrayBuffer(32), 4);
const wrongs: [what: string, call: () => unknown, says: RegExp][] = [
  ['a fraction', () => zoo.animal_walk_async(1.5, 1, 1), /^animal must be of type u64, not 1.5$/],
  ['a negative handle', () => zoo.animal_walk_async(1, -1, 1), /^queue must be of type u64, not -1$/],
  ['a number that is rounded', () => zoo.animal_walk_async(1, 1, 2 ** 53), /^tag must be of type u64/],
  ['not a number', () => zoo.animal_walk_async(Number.NaN, 1, 1), /^animal must be of type u64, not NaN$/],
  ['a text for a number', () => zoo.animal_walk_async('1' as never, 1, 1), /^animal must be of type u64, not 1$/],
  ['a BigInt for a number', () => zoo.animal_walk_async(1n as never, 1, 1), /^animal must be of type u64, not 1$/],
  ['too much for a byte', () => zoo.animal_init(1, 256, name, 4, null, 0, one), /^legs must be of type u8, not 256$/],
  ['too much for 16 bits', () => zoo.zoo_complaint(65536), /^day must be of type u16/],
  ['too much for 32 bits', () => zoo.animal_init(1, 4, name, 4, name, 2 ** 32, one), /^mark has 4 bytes, 4294967296/],
  [
    'too much for an enum',
    () => zoo.animal_init((2 ** 31) as never, 4, name, 4, null, 0, one),
    /^kind must be of type i32/,
  ],
  ['a length beyond the end', () => zoo.animal_init(1, 4, name, 5, null, 0, one), /^name has 4 bytes, 5 are needed$/],
  ['a length that is none', () => zoo.animal_init(1, 4, name, Number.NaN, null, 0, one), /^name has 4 bytes, NaN/],
  ['a negative length', () => zoo.animal_init(1, 4, name, -1, null, 0, one), /^name_size must be of type u64/],
  ['a text for bytes', () => zoo.animal_init(1, 4, 'name' as never, 4, null, 0, one), /^name must be a Buffer/],
  [
    'null where it is not allowed',
    () => zoo.animal_init(1, 4, null as never, 0, null, 0, one),
    /^name must be a Buffer/,
  ],
  ['nothing at all', () => zoo.animal_init(1, 4, name, 4, undefined as never, 0, one), /^mark must be a Buffer/],
  ['an address', () => zoo.animal_queue_init(4096n as never), /^queue must be a Buffer/],
  [
    'too little room for a handle',
    () => zoo.animal_queue_init(new Uint32Array(1)),
    /^queue has 4 bytes, 8 are needed$/,
  ],
  ['too little room for an array', () => zoo.animal_feed_async(1, name, 1, null, 0, 1, 1), /^meals has 4 bytes, 48/],
  ['a crooked address', () => zoo.animal_queue_init(shifted), /^queue begins at byte 4 of its buffer/],
  ['a struct smaller than it says', () => zoo.animal_report(1, small, one, one, 0, null), /^report has 16 bytes, 1000/],
];

for (const [what, call, says] of wrongs) {
  test(`Node refuses ${what}`, () => {
    assert.throws(call, (error: Error) => {
      assert.match(error.message, says);
      return error instanceof RangeError || error instanceof TypeError;
    });
  });
}
