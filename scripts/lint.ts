import { Command } from 'commander';
import { filesBelow } from './environment.js';
import { run } from './run.js';

/** A tool that looks at the form of files: a command that only looks, and one that repairs. */
export interface Linter {
  name: string;
  about: string;
  check: () => string[];
  fix: () => string[];
}

const foldersOfC = ['libcore', 'include', 'tests', 'bench', 'examples', 'bindings'];
const suffixesOfC = /\.(c|h|cpp|hpp)$/;
const generatedOrForeign = /(\.gen\.|\/golden\/|\/node_modules\/|\/dist\/|^include\/ymq\/ymq\.h$)/;

/** The C and C++ files that people write. */
export function filesOfC(): string[] {
  return foldersOfC.flatMap(filesBelow).filter((file) => suffixesOfC.test(file) && !generatedOrForeign.test(file));
}

export const linters: Linter[] = [
  {
    name: 'biome',
    about: 'form and common mistakes of TypeScript and JSON',
    check: () => ['biome', 'check', '--error-on-warnings', '--diagnostic-level=warn', '--max-diagnostics=50', '.'],
    fix: () => ['biome', 'check', '--write', '.'],
  },
  {
    name: 'ruff-format',
    about: 'form of Python',
    check: () => ['ruff', 'format', '--check', '--diff', '.'],
    fix: () => ['ruff', 'format', '.'],
  },
  {
    name: 'ruff',
    about: 'common mistakes of Python',
    check: () => ['ruff', 'check', '.'],
    fix: () => ['ruff', 'check', '--fix', '.'],
  },
  {
    name: 'clang-format',
    about: 'form of C and C++',
    check: () => ['clang-format', '--dry-run', '-Werror', ...filesOfC()],
    fix: () => ['clang-format', '-i', ...filesOfC()],
  },
];

async function main(): Promise<void> {
  const program = new Command('npm run lint --')
    .description('Looks at the form of every file that people write.')
    .option('--fix', 'repair what can be repaired', false);
  const { fix } = program.parse().opts<{ fix: boolean }>();
  for (const linter of linters) {
    const { code, output } = await run(fix ? linter.fix() : linter.check(), 300);
    if (code !== 0) process.exitCode = 1;
    console.log(`${linter.name}: ${code === 0 ? 'ok' : `failed\n${output}`}`);
  }
}

if (process.argv[1] === import.meta.filename) await main();
