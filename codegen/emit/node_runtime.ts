// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these lines are the text of a program.

import type { IntegerType, Model } from '../model.js';
import { pascalCase } from '../names.js';

/** The parts of the koffi module that hardly depend on the spec: the checks of arguments, and loading. */
export function runtime(model: Model, usedIntegers: ReadonlySet<IntegerType>, usesSized: boolean): string[][] {
  const integers = [...usedIntegers].sort().map(integerCheck);
  return [
    manifestType,
    mismatch,
    ...integers,
    memory,
    aligned,
    ...(usesSized ? [sized] : []),
    checkManifest(model),
    load,
    open(model),
  ];
}

const manifestType = [
  '/** What a library says about itself. */',
  'export interface Manifest {',
  '  readonly library: string;',
  '  readonly version: string;',
  '  readonly entries: Readonly<Record<string, string>>;',
  '  readonly layouts: Readonly<Record<string, StructLayout>>;',
  '}',
  '',
  'export interface StructLayout {',
  '  readonly size: number;',
  '  readonly fields: Readonly<Record<string, readonly [offset: number, size: number]>>;',
  '}',
];

const mismatch = [
  '/** The library is not one that this module was made for; `entries` names what differs. */',
  'export class AbiMismatch extends Error {',
  '  constructor(',
  '    readonly path: string,',
  '    readonly entries: readonly string[],',
  '  ) {',
  "    super(`${path}: made from another ABI: ${entries.join(', ')}`);",
  "    this.name = 'AbiMismatch';",
  '  }',
  '}',
];

const conditions: Record<IntegerType, string> = {
  u8: '(value & 0xff) === value',
  u16: '(value & 0xffff) === value',
  u32: 'value >>> 0 === value',
  u64: 'Number.isSafeInteger(value) && value >= 0',
  i32: '(value | 0) === value',
  i64: 'Number.isSafeInteger(value)',
};

/** Camel case: no parameter, whose names are in snake case, can hide one of these. */
export function integerCheckName(type: IntegerType): string {
  return `check${pascalCase(type)}`;
}

function integerCheck(type: IntegerType): string[] {
  return [
    `function ${integerCheckName(type)}(value: number, name: string): number {`,
    `  if (${conditions[type]}) return value;`,
    `  throw new RangeError(\`\${name} must be of type ${type}, not \${String(value)}\`);`,
    '}',
  ];
}

const memory = [
  '/** Memory with room for so many bytes. */',
  'function checkMemory(view: Memory, byteLength: number, name: string): Memory {',
  '  if (!ArrayBuffer.isView(view)) throw new TypeError(`${name} must be a Buffer or a typed array`);',
  '  if (view.byteLength >= byteLength) return view;',
  '  throw new RangeError(`${name} has ${view.byteLength} bytes, ${byteLength} are needed`);',
  '}',
];

const aligned = [
  '/** The same, at an address that C may use for what stands there. */',
  'function checkAligned(view: Memory, byteLength: number, alignment: number, name: string): Memory {',
  '  checkMemory(view, byteLength, name);',
  '  if (view.byteOffset % alignment === 0) return view;',
  '  const says = `begins at byte ${view.byteOffset} of its buffer, which ${alignment} does not divide`;',
  '  throw new RangeError(`${name} ${says}`);',
  '}',
];

const sized = [
  '/** A struct that begins with its size: the callee writes no more than that. */',
  'function checkSized(view: Memory, alignment: number, name: string): Memory {',
  '  checkAligned(view, 4, alignment, name);',
  '  const said = new Uint32Array(view.buffer, view.byteOffset, 1)[0] as number;',
  '  return checkMemory(view, said, name);',
  '}',
];

function checkManifest(model: Model): string[] {
  const layouts = model.structs.map((one) => `  ${one.name}: ${one.name}Layout,`);
  return [
    '/**',
    ' * Refuses a library in which an entry that this module uses is missing or changed; more entries are welcome.',
    ' *',
    ' * @throws AbiMismatch',
    ' */',
    'export function checkManifest(manifest: Manifest, path: string): void {',
    '  const wrong: string[] = [];',
    '  for (const [name, mark] of Object.entries(entries)) {',
    '    const there = manifest.entries[name];',
    '    if (there === undefined) wrong.push(`${name} is missing`);',
    '    else if (there !== mark) wrong.push(`${name} changed`);',
    '  }',
    '  if (wrong.length > 0) throw new AbiMismatch(path, wrong);',
    '}',
    '',
    'const layouts: Record<string, { byteLength: number; offset: Record<string, number> }> = {',
    ...layouts,
    '};',
    '',
    '/**',
    ' * Refuses a library whose structs are laid out differently from the constants of this module.',
    ' *',
    ' * @throws AbiMismatch',
    ' */',
    'export function checkLayout(manifest: Manifest, path: string): void {',
    '  const wrong: string[] = [];',
    '  for (const [name, mine] of Object.entries(layouts)) {',
    '    const there = manifest.layouts[name];',
    '    if (there === undefined || there.size < mine.byteLength) wrong.push(`struct ${name} is smaller`);',
    '    for (const [field, offset] of Object.entries(mine.offset)) {',
    '      if (there?.fields[field]?.[0] !== offset) wrong.push(`field ${name}.${field} is not at ${offset}`);',
    '    }',
    '  }',
    '  if (wrong.length > 0) throw new AbiMismatch(path, wrong);',
    '}',
  ];
}

const load = [
  '/** koffi unloads a library whose handle is collected, so that they are kept here. */',
  'const loaded = new Map<string, { handle: LibraryHandle; library: Library }>();',
  '',
  '/**',
  ' * Loads the library at this path, once in each thread.',
  ' *',
  ' * @throws AbiMismatch where it does not fit, an error of koffi where there is none.',
  ' */',
  'export function load(path: string): Library {',
  '  const entry = loaded.get(path) ?? open(path);',
  '  loaded.set(path, entry);',
  '  return entry.library;',
  '}',
];

function open(model: Model): string[] {
  const name = `${model.library}_abi_manifest`;
  return [
    'function open(path: string): { handle: LibraryHandle; library: Library } {',
    '  const handle = koffi.load(path);',
    '  const manifest = readManifest(handle, path);',
    '  checkManifest(manifest, path);',
    '  checkLayout(manifest, path);',
    '  return { handle, library: bind(handle, path, manifest) };',
    '}',
    '',
    'function readManifest(handle: LibraryHandle, path: string): Manifest {',
    '  let read: () => string;',
    '  try {',
    `    read = handle.func('${name}', 'const char *', []);`,
    '  } catch {',
    `    throw new AbiMismatch(path, ['function ${name} is missing']);`,
    '  }',
    '  return JSON.parse(read()) as Manifest;',
    '}',
  ];
}
