import { ConnectorType, Status } from './abi.gen.js';
import type { CompletionQueue } from './completions.js';
import { checkCount, waitForCompletion } from './crowd.js';
import { asyncDispose } from './dispose.js';
import { checked, isYmqError, YmqError } from './errors.js';
import { abi } from './library.js';
import {
  type ConnectorEvent,
  type ConnectorStats,
  type PeerInfo,
  type PeerStats,
  readPeerInfo,
  readPeerProperty,
  readPeerStats,
  readStats,
  takeAllEvents,
  takeEvents,
} from './observation.js';
import { acknowledgeByCall, bindOptions, type ConnectorOptions } from './options.js';
import { type Message, type Part, toBytes } from './outgoing.js';
import { Receiver } from './receiver.js';
import { Sender } from './sender.js';
import { checkMilliseconds, type WaitOptions } from './waiting.js';

/** How to close. */
export interface CloseOptions {
  /**
   * How long to go on sending what was accepted, in milliseconds; 0 drops it. Without it each connector's own option
   * `linger` counts.
   */
  readonly lingerMs?: number | undefined;
}

/** The pattern of a connector. */
export type ConnectorTypeName = Lowercase<keyof typeof ConnectorType>;

/** The library's numbers of the patterns, by name. */
export const typeNumbers = new Map<string, ConnectorType>(
  Object.entries(ConnectorType).map(([name, value]) => [name.toLowerCase(), value]),
);

/** Messages to fetch at once, where the pattern and the high-water mark allow so many. */
const kBatchMessages = 1024;
const kOptionLinger = -1;
/** More messages than anybody has received. */
const kAll = 0xffff_ffff;
/** Longer than any endpoint that a system takes. */
const kEndpointCapacity = 1024;

/**
 * What messages are sent and received with: a pattern, any number of endpoints on any mix of transports, and the peers
 * behind them. Made by `IoContext.connector`.
 *
 * No method waits for others: what takes time returns a promise. Several callers may send and receive at the same time;
 * each message goes to one of the receivers, in the order in which they asked. Belongs to the JS thread that made it.
 */
export class Connector implements AsyncIterable<Buffer[]> {
  /** Its pattern. */
  readonly type: ConnectorTypeName;
  /**
   * Its options, as properties: `c.options.receiveHwm = 10`. Out of range, wrong for this pattern, read-only: `YmqError`;
   * of the wrong type, or no option at all: `TypeError`.
   */
  readonly options: ConnectorOptions;
  /** A message each way in turn, with nothing fetched ahead. */
  readonly #takesTurns: boolean;
  readonly #handle: number;
  readonly #queue: CompletionQueue;
  readonly #sender: Sender;
  readonly #receiver: Receiver;
  readonly #closed: (connector: Connector) => void;
  #closing: Promise<number> | undefined;

  /** @internal */
  constructor(handle: number, type: ConnectorTypeName, queue: CompletionQueue, closed: (connector: Connector) => void) {
    this.type = type;
    this.#takesTurns = type === 'req' || type === 'rep';
    const kept = this.#takesTurns ? {} : { manualAcknowledgement: false };
    this.options = bindOptions(handle, kept, (name) => {
      if (name === 'receiveHwm' || name === 'conflate') this.#limitBatches();
      if (name === 'manualAcknowledgement') this.#chooseWhoAcknowledges();
    });
    if (!this.#takesTurns) acknowledgeByCall(handle);
    this.#handle = handle;
    this.#queue = queue;
    this.#sender = new Sender(handle, queue);
    this.#receiver = new Receiver(handle, queue);
    this.#closed = closed;
    this.#limitBatches();
    this.#chooseWhoAcknowledges();
  }

  /** Whether `close` was called. */
  get closed(): boolean {
    return this.#closing !== undefined;
  }

  /**
   * Accepts connections on an endpoint: `tcp://host:port`, `ipc://path` or `inproc://name`. The host may be `*` for every
   * interface; `*` as port, path or both lets the system choose.
   *
   * @returns The endpoint with what the system chose, for others to connect to.
   * @throws YmqError `INVALID_ENDPOINT`, `UNSUPPORTED_TRANSPORT`, `ADDRESS_IN_USE`, `ADDRESS_NOT_AVAILABLE`,
   *   `PERMISSION_DENIED`, `NAME_NOT_RESOLVED`, `TOO_MANY_FILES`, `CLOSED`
   */
  bind(endpoint: string): string {
    const given = endpointBytes(endpoint);
    const bound = Buffer.allocUnsafe(given.length + kEndpointCapacity);
    const size = checked(abi.connector_bind(this.#handle, given, given.length, bound, bound.length));
    return bound.toString('utf8', 0, size);
  }

  /**
   * Accepts connections on a socket that somebody else has bound and listens on, as systemd passes it from descriptor 3 on.
   * On success the descriptor is the library's.
   *
   * @returns Its endpoint.
   * @throws YmqError `INVALID_ARGUMENT` where it is no such socket, `TOO_MANY_FILES`, `CLOSED`
   */
  bindDescriptor(descriptor: number): string {
    if (!Number.isInteger(descriptor)) throw new TypeError(`a descriptor is a whole number, not ${descriptor}`);
    const bound = Buffer.allocUnsafe(kEndpointCapacity);
    const size = checked(abi.connector_bind_descriptor(this.#handle, descriptor, bound, bound.length));
    return bound.toString('utf8', 0, size);
  }

  /**
   * Connects to an endpoint. The connection is made, and made again whenever it breaks, behind the scenes, whether or not
   * anybody is bound there yet.
   *
   * A ROUTER may say by `routingId` what it calls the peer: 1 to 255 bytes, of which the first is not 0. The peer is known by
   * it at once, whatever identity it will say.
   *
   * @throws YmqError `INVALID_ENDPOINT`, `UNSUPPORTED_TRANSPORT`, `CLOSED`, `ROUTING_ID_IN_USE`
   */
  connect(endpoint: string, options: { routingId?: Part } = {}): void {
    const given = endpointBytes(endpoint);
    if (options.routingId === undefined) {
      checked(abi.connector_connect(this.#handle, given, given.length));
    } else {
      const id = toBytes(options.routingId);
      checked(abi.connector_connect_as(this.#handle, given, given.length, id, id.byteLength));
    }
  }

  /**
   * As `connect`, and says which routing id the peer has: the first part of messages to it and from it. What is sent to it
   * waits for the connection. PEER only.
   *
   * @returns The routing id, 4 bytes.
   * @throws YmqError `INVALID_ENDPOINT`, `UNSUPPORTED_TRANSPORT`, `NOT_SUPPORTED`, `CLOSED`
   */
  connectPeer(endpoint: string): Buffer {
    const given = endpointBytes(endpoint);
    const routingId = new Uint32Array(1);
    checked(abi.connector_connect_peer(this.#handle, given, given.length, routingId));
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(routingId[0]!);
    return bytes;
  }

  /**
   * Stops accepting on an endpoint. The connections accepted there go on.
   *
   * @param endpoint As it was given to `bind`, or as `bind` returned it.
   * @throws YmqError `NOT_FOUND`, `CLOSED`
   */
  unbind(endpoint: string): void {
    const given = endpointBytes(endpoint);
    checked(abi.connector_unbind(this.#handle, given, given.length));
  }

  /**
   * Ends one connection to an endpoint, and the attempts to make it. What was accepted for its peer is sent in the
   * background, for as long as the option `linger` says.
   *
   * @param endpoint As it was given to `connect`.
   * @throws YmqError `NOT_FOUND`, `CLOSED`
   */
  disconnect(endpoint: string): void {
    const given = endpointBytes(endpoint);
    checked(abi.connector_disconnect(this.#handle, given, given.length));
  }

  /**
   * Asks for the messages whose first part begins with a topic. SUB only. Counted: as many `unsubscribe` undo it.
   *
   * @param topic The topic, text as UTF-8; empty for everything.
   * @throws YmqError `NOT_SUPPORTED`, `CLOSED`
   */
  subscribe(topic: Part): void {
    const bytes = toBytes(topic);
    checked(abi.connector_subscribe(this.#handle, bytes, bytes.byteLength));
  }

  /**
   * Undoes one `subscribe`.
   *
   * @param topic The same topic.
   * @throws YmqError `NOT_FOUND`, `NOT_SUPPORTED`, `CLOSED`
   */
  unsubscribe(topic: Part): void {
    const bytes = toBytes(topic);
    checked(abi.connector_unsubscribe(this.#handle, bytes, bytes.byteLength));
  }

  /**
   * Joins a group: what RADIOs send to it comes from then on. DISH only.
   *
   * @param group The name of the group, text as UTF-8, at most 255 bytes.
   * @throws YmqError `WRONG_STATE` (it is joined already), `INVALID_ARGUMENT`, `NOT_SUPPORTED`, `CLOSED`
   */
  join(group: Part): void {
    const bytes = toBytes(group);
    checked(abi.connector_join(this.#handle, bytes, bytes.byteLength));
  }

  /**
   * Leaves a group.
   *
   * @param group The same name.
   * @throws YmqError `NOT_FOUND`, `NOT_SUPPORTED`, `CLOSED`
   */
  leave(group: Part): void {
    const bytes = toBytes(group);
    checked(abi.connector_leave(this.#handle, bytes, bytes.byteLength));
  }

  /**
   * Sends a message. The promise resolves once the message is accepted, which is at once unless the peers are at their
   * high-water marks. The bytes are copied before the call returns. Messages keep the order of the calls.
   *
   * @param message One part, or an array of parts that arrive together or not at all. Text goes as UTF-8.
   * @param options How long to wait for room; without, for ever. A send that was given up was not sent.
   * @returns Rejects with YmqError `AGAIN`, `TIMED_OUT`, `CLOSED`, `HOST_UNREACHABLE`, `NOT_SUPPORTED`, `WRONG_STATE`,
   *   `INVALID_ARGUMENT`; with the reason of the signal; with TypeError for what cannot be a part.
   */
  send(message: Message, options?: WaitOptions): Promise<void> {
    try {
      return this.#sender.send(message, options);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /**
   * Sends messages in order: several times faster than as many `send` where they are small. Messages of other callers may
   * come between them.
   *
   * @param messages The messages, each as for `send`.
   * @param options How long to wait for room for all of them; without, for ever.
   * @returns How many were accepted: fewer than given only where the wait ended, or sending failed, after the first.
   *   Rejects as `send` does where not even the first was.
   */
  sendMany(messages: readonly Message[], options: WaitOptions = {}): Promise<number> {
    return this.#sender.sendMany(messages, options);
  }

  /**
   * Receives a message: its parts. Whether it may have been handed to another receiver before `isRedelivered` says.
   *
   * The Buffers are views of memory that a few neighbouring messages share, up to 64 KiB; who keeps small parts for long
   * had better copy them.
   *
   * Messages are fetched from the library in batches, of no more than the option `receiveHwm` allows. Those who sent them
   * are told that they were handed over when the last of a batch is: what this process does not come to is not lost with it.
   *
   * @param options How long to wait; without, for ever. A receive that was given up takes no message with it.
   * @returns Rejects with YmqError `AGAIN`, `TIMED_OUT`, `CLOSED`, `NOT_SUPPORTED`, `WRONG_STATE`, `UNDELIVERABLE` (REQ:
   *   nobody answered in time); with the reason of the signal.
   */
  recv(options?: WaitOptions): Promise<Buffer[]> {
    try {
      return this.#receiver.recv(options);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /**
   * Receives messages: waits for the first, as `recv` does, and adds what came with it.
   *
   * @param count How many messages at most.
   * @param options As for `recv`.
   */
  async recvMany(count: number, options?: WaitOptions): Promise<Buffer[][]> {
    if (!Number.isSafeInteger(count) || count < 1)
      throw new RangeError(`count must be 1 or more, not ${String(count)}`);
    return this.#receiver.recvMany(count, options);
  }

  /**
   * Receives a message if one is there.
   *
   * @returns Its parts, or `undefined`.
   * @throws YmqError `CLOSED`, `NOT_SUPPORTED`, `WRONG_STATE`
   */
  tryRecv(): Buffer[] | undefined {
    return this.#receiver.tryRecv();
  }

  /**
   * Waits until so many peers are linked: their handshakes are done.
   *
   * @param count How many are wanted.
   * @param options How long to wait; without, for ever.
   * @returns How many are linked. Rejects with YmqError `AGAIN`, `TIMED_OUT`, `CLOSED`; with the reason of the signal.
   */
  async waitForPeers(count: number, options: WaitOptions = {}): Promise<number> {
    checkCount(count);
    return waitForCompletion(this.#queue, options, (queue, tag) =>
      abi.connector_wait_for_peers_async(this.#handle, count, queue, tag),
    );
  }

  /**
   * Waits until so many peers are subscribed to messages that begin with a topic: they lose nothing of what is sent from
   * then on. PUB and XPUB; for a RADIO the topic is a group.
   *
   * @param topic How the messages will begin, text as UTF-8.
   * @param count How many are wanted.
   * @param options How long to wait; without, for ever.
   * @returns How many are subscribed. Rejects with YmqError `NOT_SUPPORTED`, `AGAIN`, `TIMED_OUT`, `CLOSED`; with the
   *   reason of the signal.
   */
  async waitForSubscribers(topic: Part, count: number, options: WaitOptions = {}): Promise<number> {
    checkCount(count);
    const bytes = toBytes(topic);
    const size = bytes.byteLength;
    return waitForCompletion(this.#queue, options, (queue, tag) =>
      abi.connector_wait_for_subscribers_async(this.#handle, bytes, size, count, queue, tag),
    );
  }

  /**
   * Says that the oldest messages that were received are done with. For the option `manualAcknowledgement`: a message that was
   * not acknowledged when this process died, or closed the connector, goes to another receiver where the pattern has one.
   *
   * @param messages How many; more than there are: all.
   * @returns How many there were; 0 where the option is off.
   * @throws YmqError `CLOSED`
   */
  acknowledge(messages = 1): number {
    if (!Number.isSafeInteger(messages) || messages < 0)
      throw new RangeError(`messages must be 0 or more, not ${String(messages)}`);
    if (!this.options.manualAcknowledgement) return 0;
    return checked(abi.connector_acknowledge(this.#handle, Math.min(messages, kAll)));
  }

  /** Iterates over the messages as they come, until the connector is closed. Several iterators share them. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Buffer[]> {
    return new MessageIterator(this.#receiver);
  }

  /**
   * The counters of this connector.
   *
   * @throws YmqError `CLOSED`
   */
  stats(): ConnectorStats {
    return readStats(this.#handle);
  }

  /**
   * What the peers of this connector are, and the counters of each, in the order of their numbers: those that exist now,
   * and those that are gone as long as they have messages that nobody has taken.
   *
   * @throws YmqError `CLOSED`
   */
  peerStats(): PeerStats[] {
    return readPeerStats(this.#handle);
  }

  /**
   * Who a peer is.
   *
   * @param peer Its number, as `peerStats` and `events` have it.
   * @throws YmqError `NOT_FOUND`, `CLOSED`
   */
  peerInfo(peer: number): PeerInfo {
    return readPeerInfo(this.#handle, peer);
  }

  /**
   * What a peer said about itself when its link came up: `Socket-Type`, `Identity`, or a property that its option `metadata`
   * has.
   *
   * @param peer Its number, as `peerStats` and `events` have it.
   * @returns Undefined where it has not said that.
   * @throws YmqError `CLOSED`
   */
  peerProperty(peer: number, name: string): Buffer | undefined {
    return readPeerProperty(this.#handle, peer, name);
  }

  /**
   * Takes what happened to the connector since the last call, oldest first. It keeps the newest 1024 events, and says by
   * `LOST` how many it had to forget.
   *
   * @throws YmqError `CLOSED`
   */
  events(): ConnectorEvent[] {
    return takeAllEvents(this.#handle);
  }

  /**
   * Waits until `events` has something.
   *
   * @param options How long to wait; without, for ever.
   * @returns How many events, which somebody else may take first. Rejects with YmqError `AGAIN`, `TIMED_OUT`, `CLOSED`; with the
   *   reason of the signal.
   */
  async waitForEvents(options: WaitOptions = {}): Promise<number> {
    return waitForCompletion(this.#queue, options, (queue, tag) =>
      abi.connector_wait_for_events_async(this.#handle, queue, tag),
    );
  }

  /** Event after event, waiting for each, until the connector is closed. Whoever else takes events takes them away. */
  async *watch(): AsyncGenerator<ConnectorEvent, void, undefined> {
    try {
      for (;;) {
        await this.waitForEvents();
        yield* takeEvents(this.#handle, 1);
      }
    } catch (error) {
      if (!isYmqError(error, 'CLOSED')) throw error;
    }
  }

  /**
   * Closes the connector. At once every operation that waits fails with `CLOSED` and iterators end; the promise resolves
   * when what was accepted is sent, or the linger is over. Further calls give the same promise.
   *
   * @param options How long to go on sending.
   * @returns How many accepted messages were not handed to the operating system or, where peers acknowledge, are not known
   *   to have arrived.
   */
  async close({ lingerMs }: CloseOptions = {}): Promise<number> {
    if (lingerMs !== undefined) checkMilliseconds('lingerMs', lingerMs);
    this.#closing ??= this.#destroy(lingerMs ?? kOptionLinger);
    return this.#closing;
  }

  /** As `close`, for `await using`. */
  async [asyncDispose](): Promise<void> {
    await this.close();
  }

  /** @internal The number that names it in C. */
  get handle(): number {
    return this.#handle;
  }

  /** @internal The handle, for a proxy: the library receives in the binding's stead, and acknowledges in order. */
  lend(): number {
    if (this.#receiver.isAhead)
      throw new YmqError('WRONG_STATE', 'messages were fetched ahead, and are to be received before');
    return this.#handle;
  }

  async #destroy(lingerMs: number): Promise<number> {
    const { handle, nextTag } = this.#queue;
    this.#receiver.forget();
    const status = abi.connector_destroy_async(this.#handle, lingerMs, handle, nextTag);
    // Where it fails another thread has closed the context, or is about to, and the connector with it.
    const undelivered = status === Status.OK ? await this.#completion() : 0;
    this.#closed(this);
    return undelivered;
  }

  /** The count of the completion that follows. */
  #completion(): Promise<number> {
    return new Promise((resolve) => {
      this.#queue.track({ complete: (_status, count) => resolve(count) });
    });
  }

  /**
   * REQ and REP take turns with every message; the others may have as many fetched as may wait in the library. What is fetched
   * ahead would be older than the newest.
   */
  #limitBatches(): void {
    const limit = this.#takesTurns || this.options.conflate ? 1 : this.options.receiveHwm || kBatchMessages;
    this.#receiver.batchMessages = Math.min(limit, kBatchMessages);
  }

  /** What was left to the application until now counts, once it is no longer. */
  #chooseWhoAcknowledges(): void {
    const wasManual = !this.#receiver.acknowledges;
    this.#receiver.acknowledges = !this.#takesTurns && !this.options.manualAcknowledgement;
    if (wasManual && this.#receiver.acknowledges) abi.connector_acknowledge(this.#handle, kAll);
  }
}

/** Written out, since an async generator takes twice the time for each message. */
class MessageIterator implements AsyncIterableIterator<Buffer[]> {
  readonly #receiver: Receiver;
  #ended = false;

  constructor(receiver: Receiver) {
    this.#receiver = receiver;
  }

  next(): Promise<IteratorResult<Buffer[], undefined>> {
    if (this.#ended) return Promise.resolve(kDone);
    try {
      const message = this.#receiver.recvNow();
      if (message !== undefined) return Promise.resolve({ value: message, done: false });
      return this.#receiver.recv(undefined).then(
        (value) => ({ value, done: false as const }),
        (error) => this.#end(error),
      );
    } catch (error) {
      return new Promise((resolve) => resolve(this.#end(error)));
    }
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    this.#ended = true;
    return kDone;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #end(error: unknown): IteratorReturnResult<undefined> {
    if (!isYmqError(error, 'CLOSED')) throw error;
    this.#ended = true;
    return kDone;
  }
}

const kDone: IteratorReturnResult<undefined> = { value: undefined, done: true };

function endpointBytes(endpoint: string): Buffer {
  if (typeof endpoint !== 'string') throw new TypeError(`an endpoint must be a string, not ${typeof endpoint}`);
  return Buffer.from(endpoint);
}
