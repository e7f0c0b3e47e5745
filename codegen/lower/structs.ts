import {
  Node,
  type PropertySignature,
  type TypeAliasDeclaration,
  type TypeNode,
  type TypeReferenceNode,
} from 'ts-morph';
import { fieldAlignment, fieldSize } from '../layout.js';
import type { Field, FieldType, HandleModel, StructModel } from '../model.js';
import type { Diagnostics } from './diagnostics.js';
import { readDocumentation } from './docs.js';
import { integerLiteral, plainProperties, textLiteral } from './literals.js';
import { checkName } from './names.js';
import { isInteger, type TypeReader, writtenType } from './types.js';

export function lowerHandle(alias: TypeAliasDeclaration, diagnostics: Diagnostics): HandleModel {
  checkName(alias.getName(), 'pascal', alias, diagnostics);
  const { doc } = readDocumentation(alias, [], diagnostics);
  const objectKind = textLiteral(aliasArgument(alias, 0)) ?? '';
  checkName(objectKind, 'snake', alias, diagnostics);
  return { name: alias.getName(), objectKind, doc };
}

export function lowerStruct(alias: TypeAliasDeclaration, types: TypeReader): StructModel {
  const diagnostics = types.diagnostics;
  checkName(alias.getName(), 'pascal', alias, diagnostics);
  const { doc } = readDocumentation(alias, [], diagnostics);
  const before = diagnostics.count;
  const fields = lowerFields(alias, types);
  const end = fields.at(-1);
  const struct: StructModel = {
    name: alias.getName(),
    sized: (alias.getTypeNode() as TypeReferenceNode).getTypeName().getText() === 'Sized',
    size: end === undefined ? 0 : end.offset + end.size,
    alignment: Math.max(1, ...fields.map((field) => fieldAlignment(field.type))),
    doc,
    fields,
  };
  if (diagnostics.count === before) checkSize(struct, alias, diagnostics);
  return struct;
}

function aliasArgument(alias: TypeAliasDeclaration, index: number): TypeNode | undefined {
  const type = alias.getTypeNode();
  return Node.isTypeReference(type) ? type.getTypeArguments()[index] : undefined;
}

function lowerFields(alias: TypeAliasDeclaration, types: TypeReader): Field[] {
  const body = aliasArgument(alias, 0);
  if (!Node.isTypeLiteral(body) || body.getMembers().length === 0) {
    types.diagnostics.report(
      alias,
      `the fields of ${alias.getName()} stand in braces, in place, and there is at least one`,
    );
  }
  const fields: Field[] = [];
  for (const property of plainProperties(body, types.diagnostics).values()) lowerField(property, fields, types);
  return fields;
}

function lowerField(property: PropertySignature, fields: Field[], types: TypeReader): undefined {
  const name = property.getName();
  checkName(name, 'snake', property, types.diagnostics);
  const { doc } = readDocumentation(property, [], types.diagnostics);
  const type = fieldType(property, types);
  if (type === undefined) return;
  const before = fields.at(-1);
  const offset = before === undefined ? 0 : before.offset + before.size;
  const alignment = fieldAlignment(type);
  if (offset % alignment !== 0) {
    types.diagnostics.report(
      property,
      `${name} would stand at ${offset}, which ${alignment} does not divide: name the padding`,
    );
  }
  fields.push({ name, type, offset, size: fieldSize(type), doc });
}

function fieldType(property: PropertySignature, types: TypeReader): FieldType | undefined {
  const written = writtenType(property.getTypeNode(), property, types.diagnostics);
  if (written === undefined) return undefined;
  const name = written.getTypeName().getText();
  if (isInteger(name)) return { kind: 'integer', integer: name, holds: null };
  if (types.declarations.handles.has(name)) return { kind: 'handle', name };
  if (name === 'Holds') return holdsType(written, types);
  if (name === 'FixedBytes') return fixedBytesType(written, types.diagnostics);
  return types.diagnostics.report(written, `\`${written.getText()}\` is no type that a field can have`);
}

function holdsType(written: TypeReferenceNode, types: TypeReader): FieldType | undefined {
  const holds = types.enumName(written.getTypeArguments()[0], written);
  const integer = writtenType(written.getTypeArguments()[1], written, types.diagnostics)?.getText();
  if (holds === undefined || integer === undefined) return undefined;
  if (isInteger(integer)) return { kind: 'integer', integer, holds };
  return types.diagnostics.report(written, `${integer} is no integer type`);
}

function fixedBytesType(written: TypeReferenceNode, diagnostics: Diagnostics): FieldType | undefined {
  const length = integerLiteral(written.getTypeArguments()[0]);
  if (length !== undefined && length > 0) return { kind: 'fixed_bytes', length };
  return diagnostics.report(written, 'FixedBytes needs its length as a literal, 1 or more');
}

function checkSize(struct: StructModel, alias: TypeAliasDeclaration, diagnostics: Diagnostics): undefined {
  if (struct.size % struct.alignment !== 0) {
    diagnostics.report(
      alias,
      `${struct.name} has ${struct.size} bytes, which ${struct.alignment} does not divide: name the padding`,
    );
  }
  if (struct.sized) return checkSizeField(struct, alias, diagnostics);
  const frozen = integerLiteral(aliasArgument(alias, 1));
  if (frozen !== struct.size) diagnostics.report(alias, `${struct.name} has ${struct.size} bytes, not ${frozen}`);
}

function checkSizeField(struct: StructModel, alias: TypeAliasDeclaration, diagnostics: Diagnostics): undefined {
  const [first] = struct.fields;
  const fits = first?.name === 'size' && first.type.kind === 'integer' && first.type.integer === 'u32';
  if (!fits) diagnostics.report(alias, `${struct.name} is Sized: its first field must be \`size: u32\``);
}
