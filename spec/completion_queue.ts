import type { WakeKind } from './enums.js';
import type { Call, Completion, CompletionQueue, IoContext, Part } from './objects.js';
import type { Count, i32, i64, Nullable, Out, OutArray, OutBytes, StatusOnly, u32, u64 } from './vocabulary.js';

/**
 * Makes a completion queue.
 *
 * @param context The context whose connectors report here.
 * @param wake Which descriptor tells a foreign event loop to drain.
 * @param queue Receives the handle.
 * @param descriptor Receives the descriptor, or -1 for `NONE`. `PIPE`: the caller closes it; it reads end-of-file when
 *   the queue is destroyed. `POLLABLE`: the library closes it with the queue. A byte (a readable descriptor) is there
 *   only between the moment when an empty queue gets a completion and the next drain that finds it empty.
 */
export declare function completion_queue_init(
  context: IoContext,
  wake: WakeKind,
  queue: Out<CompletionQueue>,
  descriptor: Nullable<Out<i32>>,
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
    | 'FORKED'
    | 'SYSTEM';
  since: '0.1';
  creates: 'CompletionQueue';
}>;

/**
 * Destroys a queue. Operations that would have ended here are cancelled; messages of completions that nobody drained go
 * back to the front of their connector where it still lives.
 *
 * @param queue The queue.
 */
export declare function completion_queue_destroy(queue: CompletionQueue): Call<{
  returns: StatusOnly;
  blocking: 'bounded';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'FORKED';
  since: '0.1';
  destroys: 'CompletionQueue';
}>;

/**
 * Takes completions, oldest first, with their messages copied into the caller's memory. Takes as many as fit. Where the
 * messages of the first do not fit nothing is taken: `BUFFER_TOO_SMALL`, and the first record says how many bytes
 * (`byte_count`) and parts (`part_count`) they take.
 *
 * @param queue The queue.
 * @param completions Receives the records.
 * @param completion_capacity Room for records, at least 1.
 * @param bytes Receives the bytes of received messages. May be null when the capacity is 0.
 * @param byte_capacity Bytes of room.
 * @param parts Receives how the bytes fall into parts and messages. May be null when the capacity is 0.
 * @param part_capacity Room for parts.
 * @returns How many records were written; 0 when the queue is empty.
 */
export declare function completion_queue_drain(
  queue: CompletionQueue,
  completions: OutArray<Completion, 'completion_capacity'>,
  completion_capacity: u32,
  bytes: Nullable<OutBytes<'byte_capacity'>>,
  byte_capacity: u64,
  parts: Nullable<OutArray<Part, 'part_capacity'>>,
  part_capacity: u32,
): Call<{
  returns: Count;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'BUFFER_TOO_SMALL' | 'FORKED';
  since: '0.1';
}>;

/**
 * Waits until the queue has a completion.
 *
 * @param queue The queue.
 * @param timeout_ms How long, in milliseconds; 0 only looks, -1 waits for ever.
 */
export declare function completion_queue_wait(
  queue: CompletionQueue,
  timeout_ms: i64,
): Call<{
  returns: StatusOnly;
  blocking: 'may_block';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'AGAIN' | 'TIMED_OUT' | 'INTERRUPTED' | 'CLOSED' | 'FORKED';
  since: '0.1';
}>;

/**
 * Starts a timer: a completion `TIMER` comes when the delay is over, and, if there is an interval, again after each
 * interval, until it is cancelled. The moments of a timer are fixed when it is started: it does not drift, however late
 * it is seen to.
 *
 * Of each timer at most one completion waits to be drained: while it does, the timer only counts, and the drain says in
 * `count` how often it was due, 1 or more. It goes on until `completion_queue_cancel` with its tag, after which a
 * completion `CANCELLED` comes, once, behind one that still waits; a timer without an interval that was due cannot be
 * cancelled any more. The end of the queue, or of its context, ends it without a word.
 *
 * A timer is never early. An io thread of the context sees to it; in a context without one, whoever drives it:
 * `io_context_run`, or a call that waits, `completion_queue_wait` among them.
 *
 * @param queue Where its completions go.
 * @param delay_ms How long until it is due for the first time, in milliseconds from now.
 * @param interval_ms How long from one time to the next, in milliseconds; 0: it is due once.
 * @param tag Comes back with each completion, and names the timer for `completion_queue_cancel`.
 */
export declare function completion_queue_start_timer(
  queue: CompletionQueue,
  delay_ms: i64,
  interval_ms: i64,
  tag: u64,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'OUT_OF_MEMORY' | 'FORKED';
  since: '0.4';
  completion: { kind: 'TIMER'; payload: 'none'; follows: 'always' };
}>;

/**
 * Asks for an operation to end. Its completion still comes: `CANCELLED` if it had not taken effect, otherwise as it ended.
 *
 * @param queue The queue that the operation reports to.
 * @param tag The operation's tag; with several of the same tag, the oldest.
 */
export declare function completion_queue_cancel(
  queue: CompletionQueue,
  tag: u64,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'NOT_FOUND' | 'FORKED';
  since: '0.1';
}>;
