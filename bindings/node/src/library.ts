import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Library, load } from './abi.gen.js';

const kSoname = 'libymq.so.0';
const packageFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Where the library is: what the environment variable `YMQ_LIBRARY` names, else the build that the package carries for
 * this machine, else the build in the source tree that the package stands in, else what the system's loader finds.
 */
function findLibrary(): string {
  const named = process.env.YMQ_LIBRARY;
  if (named) return named;
  const places = [
    join(packageFolder, 'prebuilds', `${process.platform}-${process.arch}`, kSoname),
    join(packageFolder, '..', '..', 'build', 'release', kSoname),
  ];
  return places.find((path) => existsSync(path)) ?? kSoname;
}

function loadLibrary(): Library {
  const path = findLibrary();
  try {
    return load(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${path} cannot be used: ${reason}. The environment variable YMQ_LIBRARY may name another one.`, {
      cause,
    });
  }
}

/** The library, loaded once in each thread that imports this package, and checked against the ABI it was made for. */
export const abi: Library = loadLibrary();
