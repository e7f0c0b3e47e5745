import { type EnumDeclaration, type EnumMember, Node, type VariableStatement } from 'ts-morph';
import type { ConstantModel, EnumModel, EnumValue } from '../model.js';
import type { Diagnostics } from './diagnostics.js';
import { readDocumentation } from './docs.js';
import { integerLiteral } from './literals.js';
import { checkName } from './names.js';

/** Reads the prefix that a declaration's names get in C. */
export function readPrefix(tags: ReadonlyMap<string, string>, node: Node, diagnostics: Diagnostics): string {
  const prefix = tags.get('prefix') ?? '';
  if (!/^([A-Z][A-Z0-9]*_)+$/.test(prefix))
    diagnostics.report(node, 'a tag @prefix with capital letters and _ at its end');
  return prefix;
}

export function lowerEnum(declaration: EnumDeclaration, diagnostics: Diagnostics): EnumModel {
  checkName(declaration.getName(), 'pascal', declaration, diagnostics);
  if (declaration.isConstEnum()) diagnostics.report(declaration, 'a const enum leaves nothing to read: write enum');
  const { doc, tags } = readDocumentation(declaration, ['prefix', 'flags'], diagnostics);
  const values: EnumValue[] = [];
  for (const member of declaration.getMembers()) lowerMember(member, values, diagnostics);
  return {
    name: declaration.getName(),
    prefix: readPrefix(tags, declaration, diagnostics),
    flags: tags.has('flags'),
    fromOptions: false,
    doc,
    values,
  };
}

function lowerMember(member: EnumMember, values: EnumValue[], diagnostics: Diagnostics): undefined {
  const name = member.getName();
  checkName(name, 'upper', member, diagnostics);
  const { doc, tags } = readDocumentation(member, ['alias'], diagnostics);
  const value = memberValue(member, diagnostics);
  if (value === undefined) return;
  const alias = tags.get('alias') ?? null;
  checkAlias(member, value, alias, values, diagnostics);
  values.push({ name, value, alias, doc });
}

function memberValue(member: EnumMember, diagnostics: Diagnostics): number | undefined {
  const initializer = member.getInitializer();
  if (initializer === undefined)
    return diagnostics.report(member, `${member.getName()} must have its value written out`);
  const value = integerLiteral(initializer);
  if (value === undefined) {
    return diagnostics.report(
      initializer,
      `the value of ${member.getName()} must be a literal whole number below 2^53`,
    );
  }
  if (value !== (value | 0)) {
    return diagnostics.report(
      initializer,
      `${value} does not fit an enum of C: use a constant, \`export const X = …n\``,
    );
  }
  return value;
}

function checkAlias(
  member: EnumMember,
  value: number,
  alias: string | null,
  earlier: readonly EnumValue[],
  diagnostics: Diagnostics,
): undefined {
  const same = earlier.find((other) => other.value === value);
  if (same !== undefined && alias === null) {
    diagnostics.report(member, `${value} is ${same.name} already: mark the other name with @alias ${same.name}`);
  }
  if (alias !== null && earlier.find((other) => other.name === alias)?.value !== value) {
    diagnostics.report(member, `@alias names ${alias}, which is no earlier member with the value ${value}`);
  }
}

export function lowerConstant(statement: VariableStatement, diagnostics: Diagnostics): ConstantModel | undefined {
  const [declaration] = statement.getDeclarations();
  if (declaration === undefined) return undefined;
  const name = declaration.getName();
  checkName(name, 'upper', statement, diagnostics);
  const { doc, tags } = readDocumentation(statement, ['prefix'], diagnostics);
  const value = constantValue(declaration.getInitializer());
  if (value === undefined)
    return diagnostics.report(declaration, `${name} must be a text or a literal like 0x1fn below 2^64`);
  return { name, prefix: readPrefix(tags, statement, diagnostics), ...value, doc };
}

function constantValue(initializer: Node | undefined): Pick<ConstantModel, 'type' | 'value'> | undefined {
  if (Node.isStringLiteral(initializer)) return { type: 'text', value: initializer.getLiteralText() };
  if (!Node.isBigIntLiteral(initializer)) return undefined;
  const value = BigInt(initializer.getText().replace(/n$/, '').replaceAll('_', ''));
  return value < 1n << 64n ? { type: 'u64', value: value.toString() } : undefined;
}
