import type { ConstantModel, EnumModel, FunctionModel, HandleModel, Model, StructModel } from '../model.js';
import { spellConstants } from './c_prose.js';
import { cConstant, cField, cName, cParameter, cReturn } from './c_types.js';
import { blockingSentence, completionText, optionText, parameterText, returnsText, threadSentence } from './prose.js';
import { generatedLine, joinCall, joinLines, lineComment, separated, wrapItem, wrapParagraphs } from './text.js';

/** The C header: plain C11 that is also C++20. */
export function emitHeader(spec: Model): string {
  const model = spellConstants(spec);
  const guard = `${model.library}_${model.library}_h`.toUpperCase();
  return joinLines(
    separated([
      lineComment([...wrapParagraphs(model.doc, 110), '', generatedLine(model.library)]),
      [`#ifndef ${guard}`, `#define ${guard}`],
      ['#include <stdint.h>'],
      ...model.constants.map(constant),
      ['#ifdef __cplusplus', 'extern "C" {', '#endif'],
      ['#pragma GCC visibility push(default)'],
      ...model.handles.map((one) => handle(model, one)),
      ...model.enums.map((one) => enumeration(model, one)),
      ...model.structs.map((one) => struct(model, one)),
      ...model.functions.map((one) => functionDeclaration(model, one)),
      ['#pragma GCC visibility pop'],
      ['#ifdef __cplusplus', '}', '#endif'],
      [`#endif  // ${guard}`],
    ]),
  );
}

function constant(one: ConstantModel): string[] {
  const value = one.type === 'text' ? JSON.stringify(one.value) : `UINT64_C(${one.value})`;
  return [...lineComment(wrapParagraphs(one.doc, 110)), `#define ${one.prefix}${one.name} ${value}`];
}

function handle(model: Model, one: HandleModel): string[] {
  return [...lineComment(wrapParagraphs(one.doc, 110)), `typedef uint64_t ${cName(model, one.name)};`];
}

function enumeration(model: Model, one: EnumModel): string[] {
  const values = one.values.flatMap((value) => {
    const doc = one.fromOptions ? optionDoc(model, value.value, value.doc) : value.doc;
    return [...lineComment(wrapParagraphs(doc, 110), '  '), `  ${cConstant(one, value.name)} = ${value.value},`];
  });
  return [...lineComment(wrapParagraphs(one.doc, 110)), `enum ${cName(model, one.name)} {`, ...values, '};'];
}

function optionDoc(model: Model, id: number, doc: string[]): string[] {
  const option = model.options.find((one) => one.id === id);
  return option === undefined ? doc : [[...doc, optionText(option)].join(' ')];
}

function struct(model: Model, one: StructModel): string[] {
  const growth = one.sized ? 'Later versions may append fields.' : `${one.size} bytes, for ever.`;
  const fields = one.fields.flatMap((field) => [
    ...lineComment(wrapParagraphs(fieldDoc(model, field), 110), '  '),
    `  ${cField(model, field)};`,
  ]);
  const name = cName(model, one.name);
  const comment = lineComment(wrapParagraphs([...one.doc.slice(0, -1), `${one.doc.at(-1)} ${growth}`], 110));
  return [...comment, `typedef struct ${name} {`, ...fields, `} ${name};`];
}

function fieldDoc(model: Model, { type, doc }: StructModel['fields'][number]): string[] {
  if (type.kind !== 'integer' || type.holds === null) return doc;
  return [`\`enum ${cName(model, type.holds)}\`: ${doc.join(' ')}`];
}

function functionDeclaration(model: Model, one: FunctionModel): string[] {
  const parameters = one.parameters.length === 0 ? ['void'] : one.parameters.map((each) => cParameter(model, each));
  const result = cReturn(one.returns);
  return [...lineComment(functionDoc(model, one)), ...joinCall(`${result} ${one.name}(`, parameters, ');')];
}

function functionDoc(model: Model, one: FunctionModel): string[] {
  const status = model.enums.find((each) => each.name === 'Status');
  const items = [
    ...one.parameters.map((parameter) => `@param ${parameter.name} ${parameterTextOf(model, parameter)}`),
    `@return ${returnsText(one, (name) => `${status?.prefix}${name}`)}`,
  ];
  const contract = [
    ...completionText(one),
    blockingSentence[one.blocking],
    threadSentence[one.thread],
    `Since ${one.since}.`,
  ];
  return [
    ...wrapParagraphs(one.doc, 110),
    '',
    ...items.flatMap((item) => wrapItem(item, 110, '  ')),
    '',
    ...wrapParagraphs([contract.join(' ')], 110),
  ];
}

function parameterTextOf(model: Model, parameter: FunctionModel['parameters'][number]): string {
  const { type } = parameter;
  const enumeration = type.kind === 'enum' ? ` A value of \`enum ${cName(model, type.name)}\`.` : '';
  return parameterText(parameter) + enumeration;
}
