import {
  type FunctionDeclaration,
  Node,
  type ParameterDeclaration,
  type PropertySignature,
  type TypeNode,
} from 'ts-morph';
import type { CompletionModel, FunctionModel, HandleModel, Parameter, ParameterType, ReturnType } from '../model.js';
import type { Diagnostics } from './diagnostics.js';
import { type Documentation, paragraphs, readDocumentation } from './docs.js';
import { plainProperties, textLiteral } from './literals.js';
import { checkName } from './names.js';
import { checkSince } from './since.js';
import { returnType, type TypeReader, textUnion } from './types.js';

export interface FunctionContext {
  library: string;
  handles: readonly HandleModel[];
  statuses: ReadonlySet<string>;
  completionKinds: ReadonlySet<string>;
  types: TypeReader;
  diagnostics: Diagnostics;
}

const contractProperties = {
  required: ['returns', 'blocking', 'thread', 'errors', 'since'],
  optional: ['creates', 'destroys', 'completion'],
};

export function lowerFunction(declaration: FunctionDeclaration, context: FunctionContext): FunctionModel {
  checkForm(declaration, context.diagnostics);
  const name = declaration.getName() ?? '';
  checkName(name, 'snake', declaration, context.diagnostics);
  const documentation = readDocumentation(declaration, ['param', 'returns'], context.diagnostics);
  const contract = new Contract(declaration, context);
  const lowered: FunctionModel = {
    name,
    object: objectOf(declaration, context),
    doc: documentation.doc,
    parameters: lowerParameters(declaration, documentation, context),
    returns: contract.returns(),
    returnsDoc: paragraphs(documentation.tags.get('returns') ?? ''),
    blocking: contract.oneOf('blocking', ['never', 'bounded', 'may_block']),
    thread: contract.oneOf('thread', ['any', 'one_at_a_time']),
    errors: contract.errors(),
    since: contract.since(),
    creates: contract.handle('creates'),
    destroys: contract.handle('destroys'),
    completion: contract.completion(),
  };
  checkFunction(lowered, declaration, context);
  return lowered;
}

/** A bare `export declare function name(…): Call<…>`. */
function checkForm(declaration: FunctionDeclaration, diagnostics: Diagnostics): undefined {
  if (!declaration.hasDeclareKeyword())
    diagnostics.report(declaration, 'a function is declared: `export declare function`');
  if (declaration.getTypeParameters().length > 0) diagnostics.report(declaration, 'type parameters are not allowed');
  if (declaration.isAsync() || declaration.isGenerator())
    diagnostics.report(declaration, 'a plain function is expected');
}

/** The object whose kind the name begins with; `null` for a function of the library as a whole. */
function objectOf(declaration: FunctionDeclaration, context: FunctionContext): string | null {
  const name = declaration.getName() ?? '';
  const kinds = context.handles.map((handle) => handle.objectKind).filter((kind) => name.startsWith(`${kind}_`));
  const [longest] = kinds.sort((one, other) => other.length - one.length);
  if (longest !== undefined) return longest;
  if (!name.startsWith(`${context.library}_`)) {
    context.diagnostics.report(declaration, `${name} must begin with the kind of a handle or with ${context.library}_`);
  }
  return null;
}

function lowerParameters(
  declaration: FunctionDeclaration,
  documentation: Documentation,
  context: FunctionContext,
): Parameter[] {
  const parameters: Parameter[] = [];
  for (const parameter of declaration.getParameters()) {
    const lowered = lowerParameter(parameter, documentation, context);
    if (lowered !== undefined) parameters.push(lowered);
  }
  const names = new Set(declaration.getParameters().map((parameter) => parameter.getName()));
  for (const [name, { node }] of documentation.parameters) {
    if (!names.has(name)) context.diagnostics.report(node, `@param ${name}: there is no such parameter`);
  }
  return parameters;
}

function lowerParameter(
  parameter: ParameterDeclaration,
  documentation: Documentation,
  context: FunctionContext,
): Parameter | undefined {
  if (!isPlainParameter(parameter, context.diagnostics)) return undefined;
  const name = parameter.getName();
  checkName(name, 'snake', parameter, context.diagnostics);
  const doc = documentation.parameters.get(name)?.doc;
  if (doc === undefined) context.diagnostics.report(parameter, `@param ${name} is missing`);
  const lowered = context.types.parameter(parameter.getTypeNode(), parameter);
  return lowered && { name, ...lowered, doc: doc ?? [] };
}

function isPlainParameter(parameter: ParameterDeclaration, diagnostics: Diagnostics): boolean {
  const complain = (message: string) => {
    diagnostics.report(parameter, message);
    return false;
  };
  if (!Node.isIdentifier(parameter.getNameNode())) return complain('a parameter has a name, not a pattern');
  if (parameter.getName() === 'this') return complain('`this` is no parameter');
  if (parameter.isRestParameter()) return complain('a function takes a fixed number of parameters');
  if (parameter.hasQuestionToken()) return complain(`${parameter.getName()} may not be optional: use Nullable`);
  if (parameter.hasInitializer()) return complain(`${parameter.getName()} may not have a default`);
  return true;
}

/** Reads the type literal within `Call<…>`. */
class Contract {
  readonly #properties: ReadonlyMap<string, PropertySignature>;

  constructor(
    readonly declaration: FunctionDeclaration,
    readonly context: FunctionContext,
  ) {
    const shape = this.#shape();
    this.#properties = plainProperties(shape, context.diagnostics);
    const { required, optional } = contractProperties;
    if (shape === undefined) return;
    for (const name of required) if (!this.#properties.has(name)) this.#report(declaration, `${name} is missing`);
    for (const [name, node] of this.#properties) {
      if (![...required, ...optional].includes(name)) this.#report(node, `${name} is unknown`);
    }
  }

  returns(): ReturnType {
    const type = this.#type('returns');
    const lowered = returnType(type?.getText() ?? '');
    if (lowered === undefined && type !== undefined) this.#report(type, `\`${type.getText()}\` cannot be returned`);
    return lowered ?? 'status';
  }

  oneOf<Text extends string>(property: string, allowed: readonly Text[]): Text {
    const type = this.#type(property);
    const found = allowed.find((one) => one === textLiteral(type));
    if (found === undefined && type !== undefined) this.#report(type, `${property} is one of ${allowed.join(', ')}`);
    return found ?? (allowed[0] as Text);
  }

  errors(): string[] {
    const type = this.#type('errors');
    if (type === undefined) return [];
    const errors = textUnion(type, this.declaration, this.context.diagnostics);
    for (const [index, name] of errors.entries()) {
      if (!this.context.statuses.has(name)) this.#report(type, `${name} is no member of Status`);
      if (errors.indexOf(name) !== index) this.#report(type, `${name} is there twice`);
    }
    return errors;
  }

  since(): string {
    const type = this.#type('since');
    return type === undefined ? '0.0' : checkSince(textLiteral(type), type, this.context.diagnostics);
  }

  handle(property: string): string | null {
    const type = this.#type(property);
    if (type === undefined) return null;
    const name = textLiteral(type) ?? type.getText();
    if (this.context.handles.some((handle) => handle.name === name)) return name;
    this.#report(type, `${name} is no handle`);
    return null;
  }

  completion(): CompletionModel | null {
    const type = this.#type('completion');
    if (type === undefined) return null;
    const written = plainProperties(type, this.context.diagnostics);
    const text = (name: string) => textLiteral(written.get(name)?.getTypeNode()) ?? '';
    const kind = text('kind');
    if (!this.context.completionKinds.has(kind)) this.#report(type, `'${kind}' is no member of CompletionKind`);
    return {
      kind,
      payload: this.#member(type, 'payload', text('payload'), ['none', 'messages', 'message']),
      follows: this.#member(type, 'follows', text('follows'), ['always', 'when_pending']),
    };
  }

  #member<Text extends string>(at: Node, name: string, text: string, allowed: readonly Text[]): Text {
    const found = allowed.find((one) => one === text);
    if (found === undefined) this.#report(at, `${name} is one of ${allowed.join(', ')}`);
    return found ?? (allowed[0] as Text);
  }

  #shape(): TypeNode | undefined {
    const type = this.declaration.getReturnTypeNode();
    const isCall = Node.isTypeReference(type) && type.getTypeName().getText() === 'Call';
    const shape = isCall ? type.getTypeArguments()[0] : undefined;
    if (Node.isTypeLiteral(shape)) return shape;
    this.#report(this.declaration, 'the return type must be Call<{…}>');
    return undefined;
  }

  #type(name: string): TypeNode | undefined {
    return this.#properties.get(name)?.getTypeNode();
  }

  #report(node: Node, message: string): undefined {
    this.context.diagnostics.report(node, message);
  }
}

function checkFunction(lowered: FunctionModel, declaration: FunctionDeclaration, context: FunctionContext): undefined {
  const complain = (message: string) => context.diagnostics.report(declaration, `${lowered.name}: ${message}`);
  for (const parameter of lowered.parameters) checkLengths(parameter, lowered, complain);
  checkReturnsDoc(lowered, complain);
  checkLifetimes(lowered, complain);
  if (lowered.completion !== null) checkCompletionParameters(lowered, complain);
  else checkNothingLent(lowered, complain);
  if (lowered.blocking === 'never') checkNeverBlocks(lowered, complain);
}

type Complain = (message: string) => void;

function checkNothingLent(lowered: FunctionModel, complain: Complain): undefined {
  for (const { name, lent } of lowered.parameters) {
    if (lent) complain(`${name} is Lent, so a completion has to say when it is given back`);
  }
}

function checkLengths(parameter: Parameter, lowered: FunctionModel, complain: Complain): undefined {
  const type = parameter.type;
  if (type.kind === 'bytes' || type.kind === 'text' || type.kind === 'array') {
    if (!isCountIn(find(lowered, type.length)?.type))
      complain(`${parameter.name}: ${type.length} is no parameter of type u32 or u64`);
  }
  if (type.kind !== 'out' || type.value.kind !== 'view') return;
  const { owner, length } = type.value;
  if (find(lowered, owner)?.type.kind !== 'handle')
    complain(`${parameter.name}: the owner ${owner} is no handle among the parameters`);
  const counts = find(lowered, length)?.type;
  const counted = isCountIn(counts) || (counts?.kind === 'out' && isCountIn(counts.value));
  if (!counted) complain(`${parameter.name}: ${length} is no parameter that counts`);
}

function isCountIn(type: ParameterType | { kind: 'view' } | undefined): boolean {
  return type?.kind === 'integer' && (type.integer === 'u32' || type.integer === 'u64');
}

function find(lowered: FunctionModel, name: string): Parameter | undefined {
  return lowered.parameters.find((parameter) => parameter.name === name);
}

function checkReturnsDoc(lowered: FunctionModel, complain: Complain): undefined {
  const said = lowered.returnsDoc.length > 0;
  if (lowered.returns === 'count' && !said) complain('@returns is missing: what does it count?');
  if (lowered.returns === 'status' && said) complain('@returns says nothing that StatusOnly does not');
}

function checkLifetimes(lowered: FunctionModel, complain: Complain): undefined {
  const { creates, destroys, parameters } = lowered;
  const made = parameters.some(
    ({ type }) => type.kind === 'out' && type.value.kind === 'handle' && type.value.name === creates,
  );
  if (creates !== null && !made) complain(`creates ${creates}, but has no parameter of type Out<${creates}>`);
  const taken = parameters.some(({ type }) => type.kind === 'handle' && type.name === destroys);
  if (destroys !== null && !taken) complain(`destroys ${destroys}, but has no parameter of that type`);
}

/** Bindings find the queue and the tag of an asynchronous operation by these names. */
function checkCompletionParameters(lowered: FunctionModel, complain: Complain): undefined {
  const tag = find(lowered, 'tag')?.type;
  const tagged = tag?.kind === 'integer' && tag.integer === 'u64';
  const queued = find(lowered, 'queue')?.type.kind === 'handle';
  if (!tagged || !queued) complain('a completion needs the parameters `queue`, a handle, and `tag: u64`');
}

function checkNeverBlocks(lowered: FunctionModel, complain: Complain): undefined {
  for (const error of ['TIMED_OUT', 'INTERRUPTED']) {
    if (lowered.errors.includes(error)) complain(`${error} cannot happen in a call that never blocks`);
  }
}
