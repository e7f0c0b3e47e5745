import type { Call, Connector, IoContext, Poller, Readied } from './objects.js';
import type { Count, i32, i64, Out, OutArray, StatusOnly, u32, u64 } from './vocabulary.js';

/**
 * Makes a poller: it waits for any number of connectors, of any context of this process, and of descriptors.
 *
 * @param context The context that it ends with.
 * @param poller Receives the handle.
 */
export declare function poller_init(
  context: IoContext,
  poller: Out<Poller>,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors:
    | 'INVALID_HANDLE'
    | 'INVALID_ARGUMENT'
    | 'CLOSED'
    | 'TOO_MANY_FILES'
    | 'TOO_MANY_HANDLES'
    | 'OUT_OF_MEMORY'
    | 'FORKED';
  since: '0.3';
  creates: 'Poller';
}>;

/**
 * Waits for a connector from now on, or for something else where it does already. Messages that a language's binding has fetched ahead do
 * not make it ready: see `connector_ready`.
 *
 * @param poller The poller.
 * @param connector The connector. Once it is closed the poller says so, once, and forgets it.
 * @param interest A set of `Readiness`.
 * @param tag Comes back with what it is ready for.
 */
export declare function poller_add_connector(
  poller: Poller,
  connector: Connector,
  interest: u32,
  tag: u64,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'TOO_MANY_FILES' | 'OUT_OF_MEMORY' | 'FORKED';
  since: '0.3';
}>;

/**
 * Waits for this connector no longer.
 *
 * @param poller The poller.
 * @param connector The connector.
 */
export declare function poller_remove_connector(
  poller: Poller,
  connector: Connector,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'NOT_FOUND' | 'FORKED';
  since: '0.3';
}>;

/**
 * Waits for a descriptor from now on, or for something else where it does already.
 *
 * @param poller The poller.
 * @param descriptor Any that epoll(7) takes, so no regular file; it stays the caller's, who removes it before he closes it.
 * @param interest A set of `Readiness`, without `EVENTFUL`.
 * @param tag Comes back with what it is ready for.
 */
export declare function poller_add_descriptor(
  poller: Poller,
  descriptor: i32,
  interest: u32,
  tag: u64,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'OUT_OF_MEMORY' | 'SYSTEM' | 'FORKED';
  since: '0.3';
}>;

/**
 * Waits for this descriptor no longer.
 *
 * @param poller The poller.
 * @param descriptor The descriptor.
 */
export declare function poller_remove_descriptor(
  poller: Poller,
  descriptor: i32,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'CLOSED' | 'NOT_FOUND' | 'FORKED';
  since: '0.3';
}>;

/**
 * Waits until something is ready. Level-triggered: what is ready and left alone is there again the next time. What is there is
 * told in turn, so that nobody starves behind those that are always ready. Any number of threads may wait. Where the poller's
 * context has no io threads they drive it meanwhile; whoever waits for connectors of another such context sees to it that somebody
 * drives that.
 *
 * @param poller The poller.
 * @param ready Receives what is ready.
 * @param ready_capacity Room for so many, at least 1.
 * @param timeout_ms How long to wait, in milliseconds; 0 not at all, -1 for ever.
 * @returns How many were written.
 */
export declare function poller_wait(
  poller: Poller,
  ready: OutArray<Readied, 'ready_capacity'>,
  ready_capacity: u32,
  timeout_ms: i64,
): Call<{
  returns: Count;
  blocking: 'may_block';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'AGAIN' | 'TIMED_OUT' | 'INTERRUPTED' | 'FORKED';
  since: '0.3';
}>;

/**
 * Ends a poller. A wait in another thread ends with `CLOSED`.
 *
 * @param poller The poller.
 */
export declare function poller_destroy(poller: Poller): Call<{
  returns: StatusOnly;
  blocking: 'bounded';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'FORKED';
  since: '0.3';
  destroys: 'Poller';
}>;
