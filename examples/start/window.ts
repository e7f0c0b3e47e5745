import { EventEmitter, once } from 'node:events';

/** Bounds what is on its way: so many messages, and so many bytes but for a first message that is larger by itself. */
export class Window extends EventEmitter {
  readonly #maxMessages: number;
  readonly #maxBytes: number;
  readonly #sizes = new Map<number, number>();
  #bytes = 0;

  constructor(maxMessages: number, maxBytes: number) {
    super();
    this.#maxMessages = maxMessages;
    this.#maxBytes = maxBytes;
  }

  /** Waits until there is room for a message. Throws where the signal ends the wait. */
  async enter(number: number, bytes: number, signal: AbortSignal): Promise<void> {
    while (!this.#hasRoom(bytes)) await once(this, 'left', { signal });
    this.#sizes.set(number, bytes);
    this.#bytes += bytes;
  }

  /** Makes room, unless the message has left before. */
  leave(number: number): void {
    this.#bytes -= this.#sizes.get(number) ?? 0;
    this.#sizes.delete(number);
    this.emit('left');
  }

  /** Takes everything that is on its way for lost. */
  forget(): void {
    this.#sizes.clear();
    this.#bytes = 0;
    this.emit('left');
  }

  /** Waits until nothing is on its way. Throws where the signal ends the wait. */
  async drained(signal: AbortSignal): Promise<void> {
    while (this.#sizes.size > 0) await once(this, 'left', { signal });
  }

  #hasRoom(bytes: number): boolean {
    const messages = this.#sizes.size;
    return messages === 0 || (messages < this.#maxMessages && this.#bytes + bytes <= this.#maxBytes);
  }
}
