import * as zmq from 'zeromq';
import type { Dealer } from './dealer.js';

/** A DEALER of libzmq with the face of libymq's, to compare with. */
export class ZmqDealer implements Dealer {
  readonly #socket: zmq.Dealer;

  constructor(endpoint: string, identity = '') {
    this.#socket = new zmq.Dealer({ linger: 0, ...(identity && { routingId: identity }) });
    this.#socket.connect(endpoint);
  }

  async send(parts: Buffer[]): Promise<void> {
    await this.#socket.send(parts);
  }

  /** libzmq sends nothing again. */
  stats(): { messagesResent: number } {
    return { messagesResent: 0 };
  }

  async close(): Promise<void> {
    this.#socket.close();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer[]> {
    yield* this.#socket;
  }
}
