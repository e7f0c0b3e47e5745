import { Status } from './abi.gen.js';
import type { CompletionQueue, Operation } from './completions.js';
import { checked, failureOfLive, statusName, YmqError } from './errors.js';
import { abi } from './library.js';
import { gather, type Message, makeLibraryMessage, type Outgoing, slab } from './outgoing.js';
import { done } from './turn.js';
import { checkWait, Deadline, Interruption, type WaitOptions } from './waiting.js';

/** The sending side of a connector. Belongs to one JS thread. */
export class Sender {
  readonly #connector: number;
  readonly #queue: CompletionQueue;
  /** How many sends wait for room. Until they have it, others queue behind them. */
  #waiting = 0;

  constructor(connector: number, queue: CompletionQueue) {
    this.#connector = connector;
    this.#queue = queue;
  }

  /** Resolves once the message is accepted: in nearly every case it is when this returns. */
  send(message: Message, options: WaitOptions | undefined): Promise<void> {
    if (options !== undefined) checkWait(options);
    const waits = options?.timeoutMs !== 0;
    const out = slab.set(message) ? slab : waits ? undefined : gather(message);
    if (out !== undefined && this.#submitNow(out) === 1) return done();
    if (!waits) throw new YmqError('AGAIN');
    const accepted = out === undefined ? this.#submitLarge(message) : this.#submit(out);
    return accepted === 1 ? done() : this.#wait(accepted, options).then(() => undefined);
  }

  /**
   * Resolves to how many of the messages, from the first on, are accepted: fewer than given only where the wait ended, or
   * sending failed, after the first.
   */
  async sendMany(messages: readonly Message[], options: WaitOptions): Promise<number> {
    const deadline = new Deadline(options);
    let sent = 0;
    try {
      while (sent < messages.length) sent += await this.#sendSome(messages, sent, deadline.left);
    } catch (error) {
      if (sent === 0 || error instanceof TypeError) throw error;
    }
    return sent;
  }

  /** Resolves to how many were accepted: at least one. */
  async #sendSome(messages: readonly Message[], from: number, options: WaitOptions): Promise<number> {
    checkWait(options);
    const [given, out] = this.#layOut(messages, from);
    const atOnce = this.#submitNow(out);
    if (atOnce === 0 && options.timeoutMs === 0) throw new YmqError('AGAIN');
    const accepted = atOnce || this.#submit(out);
    if (atOnce === 0 && accepted < given) return this.#wait(accepted, options);
    await done();
    return accepted;
  }

  /** Lays out as many messages as one call takes: at least one. */
  #layOut(messages: readonly Message[], from: number): [given: number, out: Outgoing] {
    slab.clear();
    let given = 0;
    while (from + given < messages.length && slab.add(messages[from + given]!)) given += 1;
    return given > 0 ? [given, slab] : [1, gather(messages[from]!)];
  }

  /**
   * Returns how many of the messages had room. 0: not even the first, or others wait for room already. Cheaper than
   * `submit` by what it takes the library to prepare for a completion.
   */
  #submitNow({ bytes, size, parts, partCount }: Outgoing): number {
    if (this.#waiting > 0) return 0;
    const accepted = abi.connector_try_send(this.#connector, bytes, size, parts, partCount);
    return accepted === Status.AGAIN ? 0 : checked(accepted);
  }

  /** Returns how many messages had room at once. A completion follows for the rest. */
  #submit({ bytes, size, parts, partCount }: Outgoing): number {
    const { handle, nextTag } = this.#queue;
    return checked(abi.connector_send_async(this.#connector, bytes, size, parts, partCount, handle, nextTag));
  }

  #submitLarge(message: Message): number {
    const { handle, nextTag } = this.#queue;
    const copy = makeLibraryMessage(message);
    const accepted = abi.connector_send_message_async(this.#connector, copy, handle, nextTag);
    if (accepted >= 0) return accepted;
    const error = failureOfLive(accepted);
    abi.message_destroy(copy);
    throw error;
  }

  /** Waits for the completion of the call before, which accepted so many messages itself. */
  async #wait(accepted: number, options: WaitOptions | undefined): Promise<number> {
    this.#waiting += 1;
    try {
      return await new Promise((resolve, reject) => {
        new PendingSend(this.#queue, accepted, options, resolve, reject);
      });
    } finally {
      this.#waiting -= 1;
    }
  }
}

/** A send that waits for room. */
class PendingSend implements Operation {
  readonly #accepted: number;
  readonly #resolve: (accepted: number) => void;
  readonly #reject: (reason: unknown) => void;
  readonly #interruption: Interruption | undefined;
  /** Why it was cancelled, if it was. */
  #reason: unknown;

  constructor(
    queue: CompletionQueue,
    accepted: number,
    options: WaitOptions | undefined,
    resolve: (accepted: number) => void,
    reject: (reason: unknown) => void,
  ) {
    this.#accepted = accepted;
    this.#resolve = resolve;
    this.#reject = reject;
    const tag = queue.track(this);
    if (options === undefined) return;
    this.#interruption = new Interruption(options, (reason) => {
      this.#reason = reason;
      queue.cancel(tag);
    });
  }

  complete(status: number, count: number): void {
    this.#interruption?.release();
    const accepted = this.#accepted + count;
    if (status === Status.OK || accepted > 0) this.#resolve(accepted);
    else this.#reject(status === Status.CANCELLED ? this.#reason : new YmqError(statusName(status)));
  }
}
