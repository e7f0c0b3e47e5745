import { XMLParser } from 'fast-xml-parser';

/** One test as a runner reported it. */
export interface Case {
  name: string;
  result: 'passed' | 'failed' | 'skipped';
  /** What failed, or why it was skipped; empty for a test that passed. */
  detail: string;
}

type Value = string | Element | Value[];
interface Element {
  [name: string]: Value;
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#text',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  // The references in a report are decoded below: the parser would refuse a report that has very many of them.
  processEntities: false,
});

/**
 * The tests of a JUnit report, as Catch2, pytest and node:test write it. Throws where the text is no such report.
 *
 * Catch2 version 2 cannot skip, so a test says it by a first line `SKIP: reason` (see `tests/unit/catch.h`).
 */
export function parseJUnit(text: string): Case[] {
  if (!/<\/testsuites?>\s*(<!--[\s\S]*?-->\s*)*$/.test(text)) throw new Error('the JUnit report is cut short');
  return elements(parser.parse(text) as Element, 'testcase').map(toCase);
}

function toCase(element: Element): Case {
  const name = [element['@classname'], element['@name']].filter(isTelling).map((part) => decode(String(part)));
  return { name: name.join(': '), ...verdict(element) };
}

/** node:test gives every test the class `test`, and Catch2 its binary with `global`: both say nothing. */
function isTelling(part: Value | undefined): boolean {
  return typeof part === 'string' && part !== '' && part !== 'test' && !part.endsWith('.global');
}

function verdict(element: Element): Pick<Case, 'result' | 'detail'> {
  const failures = [...all(element.failure), ...all(element.error)];
  if (failures.length > 0)
    return { result: 'failed', detail: [...failures, ...outputs(element)].map(textOf).join('\n') };
  const skipped = all(element.skipped)[0];
  if (skipped !== undefined) return { result: 'skipped', detail: textOf(skipped) };
  const reason = outputs(element)
    .map(textOf)
    .join('')
    .match(/^\s*SKIP: (.*)$/m)?.[1];
  return reason === undefined ? { result: 'passed', detail: '' } : { result: 'skipped', detail: reason };
}

function outputs(element: Element): Value[] {
  return [...all(element['system-out']), ...all(element['system-err'])].filter((value) => textOf(value).trim() !== '');
}

function all(value: Value | undefined): Value[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** What an element says: its message and its text, the message only where the text does not repeat it. */
function textOf(value: Value): string {
  if (typeof value === 'string') return decode(value).trim();
  const element = value as Element;
  const message = decode(String(element['@message'] ?? '')).trim();
  const text = decode(String(element['#text'] ?? '')).trim();
  return text.includes(message) ? text : [message, text].filter(Boolean).join('\n');
}

function elements(value: Value, name: string): Element[] {
  if (typeof value === 'string') return [];
  if (Array.isArray(value)) return value.flatMap((entry) => elements(entry, name));
  return Object.entries(value).flatMap(([key, entry]) =>
    key === name ? all(entry).map((one) => (typeof one === 'string' ? {} : (one as Element))) : elements(entry, name),
  );
}

const references: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replace(/&(#x?[0-9a-f]+|[a-z]+);/gi, (whole, name: string) => {
    if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    if (name.startsWith('#')) return String.fromCodePoint(Number.parseInt(name.slice(1), 10));
    return references[name] ?? whole;
  });
}
