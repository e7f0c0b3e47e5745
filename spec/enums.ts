/**
 * How a context talks to the operating system.
 *
 * @prefix YMQ_BACKEND_
 */
export enum Backend {
  /** What the environment variable `YMQ_BACKEND` names, else epoll, which measured best over all (docs/performance.md). */
  DEFAULT = 0,
  /** epoll(7): works everywhere. */
  EPOLL = 1,
  /**
   * io_uring(7), Linux 6.0 or later: fewer system calls where one connector has many peers. Where the system refuses it,
   * and in a context without io threads, the context becomes EPOLL; `io_context_backend` says so, and why.
   */
  IO_URING = 2,
}

/**
 * The pattern of a connector: what its peers may be, whom a message goes to, whose message comes next.
 *
 * @prefix YMQ_
 */
export enum ConnectorType {
  /** Exactly one peer, both ways. */
  PAIR = 0,
  /** Sends to every subscriber; drops for a subscriber that does not keep up. RFC 29. */
  PUB = 1,
  /** Receives what it subscribed to. RFC 29. */
  SUB = 2,
  /** Sends a request, then receives its reply. RFC 28. */
  REQ = 3,
  /** Receives a request, then sends its reply. RFC 28. */
  REP = 4,
  /** Sends to its peers in turn, receives from them in turn. RFC 28. */
  DEALER = 5,
  /** Names the peer in the first part, on send and on receive. RFC 28. */
  ROUTER = 6,
  /** Receives from its peers in turn. RFC 30. */
  PULL = 7,
  /** Sends to its peers in turn. RFC 30. */
  PUSH = 8,
  /** As PUB, and receives what its subscribers subscribe to: a byte 1, or 0 for a cancellation, and the topic. RFC 29. */
  XPUB = 9,
  /** As SUB, and subscribes by sending a byte 1, or 0 to cancel, and the topic. RFC 29. */
  XSUB = 10,
  /**
   * Talks to programs that speak no ZMTP, over tcp and ipc: a message is the routing id of a connection, as a ROUTER gives it, and
   * bytes, which are sent and received as they are. Empty bytes are received when a connection is made, and when it has
   * ended by itself; sent, they end it.
   */
  STREAM = 11,
  /** As ROUTER for CLIENTs, in messages of one part behind the peer's routing id of 4 bytes. RFC 41. */
  SERVER = 12,
  /** As DEALER for SERVERs, in messages of one part. RFC 41. */
  CLIENT = 13,
  /** Sends the second part to every DISH that joined the group named by the first. RFC 48. */
  RADIO = 14,
  /** Receives what RADIOs send to the groups that it joined, as two parts. RFC 48. */
  DISH = 15,
  /** As PULL, in messages of one part. RFC 49. */
  GATHER = 16,
  /** As PUSH, in messages of one part. RFC 49. */
  SCATTER = 17,
  /** As SERVER, among equals, and learns the routing id when it connects. */
  PEER = 19,
  /** As PAIR, in messages of one part. RFC 52. */
  CHANNEL = 20,
}

/**
 * After what a connector makes no further attempt to connect to an endpoint.
 *
 * @flags
 * @prefix YMQ_STOP_
 */
export enum ReconnectStop {
  /** The connection was refused, or the path or name does not exist: nobody is bound there. */
  REFUSED = 1,
  /** The handshake failed. */
  HANDSHAKE_FAILED = 2,
  /** A link that was up ended. */
  DISCONNECTED = 4,
}

/**
 * What a ROUTER is told about its peers by empty messages.
 *
 * @flags
 * @prefix YMQ_NOTICE_
 */
export enum PeerNotice {
  /** A peer has linked. */
  CONNECTED = 1,
  /** The link of a peer has ended. */
  DISCONNECTED = 2,
}

/**
 * How peers prove who they are.
 *
 * @prefix YMQ_MECHANISM_
 */
export enum Mechanism {
  /** Not at all. RFC 23. */
  NULL = 0,
  /** By a name and a password, in the clear. RFC 24. */
  PLAIN = 1,
  /** By keys, and everything is encrypted. RFC 26. */
  CURVE = 2,
  /** By Kerberos. RFC 38. */
  GSSAPI = 3,
}

/**
 * How the name of a Kerberos principal is written.
 *
 * @prefix YMQ_PRINCIPAL_
 */
export enum PrincipalForm {
  /** A service on a host: `service@host`. */
  HOST_BASED = 0,
  /** The name of a user of the system. */
  USER = 1,
  /** As Kerberos writes it: `name@REALM`, `service/host@REALM`. */
  KERBEROS = 2,
}

/**
 * What a connector is ready for.
 *
 * @flags
 * @prefix YMQ_READY_
 */
export enum Readiness {
  /** A receive would get a message at once. */
  READABLE = 1,
  /** A send would be accepted at once by at least one peer, or dropped as the pattern has it. */
  WRITABLE = 2,
  /** There are events to be taken. */
  EVENTFUL = 4,
}

/**
 * Flags of a part.
 *
 * @flags
 * @prefix YMQ_PART_
 */
export enum PartFlag {
  /** Another part of the same message follows. */
  MORE = 1,
  /**
   * In the first part of a received message: it may have been handed to another receiver before, which was lost before it
   * acknowledged it. Ignored in what is sent.
   */
  REDELIVERED = 2,
}

/**
 * What a peer is now.
 *
 * @flags
 * @prefix YMQ_PEER_
 */
export enum PeerState {
  /** It has a link, whose handshake is done. */
  LINKED = 1,
  /** It was made by connect, and gets one link after the other. */
  LASTING = 2,
  /** It has a session: what it does not acknowledge is kept for it. */
  SESSION = 4,
  /** It has no link, and may come back to its session. */
  AWAITED = 8,
  /** It is gone, and what it sent has not been taken yet. */
  GONE = 16,
}

/**
 * Which descriptor tells a foreign event loop that a completion queue has something for it.
 *
 * @prefix YMQ_WAKE_
 */
export enum WakeKind {
  /** None: the caller waits with `completion_queue_wait`. */
  NONE = 0,
  /** The read end of a pipe, handed over to the caller, who swallows its bytes and closes it. For Node. */
  PIPE = 1,
  /** A descriptor for poll(2) and its kin, readable while the queue has something; stays the library's. For asyncio. */
  POLLABLE = 2,
}

/**
 * Which operation a completion ends.
 *
 * @prefix YMQ_COMPLETION_
 */
export enum CompletionKind {
  /** `connector_send_async` or `connector_send_message_async`: the messages were accepted, or status says why not. */
  SEND = 1,
  /** `connector_recv_async`: messages, copied out by the drain. */
  RECV = 2,
  /** `connector_recv_message_async`: one message as a handle. */
  RECV_MESSAGE = 3,
  /** `connector_destroy_async`: the connector is gone; `count` messages were not delivered. */
  DESTROY = 4,
  /** `connector_wait_for_peers_async`: `count` peers are linked. */
  PEERS = 5,
  /** `connector_wait_for_subscribers_async`: `count` peers are subscribed. */
  SUBSCRIBERS = 6,
  /** `message_add_lent_part`: nobody has any use for the caller's memory any more. */
  RELEASE = 7,
  /** `proxy_wait_async`: the proxy has ended; status says how. */
  PROXY = 8,
  /** `connector_wait_for_events_async`: `count` events may be taken. */
  EVENTS = 9,
  /** `completion_queue_start_timer`: the timer is due, or was cancelled. */
  TIMER = 10,
}

/**
 * What happened to a connector's endpoints and links.
 *
 * @prefix YMQ_EVENT_
 */
export enum EventKind {
  /** Events were lost because nobody took them; `count` says how many. */
  LOST = 0,
  /** An endpoint is bound and accepts connections. */
  LISTENING = 1,
  /** A peer finished its handshake. */
  CONNECTED = 2,
  /** A link to a peer that had finished its handshake ended; status says how. */
  DISCONNECTED = 3,
  /** An attempt to connect failed; another follows after `count` milliseconds. */
  CONNECT_FAILED = 4,
  /** A connection ended before its handshake did; status says why. */
  HANDSHAKE_FAILED = 5,
  /** A connection could not be accepted; the endpoint pauses and goes on. */
  ACCEPT_FAILED = 6,
  /** Messages for a peer were dropped; `count` says how many. */
  DROPPED = 7,
  /** An endpoint was unbound or disconnected; status says what it was given up for, where that was not asked for. */
  CLOSED = 8,
  /** A peer came back to its session; `count` messages had not arrived and are sent again. */
  RESUMED = 9,
  /** Messages that a lost peer had not acknowledged go to others, marked as redelivered; `count` says how many. */
  REDELIVERED = 10,
  /** Messages that a lost peer had not acknowledged can go to nobody else; `count` says how many, status why. */
  UNDELIVERABLE = 11,
  /** The link to a plain peer broke; `count` messages at most were handed to the system, and may or may not have arrived. */
  UNCERTAIN = 12,
  /** A peer's session is over; status says why: `PEER_CLOSED` (it said so), `PEER_LOST`, `PROTOCOL`, `CLOSED` (we did). */
  SESSION_ENDED = 13,
  /** A peer was given up before its time, because more are remembered than may be. */
  EVICTED = 14,
}
export type CompletionKindName = keyof typeof CompletionKind;
