import { abi } from './library.js';

/** The version of the library in use: `0.4.0`. */
export function libraryVersion(): string {
  return abi.ymq_version();
}
