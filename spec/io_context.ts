import type { Backend } from './enums.js';
import type { Call, IoContext } from './objects.js';
import type { Count, i64, Nullable, Out, OutText, StatusOnly, u32, u64 } from './vocabulary.js';

/**
 * Makes a context: the io threads and the registry of inproc names.
 *
 * @param io_threads How many io threads carry connections, 0 to 64. With 0 the callers do: `io_context_run`, or any
 *   call that waits. More than one pays where one connector talks to many peers over the network.
 * @param backend How to talk to the operating system. `DEFAULT` obeys the environment variable `YMQ_BACKEND`
 *   (`epoll` or `io_uring`), and otherwise is `EPOLL`. `IO_URING` is a wish: where the system refuses it the context
 *   is made with `EPOLL`.
 * @param context Receives the handle.
 */
export declare function io_context_init(
  io_threads: u32,
  backend: Backend,
  context: Out<IoContext>,
): Call<{
  returns: StatusOnly;
  blocking: 'bounded';
  thread: 'any';
  errors: 'INVALID_ARGUMENT' | 'NOT_SUPPORTED' | 'TOO_MANY_FILES' | 'TOO_MANY_HANDLES' | 'OUT_OF_MEMORY' | 'SYSTEM';
  since: '0.1';
  creates: 'IoContext';
}>;

/**
 * Closes every connector and queue of the context, waits for what was accepted to be written, ends the io threads and
 * frees everything. Every call that waits inside the context ends with `CLOSED`. Always returns by its deadline; a
 * second call gets `INVALID_HANDLE`.
 *
 * @param context The context.
 * @param linger_ms How long to go on sending what was accepted, in milliseconds; 0 drops it, -1 means each
 *   connector's own option `linger`.
 * @param undelivered Receives how many accepted messages were not handed to the operating system or, where peers acknowledge
 *   (option `acknowledged_delivery`), are not known to have arrived. May be null.
 */
export declare function io_context_destroy(
  context: IoContext,
  linger_ms: i64,
  undelivered: Nullable<Out<u64>>,
): Call<{
  returns: StatusOnly;
  blocking: 'may_block';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'FORKED';
  since: '0.1';
  destroys: 'IoContext';
}>;

/**
 * As `io_context_destroy` with a linger of 0: waits for nothing but the library's own threads to step aside. For event
 * loops, which close their connectors with `connector_destroy_async` first.
 *
 * @param context The context.
 * @param undelivered Receives how many accepted messages were not handed to the operating system or, where peers acknowledge
 *   (option `acknowledged_delivery`), are not known to have arrived. May be null.
 */
export declare function io_context_terminate(
  context: IoContext,
  undelivered: Nullable<Out<u64>>,
): Call<{
  returns: StatusOnly;
  blocking: 'bounded';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'FORKED';
  since: '0.1';
  destroys: 'IoContext';
}>;

/**
 * Drives the connections of a context without io threads, in the calling thread. A context that has io threads needs
 * none of this: then the call only waits.
 *
 * @param context The context.
 * @param timeout_ms How long to run, in milliseconds: 0 does what can be done now, -1 runs until the context closes.
 * @returns How many events were handled.
 */
export declare function io_context_run(
  context: IoContext,
  timeout_ms: i64,
): Call<{
  returns: Count;
  blocking: 'may_block';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'INTERRUPTED' | 'FORKED';
  since: '0.1';
}>;

/**
 * Says which backend carries the context, and why: `epoll: chosen by the caller`. Where io_uring was wished for and
 * could not be had: who wished for it, what refused, the system's error, and what would help. The text begins with
 * `epoll` or `io_uring`, the name of what it has become.
 *
 * @param context The context.
 * @param text Receives the text, cut at the capacity.
 * @param text_capacity Bytes of room in `text`.
 * @returns The length of the whole text in bytes.
 */
export declare function io_context_backend(
  context: IoContext,
  text: OutText<'text_capacity'>,
  text_capacity: u64,
): Call<{
  returns: Count;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'FORKED';
  since: '0.1';
}>;
