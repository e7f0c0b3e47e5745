import { integerOf, isValue } from '../layout.js';
import { compactManifest } from '../manifest.js';
import type {
  ConstantModel,
  EnumModel,
  FunctionModel,
  IntegerType,
  Model,
  OptionModel,
  StructModel,
} from '../model.js';
import { pascalCase } from '../names.js';
import { checkedArgument, koffiType, parameterAnnotation } from './node_parameters.js';
import { runtime } from './node_runtime.js';
import { blockingSentence, completionText, parameterText, returnsText, threadSentence } from './prose.js';
import { blockComment, generatedLine, joinLines, separated, wrapItem, wrapParagraphs } from './text.js';

/**
 * The koffi module. koffi converts whatever it is given, so that each function here checks its arguments first. Functions
 * that may wait are left out: they would stop the event loop.
 */
export function emitNode(model: Model): string {
  const functions = model.functions.filter((one) => one.blocking !== 'may_block');
  return joinLines(
    separated([
      [`// ${generatedLine(model.library)}`],
      ["import koffi, { type LibraryHandle } from 'koffi';"],
      ...model.constants.map(constant),
      ...model.enums.map(enumeration),
      ...model.structs.map(layout),
      ...optionTypes,
      optionTable(model.options),
      optionValues(model.options),
      ['/** Memory that is lent to a call. */', 'export type Memory = NodeJS.ArrayBufferView;'],
      libraryInterface(model, functions),
      ...runtime(model, usedIntegers(functions), usesSized(functions)),
      entries(model, functions),
      bindFunctions(functions),
    ]),
  );
}

function usedIntegers(functions: readonly FunctionModel[]): ReadonlySet<IntegerType> {
  const types = functions.flatMap((one) => one.parameters.map((parameter) => parameter.type));
  return new Set(types.filter(isValue).map(integerOf));
}

function usesSized(functions: readonly FunctionModel[]): boolean {
  return functions.some((one) => one.parameters.some((parameter) => parameter.type.kind === 'inout'));
}

function comment(doc: readonly string[], indent = ''): string[] {
  return blockComment(wrapParagraphs([...doc], 110), indent);
}

function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

function constant({ name, type, value, doc }: ConstantModel): string[] {
  return [...comment(doc), `export const ${name} = ${type === 'text' ? quoted(value) : `${value}n`};`];
}

function enumeration(one: EnumModel): string[] {
  const values = one.values.flatMap(({ name, value, doc }) => [...comment(doc, '  '), `  ${name}: ${value},`]);
  return [
    ...comment(one.doc),
    `export const ${one.name} = {`,
    ...values,
    '} as const;',
    `export type ${one.name} = ${one.flags ? 'number' : `(typeof ${one.name})[keyof typeof ${one.name}]`};`,
  ];
}

function layout(one: StructModel): string[] {
  const fields = one.fields.flatMap((field) => {
    const type = field.type.kind === 'integer' ? field.type.integer : field.type.kind === 'handle' ? 'u64' : 'bytes';
    return [...comment([`${field.doc.join(' ')} (${type})`], '    '), `    ${field.name}: ${field.offset},`];
  });
  return [
    ...comment([...one.doc.slice(0, -1), `${one.doc.at(-1)} Size and offsets of the fields, in bytes.`]),
    `export const ${one.name}Layout = {`,
    `  byteLength: ${one.size},`,
    `  alignment: ${one.alignment},`,
    ...['  offset: {', ...fields, '  },'],
    '} as const;',
  ];
}

const optionTypes: string[][] = [
  [
    '/** An option of a connector. The bounds hold for numbers, and for the length in bytes of bytes and text. */',
    'export interface OptionInfo {',
    '  readonly id: number;',
    "  readonly type: 'int' | 'bool' | 'bytes' | 'text';",
    "  readonly unit: 'messages' | 'bytes' | 'microseconds' | 'milliseconds' | 'seconds' | 'connections' | 'topics' | 'probes' | 'none';",
    '  readonly min: number;',
    '  readonly max: number;',
    '  readonly default: number | boolean | string;',
    '  readonly readOnly: boolean;',
    '  /** A change takes effect on what exists already. */',
    '  readonly live: boolean;',
    '}',
  ],
];

function optionTable(options: readonly OptionModel[]): string[] {
  const rows = options.flatMap((one) => {
    const { id, type, unit, min, max, readOnly, live } = one;
    const value = typeof one.default === 'string' ? quoted(one.default) : one.default;
    const cells = `id: ${id}, type: '${type}', unit: '${unit}', min: ${min}, max: ${max}, default: ${value}`;
    return [...comment(one.doc, '  '), `  ${one.name}: { ${cells}, readOnly: ${readOnly}, live: ${live} },`];
  });
  return ['export const options = {', ...rows, '} as const satisfies Record<string, OptionInfo>;'];
}

const valueTypes: Record<OptionModel['type'], string> = {
  int: 'number',
  bool: 'boolean',
  bytes: 'Uint8Array',
  text: 'string',
};

function optionValues(options: readonly OptionModel[]): string[] {
  const rows = options.flatMap((one) => [
    ...comment(one.doc, '  '),
    `  ${one.readOnly ? 'readonly ' : ''}${one.name}: ${valueTypes[one.type]};`,
  ]);
  return ['/** The type of each option. */', 'export interface OptionValues {', ...rows, '}'];
}

function libraryInterface(model: Model, functions: readonly FunctionModel[]): string[] {
  return [
    `/** lib${model.library}, loaded and checked: those of its functions that never keep their thread waiting for others. */`,
    'export interface Library {',
    '  readonly path: string;',
    '  readonly manifest: Manifest;',
    ...functions.flatMap((one) => [...documentation(one), ...signature(one, '  ', ';')]),
    '}',
  ];
}

function signature(one: FunctionModel, indent: string, tail: string): string[] {
  const parameters = one.parameters.map((each) => `${each.name}: ${parameterAnnotation(each)}`);
  const result = one.returns === 'status' || one.returns === 'count' ? 'number' : 'string';
  const single = `${indent}${one.name}(${parameters.join(', ')}): ${result}${tail}`;
  if (single.length <= 120) return [single];
  return [`${indent}${one.name}(`, ...parameters.map((each) => `${indent}  ${each},`), `${indent}): ${result}${tail}`];
}

function documentation(one: FunctionModel): string[] {
  const contract = [
    ...completionText(one),
    blockingSentence[one.blocking],
    threadSentence[one.thread],
    `Since ${one.since}.`,
  ];
  const lines = [
    ...wrapParagraphs(one.doc, 110),
    '',
    ...wrapParagraphs([contract.join(' ')], 110),
    '',
    ...one.parameters.flatMap((each) => wrapItem(`@param ${each.name} ${parameterText(each)}`, 110, '  ')),
    ...wrapItem(`@returns ${returnsText(one)}`, 110, '  '),
  ];
  return blockComment(lines, '  ');
}

/** What this module uses: everything but the functions that it leaves out. */
function entries(model: Model, functions: readonly FunctionModel[]): string[] {
  const used = new Set(functions.map((one) => `function ${one.name}`));
  const rows = Object.entries(compactManifest(model).entries)
    .filter(([name]) => !name.startsWith('function ') || used.has(name))
    .map(([name, fingerprint]) => `  '${name}': '${fingerprint}',`);
  const says = '/** What this module was generated from: a fingerprint of each entry that it uses. */';
  return [says, 'export const entries: Readonly<Record<string, string>> = {', ...rows, '};'];
}

function bindFunctions(functions: readonly FunctionModel[]): string[] {
  const raw = functions.flatMap((one) => {
    const result = one.returns === 'status' || one.returns === 'count' ? 'int32_t' : 'const char *';
    const types = one.parameters.map((each) => `'${koffiType(each)}'`);
    const single = `  const ${rawName(one)} = handle.func('${one.name}', '${result}', [${types.join(', ')}]);`;
    if (single.length <= 120) return [single];
    const [head = '', tail = ''] = single.split(types.join(', '));
    return [head, ...types.map((type) => `    ${type},`), `  ${tail}`];
  });
  return [
    'function bind(handle: LibraryHandle, path: string, manifest: Manifest): Library {',
    ...raw,
    '  return {',
    '    path,',
    '    manifest,',
    ...functions.flatMap(wrapper),
    '  };',
    '}',
  ];
}

function rawName(one: FunctionModel): string {
  return `raw${pascalCase(one.name)}`;
}

function wrapper(one: FunctionModel): string[] {
  const parameters = one.parameters.map((each) => each.name).join(', ');
  const checked = one.parameters.map((each) => `        ${checkedArgument(each)},`);
  const call =
    checked.length === 0
      ? [`      return ${rawName(one)}();`]
      : [`      return ${rawName(one)}(`, ...checked, '      );'];
  return [`    ${one.name}(${parameters}) {`, ...call, '    },'];
}
