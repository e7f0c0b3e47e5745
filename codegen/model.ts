/**
 * What a spec says, as plain data: the only thing that emitters see. Everything here survives a round trip through JSON.
 */

export type IntegerType = 'u8' | 'u16' | 'u32' | 'u64' | 'i32' | 'i64';
export type Blocking = 'never' | 'bounded' | 'may_block';
export type ThreadContract = 'any' | 'one_at_a_time';
export type Direction = 'in' | 'out';

/** Documentation: paragraphs without line breaks. */
export type Doc = string[];

/** What fits into a register: an integer, an enum's value, or a handle. Names are those of the spec. */
export type ValueType =
  | { kind: 'integer'; integer: IntegerType }
  | { kind: 'enum'; name: string }
  | { kind: 'handle'; name: string };

/** The address of bytes that live as long as the parameter `owner`; the parameter `length` counts them. */
export interface ViewType {
  kind: 'view';
  owner: string;
  length: string;
}

export type ParameterType =
  | ValueType
  | { kind: 'bytes' | 'text'; direction: Direction; length: string }
  | { kind: 'array'; direction: Direction; struct: string; length: string }
  | { kind: 'out'; value: ValueType | ViewType }
  | { kind: 'inout'; struct: string };

export interface Parameter {
  name: string;
  type: ParameterType;
  nullable: boolean;
  /** The callee owns the handle from a successful return on. */
  transferred: boolean;
  /** The callee reads it until the function's completion. */
  lent: boolean;
  doc: Doc;
}

export type ReturnType = 'status' | 'count' | 'static_text' | 'thread_text';

export interface CompletionModel {
  /** A member of the enum `CompletionKind`. */
  kind: string;
  payload: 'none' | 'messages' | 'message';
  follows: 'always' | 'when_pending';
}

export interface FunctionModel {
  name: string;
  /** The kind of the object that the function belongs to, or `null` for the library as a whole. */
  object: string | null;
  doc: Doc;
  parameters: Parameter[];
  returns: ReturnType;
  returnsDoc: Doc;
  blocking: Blocking;
  thread: ThreadContract;
  /** Members of the enum `Status`. */
  errors: string[];
  since: string;
  /** Names of handle types. */
  creates: string | null;
  destroys: string | null;
  completion: CompletionModel | null;
}

export interface EnumValue {
  name: string;
  value: number;
  /** The member of the same value that this one is another name for. */
  alias: string | null;
  doc: Doc;
}

export interface EnumModel {
  name: string;
  prefix: string;
  /** A set of bits rather than one of several values. */
  flags: boolean;
  /** Made from the table of options: its values are the numbers of the options. */
  fromOptions: boolean;
  doc: Doc;
  values: EnumValue[];
}

/** A constant: 64-bit numbers as decimal text, since JSON has no integers of that size. */
export interface ConstantModel {
  name: string;
  prefix: string;
  type: 'u64' | 'text';
  value: string;
  doc: Doc;
}

export interface HandleModel {
  name: string;
  /** The first part of the names of its functions. */
  objectKind: string;
  doc: Doc;
}

export type FieldType =
  | { kind: 'integer'; integer: IntegerType; holds: string | null }
  | { kind: 'handle'; name: string }
  | { kind: 'fixed_bytes'; length: number };

export interface Field {
  name: string;
  type: FieldType;
  offset: number;
  size: number;
  doc: Doc;
}

export interface StructModel {
  name: string;
  /** Begins with its size, and may be appended to. Otherwise frozen. */
  sized: boolean;
  size: number;
  alignment: number;
  doc: Doc;
  fields: Field[];
}

export type OptionType = 'int' | 'bool' | 'bytes' | 'text';
export type OptionUnit =
  | 'messages'
  | 'bytes'
  | 'microseconds'
  | 'milliseconds'
  | 'seconds'
  | 'connections'
  | 'topics'
  | 'probes'
  | 'none';

export interface OptionModel {
  name: string;
  id: number;
  type: OptionType;
  min: number;
  max: number;
  default: number | boolean | string;
  unit: OptionUnit;
  readOnly: boolean;
  /** A change takes effect on what exists already. */
  live: boolean;
  since: string;
  doc: Doc;
}

export interface Model {
  /** The first part of the names of types, constants, and functions of the library as a whole: `ymq`. */
  library: string;
  version: string;
  doc: Doc;
  constants: ConstantModel[];
  handles: HandleModel[];
  enums: EnumModel[];
  structs: StructModel[];
  options: OptionModel[];
  functions: FunctionModel[];
}
