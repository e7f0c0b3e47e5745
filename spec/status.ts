/**
 * Every way in which a call can end. 0 or a positive count is good, negative is an error. The text of a member is what
 * `ymq_status_text` says; `ymq_last_error` adds which value was wrong, and what would be right.
 *
 * @prefix YMQ_
 */
export enum Status {
  /** Success. */
  OK = 0,
  /** An argument is out of its range or of the wrong form. */
  INVALID_ARGUMENT = -1,
  /** The handle is null, stale, or names an object of another kind. */
  INVALID_HANDLE = -2,
  /** The connector, queue or context was closed, before the call or while it waited. */
  CLOSED = -3,
  /** It cannot be done now without waiting, and the call was told not to wait. */
  AGAIN = -4,
  /** The timeout passed before it could be done. */
  TIMED_OUT = -5,
  /** A signal arrived while the call waited; nothing was lost, call again. */
  INTERRUPTED = -6,
  /** The operation was cancelled before it took effect; nothing was sent or taken. */
  CANCELLED = -7,
  /** The text is not an endpoint: transport://address is expected. */
  INVALID_ENDPOINT = -8,
  /** The transport is unknown: tcp, ipc and inproc are supported. */
  UNSUPPORTED_TRANSPORT = -9,
  /** Somebody else is bound to this address. */
  ADDRESS_IN_USE = -10,
  /** The address does not belong to this machine. */
  ADDRESS_NOT_AVAILABLE = -11,
  /** The operating system forbids it. */
  PERMISSION_DENIED = -12,
  /** The host name could not be resolved. */
  NAME_NOT_RESOLVED = -13,
  /** No peer with this routing id is known, and the connector was told to say so. */
  HOST_UNREACHABLE = -14,
  /** A connector of this type cannot do that, or something that it takes is not installed. */
  NOT_SUPPORTED = -15,
  /** The pattern does not allow this now: a REQ sends and receives in turn, a REP receives before it sends. */
  WRONG_STATE = -16,
  /** The message is larger than the limit. */
  MESSAGE_TOO_LARGE = -17,
  /** The caller's memory is too small for the first result; the call says how much is needed and keeps the result. */
  BUFFER_TOO_SMALL = -18,
  /** Memory could not be allocated. */
  OUT_OF_MEMORY = -19,
  /** The process or the system has no descriptors left. */
  TOO_MANY_FILES = -20,
  /** The library has no handles left. */
  TOO_MANY_HANDLES = -21,
  /** There is no such endpoint, subscription, operation or option here. */
  NOT_FOUND = -22,
  /** The process was forked: handles made by the parent are of no use in the child. */
  FORKED = -23,
  /** The option is read-only. */
  READ_ONLY = -24,
  /** The peer broke the protocol. */
  PROTOCOL = -25,
  /** The peer refused the connection. */
  CONNECTION_REFUSED = -26,
  /** The connection broke. */
  CONNECTION_RESET = -27,
  /** The peer closed the connection. */
  PEER_CLOSED = -28,
  /** The peer is of a type that this connector does not talk to. */
  INCOMPATIBLE_PEER = -29,
  /** The endpoint leads back to this very connector. */
  SELF_CONNECTION = -30,
  /** The operating system refused for another reason; `ymq_last_error` gives its number. */
  SYSTEM = -31,
  /** The library met a fault of its own; `ymq_last_error` says what. */
  INTERNAL = -32,
  /** The peer is gone for good without having said so: it was away for longer than its session may last, or has begun anew. */
  PEER_LOST = -33,
  /** Nobody could be found to take the message, however often it was tried. */
  UNDELIVERABLE = -34,
  /** More peers are remembered than the connector may remember. */
  TOO_MANY_PEERS = -35,
  /** A newer connection of the same peer has taken over. */
  SUPERSEDED = -36,
  /** The peer subscribed to more topics, or to longer ones, than it may. */
  TOO_MANY_TOPICS = -37,
  /** Who the peer says it is was not believed, here or there, or there was nobody to ask. */
  AUTHENTICATION_FAILED = -38,
  /** Another peer has this routing id. */
  ROUTING_ID_IN_USE = -39,
}
export type StatusName = keyof typeof Status;
