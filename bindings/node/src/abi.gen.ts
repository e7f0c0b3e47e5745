// Generated from the spec of ymq by `npm run codegen`; do not edit.

import koffi, { type LibraryHandle } from 'koffi';

/** The version of the library that this header belongs to; `ymq_version` names that of the library in use. */
export const VERSION = '0.4.0';

/**
 * Every way in which a call can end. 0 or a positive count is good, negative is an error. The text of a member
 * is what `ymq_status_text` says; `ymq_last_error` adds which value was wrong, and what would be right.
 */
export const Status = {
  /** Success. */
  OK: 0,
  /** An argument is out of its range or of the wrong form. */
  INVALID_ARGUMENT: -1,
  /** The handle is null, stale, or names an object of another kind. */
  INVALID_HANDLE: -2,
  /** The connector, queue or context was closed, before the call or while it waited. */
  CLOSED: -3,
  /** It cannot be done now without waiting, and the call was told not to wait. */
  AGAIN: -4,
  /** The timeout passed before it could be done. */
  TIMED_OUT: -5,
  /** A signal arrived while the call waited; nothing was lost, call again. */
  INTERRUPTED: -6,
  /** The operation was cancelled before it took effect; nothing was sent or taken. */
  CANCELLED: -7,
  /** The text is not an endpoint: transport://address is expected. */
  INVALID_ENDPOINT: -8,
  /** The transport is unknown: tcp, ipc and inproc are supported. */
  UNSUPPORTED_TRANSPORT: -9,
  /** Somebody else is bound to this address. */
  ADDRESS_IN_USE: -10,
  /** The address does not belong to this machine. */
  ADDRESS_NOT_AVAILABLE: -11,
  /** The operating system forbids it. */
  PERMISSION_DENIED: -12,
  /** The host name could not be resolved. */
  NAME_NOT_RESOLVED: -13,
  /** No peer with this routing id is known, and the connector was told to say so. */
  HOST_UNREACHABLE: -14,
  /** A connector of this type cannot do that, or something that it takes is not installed. */
  NOT_SUPPORTED: -15,
  /** The pattern does not allow this now: a REQ sends and receives in turn, a REP receives before it sends. */
  WRONG_STATE: -16,
  /** The message is larger than the limit. */
  MESSAGE_TOO_LARGE: -17,
  /** The caller's memory is too small for the first result; the call says how much is needed and keeps the result. */
  BUFFER_TOO_SMALL: -18,
  /** Memory could not be allocated. */
  OUT_OF_MEMORY: -19,
  /** The process or the system has no descriptors left. */
  TOO_MANY_FILES: -20,
  /** The library has no handles left. */
  TOO_MANY_HANDLES: -21,
  /** There is no such endpoint, subscription, operation or option here. */
  NOT_FOUND: -22,
  /** The process was forked: handles made by the parent are of no use in the child. */
  FORKED: -23,
  /** The option is read-only. */
  READ_ONLY: -24,
  /** The peer broke the protocol. */
  PROTOCOL: -25,
  /** The peer refused the connection. */
  CONNECTION_REFUSED: -26,
  /** The connection broke. */
  CONNECTION_RESET: -27,
  /** The peer closed the connection. */
  PEER_CLOSED: -28,
  /** The peer is of a type that this connector does not talk to. */
  INCOMPATIBLE_PEER: -29,
  /** The endpoint leads back to this very connector. */
  SELF_CONNECTION: -30,
  /** The operating system refused for another reason; `ymq_last_error` gives its number. */
  SYSTEM: -31,
  /** The library met a fault of its own; `ymq_last_error` says what. */
  INTERNAL: -32,
  /**
   * The peer is gone for good without having said so: it was away for longer than its session may last, or has
   * begun anew.
   */
  PEER_LOST: -33,
  /** Nobody could be found to take the message, however often it was tried. */
  UNDELIVERABLE: -34,
  /** More peers are remembered than the connector may remember. */
  TOO_MANY_PEERS: -35,
  /** A newer connection of the same peer has taken over. */
  SUPERSEDED: -36,
  /** The peer subscribed to more topics, or to longer ones, than it may. */
  TOO_MANY_TOPICS: -37,
  /** Who the peer says it is was not believed, here or there, or there was nobody to ask. */
  AUTHENTICATION_FAILED: -38,
  /** Another peer has this routing id. */
  ROUTING_ID_IN_USE: -39,
} as const;
export type Status = (typeof Status)[keyof typeof Status];

/** How a context talks to the operating system. */
export const Backend = {
  /**
   * What the environment variable `YMQ_BACKEND` names, else epoll, which measured best over all
   * (docs/performance.md).
   */
  DEFAULT: 0,
  /** epoll(7): works everywhere. */
  EPOLL: 1,
  /**
   * io_uring(7), Linux 6.0 or later: fewer system calls where one connector has many peers. Where the system
   * refuses it, and in a context without io threads, the context becomes EPOLL; `io_context_backend` says so, and
   * why.
   */
  IO_URING: 2,
} as const;
export type Backend = (typeof Backend)[keyof typeof Backend];

/** The pattern of a connector: what its peers may be, whom a message goes to, whose message comes next. */
export const ConnectorType = {
  /** Exactly one peer, both ways. */
  PAIR: 0,
  /** Sends to every subscriber; drops for a subscriber that does not keep up. RFC 29. */
  PUB: 1,
  /** Receives what it subscribed to. RFC 29. */
  SUB: 2,
  /** Sends a request, then receives its reply. RFC 28. */
  REQ: 3,
  /** Receives a request, then sends its reply. RFC 28. */
  REP: 4,
  /** Sends to its peers in turn, receives from them in turn. RFC 28. */
  DEALER: 5,
  /** Names the peer in the first part, on send and on receive. RFC 28. */
  ROUTER: 6,
  /** Receives from its peers in turn. RFC 30. */
  PULL: 7,
  /** Sends to its peers in turn. RFC 30. */
  PUSH: 8,
  /**
   * As PUB, and receives what its subscribers subscribe to: a byte 1, or 0 for a cancellation, and the topic. RFC
   * 29.
   */
  XPUB: 9,
  /** As SUB, and subscribes by sending a byte 1, or 0 to cancel, and the topic. RFC 29. */
  XSUB: 10,
  /**
   * Talks to programs that speak no ZMTP, over tcp and ipc: a message is the routing id of a connection, as a
   * ROUTER gives it, and bytes, which are sent and received as they are. Empty bytes are received when a
   * connection is made, and when it has ended by itself; sent, they end it.
   */
  STREAM: 11,
  /** As ROUTER for CLIENTs, in messages of one part behind the peer's routing id of 4 bytes. RFC 41. */
  SERVER: 12,
  /** As DEALER for SERVERs, in messages of one part. RFC 41. */
  CLIENT: 13,
  /** Sends the second part to every DISH that joined the group named by the first. RFC 48. */
  RADIO: 14,
  /** Receives what RADIOs send to the groups that it joined, as two parts. RFC 48. */
  DISH: 15,
  /** As PULL, in messages of one part. RFC 49. */
  GATHER: 16,
  /** As PUSH, in messages of one part. RFC 49. */
  SCATTER: 17,
  /** As SERVER, among equals, and learns the routing id when it connects. */
  PEER: 19,
  /** As PAIR, in messages of one part. RFC 52. */
  CHANNEL: 20,
} as const;
export type ConnectorType = (typeof ConnectorType)[keyof typeof ConnectorType];

/** After what a connector makes no further attempt to connect to an endpoint. */
export const ReconnectStop = {
  /** The connection was refused, or the path or name does not exist: nobody is bound there. */
  REFUSED: 1,
  /** The handshake failed. */
  HANDSHAKE_FAILED: 2,
  /** A link that was up ended. */
  DISCONNECTED: 4,
} as const;
export type ReconnectStop = number;

/** What a ROUTER is told about its peers by empty messages. */
export const PeerNotice = {
  /** A peer has linked. */
  CONNECTED: 1,
  /** The link of a peer has ended. */
  DISCONNECTED: 2,
} as const;
export type PeerNotice = number;

/** How peers prove who they are. */
export const Mechanism = {
  /** Not at all. RFC 23. */
  NULL: 0,
  /** By a name and a password, in the clear. RFC 24. */
  PLAIN: 1,
  /** By keys, and everything is encrypted. RFC 26. */
  CURVE: 2,
  /** By Kerberos. RFC 38. */
  GSSAPI: 3,
} as const;
export type Mechanism = (typeof Mechanism)[keyof typeof Mechanism];

/** How the name of a Kerberos principal is written. */
export const PrincipalForm = {
  /** A service on a host: `service@host`. */
  HOST_BASED: 0,
  /** The name of a user of the system. */
  USER: 1,
  /** As Kerberos writes it: `name@REALM`, `service/host@REALM`. */
  KERBEROS: 2,
} as const;
export type PrincipalForm = (typeof PrincipalForm)[keyof typeof PrincipalForm];

/** What a connector is ready for. */
export const Readiness = {
  /** A receive would get a message at once. */
  READABLE: 1,
  /** A send would be accepted at once by at least one peer, or dropped as the pattern has it. */
  WRITABLE: 2,
  /** There are events to be taken. */
  EVENTFUL: 4,
} as const;
export type Readiness = number;

/** Flags of a part. */
export const PartFlag = {
  /** Another part of the same message follows. */
  MORE: 1,
  /**
   * In the first part of a received message: it may have been handed to another receiver before, which was lost
   * before it acknowledged it. Ignored in what is sent.
   */
  REDELIVERED: 2,
} as const;
export type PartFlag = number;

/** What a peer is now. */
export const PeerState = {
  /** It has a link, whose handshake is done. */
  LINKED: 1,
  /** It was made by connect, and gets one link after the other. */
  LASTING: 2,
  /** It has a session: what it does not acknowledge is kept for it. */
  SESSION: 4,
  /** It has no link, and may come back to its session. */
  AWAITED: 8,
  /** It is gone, and what it sent has not been taken yet. */
  GONE: 16,
} as const;
export type PeerState = number;

/** Which descriptor tells a foreign event loop that a completion queue has something for it. */
export const WakeKind = {
  /** None: the caller waits with `completion_queue_wait`. */
  NONE: 0,
  /** The read end of a pipe, handed over to the caller, who swallows its bytes and closes it. For Node. */
  PIPE: 1,
  /**
   * A descriptor for poll(2) and its kin, readable while the queue has something; stays the library's. For
   * asyncio.
   */
  POLLABLE: 2,
} as const;
export type WakeKind = (typeof WakeKind)[keyof typeof WakeKind];

/** Which operation a completion ends. */
export const CompletionKind = {
  /** `connector_send_async` or `connector_send_message_async`: the messages were accepted, or status says why not. */
  SEND: 1,
  /** `connector_recv_async`: messages, copied out by the drain. */
  RECV: 2,
  /** `connector_recv_message_async`: one message as a handle. */
  RECV_MESSAGE: 3,
  /** `connector_destroy_async`: the connector is gone; `count` messages were not delivered. */
  DESTROY: 4,
  /** `connector_wait_for_peers_async`: `count` peers are linked. */
  PEERS: 5,
  /** `connector_wait_for_subscribers_async`: `count` peers are subscribed. */
  SUBSCRIBERS: 6,
  /** `message_add_lent_part`: nobody has any use for the caller's memory any more. */
  RELEASE: 7,
  /** `proxy_wait_async`: the proxy has ended; status says how. */
  PROXY: 8,
  /** `connector_wait_for_events_async`: `count` events may be taken. */
  EVENTS: 9,
  /** `completion_queue_start_timer`: the timer is due, or was cancelled. */
  TIMER: 10,
} as const;
export type CompletionKind = (typeof CompletionKind)[keyof typeof CompletionKind];

/** What happened to a connector's endpoints and links. */
export const EventKind = {
  /** Events were lost because nobody took them; `count` says how many. */
  LOST: 0,
  /** An endpoint is bound and accepts connections. */
  LISTENING: 1,
  /** A peer finished its handshake. */
  CONNECTED: 2,
  /** A link to a peer that had finished its handshake ended; status says how. */
  DISCONNECTED: 3,
  /** An attempt to connect failed; another follows after `count` milliseconds. */
  CONNECT_FAILED: 4,
  /** A connection ended before its handshake did; status says why. */
  HANDSHAKE_FAILED: 5,
  /** A connection could not be accepted; the endpoint pauses and goes on. */
  ACCEPT_FAILED: 6,
  /** Messages for a peer were dropped; `count` says how many. */
  DROPPED: 7,
  /** An endpoint was unbound or disconnected; status says what it was given up for, where that was not asked for. */
  CLOSED: 8,
  /** A peer came back to its session; `count` messages had not arrived and are sent again. */
  RESUMED: 9,
  /** Messages that a lost peer had not acknowledged go to others, marked as redelivered; `count` says how many. */
  REDELIVERED: 10,
  /** Messages that a lost peer had not acknowledged can go to nobody else; `count` says how many, status why. */
  UNDELIVERABLE: 11,
  /**
   * The link to a plain peer broke; `count` messages at most were handed to the system, and may or may not have
   * arrived.
   */
  UNCERTAIN: 12,
  /**
   * A peer's session is over; status says why: `PEER_CLOSED` (it said so), `PEER_LOST`, `PROTOCOL`, `CLOSED` (we
   * did).
   */
  SESSION_ENDED: 13,
  /** A peer was given up before its time, because more are remembered than may be. */
  EVICTED: 14,
} as const;
export type EventKind = (typeof EventKind)[keyof typeof EventKind];

/** The number of an option: the `id` of its entry in `ConnectorOptions`. */
export const OptionId = {
  /**
   * The name that a ROUTER knows this connector by; empty lets the peer make one up. May not begin with a zero
   * byte.
   */
  IDENTITY: 1,
  /** High-water mark of each peer's outgoing messages that are not yet written to the wire. 0: no limit. */
  SEND_HWM: 2,
  /** High-water mark of each peer's incoming messages that the application has not taken. 0: no limit. */
  RECEIVE_HWM: 3,
  /** As `send_hwm`, in bytes as they go to the wire; one message may exceed it. 0: no limit. */
  SEND_HWM_BYTES: 4,
  /** As `receive_hwm`, in payload bytes; one message may exceed it. 0: no limit. */
  RECEIVE_HWM_BYTES: 5,
  /** How long a close goes on sending what was accepted. -1: without end. */
  LINGER: 6,
  /** How long to wait before the first attempt to connect again; doubles from one attempt to the next, with jitter. */
  RECONNECT_INTERVAL: 7,
  /** The longest wait between two attempts to connect. */
  RECONNECT_INTERVAL_MAX: 8,
  /** How long a connection may take from accept, or from connect, to the end of its handshake. 0: no limit. */
  HANDSHAKE_TIMEOUT: 9,
  /**
   * The largest message accepted from a peer, all parts together, each counted as 32 bytes more; a larger one ends
   * the link. Of what a STREAM receives, it is the most that comes in one piece. 0: no limit.
   */
  MAX_MESSAGE_SIZE: 10,
  /**
   * ROUTER: a send to an unknown peer fails with `HOST_UNREACHABLE`, and one to a full peer waits, where both
   * would drop.
   */
  ROUTER_MANDATORY: 11,
  /** How many connections an endpoint may have waiting to be accepted. */
  BACKLOG: 12,
  /** The pattern, a `ConnectorType`. */
  TYPE: 13,
  /** The endpoint of the last bind or connect, as resolved. */
  LAST_ENDPOINT: 14,
  /**
   * How often a link sends a heartbeat, a PING of ZMTP 3.1; 0: never. Those of a peer are answered whatever stands
   * here. Peers that speak ZMTP 3.0 get none. A peer with acknowledged delivery is told of this interval, and
   * counts on it.
   */
  HEARTBEAT_INTERVAL: 15,
  /**
   * How long nothing at all may come after a heartbeat was sent; then the link ends with `TIMED_OUT`, and is made
   * anew where it was made by connect. -1: twice the longer of both sides' intervals where the peer has promised
   * heartbeats of its own (acknowledged delivery), and no limit where it has not: a plain peer at its high-water
   * mark reads nothing and answers nothing, yet is well; that its host is gone `network_timeout` notices. 0: no
   * limit. A heartbeat that waits to be sent, because the peer takes nothing, does not count as sent; but a peer
   * that has promised heartbeats may not be silent for longer than this, and than twice the longer interval,
   * either.
   */
  HEARTBEAT_TIMEOUT: 16,
  /**
   * What a heartbeat asks of the peer: to end the link when nothing comes from here for so long after it. Rounded
   * up to tenths of a second; had better be several times `heartbeat_interval`. Beyond 65.5 seconds some peers
   * count wrongly. 0: nothing. What the heartbeats of a peer ask is always done, and ends the link with
   * `TIMED_OUT`.
   */
  HEARTBEAT_TTL: 17,
  /**
   * Whether to agree on acknowledged delivery with peers that offer it (docs/wire-extension.md): messages then
   * survive broken connections, exactly once and in order. Off: every peer is taken for a plain ZMTP peer.
   */
  ACKNOWLEDGED_DELIVERY: 18,
  /**
   * How long a peer without a link may come back and find what is queued for it and what it had not acknowledged.
   * After that it is given up: what is unacknowledged goes to other peers, marked as redelivered, where the
   * pattern balances (PUSH, DEALER, REQ), and is counted and reported as undeliverable elsewhere. 0: given up as
   * soon as its link ends.
   */
  SESSION_LIFETIME: 19,
  /**
   * How much of what is written and not acknowledged is kept for each peer, as it goes to the wire and with 16
   * bytes more for each message; then nothing more is written until the peer's application has taken some. One
   * message may exceed it. 0: no limit. For a peer on the same host never more than 2 MiB or 16 messages,
   * whichever is more: its acknowledgements come soon, and the processor's cache holds no more.
   */
  UNACKNOWLEDGED_BYTES: 20,
  /**
   * How many peers without a link are remembered: those that may come back within `session_lifetime`, and those
   * that are gone and whose messages nobody has taken yet. For one too many, the peer that has been away longest
   * is given up (event `EVICTED`); where only unread messages are remembered, newcomers are turned away with
   * `TOO_MANY_PEERS`. 0: no limit.
   */
  MAX_SESSIONS: 21,
  /**
   * How long bytes may be on their way without the peer's host confirming them, before the connection is given up
   * (TCP_USER_TIMEOUT, Linux 2.6.37; no effect on ipc). 0: as long as the system says, some 15 minutes.
   */
  NETWORK_TIMEOUT: 22,
  /**
   * REQ: how long to wait for a reply before the request is sent again, to the next peer, marked as redelivered.
   * 0: without end. The first reply to any of the attempts counts, the others are dropped and counted. Where this
   * is set requests carry a number ahead of the empty part, which every REP puts ahead of its reply, as RFC 28 has
   * it.
   */
  REQUEST_TIMEOUT: 23,
  /**
   * REQ: how often a request is sent again after `request_timeout`; when that was in vain, the receive fails with
   * `UNDELIVERABLE`, and another request may be sent.
   */
  REQUEST_RETRIES: 24,
  /**
   * Whether a message that was received counts as handed over only when the application says so, by
   * `connector_acknowledge`: then one that it had not finished goes to somebody else, or comes again to whoever
   * takes its place, if this process dies; where the connector is closed, without the mark of what is redelivered.
   * Off: it counts when the receive returns. No effect on REQ and REP, and on messages from peers without
   * acknowledged delivery. Turned off again, all that was received counts.
   */
  MANUAL_ACKNOWLEDGEMENT: 25,
  /** XPUB: every subscription is received, not only the first to a topic. */
  XPUB_VERBOSE: 26,
  /** XPUB: every subscription and every cancellation is received, not only the first and the last of a topic. */
  XPUB_VERBOSER: 27,
  /**
   * XPUB: a subscription that is received takes effect only as the application has it: `connector_subscribe` and
   * `connector_unsubscribe` are then about the peer whose subscription was received last.
   */
  XPUB_MANUAL: 28,
  /**
   * XPUB with `xpub_manual`: the next send after a subscription was received goes only to the peer that it came
   * from, and only if that is subscribed to it: for caches of last values.
   */
  XPUB_MANUAL_LAST_VALUE: 29,
  /**
   * PUB, XPUB and RADIO: a send for which a peer that wants it has no room reaches nobody, and waits or fails with
   * `AGAIN`; off, it is dropped for this peer, and counted.
   */
  PUBLISH_WITHOUT_DROPS: 30,
  /** XPUB: what every newly connected peer that subscribes to it is sent first; of one part. Empty: nothing. */
  WELCOME_MESSAGE: 31,
  /**
   * PUB and XPUB send what peers did *not* subscribe to, SUB receives that; both ends need it. An XSUB filters
   * nothing itself.
   */
  INVERT_MATCHING: 32,
  /** PUB, XPUB, SUB and XSUB: how many different topics are subscribed to now. */
  TOPICS: 33,
  /**
   * PUB, XPUB and, of groups, RADIO: how many different topics a peer may subscribe to; the link of one that asks
   * for more ends. 0: no limit.
   */
  MAX_TOPICS: 34,
  /**
   * PUB, XPUB and, of groups, RADIO: how many bytes the topics of a peer may take together; the link of one that
   * asks for more ends. 0: no limit.
   */
  MAX_TOPIC_BYTES: 35,
  /**
   * PUB, XPUB and RADIO: how many of the newest messages are kept for peers that subscribe later and have
   * acknowledged delivery: they get those that match first. 0: none.
   */
  REPLAY: 36,
  /** PUB, XPUB and RADIO: how many bytes the messages kept for `replay` take at most. 0: no limit. */
  REPLAY_BYTES: 37,
  /**
   * How long an attempt to connect to an address may take; then it has failed with `TIMED_OUT`. 0: as long as the
   * system says, some 2 minutes.
   */
  CONNECT_TIMEOUT: 38,
  /**
   * After what no further attempt to connect is made: a set of `ReconnectStop`. The endpoint is then disconnected,
   * as if by `connector_disconnect` without a linger; the event `CLOSED` says why.
   */
  RECONNECT_STOP: 39,
  /** Whether the system probes idle TCP connections (SO_KEEPALIVE). -1: as the system says. */
  TCP_KEEPALIVE: 40,
  /** How long a TCP connection is idle before the first probe (TCP_KEEPIDLE). 0: as the system says. */
  TCP_KEEPALIVE_IDLE: 41,
  /** How long between two probes (TCP_KEEPINTVL). 0: as the system says. */
  TCP_KEEPALIVE_INTERVAL: 42,
  /** After how many probes in vain the connection is given up (TCP_KEEPCNT). 0: as the system says. */
  TCP_KEEPALIVE_COUNT: 43,
  /** The type of service of what goes out over IP (IP_TOS, IPV6_TCLASS). 0: as the system says. */
  TYPE_OF_SERVICE: 44,
  /**
   * The priority of what goes out (SO_PRIORITY, socket(7)); above 6 it takes CAP_NET_ADMIN. -1: as the system
   * says.
   */
  SOCKET_PRIORITY: 45,
  /**
   * How much of what is sent the system holds for a connection (SO_SNDBUF); it doubles that. 0: as the library
   * thinks best.
   */
  SEND_BUFFER: 46,
  /**
   * How much of what has arrived the system holds for a connection (SO_RCVBUF); it doubles that. 0: as the system
   * says.
   */
  RECEIVE_BUFFER: 47,
  /**
   * The network interface that tcp connections are to use (SO_BINDTODEVICE; before Linux 5.7 it takes
   * CAP_NET_RAW). Empty: any.
   */
  BIND_TO_DEVICE: 48,
  /**
   * How long a receive looks at the network device before it sleeps (SO_BUSY_POLL), where the device can do that.
   * 0: as the system says.
   */
  BUSY_POLL: 49,
  /** Whether `tcp://[::]:port` accepts IPv6 only. Off: IPv4, too. */
  IPV6_ONLY: 50,
  /**
   * What is said to every peer in the handshake beyond the protocol: at most 128 lines of `X-Name: value`. Peers
   * read it by `connector_get_peer_property`.
   */
  METADATA: 51,
  /**
   * Whether messages go only to peers whose handshake is done: one without a link takes nothing, as if it were
   * full. So a send of PUSH, DEALER, REQ or PAIR waits, or fails with `AGAIN`, while nobody is linked; where
   * others drop for a full peer they drop for it. What had not been sent to a peer when its link ended goes to
   * others where the pattern balances, and stays for it elsewhere; what was sent and is not acknowledged is its
   * own, as ever. Off: what is sent before a connection is made, or while it is made again, is queued for it.
   */
  IMMEDIATE: 52,
  /**
   * DEALER, PULL, PUSH, PUB and SUB: only the newest message is kept for each peer, on its way out as on its way
   * in; what it takes the place of is dropped, and counted as replaced, messages of several parts as a whole. What
   * is being written is finished. The high-water marks do not matter then, and nothing goes from a peer that is
   * gone to another.
   */
  CONFLATE: 53,
  /**
   * REQ, DEALER and ROUTER: every peer that links is sent an empty message first, so that a ROUTER there knows
   * this connector before it has said anything. Not one that goes on with its session: there it is known.
   */
  PROBE_ROUTER: 54,
  /**
   * ROUTER: a set of `PeerNotice`: on what an empty message is received behind the routing id of a peer. It stands
   * behind the last message that the peer has sent, and comes for each link, also between those of one session.
   */
  ROUTER_NOTIFY: 55,
  /**
   * ROUTER: peers are programs that speak no ZMTP: bytes are sent and received as they are, as STREAM does;
   * `router_mandatory` still says what becomes of what has no peer, or no room. Set before the first bind or
   * connect, or `WRONG_STATE`.
   */
  ROUTER_RAW: 56,
  /**
   * STREAM, and ROUTER with `router_raw`: whether empty bytes are received when a connection is made, and when it
   * has ended.
   */
  STREAM_NOTIFY: 57,
  /**
   * The SOCKS5 proxy through which tcp connections are made, RFC 1928, as `host:port` or `[IPv6]:port`; it
   * resolves the host names of endpoints. Empty: none. `connect_timeout` is for the connection to the proxy; what
   * the proxy makes of it takes at most `handshake_timeout`. What concerns the other end's host, such as
   * `network_timeout`, concerns that of the proxy.
   */
  SOCKS_PROXY: 58,
  /**
   * The name under which to log in at the SOCKS5 proxy if it wants that, RFC 1929; it goes there in plain text,
   * like the password. Empty: none.
   */
  SOCKS_USERNAME: 59,
  /** The password for the SOCKS5 proxy, RFC 1929. */
  SOCKS_PASSWORD: 60,
  /**
   * PLAIN, RFC 24: peers must log in by name and password; who may is decided by the ZAP handler, RFC 27, and
   * without one nobody may. Not over inproc, nor is any other mechanism.
   */
  PLAIN_SERVER: 61,
  /** The name under which to log in by PLAIN, RFC 24, at peers that want it. */
  PLAIN_USERNAME: 62,
  /** The password for PLAIN. */
  PLAIN_PASSWORD: 63,
  /**
   * CURVE, RFC 26: peers must know this connector's public key, and prove their own; needs `curve_secret_key`,
   * without which nothing can be bound or connected. Goes before PLAIN.
   */
  CURVE_SERVER: 64,
  /**
   * This connector's public key for CURVE: 32 bytes, or 40 characters of Z85 (RFC 32). Empty: it follows from the
   * secret key; another one than that is refused by bind and connect.
   */
  CURVE_PUBLIC_KEY: 65,
  /** This connector's secret key for CURVE: 32 bytes, or 40 characters of Z85. */
  CURVE_SECRET_KEY: 66,
  /**
   * The public key that peers must prove to have: with it, and a secret key, links are made by CURVE. 32 bytes, or
   * 40 characters of Z85.
   */
  CURVE_SERVER_KEY: 67,
  /**
   * The domain in which the ZAP handler of this context, bound to `inproc://zeromq.zap.01`, decides about peers
   * that link, RFC 27. Empty: it is not asked about peers without a mechanism, and peers that prove their keys by
   * CURVE, or their names by GSSAPI, are admitted where no handler was ever bound.
   */
  ZAP_DOMAIN: 68,
  /** The mechanism that links are made with, as the options have it: a `Mechanism`. */
  MECHANISM: 69,
  /**
   * Where a message goes to one of several peers: the priority of those that come by an endpoint that is bound or
   * connected from now on, for as long as they live. It goes to a peer of the highest priority that has room, in
   * turn within one priority. 1 is the highest. A priority of which nobody is linked stands back while somebody of
   * another is, so that a backup takes over at once, and gives way again; what is queued for a peer stays its own,
   * unless it is gone for good (see also `immediate`). Attempts of `request_timeout` go to whoever was asked
   * least.
   */
  SEND_PRIORITY: 70,
  /**
   * As `send_priority`, for receiving: what peers of a higher priority have sent is received before what others
   * have, in turn within one priority. As long as they send more than is received, the others wait.
   */
  RECEIVE_PRIORITY: 71,
  /**
   * GSSAPI, RFC 38: peers must prove by Kerberos who they are, with a key of this connector's in the system's
   * keytab. Where options name several mechanisms GSSAPI goes before PLAIN and behind CURVE. Needs
   * `libgssapi_krb5.so.2`, else bind and connect answer `NOT_SUPPORTED`.
   */
  GSSAPI_SERVER: 72,
  /**
   * GSSAPI: the principal that this connector is. Empty: a server is any that its keytab has keys of, a client the
   * one that its tickets are of.
   */
  GSSAPI_PRINCIPAL: 73,
  /**
   * GSSAPI: the principal that a server must prove to be: with it links are made by GSSAPI, and this connector is
   * the client.
   */
  GSSAPI_SERVICE_PRINCIPAL: 74,
  /** GSSAPI: the form of `gssapi_principal`: a `PrincipalForm`. */
  GSSAPI_PRINCIPAL_FORM: 75,
  /** GSSAPI: the form of `gssapi_service_principal`: a `PrincipalForm`. */
  GSSAPI_SERVICE_PRINCIPAL_FORM: 76,
  /**
   * GSSAPI: messages go as they are, not sealed, once peers have proved who they are: whoever is on the way may
   * read and change them. Both sides must say so.
   */
  GSSAPI_PLAINTEXT: 77,
  /**
   * What tcp connections are made from: an address of this machine, IPv6 in brackets, or the name of an interface,
   * of which the address is taken that fits; behind it `:port` where the port matters. Looked up at each attempt,
   * which fails with `ADDRESS_NOT_AVAILABLE` where there is none of that family. Empty: the system chooses.
   */
  SOURCE_ADDRESS: 78,
} as const;
export type OptionId = (typeof OptionId)[keyof typeof OptionId];

/**
 * One part in a run of messages. The bytes of all parts stand one behind the other in the memory beside the
 * array; a part without the flag `MORE` ends its message. Size and offsets of the fields, in bytes.
 */
export const PartLayout = {
  byteLength: 16,
  alignment: 8,
  offset: {
    /** Length in bytes. (u64) */
    size: 0,
    /** What follows the part. Other bits are 0. (u32) */
    flags: 8,
    /** After `BUFFER_TOO_SMALL`, in the first part: how many parts are needed. Otherwise 0. (u32) */
    needed: 12,
  },
} as const;

/** The end of an asynchronous operation. Size and offsets of the fields, in bytes. */
export const CompletionLayout = {
  byteLength: 64,
  alignment: 8,
  offset: {
    /** What the caller gave the operation. (u64) */
    tag: 0,
    /** Which operation ended. (u32) */
    kind: 8,
    /** 0, or why the operation failed. (i32) */
    status: 12,
    /** Where its bytes begin in the drained memory. (u64) */
    byte_offset: 16,
    /** How many bytes. After `BUFFER_TOO_SMALL`, in the first record: how many are needed. (u64) */
    byte_count: 24,
    /** Where its parts begin in the drained array. (u32) */
    part_offset: 32,
    /** How many parts. After `BUFFER_TOO_SMALL`, in the first record: how many are needed. (u32) */
    part_count: 36,
    /**
     * `SEND`: messages accepted since the call returned. `RECV`: messages. `DESTROY`: messages not delivered.
     * `TIMER`: how often it was due. (u64)
     */
    count: 40,
    /** `RECV_MESSAGE`: the handle, owned by the caller from now on. Otherwise 0. (u64) */
    message: 48,
    /** 0. (u64) */
    reserved: 56,
  },
} as const;

/**
 * Counters of a connector since it was made. They only grow, but for the last ones, which say what is now. Size
 * and offsets of the fields, in bytes.
 */
export const ConnectorStatsLayout = {
  byteLength: 216,
  alignment: 8,
  offset: {
    /** Bytes of this struct as the caller knows it; set before the call. (u32) */
    size: 0,
    /** Peers that exist now, connected or not. (u32) */
    peers: 4,
    /** Messages accepted by a send. For PUB: once, however many subscribers. (u64) */
    messages_sent: 8,
    /** Messages handed to the application. (u64) */
    messages_received: 16,
    /** Payload bytes of the messages sent. (u64) */
    bytes_sent: 24,
    /** Payload bytes of the messages received. (u64) */
    bytes_received: 32,
    /** Messages dropped because the peer had no room: PUB at its high-water mark, ROUTER likewise. (u64) */
    dropped_full: 40,
    /**
     * Messages dropped because there was nobody to take them: ROUTER to an unknown peer, REP to a vanished one.
     * (u64)
     */
    dropped_unroutable: 48,
    /** Accepted messages dropped because their peer was gone for good. (u64) */
    dropped_peer_gone: 56,
    /**
     * Received messages dropped because the pattern has no use for them: a reply nobody waits for, a malformed
     * request. (u64)
     */
    dropped_unexpected: 64,
    /** Handshakes finished. (u64) */
    links_opened: 72,
    /** Links that ended after their handshake. (u64) */
    links_closed: 80,
    /** Connections that ended before their handshake did. (u64) */
    handshakes_failed: 88,
    /** Attempts to connect that failed. (u64) */
    connects_failed: 96,
    /** Messages accepted and not yet handed to the operating system or to an in-process peer. (u64) */
    messages_queued: 104,
    /** Messages received and not yet taken by the application. (u64) */
    messages_waiting: 112,
    /**
     * Messages that the application at the other end was handed and acknowledged. Since 0.2, as all that follow.
     * (u64)
     */
    messages_acknowledged: 120,
    /** Messages sent again because they had not arrived when a link broke. (u64) */
    messages_resent: 128,
    /** Messages that a lost peer had not acknowledged and that went to others, marked as redelivered. (u64) */
    messages_redelivered: 136,
    /** Messages that a lost peer had not acknowledged and that could go to nobody else. (u64) */
    messages_undeliverable: 144,
    /**
     * Messages handed to the system for a plain peer whose link then broke: at most so many have not arrived. (u64)
     */
    messages_uncertain: 152,
    /** Links that went on with a session. (u64) */
    sessions_resumed: 160,
    /** Sessions that ended without the peer having said so. (u64) */
    sessions_lost: 168,
    /** Peers given up before their time, because more are remembered than may be. (u64) */
    sessions_evicted: 176,
    /** Events that were forgotten because nobody took them. (u64) */
    events_lost: 184,
    /** Messages written and not yet acknowledged. What is now, as the next one. (u64) */
    messages_unacknowledged: 192,
    /** Peers without a link that may come back to their session. (u64) */
    sessions_waiting: 200,
    /**
     * Messages dropped because a newer one took their place, on their way out or in (option `conflate`). Only grows.
     * Since 0.3. (u64)
     */
    dropped_replaced: 208,
  },
} as const;

/** Counters of one peer since it was made, and what is now. Size and offsets of the fields, in bytes. */
export const PeerStatsLayout = {
  byteLength: 360,
  alignment: 8,
  offset: {
    /** Its number within its connector, as in `Event`. (u64) */
    peer: 0,
    /** Messages accepted for it. (u64) */
    messages_sent: 8,
    /** Messages received from it. (u64) */
    messages_received: 16,
    /** Messages accepted and not yet written. (u64) */
    messages_queued: 24,
    /** Their bytes, as they go to the wire. (u64) */
    bytes_queued: 32,
    /** Messages written and not yet acknowledged. (u64) */
    messages_unacknowledged: 40,
    /** Their bytes. (u64) */
    bytes_unacknowledged: 48,
    /** Messages received and not yet taken by the application. (u64) */
    messages_waiting: 56,
    /** Messages sent again because they had not arrived when a link broke. (u64) */
    messages_resent: 64,
    /** Messages dropped because it had no room. (u64) */
    dropped_full: 72,
    /** Messages that it had not acknowledged when it was lost, and that could go to nobody else. (u64) */
    undeliverable: 80,
    /** Links that it has had. (u64) */
    links: 88,
    /** What it is now. (u32) */
    state: 96,
    /** Bytes of `identity` in use. (u32) */
    identity_size: 100,
    /** What it calls itself; a ROUTER knows it by that. Empty if it said nothing. (bytes) */
    identity: 104,
  },
} as const;

/** Something that happened to a connector. Size and offsets of the fields, in bytes. */
export const EventLayout = {
  byteLength: 128,
  alignment: 8,
  offset: {
    /** Nanoseconds of CLOCK_MONOTONIC. (u64) */
    time_ns: 0,
    /** Number of the peer within its connector, 0 where no peer is meant. (u64) */
    peer: 8,
    /** What the kind says. (u64) */
    count: 16,
    /** What happened. (u32) */
    kind: 24,
    /** 0, or why it happened. (i32) */
    status: 28,
    /** errno behind the status, or 0. (i32) */
    system_error: 32,
    /** Bytes of `endpoint` in use. (u32) */
    endpoint_size: 36,
    /** The endpoint, UTF-8, cut at 88 bytes. (bytes) */
    endpoint: 40,
  },
} as const;

/** Who a peer is. Size and offsets of the fields, in bytes. */
export const PeerInfoLayout = {
  byteLength: 432,
  alignment: 8,
  offset: {
    /** Bytes of this struct as the caller knows it; set before the call. (u32) */
    size: 0,
    /** What it is now. (u32) */
    state: 4,
    /** Its number within its connector, as in `Event`. (u64) */
    peer: 8,
    /** SERVER, PEER: the routing id that the connector gave it; otherwise 0. (u32) */
    routing_id: 16,
    /** Whether the credentials that follow are known: 1 for a peer that is connected over ipc, otherwise 0. (u32) */
    has_credentials: 20,
    /** Of the process that connected, or that bound, when it did (SO_PEERCRED). (u32) */
    process_id: 24,
    /** Of its user. (u32) */
    user_id: 28,
    /** Of its first group. (u32) */
    group_id: 32,
    /** Bytes of `address` in use. (u32) */
    address_size: 36,
    /**
     * Where it is, as an endpoint: `tcp://127.0.0.1:40123`; empty where that has no name. Cut at 128 bytes. (bytes)
     */
    address: 40,
    /** Bytes of `identity` in use. (u32) */
    identity_size: 168,
    /** 0. (u32) */
    reserved: 172,
    /** What it calls itself. (bytes) */
    identity: 176,
  },
} as const;

/** Something that a poller waits for has come about. Size and offsets of the fields, in bytes. */
export const ReadiedLayout = {
  byteLength: 16,
  alignment: 8,
  offset: {
    /** What the caller gave with the connector or descriptor. (u64) */
    tag: 0,
    /** What it is ready for, of what was asked. (u32) */
    ready: 8,
    /**
     * 0, or `CLOSED`: the connector is closed; or `SYSTEM`: the descriptor has failed or its other end is closed.
     * (i32)
     */
    status: 12,
  },
} as const;

/** What a proxy has done since it was made. Size and offsets of the fields, in bytes. */
export const ProxyStatsLayout = {
  byteLength: 56,
  alignment: 8,
  offset: {
    /** Bytes of this struct as the caller knows it; set before the call. (u32) */
    size: 0,
    /** 1: paused; 0: it forwards. (u32) */
    paused: 4,
    /** Messages received from the front and sent to the back. (u64) */
    messages_to_back: 8,
    /** Their payload bytes. (u64) */
    bytes_to_back: 16,
    /** Messages received from the back and sent to the front. (u64) */
    messages_to_front: 24,
    /** Their payload bytes. (u64) */
    bytes_to_front: 32,
    /** Messages that the capture had no room for, or could not take. (u64) */
    capture_dropped: 40,
    /** Messages that the other side refused for good: those to a routing id that nobody has. (u64) */
    dropped: 48,
  },
} as const;

/** An option of a connector. The bounds hold for numbers, and for the length in bytes of bytes and text. */
export interface OptionInfo {
  readonly id: number;
  readonly type: 'int' | 'bool' | 'bytes' | 'text';
  readonly unit: 'messages' | 'bytes' | 'microseconds' | 'milliseconds' | 'seconds' | 'connections' | 'topics' | 'probes' | 'none';
  readonly min: number;
  readonly max: number;
  readonly default: number | boolean | string;
  readonly readOnly: boolean;
  /** A change takes effect on what exists already. */
  readonly live: boolean;
}

export const options = {
  /**
   * The name that a ROUTER knows this connector by; empty lets the peer make one up. May not begin with a zero
   * byte.
   */
  identity: { id: 1, type: 'bytes', unit: 'bytes', min: 0, max: 255, default: '', readOnly: false, live: false },
  /** High-water mark of each peer's outgoing messages that are not yet written to the wire. 0: no limit. */
  send_hwm: { id: 2, type: 'int', unit: 'messages', min: 0, max: 2147483647, default: 1000, readOnly: false, live: true },
  /** High-water mark of each peer's incoming messages that the application has not taken. 0: no limit. */
  receive_hwm: { id: 3, type: 'int', unit: 'messages', min: 0, max: 2147483647, default: 1000, readOnly: false, live: true },
  /** As `send_hwm`, in bytes as they go to the wire; one message may exceed it. 0: no limit. */
  send_hwm_bytes: { id: 4, type: 'int', unit: 'bytes', min: 0, max: 9007199254740991, default: 0, readOnly: false, live: true },
  /** As `receive_hwm`, in payload bytes; one message may exceed it. 0: no limit. */
  receive_hwm_bytes: { id: 5, type: 'int', unit: 'bytes', min: 0, max: 9007199254740991, default: 0, readOnly: false, live: true },
  /** How long a close goes on sending what was accepted. -1: without end. */
  linger: { id: 6, type: 'int', unit: 'milliseconds', min: -1, max: 2147483647, default: 1000, readOnly: false, live: true },
  /** How long to wait before the first attempt to connect again; doubles from one attempt to the next, with jitter. */
  reconnect_interval: { id: 7, type: 'int', unit: 'milliseconds', min: 1, max: 2147483647, default: 100, readOnly: false, live: false },
  /** The longest wait between two attempts to connect. */
  reconnect_interval_max: { id: 8, type: 'int', unit: 'milliseconds', min: 1, max: 2147483647, default: 5000, readOnly: false, live: false },
  /** How long a connection may take from accept, or from connect, to the end of its handshake. 0: no limit. */
  handshake_timeout: { id: 9, type: 'int', unit: 'milliseconds', min: 0, max: 2147483647, default: 30000, readOnly: false, live: false },
  /**
   * The largest message accepted from a peer, all parts together, each counted as 32 bytes more; a larger one ends
   * the link. Of what a STREAM receives, it is the most that comes in one piece. 0: no limit.
   */
  max_message_size: { id: 10, type: 'int', unit: 'bytes', min: 0, max: 9007199254740991, default: 4294967296, readOnly: false, live: false },
  /**
   * ROUTER: a send to an unknown peer fails with `HOST_UNREACHABLE`, and one to a full peer waits, where both
   * would drop.
   */
  router_mandatory: { id: 11, type: 'bool', unit: 'none', min: 0, max: 1, default: false, readOnly: false, live: true },
  /** How many connections an endpoint may have waiting to be accepted. */
  backlog: { id: 12, type: 'int', unit: 'connections', min: 1, max: 65535, default: 4096, readOnly: false, live: false },
  /** The pattern, a `ConnectorType`. */
  type: { id: 13, type: 'int', unit: 'none', min: 0, max: 20, default: 0, readOnly: true, live: true },
  /** The endpoint of the last bind or connect, as resolved. */
  last_endpoint: { id: 14, type: 'text', unit: 'none', min: 0, max: 1024, default: '', readOnly: true, live: true },
  /**
   * How often a link sends a heartbeat, a PING of ZMTP 3.1; 0: never. Those of a peer are answered whatever stands
   * here. Peers that speak ZMTP 3.0 get none. A peer with acknowledged delivery is told of this interval, and
   * counts on it.
   */
  heartbeat_interval: { id: 15, type: 'int', unit: 'milliseconds', min: 0, max: 2147483647, default: 5000, readOnly: false, live: false },
  /**
   * How long nothing at all may come after a heartbeat was sent; then the link ends with `TIMED_OUT`, and is made
   * anew where it was made by connect. -1: twice the longer of both sides' intervals where the peer has promised
   * heartbeats of its own (acknowledged delivery), and no limit where it has not: a plain peer at its high-water
   * mark reads nothing and answers nothing, yet is well; that its host is gone `network_timeout` notices. 0: no
   * limit. A heartbeat that waits to be sent, because the peer takes nothing, does not count as sent; but a peer
   * that has promised heartbeats may not be silent for longer than this, and than twice the longer interval,
   * either.
   */
  heartbeat_timeout: { id: 16, type: 'int', unit: 'milliseconds', min: -1, max: 2147483647, default: -1, readOnly: false, live: false },
  /**
   * What a heartbeat asks of the peer: to end the link when nothing comes from here for so long after it. Rounded
   * up to tenths of a second; had better be several times `heartbeat_interval`. Beyond 65.5 seconds some peers
   * count wrongly. 0: nothing. What the heartbeats of a peer ask is always done, and ends the link with
   * `TIMED_OUT`.
   */
  heartbeat_ttl: { id: 17, type: 'int', unit: 'milliseconds', min: 0, max: 65500, default: 0, readOnly: false, live: false },
  /**
   * Whether to agree on acknowledged delivery with peers that offer it (docs/wire-extension.md): messages then
   * survive broken connections, exactly once and in order. Off: every peer is taken for a plain ZMTP peer.
   */
  acknowledged_delivery: { id: 18, type: 'bool', unit: 'none', min: 0, max: 1, default: true, readOnly: false, live: false },
  /**
   * How long a peer without a link may come back and find what is queued for it and what it had not acknowledged.
   * After that it is given up: what is unacknowledged goes to other peers, marked as redelivered, where the
   * pattern balances (PUSH, DEALER, REQ), and is counted and reported as undeliverable elsewhere. 0: given up as
   * soon as its link ends.
   */
  session_lifetime: { id: 19, type: 'int', unit: 'milliseconds', min: 0, max: 2147483647, default: 30000, readOnly: false, live: true },
  /**
   * How much of what is written and not acknowledged is kept for each peer, as it goes to the wire and with 16
   * bytes more for each message; then nothing more is written until the peer's application has taken some. One
   * message may exceed it. 0: no limit. For a peer on the same host never more than 2 MiB or 16 messages,
   * whichever is more: its acknowledgements come soon, and the processor's cache holds no more.
   */
  unacknowledged_bytes: { id: 20, type: 'int', unit: 'bytes', min: 0, max: 9007199254740991, default: 16777216, readOnly: false, live: false },
  /**
   * How many peers without a link are remembered: those that may come back within `session_lifetime`, and those
   * that are gone and whose messages nobody has taken yet. For one too many, the peer that has been away longest
   * is given up (event `EVICTED`); where only unread messages are remembered, newcomers are turned away with
   * `TOO_MANY_PEERS`. 0: no limit.
   */
  max_sessions: { id: 21, type: 'int', unit: 'connections', min: 0, max: 2147483647, default: 10000, readOnly: false, live: true },
  /**
   * How long bytes may be on their way without the peer's host confirming them, before the connection is given up
   * (TCP_USER_TIMEOUT, Linux 2.6.37; no effect on ipc). 0: as long as the system says, some 15 minutes.
   */
  network_timeout: { id: 22, type: 'int', unit: 'milliseconds', min: 0, max: 2147483647, default: 20000, readOnly: false, live: false },
  /**
   * REQ: how long to wait for a reply before the request is sent again, to the next peer, marked as redelivered.
   * 0: without end. The first reply to any of the attempts counts, the others are dropped and counted. Where this
   * is set requests carry a number ahead of the empty part, which every REP puts ahead of its reply, as RFC 28 has
   * it.
   */
  request_timeout: { id: 23, type: 'int', unit: 'milliseconds', min: 0, max: 2147483647, default: 0, readOnly: false, live: true },
  /**
   * REQ: how often a request is sent again after `request_timeout`; when that was in vain, the receive fails with
   * `UNDELIVERABLE`, and another request may be sent.
   */
  request_retries: { id: 24, type: 'int', unit: 'messages', min: 0, max: 2147483647, default: 3, readOnly: false, live: true },
  /**
   * Whether a message that was received counts as handed over only when the application says so, by
   * `connector_acknowledge`: then one that it had not finished goes to somebody else, or comes again to whoever
   * takes its place, if this process dies; where the connector is closed, without the mark of what is redelivered.
   * Off: it counts when the receive returns. No effect on REQ and REP, and on messages from peers without
   * acknowledged delivery. Turned off again, all that was received counts.
   */
  manual_acknowledgement: { id: 25, type: 'bool', unit: 'none', min: 0, max: 1, default: false, readOnly: false, live: true },
  /** XPUB: every subscription is received, not only the first to a topic. */
  xpub_verbose: { id: 26, type: 'bool', unit: 'none', min: 0, max: 1, default: false, readOnly: false, live: true },
  /** XPUB: every subscription and every cancellation is received, not only the first and the last of a topic. */
  xpub_verboser: { id: 27, type: 'bool', unit: 'none', min: 0, max: 1, default: false, readOnly: false, live: true },
  /**
   * XPUB: a subscription that is received takes effect only as the application has it: `connector_subscribe` and
   * `connector_unsubscribe` are then about the peer whose subscription was received last.
   */
  xpub_manual: { id: 28, type: 'bool', unit: 'none', min: 0, max: 1, default: false, readOnly: false, live: true },
  /**
   * XPUB with `xpub_manual`: the next send after a subscription was received goes only to the peer that it came
   * from, and only if that is subscribed to it: for caches of last values.
   */
  xpub_manual_last_value: { id: 29, type: 'bool', unit: 'none', min: 0, max: 1, default: false, readOnly: false, live: true },
  /**
   * PUB, XPUB and RADIO: a send for which a peer that wants it has no room reaches nobody, and waits or fails with
   * `AGAIN`; off, it is dropped for this peer, and counted.
   */
  publish_without_drops: { id: 30, type: 'bool', unit: 'none', min: 0, max: 1, default: false, readOnly: false, live: true },
  /** XPUB: what every newly connected peer that subscribes to it is sent first; of one part. Empty: nothing. */
  welcome_message: { id: 31, type: 'bytes', unit: 'bytes', min: 0, max: 65536, default: '', readOnly: false, live: false },
  /**
   * PUB and XPUB send what peers did *not* subscribe to, SUB receives that; both ends need it. An XSUB filters
   * nothing itself.
   */
  invert_matching: { id: 32, type: 'bool', unit: 'none', min: 0, max: 1, default: false, readOnly: false, live: false },
  /** PUB, XPUB, SUB and XSUB: how many different topics are subscribed to now. */
  topics: { id: 33, type: 'int', unit: 'topics', min: 0, max: 2147483647, default: 0, readOnly: true, live: true },
  /**
   * PUB, XPUB and, of groups, RADIO: how many different topics a peer may subscribe to; the link of one that asks
   * for more ends. 0: no limit.
   */
  max_topics: { id: 34, type: 'int', unit: 'topics', min: 0, max: 2147483647, default: 1000000, readOnly: false, live: true },
  /**
   * PUB, XPUB and, of groups, RADIO: how many bytes the topics of a peer may take together; the link of one that
   * asks for more ends. 0: no limit.
   */
  max_topic_bytes: { id: 35, type: 'int', unit: 'bytes', min: 0, max: 9007199254740991, default: 67108864, readOnly: false, live: true },
  /**
   * PUB, XPUB and RADIO: how many of the newest messages are kept for peers that subscribe later and have
   * acknowledged delivery: they get those that match first. 0: none.
   */
  replay: { id: 36, type: 'int', unit: 'messages', min: 0, max: 2147483647, default: 0, readOnly: false, live: true },
  /** PUB, XPUB and RADIO: how many bytes the messages kept for `replay` take at most. 0: no limit. */
  replay_bytes: { id: 37, type: 'int', unit: 'bytes', min: 0, max: 9007199254740991, default: 16777216, readOnly: false, live: true },
  /**
   * How long an attempt to connect to an address may take; then it has failed with `TIMED_OUT`. 0: as long as the
   * system says, some 2 minutes.
   */
  connect_timeout: { id: 38, type: 'int', unit: 'milliseconds', min: 0, max: 2147483647, default: 0, readOnly: false, live: false },
  /**
   * After what no further attempt to connect is made: a set of `ReconnectStop`. The endpoint is then disconnected,
   * as if by `connector_disconnect` without a linger; the event `CLOSED` says why.
   */
  reconnect_stop: { id: 39, type: 'int', unit: 'none', min: 0, max: 7, default: 0, readOnly: false, live: false },
  /** Whether the system probes idle TCP connections (SO_KEEPALIVE). -1: as the system says. */
  tcp_keepalive: { id: 40, type: 'int', unit: 'none', min: -1, max: 1, default: -1, readOnly: false, live: false },
  /** How long a TCP connection is idle before the first probe (TCP_KEEPIDLE). 0: as the system says. */
  tcp_keepalive_idle: { id: 41, type: 'int', unit: 'seconds', min: 0, max: 32767, default: 0, readOnly: false, live: false },
  /** How long between two probes (TCP_KEEPINTVL). 0: as the system says. */
  tcp_keepalive_interval: { id: 42, type: 'int', unit: 'seconds', min: 0, max: 32767, default: 0, readOnly: false, live: false },
  /** After how many probes in vain the connection is given up (TCP_KEEPCNT). 0: as the system says. */
  tcp_keepalive_count: { id: 43, type: 'int', unit: 'probes', min: 0, max: 127, default: 0, readOnly: false, live: false },
  /** The type of service of what goes out over IP (IP_TOS, IPV6_TCLASS). 0: as the system says. */
  type_of_service: { id: 44, type: 'int', unit: 'none', min: 0, max: 255, default: 0, readOnly: false, live: false },
  /**
   * The priority of what goes out (SO_PRIORITY, socket(7)); above 6 it takes CAP_NET_ADMIN. -1: as the system
   * says.
   */
  socket_priority: { id: 45, type: 'int', unit: 'none', min: -1, max: 2147483647, default: -1, readOnly: false, live: false },
  /**
   * How much of what is sent the system holds for a connection (SO_SNDBUF); it doubles that. 0: as the library
   * thinks best.
   */
  send_buffer: { id: 46, type: 'int', unit: 'bytes', min: 0, max: 1073741823, default: 0, readOnly: false, live: false },
  /**
   * How much of what has arrived the system holds for a connection (SO_RCVBUF); it doubles that. 0: as the system
   * says.
   */
  receive_buffer: { id: 47, type: 'int', unit: 'bytes', min: 0, max: 1073741823, default: 0, readOnly: false, live: false },
  /**
   * The network interface that tcp connections are to use (SO_BINDTODEVICE; before Linux 5.7 it takes
   * CAP_NET_RAW). Empty: any.
   */
  bind_to_device: { id: 48, type: 'text', unit: 'bytes', min: 0, max: 15, default: '', readOnly: false, live: false },
  /**
   * How long a receive looks at the network device before it sleeps (SO_BUSY_POLL), where the device can do that.
   * 0: as the system says.
   */
  busy_poll: { id: 49, type: 'int', unit: 'microseconds', min: 0, max: 1000000, default: 0, readOnly: false, live: false },
  /** Whether `tcp://[::]:port` accepts IPv6 only. Off: IPv4, too. */
  ipv6_only: { id: 50, type: 'bool', unit: 'none', min: 0, max: 1, default: false, readOnly: false, live: false },
  /**
   * What is said to every peer in the handshake beyond the protocol: at most 128 lines of `X-Name: value`. Peers
   * read it by `connector_get_peer_property`.
   */
  metadata: { id: 51, type: 'text', unit: 'bytes', min: 0, max: 4096, default: '', readOnly: false, live: false },
  /**
   * Whether messages go only to peers whose handshake is done: one without a link takes nothing, as if it were
   * full. So a send of PUSH, DEALER, REQ or PAIR waits, or fails with `AGAIN`, while nobody is linked; where
   * others drop for a full peer they drop for it. What had not been sent to a peer when its link ended goes to
   * others where the pattern balances, and stays for it elsewhere; what was sent and is not acknowledged is its
   * own, as ever. Off: what is sent before a connection is made, or while it is made again, is queued for it.
   */
  immediate: { id: 52, type: 'bool', unit: 'none', min: 0, max: 1, default: false, readOnly: false, live: false },
  /**
   * DEALER, PULL, PUSH, PUB and SUB: only the newest message is kept for each peer, on its way out as on its way
   * in; what it takes the place of is dropped, and counted as replaced, messages of several parts as a whole. What
   * is being written is finished. The high-water marks do not matter then, and nothing goes from a peer that is
   * gone to another.
   */
  conflate: { id: 53, type: 'bool', unit: 'none', min: 0, max: 1, default: false, readOnly: false, live: false },
  /**
   * REQ, DEALER and ROUTER: every peer that links is sent an empty message first, so that a ROUTER there knows
   * this connector before it has said anything. Not one that goes on with its session: there it is known.
   */
  probe_router: { id: 54, type: 'bool', unit: 'none', min: 0, max: 1, default: false, readOnly: false, live: false },
  /**
   * ROUTER: a set of `PeerNotice`: on what an empty message is received behind the routing id of a peer. It stands
   * behind the last message that the peer has sent, and comes for each link, also between those of one session.
   */
  router_notify: { id: 55, type: 'int', unit: 'none', min: 0, max: 3, default: 0, readOnly: false, live: false },
  /**
   * ROUTER: peers are programs that speak no ZMTP: bytes are sent and received as they are, as STREAM does;
   * `router_mandatory` still says what becomes of what has no peer, or no room. Set before the first bind or
   * connect, or `WRONG_STATE`.
   */
  router_raw: { id: 56, type: 'bool', unit: 'none', min: 0, max: 1, default: false, readOnly: false, live: false },
  /**
   * STREAM, and ROUTER with `router_raw`: whether empty bytes are received when a connection is made, and when it
   * has ended.
   */
  stream_notify: { id: 57, type: 'bool', unit: 'none', min: 0, max: 1, default: true, readOnly: false, live: true },
  /**
   * The SOCKS5 proxy through which tcp connections are made, RFC 1928, as `host:port` or `[IPv6]:port`; it
   * resolves the host names of endpoints. Empty: none. `connect_timeout` is for the connection to the proxy; what
   * the proxy makes of it takes at most `handshake_timeout`. What concerns the other end's host, such as
   * `network_timeout`, concerns that of the proxy.
   */
  socks_proxy: { id: 58, type: 'text', unit: 'bytes', min: 0, max: 512, default: '', readOnly: false, live: false },
  /**
   * The name under which to log in at the SOCKS5 proxy if it wants that, RFC 1929; it goes there in plain text,
   * like the password. Empty: none.
   */
  socks_username: { id: 59, type: 'text', unit: 'bytes', min: 0, max: 255, default: '', readOnly: false, live: false },
  /** The password for the SOCKS5 proxy, RFC 1929. */
  socks_password: { id: 60, type: 'text', unit: 'bytes', min: 0, max: 255, default: '', readOnly: false, live: false },
  /**
   * PLAIN, RFC 24: peers must log in by name and password; who may is decided by the ZAP handler, RFC 27, and
   * without one nobody may. Not over inproc, nor is any other mechanism.
   */
  plain_server: { id: 61, type: 'bool', unit: 'none', min: 0, max: 1, default: false, readOnly: false, live: false },
  /** The name under which to log in by PLAIN, RFC 24, at peers that want it. */
  plain_username: { id: 62, type: 'text', unit: 'bytes', min: 0, max: 255, default: '', readOnly: false, live: false },
  /** The password for PLAIN. */
  plain_password: { id: 63, type: 'text', unit: 'bytes', min: 0, max: 255, default: '', readOnly: false, live: false },
  /**
   * CURVE, RFC 26: peers must know this connector's public key, and prove their own; needs `curve_secret_key`,
   * without which nothing can be bound or connected. Goes before PLAIN.
   */
  curve_server: { id: 64, type: 'bool', unit: 'none', min: 0, max: 1, default: false, readOnly: false, live: false },
  /**
   * This connector's public key for CURVE: 32 bytes, or 40 characters of Z85 (RFC 32). Empty: it follows from the
   * secret key; another one than that is refused by bind and connect.
   */
  curve_public_key: { id: 65, type: 'bytes', unit: 'bytes', min: 0, max: 40, default: '', readOnly: false, live: false },
  /** This connector's secret key for CURVE: 32 bytes, or 40 characters of Z85. */
  curve_secret_key: { id: 66, type: 'bytes', unit: 'bytes', min: 0, max: 40, default: '', readOnly: false, live: false },
  /**
   * The public key that peers must prove to have: with it, and a secret key, links are made by CURVE. 32 bytes, or
   * 40 characters of Z85.
   */
  curve_server_key: { id: 67, type: 'bytes', unit: 'bytes', min: 0, max: 40, default: '', readOnly: false, live: false },
  /**
   * The domain in which the ZAP handler of this context, bound to `inproc://zeromq.zap.01`, decides about peers
   * that link, RFC 27. Empty: it is not asked about peers without a mechanism, and peers that prove their keys by
   * CURVE, or their names by GSSAPI, are admitted where no handler was ever bound.
   */
  zap_domain: { id: 68, type: 'text', unit: 'bytes', min: 0, max: 255, default: '', readOnly: false, live: false },
  /** The mechanism that links are made with, as the options have it: a `Mechanism`. */
  mechanism: { id: 69, type: 'int', unit: 'none', min: 0, max: 3, default: 0, readOnly: true, live: true },
  /**
   * Where a message goes to one of several peers: the priority of those that come by an endpoint that is bound or
   * connected from now on, for as long as they live. It goes to a peer of the highest priority that has room, in
   * turn within one priority. 1 is the highest. A priority of which nobody is linked stands back while somebody of
   * another is, so that a backup takes over at once, and gives way again; what is queued for a peer stays its own,
   * unless it is gone for good (see also `immediate`). Attempts of `request_timeout` go to whoever was asked
   * least.
   */
  send_priority: { id: 70, type: 'int', unit: 'none', min: 1, max: 16, default: 8, readOnly: false, live: false },
  /**
   * As `send_priority`, for receiving: what peers of a higher priority have sent is received before what others
   * have, in turn within one priority. As long as they send more than is received, the others wait.
   */
  receive_priority: { id: 71, type: 'int', unit: 'none', min: 1, max: 16, default: 8, readOnly: false, live: false },
  /**
   * GSSAPI, RFC 38: peers must prove by Kerberos who they are, with a key of this connector's in the system's
   * keytab. Where options name several mechanisms GSSAPI goes before PLAIN and behind CURVE. Needs
   * `libgssapi_krb5.so.2`, else bind and connect answer `NOT_SUPPORTED`.
   */
  gssapi_server: { id: 72, type: 'bool', unit: 'none', min: 0, max: 1, default: false, readOnly: false, live: false },
  /**
   * GSSAPI: the principal that this connector is. Empty: a server is any that its keytab has keys of, a client the
   * one that its tickets are of.
   */
  gssapi_principal: { id: 73, type: 'text', unit: 'bytes', min: 0, max: 255, default: '', readOnly: false, live: false },
  /**
   * GSSAPI: the principal that a server must prove to be: with it links are made by GSSAPI, and this connector is
   * the client.
   */
  gssapi_service_principal: { id: 74, type: 'text', unit: 'bytes', min: 0, max: 255, default: '', readOnly: false, live: false },
  /** GSSAPI: the form of `gssapi_principal`: a `PrincipalForm`. */
  gssapi_principal_form: { id: 75, type: 'int', unit: 'none', min: 0, max: 2, default: 0, readOnly: false, live: false },
  /** GSSAPI: the form of `gssapi_service_principal`: a `PrincipalForm`. */
  gssapi_service_principal_form: { id: 76, type: 'int', unit: 'none', min: 0, max: 2, default: 0, readOnly: false, live: false },
  /**
   * GSSAPI: messages go as they are, not sealed, once peers have proved who they are: whoever is on the way may
   * read and change them. Both sides must say so.
   */
  gssapi_plaintext: { id: 77, type: 'bool', unit: 'none', min: 0, max: 1, default: false, readOnly: false, live: false },
  /**
   * What tcp connections are made from: an address of this machine, IPv6 in brackets, or the name of an interface,
   * of which the address is taken that fits; behind it `:port` where the port matters. Looked up at each attempt,
   * which fails with `ADDRESS_NOT_AVAILABLE` where there is none of that family. Empty: the system chooses.
   */
  source_address: { id: 78, type: 'text', unit: 'bytes', min: 0, max: 512, default: '', readOnly: false, live: false },
} as const satisfies Record<string, OptionInfo>;

/** The type of each option. */
export interface OptionValues {
  /**
   * The name that a ROUTER knows this connector by; empty lets the peer make one up. May not begin with a zero
   * byte.
   */
  identity: Uint8Array;
  /** High-water mark of each peer's outgoing messages that are not yet written to the wire. 0: no limit. */
  send_hwm: number;
  /** High-water mark of each peer's incoming messages that the application has not taken. 0: no limit. */
  receive_hwm: number;
  /** As `send_hwm`, in bytes as they go to the wire; one message may exceed it. 0: no limit. */
  send_hwm_bytes: number;
  /** As `receive_hwm`, in payload bytes; one message may exceed it. 0: no limit. */
  receive_hwm_bytes: number;
  /** How long a close goes on sending what was accepted. -1: without end. */
  linger: number;
  /** How long to wait before the first attempt to connect again; doubles from one attempt to the next, with jitter. */
  reconnect_interval: number;
  /** The longest wait between two attempts to connect. */
  reconnect_interval_max: number;
  /** How long a connection may take from accept, or from connect, to the end of its handshake. 0: no limit. */
  handshake_timeout: number;
  /**
   * The largest message accepted from a peer, all parts together, each counted as 32 bytes more; a larger one ends
   * the link. Of what a STREAM receives, it is the most that comes in one piece. 0: no limit.
   */
  max_message_size: number;
  /**
   * ROUTER: a send to an unknown peer fails with `HOST_UNREACHABLE`, and one to a full peer waits, where both
   * would drop.
   */
  router_mandatory: boolean;
  /** How many connections an endpoint may have waiting to be accepted. */
  backlog: number;
  /** The pattern, a `ConnectorType`. */
  readonly type: number;
  /** The endpoint of the last bind or connect, as resolved. */
  readonly last_endpoint: string;
  /**
   * How often a link sends a heartbeat, a PING of ZMTP 3.1; 0: never. Those of a peer are answered whatever stands
   * here. Peers that speak ZMTP 3.0 get none. A peer with acknowledged delivery is told of this interval, and
   * counts on it.
   */
  heartbeat_interval: number;
  /**
   * How long nothing at all may come after a heartbeat was sent; then the link ends with `TIMED_OUT`, and is made
   * anew where it was made by connect. -1: twice the longer of both sides' intervals where the peer has promised
   * heartbeats of its own (acknowledged delivery), and no limit where it has not: a plain peer at its high-water
   * mark reads nothing and answers nothing, yet is well; that its host is gone `network_timeout` notices. 0: no
   * limit. A heartbeat that waits to be sent, because the peer takes nothing, does not count as sent; but a peer
   * that has promised heartbeats may not be silent for longer than this, and than twice the longer interval,
   * either.
   */
  heartbeat_timeout: number;
  /**
   * What a heartbeat asks of the peer: to end the link when nothing comes from here for so long after it. Rounded
   * up to tenths of a second; had better be several times `heartbeat_interval`. Beyond 65.5 seconds some peers
   * count wrongly. 0: nothing. What the heartbeats of a peer ask is always done, and ends the link with
   * `TIMED_OUT`.
   */
  heartbeat_ttl: number;
  /**
   * Whether to agree on acknowledged delivery with peers that offer it (docs/wire-extension.md): messages then
   * survive broken connections, exactly once and in order. Off: every peer is taken for a plain ZMTP peer.
   */
  acknowledged_delivery: boolean;
  /**
   * How long a peer without a link may come back and find what is queued for it and what it had not acknowledged.
   * After that it is given up: what is unacknowledged goes to other peers, marked as redelivered, where the
   * pattern balances (PUSH, DEALER, REQ), and is counted and reported as undeliverable elsewhere. 0: given up as
   * soon as its link ends.
   */
  session_lifetime: number;
  /**
   * How much of what is written and not acknowledged is kept for each peer, as it goes to the wire and with 16
   * bytes more for each message; then nothing more is written until the peer's application has taken some. One
   * message may exceed it. 0: no limit. For a peer on the same host never more than 2 MiB or 16 messages,
   * whichever is more: its acknowledgements come soon, and the processor's cache holds no more.
   */
  unacknowledged_bytes: number;
  /**
   * How many peers without a link are remembered: those that may come back within `session_lifetime`, and those
   * that are gone and whose messages nobody has taken yet. For one too many, the peer that has been away longest
   * is given up (event `EVICTED`); where only unread messages are remembered, newcomers are turned away with
   * `TOO_MANY_PEERS`. 0: no limit.
   */
  max_sessions: number;
  /**
   * How long bytes may be on their way without the peer's host confirming them, before the connection is given up
   * (TCP_USER_TIMEOUT, Linux 2.6.37; no effect on ipc). 0: as long as the system says, some 15 minutes.
   */
  network_timeout: number;
  /**
   * REQ: how long to wait for a reply before the request is sent again, to the next peer, marked as redelivered.
   * 0: without end. The first reply to any of the attempts counts, the others are dropped and counted. Where this
   * is set requests carry a number ahead of the empty part, which every REP puts ahead of its reply, as RFC 28 has
   * it.
   */
  request_timeout: number;
  /**
   * REQ: how often a request is sent again after `request_timeout`; when that was in vain, the receive fails with
   * `UNDELIVERABLE`, and another request may be sent.
   */
  request_retries: number;
  /**
   * Whether a message that was received counts as handed over only when the application says so, by
   * `connector_acknowledge`: then one that it had not finished goes to somebody else, or comes again to whoever
   * takes its place, if this process dies; where the connector is closed, without the mark of what is redelivered.
   * Off: it counts when the receive returns. No effect on REQ and REP, and on messages from peers without
   * acknowledged delivery. Turned off again, all that was received counts.
   */
  manual_acknowledgement: boolean;
  /** XPUB: every subscription is received, not only the first to a topic. */
  xpub_verbose: boolean;
  /** XPUB: every subscription and every cancellation is received, not only the first and the last of a topic. */
  xpub_verboser: boolean;
  /**
   * XPUB: a subscription that is received takes effect only as the application has it: `connector_subscribe` and
   * `connector_unsubscribe` are then about the peer whose subscription was received last.
   */
  xpub_manual: boolean;
  /**
   * XPUB with `xpub_manual`: the next send after a subscription was received goes only to the peer that it came
   * from, and only if that is subscribed to it: for caches of last values.
   */
  xpub_manual_last_value: boolean;
  /**
   * PUB, XPUB and RADIO: a send for which a peer that wants it has no room reaches nobody, and waits or fails with
   * `AGAIN`; off, it is dropped for this peer, and counted.
   */
  publish_without_drops: boolean;
  /** XPUB: what every newly connected peer that subscribes to it is sent first; of one part. Empty: nothing. */
  welcome_message: Uint8Array;
  /**
   * PUB and XPUB send what peers did *not* subscribe to, SUB receives that; both ends need it. An XSUB filters
   * nothing itself.
   */
  invert_matching: boolean;
  /** PUB, XPUB, SUB and XSUB: how many different topics are subscribed to now. */
  readonly topics: number;
  /**
   * PUB, XPUB and, of groups, RADIO: how many different topics a peer may subscribe to; the link of one that asks
   * for more ends. 0: no limit.
   */
  max_topics: number;
  /**
   * PUB, XPUB and, of groups, RADIO: how many bytes the topics of a peer may take together; the link of one that
   * asks for more ends. 0: no limit.
   */
  max_topic_bytes: number;
  /**
   * PUB, XPUB and RADIO: how many of the newest messages are kept for peers that subscribe later and have
   * acknowledged delivery: they get those that match first. 0: none.
   */
  replay: number;
  /** PUB, XPUB and RADIO: how many bytes the messages kept for `replay` take at most. 0: no limit. */
  replay_bytes: number;
  /**
   * How long an attempt to connect to an address may take; then it has failed with `TIMED_OUT`. 0: as long as the
   * system says, some 2 minutes.
   */
  connect_timeout: number;
  /**
   * After what no further attempt to connect is made: a set of `ReconnectStop`. The endpoint is then disconnected,
   * as if by `connector_disconnect` without a linger; the event `CLOSED` says why.
   */
  reconnect_stop: number;
  /** Whether the system probes idle TCP connections (SO_KEEPALIVE). -1: as the system says. */
  tcp_keepalive: number;
  /** How long a TCP connection is idle before the first probe (TCP_KEEPIDLE). 0: as the system says. */
  tcp_keepalive_idle: number;
  /** How long between two probes (TCP_KEEPINTVL). 0: as the system says. */
  tcp_keepalive_interval: number;
  /** After how many probes in vain the connection is given up (TCP_KEEPCNT). 0: as the system says. */
  tcp_keepalive_count: number;
  /** The type of service of what goes out over IP (IP_TOS, IPV6_TCLASS). 0: as the system says. */
  type_of_service: number;
  /**
   * The priority of what goes out (SO_PRIORITY, socket(7)); above 6 it takes CAP_NET_ADMIN. -1: as the system
   * says.
   */
  socket_priority: number;
  /**
   * How much of what is sent the system holds for a connection (SO_SNDBUF); it doubles that. 0: as the library
   * thinks best.
   */
  send_buffer: number;
  /**
   * How much of what has arrived the system holds for a connection (SO_RCVBUF); it doubles that. 0: as the system
   * says.
   */
  receive_buffer: number;
  /**
   * The network interface that tcp connections are to use (SO_BINDTODEVICE; before Linux 5.7 it takes
   * CAP_NET_RAW). Empty: any.
   */
  bind_to_device: string;
  /**
   * How long a receive looks at the network device before it sleeps (SO_BUSY_POLL), where the device can do that.
   * 0: as the system says.
   */
  busy_poll: number;
  /** Whether `tcp://[::]:port` accepts IPv6 only. Off: IPv4, too. */
  ipv6_only: boolean;
  /**
   * What is said to every peer in the handshake beyond the protocol: at most 128 lines of `X-Name: value`. Peers
   * read it by `connector_get_peer_property`.
   */
  metadata: string;
  /**
   * Whether messages go only to peers whose handshake is done: one without a link takes nothing, as if it were
   * full. So a send of PUSH, DEALER, REQ or PAIR waits, or fails with `AGAIN`, while nobody is linked; where
   * others drop for a full peer they drop for it. What had not been sent to a peer when its link ended goes to
   * others where the pattern balances, and stays for it elsewhere; what was sent and is not acknowledged is its
   * own, as ever. Off: what is sent before a connection is made, or while it is made again, is queued for it.
   */
  immediate: boolean;
  /**
   * DEALER, PULL, PUSH, PUB and SUB: only the newest message is kept for each peer, on its way out as on its way
   * in; what it takes the place of is dropped, and counted as replaced, messages of several parts as a whole. What
   * is being written is finished. The high-water marks do not matter then, and nothing goes from a peer that is
   * gone to another.
   */
  conflate: boolean;
  /**
   * REQ, DEALER and ROUTER: every peer that links is sent an empty message first, so that a ROUTER there knows
   * this connector before it has said anything. Not one that goes on with its session: there it is known.
   */
  probe_router: boolean;
  /**
   * ROUTER: a set of `PeerNotice`: on what an empty message is received behind the routing id of a peer. It stands
   * behind the last message that the peer has sent, and comes for each link, also between those of one session.
   */
  router_notify: number;
  /**
   * ROUTER: peers are programs that speak no ZMTP: bytes are sent and received as they are, as STREAM does;
   * `router_mandatory` still says what becomes of what has no peer, or no room. Set before the first bind or
   * connect, or `WRONG_STATE`.
   */
  router_raw: boolean;
  /**
   * STREAM, and ROUTER with `router_raw`: whether empty bytes are received when a connection is made, and when it
   * has ended.
   */
  stream_notify: boolean;
  /**
   * The SOCKS5 proxy through which tcp connections are made, RFC 1928, as `host:port` or `[IPv6]:port`; it
   * resolves the host names of endpoints. Empty: none. `connect_timeout` is for the connection to the proxy; what
   * the proxy makes of it takes at most `handshake_timeout`. What concerns the other end's host, such as
   * `network_timeout`, concerns that of the proxy.
   */
  socks_proxy: string;
  /**
   * The name under which to log in at the SOCKS5 proxy if it wants that, RFC 1929; it goes there in plain text,
   * like the password. Empty: none.
   */
  socks_username: string;
  /** The password for the SOCKS5 proxy, RFC 1929. */
  socks_password: string;
  /**
   * PLAIN, RFC 24: peers must log in by name and password; who may is decided by the ZAP handler, RFC 27, and
   * without one nobody may. Not over inproc, nor is any other mechanism.
   */
  plain_server: boolean;
  /** The name under which to log in by PLAIN, RFC 24, at peers that want it. */
  plain_username: string;
  /** The password for PLAIN. */
  plain_password: string;
  /**
   * CURVE, RFC 26: peers must know this connector's public key, and prove their own; needs `curve_secret_key`,
   * without which nothing can be bound or connected. Goes before PLAIN.
   */
  curve_server: boolean;
  /**
   * This connector's public key for CURVE: 32 bytes, or 40 characters of Z85 (RFC 32). Empty: it follows from the
   * secret key; another one than that is refused by bind and connect.
   */
  curve_public_key: Uint8Array;
  /** This connector's secret key for CURVE: 32 bytes, or 40 characters of Z85. */
  curve_secret_key: Uint8Array;
  /**
   * The public key that peers must prove to have: with it, and a secret key, links are made by CURVE. 32 bytes, or
   * 40 characters of Z85.
   */
  curve_server_key: Uint8Array;
  /**
   * The domain in which the ZAP handler of this context, bound to `inproc://zeromq.zap.01`, decides about peers
   * that link, RFC 27. Empty: it is not asked about peers without a mechanism, and peers that prove their keys by
   * CURVE, or their names by GSSAPI, are admitted where no handler was ever bound.
   */
  zap_domain: string;
  /** The mechanism that links are made with, as the options have it: a `Mechanism`. */
  readonly mechanism: number;
  /**
   * Where a message goes to one of several peers: the priority of those that come by an endpoint that is bound or
   * connected from now on, for as long as they live. It goes to a peer of the highest priority that has room, in
   * turn within one priority. 1 is the highest. A priority of which nobody is linked stands back while somebody of
   * another is, so that a backup takes over at once, and gives way again; what is queued for a peer stays its own,
   * unless it is gone for good (see also `immediate`). Attempts of `request_timeout` go to whoever was asked
   * least.
   */
  send_priority: number;
  /**
   * As `send_priority`, for receiving: what peers of a higher priority have sent is received before what others
   * have, in turn within one priority. As long as they send more than is received, the others wait.
   */
  receive_priority: number;
  /**
   * GSSAPI, RFC 38: peers must prove by Kerberos who they are, with a key of this connector's in the system's
   * keytab. Where options name several mechanisms GSSAPI goes before PLAIN and behind CURVE. Needs
   * `libgssapi_krb5.so.2`, else bind and connect answer `NOT_SUPPORTED`.
   */
  gssapi_server: boolean;
  /**
   * GSSAPI: the principal that this connector is. Empty: a server is any that its keytab has keys of, a client the
   * one that its tickets are of.
   */
  gssapi_principal: string;
  /**
   * GSSAPI: the principal that a server must prove to be: with it links are made by GSSAPI, and this connector is
   * the client.
   */
  gssapi_service_principal: string;
  /** GSSAPI: the form of `gssapi_principal`: a `PrincipalForm`. */
  gssapi_principal_form: number;
  /** GSSAPI: the form of `gssapi_service_principal`: a `PrincipalForm`. */
  gssapi_service_principal_form: number;
  /**
   * GSSAPI: messages go as they are, not sealed, once peers have proved who they are: whoever is on the way may
   * read and change them. Both sides must say so.
   */
  gssapi_plaintext: boolean;
  /**
   * What tcp connections are made from: an address of this machine, IPv6 in brackets, or the name of an interface,
   * of which the address is taken that fits; behind it `:port` where the port matters. Looked up at each attempt,
   * which fails with `ADDRESS_NOT_AVAILABLE` where there is none of that family. Empty: the system chooses.
   */
  source_address: string;
}

/** Memory that is lent to a call. */
export type Memory = NodeJS.ArrayBufferView;

/** libymq, loaded and checked: those of its functions that never keep their thread waiting for others. */
export interface Library {
  readonly path: string;
  readonly manifest: Manifest;
  /**
   * Names the version of the library: `0.4.0`.
   *
   * Never waits. Any thread may call it, at any time. Since 0.1.
   *
   * @returns NUL-terminated text that lives as long as the library.
   */
  ymq_version(): string;
  /**
   * The ABI manifest that the library was built from: JSON text with one fingerprint for each entry. A binding
   * compares it when it loads the library.
   *
   * Never waits. Any thread may call it, at any time. Since 0.1.
   *
   * @returns NUL-terminated text that lives as long as the library.
   */
  ymq_abi_manifest(): string;
  /**
   * Names a status: `ADDRESS_IN_USE`. A number that is no status gives `UNKNOWN`.
   *
   * Never waits. Any thread may call it, at any time. Since 0.1.
   *
   * @param status The status.
   * @returns NUL-terminated text that lives as long as the library.
   */
  ymq_status_name(status: number): string;
  /**
   * Says what a status means, in a sentence.
   *
   * Never waits. Any thread may call it, at any time. Since 0.1.
   *
   * @param status The status.
   * @returns NUL-terminated text that lives as long as the library.
   */
  ymq_status_text(status: number): string;
  /**
   * Says what was wrong in the last call on this thread that failed: which value, and what would be right. Calls
   * that succeed leave it as it is.
   *
   * Never waits. Any thread may call it, at any time. Since 0.1.
   *
   * @param system_error Receives the errno behind it, or 0. May be null.
   * @returns NUL-terminated text that lives until the same thread calls the library again.
   */
  ymq_last_error(system_error: Memory | null): string;
  /**
   * Makes a secret key for CURVE, RFC 26, of random bytes, as 40 characters of Z85.
   *
   * Never waits. Any thread may call it, at any time. Since 0.3.
   *
   * @param text Receives the key, cut at the capacity.
   * @param text_capacity Bytes of room in `text`; 41 hold the key and a NUL.
   * @returns The length of the whole text in bytes: 40. Negative: INVALID_ARGUMENT, NOT_SUPPORTED.
   */
  ymq_curve_make_secret_key(text: Memory, text_capacity: number): number;
  /**
   * Computes the public key that belongs to a secret one, as 40 characters of Z85.
   *
   * Never waits. Any thread may call it, at any time. Since 0.3.
   *
   * @param secret The secret key: 40 characters of Z85.
   * @param secret_length Its length in bytes.
   * @param text Receives the public key, cut at the capacity.
   * @param text_capacity Bytes of room in `text`; 41 hold the key and a NUL.
   * @returns The length of the whole text in bytes: 40. Negative: INVALID_ARGUMENT, NOT_SUPPORTED.
   */
  ymq_curve_public_key(secret: Memory, secret_length: number, text: Memory, text_capacity: number): number;
  /**
   * Makes a context: the io threads and the registry of inproc names.
   *
   * May wait for other threads of the library to step aside, never for a peer or the network. Any thread may call
   * it, at any time. Since 0.1.
   *
   * @param io_threads How many io threads carry connections, 0 to 64. With 0 the callers do: `io_context_run`, or
   *   any call that waits. More than one pays where one connector talks to many peers over the network.
   * @param backend How to talk to the operating system. `DEFAULT` obeys the environment variable `YMQ_BACKEND`
   *   (`epoll` or `io_uring`), and otherwise is `EPOLL`. `IO_URING` is a wish: where the system refuses it the
   *   context is made with `EPOLL`.
   * @param context Receives the handle.
   * @returns 0: success. Negative: INVALID_ARGUMENT, NOT_SUPPORTED, TOO_MANY_FILES, TOO_MANY_HANDLES,
   *   OUT_OF_MEMORY, SYSTEM.
   */
  io_context_init(io_threads: number, backend: Backend, context: Memory): number;
  /**
   * As `io_context_destroy` with a linger of 0: waits for nothing but the library's own threads to step aside. For
   * event loops, which close their connectors with `connector_destroy_async` first.
   *
   * May wait for other threads of the library to step aside, never for a peer or the network. Any thread may call
   * it, at any time. Since 0.1.
   *
   * @param context The context.
   * @param undelivered Receives how many accepted messages were not handed to the operating system or, where peers
   *   acknowledge (option `acknowledged_delivery`), are not known to have arrived. May be null.
   * @returns 0: success. Negative: INVALID_HANDLE, FORKED.
   */
  io_context_terminate(context: number, undelivered: Memory | null): number;
  /**
   * Says which backend carries the context, and why: `epoll: chosen by the caller`. Where io_uring was wished for
   * and could not be had: who wished for it, what refused, the system's error, and what would help. The text
   * begins with `epoll` or `io_uring`, the name of what it has become.
   *
   * Never waits. Any thread may call it, at any time. Since 0.1.
   *
   * @param context The context.
   * @param text Receives the text, cut at the capacity.
   * @param text_capacity Bytes of room in `text`.
   * @returns The length of the whole text in bytes. Negative: INVALID_HANDLE, INVALID_ARGUMENT, FORKED.
   */
  io_context_backend(context: number, text: Memory, text_capacity: number): number;
  /**
   * Makes a connector.
   *
   * Never waits. Any thread may call it, at any time. Since 0.1.
   *
   * @param context The context that carries it.
   * @param type Its pattern.
   * @param connector Receives the handle.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, TOO_MANY_HANDLES, OUT_OF_MEMORY,
   *   FORKED.
   */
  connector_init(context: number, type: ConnectorType, connector: Memory): number;
  /**
   * As `connector_destroy`, without waiting: the completion says when it is over and how many messages were not
   * delivered.
   *
   * A completion `DESTROY` follows success; it carries nothing else. Never waits. Any thread may call it, at any
   * time. Since 0.1.
   *
   * @param connector The connector.
   * @param linger_ms As for `connector_destroy`.
   * @param queue Where the completion goes.
   * @param tag Comes back with the completion.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, FORKED.
   */
  connector_destroy_async(connector: number, linger_ms: number, queue: number, tag: number): number;
  /**
   * Binds the connector to an address, on which it then accepts connections.
   *
   * `tcp://host:port`: host is an IPv4 address, an IPv6 address in brackets, an interface's name, a host name or
   * `*`; port `*` or 0 lets the system choose. `ipc://path`, `ipc://@abstract-name`, `ipc://*` (a path in the
   * temporary folder). `inproc://name`: within this context.
   *
   * May wait for other threads of the library to step aside, never for a peer or the network. Any thread may call
   * it, at any time. Since 0.1.
   *
   * @param connector The connector.
   * @param endpoint The endpoint.
   * @param endpoint_size Its length in bytes.
   * @param bound Receives the endpoint with what the system chose, cut at the capacity. May be null.
   * @param bound_capacity Bytes of room in `bound`.
   * @returns The length of the bound endpoint in bytes. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED,
   *   INVALID_ENDPOINT, UNSUPPORTED_TRANSPORT, NOT_SUPPORTED, ADDRESS_IN_USE, ADDRESS_NOT_AVAILABLE,
   *   PERMISSION_DENIED, NAME_NOT_RESOLVED, TOO_MANY_FILES, OUT_OF_MEMORY, SYSTEM, FORKED.
   */
  connector_bind(
    connector: number,
    endpoint: Memory,
    endpoint_size: number,
    bound: Memory | null,
    bound_capacity: number,
  ): number;
  /**
   * Connects the connector to an address. Returns at once: the connection is made, and made again for ever after
   * it breaks, behind the scenes, whether or not anybody is bound there yet. Host names are resolved anew at each
   * attempt. Connecting twice to the same endpoint does nothing for PUB, SUB, REQ, DEALER, CLIENT, RADIO and DISH,
   * and opens a second connection for others.
   *
   * Never waits. Any thread may call it, at any time. Since 0.1.
   *
   * @param connector The connector.
   * @param endpoint The endpoint, as for `connector_bind` but without wildcards.
   * @param endpoint_size Its length in bytes.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, INVALID_ENDPOINT,
   *   UNSUPPORTED_TRANSPORT, NOT_SUPPORTED, OUT_OF_MEMORY, FORKED.
   */
  connector_connect(connector: number, endpoint: Memory, endpoint_size: number): number;
  /**
   * Stops accepting on a bound endpoint. Links that were accepted there go on.
   *
   * May wait for other threads of the library to step aside, never for a peer or the network. Any thread may call
   * it, at any time. Since 0.1.
   *
   * @param connector The connector.
   * @param endpoint The endpoint as `connector_bind` resolved it, or as it was given there.
   * @param endpoint_size Its length in bytes.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_FOUND, FORKED.
   */
  connector_unbind(connector: number, endpoint: Memory, endpoint_size: number): number;
  /**
   * Ends a connection made by `connector_connect`, and the attempts to make it. What was accepted for its peer
   * goes on being sent in the background, as long as the option `linger` says. One call ends one connection.
   *
   * Never waits. Any thread may call it, at any time. Since 0.1.
   *
   * @param connector The connector.
   * @param endpoint The endpoint as it was given to `connector_connect`.
   * @param endpoint_size Its length in bytes.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_FOUND, FORKED.
   */
  connector_disconnect(connector: number, endpoint: Memory, endpoint_size: number): number;
  /**
   * Asks peers for the messages whose first part begins with a topic. SUB only. Counted: as many unsubscriptions
   * undo it.
   *
   * Never waits. Any thread may call it, at any time. Since 0.1.
   *
   * @param connector The connector.
   * @param topic The topic; of length 0, everything. May be null then.
   * @param topic_size Its length in bytes.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_SUPPORTED, OUT_OF_MEMORY, FORKED.
   */
  connector_subscribe(connector: number, topic: Memory | null, topic_size: number): number;
  /**
   * Undoes one `connector_subscribe`.
   *
   * Never waits. Any thread may call it, at any time. Since 0.1.
   *
   * @param connector The connector.
   * @param topic The topic. May be null.
   * @param topic_size Its length in bytes.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_SUPPORTED, NOT_FOUND, FORKED.
   */
  connector_unsubscribe(connector: number, topic: Memory | null, topic_size: number): number;
  /**
   * As `connector_send_sync` with a timeout of 0: for event loops. `AGAIN` where not even the first message had
   * room.
   *
   * Never waits. Any thread may call it, at any time. Since 0.1.
   *
   * @param connector The connector.
   * @param bytes As for `connector_send_sync`. May be null.
   * @param size How many bytes.
   * @param parts As for `connector_send_sync`. May be null.
   * @param part_count How many parts.
   * @returns How many messages were accepted. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, AGAIN,
   *   HOST_UNREACHABLE, NOT_SUPPORTED, WRONG_STATE, OUT_OF_MEMORY, FORKED.
   */
  connector_try_send(
    connector: number,
    bytes: Memory | null,
    size: number,
    parts: Memory | null,
    part_count: number,
  ): number;
  /**
   * Sends messages without waiting. What has room is accepted before the call returns; the rest is copied, keeps
   * its place before all later sends, and is accepted as room comes. A completion follows only if there is a rest.
   *
   * A completion `SEND` follows where less than everything was done at once; it carries nothing else. Never waits.
   * Any thread may call it, at any time. Since 0.1.
   *
   * @param connector The connector.
   * @param bytes As for `connector_send_sync`. May be null.
   * @param size How many bytes.
   * @param parts As for `connector_send_sync`. May be null.
   * @param part_count How many parts.
   * @param queue Where the completion goes.
   * @param tag Comes back with the completion.
   * @returns How many messages were accepted at once. Fewer than given: a completion follows for the rest.
   *   Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, HOST_UNREACHABLE, NOT_SUPPORTED, WRONG_STATE,
   *   OUT_OF_MEMORY, FORKED.
   */
  connector_send_async(
    connector: number,
    bytes: Memory | null,
    size: number,
    parts: Memory | null,
    part_count: number,
    queue: number,
    tag: number,
  ): number;
  /**
   * As `connector_send_message_sync`, without waiting.
   *
   * A completion `SEND` follows where less than everything was done at once; it carries nothing else. Never waits.
   * Any thread may call it, at any time. Since 0.1.
   *
   * @param connector The connector.
   * @param message The message. After 0 or 1 its handle is gone. After success the handle belongs to the library.
   * @param queue Where the completion goes.
   * @param tag Comes back with the completion.
   * @returns 1: accepted at once, no completion follows. 0: a completion follows. Negative: INVALID_HANDLE,
   *   INVALID_ARGUMENT, CLOSED, HOST_UNREACHABLE, NOT_SUPPORTED, WRONG_STATE, OUT_OF_MEMORY, FORKED.
   */
  connector_send_message_async(connector: number, message: number, queue: number, tag: number): number;
  /**
   * As `connector_recv_sync` with a timeout of 0: for event loops.
   *
   * Never waits. Any thread may call it, at any time. Since 0.1.
   *
   * @param connector The connector.
   * @param bytes As for `connector_recv_sync`. May be null.
   * @param byte_capacity Bytes of room.
   * @param parts As for `connector_recv_sync`.
   * @param part_capacity Room for parts, at least 1.
   * @param max_messages Take no more messages than this; 0 means as many as fit.
   * @returns How many parts were written. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, AGAIN,
   *   NOT_SUPPORTED, WRONG_STATE, BUFFER_TOO_SMALL, FORKED, UNDELIVERABLE.
   */
  connector_try_recv(
    connector: number,
    bytes: Memory | null,
    byte_capacity: number,
    parts: Memory,
    part_capacity: number,
    max_messages: number,
  ): number;
  /**
   * Receives messages as they come: one completion, with at least one message, copied out by the drain. Operations
   * are served in the order in which they were made. A cancelled operation takes nothing; a completed one that
   * nobody waits for any more still carries its messages.
   *
   * A completion `RECV` follows success; it carries messages. Never waits. Any thread may call it, at any time.
   * Since 0.1.
   *
   * @param connector The connector.
   * @param max_messages How many messages the completion may carry, at least 1.
   * @param max_bytes How many bytes the messages after the first may bring it to.
   * @param queue Where the completion goes.
   * @param tag Comes back with the completion.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_SUPPORTED, WRONG_STATE,
   *   OUT_OF_MEMORY, FORKED, UNDELIVERABLE.
   */
  connector_recv_async(connector: number, max_messages: number, max_bytes: number, queue: number, tag: number): number;
  /**
   * As `connector_recv_message_sync`, without waiting: the completion carries the handle.
   *
   * A completion `RECV_MESSAGE` follows success; it carries a message as a handle. Never waits. Any thread may
   * call it, at any time. Since 0.1.
   *
   * @param connector The connector.
   * @param queue Where the completion goes.
   * @param tag Comes back with the completion.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_SUPPORTED, WRONG_STATE,
   *   OUT_OF_MEMORY, FORKED, UNDELIVERABLE.
   */
  connector_recv_message_async(connector: number, queue: number, tag: number): number;
  /**
   * Says that the application is done with messages that it received, where the option `manual_acknowledgement`
   * leaves that to it: the oldest ones that it has not yet acknowledged, in the order in which they were received.
   * A message that had no room, or that went back because nobody waits for its operation any more, keeps its
   * place.
   *
   * Never waits. Any thread may call it, at any time. Since 0.2.
   *
   * @param connector The connector.
   * @param count How many messages. More than there are: all.
   * @returns How many were acknowledged; 0 where the option is off. Negative: INVALID_HANDLE, CLOSED, FORKED.
   */
  connector_acknowledge(connector: number, count: number): number;
  /**
   * Sets an option.
   *
   * Never waits. Any thread may call it, at any time. Since 0.1.
   *
   * @param connector The connector.
   * @param option Which one.
   * @param value Whole numbers and truth values: 8 bytes, a signed integer in the machine's order. Text and bytes:
   *   as they are. May be null.
   * @param value_size Bytes of the value.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_FOUND, READ_ONLY, NOT_SUPPORTED,
   *   WRONG_STATE, OUT_OF_MEMORY, FORKED.
   */
  connector_set_option(connector: number, option: OptionId, value: Memory | null, value_size: number): number;
  /**
   * Reads an option.
   *
   * Never waits. Any thread may call it, at any time. Since 0.1.
   *
   * @param connector The connector.
   * @param option Which one.
   * @param value Receives the value in the form that `connector_set_option` takes. May be null.
   * @param value_capacity Bytes of room.
   * @returns The length of the value in bytes. More than the capacity: nothing was written. Negative:
   *   INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_FOUND, FORKED.
   */
  connector_get_option(connector: number, option: OptionId, value: Memory | null, value_capacity: number): number;
  /**
   * Reads the counters of a connector.
   *
   * Never waits. Any thread may call it, at any time. Since 0.1.
   *
   * @param connector The connector.
   * @param stats The caller sets `size`; as many bytes are written.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, FORKED.
   */
  connector_get_stats(connector: number, stats: Memory): number;
  /**
   * What a connector's peers are, and their counters: one record for each peer that exists now, in the order of
   * their numbers, and of those that are gone while they have messages that nobody has taken.
   *
   * Never waits. Any thread may call it, at any time. Since 0.2.
   *
   * @param connector The connector.
   * @param first The least number of a peer that is wanted; 0 for all. To go on after a full array: one more than
   *   the last number.
   * @param peers Receives the records.
   * @param peer_capacity Room for records.
   * @returns How many were written. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, FORKED.
   */
  connector_get_peer_stats(connector: number, first: number, peers: Memory, peer_capacity: number): number;
  /**
   * Takes what happened to the connector since the last call, oldest first. The connector keeps the newest 1024
   * events and counts what it had to forget; it never waits for an observer.
   *
   * Never waits. Any thread may call it, at any time. Since 0.1.
   *
   * @param connector The connector.
   * @param events Receives the events.
   * @param event_capacity Room for events.
   * @returns How many were written. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, FORKED.
   */
  connector_take_events(connector: number, events: Memory, event_capacity: number): number;
  /**
   * Joins a group: DISH only. RADIOs that are connected, now or later, are told of it.
   *
   * Never waits. Any thread may call it, at any time. Since 0.3.
   *
   * @param connector The connector.
   * @param group The group's name. May be null.
   * @param group_size Its length in bytes, at most 255.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_SUPPORTED, WRONG_STATE,
   *   OUT_OF_MEMORY, FORKED.
   */
  connector_join(connector: number, group: Memory | null, group_size: number): number;
  /**
   * Leaves a group that was joined.
   *
   * Never waits. Any thread may call it, at any time. Since 0.3.
   *
   * @param connector The connector.
   * @param group The group's name. May be null.
   * @param group_size Its length in bytes.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_SUPPORTED, NOT_FOUND,
   *   OUT_OF_MEMORY, FORKED.
   */
  connector_leave(connector: number, group: Memory | null, group_size: number): number;
  /**
   * As `connector_connect`, and tells at once which routing id the peer behind it will have. PEER only.
   *
   * Never waits. Any thread may call it, at any time. Since 0.3.
   *
   * @param connector The connector.
   * @param endpoint The endpoint, as for `connector_connect`.
   * @param endpoint_size Its length in bytes.
   * @param routing_id Receives the routing id: as the first part of a message, 4 bytes with the highest first.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, INVALID_ENDPOINT,
   *   UNSUPPORTED_TRANSPORT, NOT_SUPPORTED, OUT_OF_MEMORY, FORKED.
   */
  connector_connect_peer(connector: number, endpoint: Memory, endpoint_size: number, routing_id: Memory): number;
  /**
   * As `connector_connect`, and the peer behind it has the routing id that the caller gives it, from this call on:
   * what is sent to it is queued before there is a connection, and it keeps the id over all of them, whatever
   * identity it says. Nobody else may link that says this identity: its link ends with `ROUTING_ID_IN_USE`, and
   * the event `HANDSHAKE_FAILED` says so. ROUTER and STREAM only.
   *
   * Never waits. Any thread may call it, at any time. Since 0.3.
   *
   * @param connector The connector.
   * @param endpoint The endpoint, as for `connector_connect`.
   * @param endpoint_size Its length in bytes.
   * @param routing_id What the peer is called: 1 to 255 bytes, of which the first is not 0.
   * @param routing_id_size Its length in bytes.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, INVALID_ENDPOINT,
   *   UNSUPPORTED_TRANSPORT, NOT_SUPPORTED, ROUTING_ID_IN_USE, OUT_OF_MEMORY, FORKED.
   */
  connector_connect_as(
    connector: number,
    endpoint: Memory,
    endpoint_size: number,
    routing_id: Memory,
    routing_id_size: number,
  ): number;
  /**
   * As `connector_bind` for a socket that somebody else has bound and listens on: systemd socket activation. Its
   * path is neither made nor removed, and whoever else has the socket may go on to accept from it. It stays set up
   * as it is, whatever the options say.
   *
   * May wait for other threads of the library to step aside, never for a peer or the network. Any thread may call
   * it, at any time. Since 0.3.
   *
   * @param connector The connector.
   * @param descriptor The listening socket, a stream over tcp or a path. After success it is the library's, and
   *   the number no longer the caller's; after failure it is as it was.
   * @param bound Receives its endpoint, cut at the capacity. May be null.
   * @param bound_capacity Bytes of room in `bound`.
   * @returns The length of the endpoint in bytes. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED,
   *   TOO_MANY_FILES, OUT_OF_MEMORY, SYSTEM, FORKED.
   */
  connector_bind_descriptor(
    connector: number,
    descriptor: number,
    bound: Memory | null,
    bound_capacity: number,
  ): number;
  /**
   * As `connector_wait_for_peers`: a completion says when it is so.
   *
   * A completion `PEERS` follows success; it carries nothing else. Never waits. Any thread may call it, at any
   * time. Since 0.3.
   *
   * @param connector The connector.
   * @param count How many are wanted.
   * @param queue Where the completion goes.
   * @param tag Comes back with the completion.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, OUT_OF_MEMORY, FORKED.
   */
  connector_wait_for_peers_async(connector: number, count: number, queue: number, tag: number): number;
  /**
   * As `connector_wait_for_subscribers`: a completion says when it is so.
   *
   * A completion `SUBSCRIBERS` follows success; it carries nothing else. Never waits. Any thread may call it, at
   * any time. Since 0.3.
   *
   * @param connector The connector.
   * @param topic As for `connector_wait_for_subscribers`. Copied. May be null.
   * @param topic_size Its length in bytes.
   * @param count How many are wanted.
   * @param queue Where the completion goes.
   * @param tag Comes back with the completion.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_SUPPORTED, OUT_OF_MEMORY, FORKED.
   */
  connector_wait_for_subscribers_async(
    connector: number,
    topic: Memory | null,
    topic_size: number,
    count: number,
    queue: number,
    tag: number,
  ): number;
  /**
   * As `connector_wait_for_events`: a completion says when there is something.
   *
   * A completion `EVENTS` follows success; it carries nothing else. Never waits. Any thread may call it, at any
   * time. Since 0.4.
   *
   * @param connector The connector.
   * @param queue Where the completion goes.
   * @param tag Comes back with the completion.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, OUT_OF_MEMORY, FORKED.
   */
  connector_wait_for_events_async(connector: number, queue: number, tag: number): number;
  /**
   * What the connector is ready for now.
   *
   * Messages that the binding of a language has fetched ahead, to hand them out one by one, are not in the
   * connector any more: neither this nor a descriptor or a poller tells of them. There, take all that the binding
   * has before a wait begins (receive without waiting until there is nothing), or ask the binding.
   *
   * Never waits. Any thread may call it, at any time. Since 0.3.
   *
   * @param connector The connector.
   * @returns A set of `Readiness`. Negative: INVALID_HANDLE, CLOSED, FORKED.
   */
  connector_ready(connector: number): number;
  /**
   * A descriptor for poll(2) and its kin that is readable as long as the connector is ready for one thing: for
   * event loops that know descriptors only. Level-triggered; nothing is ever to be read from it. It is readable,
   * too, once the connector is closed. A context without io threads has to be driven for it to change. It does not
   * tell of messages that a language's binding has fetched ahead: see `connector_ready`.
   *
   * Never waits. Any thread may call it, at any time. Since 0.3.
   *
   * @param connector The connector.
   * @param readiness What for: exactly one of `Readiness`.
   * @param descriptor Receives the descriptor, which stays the library's and lives as long as the connector.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, TOO_MANY_FILES, OUT_OF_MEMORY,
   *   FORKED.
   */
  connector_descriptor(connector: number, readiness: Readiness, descriptor: Memory): number;
  /**
   * Says who a peer is.
   *
   * Never waits. Any thread may call it, at any time. Since 0.3.
   *
   * @param connector The connector.
   * @param peer Its number, as `connector_get_peer_stats`, `Event` and `message_peer` give it.
   * @param info The caller sets `size`; as many bytes are written.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_FOUND, FORKED.
   */
  connector_get_peer_info(connector: number, peer: number, info: Memory): number;
  /**
   * Says what a peer said about itself when its link came up: `Socket-Type`, `Identity`, or one of the properties
   * that its option `metadata` has. Names are compared without regard to case.
   *
   * Never waits. Any thread may call it, at any time. Since 0.3.
   *
   * @param connector The connector.
   * @param peer Its number, as for `connector_get_peer_info`.
   * @param name The property's name.
   * @param name_size Its length in bytes.
   * @param value Receives the value. May be null.
   * @param value_capacity Bytes of room in `value`.
   * @returns The length of the value in bytes. More than the capacity: nothing was written. Negative:
   *   INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_FOUND, FORKED.
   */
  connector_get_peer_property(
    connector: number,
    peer: number,
    name: Memory,
    name_size: number,
    value: Memory | null,
    value_capacity: number,
  ): number;
  /**
   * Makes a message without parts.
   *
   * Never waits. Any thread may call it, at any time. Since 0.1.
   *
   * @param message Receives the handle; `message_destroy`, or a send that succeeds, releases it.
   * @returns 0: success. Negative: INVALID_ARGUMENT, TOO_MANY_HANDLES, OUT_OF_MEMORY.
   */
  message_init(message: Memory): number;
  /**
   * Appends a part.
   *
   * Never waits. Any thread may call it, but only one at a time on the same handle. Since 0.1.
   *
   * @param message The message.
   * @param bytes Copied into the part. Null: the part's bytes are left for the caller to write through `data`.
   * @param size Length of the part in bytes.
   * @param data Receives the address of the part's bytes, which may be written until the message is sent. May be
   *   null.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, OUT_OF_MEMORY, FORKED.
   */
  message_add_part(message: number, bytes: Memory | null, size: number, data: Memory | null): number;
  /**
   * Appends a part whose bytes stay the caller's: large ones go from there to the network without being copied.
   * The completion says that nobody has any use for them any more: not the message, nor the connector that sent
   * it, which keeps what its peer has not acknowledged, nor one in this process that received it. It comes also
   * where the message is never sent, and not after the queue is closed; once its context is destroyed, and the
   * message with it, the memory is the caller's alone.
   *
   * A completion `RELEASE` follows success; it carries nothing else. Never waits. Any thread may call it, but only
   * one at a time on the same handle. Since 0.3.
   *
   * @param message The message.
   * @param bytes The part. After success not to be changed or freed before the completion.
   * @param size Length of the part in bytes, at least 1. Below 2 KiB a copy is quicker.
   * @param queue Where the completion goes.
   * @param tag Comes back with the completion.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, OUT_OF_MEMORY, FORKED.
   */
  message_add_lent_part(message: number, bytes: Memory, size: number, queue: number, tag: number): number;
  /**
   * Counts the parts.
   *
   * Never waits. Any thread may call it, but only one at a time on the same handle. Since 0.1.
   *
   * @param message The message.
   * @returns How many parts it has. Negative: INVALID_HANDLE, FORKED.
   */
  message_part_count(message: number): number;
  /**
   * Shows a part.
   *
   * Never waits. Any thread may call it, but only one at a time on the same handle. Since 0.1.
   *
   * @param message The message.
   * @param index Which part, from 0.
   * @param data Receives the address of its bytes, which live as long as the message.
   * @param size Receives its length in bytes.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, NOT_FOUND, FORKED.
   */
  message_part(message: number, index: number, data: Memory, size: Memory): number;
  /**
   * What is to be said about a received message.
   *
   * Never waits. Any thread may call it, but only one at a time on the same handle. Since 0.2.
   *
   * @param message The message.
   * @returns A set of `PartFlag`: `REDELIVERED`, or 0. Negative: INVALID_HANDLE, FORKED.
   */
  message_flags(message: number): number;
  /**
   * Releases a message.
   *
   * Never waits. Any thread may call it, at any time. Since 0.1.
   *
   * @param message The message.
   * @returns 0: success. Negative: INVALID_HANDLE, FORKED.
   */
  message_destroy(message: number): number;
  /**
   * Makes another message of the same parts, which share their memory: nothing is copied, so neither message's
   * parts may be written to any more.
   *
   * Never waits. Any thread may call it, but only one at a time on the same handle. Since 0.3.
   *
   * @param message The message.
   * @param copy Receives the handle of the other one.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, TOO_MANY_HANDLES, OUT_OF_MEMORY, FORKED.
   */
  message_copy(message: number, copy: Memory): number;
  /**
   * Tells whom a received message came from.
   *
   * Never waits. Any thread may call it, but only one at a time on the same handle. Since 0.3.
   *
   * @param message The message.
   * @param peer Receives the peer's number within its connector, for `connector_get_peer_info`.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, NOT_FOUND, FORKED.
   */
  message_peer(message: number, peer: Memory): number;
  /**
   * Makes a completion queue.
   *
   * Never waits. Any thread may call it, at any time. Since 0.1.
   *
   * @param context The context whose connectors report here.
   * @param wake Which descriptor tells a foreign event loop to drain.
   * @param queue Receives the handle.
   * @param descriptor Receives the descriptor, or -1 for `NONE`. `PIPE`: the caller closes it; it reads
   *   end-of-file when the queue is destroyed. `POLLABLE`: the library closes it with the queue. A byte (a
   *   readable descriptor) is there only between the moment when an empty queue gets a completion and the next
   *   drain that finds it empty. May be null.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, TOO_MANY_FILES, TOO_MANY_HANDLES,
   *   OUT_OF_MEMORY, FORKED, SYSTEM.
   */
  completion_queue_init(context: number, wake: WakeKind, queue: Memory, descriptor: Memory | null): number;
  /**
   * Destroys a queue. Operations that would have ended here are cancelled; messages of completions that nobody
   * drained go back to the front of their connector where it still lives.
   *
   * May wait for other threads of the library to step aside, never for a peer or the network. Any thread may call
   * it, at any time. Since 0.1.
   *
   * @param queue The queue.
   * @returns 0: success. Negative: INVALID_HANDLE, FORKED.
   */
  completion_queue_destroy(queue: number): number;
  /**
   * Takes completions, oldest first, with their messages copied into the caller's memory. Takes as many as fit.
   * Where the messages of the first do not fit nothing is taken: `BUFFER_TOO_SMALL`, and the first record says how
   * many bytes (`byte_count`) and parts (`part_count`) they take.
   *
   * Never waits. Any thread may call it, at any time. Since 0.1.
   *
   * @param queue The queue.
   * @param completions Receives the records.
   * @param completion_capacity Room for records, at least 1.
   * @param bytes Receives the bytes of received messages. May be null when the capacity is 0.
   * @param byte_capacity Bytes of room.
   * @param parts Receives how the bytes fall into parts and messages. May be null when the capacity is 0.
   * @param part_capacity Room for parts.
   * @returns How many records were written; 0 when the queue is empty. Negative: INVALID_HANDLE, INVALID_ARGUMENT,
   *   BUFFER_TOO_SMALL, FORKED.
   */
  completion_queue_drain(
    queue: number,
    completions: Memory,
    completion_capacity: number,
    bytes: Memory | null,
    byte_capacity: number,
    parts: Memory | null,
    part_capacity: number,
  ): number;
  /**
   * Starts a timer: a completion `TIMER` comes when the delay is over, and, if there is an interval, again after
   * each interval, until it is cancelled. The moments of a timer are fixed when it is started: it does not drift,
   * however late it is seen to.
   *
   * Of each timer at most one completion waits to be drained: while it does, the timer only counts, and the drain
   * says in `count` how often it was due, 1 or more. It goes on until `completion_queue_cancel` with its tag,
   * after which a completion `CANCELLED` comes, once, behind one that still waits; a timer without an interval
   * that was due cannot be cancelled any more. The end of the queue, or of its context, ends it without a word.
   *
   * A timer is never early. An io thread of the context sees to it; in a context without one, whoever drives it:
   * `io_context_run`, or a call that waits, `completion_queue_wait` among them.
   *
   * A completion `TIMER` follows success; it carries nothing else. Never waits. Any thread may call it, at any
   * time. Since 0.4.
   *
   * @param queue Where its completions go.
   * @param delay_ms How long until it is due for the first time, in milliseconds from now.
   * @param interval_ms How long from one time to the next, in milliseconds; 0: it is due once.
   * @param tag Comes back with each completion, and names the timer for `completion_queue_cancel`.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, OUT_OF_MEMORY, FORKED.
   */
  completion_queue_start_timer(queue: number, delay_ms: number, interval_ms: number, tag: number): number;
  /**
   * Asks for an operation to end. Its completion still comes: `CANCELLED` if it had not taken effect, otherwise as
   * it ended.
   *
   * Never waits. Any thread may call it, at any time. Since 0.1.
   *
   * @param queue The queue that the operation reports to.
   * @param tag The operation's tag; with several of the same tag, the oldest.
   * @returns 0: success. Negative: INVALID_HANDLE, NOT_FOUND, FORKED.
   */
  completion_queue_cancel(queue: number, tag: number): number;
  /**
   * Makes a poller: it waits for any number of connectors, of any context of this process, and of descriptors.
   *
   * Never waits. Any thread may call it, at any time. Since 0.3.
   *
   * @param context The context that it ends with.
   * @param poller Receives the handle.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, TOO_MANY_FILES, TOO_MANY_HANDLES,
   *   OUT_OF_MEMORY, FORKED.
   */
  poller_init(context: number, poller: Memory): number;
  /**
   * Waits for a connector from now on, or for something else where it does already. Messages that a language's
   * binding has fetched ahead do not make it ready: see `connector_ready`.
   *
   * Never waits. Any thread may call it, at any time. Since 0.3.
   *
   * @param poller The poller.
   * @param connector The connector. Once it is closed the poller says so, once, and forgets it.
   * @param interest A set of `Readiness`.
   * @param tag Comes back with what it is ready for.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, TOO_MANY_FILES, OUT_OF_MEMORY,
   *   FORKED.
   */
  poller_add_connector(poller: number, connector: number, interest: number, tag: number): number;
  /**
   * Waits for this connector no longer.
   *
   * Never waits. Any thread may call it, at any time. Since 0.3.
   *
   * @param poller The poller.
   * @param connector The connector.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_FOUND, FORKED.
   */
  poller_remove_connector(poller: number, connector: number): number;
  /**
   * Waits for a descriptor from now on, or for something else where it does already.
   *
   * Never waits. Any thread may call it, at any time. Since 0.3.
   *
   * @param poller The poller.
   * @param descriptor Any that epoll(7) takes, so no regular file; it stays the caller's, who removes it before he
   *   closes it.
   * @param interest A set of `Readiness`, without `EVENTFUL`.
   * @param tag Comes back with what it is ready for.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, OUT_OF_MEMORY, SYSTEM, FORKED.
   */
  poller_add_descriptor(poller: number, descriptor: number, interest: number, tag: number): number;
  /**
   * Waits for this descriptor no longer.
   *
   * Never waits. Any thread may call it, at any time. Since 0.3.
   *
   * @param poller The poller.
   * @param descriptor The descriptor.
   * @returns 0: success. Negative: INVALID_HANDLE, CLOSED, NOT_FOUND, FORKED.
   */
  poller_remove_descriptor(poller: number, descriptor: number): number;
  /**
   * Ends a poller. A wait in another thread ends with `CLOSED`.
   *
   * May wait for other threads of the library to step aside, never for a peer or the network. Any thread may call
   * it, at any time. Since 0.3.
   *
   * @param poller The poller.
   * @returns 0: success. Negative: INVALID_HANDLE, FORKED.
   */
  poller_destroy(poller: number): number;
  /**
   * Forwards messages between two connectors from now on, both ways as far as their patterns allow, in a thread of
   * the library: ROUTER and DEALER for a shared queue, XSUB and XPUB for a forwarder, PULL and PUSH for a
   * streamer. Where one side has no room nothing more is taken from the other. Large parts are not copied. A
   * message that may have been handed to somebody else before goes on without that mark.
   *
   * A message is done with once the other side has accepted it: with the option `manual_acknowledgement` of the
   * connector that it came from, only then are those who sent it told so. Nobody else is to receive from the two
   * meanwhile, and what was received before is to be acknowledged before.
   *
   * The proxy ends when one of the two is closed. What it has taken from the other and not forwarded goes back to
   * the front of that, and what it has taken from the closed one is dropped, like everything there that was
   * received and not taken.
   *
   * May wait for other threads of the library to step aside, never for a peer or the network. Any thread may call
   * it, at any time. Since 0.3.
   *
   * @param front One of the two; neither a REQ nor a REP, which take turns.
   * @param back The other; of the same context.
   * @param capture Is sent a copy of everything that is forwarded, as far as it has room at once; a third
   *   connector of the same context. 0: none.
   * @param proxy Receives the handle.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, NOT_SUPPORTED, TOO_MANY_HANDLES,
   *   OUT_OF_MEMORY, SYSTEM, FORKED.
   */
  proxy_init(front: number, back: number, capture: number, proxy: Memory): number;
  /**
   * Takes nothing more from either side, once it has returned, until `proxy_resume`. What has been taken is still
   * forwarded. `CLOSED`: the proxy has ended.
   *
   * May wait for other threads of the library to step aside, never for a peer or the network. Any thread may call
   * it, at any time. Since 0.3.
   *
   * @param proxy The proxy.
   * @returns 0: success. Negative: INVALID_HANDLE, CLOSED, FORKED.
   */
  proxy_pause(proxy: number): number;
  /**
   * Goes on after `proxy_pause`. `CLOSED`: the proxy has ended.
   *
   * Never waits. Any thread may call it, at any time. Since 0.3.
   *
   * @param proxy The proxy.
   * @returns 0: success. Negative: INVALID_HANDLE, CLOSED, FORKED.
   */
  proxy_resume(proxy: number): number;
  /**
   * As `proxy_wait`: a completion says when it is so, with the same statuses. Where the wait is cancelled the
   * proxy goes on.
   *
   * A completion `PROXY` follows success; it carries nothing else. Never waits. Any thread may call it, at any
   * time. Since 0.3.
   *
   * @param proxy The proxy.
   * @param queue Where the completion goes.
   * @param tag Comes back with the completion.
   * @returns 0: success. Negative: INVALID_HANDLE, CLOSED, OUT_OF_MEMORY, FORKED.
   */
  proxy_wait_async(proxy: number, queue: number, tag: number): number;
  /**
   * Reads what a proxy has forwarded.
   *
   * Never waits. Any thread may call it, at any time. Since 0.3.
   *
   * @param proxy The proxy.
   * @param stats The caller sets `size`; as many bytes are written.
   * @returns 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, FORKED.
   */
  proxy_get_stats(proxy: number, stats: Memory): number;
  /**
   * Ends a proxy. What it has taken and not yet forwarded, because there was no room, goes back to the front of
   * the connector that it came from. The connectors stay open.
   *
   * May wait for other threads of the library to step aside, never for a peer or the network. Any thread may call
   * it, at any time. Since 0.3.
   *
   * @param proxy The proxy.
   * @returns 0: success. Negative: INVALID_HANDLE, FORKED.
   */
  proxy_destroy(proxy: number): number;
}

/** What a library says about itself. */
export interface Manifest {
  readonly library: string;
  readonly version: string;
  readonly entries: Readonly<Record<string, string>>;
  readonly layouts: Readonly<Record<string, StructLayout>>;
}

export interface StructLayout {
  readonly size: number;
  readonly fields: Readonly<Record<string, readonly [offset: number, size: number]>>;
}

/** The library is not one that this module was made for; `entries` names what differs. */
export class AbiMismatch extends Error {
  constructor(
    readonly path: string,
    readonly entries: readonly string[],
  ) {
    super(`${path}: made from another ABI: ${entries.join(', ')}`);
    this.name = 'AbiMismatch';
  }
}

function checkI32(value: number, name: string): number {
  if ((value | 0) === value) return value;
  throw new RangeError(`${name} must be of type i32, not ${String(value)}`);
}

function checkI64(value: number, name: string): number {
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`${name} must be of type i64, not ${String(value)}`);
}

function checkU32(value: number, name: string): number {
  if (value >>> 0 === value) return value;
  throw new RangeError(`${name} must be of type u32, not ${String(value)}`);
}

function checkU64(value: number, name: string): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError(`${name} must be of type u64, not ${String(value)}`);
}

/** Memory with room for so many bytes. */
function checkMemory(view: Memory, byteLength: number, name: string): Memory {
  if (!ArrayBuffer.isView(view)) throw new TypeError(`${name} must be a Buffer or a typed array`);
  if (view.byteLength >= byteLength) return view;
  throw new RangeError(`${name} has ${view.byteLength} bytes, ${byteLength} are needed`);
}

/** The same, at an address that C may use for what stands there. */
function checkAligned(view: Memory, byteLength: number, alignment: number, name: string): Memory {
  checkMemory(view, byteLength, name);
  if (view.byteOffset % alignment === 0) return view;
  const says = `begins at byte ${view.byteOffset} of its buffer, which ${alignment} does not divide`;
  throw new RangeError(`${name} ${says}`);
}

/** A struct that begins with its size: the callee writes no more than that. */
function checkSized(view: Memory, alignment: number, name: string): Memory {
  checkAligned(view, 4, alignment, name);
  const said = new Uint32Array(view.buffer, view.byteOffset, 1)[0] as number;
  return checkMemory(view, said, name);
}

/**
 * Refuses a library in which an entry that this module uses is missing or changed; more entries are welcome.
 *
 * @throws AbiMismatch
 */
export function checkManifest(manifest: Manifest, path: string): void {
  const wrong: string[] = [];
  for (const [name, mark] of Object.entries(entries)) {
    const there = manifest.entries[name];
    if (there === undefined) wrong.push(`${name} is missing`);
    else if (there !== mark) wrong.push(`${name} changed`);
  }
  if (wrong.length > 0) throw new AbiMismatch(path, wrong);
}

const layouts: Record<string, { byteLength: number; offset: Record<string, number> }> = {
  Part: PartLayout,
  Completion: CompletionLayout,
  ConnectorStats: ConnectorStatsLayout,
  PeerStats: PeerStatsLayout,
  Event: EventLayout,
  PeerInfo: PeerInfoLayout,
  Readied: ReadiedLayout,
  ProxyStats: ProxyStatsLayout,
};

/**
 * Refuses a library whose structs are laid out differently from the constants of this module.
 *
 * @throws AbiMismatch
 */
export function checkLayout(manifest: Manifest, path: string): void {
  const wrong: string[] = [];
  for (const [name, mine] of Object.entries(layouts)) {
    const there = manifest.layouts[name];
    if (there === undefined || there.size < mine.byteLength) wrong.push(`struct ${name} is smaller`);
    for (const [field, offset] of Object.entries(mine.offset)) {
      if (there?.fields[field]?.[0] !== offset) wrong.push(`field ${name}.${field} is not at ${offset}`);
    }
  }
  if (wrong.length > 0) throw new AbiMismatch(path, wrong);
}

/** koffi unloads a library whose handle is collected, so that they are kept here. */
const loaded = new Map<string, { handle: LibraryHandle; library: Library }>();

/**
 * Loads the library at this path, once in each thread.
 *
 * @throws AbiMismatch where it does not fit, an error of koffi where there is none.
 */
export function load(path: string): Library {
  const entry = loaded.get(path) ?? open(path);
  loaded.set(path, entry);
  return entry.library;
}

function open(path: string): { handle: LibraryHandle; library: Library } {
  const handle = koffi.load(path);
  const manifest = readManifest(handle, path);
  checkManifest(manifest, path);
  checkLayout(manifest, path);
  return { handle, library: bind(handle, path, manifest) };
}

function readManifest(handle: LibraryHandle, path: string): Manifest {
  let read: () => string;
  try {
    read = handle.func('ymq_abi_manifest', 'const char *', []);
  } catch {
    throw new AbiMismatch(path, ['function ymq_abi_manifest is missing']);
  }
  return JSON.parse(read()) as Manifest;
}

/** What this module was generated from: a fingerprint of each entry that it uses. */
export const entries: Readonly<Record<string, string>> = {
  'handle IoContext': 'f189d034',
  'handle Connector': '593764f8',
  'handle Message': 'd800e341',
  'handle CompletionQueue': '596cec45',
  'handle Poller': '5cfc3aeb',
  'handle Proxy': 'c985f88f',
  'enum Status': '8a9dfd66',
  'value Status.OK': '23d7b286',
  'value Status.INVALID_ARGUMENT': 'f32d4354',
  'value Status.INVALID_HANDLE': 'b02148cb',
  'value Status.CLOSED': '62e011e7',
  'value Status.AGAIN': '38b5f52b',
  'value Status.TIMED_OUT': '8199f495',
  'value Status.INTERRUPTED': 'a187f0ac',
  'value Status.CANCELLED': '4a76fc31',
  'value Status.INVALID_ENDPOINT': '8900d666',
  'value Status.UNSUPPORTED_TRANSPORT': '86150e77',
  'value Status.ADDRESS_IN_USE': 'cc42fdd5',
  'value Status.ADDRESS_NOT_AVAILABLE': 'b9a1aa38',
  'value Status.PERMISSION_DENIED': '331db591',
  'value Status.NAME_NOT_RESOLVED': 'efb57042',
  'value Status.HOST_UNREACHABLE': 'e042fbf3',
  'value Status.NOT_SUPPORTED': '28483972',
  'value Status.WRONG_STATE': '120bb90c',
  'value Status.MESSAGE_TOO_LARGE': '4b94cca9',
  'value Status.BUFFER_TOO_SMALL': '7c48d4ec',
  'value Status.OUT_OF_MEMORY': '5d42ca2b',
  'value Status.TOO_MANY_FILES': 'bea2fc65',
  'value Status.TOO_MANY_HANDLES': 'bae00f61',
  'value Status.NOT_FOUND': '321b55fd',
  'value Status.FORKED': 'f5afb3f0',
  'value Status.READ_ONLY': '1213f1a1',
  'value Status.PROTOCOL': '4b2a4113',
  'value Status.CONNECTION_REFUSED': 'd2c4a90c',
  'value Status.CONNECTION_RESET': 'd1574e87',
  'value Status.PEER_CLOSED': 'aac515a3',
  'value Status.INCOMPATIBLE_PEER': 'daa230e8',
  'value Status.SELF_CONNECTION': '85b813b8',
  'value Status.SYSTEM': '0e7735ef',
  'value Status.INTERNAL': '6cfd1439',
  'value Status.PEER_LOST': 'a25a811d',
  'value Status.UNDELIVERABLE': 'cf71afaf',
  'value Status.TOO_MANY_PEERS': 'bb2e2ad7',
  'value Status.SUPERSEDED': 'a6f2ea35',
  'value Status.TOO_MANY_TOPICS': 'b442d86c',
  'value Status.AUTHENTICATION_FAILED': '51b64d1a',
  'value Status.ROUTING_ID_IN_USE': 'd23c9cc6',
  'enum Backend': '8a9dfd66',
  'value Backend.DEFAULT': '23d7b286',
  'value Backend.EPOLL': '48208f94',
  'value Backend.IO_URING': '49c98762',
  'enum ConnectorType': '8a9dfd66',
  'value ConnectorType.PAIR': '23d7b286',
  'value ConnectorType.PUB': '48208f94',
  'value ConnectorType.SUB': '49c98762',
  'value ConnectorType.REQ': 'd428e15b',
  'value ConnectorType.REP': '07953a67',
  'value ConnectorType.DEALER': '36060134',
  'value ConnectorType.ROUTER': '10e7d612',
  'value ConnectorType.PULL': '9d709bba',
  'value ConnectorType.PUSH': 'd93acd00',
  'value ConnectorType.XPUB': 'df787b58',
  'value ConnectorType.XSUB': 'a9c584f4',
  'value ConnectorType.STREAM': 'ad7449a2',
  'value ConnectorType.SERVER': '63d9335a',
  'value ConnectorType.CLIENT': '1a87d561',
  'value ConnectorType.RADIO': 'c1d4cd78',
  'value ConnectorType.DISH': 'f04bb5cd',
  'value ConnectorType.GATHER': '09b689b4',
  'value ConnectorType.SCATTER': '650d84b0',
  'value ConnectorType.PEER': 'b505c2ff',
  'value ConnectorType.CHANNEL': 'e6c58fba',
  'enum ReconnectStop': 'bc9a65cf',
  'value ReconnectStop.REFUSED': '48208f94',
  'value ReconnectStop.HANDSHAKE_FAILED': '49c98762',
  'value ReconnectStop.DISCONNECTED': '07953a67',
  'enum PeerNotice': 'bc9a65cf',
  'value PeerNotice.CONNECTED': '48208f94',
  'value PeerNotice.DISCONNECTED': '49c98762',
  'enum Mechanism': '8a9dfd66',
  'value Mechanism.NULL': '23d7b286',
  'value Mechanism.PLAIN': '48208f94',
  'value Mechanism.CURVE': '49c98762',
  'value Mechanism.GSSAPI': 'd428e15b',
  'enum PrincipalForm': '8a9dfd66',
  'value PrincipalForm.HOST_BASED': '23d7b286',
  'value PrincipalForm.USER': '48208f94',
  'value PrincipalForm.KERBEROS': '49c98762',
  'enum Readiness': 'bc9a65cf',
  'value Readiness.READABLE': '48208f94',
  'value Readiness.WRITABLE': '49c98762',
  'value Readiness.EVENTFUL': '07953a67',
  'enum PartFlag': 'bc9a65cf',
  'value PartFlag.MORE': '48208f94',
  'value PartFlag.REDELIVERED': '49c98762',
  'enum PeerState': 'bc9a65cf',
  'value PeerState.LINKED': '48208f94',
  'value PeerState.LASTING': '49c98762',
  'value PeerState.SESSION': '07953a67',
  'value PeerState.AWAITED': 'd93acd00',
  'value PeerState.GONE': '09b689b4',
  'enum WakeKind': '8a9dfd66',
  'value WakeKind.NONE': '23d7b286',
  'value WakeKind.PIPE': '48208f94',
  'value WakeKind.POLLABLE': '49c98762',
  'enum CompletionKind': '8a9dfd66',
  'value CompletionKind.SEND': '48208f94',
  'value CompletionKind.RECV': '49c98762',
  'value CompletionKind.RECV_MESSAGE': 'd428e15b',
  'value CompletionKind.DESTROY': '07953a67',
  'value CompletionKind.PEERS': '36060134',
  'value CompletionKind.SUBSCRIBERS': '10e7d612',
  'value CompletionKind.RELEASE': '9d709bba',
  'value CompletionKind.PROXY': 'd93acd00',
  'value CompletionKind.EVENTS': 'df787b58',
  'value CompletionKind.TIMER': 'a9c584f4',
  'enum EventKind': '8a9dfd66',
  'value EventKind.LOST': '23d7b286',
  'value EventKind.LISTENING': '48208f94',
  'value EventKind.CONNECTED': '49c98762',
  'value EventKind.DISCONNECTED': 'd428e15b',
  'value EventKind.CONNECT_FAILED': '07953a67',
  'value EventKind.HANDSHAKE_FAILED': '36060134',
  'value EventKind.ACCEPT_FAILED': '10e7d612',
  'value EventKind.DROPPED': '9d709bba',
  'value EventKind.CLOSED': 'd93acd00',
  'value EventKind.RESUMED': 'df787b58',
  'value EventKind.REDELIVERED': 'a9c584f4',
  'value EventKind.UNDELIVERABLE': 'ad7449a2',
  'value EventKind.UNCERTAIN': '63d9335a',
  'value EventKind.SESSION_ENDED': '1a87d561',
  'value EventKind.EVICTED': 'c1d4cd78',
  'struct Part': '3596f5d5',
  'field Part.size': '5c76ffd6',
  'field Part.flags': 'd03993db',
  'field Part.needed': '6ed21b87',
  'struct Completion': 'ab64409e',
  'field Completion.tag': '5c76ffd6',
  'field Completion.kind': '615c1145',
  'field Completion.status': '3a0c3ca7',
  'field Completion.byte_offset': '2dd72dc7',
  'field Completion.byte_count': 'cc2f8455',
  'field Completion.part_offset': 'b2a64dcd',
  'field Completion.part_count': '35d8e6a9',
  'field Completion.count': 'fa56ed9b',
  'field Completion.message': 'a92c3a10',
  'field Completion.reserved': 'dd8bc87c',
  'struct ConnectorStats': '52890d0c',
  'field ConnectorStats.size': 'e03c2bc7',
  'field ConnectorStats.peers': '751afc3c',
  'field ConnectorStats.messages_sent': 'cf5c8c7f',
  'field ConnectorStats.messages_received': '2dd72dc7',
  'field ConnectorStats.bytes_sent': 'cc2f8455',
  'field ConnectorStats.bytes_received': '83302a39',
  'field ConnectorStats.dropped_full': 'fa56ed9b',
  'field ConnectorStats.dropped_unroutable': '84cd091c',
  'field ConnectorStats.dropped_peer_gone': 'dd8bc87c',
  'field ConnectorStats.dropped_unexpected': '1346d0b5',
  'field ConnectorStats.links_opened': 'edca847e',
  'field ConnectorStats.links_closed': 'f49ac87e',
  'field ConnectorStats.handshakes_failed': '0b115ebc',
  'field ConnectorStats.connects_failed': '37a1ca03',
  'field ConnectorStats.messages_queued': '8f52cbf3',
  'field ConnectorStats.messages_waiting': '834c1b28',
  'field ConnectorStats.messages_acknowledged': '9bd71580',
  'field ConnectorStats.messages_resent': 'd4862101',
  'field ConnectorStats.messages_redelivered': '1c81e9bc',
  'field ConnectorStats.messages_undeliverable': '6879ecf2',
  'field ConnectorStats.messages_uncertain': '0d88e539',
  'field ConnectorStats.sessions_resumed': '91c4aea7',
  'field ConnectorStats.sessions_lost': '0e782d05',
  'field ConnectorStats.sessions_evicted': '98247aca',
  'field ConnectorStats.events_lost': '779c0d5d',
  'field ConnectorStats.messages_unacknowledged': 'b33f2386',
  'field ConnectorStats.sessions_waiting': 'a7dce492',
  'field ConnectorStats.dropped_replaced': '70a7b113',
  'struct PeerStats': '51ff0016',
  'field PeerStats.peer': '5c76ffd6',
  'field PeerStats.messages_sent': 'cf5c8c7f',
  'field PeerStats.messages_received': '2dd72dc7',
  'field PeerStats.messages_queued': 'cc2f8455',
  'field PeerStats.bytes_queued': '83302a39',
  'field PeerStats.messages_unacknowledged': 'fa56ed9b',
  'field PeerStats.bytes_unacknowledged': '84cd091c',
  'field PeerStats.messages_waiting': 'dd8bc87c',
  'field PeerStats.messages_resent': '1346d0b5',
  'field PeerStats.dropped_full': 'edca847e',
  'field PeerStats.undeliverable': 'f49ac87e',
  'field PeerStats.links': '0b115ebc',
  'field PeerStats.state': 'cfc083dd',
  'field PeerStats.identity_size': '66f09449',
  'field PeerStats.identity': 'e69df117',
  'struct Event': '53e30439',
  'field Event.time_ns': '5c76ffd6',
  'field Event.peer': 'cf5c8c7f',
  'field Event.count': '2dd72dc7',
  'field Event.kind': '3ef6a179',
  'field Event.status': '823acbf2',
  'field Event.system_error': '92b6e03f',
  'field Event.endpoint_size': '35d8e6a9',
  'field Event.endpoint': '0bd75626',
  'struct PeerInfo': '52890d0c',
  'field PeerInfo.size': 'e03c2bc7',
  'field PeerInfo.state': 'dfca9ea2',
  'field PeerInfo.peer': 'cf5c8c7f',
  'field PeerInfo.routing_id': 'b8c30384',
  'field PeerInfo.has_credentials': 'ec75360f',
  'field PeerInfo.process_id': '89f23c5f',
  'field PeerInfo.user_id': '4c0a6dae',
  'field PeerInfo.group_id': 'b2a64dcd',
  'field PeerInfo.address_size': '35d8e6a9',
  'field PeerInfo.address': 'ed486b00',
  'field PeerInfo.identity_size': 'ba26626c',
  'field PeerInfo.reserved': '6bcb5285',
  'field PeerInfo.identity': 'd3e39972',
  'struct Readied': '3596f5d5',
  'field Readied.tag': '5c76ffd6',
  'field Readied.ready': '457ccbbf',
  'field Readied.status': '3a0c3ca7',
  'struct ProxyStats': '52890d0c',
  'field ProxyStats.size': 'e03c2bc7',
  'field ProxyStats.paused': '751afc3c',
  'field ProxyStats.messages_to_back': 'cf5c8c7f',
  'field ProxyStats.bytes_to_back': '2dd72dc7',
  'field ProxyStats.messages_to_front': 'cc2f8455',
  'field ProxyStats.bytes_to_front': '83302a39',
  'field ProxyStats.capture_dropped': 'fa56ed9b',
  'field ProxyStats.dropped': '84cd091c',
  'option identity': '4610a1b7',
  'option send_hwm': '74e6e406',
  'option receive_hwm': '45a6083a',
  'option send_hwm_bytes': '05e05f0b',
  'option receive_hwm_bytes': 'f7fd4407',
  'option linger': '2229588e',
  'option reconnect_interval': '950950e1',
  'option reconnect_interval_max': 'b3a2e350',
  'option handshake_timeout': '5b6b92b6',
  'option max_message_size': 'eff43048',
  'option router_mandatory': 'da9c53b0',
  'option backlog': '6d3f5ca3',
  'option type': 'd2875bcc',
  'option last_endpoint': 'cd812afb',
  'option heartbeat_interval': 'f684453b',
  'option heartbeat_timeout': '6235ace3',
  'option heartbeat_ttl': '325db34b',
  'option acknowledged_delivery': '55312e78',
  'option session_lifetime': '4bc99ffa',
  'option unacknowledged_bytes': '00e5724a',
  'option max_sessions': 'b3c8e7e7',
  'option network_timeout': 'a3e17097',
  'option request_timeout': '029b959b',
  'option request_retries': 'd405a665',
  'option manual_acknowledgement': '2e017c21',
  'option xpub_verbose': '87912a8c',
  'option xpub_verboser': '76ff062c',
  'option xpub_manual': 'ef0d967b',
  'option xpub_manual_last_value': '7c439bd6',
  'option publish_without_drops': 'b8aa1033',
  'option welcome_message': '98c370de',
  'option invert_matching': '7aea8e8d',
  'option topics': 'a48cb6af',
  'option max_topics': '09bf017e',
  'option max_topic_bytes': '71e29fb3',
  'option replay': '73d7e50a',
  'option replay_bytes': 'dc47cadd',
  'option connect_timeout': '9c8dcce5',
  'option reconnect_stop': 'c84d0783',
  'option tcp_keepalive': '8c1a3ead',
  'option tcp_keepalive_idle': '9b731d10',
  'option tcp_keepalive_interval': 'de260fea',
  'option tcp_keepalive_count': '7754a0ad',
  'option type_of_service': '8cb378ab',
  'option socket_priority': '259daedb',
  'option send_buffer': '8f4a6ab7',
  'option receive_buffer': '0d726a5f',
  'option bind_to_device': '93b79606',
  'option busy_poll': 'baa1e5d9',
  'option ipv6_only': '3dd3a6d3',
  'option metadata': 'ed0101da',
  'option immediate': 'fe1f4c53',
  'option conflate': 'de91aa81',
  'option probe_router': '4f6d9383',
  'option router_notify': 'e877bbde',
  'option router_raw': 'e22b814b',
  'option stream_notify': '7eec542b',
  'option socks_proxy': 'd939e129',
  'option socks_username': '1fa4787d',
  'option socks_password': '7d5ac8ec',
  'option plain_server': '40116980',
  'option plain_username': '94c1bc6d',
  'option plain_password': '3e4f69fb',
  'option curve_server': '5bdc74c5',
  'option curve_public_key': '45c4142f',
  'option curve_secret_key': 'eec9b167',
  'option curve_server_key': 'e60cac5c',
  'option zap_domain': '1412d079',
  'option mechanism': '2054b8c3',
  'option send_priority': 'f7f59f8c',
  'option receive_priority': '65f7318e',
  'option gssapi_server': '52174220',
  'option gssapi_principal': 'caeb0dc5',
  'option gssapi_service_principal': '7e3f7f49',
  'option gssapi_principal_form': '336796df',
  'option gssapi_service_principal_form': 'd2921d9f',
  'option gssapi_plaintext': 'b4d54cb2',
  'option source_address': '037c4cc4',
  'function ymq_version': 'ab4fe068',
  'function ymq_abi_manifest': 'ab4fe068',
  'function ymq_status_name': '0cc9e117',
  'function ymq_status_text': '0cc9e117',
  'function ymq_last_error': '0590a303',
  'function ymq_curve_make_secret_key': 'beff5437',
  'function ymq_curve_public_key': '31311229',
  'function io_context_init': '3972d34c',
  'function io_context_terminate': '4365ff0e',
  'function io_context_backend': '5f2acdf3',
  'function connector_init': 'c64f36c1',
  'function connector_destroy_async': 'f5588ff3',
  'function connector_bind': '896bebed',
  'function connector_connect': 'a8c7f77d',
  'function connector_unbind': '391d3fd0',
  'function connector_disconnect': 'a8c7f77d',
  'function connector_subscribe': 'f432d627',
  'function connector_unsubscribe': 'f432d627',
  'function connector_try_send': '8d0470dd',
  'function connector_send_async': 'ade74594',
  'function connector_send_message_async': '1175165a',
  'function connector_try_recv': '84f98d86',
  'function connector_recv_async': '5816f1bb',
  'function connector_recv_message_async': '48942f12',
  'function connector_acknowledge': '74a5e4e5',
  'function connector_set_option': 'c20e9131',
  'function connector_get_option': 'ec0d8679',
  'function connector_get_stats': '018ffa11',
  'function connector_get_peer_stats': 'a6d7d687',
  'function connector_take_events': '11a57ada',
  'function connector_join': 'f432d627',
  'function connector_leave': 'f432d627',
  'function connector_connect_peer': '299ce018',
  'function connector_connect_as': '830f9393',
  'function connector_bind_descriptor': 'fa7f5ff6',
  'function connector_wait_for_peers_async': '1915fe58',
  'function connector_wait_for_subscribers_async': '315b9aac',
  'function connector_wait_for_events_async': 'aa06dcc1',
  'function connector_ready': 'ca336fa3',
  'function connector_descriptor': '6931cf0e',
  'function connector_get_peer_info': '72faa98e',
  'function connector_get_peer_property': 'fbf5a807',
  'function message_init': '56e7c362',
  'function message_add_part': '57175a0b',
  'function message_add_lent_part': '1f843502',
  'function message_part_count': '8751d028',
  'function message_part': '4e7ef075',
  'function message_flags': '8751d028',
  'function message_destroy': '8dd41c9b',
  'function message_copy': '15d1d8eb',
  'function message_peer': 'd82f6d98',
  'function completion_queue_init': 'c7299bb9',
  'function completion_queue_destroy': '08172e3c',
  'function completion_queue_drain': '4f50cc04',
  'function completion_queue_start_timer': '8b1282dd',
  'function completion_queue_cancel': '4e82919b',
  'function poller_init': '9df3bd87',
  'function poller_add_connector': '61bf1d7b',
  'function poller_remove_connector': '03b04d08',
  'function poller_add_descriptor': '257c2c4f',
  'function poller_remove_descriptor': '17d02b70',
  'function poller_destroy': 'ef612734',
  'function proxy_init': '3d7c265d',
  'function proxy_pause': '4fff4834',
  'function proxy_resume': '0fcbf893',
  'function proxy_wait_async': 'ffe85b2c',
  'function proxy_get_stats': '7c7e74db',
  'function proxy_destroy': '3b0074af',
};

function bind(handle: LibraryHandle, path: string, manifest: Manifest): Library {
  const rawYmqVersion = handle.func('ymq_version', 'const char *', []);
  const rawYmqAbiManifest = handle.func('ymq_abi_manifest', 'const char *', []);
  const rawYmqStatusName = handle.func('ymq_status_name', 'const char *', ['int32_t']);
  const rawYmqStatusText = handle.func('ymq_status_text', 'const char *', ['int32_t']);
  const rawYmqLastError = handle.func('ymq_last_error', 'const char *', ['void *']);
  const rawYmqCurveMakeSecretKey = handle.func('ymq_curve_make_secret_key', 'int32_t', ['void *', 'uint64_t']);
  const rawYmqCurvePublicKey = handle.func('ymq_curve_public_key', 'int32_t', [
    'void *',
    'uint64_t',
    'void *',
    'uint64_t',
  ]);
  const rawIoContextInit = handle.func('io_context_init', 'int32_t', ['uint32_t', 'int32_t', 'void *']);
  const rawIoContextTerminate = handle.func('io_context_terminate', 'int32_t', ['uint64_t', 'void *']);
  const rawIoContextBackend = handle.func('io_context_backend', 'int32_t', ['uint64_t', 'void *', 'uint64_t']);
  const rawConnectorInit = handle.func('connector_init', 'int32_t', ['uint64_t', 'int32_t', 'void *']);
  const rawConnectorDestroyAsync = handle.func('connector_destroy_async', 'int32_t', [
    'uint64_t',
    'int64_t',
    'uint64_t',
    'uint64_t',
  ]);
  const rawConnectorBind = handle.func('connector_bind', 'int32_t', [
    'uint64_t',
    'void *',
    'uint64_t',
    'void *',
    'uint64_t',
  ]);
  const rawConnectorConnect = handle.func('connector_connect', 'int32_t', ['uint64_t', 'void *', 'uint64_t']);
  const rawConnectorUnbind = handle.func('connector_unbind', 'int32_t', ['uint64_t', 'void *', 'uint64_t']);
  const rawConnectorDisconnect = handle.func('connector_disconnect', 'int32_t', ['uint64_t', 'void *', 'uint64_t']);
  const rawConnectorSubscribe = handle.func('connector_subscribe', 'int32_t', ['uint64_t', 'void *', 'uint64_t']);
  const rawConnectorUnsubscribe = handle.func('connector_unsubscribe', 'int32_t', ['uint64_t', 'void *', 'uint64_t']);
  const rawConnectorTrySend = handle.func('connector_try_send', 'int32_t', [
    'uint64_t',
    'void *',
    'uint64_t',
    'void *',
    'uint32_t',
  ]);
  const rawConnectorSendAsync = handle.func('connector_send_async', 'int32_t', [
    'uint64_t',
    'void *',
    'uint64_t',
    'void *',
    'uint32_t',
    'uint64_t',
    'uint64_t',
  ]);
  const rawConnectorSendMessageAsync = handle.func('connector_send_message_async', 'int32_t', [
    'uint64_t',
    'uint64_t',
    'uint64_t',
    'uint64_t',
  ]);
  const rawConnectorTryRecv = handle.func('connector_try_recv', 'int32_t', [
    'uint64_t',
    'void *',
    'uint64_t',
    'void *',
    'uint32_t',
    'uint32_t',
  ]);
  const rawConnectorRecvAsync = handle.func('connector_recv_async', 'int32_t', [
    'uint64_t',
    'uint32_t',
    'uint64_t',
    'uint64_t',
    'uint64_t',
  ]);
  const rawConnectorRecvMessageAsync = handle.func('connector_recv_message_async', 'int32_t', [
    'uint64_t',
    'uint64_t',
    'uint64_t',
  ]);
  const rawConnectorAcknowledge = handle.func('connector_acknowledge', 'int32_t', ['uint64_t', 'uint32_t']);
  const rawConnectorSetOption = handle.func('connector_set_option', 'int32_t', [
    'uint64_t',
    'int32_t',
    'void *',
    'uint64_t',
  ]);
  const rawConnectorGetOption = handle.func('connector_get_option', 'int32_t', [
    'uint64_t',
    'int32_t',
    'void *',
    'uint64_t',
  ]);
  const rawConnectorGetStats = handle.func('connector_get_stats', 'int32_t', ['uint64_t', 'void *']);
  const rawConnectorGetPeerStats = handle.func('connector_get_peer_stats', 'int32_t', [
    'uint64_t',
    'uint64_t',
    'void *',
    'uint32_t',
  ]);
  const rawConnectorTakeEvents = handle.func('connector_take_events', 'int32_t', ['uint64_t', 'void *', 'uint32_t']);
  const rawConnectorJoin = handle.func('connector_join', 'int32_t', ['uint64_t', 'void *', 'uint64_t']);
  const rawConnectorLeave = handle.func('connector_leave', 'int32_t', ['uint64_t', 'void *', 'uint64_t']);
  const rawConnectorConnectPeer = handle.func('connector_connect_peer', 'int32_t', [
    'uint64_t',
    'void *',
    'uint64_t',
    'void *',
  ]);
  const rawConnectorConnectAs = handle.func('connector_connect_as', 'int32_t', [
    'uint64_t',
    'void *',
    'uint64_t',
    'void *',
    'uint64_t',
  ]);
  const rawConnectorBindDescriptor = handle.func('connector_bind_descriptor', 'int32_t', [
    'uint64_t',
    'int32_t',
    'void *',
    'uint64_t',
  ]);
  const rawConnectorWaitForPeersAsync = handle.func('connector_wait_for_peers_async', 'int32_t', [
    'uint64_t',
    'uint32_t',
    'uint64_t',
    'uint64_t',
  ]);
  const rawConnectorWaitForSubscribersAsync = handle.func('connector_wait_for_subscribers_async', 'int32_t', [
    'uint64_t',
    'void *',
    'uint64_t',
    'uint32_t',
    'uint64_t',
    'uint64_t',
  ]);
  const rawConnectorWaitForEventsAsync = handle.func('connector_wait_for_events_async', 'int32_t', [
    'uint64_t',
    'uint64_t',
    'uint64_t',
  ]);
  const rawConnectorReady = handle.func('connector_ready', 'int32_t', ['uint64_t']);
  const rawConnectorDescriptor = handle.func('connector_descriptor', 'int32_t', ['uint64_t', 'int32_t', 'void *']);
  const rawConnectorGetPeerInfo = handle.func('connector_get_peer_info', 'int32_t', ['uint64_t', 'uint64_t', 'void *']);
  const rawConnectorGetPeerProperty = handle.func('connector_get_peer_property', 'int32_t', [
    'uint64_t',
    'uint64_t',
    'void *',
    'uint64_t',
    'void *',
    'uint64_t',
  ]);
  const rawMessageInit = handle.func('message_init', 'int32_t', ['void *']);
  const rawMessageAddPart = handle.func('message_add_part', 'int32_t', ['uint64_t', 'void *', 'uint64_t', 'void *']);
  const rawMessageAddLentPart = handle.func('message_add_lent_part', 'int32_t', [
    'uint64_t',
    'void *',
    'uint64_t',
    'uint64_t',
    'uint64_t',
  ]);
  const rawMessagePartCount = handle.func('message_part_count', 'int32_t', ['uint64_t']);
  const rawMessagePart = handle.func('message_part', 'int32_t', ['uint64_t', 'uint32_t', 'void *', 'void *']);
  const rawMessageFlags = handle.func('message_flags', 'int32_t', ['uint64_t']);
  const rawMessageDestroy = handle.func('message_destroy', 'int32_t', ['uint64_t']);
  const rawMessageCopy = handle.func('message_copy', 'int32_t', ['uint64_t', 'void *']);
  const rawMessagePeer = handle.func('message_peer', 'int32_t', ['uint64_t', 'void *']);
  const rawCompletionQueueInit = handle.func('completion_queue_init', 'int32_t', [
    'uint64_t',
    'int32_t',
    'void *',
    'void *',
  ]);
  const rawCompletionQueueDestroy = handle.func('completion_queue_destroy', 'int32_t', ['uint64_t']);
  const rawCompletionQueueDrain = handle.func('completion_queue_drain', 'int32_t', [
    'uint64_t',
    'void *',
    'uint32_t',
    'void *',
    'uint64_t',
    'void *',
    'uint32_t',
  ]);
  const rawCompletionQueueStartTimer = handle.func('completion_queue_start_timer', 'int32_t', [
    'uint64_t',
    'int64_t',
    'int64_t',
    'uint64_t',
  ]);
  const rawCompletionQueueCancel = handle.func('completion_queue_cancel', 'int32_t', ['uint64_t', 'uint64_t']);
  const rawPollerInit = handle.func('poller_init', 'int32_t', ['uint64_t', 'void *']);
  const rawPollerAddConnector = handle.func('poller_add_connector', 'int32_t', [
    'uint64_t',
    'uint64_t',
    'uint32_t',
    'uint64_t',
  ]);
  const rawPollerRemoveConnector = handle.func('poller_remove_connector', 'int32_t', ['uint64_t', 'uint64_t']);
  const rawPollerAddDescriptor = handle.func('poller_add_descriptor', 'int32_t', [
    'uint64_t',
    'int32_t',
    'uint32_t',
    'uint64_t',
  ]);
  const rawPollerRemoveDescriptor = handle.func('poller_remove_descriptor', 'int32_t', ['uint64_t', 'int32_t']);
  const rawPollerDestroy = handle.func('poller_destroy', 'int32_t', ['uint64_t']);
  const rawProxyInit = handle.func('proxy_init', 'int32_t', ['uint64_t', 'uint64_t', 'uint64_t', 'void *']);
  const rawProxyPause = handle.func('proxy_pause', 'int32_t', ['uint64_t']);
  const rawProxyResume = handle.func('proxy_resume', 'int32_t', ['uint64_t']);
  const rawProxyWaitAsync = handle.func('proxy_wait_async', 'int32_t', ['uint64_t', 'uint64_t', 'uint64_t']);
  const rawProxyGetStats = handle.func('proxy_get_stats', 'int32_t', ['uint64_t', 'void *']);
  const rawProxyDestroy = handle.func('proxy_destroy', 'int32_t', ['uint64_t']);
  return {
    path,
    manifest,
    ymq_version() {
      return rawYmqVersion();
    },
    ymq_abi_manifest() {
      return rawYmqAbiManifest();
    },
    ymq_status_name(status) {
      return rawYmqStatusName(
        checkI32(status, 'status'),
      );
    },
    ymq_status_text(status) {
      return rawYmqStatusText(
        checkI32(status, 'status'),
      );
    },
    ymq_last_error(system_error) {
      return rawYmqLastError(
        system_error === null ? null : checkAligned(system_error, 4, 4, 'system_error'),
      );
    },
    ymq_curve_make_secret_key(text, text_capacity) {
      return rawYmqCurveMakeSecretKey(
        checkMemory(text, text_capacity, 'text'),
        checkU64(text_capacity, 'text_capacity'),
      );
    },
    ymq_curve_public_key(secret, secret_length, text, text_capacity) {
      return rawYmqCurvePublicKey(
        checkMemory(secret, secret_length, 'secret'),
        checkU64(secret_length, 'secret_length'),
        checkMemory(text, text_capacity, 'text'),
        checkU64(text_capacity, 'text_capacity'),
      );
    },
    io_context_init(io_threads, backend, context) {
      return rawIoContextInit(
        checkU32(io_threads, 'io_threads'),
        checkI32(backend, 'backend'),
        checkAligned(context, 8, 8, 'context'),
      );
    },
    io_context_terminate(context, undelivered) {
      return rawIoContextTerminate(
        checkU64(context, 'context'),
        undelivered === null ? null : checkAligned(undelivered, 8, 8, 'undelivered'),
      );
    },
    io_context_backend(context, text, text_capacity) {
      return rawIoContextBackend(
        checkU64(context, 'context'),
        checkMemory(text, text_capacity, 'text'),
        checkU64(text_capacity, 'text_capacity'),
      );
    },
    connector_init(context, type, connector) {
      return rawConnectorInit(
        checkU64(context, 'context'),
        checkI32(type, 'type'),
        checkAligned(connector, 8, 8, 'connector'),
      );
    },
    connector_destroy_async(connector, linger_ms, queue, tag) {
      return rawConnectorDestroyAsync(
        checkU64(connector, 'connector'),
        checkI64(linger_ms, 'linger_ms'),
        checkU64(queue, 'queue'),
        checkU64(tag, 'tag'),
      );
    },
    connector_bind(connector, endpoint, endpoint_size, bound, bound_capacity) {
      return rawConnectorBind(
        checkU64(connector, 'connector'),
        checkMemory(endpoint, endpoint_size, 'endpoint'),
        checkU64(endpoint_size, 'endpoint_size'),
        bound === null ? null : checkMemory(bound, bound_capacity, 'bound'),
        checkU64(bound_capacity, 'bound_capacity'),
      );
    },
    connector_connect(connector, endpoint, endpoint_size) {
      return rawConnectorConnect(
        checkU64(connector, 'connector'),
        checkMemory(endpoint, endpoint_size, 'endpoint'),
        checkU64(endpoint_size, 'endpoint_size'),
      );
    },
    connector_unbind(connector, endpoint, endpoint_size) {
      return rawConnectorUnbind(
        checkU64(connector, 'connector'),
        checkMemory(endpoint, endpoint_size, 'endpoint'),
        checkU64(endpoint_size, 'endpoint_size'),
      );
    },
    connector_disconnect(connector, endpoint, endpoint_size) {
      return rawConnectorDisconnect(
        checkU64(connector, 'connector'),
        checkMemory(endpoint, endpoint_size, 'endpoint'),
        checkU64(endpoint_size, 'endpoint_size'),
      );
    },
    connector_subscribe(connector, topic, topic_size) {
      return rawConnectorSubscribe(
        checkU64(connector, 'connector'),
        topic === null ? null : checkMemory(topic, topic_size, 'topic'),
        checkU64(topic_size, 'topic_size'),
      );
    },
    connector_unsubscribe(connector, topic, topic_size) {
      return rawConnectorUnsubscribe(
        checkU64(connector, 'connector'),
        topic === null ? null : checkMemory(topic, topic_size, 'topic'),
        checkU64(topic_size, 'topic_size'),
      );
    },
    connector_try_send(connector, bytes, size, parts, part_count) {
      return rawConnectorTrySend(
        checkU64(connector, 'connector'),
        bytes === null ? null : checkMemory(bytes, size, 'bytes'),
        checkU64(size, 'size'),
        parts === null ? null : checkAligned(parts, part_count * PartLayout.byteLength, PartLayout.alignment, 'parts'),
        checkU32(part_count, 'part_count'),
      );
    },
    connector_send_async(connector, bytes, size, parts, part_count, queue, tag) {
      return rawConnectorSendAsync(
        checkU64(connector, 'connector'),
        bytes === null ? null : checkMemory(bytes, size, 'bytes'),
        checkU64(size, 'size'),
        parts === null ? null : checkAligned(parts, part_count * PartLayout.byteLength, PartLayout.alignment, 'parts'),
        checkU32(part_count, 'part_count'),
        checkU64(queue, 'queue'),
        checkU64(tag, 'tag'),
      );
    },
    connector_send_message_async(connector, message, queue, tag) {
      return rawConnectorSendMessageAsync(
        checkU64(connector, 'connector'),
        checkU64(message, 'message'),
        checkU64(queue, 'queue'),
        checkU64(tag, 'tag'),
      );
    },
    connector_try_recv(connector, bytes, byte_capacity, parts, part_capacity, max_messages) {
      return rawConnectorTryRecv(
        checkU64(connector, 'connector'),
        bytes === null ? null : checkMemory(bytes, byte_capacity, 'bytes'),
        checkU64(byte_capacity, 'byte_capacity'),
        checkAligned(parts, part_capacity * PartLayout.byteLength, PartLayout.alignment, 'parts'),
        checkU32(part_capacity, 'part_capacity'),
        checkU32(max_messages, 'max_messages'),
      );
    },
    connector_recv_async(connector, max_messages, max_bytes, queue, tag) {
      return rawConnectorRecvAsync(
        checkU64(connector, 'connector'),
        checkU32(max_messages, 'max_messages'),
        checkU64(max_bytes, 'max_bytes'),
        checkU64(queue, 'queue'),
        checkU64(tag, 'tag'),
      );
    },
    connector_recv_message_async(connector, queue, tag) {
      return rawConnectorRecvMessageAsync(
        checkU64(connector, 'connector'),
        checkU64(queue, 'queue'),
        checkU64(tag, 'tag'),
      );
    },
    connector_acknowledge(connector, count) {
      return rawConnectorAcknowledge(
        checkU64(connector, 'connector'),
        checkU32(count, 'count'),
      );
    },
    connector_set_option(connector, option, value, value_size) {
      return rawConnectorSetOption(
        checkU64(connector, 'connector'),
        checkI32(option, 'option'),
        value === null ? null : checkMemory(value, value_size, 'value'),
        checkU64(value_size, 'value_size'),
      );
    },
    connector_get_option(connector, option, value, value_capacity) {
      return rawConnectorGetOption(
        checkU64(connector, 'connector'),
        checkI32(option, 'option'),
        value === null ? null : checkMemory(value, value_capacity, 'value'),
        checkU64(value_capacity, 'value_capacity'),
      );
    },
    connector_get_stats(connector, stats) {
      return rawConnectorGetStats(
        checkU64(connector, 'connector'),
        checkSized(stats, ConnectorStatsLayout.alignment, 'stats'),
      );
    },
    connector_get_peer_stats(connector, first, peers, peer_capacity) {
      return rawConnectorGetPeerStats(
        checkU64(connector, 'connector'),
        checkU64(first, 'first'),
        checkAligned(peers, peer_capacity * PeerStatsLayout.byteLength, PeerStatsLayout.alignment, 'peers'),
        checkU32(peer_capacity, 'peer_capacity'),
      );
    },
    connector_take_events(connector, events, event_capacity) {
      return rawConnectorTakeEvents(
        checkU64(connector, 'connector'),
        checkAligned(events, event_capacity * EventLayout.byteLength, EventLayout.alignment, 'events'),
        checkU32(event_capacity, 'event_capacity'),
      );
    },
    connector_join(connector, group, group_size) {
      return rawConnectorJoin(
        checkU64(connector, 'connector'),
        group === null ? null : checkMemory(group, group_size, 'group'),
        checkU64(group_size, 'group_size'),
      );
    },
    connector_leave(connector, group, group_size) {
      return rawConnectorLeave(
        checkU64(connector, 'connector'),
        group === null ? null : checkMemory(group, group_size, 'group'),
        checkU64(group_size, 'group_size'),
      );
    },
    connector_connect_peer(connector, endpoint, endpoint_size, routing_id) {
      return rawConnectorConnectPeer(
        checkU64(connector, 'connector'),
        checkMemory(endpoint, endpoint_size, 'endpoint'),
        checkU64(endpoint_size, 'endpoint_size'),
        checkAligned(routing_id, 4, 4, 'routing_id'),
      );
    },
    connector_connect_as(connector, endpoint, endpoint_size, routing_id, routing_id_size) {
      return rawConnectorConnectAs(
        checkU64(connector, 'connector'),
        checkMemory(endpoint, endpoint_size, 'endpoint'),
        checkU64(endpoint_size, 'endpoint_size'),
        checkMemory(routing_id, routing_id_size, 'routing_id'),
        checkU64(routing_id_size, 'routing_id_size'),
      );
    },
    connector_bind_descriptor(connector, descriptor, bound, bound_capacity) {
      return rawConnectorBindDescriptor(
        checkU64(connector, 'connector'),
        checkI32(descriptor, 'descriptor'),
        bound === null ? null : checkMemory(bound, bound_capacity, 'bound'),
        checkU64(bound_capacity, 'bound_capacity'),
      );
    },
    connector_wait_for_peers_async(connector, count, queue, tag) {
      return rawConnectorWaitForPeersAsync(
        checkU64(connector, 'connector'),
        checkU32(count, 'count'),
        checkU64(queue, 'queue'),
        checkU64(tag, 'tag'),
      );
    },
    connector_wait_for_subscribers_async(connector, topic, topic_size, count, queue, tag) {
      return rawConnectorWaitForSubscribersAsync(
        checkU64(connector, 'connector'),
        topic === null ? null : checkMemory(topic, topic_size, 'topic'),
        checkU64(topic_size, 'topic_size'),
        checkU32(count, 'count'),
        checkU64(queue, 'queue'),
        checkU64(tag, 'tag'),
      );
    },
    connector_wait_for_events_async(connector, queue, tag) {
      return rawConnectorWaitForEventsAsync(
        checkU64(connector, 'connector'),
        checkU64(queue, 'queue'),
        checkU64(tag, 'tag'),
      );
    },
    connector_ready(connector) {
      return rawConnectorReady(
        checkU64(connector, 'connector'),
      );
    },
    connector_descriptor(connector, readiness, descriptor) {
      return rawConnectorDescriptor(
        checkU64(connector, 'connector'),
        checkI32(readiness, 'readiness'),
        checkAligned(descriptor, 4, 4, 'descriptor'),
      );
    },
    connector_get_peer_info(connector, peer, info) {
      return rawConnectorGetPeerInfo(
        checkU64(connector, 'connector'),
        checkU64(peer, 'peer'),
        checkSized(info, PeerInfoLayout.alignment, 'info'),
      );
    },
    connector_get_peer_property(connector, peer, name, name_size, value, value_capacity) {
      return rawConnectorGetPeerProperty(
        checkU64(connector, 'connector'),
        checkU64(peer, 'peer'),
        checkMemory(name, name_size, 'name'),
        checkU64(name_size, 'name_size'),
        value === null ? null : checkMemory(value, value_capacity, 'value'),
        checkU64(value_capacity, 'value_capacity'),
      );
    },
    message_init(message) {
      return rawMessageInit(
        checkAligned(message, 8, 8, 'message'),
      );
    },
    message_add_part(message, bytes, size, data) {
      return rawMessageAddPart(
        checkU64(message, 'message'),
        bytes === null ? null : checkMemory(bytes, size, 'bytes'),
        checkU64(size, 'size'),
        data === null ? null : checkAligned(data, 8, 8, 'data'),
      );
    },
    message_add_lent_part(message, bytes, size, queue, tag) {
      return rawMessageAddLentPart(
        checkU64(message, 'message'),
        checkMemory(bytes, size, 'bytes'),
        checkU64(size, 'size'),
        checkU64(queue, 'queue'),
        checkU64(tag, 'tag'),
      );
    },
    message_part_count(message) {
      return rawMessagePartCount(
        checkU64(message, 'message'),
      );
    },
    message_part(message, index, data, size) {
      return rawMessagePart(
        checkU64(message, 'message'),
        checkU32(index, 'index'),
        checkAligned(data, 8, 8, 'data'),
        checkAligned(size, 8, 8, 'size'),
      );
    },
    message_flags(message) {
      return rawMessageFlags(
        checkU64(message, 'message'),
      );
    },
    message_destroy(message) {
      return rawMessageDestroy(
        checkU64(message, 'message'),
      );
    },
    message_copy(message, copy) {
      return rawMessageCopy(
        checkU64(message, 'message'),
        checkAligned(copy, 8, 8, 'copy'),
      );
    },
    message_peer(message, peer) {
      return rawMessagePeer(
        checkU64(message, 'message'),
        checkAligned(peer, 8, 8, 'peer'),
      );
    },
    completion_queue_init(context, wake, queue, descriptor) {
      return rawCompletionQueueInit(
        checkU64(context, 'context'),
        checkI32(wake, 'wake'),
        checkAligned(queue, 8, 8, 'queue'),
        descriptor === null ? null : checkAligned(descriptor, 4, 4, 'descriptor'),
      );
    },
    completion_queue_destroy(queue) {
      return rawCompletionQueueDestroy(
        checkU64(queue, 'queue'),
      );
    },
    completion_queue_drain(queue, completions, completion_capacity, bytes, byte_capacity, parts, part_capacity) {
      return rawCompletionQueueDrain(
        checkU64(queue, 'queue'),
        checkAligned(completions, completion_capacity * CompletionLayout.byteLength, CompletionLayout.alignment, 'completions'),
        checkU32(completion_capacity, 'completion_capacity'),
        bytes === null ? null : checkMemory(bytes, byte_capacity, 'bytes'),
        checkU64(byte_capacity, 'byte_capacity'),
        parts === null ? null : checkAligned(parts, part_capacity * PartLayout.byteLength, PartLayout.alignment, 'parts'),
        checkU32(part_capacity, 'part_capacity'),
      );
    },
    completion_queue_start_timer(queue, delay_ms, interval_ms, tag) {
      return rawCompletionQueueStartTimer(
        checkU64(queue, 'queue'),
        checkI64(delay_ms, 'delay_ms'),
        checkI64(interval_ms, 'interval_ms'),
        checkU64(tag, 'tag'),
      );
    },
    completion_queue_cancel(queue, tag) {
      return rawCompletionQueueCancel(
        checkU64(queue, 'queue'),
        checkU64(tag, 'tag'),
      );
    },
    poller_init(context, poller) {
      return rawPollerInit(
        checkU64(context, 'context'),
        checkAligned(poller, 8, 8, 'poller'),
      );
    },
    poller_add_connector(poller, connector, interest, tag) {
      return rawPollerAddConnector(
        checkU64(poller, 'poller'),
        checkU64(connector, 'connector'),
        checkU32(interest, 'interest'),
        checkU64(tag, 'tag'),
      );
    },
    poller_remove_connector(poller, connector) {
      return rawPollerRemoveConnector(
        checkU64(poller, 'poller'),
        checkU64(connector, 'connector'),
      );
    },
    poller_add_descriptor(poller, descriptor, interest, tag) {
      return rawPollerAddDescriptor(
        checkU64(poller, 'poller'),
        checkI32(descriptor, 'descriptor'),
        checkU32(interest, 'interest'),
        checkU64(tag, 'tag'),
      );
    },
    poller_remove_descriptor(poller, descriptor) {
      return rawPollerRemoveDescriptor(
        checkU64(poller, 'poller'),
        checkI32(descriptor, 'descriptor'),
      );
    },
    poller_destroy(poller) {
      return rawPollerDestroy(
        checkU64(poller, 'poller'),
      );
    },
    proxy_init(front, back, capture, proxy) {
      return rawProxyInit(
        checkU64(front, 'front'),
        checkU64(back, 'back'),
        checkU64(capture, 'capture'),
        checkAligned(proxy, 8, 8, 'proxy'),
      );
    },
    proxy_pause(proxy) {
      return rawProxyPause(
        checkU64(proxy, 'proxy'),
      );
    },
    proxy_resume(proxy) {
      return rawProxyResume(
        checkU64(proxy, 'proxy'),
      );
    },
    proxy_wait_async(proxy, queue, tag) {
      return rawProxyWaitAsync(
        checkU64(proxy, 'proxy'),
        checkU64(queue, 'queue'),
        checkU64(tag, 'tag'),
      );
    },
    proxy_get_stats(proxy, stats) {
      return rawProxyGetStats(
        checkU64(proxy, 'proxy'),
        checkSized(stats, ProxyStatsLayout.alignment, 'stats'),
      );
    },
    proxy_destroy(proxy) {
      return rawProxyDestroy(
        checkU64(proxy, 'proxy'),
      );
    },
  };
}
