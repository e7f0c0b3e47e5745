import { integerOf } from '../layout.js';
import { compactManifest } from '../manifest.js';
import type {
  ConstantModel,
  EnumModel,
  Field,
  FunctionModel,
  IntegerType,
  Model,
  OptionModel,
  ParameterType,
  StructModel,
  ValueType,
} from '../model.js';
import { generatedLine, joinLines, separated, wrap, wrapParagraphs } from './text.js';

/** The ctypes module: declarations and the checks at load, no policy. Its types stand in the `.pyi` beside it. */
export function emitPython(model: Model): string {
  return joinLines(
    separated([
      [`"""The C ABI of lib${model.library} for ctypes.`, '', generatedLine(model.library), '"""'],
      ['from __future__ import annotations'],
      ['import ctypes', 'import enum', 'import json', 'from typing import NamedTuple'],
      model.constants.flatMap(constant),
      ...twoApart(model.enums.map(enumeration)),
      ...twoApart(model.structs.map(struct)),
      ['', ...structTable(model.structs)],
      ...twoApart([optionInfo()]),
      ['', ...optionTable(model.options)],
      functionTable(model),
      manifestTable(model),
      ...twoApart([mismatch, library(model), checkManifest, checkLayout, load, readManifest(model), bind]),
    ]),
  );
}

/** Classes and functions of a module stand two lines apart. */
function twoApart(blocks: readonly string[][]): string[][] {
  return blocks.map((block) => ['', ...block]);
}

export function pythonComment(doc: readonly string[], indent = ''): string[] {
  return wrapParagraphs([...doc], 116 - indent.length).map((line) => `${indent}# ${line}`.trimEnd());
}

function docString(doc: readonly string[], indent: string): string[] {
  const lines = wrapParagraphs([...doc], 110);
  const [first = '', ...rest] = lines;
  if (rest.length === 0) return [`${indent}"""${first}"""`];
  return [`${indent}"""${first}`, ...rest.map((line) => (indent + line).trimEnd()), `${indent}"""`];
}

function constant({ name, type, value, doc }: ConstantModel): string[] {
  return [...pythonComment(doc), `${name} = ${type === 'text' ? JSON.stringify(value) : value}`];
}

function enumeration(one: EnumModel): string[] {
  const values = one.values.flatMap(({ name, value, doc }) => [
    ...pythonComment(doc, '    '),
    `    ${name} = ${value}`,
  ]);
  const base = one.flags ? 'IntFlag' : 'IntEnum';
  return [`class ${one.name}(enum.${base}):`, ...docString(one.doc, '    '), '', ...values];
}

function struct(one: StructModel): string[] {
  const fields = one.fields.flatMap((field) => [
    ...pythonComment(field.doc, '        '),
    `        ("${field.name}", ${fieldType(field)}),`,
  ]);
  const formats = one.fields.map(formatLetter).join('');
  return [
    `class ${one.name}(ctypes.Structure):`,
    ...docString(one.doc, '    '),
    '',
    ...['    _fields_ = [', ...fields, '    ]'],
    '',
    '',
    `# The form of ${one.name} for the module struct.`,
    `${formatName(one)} = "=${formats}"`,
  ];
}

function structTable(structs: readonly StructModel[]): string[] {
  return ['_STRUCTS = {', ...structs.map(({ name }) => `    "${name}": ${name},`), '}'];
}

export function formatName(one: StructModel): string {
  return `${one.name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()}_FORMAT`;
}

/** Short names, so that a row of the table of functions fits on a line. */
const shortNames = [
  ...['u8', 'u16', 'u32', 'u64'].map((name) => `_${name} = ctypes.c_uint${name.slice(1)}`),
  ...['i32', 'i64'].map((name) => `_${name} = ctypes.c_int${name.slice(1)}`),
  '_text, _address, _pointer = ctypes.c_char_p, ctypes.c_void_p, ctypes.POINTER',
];

const integers: Record<IntegerType, { ctype: string; letter: string }> = {
  u8: { ctype: 'ctypes.c_uint8', letter: 'B' },
  u16: { ctype: 'ctypes.c_uint16', letter: 'H' },
  u32: { ctype: 'ctypes.c_uint32', letter: 'I' },
  u64: { ctype: 'ctypes.c_uint64', letter: 'Q' },
  i32: { ctype: 'ctypes.c_int32', letter: 'i' },
  i64: { ctype: 'ctypes.c_int64', letter: 'q' },
};

function fieldType({ type }: Field): string {
  if (type.kind === 'fixed_bytes') return `ctypes.c_uint8 * ${type.length}`;
  return type.kind === 'handle' ? integers.u64.ctype : integers[type.integer].ctype;
}

function formatLetter({ type }: Field): string {
  if (type.kind === 'fixed_bytes') return `${type.length}s`;
  return type.kind === 'handle' ? integers.u64.letter : integers[type.integer].letter;
}

export const optionFields: readonly [name: string, type: string][] = [
  ['name', 'str'],
  ['id', 'int'],
  ['type', 'str'],
  ['unit', 'str'],
  ['min', 'int'],
  ['max', 'int'],
  ['default', 'int | bool | bytes | str'],
  ['read_only', 'bool'],
  ['live', 'bool'],
  ['doc', 'str'],
];

function optionInfo(): string[] {
  return [
    'class OptionInfo(NamedTuple):',
    '    """An option of a connector. The bounds hold for numbers, and for the length in bytes of bytes and text."""',
    '',
    ...optionFields.map(([name, type]) => `    ${name}: ${type}`),
  ];
}

function optionTable(options: readonly OptionModel[]): string[] {
  const rows = options.flatMap((one) => {
    const cells = [one.name, one.id, one.type, one.unit, one.min, one.max].map((cell) => JSON.stringify(cell));
    const rest = [pythonDefault(one), pythonTruth(one.readOnly), pythonTruth(one.live)];
    const doc = wrap(one.doc.join(' '), 105).map((line, index) => JSON.stringify(index === 0 ? line : ` ${line}`));
    return [
      `    "${one.name}": OptionInfo(`,
      `        ${[...cells, ...rest].join(', ')},`,
      ...doc.map((line, index) => `        ${line}${index === doc.length - 1 ? ',' : ''}`),
      '    ),',
    ];
  });
  return ['OPTIONS: dict[str, OptionInfo] = {', ...rows, '}'];
}

function pythonTruth(value: boolean): string {
  return value ? 'True' : 'False';
}

function pythonDefault({ type, default: value }: OptionModel): string {
  if (typeof value === 'boolean') return pythonTruth(value);
  return typeof value === 'string' ? `${type === 'bytes' ? 'b' : ''}${JSON.stringify(value)}` : String(value);
}

function functionTable(model: Model): string[] {
  return [
    ...shortNames,
    '',
    '# Name, whether the call may wait and so gives up the interpreter lock, result, parameters. Pointers to bytes and to',
    '# arrays are addresses: these take bytes, ctypes arrays, numbers and None.',
    '_FUNCTIONS = [',
    ...model.functions.map(functionRow),
    ']',
  ];
}

function functionRow(one: FunctionModel): string {
  const parameters = one.parameters.map(({ type }) => parameterType(type));
  const list = parameters.length === 1 ? `(${parameters[0]},)` : `(${parameters.join(', ')})`;
  const result = one.returns === 'status' || one.returns === 'count' ? '_i32' : '_text';
  return `    ("${one.name}", ${pythonTruth(one.blocking !== 'never')}, ${result}, ${list}),`;
}

function parameterType(type: ParameterType): string {
  switch (type.kind) {
    case 'text':
      return type.direction === 'in' ? '_text' : '_address';
    case 'bytes':
    case 'array':
      return '_address';
    case 'out':
      return `_pointer(${type.value.kind === 'view' ? '_address' : `_${integerOf(type.value)}`})`;
    case 'inout':
      return `_pointer(${type.struct})`;
    default:
      return `_${integerOf(type)}`;
  }
}

/** The ctypes type of an integer, an enum's value or a handle. */
export function valueType(type: ValueType): string {
  return integers[integerOf(type)].ctype;
}

function manifestTable(model: Model): string[] {
  const { entries } = compactManifest(model);
  const rows = Object.entries(entries).map(([name, fingerprint]) => `    "${name}": "${fingerprint}",`);
  return ['# What this module was generated from: a fingerprint of each entry.', 'ENTRIES = {', ...rows, '}'];
}

const mismatch = [
  'class AbiMismatch(Exception):',
  '    """The library is not one that this module was made for; `entries` names what differs."""',
  '',
  '    def __init__(self, path, entries):',
  '        super().__init__(f"{path}: made from another ABI: {\', \'.join(entries)}")',
  '        self.path = path',
  '        self.entries = entries',
];

function library(model: Model): string[] {
  return [
    'class Library:',
    `    """lib${model.library}, loaded and checked: its functions by name."""`,
    '',
    '    def __init__(self, path):',
    '        # A call through PyDLL keeps the interpreter lock, which is cheaper where the call never waits.',
    '        holding, releasing = ctypes.PyDLL(path), ctypes.CDLL(path)',
    '        self.path = path',
    '        self.manifest = _read_manifest(holding, path)',
    '        check_manifest(self.manifest, path)',
    '        check_layout(self.manifest, path)',
    '        for name, waits, result, parameters in _FUNCTIONS:',
    '            setattr(self, name, _bind(releasing if waits else holding, name, result, parameters))',
  ];
}

const checkManifest = [
  'def check_manifest(manifest, path):',
  '    """Refuses a library in which an entry that this module uses is missing or changed; more entries are welcome."""',
  '    there = manifest["entries"]',
  '    missing = [f"{name} is missing" for name in ENTRIES if name not in there]',
  '    changed = [f"{name} changed" for name, mark in ENTRIES.items() if there.get(name, mark) != mark]',
  '    if missing or changed:',
  '        raise AbiMismatch(path, missing + changed)',
];

const checkLayout = [
  'def check_layout(manifest, path):',
  '    """Refuses a library whose structs are laid out differently from those of this module."""',
  '    wrong = []',
  '    for name, mine in _STRUCTS.items():',
  '        layout = manifest["layouts"][name]',
  '        if ctypes.sizeof(mine) > layout["size"]:',
  '            wrong.append(f"struct {name} has {layout[\'size\']} bytes")',
  '        for field, _type in mine._fields_:',
  '            place = [getattr(mine, field).offset, getattr(mine, field).size]',
  '            if layout["fields"].get(field) != place:',
  '                wrong.append(f"field {name}.{field} is not at {place}")',
  '    if wrong:',
  '        raise AbiMismatch(path, wrong)',
];

const load = [
  'def load(path):',
  '    """Loads the library at this path: OSError where there is none, AbiMismatch where it does not fit."""',
  '    return Library(path)',
];

function readManifest(model: Model): string[] {
  const name = `${model.library}_abi_manifest`;
  return [
    'def _read_manifest(handle, path):',
    '    try:',
    `        read = handle.${name}`,
    '    except AttributeError:',
    `        raise AbiMismatch(path, ["function ${name} is missing"]) from None`,
    '    read.restype = ctypes.c_char_p',
    '    return json.loads(read())',
  ];
}

const bind = [
  'def _bind(handle, name, result, parameters):',
  '    function = getattr(handle, name)',
  '    function.restype = result',
  '    function.argtypes = parameters',
  '    return function',
];
