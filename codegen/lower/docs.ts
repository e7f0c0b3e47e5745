import type { JSDoc, JSDocableNode, JSDocTag, Node } from 'ts-morph';
import { Node as NodeKinds } from 'ts-morph';
import type { Doc } from '../model.js';
import type { Diagnostics } from './diagnostics.js';

export interface Documentation {
  doc: Doc;
  /** Text of each tag, by name; a tag without text has ''. */
  tags: Map<string, string>;
  parameters: Map<string, { doc: Doc; node: Node }>;
}

type Documented = Node & JSDocableNode;

/** Reads the one documentation comment of a declaration; only the tags in `allowed` may be in it. */
export function readDocumentation(
  node: Documented,
  allowed: readonly string[],
  diagnostics: Diagnostics,
): Documentation {
  const result: Documentation = { doc: [], tags: new Map(), parameters: new Map() };
  const [comment, ...more] = node.getJsDocs();
  if (comment === undefined) {
    diagnostics.report(node, 'documentation is missing');
    return result;
  }
  if (more.length > 0) diagnostics.report(node, 'more than one documentation comment');
  readComment(comment, result, diagnostics);
  for (const tag of comment.getTags()) readTag(tag, allowed, result, diagnostics);
  return result;
}

function readComment(comment: JSDoc, result: Documentation, diagnostics: Diagnostics): undefined {
  result.doc = paragraphs(comment.getDescription());
  if (result.doc.length === 0) diagnostics.report(comment, 'documentation is missing');
  if (comment.getDescription().includes('{@')) diagnostics.report(comment, 'inline tags are not allowed');
}

function readTag(
  tag: JSDocTag,
  allowed: readonly string[],
  result: Documentation,
  diagnostics: Diagnostics,
): undefined {
  const name = tag.getTagName();
  if (isInline(tag)) return undefined;
  if (!allowed.includes(name)) return diagnostics.report(tag, `the tag @${name} is not allowed here`);
  if (writtenText(tag).startsWith('{')) {
    diagnostics.report(tag, `the text of @${name} may not begin with a brace`);
    if (!NodeKinds.isJSDocParameterTag(tag)) result.tags.set(name, '…');
    return undefined;
  }
  const text = tag.getCommentText() ?? '';
  if (NodeKinds.isJSDocParameterTag(tag)) return readParameterTag(tag.getName(), tag, text, result, diagnostics);
  if (result.tags.has(name)) return diagnostics.report(tag, `@${name} is there twice`);
  result.tags.set(name, text);
}

function readParameterTag(
  name: string,
  tag: JSDocTag,
  text: string,
  result: Documentation,
  diagnostics: Diagnostics,
): undefined {
  if (result.parameters.has(name)) return diagnostics.report(tag, `@param ${name} is there twice`);
  const doc = paragraphs(text);
  if (doc.length === 0) diagnostics.report(tag, `@param ${name} says nothing`);
  result.parameters.set(name, { doc, node: tag });
}

/** `{@link X}` at the beginning of a tag's text comes out of the parser as a tag of its own. */
function isInline(tag: JSDocTag): boolean {
  return tag.getSourceFile().getFullText()[tag.getStart() - 1] === '{';
}

/** The text behind the tag's name as it stands in the source: the parser takes a brace for the beginning of a type. */
function writtenText(tag: JSDocTag): string {
  return tag.getText().slice(`@${tag.getTagName()}`.length).trimStart();
}

/** Splits a comment's text at blank lines and joins the lines within. */
export function paragraphs(text: string): Doc {
  const blocks = text.split(/\n\s*\n/).map((block) => block.replace(/\s+/g, ' ').trim());
  return blocks.filter((block) => block !== '');
}
