import type { Doc } from '../model.js';

/** The command that every generated file names. */
export const command = 'npm run codegen';

export function generatedLine(library: string): string {
  return `Generated from the spec of ${library} by \`${command}\`; do not edit.`;
}

/** Breaks text at blanks into lines of at most `width` columns; a longer word stands alone. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Wraps paragraphs, with an empty line between them. */
export function wrapParagraphs(doc: Doc, width: number): string[] {
  return doc.flatMap((paragraph, index) => [...(index > 0 ? [''] : []), ...wrap(paragraph, width)]);
}

/** A wrapped item whose further lines are indented. */
export function wrapItem(text: string, width: number, indent: string): string[] {
  const [first = '', ...rest] = wrap(text, width);
  const again = rest.length > 0 ? wrap(rest.join(' '), width - indent.length) : [];
  return [first, ...again.map((line) => indent + line)];
}

/** Lines as a comment of C and C++. Line comments, since a text such as `ipc://*` would open another block comment. */
export function lineComment(lines: readonly string[], indent = ''): string[] {
  return lines.map((line) => `${indent}// ${line}`.trimEnd());
}

/** Lines as a comment of TypeScript: one line where it fits. */
export function blockComment(lines: readonly string[], indent = ''): string[] {
  const [only = ''] = lines;
  if (lines.length === 1 && indent.length + only.length + 8 <= 120) return [`${indent}/** ${only} */`];
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`];
}

/** `head(item, item)tail` on one line where it fits, otherwise broken as clang-format and biome would. */
export function joinCall(head: string, items: readonly string[], tail: string, indent = ''): string[] {
  const single = `${indent}${head}${items.join(', ')}${tail}`;
  if (single.length <= 120) return [single];
  const body = wrapItems(items, 120 - head.length - indent.length - tail.length);
  const padding = ' '.repeat(head.length + indent.length);
  return body.map((line, index) => {
    const start = index === 0 ? indent + head : padding;
    return start + line + (index === body.length - 1 ? tail : ',');
  });
}

function wrapItems(items: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + item.length + 3 <= width) lines[lines.length - 1] = `${last}, ${item}`;
    else lines.push(item);
  }
  return lines;
}

export function joinLines(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

/** Blocks of lines with one empty line between them. */
export function separated(blocks: readonly string[][]): string[] {
  return blocks.filter((block) => block.length > 0).flatMap((block, index) => (index > 0 ? ['', ...block] : block));
}
