import { ProxyStatsLayout } from './abi.gen.js';
import type { CompletionQueue } from './completions.js';
import type { Connector } from './connector.js';
import { waitForCompletion } from './crowd.js';
import { asyncDispose } from './dispose.js';
import { checked } from './errors.js';
import { abi } from './library.js';
import type { WaitOptions } from './waiting.js';
import { type CamelCase, camelCase, outU64, readU64 } from './words.js';

const kBytesPerWord = Uint32Array.BYTES_PER_ELEMENT;

/** How to forward. */
export interface ProxyOptions {
  /** Is sent a copy of everything that is forwarded, as far as it has room at once; a third connector of the same context. */
  readonly capture?: Connector | undefined;
}

/** What a proxy has done since it was made, and whether it is paused. */
export type ProxyStats = { readonly paused: boolean } & {
  readonly [Field in Exclude<keyof typeof ProxyStatsLayout.offset, 'size' | 'paused'> as CamelCase<Field>]: number;
};

/**
 * Forwards messages between two connectors, in a thread of the library: the event loop has no part in it, and it does not
 * keep the process alive. Made by `IoContext.proxy`.
 *
 * It ends when it is closed, or when one of the two connectors is; those stay open.
 */
export class ConnectorProxy {
  readonly #handle: number;
  readonly #queue: CompletionQueue;
  #closed = false;

  /** @internal */
  constructor(front: Connector, back: Connector, { capture }: ProxyOptions, queue: CompletionQueue) {
    this.#queue = queue;
    const ends = [front.lend(), back.lend(), capture?.handle ?? 0] as const;
    this.#handle = outU64((out) => checked(abi.proxy_init(...ends, out)));
  }

  /** Whether `close` was called. */
  get closed(): boolean {
    return this.#closed;
  }

  /**
   * Takes nothing more from either side. What was taken is still forwarded.
   *
   * @throws YmqError `CLOSED`: it has ended
   */
  pause(): void {
    checked(abi.proxy_pause(this.#handle));
  }

  /**
   * Goes on after `pause`.
   *
   * @throws YmqError `CLOSED`: it has ended
   */
  resume(): void {
    checked(abi.proxy_resume(this.#handle));
  }

  /**
   * Waits until the proxy has ended by itself, because one of its connectors was closed. Keeps the process alive meanwhile.
   *
   * @param options How long to wait; without, for ever.
   * @returns When it has ended. Rejects with YmqError `CLOSED` (the proxy was closed meanwhile), `AGAIN`, `TIMED_OUT`,
   *   `OUT_OF_MEMORY`; with the reason of the signal.
   */
  async wait(options: WaitOptions = {}): Promise<void> {
    await waitForCompletion(this.#queue, options, (queue, tag) => abi.proxy_wait_async(this.#handle, queue, tag));
  }

  /**
   * The counters of this proxy.
   *
   * @throws YmqError `CLOSED`: it was closed
   */
  stats(): ProxyStats {
    const { byteLength, offset } = ProxyStatsLayout;
    const words = new Uint32Array(byteLength / kBytesPerWord);
    words[offset.size / kBytesPerWord] = byteLength;
    checked(abi.proxy_get_stats(this.#handle, words));
    const { size: _, paused, ...counters } = offset;
    const entries = Object.entries(counters).map(([name, at]) => [camelCase(name), readU64(words, at / kBytesPerWord)]);
    return { paused: words[paused / kBytesPerWord] !== 0, ...Object.fromEntries(entries) } as ProxyStats;
  }

  /**
   * Ends the proxy. What it has taken and not forwarded goes back to the connector that it came from, before the call
   * returns. Closing again does nothing.
   */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    // Whose context was closed has ended already.
    abi.proxy_destroy(this.#handle);
  }

  /** As `close`, for `await using`. */
  async [asyncDispose](): Promise<void> {
    this.close();
  }
}
