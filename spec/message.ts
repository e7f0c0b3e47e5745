import type { Call, CompletionQueue, Message } from './objects.js';
import type { Count, InBytes, Lent, Nullable, Out, OutView, StatusOnly, u32, u64 } from './vocabulary.js';

/**
 * Makes a message without parts.
 *
 * @param message Receives the handle; `message_destroy`, or a send that succeeds, releases it.
 */
export declare function message_init(message: Out<Message>): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_ARGUMENT' | 'TOO_MANY_HANDLES' | 'OUT_OF_MEMORY';
  since: '0.1';
  creates: 'Message';
}>;

/**
 * Appends a part.
 *
 * @param message The message.
 * @param bytes Copied into the part. Null: the part's bytes are left for the caller to write through `data`.
 * @param size Length of the part in bytes.
 * @param data Receives the address of the part's bytes, which may be written until the message is sent. May be null.
 */
export declare function message_add_part(
  message: Message,
  bytes: Nullable<InBytes<'size'>>,
  size: u64,
  data: Nullable<Out<OutView<'message', 'size'>>>,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'one_at_a_time';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'OUT_OF_MEMORY' | 'FORKED';
  since: '0.1';
}>;

/**
 * Appends a part whose bytes stay the caller's: large ones go from there to the network without being copied. The completion says
 * that nobody has any use for them any more: not the message, nor the connector that sent it, which keeps what its peer has
 * not acknowledged, nor one in this process that received it. It comes also where the message is never sent, and not
 * after the queue is closed; once its context is destroyed, and the message with it, the memory is the caller's alone.
 *
 * @param message The message.
 * @param bytes The part.
 * @param size Length of the part in bytes, at least 1. Below 2 KiB a copy is quicker.
 * @param queue Where the completion goes.
 * @param tag Comes back with the completion.
 */
export declare function message_add_lent_part(
  message: Message,
  bytes: Lent<InBytes<'size'>>,
  size: u64,
  queue: CompletionQueue,
  tag: u64,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'one_at_a_time';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'OUT_OF_MEMORY' | 'FORKED';
  since: '0.3';
  completion: { kind: 'RELEASE'; payload: 'none'; follows: 'always' };
}>;

/**
 * Counts the parts.
 *
 * @param message The message.
 * @returns How many parts it has.
 */
export declare function message_part_count(message: Message): Call<{
  returns: Count;
  blocking: 'never';
  thread: 'one_at_a_time';
  errors: 'INVALID_HANDLE' | 'FORKED';
  since: '0.1';
}>;

/**
 * Shows a part.
 *
 * @param message The message.
 * @param index Which part, from 0.
 * @param data Receives the address of its bytes, which live as long as the message.
 * @param size Receives its length in bytes.
 */
export declare function message_part(
  message: Message,
  index: u32,
  data: Out<OutView<'message', 'size'>>,
  size: Out<u64>,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'one_at_a_time';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'NOT_FOUND' | 'FORKED';
  since: '0.1';
}>;

/**
 * What is to be said about a received message.
 *
 * @param message The message.
 * @returns A set of `PartFlag`: `REDELIVERED`, or 0.
 */
export declare function message_flags(message: Message): Call<{
  returns: Count;
  blocking: 'never';
  thread: 'one_at_a_time';
  errors: 'INVALID_HANDLE' | 'FORKED';
  since: '0.2';
}>;

/**
 * Releases a message.
 *
 * @param message The message.
 */
export declare function message_destroy(message: Message): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'FORKED';
  since: '0.1';
  destroys: 'Message';
}>;

/**
 * Makes another message of the same parts, which share their memory: nothing is copied, so neither message's parts may be written to any
 * more.
 *
 * @param message The message.
 * @param copy Receives the handle of the other one.
 */
export declare function message_copy(
  message: Message,
  copy: Out<Message>,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'one_at_a_time';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'TOO_MANY_HANDLES' | 'OUT_OF_MEMORY' | 'FORKED';
  since: '0.3';
  creates: 'Message';
}>;

/**
 * Tells whom a received message came from.
 *
 * @param message The message.
 * @param peer Receives the peer's number within its connector, for `connector_get_peer_info`.
 */
export declare function message_peer(
  message: Message,
  peer: Out<u64>,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'one_at_a_time';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'NOT_FOUND' | 'FORKED';
  since: '0.3';
}>;
