import {
  type InterfaceDeclaration,
  Node,
  type PropertySignature,
  type TypeAliasDeclaration,
  type TypeNode,
} from 'ts-morph';
import type { EnumModel, OptionModel, OptionType, OptionUnit } from '../model.js';
import type { Declarations } from './declarations.js';
import type { Diagnostics } from './diagnostics.js';
import { readDocumentation } from './docs.js';
import { readPrefix } from './enums.js';
import { integerLiteral, isPlainProperty, plainProperties, textLiteral, truthLiteral } from './literals.js';
import { checkName } from './names.js';
import { checkSince } from './since.js';

const optionTypes: readonly OptionType[] = ['int', 'bool', 'bytes', 'text'];
const optionUnits: readonly OptionUnit[] = [
  'messages',
  'bytes',
  'microseconds',
  'milliseconds',
  'seconds',
  'connections',
  'topics',
  'probes',
  'none',
];
const properties = ['id', 'type', 'min', 'max', 'default', 'unit', 'access', 'applies', 'since'];

export function lowerOptions(table: InterfaceDeclaration, diagnostics: Diagnostics): OptionModel[] {
  checkTable(table, diagnostics);
  const options: OptionModel[] = [];
  for (const member of table.getMembers()) {
    if (isPlainProperty(member, diagnostics)) lowerOption(member, options, diagnostics);
  }
  return options;
}

function checkTable(table: InterfaceDeclaration, diagnostics: Diagnostics): undefined {
  readDocumentation(table, [], diagnostics);
  const plain = table.getExtends().length === 0 && table.getTypeParameters().length === 0;
  if (!plain) diagnostics.report(table, 'a table of options extends nothing and has no type parameters');
}

function lowerOption(property: PropertySignature, options: OptionModel[], diagnostics: Diagnostics): undefined {
  checkName(property.getName(), 'snake', property, diagnostics);
  const { doc } = readDocumentation(property, [], diagnostics);
  const shape = optionShape(property.getTypeNode());
  if (shape === undefined) return diagnostics.report(property, `${property.getName()} must be an Option<{…}>`);
  const option = readShape(property, shape, diagnostics);
  checkBounds(option, property, diagnostics);
  checkUnique(option, options, property, diagnostics);
  options.push({ ...option, doc });
}

function optionShape(type: TypeNode | undefined): TypeNode | undefined {
  if (!Node.isTypeReference(type) || type.getTypeName().getText() !== 'Option') return undefined;
  const [shape] = type.getTypeArguments();
  return Node.isTypeLiteral(shape) ? shape : undefined;
}

function readShape(property: PropertySignature, shape: TypeNode, diagnostics: Diagnostics): OptionModel {
  const written = plainProperties(shape, diagnostics);
  for (const name of properties) if (!written.has(name)) diagnostics.report(property, `${name} is missing`);
  for (const [name, node] of written) if (!properties.includes(name)) diagnostics.report(node, `${name} is unknown`);
  const read = new ShapeReader(written, property, diagnostics);
  return {
    name: property.getName(),
    id: read.integer('id'),
    type: read.oneOf('type', optionTypes),
    min: read.integer('min'),
    max: read.integer('max'),
    default: read.value('default'),
    unit: read.oneOf('unit', optionUnits),
    readOnly: read.oneOf('access', ['read_write', 'read_only']) === 'read_only',
    live: read.oneOf('applies', ['live', 'later']) === 'live',
    since: read.since(),
    doc: [],
  };
}

class ShapeReader {
  constructor(
    readonly written: ReadonlyMap<string, PropertySignature>,
    readonly at: Node,
    readonly diagnostics: Diagnostics,
  ) {}

  integer(name: string): number {
    const value = integerLiteral(this.#type(name));
    if (value === undefined) this.#report(name, `${name} must be a literal whole number within 2^53`);
    return value ?? 0;
  }

  value(name: string): number | boolean | string {
    const type = this.#type(name);
    const value = integerLiteral(type) ?? truthLiteral(type) ?? textLiteral(type);
    if (value === undefined) this.#report(name, `${name} must be a literal`);
    return value ?? 0;
  }

  oneOf<Text extends string>(name: string, allowed: readonly Text[]): Text {
    const text = textLiteral(this.#type(name));
    const found = allowed.find((one) => one === text);
    if (found === undefined) this.#report(name, `${name} must be one of ${allowed.join(', ')}`);
    return found ?? (allowed[0] as Text);
  }

  since(): string {
    return checkSince(textLiteral(this.#type('since')), this.written.get('since') ?? this.at, this.diagnostics);
  }

  #type(name: string): TypeNode | undefined {
    return this.written.get(name)?.getTypeNode();
  }

  #report(name: string, message: string): undefined {
    const node = this.written.get(name);
    if (node !== undefined) this.diagnostics.report(node, message);
  }
}

function checkBounds(option: OptionModel, at: Node, diagnostics: Diagnostics): undefined {
  if (option.min > option.max) diagnostics.report(at, `${option.name}: min is greater than max`);
  const measure = defaultMeasure(option);
  if (measure === undefined) return diagnostics.report(at, `${option.name}: the default is not of type ${option.type}`);
  const bounded = option.readOnly || (measure >= option.min && measure <= option.max);
  if (!bounded) diagnostics.report(at, `${option.name}: the default is out of its bounds`);
}

/** What the bounds hold for: a number itself, the length of bytes and text. */
function defaultMeasure(option: OptionModel): number | undefined {
  const value = option.default;
  if (option.type === 'int') return typeof value === 'number' ? value : undefined;
  if (option.type === 'bool') return typeof value === 'boolean' ? Number(value) : undefined;
  return typeof value === 'string' ? Buffer.byteLength(value) : undefined;
}

function checkUnique(option: OptionModel, earlier: OptionModel[], at: Node, diagnostics: Diagnostics): undefined {
  for (const other of earlier) {
    if (other.name === option.name) diagnostics.report(at, `${option.name} is there twice`);
    if (other.id === option.id) diagnostics.report(at, `the id ${option.id} belongs to ${other.name} already`);
  }
}

/** The enum of option numbers, made from the table that the alias names. */
export function lowerOptionNumber(
  alias: TypeAliasDeclaration,
  options: readonly OptionModel[],
  declarations: Declarations,
  diagnostics: Diagnostics,
): EnumModel {
  checkName(alias.getName(), 'pascal', alias, diagnostics);
  const { doc, tags } = readDocumentation(alias, ['prefix'], diagnostics);
  const type = alias.getTypeNode();
  const table = Node.isTypeReference(type) ? type.getTypeArguments()[0]?.getText() : undefined;
  if (!declarations.optionTables.has(table ?? '')) diagnostics.report(alias, `${table} is no table of options`);
  const values = options.map(({ name, id, doc }) => ({ name: name.toUpperCase(), value: id, alias: null, doc }));
  const prefix = readPrefix(tags, alias, diagnostics);
  return { name: alias.getName(), prefix, flags: false, fromOptions: true, doc, values };
}
