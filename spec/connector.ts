import type { ConnectorType, Readiness } from './enums.js';
import type {
  Call,
  CompletionQueue,
  Connector,
  ConnectorStats,
  Event,
  IoContext,
  Message,
  Part,
  PeerInfo,
  PeerStats,
} from './objects.js';
import type { OptionId } from './option.js';
import type {
  Count,
  InArray,
  InBytes,
  InOut,
  InText,
  i32,
  i64,
  Nullable,
  Out,
  OutArray,
  OutBytes,
  OutText,
  StatusOnly,
  Transferred,
  u32,
  u64,
} from './vocabulary.js';

/**
 * Makes a connector.
 *
 * @param context The context that carries it.
 * @param type Its pattern.
 * @param connector Receives the handle.
 */
export declare function connector_init(
  context: IoContext,
  type: ConnectorType,
  connector: Out<Connector>,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'TOO_MANY_HANDLES' | 'OUT_OF_MEMORY' | 'FORKED';
  since: '0.1';
  creates: 'Connector';
}>;

/**
 * Closes a connector: every call and operation that waits on it ends with `CLOSED`, what was accepted goes on being
 * sent until the linger ends. Returns when that is over. A second call gets `INVALID_HANDLE`.
 *
 * @param connector The connector.
 * @param linger_ms How long to go on sending, in milliseconds; 0 drops what is queued, -1 means the option `linger`.
 * @param undelivered Receives how many accepted messages were not handed to the operating system or, where peers acknowledge
 *   (option `acknowledged_delivery`), are not known to have arrived. May be null.
 */
export declare function connector_destroy(
  connector: Connector,
  linger_ms: i64,
  undelivered: Nullable<Out<u64>>,
): Call<{
  returns: StatusOnly;
  blocking: 'may_block';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'FORKED';
  since: '0.1';
  destroys: 'Connector';
}>;

/**
 * As `connector_destroy`, without waiting: the completion says when it is over and how many messages were not delivered.
 *
 * @param connector The connector.
 * @param linger_ms As for `connector_destroy`.
 * @param queue Where the completion goes.
 * @param tag Comes back with the completion.
 */
export declare function connector_destroy_async(
  connector: Connector,
  linger_ms: i64,
  queue: CompletionQueue,
  tag: u64,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'FORKED';
  since: '0.1';
  destroys: 'Connector';
  completion: { kind: 'DESTROY'; payload: 'none'; follows: 'always' };
}>;

/**
 * Binds the connector to an address, on which it then accepts connections.
 *
 * `tcp://host:port`: host is an IPv4 address, an IPv6 address in brackets, an interface's name, a host name or `*`; port
 * `*` or 0 lets the system choose. `ipc://path`, `ipc://@abstract-name`, `ipc://*` (a path in the temporary folder).
 * `inproc://name`: within this context.
 *
 * @param connector The connector.
 * @param endpoint The endpoint.
 * @param endpoint_size Its length in bytes.
 * @param bound Receives the endpoint with what the system chose, cut at the capacity. May be null.
 * @param bound_capacity Bytes of room in `bound`.
 * @returns The length of the bound endpoint in bytes.
 */
export declare function connector_bind(
  connector: Connector,
  endpoint: InText<'endpoint_size'>,
  endpoint_size: u64,
  bound: Nullable<OutText<'bound_capacity'>>,
  bound_capacity: u64,
): Call<{
  returns: Count;
  blocking: 'bounded';
  thread: 'any';
  errors:
    | 'INVALID_HANDLE'
    | 'INVALID_ARGUMENT'
    | 'CLOSED'
    | 'INVALID_ENDPOINT'
    | 'UNSUPPORTED_TRANSPORT'
    | 'NOT_SUPPORTED'
    | 'ADDRESS_IN_USE'
    | 'ADDRESS_NOT_AVAILABLE'
    | 'PERMISSION_DENIED'
    | 'NAME_NOT_RESOLVED'
    | 'TOO_MANY_FILES'
    | 'OUT_OF_MEMORY'
    | 'SYSTEM'
    | 'FORKED';
  since: '0.1';
}>;

/**
 * Connects the connector to an address. Returns at once: the connection is made, and made again for ever after it breaks,
 * behind the scenes, whether or not anybody is bound there yet. Host names are resolved anew at each attempt.
 * Connecting twice to the same endpoint does nothing for PUB, SUB, REQ, DEALER, CLIENT, RADIO and DISH, and opens a second connection for others.
 *
 * @param connector The connector.
 * @param endpoint The endpoint, as for `connector_bind` but without wildcards.
 * @param endpoint_size Its length in bytes.
 */
export declare function connector_connect(
  connector: Connector,
  endpoint: InText<'endpoint_size'>,
  endpoint_size: u64,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors:
    | 'INVALID_HANDLE'
    | 'INVALID_ARGUMENT'
    | 'CLOSED'
    | 'INVALID_ENDPOINT'
    | 'UNSUPPORTED_TRANSPORT'
    | 'NOT_SUPPORTED'
    | 'OUT_OF_MEMORY'
    | 'FORKED';
  since: '0.1';
}>;

/**
 * Stops accepting on a bound endpoint. Links that were accepted there go on.
 *
 * @param connector The connector.
 * @param endpoint The endpoint as `connector_bind` resolved it, or as it was given there.
 * @param endpoint_size Its length in bytes.
 */
export declare function connector_unbind(
  connector: Connector,
  endpoint: InText<'endpoint_size'>,
  endpoint_size: u64,
): Call<{
  returns: StatusOnly;
  blocking: 'bounded';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'NOT_FOUND' | 'FORKED';
  since: '0.1';
}>;

/**
 * Ends a connection made by `connector_connect`, and the attempts to make it. What was accepted for its peer goes on being
 * sent in the background, as long as the option `linger` says. One call ends one connection.
 *
 * @param connector The connector.
 * @param endpoint The endpoint as it was given to `connector_connect`.
 * @param endpoint_size Its length in bytes.
 */
export declare function connector_disconnect(
  connector: Connector,
  endpoint: InText<'endpoint_size'>,
  endpoint_size: u64,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'NOT_FOUND' | 'FORKED';
  since: '0.1';
}>;

/**
 * Asks peers for the messages whose first part begins with a topic. SUB only. Counted: as many unsubscriptions undo it.
 *
 * @param connector The connector.
 * @param topic The topic; of length 0, everything. May be null then.
 * @param topic_size Its length in bytes.
 */
export declare function connector_subscribe(
  connector: Connector,
  topic: Nullable<InBytes<'topic_size'>>,
  topic_size: u64,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'NOT_SUPPORTED' | 'OUT_OF_MEMORY' | 'FORKED';
  since: '0.1';
}>;

/**
 * Undoes one `connector_subscribe`.
 *
 * @param connector The connector.
 * @param topic The topic.
 * @param topic_size Its length in bytes.
 */
export declare function connector_unsubscribe(
  connector: Connector,
  topic: Nullable<InBytes<'topic_size'>>,
  topic_size: u64,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'NOT_SUPPORTED' | 'NOT_FOUND' | 'FORKED';
  since: '0.1';
}>;

/**
 * Sends messages, in order, and waits for room where there is none. The bytes are copied.
 *
 * What has room is accepted at once and then delivered in the background. A call that may wait for 16 ms or longer and
 * that has much to send (PUSH, DEALER, PAIR, REQ, SCATTER, CLIENT and CHANNEL) may stay for some of that after all is accepted, in which it writes
 * itself or lets the other side catch up: large messages are faster so. It does not wait there for a peer that reads
 * nothing for 1 ms.
 *
 * @param connector The connector.
 * @param bytes The bytes of all parts, one behind the other. May be null when there are none.
 * @param size How many bytes.
 * @param parts How the bytes fall into parts and messages. Null: all of them are one message of one part.
 * @param part_count How many parts.
 * @param timeout_ms How long to wait for room, in milliseconds; 0 not at all, -1 for ever.
 * @returns How many messages were accepted: fewer than given only where the wait ended after the first.
 */
export declare function connector_send_sync(
  connector: Connector,
  bytes: Nullable<InBytes<'size'>>,
  size: u64,
  parts: Nullable<InArray<Part, 'part_count'>>,
  part_count: u32,
  timeout_ms: i64,
): Call<{
  returns: Count;
  blocking: 'may_block';
  thread: 'any';
  errors:
    | 'INVALID_HANDLE'
    | 'INVALID_ARGUMENT'
    | 'CLOSED'
    | 'AGAIN'
    | 'TIMED_OUT'
    | 'INTERRUPTED'
    | 'HOST_UNREACHABLE'
    | 'NOT_SUPPORTED'
    | 'WRONG_STATE'
    | 'OUT_OF_MEMORY'
    | 'FORKED';
  since: '0.1';
}>;

/**
 * As `connector_send_sync` with a timeout of 0: for event loops. `AGAIN` where not even the first message had room.
 *
 * @param connector The connector.
 * @param bytes As for `connector_send_sync`.
 * @param size How many bytes.
 * @param parts As for `connector_send_sync`.
 * @param part_count How many parts.
 * @returns How many messages were accepted.
 */
export declare function connector_try_send(
  connector: Connector,
  bytes: Nullable<InBytes<'size'>>,
  size: u64,
  parts: Nullable<InArray<Part, 'part_count'>>,
  part_count: u32,
): Call<{
  returns: Count;
  blocking: 'never';
  thread: 'any';
  errors:
    | 'INVALID_HANDLE'
    | 'INVALID_ARGUMENT'
    | 'CLOSED'
    | 'AGAIN'
    | 'HOST_UNREACHABLE'
    | 'NOT_SUPPORTED'
    | 'WRONG_STATE'
    | 'OUT_OF_MEMORY'
    | 'FORKED';
  since: '0.1';
}>;

/**
 * Sends messages without waiting. What has room is accepted before the call returns; the rest is copied, keeps its place
 * before all later sends, and is accepted as room comes. A completion follows only if there is a rest.
 *
 * @param connector The connector.
 * @param bytes As for `connector_send_sync`.
 * @param size How many bytes.
 * @param parts As for `connector_send_sync`.
 * @param part_count How many parts.
 * @param queue Where the completion goes.
 * @param tag Comes back with the completion.
 * @returns How many messages were accepted at once. Fewer than given: a completion follows for the rest.
 */
export declare function connector_send_async(
  connector: Connector,
  bytes: Nullable<InBytes<'size'>>,
  size: u64,
  parts: Nullable<InArray<Part, 'part_count'>>,
  part_count: u32,
  queue: CompletionQueue,
  tag: u64,
): Call<{
  returns: Count;
  blocking: 'never';
  thread: 'any';
  errors:
    | 'INVALID_HANDLE'
    | 'INVALID_ARGUMENT'
    | 'CLOSED'
    | 'HOST_UNREACHABLE'
    | 'NOT_SUPPORTED'
    | 'WRONG_STATE'
    | 'OUT_OF_MEMORY'
    | 'FORKED';
  since: '0.1';
  completion: { kind: 'SEND'; payload: 'none'; follows: 'when_pending' };
}>;

/**
 * Sends one message held by the library, without copying its large parts, and waits for room where there is none.
 *
 * @param connector The connector.
 * @param message The message. After success its handle is gone.
 * @param timeout_ms As for `connector_send_sync`.
 */
export declare function connector_send_message_sync(
  connector: Connector,
  message: Transferred<Message>,
  timeout_ms: i64,
): Call<{
  returns: StatusOnly;
  blocking: 'may_block';
  thread: 'any';
  errors:
    | 'INVALID_HANDLE'
    | 'INVALID_ARGUMENT'
    | 'CLOSED'
    | 'AGAIN'
    | 'TIMED_OUT'
    | 'INTERRUPTED'
    | 'HOST_UNREACHABLE'
    | 'NOT_SUPPORTED'
    | 'WRONG_STATE'
    | 'OUT_OF_MEMORY'
    | 'FORKED';
  since: '0.1';
}>;

/**
 * As `connector_send_message_sync`, without waiting.
 *
 * @param connector The connector.
 * @param message The message. After 0 or 1 its handle is gone.
 * @param queue Where the completion goes.
 * @param tag Comes back with the completion.
 * @returns 1: accepted at once, no completion follows. 0: a completion follows.
 */
export declare function connector_send_message_async(
  connector: Connector,
  message: Transferred<Message>,
  queue: CompletionQueue,
  tag: u64,
): Call<{
  returns: Count;
  blocking: 'never';
  thread: 'any';
  errors:
    | 'INVALID_HANDLE'
    | 'INVALID_ARGUMENT'
    | 'CLOSED'
    | 'HOST_UNREACHABLE'
    | 'NOT_SUPPORTED'
    | 'WRONG_STATE'
    | 'OUT_OF_MEMORY'
    | 'FORKED';
  since: '0.1';
  completion: { kind: 'SEND'; payload: 'none'; follows: 'when_pending' };
}>;

/**
 * Receives messages into the caller's memory, and waits for the first where there is none. Takes only whole messages, as
 * many as are there and fit. Where the first does not fit nothing is taken: `BUFFER_TOO_SMALL`, and the first entry of
 * `parts` says how many bytes (`size`) and parts (`needed`) it takes.
 *
 * @param connector The connector.
 * @param bytes Receives the bytes of all parts, one behind the other. May be null when the capacity is 0.
 * @param byte_capacity Bytes of room.
 * @param parts Receives how the bytes fall into parts and messages.
 * @param part_capacity Room for parts, at least 1.
 * @param max_messages Take no more messages than this; 0 means as many as fit.
 * @param timeout_ms How long to wait for the first, in milliseconds; 0 not at all, -1 for ever.
 * @returns How many parts were written.
 */
export declare function connector_recv_sync(
  connector: Connector,
  bytes: Nullable<OutBytes<'byte_capacity'>>,
  byte_capacity: u64,
  parts: OutArray<Part, 'part_capacity'>,
  part_capacity: u32,
  max_messages: u32,
  timeout_ms: i64,
): Call<{
  returns: Count;
  blocking: 'may_block';
  thread: 'any';
  errors:
    | 'INVALID_HANDLE'
    | 'INVALID_ARGUMENT'
    | 'CLOSED'
    | 'AGAIN'
    | 'TIMED_OUT'
    | 'INTERRUPTED'
    | 'NOT_SUPPORTED'
    | 'WRONG_STATE'
    | 'BUFFER_TOO_SMALL'
    | 'FORKED'
    | 'UNDELIVERABLE';
  since: '0.1';
}>;

/**
 * As `connector_recv_sync` with a timeout of 0: for event loops.
 *
 * @param connector The connector.
 * @param bytes As for `connector_recv_sync`.
 * @param byte_capacity Bytes of room.
 * @param parts As for `connector_recv_sync`.
 * @param part_capacity Room for parts, at least 1.
 * @param max_messages Take no more messages than this; 0 means as many as fit.
 * @returns How many parts were written.
 */
export declare function connector_try_recv(
  connector: Connector,
  bytes: Nullable<OutBytes<'byte_capacity'>>,
  byte_capacity: u64,
  parts: OutArray<Part, 'part_capacity'>,
  part_capacity: u32,
  max_messages: u32,
): Call<{
  returns: Count;
  blocking: 'never';
  thread: 'any';
  errors:
    | 'INVALID_HANDLE'
    | 'INVALID_ARGUMENT'
    | 'CLOSED'
    | 'AGAIN'
    | 'NOT_SUPPORTED'
    | 'WRONG_STATE'
    | 'BUFFER_TOO_SMALL'
    | 'FORKED'
    | 'UNDELIVERABLE';
  since: '0.1';
}>;

/**
 * Receives messages as they come: one completion, with at least one message, copied out by the drain. Operations are
 * served in the order in which they were made. A cancelled operation takes nothing; a completed one that nobody waits
 * for any more still carries its messages.
 *
 * @param connector The connector.
 * @param max_messages How many messages the completion may carry, at least 1.
 * @param max_bytes How many bytes the messages after the first may bring it to.
 * @param queue Where the completion goes.
 * @param tag Comes back with the completion.
 */
export declare function connector_recv_async(
  connector: Connector,
  max_messages: u32,
  max_bytes: u64,
  queue: CompletionQueue,
  tag: u64,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors:
    | 'INVALID_HANDLE'
    | 'INVALID_ARGUMENT'
    | 'CLOSED'
    | 'NOT_SUPPORTED'
    | 'WRONG_STATE'
    | 'OUT_OF_MEMORY'
    | 'FORKED'
    | 'UNDELIVERABLE';
  since: '0.1';
  completion: { kind: 'RECV'; payload: 'messages'; follows: 'always' };
}>;

/**
 * Receives one message without copying it, and waits where there is none.
 *
 * @param connector The connector.
 * @param message Receives the handle; `message_destroy` releases it.
 * @param timeout_ms As for `connector_recv_sync`.
 */
export declare function connector_recv_message_sync(
  connector: Connector,
  message: Out<Message>,
  timeout_ms: i64,
): Call<{
  returns: StatusOnly;
  blocking: 'may_block';
  thread: 'any';
  errors:
    | 'INVALID_HANDLE'
    | 'INVALID_ARGUMENT'
    | 'CLOSED'
    | 'AGAIN'
    | 'TIMED_OUT'
    | 'INTERRUPTED'
    | 'NOT_SUPPORTED'
    | 'WRONG_STATE'
    | 'TOO_MANY_HANDLES'
    | 'OUT_OF_MEMORY'
    | 'FORKED'
    | 'UNDELIVERABLE';
  since: '0.1';
  creates: 'Message';
}>;

/**
 * As `connector_recv_message_sync`, without waiting: the completion carries the handle.
 *
 * @param connector The connector.
 * @param queue Where the completion goes.
 * @param tag Comes back with the completion.
 */
export declare function connector_recv_message_async(
  connector: Connector,
  queue: CompletionQueue,
  tag: u64,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors:
    | 'INVALID_HANDLE'
    | 'INVALID_ARGUMENT'
    | 'CLOSED'
    | 'NOT_SUPPORTED'
    | 'WRONG_STATE'
    | 'OUT_OF_MEMORY'
    | 'FORKED'
    | 'UNDELIVERABLE';
  since: '0.1';
  completion: { kind: 'RECV_MESSAGE'; payload: 'message'; follows: 'always' };
}>;

/**
 * Says that the application is done with messages that it received, where the option `manual_acknowledgement` leaves that to
 * it: the oldest ones that it has not yet acknowledged, in the order in which they were received. A message that had no
 * room, or that went back because nobody waits for its operation any more, keeps its place.
 *
 * @param connector The connector.
 * @param count How many messages. More than there are: all.
 * @returns How many were acknowledged; 0 where the option is off.
 */
export declare function connector_acknowledge(
  connector: Connector,
  count: u32,
): Call<{
  returns: Count;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'CLOSED' | 'FORKED';
  since: '0.2';
}>;

/**
 * Sets an option.
 *
 * @param connector The connector.
 * @param option Which one.
 * @param value Whole numbers and truth values: 8 bytes, a signed integer in the machine's order. Text and bytes: as they are.
 * @param value_size Bytes of the value.
 */
export declare function connector_set_option(
  connector: Connector,
  option: OptionId,
  value: Nullable<InBytes<'value_size'>>,
  value_size: u64,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors:
    | 'INVALID_HANDLE'
    | 'INVALID_ARGUMENT'
    | 'CLOSED'
    | 'NOT_FOUND'
    | 'READ_ONLY'
    | 'NOT_SUPPORTED'
    | 'WRONG_STATE'
    | 'OUT_OF_MEMORY'
    | 'FORKED';
  since: '0.1';
}>;

/**
 * Reads an option.
 *
 * @param connector The connector.
 * @param option Which one.
 * @param value Receives the value in the form that `connector_set_option` takes.
 * @param value_capacity Bytes of room.
 * @returns The length of the value in bytes. More than the capacity: nothing was written.
 */
export declare function connector_get_option(
  connector: Connector,
  option: OptionId,
  value: Nullable<OutBytes<'value_capacity'>>,
  value_capacity: u64,
): Call<{
  returns: Count;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'NOT_FOUND' | 'FORKED';
  since: '0.1';
}>;

/**
 * Reads the counters of a connector.
 *
 * @param connector The connector.
 * @param stats The caller sets `size`; as many bytes are written.
 */
export declare function connector_get_stats(
  connector: Connector,
  stats: InOut<ConnectorStats>,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'FORKED';
  since: '0.1';
}>;

/**
 * What a connector's peers are, and their counters: one record for each peer that exists now, in the order of their
 * numbers, and of those that are gone while they have messages that nobody has taken.
 *
 * @param connector The connector.
 * @param first The least number of a peer that is wanted; 0 for all. To go on after a full array: one more than the last number.
 * @param peers Receives the records.
 * @param peer_capacity Room for records.
 * @returns How many were written.
 */
export declare function connector_get_peer_stats(
  connector: Connector,
  first: u64,
  peers: OutArray<PeerStats, 'peer_capacity'>,
  peer_capacity: u32,
): Call<{
  returns: Count;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'FORKED';
  since: '0.2';
}>;

/**
 * Takes what happened to the connector since the last call, oldest first. The connector keeps the newest 1024 events and
 * counts what it had to forget; it never waits for an observer.
 *
 * @param connector The connector.
 * @param events Receives the events.
 * @param event_capacity Room for events.
 * @returns How many were written.
 */
export declare function connector_take_events(
  connector: Connector,
  events: OutArray<Event, 'event_capacity'>,
  event_capacity: u32,
): Call<{
  returns: Count;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'FORKED';
  since: '0.1';
}>;

/**
 * Joins a group: DISH only. RADIOs that are connected, now or later, are told of it.
 *
 * @param connector The connector.
 * @param group The group's name.
 * @param group_size Its length in bytes, at most 255.
 */
export declare function connector_join(
  connector: Connector,
  group: Nullable<InBytes<'group_size'>>,
  group_size: u64,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors:
    | 'INVALID_HANDLE'
    | 'INVALID_ARGUMENT'
    | 'CLOSED'
    | 'NOT_SUPPORTED'
    | 'WRONG_STATE'
    | 'OUT_OF_MEMORY'
    | 'FORKED';
  since: '0.3';
}>;

/**
 * Leaves a group that was joined.
 *
 * @param connector The connector.
 * @param group The group's name.
 * @param group_size Its length in bytes.
 */
export declare function connector_leave(
  connector: Connector,
  group: Nullable<InBytes<'group_size'>>,
  group_size: u64,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'NOT_SUPPORTED' | 'NOT_FOUND' | 'OUT_OF_MEMORY' | 'FORKED';
  since: '0.3';
}>;

/**
 * As `connector_connect`, and tells at once which routing id the peer behind it will have. PEER only.
 *
 * @param connector The connector.
 * @param endpoint The endpoint, as for `connector_connect`.
 * @param endpoint_size Its length in bytes.
 * @param routing_id Receives the routing id: as the first part of a message, 4 bytes with the highest first.
 */
export declare function connector_connect_peer(
  connector: Connector,
  endpoint: InText<'endpoint_size'>,
  endpoint_size: u64,
  routing_id: Out<u32>,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors:
    | 'INVALID_HANDLE'
    | 'INVALID_ARGUMENT'
    | 'CLOSED'
    | 'INVALID_ENDPOINT'
    | 'UNSUPPORTED_TRANSPORT'
    | 'NOT_SUPPORTED'
    | 'OUT_OF_MEMORY'
    | 'FORKED';
  since: '0.3';
}>;

/**
 * As `connector_connect`, and the peer behind it has the routing id that the caller gives it, from this call on: what is sent to
 * it is queued before there is a connection, and it keeps the id over all of them, whatever identity it says. Nobody else may link
 * that says this identity: its link ends with `ROUTING_ID_IN_USE`, and the event `HANDSHAKE_FAILED` says so. ROUTER and STREAM only.
 *
 * @param connector The connector.
 * @param endpoint The endpoint, as for `connector_connect`.
 * @param endpoint_size Its length in bytes.
 * @param routing_id What the peer is called: 1 to 255 bytes, of which the first is not 0.
 * @param routing_id_size Its length in bytes.
 */
export declare function connector_connect_as(
  connector: Connector,
  endpoint: InText<'endpoint_size'>,
  endpoint_size: u64,
  routing_id: InBytes<'routing_id_size'>,
  routing_id_size: u64,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors:
    | 'INVALID_HANDLE'
    | 'INVALID_ARGUMENT'
    | 'CLOSED'
    | 'INVALID_ENDPOINT'
    | 'UNSUPPORTED_TRANSPORT'
    | 'NOT_SUPPORTED'
    | 'ROUTING_ID_IN_USE'
    | 'OUT_OF_MEMORY'
    | 'FORKED';
  since: '0.3';
}>;

/**
 * As `connector_bind` for a socket that somebody else has bound and listens on: systemd socket activation. Its path is neither
 * made nor removed, and whoever else has the socket may go on to accept from it. It stays set up as it is, whatever the options say.
 *
 * @param connector The connector.
 * @param descriptor The listening socket, a stream over tcp or a path. After success it is the library's, and the number no longer
 *   the caller's; after failure it is as it was.
 * @param bound Receives its endpoint, cut at the capacity. May be null.
 * @param bound_capacity Bytes of room in `bound`.
 * @returns The length of the endpoint in bytes.
 */
export declare function connector_bind_descriptor(
  connector: Connector,
  descriptor: i32,
  bound: Nullable<OutText<'bound_capacity'>>,
  bound_capacity: u64,
): Call<{
  returns: Count;
  blocking: 'bounded';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'TOO_MANY_FILES' | 'OUT_OF_MEMORY' | 'SYSTEM' | 'FORKED';
  since: '0.3';
}>;

/**
 * Waits until so many peers are linked: their handshakes are done.
 *
 * @param connector The connector.
 * @param count How many are wanted.
 * @param timeout_ms How long to wait, in milliseconds; 0 not at all, -1 for ever.
 * @returns How many peers are linked: at least so many.
 */
export declare function connector_wait_for_peers(
  connector: Connector,
  count: u32,
  timeout_ms: i64,
): Call<{
  returns: Count;
  blocking: 'may_block';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'AGAIN' | 'TIMED_OUT' | 'INTERRUPTED' | 'FORKED';
  since: '0.3';
}>;

/**
 * As `connector_wait_for_peers`: a completion says when it is so.
 *
 * @param connector The connector.
 * @param count How many are wanted.
 * @param queue Where the completion goes.
 * @param tag Comes back with the completion.
 */
export declare function connector_wait_for_peers_async(
  connector: Connector,
  count: u32,
  queue: CompletionQueue,
  tag: u64,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'OUT_OF_MEMORY' | 'FORKED';
  since: '0.3';
  completion: { kind: 'PEERS'; payload: 'none'; follows: 'always' };
}>;

/**
 * Waits until so many peers are subscribed to a message that begins with this topic, so that none of it is lost. PUB and XPUB; for a RADIO
 * the topic is a group.
 *
 * @param connector The connector.
 * @param topic How the message would begin. May be null when empty.
 * @param topic_size Its length in bytes.
 * @param count How many are wanted.
 * @param timeout_ms How long to wait, in milliseconds; 0 not at all, -1 for ever.
 * @returns How many peers are subscribed: at least so many.
 */
export declare function connector_wait_for_subscribers(
  connector: Connector,
  topic: Nullable<InBytes<'topic_size'>>,
  topic_size: u64,
  count: u32,
  timeout_ms: i64,
): Call<{
  returns: Count;
  blocking: 'may_block';
  thread: 'any';
  errors:
    | 'INVALID_HANDLE'
    | 'INVALID_ARGUMENT'
    | 'CLOSED'
    | 'AGAIN'
    | 'TIMED_OUT'
    | 'INTERRUPTED'
    | 'NOT_SUPPORTED'
    | 'FORKED';
  since: '0.3';
}>;

/**
 * As `connector_wait_for_subscribers`: a completion says when it is so.
 *
 * @param connector The connector.
 * @param topic As for `connector_wait_for_subscribers`. Copied.
 * @param topic_size Its length in bytes.
 * @param count How many are wanted.
 * @param queue Where the completion goes.
 * @param tag Comes back with the completion.
 */
export declare function connector_wait_for_subscribers_async(
  connector: Connector,
  topic: Nullable<InBytes<'topic_size'>>,
  topic_size: u64,
  count: u32,
  queue: CompletionQueue,
  tag: u64,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'NOT_SUPPORTED' | 'OUT_OF_MEMORY' | 'FORKED';
  since: '0.3';
  completion: { kind: 'SUBSCRIBERS'; payload: 'none'; follows: 'always' };
}>;

/**
 * Waits until there is something for `connector_take_events`.
 *
 * @param connector The connector.
 * @param timeout_ms How long to wait, in milliseconds; 0 not at all, -1 for ever.
 * @returns How many events may be taken: at least 1. Another thread may take them first.
 */
export declare function connector_wait_for_events(
  connector: Connector,
  timeout_ms: i64,
): Call<{
  returns: Count;
  blocking: 'may_block';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'AGAIN' | 'TIMED_OUT' | 'INTERRUPTED' | 'FORKED';
  since: '0.4';
}>;

/**
 * As `connector_wait_for_events`: a completion says when there is something.
 *
 * @param connector The connector.
 * @param queue Where the completion goes.
 * @param tag Comes back with the completion.
 */
export declare function connector_wait_for_events_async(
  connector: Connector,
  queue: CompletionQueue,
  tag: u64,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'OUT_OF_MEMORY' | 'FORKED';
  since: '0.4';
  completion: { kind: 'EVENTS'; payload: 'none'; follows: 'always' };
}>;

/**
 * What the connector is ready for now.
 *
 * Messages that the binding of a language has fetched ahead, to hand them out one by one, are not in the connector any more: neither this
 * nor a descriptor or a poller tells of them. There, take all that the binding has before a wait begins (receive without waiting until
 * there is nothing), or ask the binding.
 *
 * @param connector The connector.
 * @returns A set of `Readiness`.
 */
export declare function connector_ready(connector: Connector): Call<{
  returns: Count;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'CLOSED' | 'FORKED';
  since: '0.3';
}>;

/**
 * A descriptor for poll(2) and its kin that is readable as long as the connector is ready for one thing: for event loops that know
 * descriptors only. Level-triggered; nothing is ever to be read from it. It is readable, too, once the connector is closed. A context
 * without io threads has to be driven for it to change. It does not tell of messages that a language's binding has fetched ahead: see
 * `connector_ready`.
 *
 * @param connector The connector.
 * @param readiness What for: exactly one of `Readiness`.
 * @param descriptor Receives the descriptor, which stays the library's and lives as long as the connector.
 */
export declare function connector_descriptor(
  connector: Connector,
  readiness: Readiness,
  descriptor: Out<i32>,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'TOO_MANY_FILES' | 'OUT_OF_MEMORY' | 'FORKED';
  since: '0.3';
}>;

/**
 * Says who a peer is.
 *
 * @param connector The connector.
 * @param peer Its number, as `connector_get_peer_stats`, `Event` and `message_peer` give it.
 * @param info The caller sets `size`; as many bytes are written.
 */
export declare function connector_get_peer_info(
  connector: Connector,
  peer: u64,
  info: InOut<PeerInfo>,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'NOT_FOUND' | 'FORKED';
  since: '0.3';
}>;

/**
 * Says what a peer said about itself when its link came up: `Socket-Type`, `Identity`, or one of the properties that its option
 * `metadata` has. Names are compared without regard to case.
 *
 * @param connector The connector.
 * @param peer Its number, as for `connector_get_peer_info`.
 * @param name The property's name.
 * @param name_size Its length in bytes.
 * @param value Receives the value. May be null.
 * @param value_capacity Bytes of room in `value`.
 * @returns The length of the value in bytes. More than the capacity: nothing was written.
 */
export declare function connector_get_peer_property(
  connector: Connector,
  peer: u64,
  name: InText<'name_size'>,
  name_size: u64,
  value: Nullable<OutBytes<'value_capacity'>>,
  value_capacity: u64,
): Call<{
  returns: Count;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'CLOSED' | 'NOT_FOUND' | 'FORKED';
  since: '0.3';
}>;
