import { readdirSync } from 'node:fs';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A path inside the project. */
export function inProject(...parts: string[]): string {
  return join(root, ...parts);
}

/** The Python of the project's virtual environment, which has the packages of `requirements.txt`. */
export const python = inProject('.venv', 'bin', 'python');

/** How a TypeScript file is run: this Node, without a process of its own for the loader. */
export function typescript(...args: string[]): string[] {
  return [process.execPath, '--import', 'tsx', ...args];
}

function prepend(folders: string[], variable: string): string {
  return [...folders, process.env[variable]].filter(Boolean).join(delimiter);
}

/** What every process of the project finds in its environment: the tools, the built library, the Python binding. */
export function environment(additions: Record<string, string> = {}): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: prepend([inProject('node_modules', '.bin'), inProject('.venv', 'bin')], 'PATH'),
    PYTHONPATH: prepend([inProject('bindings', 'python')], 'PYTHONPATH'),
    PYTHONDONTWRITEBYTECODE: '1',
    YMQ_LIBRARY: process.env.YMQ_LIBRARY ?? inProject('build', 'release', 'libymq.so'),
    ...additions,
  };
}

/** The files below a folder of the project, as paths from the project's folder; none where there is no such folder. */
export function filesBelow(folder: string): string[] {
  try {
    return readdirSync(inProject(folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
