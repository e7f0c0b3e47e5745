import { EventEmitter, once } from 'node:events';

/** Bounds what is on its way: so many messages, and so many bytes but for a first message that is larger by itself. */
export class Window extends EventEmitter {
  readonly #maxMessages: number;
  readonly #maxBytes: number;
  #messages = 0;
  #bytes = 0;

  constructor(maxMessages: number, maxBytes: number) {
    super();
    this.#maxMessages = maxMessages;
    this.#maxBytes = maxBytes;
  }

  /** Waits until there is room. Throws where the signal ends the wait. */
  async enter(bytes: number, signal: AbortSignal): Promise<void> {
    while (!this.#hasRoom(bytes)) await once(this, 'left', { signal });
    this.#messages++;
    this.#bytes += bytes;
  }

  leave(bytes: number): void {
    this.#messages--;
    this.#bytes -= bytes;
    this.emit('left');
  }

  /** Waits until nothing is on its way. Throws where the signal ends the wait. */
  async drained(signal: AbortSignal): Promise<void> {
    while (this.#messages > 0) await once(this, 'left', { signal });
  }

  #hasRoom(bytes: number): boolean {
    return this.#messages === 0 || (this.#messages < this.#maxMessages && this.#bytes + bytes <= this.#maxBytes);
  }
}
