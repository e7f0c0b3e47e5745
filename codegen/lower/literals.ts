import { Node, type PropertySignature, SyntaxKind, type TypeNode } from 'ts-morph';
import type { Diagnostics } from './diagnostics.js';

/** Readers of literal types. Each returns undefined, having said why, where the syntax is anything else. */

export function textLiteral(type: Node | undefined): string | undefined {
  const literal = Node.isLiteralTypeNode(type) ? type.getLiteral() : type;
  return Node.isStringLiteral(literal) ? literal.getLiteralText() : undefined;
}

/** A whole number, written out, with or without a minus: nothing computed, nothing that a double would round. */
export function integerLiteral(node: Node | undefined): number | undefined {
  const literal = Node.isLiteralTypeNode(node) ? node.getLiteral() : node;
  if (!Node.isPrefixUnaryExpression(literal)) return magnitude(literal);
  const value = literal.getOperatorToken() === SyntaxKind.MinusToken ? magnitude(literal.getOperand()) : undefined;
  return value === undefined ? undefined : -value;
}

function magnitude(node: Node | undefined): number | undefined {
  const value = Node.isNumericLiteral(node) ? node.getLiteralValue() : Number.NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}

export function truthLiteral(type: Node | undefined): boolean | undefined {
  const text = Node.isLiteralTypeNode(type) ? type.getText() : '';
  return text === 'true' || text === 'false' ? text === 'true' : undefined;
}

/** The properties of a type literal, by name: no methods, no index signatures, no optional ones. */
export function plainProperties(type: TypeNode | undefined, diagnostics: Diagnostics): Map<string, PropertySignature> {
  const properties = new Map<string, PropertySignature>();
  if (!Node.isTypeLiteral(type)) return properties;
  for (const member of type.getMembers()) {
    if (isPlainProperty(member, diagnostics)) claimProperty(member, properties, diagnostics);
  }
  return properties;
}

export function isPlainProperty(member: Node, diagnostics: Diagnostics): member is PropertySignature {
  if (!Node.isPropertySignature(member)) {
    diagnostics.report(member, `a ${member.getKindName()} has no place here: properties only`);
    return false;
  }
  if (member.hasQuestionToken()) diagnostics.report(member, `${member.getName()} may not be optional`);
  return true;
}

function claimProperty(
  member: PropertySignature,
  properties: Map<string, PropertySignature>,
  diagnostics: Diagnostics,
): undefined {
  if (properties.has(member.getName())) diagnostics.report(member, `${member.getName()} is there twice`);
  properties.set(member.getName(), member);
}
