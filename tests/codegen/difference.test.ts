import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Bump, declaredBump, difference, requiredBump } from '../../codegen/difference.js';
import { makeManifest } from '../../codegen/manifest.js';
import type { Field, FunctionModel, Model } from '../../codegen/model.js';
import { output, tool, withFolder, writeText, zoo } from './support.js';

/** One pair of specs for each rule: the zoo, and the zoo after a change. */
interface Case {
  name: string;
  change: (model: Model) => void;
  /** Every difference: entry, what, bump, and `!` where the change is behavioural. */
  shows: string[];
}

function named<Item extends { name: string }>(items: Item[], name: string): Item {
  const found = items.find((item) => item.name === name);
  assert.ok(found !== undefined, name);
  return found;
}

function remove<Item extends { name: string }>(items: Item[], name: string): void {
  items.splice(items.indexOf(named(items, name)), 1);
}

function animalName(model: Model): FunctionModel {
  return named(model.functions, 'animal_name');
}

function appendField(model: Model, struct: string, field: Partial<Field>): void {
  const one = named(model.structs, struct);
  const type = { kind: 'integer', integer: 'u64', holds: null } as const;
  one.fields.push({ name: 'added', type, offset: one.size, size: 8, doc: ['Added.'], ...field });
  one.size += 8;
}

const cases: Case[] = [
  { name: 'nothing changed', change: () => {}, shows: [] },
  {
    name: 'a new function',
    change: (model) => model.functions.push({ ...animalName(model), name: 'animal_sing' }),
    shows: ['function animal_sing: added: minor'],
  },
  {
    name: 'a function is gone',
    change: (model) => remove(model.functions, 'animal_name'),
    shows: ['function animal_name: removed: major'],
  },
  {
    name: 'a parameter of another type',
    change: (model) => {
      named(animalName(model).parameters, 'animal').type = { kind: 'integer', integer: 'u64' };
    },
    shows: [
      'function animal_name: signature: count(Animal, out text[#3], u64) became count(u64, out text[#3], u64): major',
    ],
  },
  {
    name: 'a parameter of another name',
    change: (model) => {
      named(animalName(model).parameters, 'animal').name = 'beast';
    },
    shows: ['function animal_name: documentation changed: patch'],
  },
  {
    name: 'a parameter may no longer be null',
    change: (model) => {
      named(named(model.functions, 'animal_init').parameters, 'mark').nullable = false;
    },
    shows: [
      'function animal_init: signature: ' +
        'status(Kind, u8, in text[#4], u64, in bytes[#6] or null, u32, out Animal) became ' +
        'status(Kind, u8, in text[#4], u64, in bytes[#6], u32, out Animal): major',
    ],
  },
  {
    name: 'another blocking class',
    change: (model) => {
      animalName(model).blocking = 'may_block';
    },
    shows: ['function animal_name: blocking: never became may_block: major'],
  },
  {
    name: 'another thread contract',
    change: (model) => {
      animalName(model).thread = 'one_at_a_time';
    },
    shows: ['function animal_name: thread: any became one_at_a_time: major'],
  },
  {
    name: 'another completion',
    change: (model) => {
      const { completion } = named(model.functions, 'animal_walk_async');
      assert.ok(completion !== null);
      completion.follows = 'when_pending';
    },
    shows: [
      'function animal_walk_async: completion: {"kind":"WALK","payload":"messages","follows":"always"} became ' +
        '{"kind":"WALK","payload":"messages","follows":"when_pending"}: major',
    ],
  },
  {
    name: 'more errors',
    change: (model) => animalName(model).errors.push('CLOSED'),
    shows: ['function animal_name: may now fail with CLOSED: minor!'],
  },
  {
    name: 'fewer errors',
    change: (model) => animalName(model).errors.pop(),
    shows: ['function animal_name: no longer fails with INVALID_HANDLE: patch'],
  },
  {
    name: 'other words',
    change: (model) => {
      animalName(model).doc = ['Tells what an animal is called.'];
    },
    shows: ['function animal_name: documentation changed: patch'],
  },
  {
    name: 'another since',
    change: (model) => {
      animalName(model).since = '0.2';
    },
    shows: ['function animal_name: since: 0.1 became 0.2: patch'],
  },
  {
    name: 'a new member of an enum',
    change: (model) => named(model.enums, 'Kind').values.push({ name: 'FISH', value: 3, alias: null, doc: ['Swims.'] }),
    shows: ['value Kind.FISH: added: minor'],
  },
  {
    name: 'a member of an enum is gone',
    change: (model) => remove(named(model.enums, 'Kind').values, 'MAMMAL'),
    shows: ['value Kind.MAMMAL: removed: major'],
  },
  {
    name: 'a member of an enum has another number',
    change: (model) => {
      named(named(model.enums, 'Kind').values, 'MAMMAL').value = 9;
    },
    shows: ['value Kind.MAMMAL: value: 1 became 9: major'],
  },
  {
    name: 'constants of C with another prefix',
    change: (model) => {
      named(model.enums, 'Kind').prefix = 'ZOO_SORT_';
    },
    shows: ['enum Kind: prefix: ZOO_KIND_ became ZOO_SORT_: major'],
  },
  {
    name: 'a constant of another value',
    change: (model) => {
      named(model.constants, 'MAX_WEIGHT').value = '5';
    },
    shows: ['constant MAX_WEIGHT: value: 18446744073709551615 became 5: major'],
  },
  {
    name: 'another version',
    change: (model) => {
      model.version = named(model.constants, 'VERSION').value = '0.3.0';
    },
    shows: [],
  },
  {
    name: 'a field appended to a sized struct',
    change: (model) => appendField(model, 'Report', {}),
    shows: ['struct Report: size: 16 became 24: minor', 'field Report.added: added: minor'],
  },
  {
    name: 'a field appended to a frozen struct',
    change: (model) => appendField(model, 'Meal', {}),
    shows: ['struct Meal: size: 48 became 56: major', 'field Meal.added: added: minor'],
  },
  {
    name: 'a field inserted in the middle of a sized struct',
    change: (model) => {
      appendField(model, 'Report', { offset: 8 });
      named(named(model.structs, 'Report').fields, 'meals').offset = 16;
    },
    shows: [
      'struct Report: size: 16 became 24: minor',
      'field Report.meals: offset: 8 became 16: major',
      'field Report.added: added: minor',
    ],
  },
  {
    name: 'a field of another type',
    change: (model) => {
      named(named(model.structs, 'Report').fields, 'meals').type = { kind: 'handle', name: 'Animal' };
    },
    shows: ['field Report.meals: type: u64 became Animal: major'],
  },
  {
    name: 'a new option',
    change: (model) => model.options.push({ ...named(model.options, 'nap'), name: 'colour', id: 9 }),
    shows: ['option colour: added: minor'],
  },
  {
    name: 'an option with another number',
    change: (model) => {
      named(model.options, 'nap').id = 9;
    },
    shows: ['option nap: id: 5 became 9: major'],
  },
  {
    name: 'an option in another unit',
    change: (model) => {
      named(model.options, 'nap').unit = 'bytes';
    },
    shows: ['option nap: unit: milliseconds became bytes: major'],
  },
  {
    name: 'wider bounds of an option',
    change: (model) => Object.assign(named(model.options, 'mark'), { min: -1, max: 9 }),
    shows: ['option mark: min: 0 became -1: minor', 'option mark: max: 8 became 9: minor'],
  },
  {
    name: 'narrower bounds of an option',
    change: (model) => Object.assign(named(model.options, 'mark'), { min: 1, max: 7 }),
    shows: ['option mark: min: 0 became 1: major', 'option mark: max: 8 became 7: major'],
  },
  {
    name: 'another default of an option',
    change: (model) => {
      named(model.options, 'nap').default = 300;
    },
    shows: ['option nap: default: 250 became 300: minor!'],
  },
  {
    name: 'an option that takes effect at once',
    change: (model) => {
      named(model.options, 'mark').live = true;
    },
    shows: ['option mark: live: false became true: minor!'],
  },
  {
    name: 'an option that takes effect later',
    change: (model) => {
      named(model.options, 'nap').live = false;
    },
    shows: ['option nap: live: true became false: major'],
  },
  {
    name: 'an option that became read-only',
    change: (model) => {
      named(model.options, 'nap').readOnly = true;
    },
    shows: ['option nap: readOnly: false became true: major'],
  },
];

function changed(change: Case['change']): Model {
  const model = structuredClone(zoo);
  change(model);
  return model;
}

for (const { name, change, shows } of cases) {
  test(`difference: ${name}`, () => {
    const changes = difference(makeManifest(zoo), makeManifest(changed(change)));
    const shown = changes.map((one) => `${one.entry}: ${one.what}: ${one.bump}${one.behavioural ? '!' : ''}`);
    assert.deepEqual(shown.sort(), [...shows].sort());
  });
}

test('the greatest bump counts', () => {
  const all = cases.map(({ change }) => requiredBump(difference(makeManifest(zoo), makeManifest(changed(change)))));
  assert.deepEqual([...new Set(all)].sort(), ['major', 'minor', 'none', 'patch']);
});

test('the bump between two versions', () => {
  const pairs: [string, string, Bump][] = [
    ['0.1.0', '0.1.0', 'none'],
    ['0.1.0', '0.1.1', 'patch'],
    ['0.1.9', '0.2.0', 'minor'],
    ['0.9.9', '1.0.0', 'major'],
  ];
  for (const [before, after, bump] of pairs) assert.equal(declaredBump(before, after), bump);
});

function writeManifest(folder: string, file: string, change: Case['change']): string {
  return writeText(join(folder, file), JSON.stringify(makeManifest(changed(change))));
}

const commands: [name: string, change: Case['change'], status: number, says: RegExp][] = [
  ['nothing', () => {}, 0, /^Required version bump: none\.\nDeclared: 0\.2\.1 to 0\.2\.1 \(none\)\.\n$/],
  ['a patch', (model) => animalName(model).errors.pop(), 10, /patch[\s\S]*which is not enough/],
  ['an addition', (model) => animalName(model).errors.push('CLOSED'), 20, /minor, behavioural[\s\S]*bump: minor\./],
  ['a break', (model) => remove(model.functions, 'animal_name'), 30, /function animal_name[\s\S]*bump: major\./],
];

for (const [name, change, status, says] of commands) {
  test(`abi diff shows ${name} and ends with ${status}`, async () => {
    await withFolder((folder) => {
      const files = [writeManifest(folder, 'old.json', () => {}), writeManifest(folder, 'new.json', change)];
      const result = tool('abi', ['diff', ...files]);
      assert.equal(result.status, status, result.stderr);
      assert.match(result.stdout, says);
    });
  });
}

test('abi diff --allow ends with 0 up to that bump', async () => {
  await withFolder((folder) => {
    const old = writeManifest(folder, 'old.json', () => {});
    const now = writeManifest(folder, 'new.json', (model) => animalName(model).errors.push('CLOSED'));
    assert.equal(tool('abi', ['diff', '--allow', 'minor', old, now]).status, 0);
    assert.equal(tool('abi', ['diff', '--allow', 'patch', old, now]).status, 20);
  });
});

test('abi diff reads revisions of git', async () => {
  await withFolder((folder) => {
    writeManifest(folder, 'libcore/abi/manifest.json', () => {});
    const author = ['-c', 'user.name=Zoo', '-c', 'user.email=zoo@example.org'];
    output('git', ['init', '-q'], folder);
    output('git', ['add', '.'], folder);
    output('git', [...author, 'commit', '-q', '-m', 'zoo'], folder);
    const now = writeManifest(folder, 'libcore/abi/manifest.json', (model) => remove(model.functions, 'animal_name'));
    assert.equal(tool('abi', ['diff', 'HEAD:', now], folder).status, 30);
    assert.equal(tool('abi', ['diff', 'HEAD:libcore/abi/manifest.json', 'HEAD:'], folder).status, 0);
  });
});

test('abi diff of what is not there ends with 1', () => {
  const { status, stderr } = tool('abi', ['diff', 'nowhere.json', 'nowhere.json']);
  assert.equal(status, 1);
  assert.match(stderr, /nowhere\.json: no such file/);
});
