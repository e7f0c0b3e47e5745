import assert from 'node:assert/strict';
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lowerChecked } from '../../codegen/lower/index.js';
import type { Model } from '../../codegen/model.js';

export const tree = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const goldenTree = join(tree, 'codegen/zoo/golden');

/** The commands and `tsc` check the types of both. */
export const ymq: Model = lowerChecked(join(tree, 'spec/ymq.ts'), tree);
export const zoo: Model = lowerChecked(join(tree, 'codegen/zoo/zoo.ts'), tree);

/** Runs `use` with a folder of its own, which is removed afterwards. */
export async function withFolder<Result>(use: (folder: string) => Result | Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'codegen-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function writeText(path: string, text: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

export function readText(...path: string[]): string {
  return readFileSync(join(...path), 'utf8');
}

export function run(command: string, args: readonly string[], cwd = tree): SpawnSyncReturns<string> {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8', timeout: 120_000 });
  if (result.error !== undefined) throw result.error;
  return result;
}

/** Runs a command that must succeed, and returns what it printed. */
export function output(command: string, args: readonly string[], cwd = tree): string {
  const { status, stdout, stderr } = run(command, args, cwd);
  assert.equal(status, 0, `${command} ${args.join(' ')}\n${stdout}${stderr}`);
  return stdout;
}

/** Runs a program of the generator. */
export function tool(program: 'main' | 'abi', args: readonly string[], cwd = tree): SpawnSyncReturns<string> {
  const loader = import.meta.resolve('tsx');
  return run(process.execPath, ['--import', loader, join(tree, `codegen/${program}.ts`), ...args], cwd);
}
