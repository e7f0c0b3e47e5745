import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import Table from 'cli-table3';
import { Command, Option } from 'commander';
import { type Bump, bumps, type Change, declaredBump, difference, requiredBump } from './difference.js';
import type { Manifest } from './manifest.js';

/** Where the manifest stands in the tree. */
const manifestPath = 'libcore/abi/manifest.json';

/** 1 means that the comparison could not be made. */
const exitCodes: Record<Bump, number> = { none: 0, patch: 10, minor: 20, major: 30 };

/** A file, or `REV:` or `REV:path` for what stands at a revision of git. */
function readManifest(name: string): Manifest {
  if (existsSync(name)) return JSON.parse(readFileSync(name, 'utf8'));
  const [, revision, path] = /^([^:]+):(.*)$/.exec(name) ?? [];
  if (revision === undefined) throw new Error(`${name}: no such file, and no revision of git, which ends with a colon`);
  const text = execFileSync('git', ['show', `${revision}:${path || manifestPath}`], { encoding: 'utf8' });
  return JSON.parse(text);
}

function table(changes: readonly Change[]): string {
  const rows = changes.map(({ entry, what, bump, behavioural }) => [
    entry,
    what,
    behavioural ? `${bump}, behavioural` : bump,
  ]);
  const shown = new Table({
    head: ['entry', 'change', 'requires'],
    colWidths: [44, 56, null],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  shown.push(...rows);
  return shown.toString();
}

function verdict(before: Manifest, after: Manifest, required: Bump): string {
  const declared = declaredBump(before.version, after.version);
  const enough = bumps.indexOf(declared) >= bumps.indexOf(required);
  return [
    `Required version bump: ${required}.`,
    `Declared: ${before.version} to ${after.version} (${declared})${enough ? '.' : ', which is not enough.'}`,
  ].join('\n');
}

function diff(old: string, now: string, options: { allow: Bump }): number {
  const [before, after] = [readManifest(old), readManifest(now)];
  const changes = difference(before, after);
  const required = requiredBump(changes);
  if (changes.length > 0) console.log(table(changes));
  console.log(verdict(before, after, required));
  return bumps.indexOf(required) <= bumps.indexOf(options.allow) ? 0 : exitCodes[required];
}

function main(): void {
  const program = new Command('abi').description('Tools for the manifest of the ABI.');
  program
    .command('diff')
    .description('Shows what changed between two manifests, and the version bump that it requires.')
    .argument('<old>', `a manifest, or a revision of git with a colon: HEAD: means its ${manifestPath}`)
    .argument('<new>', 'the other one')
    .addOption(new Option('--allow <bump>', 'the greatest bump that still exits with 0').choices(bumps).default('none'))
    .addHelpText('after', '\nExit status: 0 nothing changed, 10 patch, 20 minor, 30 major, 1 the comparison failed.')
    .action((old: string, now: string, options: { allow: Bump }) => {
      process.exitCode = diff(old, now, options);
    });
  try {
    program.parse();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

main();
