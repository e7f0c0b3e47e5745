/** How long no reply may come by default: as long as a session lives. What nobody acknowledged does not come any more. */
export const silenceSeconds = { acknowledged: 30, plain: 2 };

/** It makes no sense to go on when nothing came back of so many windows in a row. */
const maxSilences = 3;

/** Calls when nothing has broken the silence for a while; after some calls in vain comes a signal. */
export class Silence {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #inARow = 0;

  constructor(limitMs: number, onSilence: () => void) {
    this.#timer = setInterval(() => {
      if (++this.#inARow === maxSilences) this.#controller.abort();
      onSilence();
    }, limitMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  broken(): void {
    this.#inARow = 0;
    this.#timer.refresh();
  }

  end(): void {
    clearInterval(this.#timer);
  }
}
