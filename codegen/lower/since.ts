import type { Node } from 'ts-morph';
import { compareVersions } from '../names.js';
import type { Diagnostics } from './diagnostics.js';

/** Refuses what a version newer than that of the spec is said to have brought. */
export function checkNotNewer(since: string, version: string, at: Node, diagnostics: Diagnostics): void {
  if (compareVersions(since, version) > 0)
    diagnostics.report(at, `since ${since} is later than the version ${version}`);
}

/** The first version that had something: `major.minor`. */
export function checkSince(text: string | undefined, at: Node, diagnostics: Diagnostics): string {
  if (text === undefined || !/^\d+\.\d+$/.test(text)) diagnostics.report(at, "since must be a version like '0.1'");
  return text ?? '0.0';
}
