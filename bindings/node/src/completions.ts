import { once } from 'node:events';
import { Socket, type SocketConstructorOpts } from 'node:net';
import { CompletionLayout, Status, WakeKind } from './abi.gen.js';
import { checked, failure } from './errors.js';
import { type MessageBatch, ReceiveArena } from './incoming.js';
import { abi } from './library.js';
import { outU64, readU64 } from './words.js';

const kBytesPerWord = Uint32Array.BYTES_PER_ELEMENT;
const kWordsPerCompletion = CompletionLayout.byteLength / kBytesPerWord;
const kTagWord = CompletionLayout.offset.tag / kBytesPerWord;
const kStatusWord = CompletionLayout.offset.status / kBytesPerWord;
const kByteOffsetWord = CompletionLayout.offset.byte_offset / kBytesPerWord;
const kByteCountWord = CompletionLayout.offset.byte_count / kBytesPerWord;
const kPartOffsetWord = CompletionLayout.offset.part_offset / kBytesPerWord;
const kPartCountWord = CompletionLayout.offset.part_count / kBytesPerWord;
const kCountWord = CompletionLayout.offset.count / kBytesPerWord;

const kCompletionCapacity = 256;
/** After so many messages the rest waits for the event loop to have served everybody else. */
const kMessagesPerTurn = 1024;
/** The wake descriptor carries single bytes that say nothing; all that are there are swallowed in one read. */
const kWakeBytes = 64;

/** An asynchronous call that the library has taken and not ended yet. */
export interface Operation {
  /**
   * Called once, when it ended, with the operation out of the queue already.
   *
   * @param status 0, or why it failed.
   * @param count What the completion counts: messages accepted, received, or not delivered.
   * @param messages What a receive brought.
   */
  complete(status: number, count: number, messages: MessageBatch | undefined): void;
}

/**
 * Where the asynchronous calls of one JS thread on one context end. The event loop watches the read end of a pipe, and
 * stays alive for it only while there are operations.
 *
 * An operation's tag is the index of its slot in an array: reading 32 bits and indexing is the cheapest way back.
 */
export class CompletionQueue {
  readonly handle: number;
  readonly arena = new ReceiveArena();
  readonly #completions = new Uint32Array(kCompletionCapacity * kWordsPerCompletion);
  readonly #statuses = new Int32Array(this.#completions.buffer);
  readonly #socket: Socket;
  readonly #operations: (Operation | undefined)[] = [];
  readonly #freeTags: number[] = [];
  #pending = 0;
  #continues = false;

  /** @param context Handle of the context whose connectors report here. */
  constructor(context: number) {
    const descriptor = new Int32Array(1);
    this.handle = outU64((queue) => {
      const status = abi.completion_queue_init(context, WakeKind.PIPE, queue, descriptor);
      if (status < 0) throw failure(status);
    });
    this.#socket = this.#watch(descriptor[0]!);
  }

  /** The tag for the next call. It is the caller's only once he calls `track`, in the same step. */
  get nextTag(): number {
    return this.#freeTags.at(-1) ?? this.#operations.length;
  }

  /** Takes in an operation that the library has accepted under `nextTag`, and from which a completion follows. */
  track(operation: Operation): number {
    const tag = this.#freeTags.pop() ?? this.#operations.length;
    this.#operations[tag] = operation;
    if (this.#pending++ === 0) this.#socket.ref();
    return tag;
  }

  /** Asks for an operation to end. Its completion comes all the same, and says whether it took effect. */
  cancel(tag: number): void {
    // The only answers are that the completion is on its way already, or that the queue is gone: `complete` follows anyway.
    abi.completion_queue_cancel(this.handle, tag);
  }

  /** Destroys the queue. Operations that are still here end with `CLOSED`. Resolves when the descriptor is closed too. */
  async close(): Promise<void> {
    const closed = once(this.#socket, 'close');
    this.drain();
    abi.completion_queue_destroy(this.handle);
    this.#socket.destroy();
    this.#abandon();
    await closed;
  }

  #watch(fd: number): Socket {
    const onread = { buffer: new Uint8Array(kWakeBytes), callback: () => this.drain() };
    // Node documents `onread` for the constructor; its types know it only for `connect`.
    const socket = new Socket({ fd, readable: true, writable: false, onread } as SocketConstructorOpts);
    // The pipe ends when the queue does: with the context, which another thread may close.
    socket.on('close', () => this.#abandon());
    return socket.unref();
  }

  /** Hands out what has ended until nothing is left, which is what makes the library write to the pipe again. */
  drain(): boolean {
    for (let served = 0; served < kMessagesPerTurn; ) {
      const taken = this.#take();
      if (taken === 0) return true;
      served += this.#dispatch(taken);
    }
    this.#continueInNextTurn();
    return true;
  }

  #continueInNextTurn(): void {
    if (this.#continues) return;
    this.#continues = true;
    setImmediate(() => {
      this.#continues = false;
      this.drain();
    });
  }

  /** How many completions it put into the array; 0 also where the queue is gone. */
  #take(): number {
    const { arena } = this;
    const words = this.#completions;
    for (;;) {
      const { bytes, parts, partCapacity } = arena;
      const taken = abi.completion_queue_drain(
        this.handle,
        words,
        kCompletionCapacity,
        bytes,
        bytes.length,
        parts,
        partCapacity,
      );
      if (taken >= 0) return taken;
      if (taken === Status.INVALID_HANDLE) return 0;
      if (taken !== Status.BUFFER_TOO_SMALL) checked(taken);
      arena.grow(readU64(words, kByteCountWord), words[kPartCountWord]!);
    }
  }

  /** Ends the operations of so many completions. Returns about how many messages they were about. */
  #dispatch(taken: number): number {
    const { arena } = this;
    const words = this.#completions;
    let served = 0;
    let byteCount = 0;
    for (let word = 0; word < taken * kWordsPerCompletion; word += kWordsPerCompletion) {
      const partCount = words[word + kPartCountWord]!;
      const byteOffset = readU64(words, word + kByteOffsetWord);
      const messages = partCount === 0 ? undefined : arena.batch(byteOffset, words[word + kPartOffsetWord]!, partCount);
      const count = readU64(words, word + kCountWord);
      this.#end(words[word + kTagWord]!, this.#statuses[word + kStatusWord]!, count, messages);
      byteCount += readU64(words, word + kByteCountWord);
      served += 1 + count;
    }
    arena.consume(byteCount);
    return served;
  }

  #abandon(): void {
    for (const [tag, operation] of this.#operations.entries()) {
      if (operation) this.#end(tag, Status.CLOSED, 0, undefined);
    }
  }

  #end(tag: number, status: number, count: number, messages: MessageBatch | undefined): void {
    const operation = this.#operations[tag];
    if (operation === undefined) return;
    this.#operations[tag] = undefined;
    this.#freeTags.push(tag);
    if (--this.#pending === 0) this.#socket.unref();
    operation.complete(status, count, messages);
  }
}
