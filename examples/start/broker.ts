import koffi, { type LibraryHandle } from 'koffi';

/** The C broker inside this process, which inproc endpoints need: they exist within one context only. */
export class BrokerModule {
  // Kept for as long as the module is in use: koffi unloads a library that nothing refers to.
  readonly #library: LibraryHandle;
  readonly #start: (context: number, front: string, back: string, acknowledged: number) => unknown;
  readonly #stop: (broker: unknown) => number | bigint;

  constructor(path: string) {
    this.#library = koffi.load(path);
    this.#start = this.#library.func(
      'void *broker_start(uint64_t context, const char *front, const char *back, int acknowledged)',
    );
    this.#stop = this.#library.func('uint64_t broker_stop(void *broker)');
  }

  /** Starts a broker on a context. Returns what ends it; the caller sees to it that nothing is under way then. */
  start(context: number, front: string, back: string): () => void {
    const broker = this.#start(context, front, back, 1);
    if (!broker) throw new Error(`no broker could be started on ${front} and ${back}`);
    return () => void this.#stop(broker);
  }
}
