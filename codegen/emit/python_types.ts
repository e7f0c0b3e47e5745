import type { EnumModel, FunctionModel, Model, Parameter, ParameterType, StructModel } from '../model.js';
import { blockingSentence, completionText, parameterText, returnsText, threadSentence } from './prose.js';
import { formatName, optionFields, valueType } from './python.js';
import { generatedLine, joinLines, separated, wrapItem, wrapParagraphs } from './text.js';

/** The types of the ctypes module, with the documentation of each function. */
export function emitPythonTypes(model: Model): string {
  return joinLines(
    separated([
      [`# ${generatedLine(model.library)}`],
      ['import ctypes', 'import enum', 'from typing import Any, NamedTuple, TypeAlias, TypeVar'],
      ['_T = TypeVar("_T")'],
      memoryTypes,
      model.constants.map(({ name, type }) => `${name}: ${type === 'text' ? 'str' : 'int'}`),
      ...model.enums.map(enumeration),
      ...model.structs.map(struct),
      ['class OptionInfo(NamedTuple):', ...optionFields.map(([name, type]) => `    ${name}: ${type}`)],
      ['OPTIONS: dict[str, OptionInfo]', 'ENTRIES: dict[str, str]'],
      ['class AbiMismatch(Exception):', '    path: str', '    entries: list[str]'],
      library(model),
      [
        'def load(path: str) -> Library: ...',
        'def check_manifest(manifest: dict[str, Any], path: str) -> None: ...',
        'def check_layout(manifest: dict[str, Any], path: str) -> None: ...',
      ],
    ]),
  );
}

const memoryTypes = [
  '# Memory that a call reads: bytes, a ctypes array, byref(...), or an address whose memory the caller keeps alive.',
  '_Readable: TypeAlias = bytes | ctypes.Array[Any] | ctypes.Structure | ctypes._CArgObject | ctypes.c_void_p | int',
  '# Memory that a call writes.',
  '_Writable: TypeAlias = ctypes.Array[Any] | ctypes.Structure | ctypes._CArgObject | ctypes.c_void_p | int',
  '# One value that a call writes.',
  '_Out: TypeAlias = _T | ctypes.Array[_T] | ctypes._CArgObject | ctypes._Pointer[_T]',
];

function enumeration(one: EnumModel): string[] {
  const base = one.flags ? 'IntFlag' : 'IntEnum';
  return [`class ${one.name}(enum.${base}):`, ...one.values.map(({ name, value }) => `    ${name} = ${value}`)];
}

function struct(one: StructModel): string[] {
  const fields = one.fields.map(({ name, type }) => {
    return `    ${name}: ${type.kind === 'fixed_bytes' ? 'ctypes.Array[ctypes.c_uint8]' : 'int'}`;
  });
  return [`class ${one.name}(ctypes.Structure):`, ...fields, '', `${formatName(one)}: str`];
}

function library(model: Model): string[] {
  return [
    'class Library:',
    '    path: str',
    '    manifest: dict[str, Any]',
    '    def __init__(self, path: str) -> None: ...',
    ...model.functions.flatMap(method),
  ];
}

function method(one: FunctionModel): string[] {
  const parameters = one.parameters.map((each) => `${each.name}: ${annotation(each)}`);
  const result = one.returns === 'status' || one.returns === 'count' ? 'int' : 'bytes';
  const list = ['self', ...parameters, '/'];
  return [...signature(one.name, list, result), ...documentation(one), '        ...'];
}

function signature(name: string, list: readonly string[], result: string): string[] {
  const single = `    def ${name}(${list.join(', ')}) -> ${result}:`;
  if (single.length <= 120) return [single];
  return [`    def ${name}(`, ...list.map((each) => `        ${each},`), `    ) -> ${result}:`];
}

function annotation({ type, nullable }: Parameter): string {
  return plainAnnotation(type) + (nullable ? ' | None' : '');
}

function plainAnnotation(type: ParameterType): string {
  switch (type.kind) {
    case 'text':
      return type.direction === 'in' ? 'bytes' : '_Writable';
    case 'bytes':
    case 'array':
      return type.direction === 'in' ? '_Readable' : '_Writable';
    case 'out':
      return `_Out[${type.value.kind === 'view' ? 'ctypes.c_void_p' : valueType(type.value)}]`;
    case 'inout':
      return `_Out[${type.struct}]`;
    default:
      return 'int';
  }
}

function documentation(one: FunctionModel): string[] {
  const contract = [
    ...completionText(one),
    blockingSentence[one.blocking],
    threadSentence[one.thread],
    `Since ${one.since}.`,
  ];
  const lines = [
    ...wrapParagraphs(one.doc, 108),
    '',
    ...one.parameters.flatMap((each) => wrapItem(`${each.name}: ${parameterText(each)}`, 108, '    ')),
    ...wrapItem(`Returns: ${returnsText(one)}`, 108, '    '),
    '',
    ...wrapParagraphs([contract.join(' ')], 108),
  ];
  const [first = '', ...rest] = lines;
  return [`        """${first}`, ...rest.map((line) => `        ${line}`.trimEnd()), '        """'];
}
