import type { EnumModel, Field, IntegerType, Model, Parameter, ReturnType, ValueType } from '../model.js';
import { snakeCase } from '../names.js';

/** How C writes the types of the model. */

const integers: Record<IntegerType, string> = {
  u8: 'uint8_t',
  u16: 'uint16_t',
  u32: 'uint32_t',
  u64: 'uint64_t',
  i32: 'int32_t',
  i64: 'int64_t',
};

const returns: Record<ReturnType, string> = {
  status: 'int32_t',
  count: 'int32_t',
  static_text: 'const char*',
  thread_text: 'const char*',
};

export function cInteger(type: IntegerType): string {
  return integers[type];
}

export function cReturn(type: ReturnType): string {
  return returns[type];
}

/** `ymq_connector_type` for `ConnectorType`. */
export function cName(model: Model, name: string): string {
  return `${model.library}_${snakeCase(name)}`;
}

export function cConstant(of: EnumModel, member: string): string {
  return of.prefix + member;
}

export function cValue(model: Model, type: ValueType): string {
  if (type.kind === 'integer') return integers[type.integer];
  return type.kind === 'handle' ? cName(model, type.name) : 'int32_t';
}

/** The type and the name of a parameter, pointer on the left. */
export function cParameter(model: Model, parameter: Parameter): string {
  return `${cParameterType(model, parameter)} ${parameter.name}`;
}

export function cParameterType(model: Model, { type }: Parameter): string {
  switch (type.kind) {
    case 'bytes':
      return type.direction === 'in' ? 'const uint8_t*' : 'uint8_t*';
    case 'text':
      return type.direction === 'in' ? 'const char*' : 'char*';
    case 'array':
      return `${type.direction === 'in' ? 'const ' : ''}${cName(model, type.struct)}*`;
    case 'out':
      return type.value.kind === 'view' ? 'uint8_t**' : `${cValue(model, type.value)}*`;
    case 'inout':
      return `${cName(model, type.struct)}*`;
    default:
      return cValue(model, type);
  }
}

export function cField(model: Model, { name, type }: Field): string {
  if (type.kind === 'fixed_bytes') return `uint8_t ${name}[${type.length}]`;
  const written = type.kind === 'handle' ? cName(model, type.name) : integers[type.integer];
  return `${written} ${name}`;
}
