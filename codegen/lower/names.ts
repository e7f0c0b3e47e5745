import type { Node } from 'ts-morph';
import { isReserved, isTaken } from '../names.js';
import type { Diagnostics } from './diagnostics.js';

const forms = {
  snake: { pattern: /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/, says: 'small letters with underscores' },
  upper: { pattern: /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/, says: 'capital letters with underscores' },
  pascal: { pattern: /^([A-Z][a-z0-9]+)+$/, says: 'words with a capital first letter' },
};

/** Refuses names of the wrong form, and those that are words of a language that the spec turns into. */
export function checkName(name: string, form: keyof typeof forms, node: Node, diagnostics: Diagnostics): undefined {
  if (!forms[form].pattern.test(name)) diagnostics.report(node, `${name} must be written in ${forms[form].says}`);
  if (isReserved(name)) diagnostics.report(node, `${name} is a word of C++, Python or TypeScript`);
  if (isTaken(name)) diagnostics.report(node, `${name} is a name that the bindings use themselves`);
}
