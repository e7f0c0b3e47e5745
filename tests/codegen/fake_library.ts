import { join } from 'node:path';
import { type CompactManifest, compactManifest } from '../../codegen/manifest.js';
import type { Model } from '../../codegen/model.js';
import { output, writeText } from './support.js';

/** Changes a manifest, as a library of another version would have it. */
export type Change = (manifest: CompactManifest) => void;

/**
 * Builds a library that exports the functions of the model: each does nothing and returns the number of its place among
 * the functions, and the manifest is that of the model after `change`.
 */
export function buildFakeLibrary(folder: string, model: Model, change: Change = () => {}): string {
  const manifest = compactManifest(model);
  change(manifest);
  const manifestName = `${model.library}_abi_manifest`;
  const others = model.functions.filter((one) => one.name !== manifestName);
  const source = [
    `const char* ${manifestName}(void) { return ${JSON.stringify(JSON.stringify(manifest))}; }`,
    ...others.map((one, index) => `${stub(one.returns, one.name)} { return ${result(one.returns, index)}; }`),
  ];
  return compile(folder, model.library, source.join('\n'));
}

function stub(returns: string, name: string): string {
  return `${returns.endsWith('text') ? 'const char*' : 'int'} ${name}(void)`;
}

function result(returns: string, index: number): string {
  return returns.endsWith('text') ? `"text ${index}"` : String(index);
}

export function compile(folder: string, name: string, source: string): string {
  const library = join(folder, `lib${name}.so`);
  output('gcc', ['-shared', '-fPIC', '-o', library, writeText(join(folder, `${name}.c`), source)]);
  return library;
}
