import { integerOf, integerSize, isValue } from '../layout.js';
import type { Parameter, ParameterType, ValueType, ViewType } from '../model.js';
import { cInteger } from './c_types.js';
import { integerCheckName } from './node_runtime.js';

/** How a parameter appears in TypeScript, how koffi declares it, and what is checked before koffi sees it. */

export function parameterAnnotation({ type, nullable }: Parameter): string {
  return (isValue(type) ? valueAnnotation(type) : 'Memory') + (nullable ? ' | null' : '');
}

export function koffiType({ type }: Parameter): string {
  if (!isValue(type)) return 'void *';
  return cInteger(integerOf(type));
}

/** The expression that checks an argument and returns it. */
export function checkedArgument({ name, type, nullable }: Parameter): string {
  if (isValue(type)) return `${integerCheckName(integerOf(type))}(${name}, '${name}')`;
  const check = memoryCheck(name, type);
  return nullable ? `${name} === null ? null : ${check}` : check;
}

function memoryCheck(name: string, type: Exclude<ParameterType, ValueType>): string {
  switch (type.kind) {
    case 'bytes':
    case 'text':
      return `checkMemory(${name}, ${type.length}, '${name}')`;
    case 'array':
      return `checkAligned(${name}, ${type.length} * ${type.struct}Layout.byteLength, ${type.struct}Layout.alignment, '${name}')`;
    case 'out': {
      const size = type.value.kind === 'view' ? 8 : valueSize(type.value);
      return `checkAligned(${name}, ${size}, ${size}, '${name}')`;
    }
    case 'inout':
      return `checkSized(${name}, ${type.struct}Layout.alignment, '${name}')`;
  }
}

function valueAnnotation(type: ValueType): string {
  return type.kind === 'enum' ? type.name : 'number';
}

function valueSize(type: Exclude<ValueType | ViewType, ViewType>): number {
  return integerSize(integerOf(type));
}
