import type { FunctionModel, Model } from '../model.js';
import { compareVersions } from '../names.js';
import { generatedLine, joinLines, separated } from './text.js';

/** The linker's map: each function in the node of the version that brought it, everything else local. */
export function emitExports(model: Model): string {
  const versions = [...new Set(model.functions.map((one) => one.since))].sort(compareVersions);
  const nodes = versions.map((version, index) => {
    const functions = model.functions.filter((one) => one.since === version);
    return node(model, version, functions, versions[index - 1]);
  });
  return joinLines(separated([[`/* ${generatedLine(model.library)} */`], ...nodes]));
}

function node(
  model: Model,
  version: string,
  functions: readonly FunctionModel[],
  parent: string | undefined,
): string[] {
  const name = (of: string) => `${model.library.toUpperCase()}_${of}`;
  const symbols = functions.map((one) => `    ${one.name};`).sort();
  const local = parent === undefined ? ['  local:', '    *;'] : [];
  const end = parent === undefined ? '};' : `} ${name(parent)};`;
  return [`${name(version)} {`, '  global:', ...symbols, ...local, end];
}
