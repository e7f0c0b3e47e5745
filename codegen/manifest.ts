import { createHash } from 'node:crypto';
import type {
  FieldType,
  FunctionModel,
  Model,
  OptionModel,
  Parameter,
  ParameterType,
  StructModel,
  ValueType,
} from './model.js';

/** JSON, as far as manifests need it. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type Facts = Record<string, Json>;

/**
 * One thing that code built against the ABI can depend on.
 *
 * A change of `binding` breaks such code, and the fingerprint is a digest of it. A change of `contract` may or may not:
 * `difference.ts` has the rules. `doc` is a digest of the documentation.
 */
export interface ManifestEntry {
  fingerprint: string;
  binding: Facts;
  contract: Facts;
  doc: string;
}

export interface Manifest {
  library: string;
  version: string;
  /** By kind and name: `function connector_bind`, `value Status.AGAIN`, `field Part.size`. */
  entries: Record<string, ManifestEntry>;
}

/** What the library carries: enough for a binding to see whether it fits. Offsets and sizes in bytes. */
export interface CompactManifest {
  library: string;
  version: string;
  entries: Record<string, string>;
  layouts: Record<string, { size: number; fields: Record<string, [offset: number, size: number]> }>;
}

export function makeManifest(model: Model): Manifest {
  const entries: Manifest['entries'] = {};
  const add = (name: string, binding: Facts, contract: Facts, doc: readonly string[]) => {
    entries[name] = { fingerprint: digest(binding), binding, contract, doc: digest([...doc]) };
  };
  for (const { name, type, value, doc } of model.constants) {
    if (name !== 'VERSION') add(`constant ${name}`, { type, value }, {}, doc);
  }
  for (const one of model.handles) add(`handle ${one.name}`, { objectKind: one.objectKind }, {}, one.doc);
  for (const one of model.enums) {
    if (one.fromOptions) continue;
    add(`enum ${one.name}`, { flags: one.flags }, { prefix: one.prefix }, one.doc);
    for (const { name, value, doc } of one.values) add(`value ${one.name}.${name}`, { value }, {}, doc);
  }
  for (const one of model.structs) addStruct(one, add);
  for (const one of model.options) add(`option ${one.name}`, optionBinding(one), optionContract(one), one.doc);
  for (const one of model.functions)
    add(`function ${one.name}`, functionBinding(one), functionContract(one), allDoc(one));
  return { library: model.library, version: model.version, entries };
}

type Add = (name: string, binding: Facts, contract: Facts, doc: readonly string[]) => void;

function addStruct(one: StructModel, add: Add): void {
  const { sized, size, alignment } = one;
  add(`struct ${one.name}`, sized ? { sized, alignment } : { sized, alignment, size }, sized ? { size } : {}, one.doc);
  for (const field of one.fields) {
    const { offset, size } = field;
    add(`field ${one.name}.${field.name}`, { type: fieldText(field.type), offset, size }, {}, field.doc);
  }
}

function fieldText(type: FieldType): string {
  if (type.kind === 'fixed_bytes') return `u8[${type.length}]`;
  if (type.kind === 'handle') return type.name;
  return type.holds === null ? type.integer : `${type.integer} of ${type.holds}`;
}

function optionBinding({ id, type, unit, readOnly }: OptionModel): Facts {
  return { id, type, unit, readOnly };
}

function optionContract({ min, max, default: value, live, since }: OptionModel): Facts {
  return { min, max, default: value, live, since };
}

function functionBinding(one: FunctionModel): Facts {
  const { blocking, thread, creates, destroys } = one;
  const completion = one.completion === null ? null : { ...one.completion };
  return { signature: signature(one), blocking, thread, creates, destroys, completion };
}

function functionContract({ errors, since }: FunctionModel): Facts {
  return { errors: [...errors].sort(), since };
}

function allDoc(one: FunctionModel): string[] {
  const parameters = one.parameters.flatMap(({ name, doc }) => [name, ...doc]);
  return [...one.doc, ...parameters, ...one.returnsDoc];
}

/** Parameters in order; a relation names the other parameter by its position, since a name binds nobody. */
function signature(one: FunctionModel): string {
  const position = (name: string) => `#${one.parameters.findIndex((parameter) => parameter.name === name) + 1}`;
  const parameters = one.parameters.map((parameter) => parameterSignature(parameter, position));
  return `${one.returns}(${parameters.join(', ')})`;
}

function parameterSignature(parameter: Parameter, position: (name: string) => string): string {
  const type = typeSignature(parameter.type, position);
  return (
    type +
    (parameter.nullable ? ' or null' : '') +
    (parameter.transferred ? ' transferred' : '') +
    (parameter.lent ? ' lent' : '')
  );
}

function typeSignature(type: ParameterType, position: (name: string) => string): string {
  switch (type.kind) {
    case 'bytes':
    case 'text':
      return `${type.direction} ${type.kind}[${position(type.length)}]`;
    case 'array':
      return `${type.direction} ${type.struct}[${position(type.length)}]`;
    case 'inout':
      return `inout ${type.struct}`;
    case 'out':
      if (type.value.kind !== 'view') return `out ${valueSignature(type.value)}`;
      return `out view of ${position(type.value.owner)}[${position(type.value.length)}]`;
    default:
      return valueSignature(type);
  }
}

function valueSignature(type: ValueType): string {
  return type.kind === 'integer' ? type.integer : type.name;
}

/** 32 bits: enough to notice a change, short enough to carry one for each entry. */
function digest(value: Json): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 8);
}

export function compactManifest(model: Model): CompactManifest {
  const { library, version, entries } = makeManifest(model);
  const fingerprints = Object.entries(entries).map(([name, entry]) => [name, entry.fingerprint]);
  const layouts = model.structs.map(({ name, size, fields }) => [
    name,
    { size, fields: Object.fromEntries(fields.map((field) => [field.name, [field.offset, field.size]])) },
  ]);
  return { library, version, entries: Object.fromEntries(fingerprints), layouts: Object.fromEntries(layouts) };
}
