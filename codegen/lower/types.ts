import { Node, SyntaxKind, type TypeNode, type TypeReferenceNode } from 'ts-morph';
import { isValue } from '../layout.js';
import type { IntegerType, ParameterType, ReturnType, ValueType, ViewType } from '../model.js';
import type { Declarations } from './declarations.js';
import type { Diagnostics } from './diagnostics.js';
import { textLiteral } from './literals.js';

const integers: ReadonlySet<string> = new Set<IntegerType>(['u8', 'u16', 'u32', 'u64', 'i32', 'i64']);

const returns: ReadonlyMap<string, ReturnType> = new Map([
  ['StatusOnly', 'status'],
  ['Count', 'count'],
  ['StaticText', 'static_text'],
  ['ThreadText', 'thread_text'],
]);

export function isInteger(name: string): name is IntegerType {
  return integers.has(name);
}

export function returnType(name: string): ReturnType | undefined {
  return returns.get(name);
}

/** A type as it is written: a name and its arguments. Anything else is refused. */
export function writtenType(
  type: TypeNode | undefined,
  at: Node,
  diagnostics: Diagnostics,
): TypeReferenceNode | undefined {
  if (Node.isTypeReference(type) && Node.isIdentifier(type.getTypeName())) return type;
  if (type === undefined) return diagnostics.report(at, 'a type is missing');
  return diagnostics.report(type, `\`${type.getText()}\` is no type of the vocabulary`);
}

export interface LoweredParameterType {
  type: ParameterType;
  nullable: boolean;
  transferred: boolean;
  lent: boolean;
}

/** Lowers types from their syntax: which name was written, never what the type checker makes of it. */
export class TypeReader {
  constructor(
    readonly declarations: Declarations,
    readonly diagnostics: Diagnostics,
  ) {}

  parameter(type: TypeNode | undefined, at: Node): LoweredParameterType | undefined {
    const written = writtenType(type, at, this.diagnostics);
    if (written === undefined) return undefined;
    const name = written.getTypeName().getText();
    if (name === 'Nullable') return this.#nullable(written);
    if (name === 'Transferred') return this.#transferred(written);
    if (name === 'Lent') return this.#lent(written);
    const lowered = this.#plain(written);
    return lowered && { type: lowered, nullable: false, transferred: false, lent: false };
  }

  struct(type: TypeNode | undefined, at: Node): string | undefined {
    const name = writtenType(type, at, this.diagnostics)?.getTypeName().getText();
    if (name === undefined || this.declarations.structs.has(name)) return name;
    return this.diagnostics.report(type ?? at, `${name} is no struct of this spec`);
  }

  enumName(type: TypeNode | undefined, at: Node): string | undefined {
    const name = writtenType(type, at, this.diagnostics)?.getTypeName().getText();
    if (name === undefined || this.declarations.enums.has(name)) return name;
    return this.diagnostics.report(type ?? at, `${name} is no enum of this spec`);
  }

  #nullable(written: TypeReferenceNode): LoweredParameterType | undefined {
    const inner = this.parameter(this.#argument(written, 0), written);
    if (inner === undefined) return undefined;
    if (isValue(inner.type)) return this.diagnostics.report(written, 'only what is passed by address can be Nullable');
    if (inner.nullable) this.diagnostics.report(written, 'Nullable of Nullable');
    return { ...inner, nullable: true };
  }

  #transferred(written: TypeReferenceNode): LoweredParameterType | undefined {
    const inner = this.parameter(this.#argument(written, 0), written);
    if (inner === undefined) return undefined;
    if (inner.type.kind !== 'handle') return this.diagnostics.report(written, 'only a handle can be Transferred');
    return { ...inner, transferred: true };
  }

  #lent(written: TypeReferenceNode): LoweredParameterType | undefined {
    const inner = this.parameter(this.#argument(written, 0), written);
    if (inner === undefined) return undefined;
    const isRead = inner.type.kind === 'bytes' && inner.type.direction === 'in';
    if (!isRead) return this.diagnostics.report(written, 'only InBytes can be Lent');
    return { ...inner, lent: true };
  }

  #plain(written: TypeReferenceNode): ParameterType | undefined {
    const name = written.getTypeName().getText();
    const direction = name.startsWith('Out') ? 'out' : 'in';
    switch (name) {
      case 'InBytes':
      case 'OutBytes':
        return this.#sized(written, 0, (length) => ({ kind: 'bytes', direction, length }));
      case 'InText':
      case 'OutText':
        return this.#sized(written, 0, (length) => ({ kind: 'text', direction, length }));
      case 'InArray':
      case 'OutArray': {
        const struct = this.struct(this.#argument(written, 0), written);
        if (struct === undefined) return undefined;
        return this.#sized(written, 1, (length) => ({ kind: 'array', direction, struct, length }));
      }
      case 'Out':
        return this.#out(this.#argument(written, 0), written);
      case 'InOut': {
        const struct = this.struct(this.#argument(written, 0), written);
        return struct === undefined ? undefined : { kind: 'inout', struct };
      }
      default:
        return this.#value(written);
    }
  }

  #sized(
    written: TypeReferenceNode,
    index: number,
    make: (length: string) => ParameterType,
  ): ParameterType | undefined {
    const length = textLiteral(this.#argument(written, index));
    if (length !== undefined) return make(length);
    return this.diagnostics.report(written, 'the name of the parameter that gives the length is missing');
  }

  #out(type: TypeNode | undefined, at: Node): ParameterType | undefined {
    const written = writtenType(type, at, this.diagnostics);
    if (written === undefined) return undefined;
    const value = written.getTypeName().getText() === 'OutView' ? this.#view(written) : this.#value(written);
    return value && { kind: 'out', value };
  }

  #view(written: TypeReferenceNode): ViewType | undefined {
    const owner = textLiteral(this.#argument(written, 0));
    const length = textLiteral(this.#argument(written, 1));
    if (owner !== undefined && length !== undefined) return { kind: 'view', owner, length };
    return this.diagnostics.report(written, 'an OutView names the parameters of its owner and of its length');
  }

  #value(written: TypeReferenceNode): ValueType | undefined {
    const name = written.getTypeName().getText();
    if (written.getTypeArguments().length > 0) return this.#unknown(written);
    if (isInteger(name)) return { kind: 'integer', integer: name };
    if (this.declarations.handles.has(name)) return { kind: 'handle', name };
    if (this.declarations.enums.has(name) || this.declarations.optionNumbers.has(name)) return { kind: 'enum', name };
    return this.#unknown(written);
  }

  #unknown(written: TypeReferenceNode): undefined {
    return this.diagnostics.report(written, `\`${written.getText()}\` is no type that a parameter can have`);
  }

  #argument(written: TypeReferenceNode, index: number): TypeNode | undefined {
    return written.getTypeArguments()[index];
  }
}

/** The members of a union of text literals; `never` has none. */
export function textUnion(type: TypeNode | undefined, at: Node, diagnostics: Diagnostics): string[] {
  if (type?.getKind() === SyntaxKind.NeverKeyword) return [];
  const members = Node.isUnionTypeNode(type) ? type.getTypeNodes() : [type];
  const texts = members.map(textLiteral).filter((text) => text !== undefined);
  if (texts.length !== members.length) diagnostics.report(type ?? at, 'names in quotes, with | between them, or never');
  return texts;
}
