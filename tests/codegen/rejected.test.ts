import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { lower, SpecError } from '../../codegen/lower/index.js';
import { tree, withFolder, writeText } from './support.js';

/**
 * Every construct that the generator refuses. A case is a module of a small spec; `«` stands before the syntax that the
 * complaint must point at, and is taken out before the spec is read.
 */
interface Case {
  name: string;
  /** The module `case.ts`, behind its imports. */
  source: string;
  /** Begins the one complaint, behind its place. */
  says: string;
  /** Replaces the module `base.ts`. */
  base?: string;
}

const root = `/** A small spec. */
export * from './vocabulary.js';
export * from './base.js';
export * from './case.js';
`;

const base = `import type { CallShape, Frozen, Handle, StaticText, u32 } from './vocabulary.js';
/**
 * The version.
 *
 * @prefix TINY_
 */
export const VERSION = '1.0.0';
/**
 * How a call ends.
 *
 * @prefix TINY_
 */
export enum Status {
  /** Good. */
  OK = 0,
  /** Late. */
  TIMED_OUT = -1,
}
export type StatusName = keyof typeof Status;
/**
 * What ended.
 *
 * @prefix TINY_COMPLETION_
 */
export enum CompletionKind {
  /** A thing. */
  DONE = 1,
}
export type CompletionKindName = keyof typeof CompletionKind;
export type Call<Shape extends CallShape<StatusName, CompletionKindName>> = Shape['returns'];
/** A thing. */
export type Thing = Handle<'thing'>;
/** A pair. */
export type Pair = Frozen<
  {
    /** One. */
    one: u32;
    /** Two. */
    two: u32;
  },
  8
>;
/** The manifest. */
export declare function tiny_abi_manifest(): Call<{
  returns: StaticText; blocking: 'never'; thread: 'any'; errors: never; since: '1.0';
}>;
`;

const imports = `import type { Call, CompletionKind, Pair, Status, Thing } from './base.js';
import type {
  Count, FixedBytes, Frozen, Handle, Holds, InArray, InBytes, InOut, InText, Lent, Nullable, Option, OptionNumber, Out,
  OutArray, OutBytes, OutText, OutView, Sized, StaticText, StatusOnly, ThreadText, Transferred, i32, i64, u16, u32,
  u64, u8,
} from './vocabulary.js';
`;

const contract = "returns: StatusOnly; blocking: 'never'; thread: 'any'; errors: never; since: '1.0'";

/** A function with these parameters, each documented as `name`. */
function declared(parameters: string, names: readonly string[], shape = contract): string {
  const tags = names.map((name) => ` * @param ${name} Something.\n`).join('');
  return `/**\n * Does it.\n *\n${tags} */\n«export declare function thing_do(${parameters}): Call<{ ${shape} }>;\n`;
}

/** The same, with the mark moved from the function to where `«` stands among the parameters. */
function marked(parameters: string, names: readonly string[], shape = contract): string {
  return declared(parameters, names, shape).replace('«export', 'export');
}

function option(shape: string, name = 'size'): string {
  return `/** Options. */\nexport interface Options {\n  /** An option. */\n  ${name}: Option<{ ${shape} }>;\n}\n`;
}

const goodOption =
  "id: 1; type: 'int'; min: 0; max: 9; default: 1; unit: 'none'; access: 'read_write'; applies: 'live'; since: '1.0'";

function struct(fields: string, rest = ', 8', kind = 'Frozen'): string {
  return `/** A struct. */\nexport type Block = ${kind}<{ ${fields.replaceAll('/**', '\n/**')} }${rest}>;\n`;
}

function enumeration(members: string): string {
  return `/**\n * Words.\n *\n * @prefix TINY_WORD_\n */\nexport enum Word {\n${members}\n}\n`;
}

const cases: Case[] = [
  // Documentation.
  {
    name: 'a declaration without documentation',
    source: "«export type Other = Handle<'other'>;",
    says: 'documentation is missing',
  },
  {
    name: 'an enum member without documentation',
    source: enumeration('  «ONE = 1,'),
    says: 'documentation is missing',
  },
  {
    name: 'a field without documentation',
    source: struct('«one: u64'),
    says: 'documentation is missing',
  },
  {
    name: 'an empty comment',
    source: "«/** */\nexport type Other = Handle<'other'>;",
    says: 'documentation is missing',
  },
  {
    name: 'two comments',
    source: "/** One. */\n/** Two. */\n«export type Other = Handle<'other'>;",
    says: 'more than one documentation comment',
  },
  {
    name: 'a tag that nobody knows',
    source: "/**\n * Other.\n *\n * «@deprecated since ever\n */\nexport type Other = Handle<'other'>;",
    says: 'the tag @deprecated is not allowed here',
  },
  {
    name: 'a tag whose text begins with a brace, which the parser takes for a type',
    source: marked('', [], contract.replace('StatusOnly', 'Count')).replace(
      ' */',
      ' * «@returns {@link Thing} or an error\n */',
    ),
    says: 'the text of @returns may not begin with a brace',
  },
  {
    name: 'an inline tag',
    source: "«/** As {@link Thing}. */\nexport type Other = Handle<'other'>;",
    says: 'inline tags are not allowed',
  },
  {
    name: '@param without its parameter',
    source: marked('a: u32', ['a', 'b']).replace('@param b', '«@param b'),
    says: '@param b: there is no such parameter',
  },
  {
    name: '@param with a type',
    source: marked('', []).replace(' */', ' * «@param {u32} b Something.\n */'),
    says: 'the text of @param may not begin with a brace',
  },
  { name: 'a parameter without @param', source: marked('a: u32, «b: u32', ['a']), says: '@param b is missing' },
  {
    name: '@param twice',
    source: marked('a: u32', ['a', 'a']).replace(/@param a(?=[^@]*$)/, '«@param a'),
    says: '@param a is there twice',
  },
  {
    name: '@param that says nothing',
    source: marked('a: u32', ['a']).replace('@param a Something.', '«@param a'),
    says: '@param a says nothing',
  },
  {
    name: 'a count without @returns',
    source: declared('', [], contract.replace('StatusOnly', 'Count')),
    says: 'thing_do: @returns is missing',
  },
  {
    name: '@returns of a status',
    source: declared('', []).replace(' */', ' * @returns 0.\n */'),
    says: 'thing_do: @returns says nothing that StatusOnly does not',
  },
  {
    name: 'a missing @prefix',
    source: enumeration('  /** One. */\n  ONE = 1,')
      .replace(' * @prefix TINY_WORD_\n', '')
      .replace('export enum', '«export enum'),
    says: 'a tag @prefix',
  },

  // Enums and constants.
  {
    name: 'an enum value that is not written out',
    source: enumeration('  /** One. */\n  ONE = -1,\n  /** Two. */\n  «TWO,'),
    says: 'TWO must have its value written out',
  },
  {
    name: 'a computed enum value',
    source: enumeration("  /** One. */\n  ONE = «'abc'.length,"),
    says: 'the value of ONE must be a literal whole number',
  },
  {
    name: 'an enum value made of others',
    source: enumeration('  /** One. */\n  ONE = 1,\n  /** Two. */\n  TWO = «ONE | 2,'),
    says: 'the value of TWO must be a literal',
  },
  {
    name: 'an enum value of text',
    source: enumeration("  /** One. */\n  ONE = «'one',"),
    says: 'the value of ONE must be a literal',
  },
  {
    name: 'an enum value that a double rounds',
    source: enumeration('  /** One. */\n  ONE = «0xffff_ffff_ffff_ffff,'),
    says: 'the value of ONE must be a literal whole number below 2^53',
  },
  {
    name: 'an enum value too large for C',
    source: enumeration('  /** One. */\n  ONE = «0x80000000,'),
    says: '2147483648 does not fit an enum of C',
  },
  {
    name: 'one value twice',
    source: enumeration('  /** One. */\n  ONE = 1,\n  /** Two. */\n  «TWO = 1,'),
    says: '1 is ONE already',
  },
  {
    name: 'an alias of nothing',
    source: enumeration('  /** One. @alias TWO */\n  «ONE = 1,'),
    says: '@alias names TWO',
  },
  {
    name: 'a const enum',
    source: enumeration('  /** One. */\n  ONE = 1,').replace('export enum', '«export const enum'),
    says: 'a const enum leaves nothing to read',
  },
  {
    name: 'a member in small letters',
    source: enumeration('  /** One. */\n  «one = 1,'),
    says: 'one must be written in capital letters',
  },
  {
    name: 'one constant of C twice',
    source: enumeration('  /** One. */\n  OK = 1,')
      .replace('TINY_WORD_', 'TINY_')
      .replace('export enum', '«export enum'),
    says: 'TINY_OK stands for Status already',
  },
  {
    name: 'a constant of a plain number',
    source: '/**\n * Big.\n *\n * @prefix TINY_\n */\nexport const «BIG = 5;',
    says: 'BIG must be a text or a literal like',
  },
  {
    name: 'a constant beyond 64 bits',
    source: '/**\n * Big.\n *\n * @prefix TINY_\n */\nexport const «BIG = 0x1_0000_0000_0000_0000n;',
    says: 'BIG must be a text or a literal like',
  },
  {
    name: 'two constants in one statement',
    source: '/** Big. */\n«export const BIG = 5n, BIGGER = 6n;',
    says: 'one `const` for each constant',
  },
  { name: 'a variable', source: '/** Big. */\n«export let BIG = 5n;', says: 'one `const` for each constant' },

  // Declarations.
  {
    name: 'an alias of a plain number',
    source: '/** A size. */\n«export type Size = number;',
    says: 'Size must be a Handle, Frozen, Sized or OptionNumber',
  },
  {
    name: 'an alias of another alias',
    source: '/** A size. */\n«export type Size = u32;',
    says: 'Size must be a Handle, Frozen, Sized or OptionNumber',
  },
  {
    name: 'an alias with type parameters',
    source: "/** A box. */\n«export type Box<Kind extends string> = Handle<'box'>;",
    says: 'type parameters are not allowed',
  },
  {
    name: 'an interface declared twice',
    source: `${option(goodOption)}/** More. */\n«export interface Options {}`,
    says: 'Options is declared twice',
  },
  {
    name: 'overloads',
    source: `${marked('a: u32', ['a'])}${declared('b: u64', ['b'])}`,
    says: 'thing_do is declared twice',
  },
  {
    name: 'a name of another module',
    source: "/** Again. */\n«export type Thing = Handle<'again'>;",
    says: 'Thing is declared twice',
  },
  {
    name: 'a declaration that is not exported',
    source: "/** Other. */\n«type Other = Handle<'other'>;",
    says: 'every declaration of a spec is exported',
  },
  {
    name: 'a class',
    source: '/** Other. */\n«export class Other {}',
    says: 'a ClassDeclaration has no place in a spec',
  },
  { name: 'a statement', source: '«console.log(1);', says: 'a ExpressionStatement has no place in a spec' },
  {
    name: 'a renamed import',
    source: "«import type { u32 as word } from './vocabulary.js';",
    says: 'imports keep the names',
  },
  {
    name: 'an import of everything',
    source: "«import type * as words from './vocabulary.js';",
    says: 'imports keep the names',
  },
  {
    name: 'a second table of options',
    source: `${option(goodOption)}/** More. */\n«export interface More {}`,
    says: 'a spec has one table of options',
  },

  // Functions.
  { name: 'an optional parameter', source: marked('«a?: u32', ['a']), says: 'a may not be optional: use Nullable' },
  { name: 'a parameter with a default', source: marked('«a: u32 = 1', ['a']), says: 'a may not have a default' },
  { name: 'a parameter named this', source: marked('«this: Thing', ['this']), says: '`this` is no parameter' },
  {
    name: 'a destructured parameter',
    source: marked('«{ one }: Pair', []),
    says: 'a parameter has a name, not a pattern',
  },
  {
    name: 'a rest parameter',
    source: marked('«...a: u32[]', ['a']),
    says: 'a function takes a fixed number of parameters',
  },
  { name: 'a parameter without a type', source: marked('«a', ['a']), says: 'a type is missing' },
  {
    name: 'a generic function',
    source: declared('', []).replace('thing_do', 'thing_do<T>'),
    says: 'type parameters are not allowed',
  },
  {
    name: 'a function that is not declared',
    source: declared('', []).replace('declare ', '').replace(';\n', ' { return 0; }\n'),
    says: 'a function is declared',
  },
  {
    name: 'a function of no object',
    source: declared('', []).replace('thing_do', 'other_do'),
    says: 'other_do must begin with the kind of a handle',
  },
  {
    name: 'a name in camel case',
    source: declared('', []).replace('thing_do', 'thing_doIt'),
    says: 'thing_doIt must be written in small letters',
  },
  {
    name: 'a parameter named by a word of C++',
    source: marked('«lambda: u32', ['lambda']),
    says: 'lambda is a word of C++, Python or TypeScript',
  },
  {
    name: 'a result that is no Call',
    source: '/** Does it. */\n«export declare function thing_do(): StatusOnly;',
    says: 'the return type must be Call<{…}>',
  },
  {
    name: 'a contract without its errors',
    source: declared('', [], contract.replace('errors: never; ', '')),
    says: 'errors is missing',
  },
  {
    name: 'a contract with something unknown',
    source: marked('', [], `${contract}; «colour: 'red'`),
    says: 'colour is unknown',
  },
  {
    name: 'an unknown status',
    source: marked('', [], contract.replace('never; since', "«'LOST'; since")),
    says: 'LOST is no member of Status',
  },
  {
    name: 'a status twice',
    source: marked('', [], contract.replace('never; since', "«'OK' | 'OK'; since")),
    says: 'OK is there twice',
  },
  {
    name: 'errors that are no names',
    source: marked('', [], contract.replace('never; since', '«string; since')),
    says: 'names in quotes',
  },
  {
    name: 'an unknown blocking class',
    source: marked('', [], contract.replace("blocking: 'never'", "blocking: «'seldom'")),
    says: 'blocking is one of never, bounded, may_block',
  },
  {
    name: 'an unknown thread contract',
    source: marked('', [], contract.replace("'any'", "«'some'")),
    says: 'thread is one of any, one_at_a_time',
  },
  {
    name: 'a time-out of a call that never blocks',
    source: declared('', [], contract.replace('errors: never', "errors: 'TIMED_OUT'")),
    says: 'thing_do: TIMED_OUT cannot happen',
  },
  {
    name: 'since of another form',
    source: marked('', [], contract.replace("'1.0'", "«'soon'")),
    says: 'since must be a version',
  },
  {
    name: 'a result that cannot be returned',
    source: marked('', [], contract.replace('StatusOnly', '«Thing')),
    says: '`Thing` cannot be returned',
  },
  {
    name: 'an unknown completion kind',
    source: marked(
      'queue: Thing, tag: u64',
      ['queue', 'tag'],
      `${contract}; completion: «{ kind: 'LOST'; payload: 'none'; follows: 'always' }`,
    ),
    says: "'LOST' is no member of CompletionKind",
  },
  {
    name: 'an unknown payload',
    source: marked(
      'queue: Thing, tag: u64',
      ['queue', 'tag'],
      `${contract}; completion: «{ kind: 'DONE'; payload: 'gold'; follows: 'always' }`,
    ),
    says: 'payload is one of none, messages, message',
  },
  {
    name: 'a completion without a tag',
    source: declared(
      'queue: Thing',
      ['queue'],
      `${contract}; completion: { kind: 'DONE'; payload: 'none'; follows: 'always' }`,
    ),
    says: 'thing_do: a completion needs the parameters',
  },
  {
    name: 'creates what is no handle',
    source: marked('', [], `${contract}; creates: «'Pair'`),
    says: 'Pair is no handle',
  },
  {
    name: 'creates without an out parameter',
    source: declared('thing: Thing', ['thing'], `${contract}; creates: 'Thing'`),
    says: 'thing_do: creates Thing, but has no parameter',
  },
  {
    name: 'destroys without a parameter',
    source: declared('a: u32', ['a'], `${contract}; destroys: 'Thing'`),
    says: 'thing_do: destroys Thing, but has no parameter',
  },

  {
    name: 'a function of a later version',
    source: declared('', [], contract.replace("'1.0'", "'1.1'")),
    says: 'since 1.1 is later than the version 1.0.0',
  },

  // Types of parameters.
  {
    name: 'an unknown type',
    source: marked('a: «Colour', ['a']),
    says: '`Colour` is no type that a parameter can have',
  },
  { name: 'a type of TypeScript', source: marked('a: «number', ['a']), says: '`number` is no type of the vocabulary' },
  { name: 'a union', source: marked('a: «u32 | u64', ['a']), says: '`u32 | u64` is no type of the vocabulary' },
  { name: 'an array of TypeScript', source: marked('a: «u32[]', ['a']), says: '`u32[]` is no type of the vocabulary' },
  {
    name: 'a function as a parameter',
    source: marked('a: «() => void', ['a']),
    says: '`() => void` is no type of the vocabulary',
  },
  { name: 'a struct by value', source: marked('a: «Pair', ['a']), says: '`Pair` is no type that a parameter can have' },
  {
    name: 'a value that may be null',
    source: marked('a: «Nullable<u32>', ['a']),
    says: 'only what is passed by address can be Nullable',
  },
  {
    name: 'a number that is transferred',
    source: marked('a: «Transferred<u32>', ['a']),
    says: 'only a handle can be Transferred',
  },
  {
    name: 'a number that is lent',
    source: marked('a: «Lent<u32>', ['a']),
    says: 'only InBytes can be Lent',
  },
  {
    name: 'memory that is lent for ever',
    source: declared("a: Lent<InBytes<'a_size'>>, a_size: u64", ['a', 'a_size']),
    says: 'thing_do: a is Lent, so a completion has to say when it is given back',
  },
  {
    name: 'a length that does not exist',
    source: declared("a: InBytes<'a_size'>", ['a']),
    says: 'thing_do: a: a_size is no parameter of type u32 or u64',
  },
  {
    name: 'a length of the wrong type',
    source: declared("a: InText<'a_size'>, a_size: i32", ['a', 'a_size']),
    says: 'thing_do: a: a_size is no parameter of type u32 or u64',
  },
  {
    name: 'a capacity that does not exist',
    source: declared("a: OutArray<Pair, 'room'>", ['a']),
    says: 'thing_do: a: room is no parameter of type u32 or u64',
  },
  {
    name: 'a length that is not named',
    source: marked('a: «InBytes<string>', ['a']),
    says: 'the name of the parameter that gives the length is missing',
  },
  {
    name: 'an array of no struct',
    source: marked("a: InArray<«Thing, 'n'>, n: u32", ['a', 'n']),
    says: 'Thing is no struct of this spec',
  },
  {
    name: 'an owner that does not exist',
    source: declared("a: Out<OutView<'thing', 'n'>>, n: u64", ['a', 'n']),
    says: 'thing_do: a: the owner thing is no handle',
  },
  {
    name: 'a view of unknown length',
    source: declared("thing: Thing, a: Out<OutView<'thing', 'n'>>", ['thing', 'a']),
    says: 'thing_do: a: n is no parameter that counts',
  },
  {
    name: 'a struct that is written out',
    source: marked('a: Out<«Pair>', ['a']),
    says: '`Pair` is no type that a parameter can have',
  },

  // Structs.
  {
    name: 'padding that is not named',
    source: struct('/** One. */ one: u32; /** Two. */ «two: u64', ', 16'),
    says: 'two would stand at 4, which 8 does not divide',
  },
  {
    name: 'padding at the end',
    source: struct('/** One. */ one: u64; /** Two. */ two: u32', ', 12').replace('export', '«export'),
    says: 'Block has 12 bytes, which 8 does not divide',
  },
  {
    name: 'another frozen size',
    source: struct('/** One. */ one: u64', ', 16').replace('export', '«export'),
    says: 'Block has 8 bytes, not 16',
  },
  {
    name: 'a struct without fields',
    source: struct('', ', 0').replace('export', '«export'),
    says: 'the fields of Block stand in braces',
  },
  {
    name: 'a sized struct without its size',
    source: struct('/** One. */ one: u64', '', 'Sized').replace('export', '«export'),
    says: 'Block is Sized: its first field must be `size: u32`',
  },
  { name: 'an optional field', source: struct('/** One. */ «one?: u64'), says: 'one may not be optional' },
  {
    name: 'an index signature',
    source: struct('/** One. */ one: u64; «[key: string]: u64'),
    says: 'a IndexSignature has no place here',
  },
  {
    name: 'a method',
    source: struct('/** One. */ one: u64; «two(): u64'),
    says: 'a MethodSignature has no place here',
  },
  { name: 'a field twice', source: struct('/** One. */ one: u64; /** Two. */ «one: u64'), says: 'one is there twice' },
  {
    name: 'a field of an unknown type',
    source: struct('/** One. */ one: «Colour'),
    says: '`Colour` is no type that a field can have',
  },
  {
    name: 'a field with a pointer',
    source: struct("/** One. */ one: «InBytes<'two'>"),
    says: "`InBytes<'two'>` is no type that a field can have",
  },
  {
    name: 'a field of no length',
    source: struct('/** One. */ one: «FixedBytes<0>'),
    says: 'FixedBytes needs its length',
  },
  {
    name: 'a field that holds no enum',
    source: struct('/** One. */ one: Holds<«Pair, u64>'),
    says: 'Pair is no enum of this spec',
  },
  {
    name: 'fields elsewhere',
    source: '/** A struct. */\n«export type Block = Frozen<Pair, 8>;',
    says: 'the fields of Block stand in braces',
  },
  {
    name: 'a field named by a word of Python',
    source: struct('/** One. */ «elif: u64'),
    says: 'elif is a word of C++, Python or TypeScript',
  },

  {
    name: 'a struct named as a class of the bindings',
    source: struct('/** One. */ one: u64').replace('export type Block', '«export type Library'),
    says: 'Library is a name that the bindings use themselves',
  },

  // Options.
  {
    name: 'an option id twice',
    source: option(`${goodOption} }>;\n  /** Another. */\n  «more: Option<{ ${goodOption}`),
    says: 'the id 1 belongs to size already',
  },
  {
    name: 'an option name twice',
    source: option(`${goodOption} }>;\n  /** Another. */\n  «size: Option<{ ${goodOption.replace('id: 1', 'id: 2')}`),
    says: 'size is there twice',
  },
  {
    name: 'a default out of its bounds',
    source: option(goodOption.replace('default: 1', 'default: 10')).replace('size:', '«size:'),
    says: 'size: the default is out of its bounds',
  },
  {
    name: 'a default of another type',
    source: option(goodOption.replace('default: 1', 'default: true')).replace('size:', '«size:'),
    says: 'size: the default is not of type int',
  },
  {
    name: 'bounds the wrong way round',
    source: option(goodOption.replace('min: 0; max: 9', 'min: 9; max: 0'))
      .replace('size:', '«size:')
      .replace("'read_write'", "'read_only'"),
    says: 'size: min is greater than max',
  },
  {
    name: 'an option without its unit',
    source: option(goodOption.replace("unit: 'none'; ", '')).replace('size:', '«size:'),
    says: 'unit is missing',
  },
  {
    name: 'an unknown unit',
    source: option(goodOption.replace("unit: 'none'", "«unit: 'miles'")),
    says: 'unit must be one of messages, bytes',
  },
  {
    name: 'an option with something unknown',
    source: option(`${goodOption}; «colour: 'red'`),
    says: 'colour is unknown',
  },
  {
    name: 'an option that is none',
    source: '/** Options. */\nexport interface Options {\n  /** An option. */\n  «size: u32;\n}',
    says: 'size must be an Option<{…}>',
  },
  {
    name: 'an option that may be missing',
    source: option(goodOption).replace('size:', '«size?:'),
    says: 'size may not be optional',
  },
  {
    name: 'numbers of no table',
    source: '/**\n * Numbers.\n *\n * @prefix TINY_OPTION_\n */\n«export type OptionId = OptionNumber<Pair>;',
    says: 'Pair is no table of options',
  },
];

/** Takes the mark out of the source, and says where it was: line and column from 1. */
function place(source: string): { text: string; at: string } {
  const offset = source.indexOf('«');
  assert.ok(offset >= 0, `a mark is missing: ${source}`);
  const before = source.slice(0, offset).split('\n');
  return { text: source.replaceAll('«', ''), at: `${before.length}:${(before.at(-1) ?? '').length + 1}` };
}

function complaints(folder: string, modules: Record<string, string>): readonly string[] {
  cpSync(join(tree, 'spec/vocabulary.ts'), join(folder, 'vocabulary.ts'));
  for (const [name, text] of Object.entries(modules)) writeText(join(folder, name), text);
  try {
    lower(join(folder, 'tiny.ts'), folder);
    return [];
  } catch (error) {
    if (error instanceof SpecError) return error.complaints;
    throw error;
  }
}

for (const { name, source, says } of cases) {
  test(`refused: ${name}`, async () => {
    const { text, at } = place(imports + source);
    const found = await withFolder((folder) =>
      complaints(folder, { 'tiny.ts': root, 'base.ts': base, 'case.ts': text }),
    );
    assert.equal(found.length, 1, `expected one complaint, got:\n${found.join('\n')}`);
    assert.ok(found[0]?.startsWith(`case.ts:${at}: ${says}`), `expected case.ts:${at}: ${says}\ngot ${found[0]}`);
  });
}

/** What concerns the spec as a whole is reported at its root module, or where the module is named. */
const wholes: [name: string, modules: Record<string, string>, says: string][] = [
  [
    'a spec without its version',
    { 'base.ts': base.replace("'1.0.0'", "'one'") },
    'tiny.ts:2:1: the spec needs `export const VERSION',
  ],
  [
    'a spec without its manifest',
    { 'base.ts': base.replace('tiny_abi_manifest', 'tiny_manifest') },
    'tiny.ts:2:1: the function tiny_abi_manifest() must be there',
  ],
  [
    'a spec without statuses',
    { 'base.ts': base.replaceAll('Status', 'State') },
    'tiny.ts:2:1: the enum Status is missing',
  ],
  [
    'a root module that says nothing',
    { 'tiny.ts': root.replace('/** A small spec. */\n', '') },
    'tiny.ts:1:1: the root module begins with a comment',
  ],
  [
    'a root module that declares something',
    { 'tiny.ts': `${root}export const A = 1n;\n` },
    'tiny.ts:5:1: the root module may only say',
  ],
  [
    'a module that is not there',
    { 'tiny.ts': `${root}export * from './gone.js';\n` },
    'tiny.ts:5:1: the root module may only say',
  ],
  ['what tsc refuses', { 'case.ts': "import type { Colour } from './base.js';\n" }, 'case.ts:1:15: TypeScript: '],
];

for (const [name, modules, says] of wholes) {
  test(`refused: ${name}`, async () => {
    const all = { 'tiny.ts': root, 'base.ts': base, 'case.ts': imports, ...modules };
    const found = await withFolder((folder) => complaints(folder, all));
    assert.ok(found[0]?.startsWith(says), `expected ${says}\ngot:\n${found.join('\n')}`);
  });
}

test('the spec that the cases are made of is not refused', async () => {
  const source = `${imports}${marked('a: u32', ['a'])}${option(goodOption)}${struct('/** One. */ one: u64')}`;
  const found = await withFolder((folder) =>
    complaints(folder, { 'tiny.ts': root, 'base.ts': base, 'case.ts': source }),
  );
  assert.deepEqual(found, []);
});

test('one run shows every complaint', async () => {
  const source = `${imports}${enumeration('  ONE,\n  TWO,')}`;
  const found = await withFolder((folder) =>
    complaints(folder, { 'tiny.ts': root, 'base.ts': base, 'case.ts': source }),
  );
  assert.equal(found.length, 4);
});
