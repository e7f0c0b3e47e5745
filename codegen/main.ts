import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { lower, SpecError } from './lower/index.js';
import { outputs } from './outputs.js';

const tree = join(dirname(fileURLToPath(import.meta.url)), '..');

function differs(root: string, path: string, text: string): boolean {
  try {
    return readFileSync(join(root, path), 'utf8') !== text;
  } catch {
    return true;
  }
}

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

interface Options {
  check?: boolean;
  golden?: boolean;
  root: string;
}

function run({ check, golden, root }: Options): number {
  const spec = join(root, golden ? 'codegen/zoo/zoo.ts' : 'spec/ymq.ts');
  const out = golden ? join(root, 'codegen/zoo/golden') : root;
  const stale = [...outputs(lower(spec, root))].filter(([path, text]) => differs(out, path, text));
  if (check)
    return report(
      stale.map(([path]) => path),
      golden ? ' -- --golden' : '',
    );
  for (const [path, text] of stale) write(out, path, text);
  console.log(stale.length === 0 ? 'Everything is up to date.' : stale.map(([path]) => `wrote ${path}`).join('\n'));
  return 0;
}

function report(stale: readonly string[], flag: string): number {
  if (stale.length === 0) return 0;
  console.error(stale.map((path) => `differs from the spec: ${path}`).join('\n'));
  console.error(`Repair it with: npm run codegen${flag}`);
  return 1;
}

function main(): number {
  const program = new Command('codegen')
    .description('Generates the header, the symbol map, the bindings and the reference page from the spec.')
    .option('--check', 'write nothing; fail where a generated file differs')
    .option('--golden', "write the golden outputs of the generator's own tests instead")
    .option('--root <folder>', 'root of the tree', tree)
    .parse();
  try {
    return run(program.opts());
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    console.error(error.message);
    return 1;
  }
}

process.exitCode = main();
