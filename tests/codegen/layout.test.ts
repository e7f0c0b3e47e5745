import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import koffi, { type TypeObject } from 'koffi';
import { cInteger } from '../../codegen/emit/c_types.js';
import { type CompactManifest, compactManifest } from '../../codegen/manifest.js';
import type { Field, Model, StructModel } from '../../codegen/model.js';
import { goldenTree, output, tree, ymq, zoo } from './support.js';

type Layouts = CompactManifest['layouts'];

function koffiLayouts(model: Model): Layouts {
  return Object.fromEntries(model.structs.map((one) => [one.name, koffiLayout(one)]));
}

function koffiLayout(one: StructModel): Layouts[string] {
  const type = koffi.struct(Object.fromEntries(one.fields.map((field) => [field.name, koffiField(field)])));
  const places = one.fields.map((field) => {
    const member = type.members?.[field.name];
    assert.ok(member !== undefined, `${one.name}.${field.name}`);
    return [field.name, [koffi.offsetof(type, field.name), member.type.size] as [number, number]];
  });
  return { size: koffi.sizeof(type), fields: Object.fromEntries(places) };
}

function koffiField({ type }: Field): string | TypeObject {
  if (type.kind === 'fixed_bytes') return koffi.array('uint8_t', type.length);
  return type.kind === 'handle' ? 'uint64_t' : cInteger(type.integer);
}

const readWithCtypes = `
import ctypes, importlib.util, json, sys
spec = importlib.util.spec_from_file_location("abi", sys.argv[1])
abi = importlib.util.module_from_spec(spec)
spec.loader.exec_module(abi)
place = lambda kind, name: [getattr(kind, name).offset, getattr(kind, name).size]
layouts = {
    kind.__name__: {"size": ctypes.sizeof(kind), "fields": {name: place(kind, name) for name, *_ in kind._fields_}}
    for kind in vars(abi).values() if isinstance(kind, type) and issubclass(kind, ctypes.Structure)
}
print(json.dumps(layouts))
`;

const unpackWithPython = `
import importlib.util, json, struct, sys
spec = importlib.util.spec_from_file_location("abi", sys.argv[1])
abi = importlib.util.module_from_spec(spec)
spec.loader.exec_module(abi)
print(json.dumps({name: struct.calcsize(form) for name, form in vars(abi).items() if name.endswith("_FORMAT")}))
`;

for (const [model, root] of [
  [ymq, tree],
  [zoo, goldenTree],
] as const) {
  const expected = compactManifest(model).layouts;
  const python = join(root, `bindings/python/${model.library}/_abi.py`);

  test(`koffi lays the structs of ${model.library} out as the manifest says`, () => {
    assert.ok(Object.keys(expected).length > 0);
    assert.deepEqual(koffiLayouts(model), expected);
  });

  test(`ctypes lays the structs of ${model.library} out as the manifest says`, () => {
    assert.deepEqual(JSON.parse(output('python3', ['-c', readWithCtypes, python])), expected);
  });

  test(`the struct formats of ${model.library} in Python have the sizes of the manifest`, () => {
    const sizes = Object.values(JSON.parse(output('python3', ['-c', unpackWithPython, python])));
    assert.deepEqual(
      sizes,
      Object.values(expected).map((layout) => layout.size),
    );
  });

  test(`the layouts of ${model.library} for Node are those of the manifest`, async () => {
    const abi: Record<string, unknown> = await import(join(root, 'bindings/node/src/abi.gen.ts'));
    for (const [name, { size, fields }] of Object.entries(expected)) {
      const { byteLength, offset } = abi[`${name}Layout`] as { byteLength: number; offset: Record<string, number> };
      const offsets = Object.fromEntries(Object.entries(fields).map(([field, place]) => [field, place[0]]));
      assert.deepEqual({ byteLength, offset }, { byteLength: size, offset: offsets });
    }
  });
}
