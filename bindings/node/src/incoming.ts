import { PartFlag, PartLayout } from './abi.gen.js';
import { readU64 } from './words.js';

const kBytesPerWord = Uint32Array.BYTES_PER_ELEMENT;
const kWordsPerPart = PartLayout.byteLength / kBytesPerWord;
const kSizeWord = PartLayout.offset.size / kBytesPerWord;
const kFlagsWord = PartLayout.offset.flags / kBytesPerWord;
const kNeededWord = PartLayout.offset.needed / kBytesPerWord;

/**
 * Received parts are not copied after the library wrote them: they are views of chunks of this size, which many messages
 * share. A small message that is kept therefore keeps up to so many bytes alive, as a chunk read from one of Node's own
 * sockets does. A message that does not fit gets memory of exactly its size.
 */
const kChunkBytes = 64 * 1024;
const kPartCapacity = 1024;

/** Received messages that carry the mark, for as long as somebody has them. */
const redelivered = new WeakSet<object>();

/**
 * Whether a received message may have been handed to another receiver before, which was lost before it acknowledged it.
 *
 * @param message The message as it was received: a copy of the array does not carry the mark.
 */
export function isRedelivered(message: readonly Uint8Array[]): boolean {
  return redelivered.has(message);
}

/** Messages as the library handed them over, taken out one by one: Buffers are made only for what is taken. */
export class MessageBatch {
  readonly #memory: ArrayBufferLike;
  readonly #parts: Uint32Array;
  #offset: number;
  #word = 0;
  #taken = 0;

  /**
   * @param bytes The bytes of all parts, from its beginning.
   * @param parts How they fall into parts and messages: this many entries, and no others. Kept.
   */
  constructor(bytes: Buffer, parts: Uint32Array) {
    this.#memory = bytes.buffer;
    this.#offset = bytes.byteOffset;
    this.#parts = parts;
  }

  /** How many messages were taken out. */
  get taken(): number {
    return this.#taken;
  }

  get isEmpty(): boolean {
    return this.#word === this.#parts.length;
  }

  /** The next message, or `undefined` when all are taken. */
  next(): Buffer[] | undefined {
    if (this.isEmpty) return undefined;
    this.#taken += 1;
    const message = [this.#nextPart()];
    if (this.#wasFlagged(PartFlag.REDELIVERED)) redelivered.add(message);
    while (this.#wasFlagged(PartFlag.MORE)) message.push(this.#nextPart());
    return message;
  }

  #nextPart(): Buffer {
    const size = readU64(this.#parts, this.#word + kSizeWord);
    const part = Buffer.from(this.#memory as ArrayBuffer, this.#offset, size);
    this.#offset += size;
    this.#word += kWordsPerPart;
    return part;
  }

  /** Whether the part that was taken last has this flag. */
  #wasFlagged(flag: PartFlag): boolean {
    return (this.#parts[this.#word - kWordsPerPart + kFlagsWord]! & flag) !== 0;
  }
}

/** Memory that the library writes received messages into. Belongs to one JS thread. */
export class ReceiveArena {
  /** Free memory, at its beginning. */
  bytes: Buffer = Buffer.allocUnsafeSlow(kChunkBytes);
  /** Receives how `bytes` falls into parts. Used again by the next call. */
  parts = new Uint32Array(kPartCapacity * kWordsPerPart);

  get partCapacity(): number {
    return this.parts.length / kWordsPerPart;
  }

  /** Bytes and parts that the first message of a receive takes, which did not fit. */
  get demand(): [bytes: number, parts: number] {
    return [readU64(this.parts, kSizeWord), this.parts[kNeededWord]!];
  }

  /** Makes room for a message of this size. */
  grow(bytes: number, parts: number): void {
    if (bytes > this.bytes.length) this.bytes = Buffer.allocUnsafeSlow(Math.max(bytes, kChunkBytes));
    if (parts > this.partCapacity) this.parts = new Uint32Array(parts * kWordsPerPart);
  }

  /** The messages that consist of these parts of what the library wrote. */
  batch(byteOffset: number, firstPart: number, partCount: number): MessageBatch {
    const parts = this.parts.slice(firstPart * kWordsPerPart, (firstPart + partCount) * kWordsPerPart);
    return new MessageBatch(this.bytes.subarray(byteOffset), parts);
  }

  /** The messages that consist of the first parts of what the library wrote, and of their bytes. */
  take(partCount: number): MessageBatch {
    const batch = this.batch(0, 0, partCount);
    this.consume(this.#bytesOf(partCount));
    return batch;
  }

  /** Gives so many bytes from the beginning away: to batches, which refer to them for as long as they need. */
  consume(byteCount: number): void {
    this.bytes = this.bytes.subarray(byteCount);
  }

  /** How many bytes the parts at the front of `parts` have together. */
  #bytesOf(partCount: number): number {
    let sum = 0;
    for (let word = 0; word < partCount * kWordsPerPart; word += kWordsPerPart)
      sum += readU64(this.parts, word + kSizeWord);
    return sum;
  }
}
