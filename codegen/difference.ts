import type { Json, Manifest, ManifestEntry } from './manifest.js';

/** What a change asks of the version, from nothing to everything. */
export const bumps = ['none', 'patch', 'minor', 'major'] as const;
export type Bump = (typeof bumps)[number];

export interface Change {
  /** The entry's kind and name, as in the manifest. */
  entry: string;
  what: string;
  bump: Bump;
  /** Code built against the old ABI still works, but may meet something that it did not expect. */
  behavioural: boolean;
}

/** What changed from one manifest to another, in the order of the new one; what was removed comes last. */
export function difference(before: Manifest, after: Manifest): Change[] {
  const changes = Object.entries(after.entries).flatMap(([name, entry]) => {
    const old = before.entries[name];
    return old === undefined ? [added(name)] : entryChanges(name, old, entry);
  });
  const removed = Object.keys(before.entries).filter((name) => !(name in after.entries));
  return [...changes, ...removed.map((entry) => change(entry, 'removed', 'major'))];
}

export function requiredBump(changes: readonly Change[]): Bump {
  return bumps[Math.max(0, ...changes.map((one) => bumps.indexOf(one.bump)))] as Bump;
}

/** The bump that stands in the version numbers of two manifests. */
export function declaredBump(before: string, after: string): Bump {
  const olds = before.split('.').map(Number);
  const index = after.split('.').findIndex((part, at) => Number(part) !== olds[at]);
  return index < 0 ? 'none' : ((['major', 'minor', 'patch'] as const)[index] ?? 'none');
}

function change(entry: string, what: string, bump: Bump, behavioural = false): Change {
  return { entry, what, bump, behavioural };
}

/**
 * Everything may be added: a function, a member of an enum, an option, and a field, since a field can only be appended
 * to a struct that is sized. Elsewhere the struct's own entry, or that of the fields behind, changes too.
 */
function added(name: string): Change {
  return change(name, 'added', 'minor');
}

function entryChanges(name: string, before: ManifestEntry, after: ManifestEntry): Change[] {
  const broken = factChanges(before.binding, after.binding).map(([fact, old, now]) => {
    return change(name, `${fact}: ${show(old)} became ${show(now)}`, 'major');
  });
  const contract = factChanges(before.contract, after.contract).map(([fact, old, now]) => {
    return contractChange(name, fact, old, now);
  });
  const doc = before.doc === after.doc ? [] : [change(name, 'documentation changed', 'patch')];
  return [...broken, ...contract, ...doc];
}

type FactChange = [fact: string, before: Json, after: Json];

function factChanges(before: ManifestEntry['binding'], after: ManifestEntry['binding']): FactChange[] {
  const facts = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const pairs = facts.map((fact): FactChange => [fact, before[fact] ?? null, after[fact] ?? null]);
  return pairs.filter(([, old, now]) => JSON.stringify(old) !== JSON.stringify(now));
}

function contractChange(name: string, fact: string, before: Json, after: Json): Change {
  const says = `${fact}: ${show(before)} became ${show(after)}`;
  switch (fact) {
    case 'errors':
      return errorsChange(name, before as string[], after as string[]);
    case 'size':
      return change(name, says, Number(after) > Number(before) ? 'minor' : 'major');
    case 'min':
      return change(name, says, Number(after) < Number(before) ? 'minor' : 'major');
    case 'max':
      return change(name, says, Number(after) > Number(before) ? 'minor' : 'major');
    case 'default':
      return change(name, says, 'minor', true);
    case 'live':
      return change(name, says, after === true ? 'minor' : 'major', after === true);
    case 'since':
      return change(name, says, 'patch');
    default:
      return change(name, says, 'major');
  }
}

function errorsChange(name: string, before: readonly string[], after: readonly string[]): Change {
  const more = after.filter((error) => !before.includes(error));
  if (more.length > 0) return change(name, `may now fail with ${more.join(', ')}`, 'minor', true);
  const fewer = before.filter((error) => !after.includes(error));
  return change(name, `no longer fails with ${fewer.join(', ')}`, 'patch');
}

function show(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
