import type { EnumModel, FunctionModel, Model, OptionModel, StructModel } from '../model.js';
import { cConstant, cField, cName, cParameter, cReturn } from './c_types.js';
import {
  blockingSentence,
  completionText,
  optionDefault,
  parameterText,
  returnsText,
  threadSentence,
} from './prose.js';
import { generatedLine, joinCall, joinLines, separated } from './text.js';

/** The reference page. */
export function emitReference(model: Model): string {
  return joinLines(
    separated([
      [`<!-- ${generatedLine(model.library)} -->`],
      [`# lib${model.library} ${model.version}: reference`],
      [...model.doc],
      ['Functions by object:', '', ...groups(model).map(([title]) => `- [${title}](#${anchor(title)})`)],
      ['Then: [options](#options), [structs](#structs), [statuses and other enums](#enums), [constants](#constants).'],
      ...groups(model).flatMap(([title, doc, functions]) => group(model, title, doc, functions)),
      ...options(model.options),
      ['## Structs'],
      ...model.structs.flatMap((one) => struct(model, one)),
      ['## Enums'],
      ...model.enums.filter((one) => !one.fromOptions).flatMap(enumeration),
      ...constants(model),
    ]),
  );
}

type Group = [title: string, doc: string[], functions: FunctionModel[]];

function groups(model: Model): Group[] {
  const of = (object: string | null) => model.functions.filter((one) => one.object === object);
  const whole: Group = ['the library as a whole', [], of(null)];
  return [whole, ...model.handles.map((one): Group => [one.objectKind, one.doc, of(one.objectKind)])];
}

function anchor(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-');
}

function group(model: Model, title: string, doc: string[], functions: readonly FunctionModel[]): string[][] {
  return [[`## ${title}`], doc, ...functions.flatMap((one) => functionSection(model, one))];
}

function functionSection(model: Model, one: FunctionModel): string[][] {
  const parameters = one.parameters.map((each) => cParameter(model, each));
  const prototype = joinCall(
    `${cReturn(one.returns)} ${one.name}(`,
    parameters.length === 0 ? ['void'] : parameters,
    ');',
  );
  const contract = [
    ...completionText(one),
    blockingSentence[one.blocking],
    threadSentence[one.thread],
    `Since ${one.since}.`,
  ];
  return [
    [`### ${one.name}`],
    ['```c', ...prototype, '```'],
    ...one.doc.map((paragraph) => [paragraph]),
    one.parameters.map((each) => `- \`${each.name}\`: ${parameterText(each)}`),
    [`Returns: ${returnsText(one, (status) => `\`${status}\``)}`],
    [contract.join(' ')],
  ];
}

function options(all: readonly OptionModel[]): string[][] {
  if (all.length === 0) return [];
  const rows = all.map((one) => {
    const range = one.type === 'bool' ? 'true, false' : `${one.min} to ${one.max}`;
    const unit = one.unit === 'none' ? '' : one.unit;
    const value = one.readOnly ? 'read-only' : optionDefault(one);
    const cells = [
      `\`${one.name}\``,
      one.id,
      one.type,
      range,
      unit,
      value,
      one.live ? 'at once' : 'later',
      cell(one.doc),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    ['## Options'],
    [
      'The range of bytes and text is that of their length. A change takes effect at once, or on later links and endpoints.',
    ],
    ['| option | id | type | range | unit | default | takes effect | meaning |', `|${' --- |'.repeat(8)}`, ...rows],
  ];
}

function struct(model: Model, one: StructModel): string[][] {
  const growth = one.sized ? 'later versions may append fields' : 'for ever';
  const rows = one.fields.map((field) => {
    return `| ${field.offset} | ${field.size} | \`${cField(model, field)}\` | ${cell(field.doc)} |`;
  });
  return [
    [`### ${cName(model, one.name)}`],
    ...one.doc.map((paragraph) => [paragraph]),
    [`${one.size} bytes, ${growth}.`],
    ['| offset | bytes | field | meaning |', `|${' --- |'.repeat(4)}`, ...rows],
  ];
}

function enumeration(one: EnumModel): string[][] {
  const rows = one.values.map((value) => `| \`${cConstant(one, value.name)}\` | ${value.value} | ${cell(value.doc)} |`);
  return [
    [`### ${one.name}`],
    ...one.doc.map((paragraph) => [paragraph]),
    ['| constant | value | meaning |', `|${' --- |'.repeat(3)}`, ...rows],
  ];
}

function constants(model: Model): string[][] {
  const rows = model.constants.map((one) => `| \`${one.prefix}${one.name}\` | \`${one.value}\` | ${cell(one.doc)} |`);
  return [['## Constants'], ['| constant | value | meaning |', `|${' --- |'.repeat(3)}`, ...rows]];
}

/** Text within a table: one line, and no bar. */
function cell(doc: readonly string[]): string {
  return doc.join(' ').replaceAll('|', '\\|');
}
