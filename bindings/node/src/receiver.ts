import { Status } from './abi.gen.js';
import type { CompletionQueue, Operation } from './completions.js';
import { failureOfLive, statusName, YmqError } from './errors.js';
import type { MessageBatch } from './incoming.js';
import { abi } from './library.js';
import { mayResolveNow, nextTurn } from './turn.js';
import { checkWait, Interruption, type WaitOptions } from './waiting.js';

/** A completion brings no more bytes than this, but for its first message. */
const kBatchBytes = 64 * 1024;

/**
 * The receiving side of a connector. Belongs to one JS thread.
 *
 * Messages are fetched in batches and handed out one by one. Where there are none, one receive is left with the library,
 * however many callers wait; what it brings is given to them in the order in which they came, and the rest is kept.
 * A caller who gives up takes nothing with him: the messages of a receive that was too far to be cancelled are kept too.
 */
export class Receiver implements Operation {
  readonly #connector: number;
  readonly #queue: CompletionQueue;
  /** The most messages to fetch at once. */
  batchMessages = 1;
  /**
   * Whether those who sent the messages of a batch are to be told that they were handed over when the last one is. What was
   * fetched and nobody has come to is then not lost with this process.
   */
  acknowledges = false;
  readonly #waiters = new Set<Waiter>();
  #batch: MessageBatch | undefined;
  /** Tag of the receive that the library holds. */
  #tag: number | undefined;

  constructor(connector: number, queue: CompletionQueue) {
    this.#connector = connector;
    this.#queue = queue;
  }

  /** Whether messages were fetched that nobody has come to, or a receive is left with the library. */
  get isAhead(): boolean {
    return this.#batch !== undefined || this.#tag !== undefined;
  }

  /** Resolves to the next message. */
  recv(options: WaitOptions | undefined): Promise<Buffer[]> {
    if (options !== undefined) checkWait(options);
    const waits = options?.timeoutMs !== 0;
    const message = waits ? this.recvNow() : this.tryRecv();
    if (message !== undefined) return Promise.resolve(message);
    if (!waits) throw new YmqError('AGAIN');
    return new Promise((resolve, reject) => this.#wait(resolve, reject, options));
  }

  /** As `tryRecv`, but nothing also where it is the event loop's turn. */
  recvNow(): Buffer[] | undefined {
    return mayResolveNow() ? this.tryRecv() : undefined;
  }

  /** Resolves to at least one message, and to what else was fetched with it, up to so many. */
  async recvMany(count: number, options: WaitOptions | undefined): Promise<Buffer[][]> {
    const messages = [await this.recv(options)];
    while (messages.length < count && this.#waiters.size === 0) {
      const message = this.#next();
      if (message === undefined) break;
      messages.push(message);
    }
    return messages;
  }

  /** The next message, if there is one that nobody waits for. */
  tryRecv(): Buffer[] | undefined {
    if (this.#waiters.size > 0) return undefined;
    const message = this.#next();
    if (message !== undefined) return message;
    // Nobody waits any more for the receive that the library holds: what it came to is known already, but not handed over.
    if (this.#tag !== undefined) this.#queue.drain();
    if (this.#tag === undefined) this.#batch ??= this.#fetch();
    return this.#next();
  }

  /** Drops what was fetched. It goes back to those who sent it when the connector closes. */
  forget(): void {
    const batch = this.#batch;
    this.#batch = undefined;
    if (batch !== undefined) this.#acknowledge(batch);
  }

  /** What was taken out of the batch. */
  #acknowledge({ taken }: MessageBatch): void {
    if (this.acknowledges) abi.connector_acknowledge(this.#connector, taken);
  }

  /** The next message of what was fetched. */
  #next(): Buffer[] | undefined {
    const batch = this.#batch;
    const message = batch?.next();
    if (batch?.isEmpty) {
      this.#batch = undefined;
      this.#acknowledge(batch);
    }
    return message;
  }

  /** Called by the queue when the receive that the library held has ended. */
  complete(status: number, _count: number, messages: MessageBatch | undefined): void {
    this.#tag = undefined;
    if (messages !== undefined) this.#batch = messages;
    if (status !== Status.OK && status !== Status.CANCELLED) this.#fail(new YmqError(statusName(status)));
    this.#serve();
  }

  /** Gives what was fetched to those who wait. For those whom nothing is left for, a receive goes to the library. */
  #serve(): void {
    for (const waiter of this.#waiters) {
      const message = this.#next();
      if (message === undefined) break;
      this.#release(waiter);
      waiter.resolve(message);
    }
    if (this.#waiters.size > 0) this.#request();
  }

  #fail(error: unknown): void {
    for (const waiter of this.#waiters) {
      this.#release(waiter);
      waiter.reject(error);
    }
  }

  #wait(resolve: Waiter['resolve'], reject: Waiter['reject'], options: WaitOptions | undefined): void {
    const waiter: Waiter = { resolve, reject, interruption: undefined };
    this.#waiters.add(waiter);
    if (options !== undefined)
      waiter.interruption = new Interruption(options, (reason) => this.#giveUp(waiter, reason));
    if (this.#batch !== undefined) void nextTurn().then(() => this.#serve());
    else this.#request();
  }

  #release(waiter: Waiter): void {
    this.#waiters.delete(waiter);
    waiter.interruption?.release();
  }

  #giveUp(waiter: Waiter, reason: unknown): void {
    this.#release(waiter);
    waiter.reject(reason);
    if (this.#waiters.size === 0 && this.#tag !== undefined) this.#queue.cancel(this.#tag);
  }

  /** Takes what the library has, as much as fits; nothing where it has nothing. */
  #fetch(): MessageBatch | undefined {
    const { arena } = this.#queue;
    for (;;) {
      const { bytes, parts, partCapacity } = arena;
      const taken = abi.connector_try_recv(
        this.#connector,
        bytes,
        bytes.length,
        parts,
        partCapacity,
        this.batchMessages,
      );
      if (taken >= 0) return arena.take(taken);
      if (taken === Status.AGAIN) return undefined;
      if (taken !== Status.BUFFER_TOO_SMALL) throw failureOfLive(taken);
      arena.grow(...arena.demand);
    }
  }

  /** Leaves a receive with the library, unless it has one. Where it takes none, those who wait fail. */
  #request(): void {
    if (this.#tag !== undefined) return;
    const { handle, nextTag } = this.#queue;
    const status = abi.connector_recv_async(this.#connector, this.batchMessages, kBatchBytes, handle, nextTag);
    if (status < 0) this.#fail(failureOfLive(status));
    else this.#tag = this.#queue.track(this);
  }
}

/** A caller who waits for a message. */
interface Waiter {
  readonly resolve: (message: Buffer[]) => void;
  readonly reject: (reason: unknown) => void;
  interruption: Interruption | undefined;
}
