import { setTimeout as delay } from 'node:timers/promises';
import { isMainThread } from 'node:worker_threads';
import { Backend, Status } from './abi.gen.js';
import { CompletionQueue } from './completions.js';
import { type CloseOptions, Connector, type ConnectorTypeName, typeNumbers } from './connector.js';
import { asyncDispose } from './dispose.js';
import { checked, failure, YmqError } from './errors.js';
import { abi } from './library.js';
import { applyOptions, type ConnectorInit } from './options.js';
import { ConnectorProxy, type ProxyOptions } from './proxy.js';
import { checkMilliseconds } from './waiting.js';
import { outU64 } from './words.js';

/** How a context talks to the operating system. */
export type BackendName = Lowercase<Exclude<keyof typeof Backend, 'DEFAULT'>>;

/** What to make a context from. */
export interface IoContextOptions {
  /**
   * How many io threads carry connections, 1 to 64; 1 by default. More than one pays where connectors talk to many peers
   * over the network. They are the library's own threads: JavaScript never waits for them.
   */
  readonly ioThreads?: number | undefined;
  /** How to talk to the operating system. By default what `YMQ_BACKEND` in the environment says, else the best. */
  readonly backend?: BackendName | undefined;
}

const kTextCapacity = 1024;
const kMaxIoThreads = 64;

/** Names a context of another thread, for the constructor. */
class Attachment {
  constructor(readonly handle: number) {}
}

/**
 * The io threads, and the names of inproc endpoints. A process seldom needs more than one. Worker threads share it by
 * `IoContext.attach(handle)`.
 *
 * A context keeps the process alive only while an operation waits. A process that ends does not wait for messages on
 * their way out: `close` does.
 */
export class IoContext {
  readonly #handle: number;
  readonly #owns: boolean;
  readonly #queue: CompletionQueue;
  readonly #connectors = new Set<Connector>();
  #closing: Promise<number> | undefined;

  /**
   * Makes a context.
   *
   * @throws YmqError `INVALID_ARGUMENT`, `NOT_SUPPORTED` (the backend does not work here), `TOO_MANY_FILES`,
   *   `OUT_OF_MEMORY`, `SYSTEM`
   */
  constructor(options?: IoContextOptions);
  constructor(options: IoContextOptions | Attachment = {}) {
    this.#owns = !(options instanceof Attachment);
    this.#handle = options instanceof Attachment ? options.handle : initContext(options);
    this.#queue = this.#makeQueue();
    if (!isMainThread) openInWorker.add(this);
  }

  /**
   * Joins a context that another thread made, so that inproc endpoints are shared. `close` then closes what this thread
   * has there, not the context.
   *
   * @param handle `IoContext.handle` of that thread, as a worker gets it by `workerData` or by a message.
   * @throws YmqError `INVALID_HANDLE`: no context, or none any more
   */
  static attach(handle: number): IoContext {
    return new (IoContext as new (attachment: Attachment) => IoContext)(new Attachment(handle));
  }

  /** The number by which another thread of this process joins the context. */
  get handle(): number {
    return this.#handle;
  }

  /** Which backend carries the context, and why: `epoll: chosen by the caller`. */
  get backend(): string {
    const text = Buffer.alloc(kTextCapacity);
    const size = checked(abi.io_context_backend(this.#handle, text, text.length));
    return text.toString('utf8', 0, Math.min(size, text.length));
  }

  /**
   * Makes a connector.
   *
   * @param type Its pattern.
   * @param options Options that differ from their defaults.
   * @throws YmqError `CLOSED`, `INVALID_ARGUMENT` (an option is out of its range), `TOO_MANY_HANDLES`; TypeError for an
   *   unknown pattern or option
   */
  connector(type: ConnectorTypeName, options: ConnectorInit = {}): Connector {
    const number = typeNumbers.get(type);
    if (number === undefined) {
      throw new TypeError(`there is no pattern "${String(type)}"; there are ${[...typeNumbers.keys()].join(', ')}`);
    }
    if (this.#closing !== undefined) throw new YmqError('CLOSED', 'this context is closed');
    const handle = outU64((out) => checked(abi.connector_init(this.#handle, number, out)));
    const connector = new Connector(handle, type, this.#queue, (closed) => this.#connectors.delete(closed));
    this.#connectors.add(connector);
    this.#configure(connector, options);
    return connector;
  }

  /**
   * Forwards messages between two connectors from now on, both ways as far as their patterns allow: `router` and `dealer`
   * make a shared queue, `pull` and `push` a streamer. Where one side has no room nothing more is taken from the other.
   * Nobody else is to receive from the two meanwhile.
   *
   * @param front One of the two.
   * @param back The other.
   * @param options Where to send copies.
   * @throws YmqError `INVALID_ARGUMENT`, `NOT_SUPPORTED` (REQ and REP take turns; patterns that do not match), `WRONG_STATE`
   *   (messages were fetched ahead, or somebody waits for one), `CLOSED`
   */
  proxy(front: Connector, back: Connector, options: ProxyOptions = {}): ConnectorProxy {
    return new ConnectorProxy(front, back, options, this.#queue);
  }

  /**
   * Closes the connectors that were made through this object, as `Connector.close` does, and then the context, with
   * whatever other threads have in it. Further calls give the same promise.
   *
   * @param options How long to go on sending what was accepted. The promise resolves by then.
   * @returns How many accepted messages were not handed to the operating system or, where peers acknowledge, are not known
   *   to have arrived.
   */
  async close({ lingerMs }: CloseOptions = {}): Promise<number> {
    if (lingerMs !== undefined) checkMilliseconds('lingerMs', lingerMs);
    this.#closing ??= this.#closeAll(lingerMs);
    return this.#closing;
  }

  /** As `close`, for `await using`. */
  async [asyncDispose](): Promise<void> {
    await this.close();
  }

  /** @internal What a worker thread leaves behind when it ends: its messages are sent in the background. */
  leave(): void {
    for (const connector of this.#connectors) void connector.close();
    void this.#terminate();
  }

  #makeQueue(): CompletionQueue {
    try {
      return new CompletionQueue(this.#handle);
    } catch (error) {
      if (this.#owns) abi.io_context_terminate(this.#handle, null);
      throw error;
    }
  }

  #configure(connector: Connector, options: ConnectorInit): void {
    try {
      applyOptions(connector.options, options);
    } catch (error) {
      void connector.close({ lingerMs: 0 });
      throw error;
    }
  }

  async #closeAll(lingerMs: number | undefined): Promise<number> {
    const connectors = [...this.#connectors];
    const earlier = Promise.all(connectors.filter((one) => one.closed).map((one) => one.close()));
    const now = Promise.all(connectors.filter((one) => !one.closed).map((one) => one.close({ lingerMs })));
    // Those that were closing already may have been given longer than there is time now.
    await (lingerMs === undefined ? earlier : within(earlier, lingerMs));
    await now;
    const undelivered = await this.#terminate();
    return [...(await earlier), ...(await now)].reduce((sum, count) => sum + count, undelivered);
  }

  /** All that cannot wait is done when this returns. */
  async #terminate(): Promise<number> {
    openInWorker.delete(this);
    const queueClosed = this.#queue.close();
    const undelivered = this.#owns ? terminateContext(this.#handle) : 0;
    await queueClosed;
    return undelivered;
  }
}

/** Returns how many messages were not delivered. */
function terminateContext(handle: number): number {
  return outU64((undelivered) => {
    const status = abi.io_context_terminate(handle, undelivered);
    // Something else in this process that knows the handle closed it before us.
    if (status !== Status.INVALID_HANDLE) checked(status);
  });
}

function initContext({ ioThreads = 1, backend }: IoContextOptions): number {
  if (!Number.isInteger(ioThreads) || ioThreads < 1 || ioThreads > kMaxIoThreads) {
    throw new RangeError(`ioThreads must be a whole number from 1 to ${kMaxIoThreads}, not ${String(ioThreads)}`);
  }
  return outU64((out) => {
    const status = abi.io_context_init(ioThreads, backendNumber(backend), out);
    if (status < 0) throw failure(status);
  });
}

function backendNumber(name: BackendName | undefined): Backend {
  if (name === undefined) return Backend.DEFAULT;
  const found = Object.entries(Backend).find(([key]) => key.toLowerCase() === name);
  if (found === undefined || found[1] === Backend.DEFAULT) {
    throw new TypeError(`there is no backend "${String(name)}"; there are epoll, io_uring`);
  }
  return found[1];
}

/** Waits for a promise, but no longer than so many milliseconds. */
async function within(promise: Promise<unknown>, ms: number): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  await Promise.race([promise, delay(ms, undefined, { signal }).catch(() => undefined)]);
  waiting.abort();
}

/**
 * A worker thread ends without the process ending. What it left open would go on taking messages that nobody receives.
 * A worker that is terminated gets no chance to tidy up: its connectors stay until the context closes.
 */
const openInWorker = new Set<IoContext>();
if (!isMainThread) {
  process.once('exit', () => {
    for (const context of openInWorker) context.leave();
  });
}
