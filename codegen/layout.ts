import type { FieldType, IntegerType, ParameterType, ValueType } from './model.js';

const integerSizes: Record<IntegerType, number> = { u8: 1, u16: 2, u32: 4, u64: 8, i32: 4, i64: 8 };

export function integerSize(type: IntegerType): number {
  return integerSizes[type];
}

export function fieldSize(type: FieldType): number {
  if (type.kind === 'integer') return integerSizes[type.integer];
  return type.kind === 'handle' ? 8 : type.length;
}

export function fieldAlignment(type: FieldType): number {
  return type.kind === 'fixed_bytes' ? 1 : fieldSize(type);
}

export function isValue(type: ParameterType): type is ValueType {
  return type.kind === 'integer' || type.kind === 'enum' || type.kind === 'handle';
}

/** The integer that a value travels as. */
export function integerOf(type: ValueType): IntegerType {
  if (type.kind === 'integer') return type.integer;
  return type.kind === 'handle' ? 'u64' : 'i32';
}
