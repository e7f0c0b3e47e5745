import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { EventEmitter, on } from 'node:events';
import { describe, it } from 'node:test';
import { type ClientTally, sendFiles } from '../../examples/start/client.js';
import type { Dealer } from '../../examples/start/dealer.js';

/** Answers each message as often as it is told to, and keeps what it was sent. */
class Echo implements Dealer {
  readonly sent: number[] = [];
  readonly #replies = new EventEmitter();
  readonly #closing = new AbortController();

  constructor(private readonly repliesTo: (number: number) => number) {}

  async send([label, content]: Buffer[]): Promise<void> {
    this.sent.push(label!.readUInt32BE());
    const reply = [label!, createHash('sha256').update(content!).digest()];
    const count = this.repliesTo(label!.readUInt32BE());
    setImmediate(() => {
      for (let left = count; left > 0; left--) this.#replies.emit('reply', reply);
    });
  }

  stats() {
    return { messagesResent: 7 };
  }

  async close(): Promise<void> {
    this.#closing.abort();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer[]> {
    try {
      for await (const [reply] of on(this.#replies, 'reply', { signal: this.#closing.signal })) yield reply;
    } catch (error) {
      if (!this.#closing.signal.aborted) throw error;
    }
  }
}

/** Sends a small file so often, four at a time. */
async function sendTo(dealer: Dealer, count: number): Promise<ClientTally> {
  const files = Array.from({ length: count }, () => ({ path: import.meta.filename, size: 1 }));
  const limits = { maxInFlight: 4, maxBytesInFlight: 1e9, silenceMs: 20 };
  return await sendFiles(dealer, { files, ...limits, signal: new AbortController().signal, onProgress: () => {} });
}

describe('the client', () => {
  it('sends each file once, and counts what is lost on the way', async () => {
    const dealer = new Echo((number) => (number % 3 === 0 ? 0 : 1));
    const { files, sent, missing, twice, mismatches, resent } = await sendTo(dealer, 30);
    assert.deepEqual([files, sent, missing, twice, mismatches, resent], [20, 30, 10, 0, 0, 7]);
    assert.deepEqual(
      dealer.sent,
      Array.from({ length: 30 }, (_, index) => index),
    );
  });

  it('counts what comes twice', async () => {
    const { files, missing, twice, mismatches } = await sendTo(new Echo(() => 2), 30);
    assert.deepEqual([files, missing, mismatches], [30, 0, 0]);
    assert.ok(twice >= 26 && twice <= 30, `${twice}`);
  });

  it('gives up when nothing comes back of three windows in a row', async () => {
    const dealer = new Echo(() => 0);
    const { files, sent, missing } = await sendTo(dealer, 30);
    assert.deepEqual([files, sent, missing], [0, 12, 30]);
  });
});
