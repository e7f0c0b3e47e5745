import type { EnumModel, FunctionModel, Model, StructModel } from '../model.js';
import { enumerator } from '../names.js';
import { cConstant, cName, cParameterType, cReturn } from './c_types.js';
import { generatedLine, joinCall, joinLines, separated } from './text.js';

/**
 * Assertions that hold the header, the compiler's layout, and the core's enums to the model. They are compiled into the
 * library, so that it cannot be built where any of them fails.
 */
export function emitChecks(model: Model): string {
  return joinLines(
    separated([
      [`// ${generatedLine(model.library)}`],
      ['#include <cstddef>', '#include <type_traits>'],
      [`#include "${model.library}/${model.library}.h"`, '#include "base/vocabulary.gen.h"'],
      ...model.enums.map((one) => enumeration(model, one)),
      ...model.structs.map((one) => struct(model, one)),
      model.functions.flatMap((one) => functionType(model, one)),
    ]),
  );
}

function enumeration(model: Model, one: EnumModel): string[] {
  return one.values.flatMap(({ name, value }) => {
    const constant = cConstant(one, name);
    const scoped = `${model.library}::${one.name}::${enumerator(name)}`;
    return [
      `static_assert(${constant} == ${value}, "${constant}");`,
      `static_assert(static_cast<long long>(${scoped}) == ${value}, "${scoped}");`,
    ];
  });
}

function struct(model: Model, one: StructModel): string[] {
  const name = cName(model, one.name);
  const fields = one.fields.flatMap((field) => [
    `static_assert(offsetof(${name}, ${field.name}) == ${field.offset}, "${name}.${field.name}");`,
    `static_assert(sizeof(${name}::${field.name}) == ${field.size}, "${name}.${field.name}");`,
  ]);
  return [
    `static_assert(std::is_standard_layout_v<${name}> && std::is_trivially_copyable_v<${name}>, "${name}");`,
    `static_assert(sizeof(${name}) == ${one.size} && alignof(${name}) == ${one.alignment}, "${name}");`,
    ...fields,
  ];
}

function functionType(model: Model, one: FunctionModel): string[] {
  const types = one.parameters.map((parameter) => cParameterType(model, parameter));
  return [
    `static_assert(std::is_same_v<decltype(&${one.name}),`,
    ...joinCall(`    ${cReturn(one.returns)} (*)(`, types, `)>, "${one.name}");`),
  ];
}
