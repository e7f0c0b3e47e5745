import { YmqError } from './errors.js';

/** How long an operation may wait. */
export interface WaitOptions {
  /**
   * Milliseconds to wait: 0 does not wait at all and fails with `AGAIN`; when the time is over the operation fails with
   * `TIMED_OUT`. Without it, or with `Infinity`, the operation waits for ever.
   */
  readonly timeoutMs?: number | undefined;
  /** Ends the wait when it aborts: the operation fails with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Node's timers take no more; anything above would fire at once. */
const kLongestTimerMs = 2 ** 31 - 1;

/** Refuses a timeout that cannot be kept, and a signal that aborted already. */
export function checkWait({ timeoutMs, signal }: WaitOptions): void {
  if (timeoutMs !== undefined && timeoutMs !== Number.POSITIVE_INFINITY) checkMilliseconds('timeoutMs', timeoutMs);
  signal?.throwIfAborted();
}

export function checkMilliseconds(name: string, value: number): void {
  if (typeof value !== 'number' || !(value >= 0 && value <= kLongestTimerMs)) {
    throw new RangeError(`${name} must be a number of milliseconds from 0 to ${kLongestTimerMs}, not ${String(value)}`);
  }
}

/**
 * What may end one operation's wait early: its time or its signal, whichever comes first. Belongs to one JS thread.
 *
 * The owner calls `release` as soon as the operation is over, so that neither a timer nor a listener stays behind.
 */
export class Interruption {
  readonly #signal: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #onAbort: () => void;

  /** @param interrupt Called at most once, with what the operation's promise is to be rejected with. */
  constructor({ timeoutMs, signal }: WaitOptions, interrupt: (reason: unknown) => void) {
    const end = (reason: unknown): void => {
      this.release();
      interrupt(reason);
    };
    this.#onAbort = () => end(signal?.reason);
    this.#signal = signal;
    signal?.addEventListener('abort', this.#onAbort);
    if (timeoutMs !== undefined && timeoutMs !== Number.POSITIVE_INFINITY) {
      this.#timer = setTimeout(() => end(new YmqError('TIMED_OUT')), timeoutMs);
    }
  }

  release(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }
}

/** A limit that several waits share. */
export class Deadline {
  readonly #signal: AbortSignal | undefined;
  readonly #endMs: number;

  constructor(options: WaitOptions) {
    checkWait(options);
    this.#signal = options.signal;
    this.#endMs = performance.now() + (options.timeoutMs ?? Number.POSITIVE_INFINITY);
  }

  /** What is left for the next wait. */
  get left(): WaitOptions {
    return { timeoutMs: Math.max(0, this.#endMs - performance.now()), signal: this.#signal };
  }
}
