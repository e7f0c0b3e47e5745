/** The C side's integers as 32-bit words, low half first: koffi has no big-endian machine. */

/** How many 32-bit words a 64-bit value takes. */
const kWordsPerU64 = 2;
const kTwoTo32 = 0x1_0000_0000;

/**
 * Reads a 64-bit value from memory that the library filled. Two 32-bit reads are several times cheaper than a BigInt;
 * everything that the ABI promises to stay below 2^53 is exact.
 */
export function readU64(words: Uint32Array, index: number): number {
  return words[index]! + words[index + 1]! * kTwoTo32;
}

export function writeU64(words: Uint32Array, index: number, value: number): void {
  words[index] = value % kTwoTo32;
  words[index + 1] = Math.floor(value / kTwoTo32);
}

/** Runs a call that writes one 64-bit value, a handle or a counter, and returns that value. */
export function outU64(call: (out: Uint32Array) => void): number {
  const out = new Uint32Array(kWordsPerU64);
  call(out);
  return readU64(out, 0);
}

export type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

/** `send_hwm`, as the ABI has it, as `sendHwm`. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
