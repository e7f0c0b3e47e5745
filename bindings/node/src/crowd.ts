import { Status } from './abi.gen.js';
import type { CompletionQueue, Operation } from './completions.js';
import { checked, statusName, YmqError } from './errors.js';
import { checkWait, Interruption, type WaitOptions } from './waiting.js';

const kMost = 0xffff_ffff;

/**
 * Resolves to what the completion counts: how many peers, or subscribers, there are, once there are so many.
 *
 * @param begin The call of the library from which the completion follows.
 */
export async function waitForCompletion(
  queue: CompletionQueue,
  options: WaitOptions,
  begin: (queue: number, tag: number) => number,
): Promise<number> {
  checkWait(options);
  checked(begin(queue.handle, queue.nextTag));
  return new Promise((resolve, reject) => {
    new PendingWait(queue, options, resolve, reject);
  });
}

export function checkCount(count: number): void {
  if (!Number.isSafeInteger(count) || count < 0 || count > kMost)
    throw new RangeError(`count must be from 0 to ${kMost}, not ${String(count)}`);
}

/** A wait that the library has taken. */
class PendingWait implements Operation {
  readonly #resolve: (count: number) => void;
  readonly #reject: (reason: unknown) => void;
  readonly #interruption: Interruption | undefined;
  /** Why it was cancelled, if it was. */
  #reason: unknown;

  constructor(
    queue: CompletionQueue,
    options: WaitOptions,
    resolve: (count: number) => void,
    reject: (reason: unknown) => void,
  ) {
    this.#resolve = resolve;
    this.#reject = reject;
    const tag = queue.track(this);
    const cancel = (reason: unknown): void => {
      this.#reason = reason;
      queue.cancel(tag);
    };
    // Who does not wait gets what was there when the library took the call.
    if (options.timeoutMs === 0) cancel(new YmqError('AGAIN'));
    else this.#interruption = new Interruption(options, cancel);
  }

  complete(status: number, count: number): void {
    this.#interruption?.release();
    if (status === Status.OK) this.#resolve(count);
    else this.#reject(status === Status.CANCELLED ? this.#reason : new YmqError(statusName(status)));
  }
}
