import { PartFlag, PartLayout } from './abi.gen.js';
import { checked } from './errors.js';
import { abi } from './library.js';
import { outU64, writeU64 } from './words.js';

/** One part of a message to send. Text goes as UTF-8. */
export type Part = string | Uint8Array;

/** A message to send: one part, or several that arrive together or not at all. */
export type Message = Part | readonly Part[];

const kWordsPerPart = PartLayout.byteLength / Uint32Array.BYTES_PER_ELEMENT;
const kSizeWord = PartLayout.offset.size / Uint32Array.BYTES_PER_ELEMENT;
const kFlagsWord = PartLayout.offset.flags / Uint32Array.BYTES_PER_ELEMENT;

/** Messages of several parts that are larger than this are not gathered first: each part is copied once, into the library. */
const kSlabBytes = 64 * 1024;
const kSlabParts = 1024;
/** UTF-8 takes at most so many bytes for each UTF-16 code unit. */
const kUtf8BytesPerUnit = 3;

/** Bytes to send, as the calls of the library take them. */
export interface Outgoing {
  bytes: Uint8Array;
  size: number;
  /** How the bytes fall into parts; `null` means that all of them are one message of one part. */
  parts: Uint32Array | null;
  partCount: number;
}

/**
 * Where messages are gathered for the call that copies them. One serves a whole JS thread, since what it holds is of no
 * use to anybody once that call has returned.
 */
class SendSlab implements Outgoing {
  bytes: Uint8Array = Buffer.alloc(0);
  size = 0;
  parts: Uint32Array | null = null;
  partCount = 0;
  readonly #bytes = Buffer.allocUnsafeSlow(kSlabBytes);
  readonly #parts = new Uint32Array(kSlabParts * kWordsPerPart);

  /** Lays out one message. `false`: it has several parts and does not fit. */
  set(message: Message): boolean {
    if (message instanceof Uint8Array) return this.#setBytes(message);
    if (typeof message === 'string') return this.#setText(message);
    this.clear();
    return this.add(message);
  }

  /** Forgets what it holds, and makes ready for `add`. */
  clear(): void {
    this.bytes = this.#bytes;
    this.size = 0;
    this.parts = this.#parts;
    this.partCount = 0;
  }

  /** Appends a message. `false`: there is no room for it, and nothing was changed. */
  add(message: Message): boolean {
    const parts = partsOf(message);
    const room = sizeBound(parts);
    if (this.size + room > kSlabBytes || this.partCount + parts.length > kSlabParts) return false;
    for (const part of parts) this.#append(part);
    this.#parts[(this.partCount - 1) * kWordsPerPart + kFlagsWord] = 0;
    return true;
  }

  #setBytes(part: Uint8Array): true {
    this.bytes = part;
    this.size = part.byteLength;
    this.parts = null;
    this.partCount = 0;
    return true;
  }

  #setText(part: string): true {
    if (part.length * kUtf8BytesPerUnit > kSlabBytes) return this.#setBytes(Buffer.from(part));
    this.#setBytes(this.#bytes);
    this.size = this.#bytes.write(part);
    return true;
  }

  #append(part: Part): void {
    const size = typeof part === 'string' ? this.#bytes.write(part, this.size) : part.byteLength;
    if (typeof part !== 'string') this.#bytes.set(part, this.size);
    const word = this.partCount * kWordsPerPart;
    writeU64(this.#parts, word + kSizeWord, size);
    this.#parts[word + kFlagsWord] = PartFlag.MORE;
    this.size += size;
    this.partCount += 1;
  }
}

export const slab = new SendSlab();

/** The parts of a message, each of a type that can be sent. */
function partsOf(message: Message): readonly Part[] {
  const parts = Array.isArray(message) ? (message as readonly Part[]) : [message as Part];
  if (parts.length === 0) throw new TypeError('a message has at least one part');
  for (const part of parts) checkPart(part);
  return parts;
}

function checkPart(part: unknown): void {
  if (typeof part === 'string' || part instanceof Uint8Array) return;
  const kind = part === null ? 'null' : typeof part === 'object' ? part.constructor?.name : typeof part;
  throw new TypeError(`a part of a message must be a string, a Buffer or a Uint8Array, not ${kind}`);
}

/** How many bytes the parts take at most. */
function sizeBound(parts: readonly Part[]): number {
  let bound = 0;
  for (const part of parts) bound += typeof part === 'string' ? part.length * kUtf8BytesPerUnit : part.byteLength;
  return bound;
}

/** Gathers a message of any size in memory of its own. */
export function gather(message: Message): Outgoing {
  const buffers = partsOf(message).map(toBytes);
  const bytes = Buffer.concat(buffers);
  const parts = new Uint32Array(buffers.length * kWordsPerPart);
  for (const [index, buffer] of buffers.entries()) {
    writeU64(parts, index * kWordsPerPart + kSizeWord, buffer.byteLength);
    parts[index * kWordsPerPart + kFlagsWord] = index < buffers.length - 1 ? PartFlag.MORE : 0;
  }
  return { bytes, size: bytes.length, parts, partCount: buffers.length };
}

/** Copies a message into the library. Returns its handle, which is the caller's. */
export function makeLibraryMessage(message: Message): number {
  const parts = partsOf(message).map(toBytes);
  const handle = outU64((out) => checked(abi.message_init(out)));
  try {
    for (const part of parts) checked(abi.message_add_part(handle, part, part.byteLength, null));
  } catch (error) {
    abi.message_destroy(handle);
    throw error;
  }
  return handle;
}

/** Text as UTF-8; bytes as they are, without a copy. */
export function toBytes(part: Part): Uint8Array {
  checkPart(part);
  return typeof part === 'string' ? Buffer.from(part) : part;
}
