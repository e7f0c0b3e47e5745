// The whole ABI of libymq, in the order in which the header shows it.
//
// Generated from the spec of ymq by `npm run codegen`; do not edit.

#ifndef YMQ_YMQ_H
#define YMQ_YMQ_H

#include <stdint.h>

// The version of the library that this header belongs to; `ymq_version` names that of the library in use.
#define YMQ_VERSION "0.4.0"

#ifdef __cplusplus
extern "C" {
#endif

#pragma GCC visibility push(default)

// The io threads and the registry of inproc names.
typedef uint64_t ymq_io_context;

// What messages are sent and received with: a pattern, many endpoints on any mix of transports, many peers.
typedef uint64_t ymq_connector;

// A message held by the library: one or more parts, whole.
typedef uint64_t ymq_message;

// Where asynchronous operations end. One consumer at a time.
typedef uint64_t ymq_completion_queue;

// Waits for many connectors and descriptors at once.
typedef uint64_t ymq_poller;

// Forwards messages between two connectors.
typedef uint64_t ymq_proxy;

// Every way in which a call can end. 0 or a positive count is good, negative is an error. The text of a member
// is what `ymq_status_text` says; `ymq_last_error` adds which value was wrong, and what would be right.
enum ymq_status {
  // Success.
  YMQ_OK = 0,
  // An argument is out of its range or of the wrong form.
  YMQ_INVALID_ARGUMENT = -1,
  // The handle is null, stale, or names an object of another kind.
  YMQ_INVALID_HANDLE = -2,
  // The connector, queue or context was closed, before the call or while it waited.
  YMQ_CLOSED = -3,
  // It cannot be done now without waiting, and the call was told not to wait.
  YMQ_AGAIN = -4,
  // The timeout passed before it could be done.
  YMQ_TIMED_OUT = -5,
  // A signal arrived while the call waited; nothing was lost, call again.
  YMQ_INTERRUPTED = -6,
  // The operation was cancelled before it took effect; nothing was sent or taken.
  YMQ_CANCELLED = -7,
  // The text is not an endpoint: transport://address is expected.
  YMQ_INVALID_ENDPOINT = -8,
  // The transport is unknown: tcp, ipc and inproc are supported.
  YMQ_UNSUPPORTED_TRANSPORT = -9,
  // Somebody else is bound to this address.
  YMQ_ADDRESS_IN_USE = -10,
  // The address does not belong to this machine.
  YMQ_ADDRESS_NOT_AVAILABLE = -11,
  // The operating system forbids it.
  YMQ_PERMISSION_DENIED = -12,
  // The host name could not be resolved.
  YMQ_NAME_NOT_RESOLVED = -13,
  // No peer with this routing id is known, and the connector was told to say so.
  YMQ_HOST_UNREACHABLE = -14,
  // A connector of this type cannot do that, or something that it takes is not installed.
  YMQ_NOT_SUPPORTED = -15,
  // The pattern does not allow this now: a REQ sends and receives in turn, a REP receives before it sends.
  YMQ_WRONG_STATE = -16,
  // The message is larger than the limit.
  YMQ_MESSAGE_TOO_LARGE = -17,
  // The caller's memory is too small for the first result; the call says how much is needed and keeps the result.
  YMQ_BUFFER_TOO_SMALL = -18,
  // Memory could not be allocated.
  YMQ_OUT_OF_MEMORY = -19,
  // The process or the system has no descriptors left.
  YMQ_TOO_MANY_FILES = -20,
  // The library has no handles left.
  YMQ_TOO_MANY_HANDLES = -21,
  // There is no such endpoint, subscription, operation or option here.
  YMQ_NOT_FOUND = -22,
  // The process was forked: handles made by the parent are of no use in the child.
  YMQ_FORKED = -23,
  // The option is read-only.
  YMQ_READ_ONLY = -24,
  // The peer broke the protocol.
  YMQ_PROTOCOL = -25,
  // The peer refused the connection.
  YMQ_CONNECTION_REFUSED = -26,
  // The connection broke.
  YMQ_CONNECTION_RESET = -27,
  // The peer closed the connection.
  YMQ_PEER_CLOSED = -28,
  // The peer is of a type that this connector does not talk to.
  YMQ_INCOMPATIBLE_PEER = -29,
  // The endpoint leads back to this very connector.
  YMQ_SELF_CONNECTION = -30,
  // The operating system refused for another reason; `ymq_last_error` gives its number.
  YMQ_SYSTEM = -31,
  // The library met a fault of its own; `ymq_last_error` says what.
  YMQ_INTERNAL = -32,
  // The peer is gone for good without having said so: it was away for longer than its session may last, or has
  // begun anew.
  YMQ_PEER_LOST = -33,
  // Nobody could be found to take the message, however often it was tried.
  YMQ_UNDELIVERABLE = -34,
  // More peers are remembered than the connector may remember.
  YMQ_TOO_MANY_PEERS = -35,
  // A newer connection of the same peer has taken over.
  YMQ_SUPERSEDED = -36,
  // The peer subscribed to more topics, or to longer ones, than it may.
  YMQ_TOO_MANY_TOPICS = -37,
  // Who the peer says it is was not believed, here or there, or there was nobody to ask.
  YMQ_AUTHENTICATION_FAILED = -38,
  // Another peer has this routing id.
  YMQ_ROUTING_ID_IN_USE = -39,
};

// How a context talks to the operating system.
enum ymq_backend {
  // What the environment variable `YMQ_BACKEND` names, else epoll, which measured best over all
  // (docs/performance.md).
  YMQ_BACKEND_DEFAULT = 0,
  // epoll(7): works everywhere.
  YMQ_BACKEND_EPOLL = 1,
  // io_uring(7), Linux 6.0 or later: fewer system calls where one connector has many peers. Where the system
  // refuses it, and in a context without io threads, the context becomes EPOLL; `io_context_backend` says so, and
  // why.
  YMQ_BACKEND_IO_URING = 2,
};

// The pattern of a connector: what its peers may be, whom a message goes to, whose message comes next.
enum ymq_connector_type {
  // Exactly one peer, both ways.
  YMQ_PAIR = 0,
  // Sends to every subscriber; drops for a subscriber that does not keep up. RFC 29.
  YMQ_PUB = 1,
  // Receives what it subscribed to. RFC 29.
  YMQ_SUB = 2,
  // Sends a request, then receives its reply. RFC 28.
  YMQ_REQ = 3,
  // Receives a request, then sends its reply. RFC 28.
  YMQ_REP = 4,
  // Sends to its peers in turn, receives from them in turn. RFC 28.
  YMQ_DEALER = 5,
  // Names the peer in the first part, on send and on receive. RFC 28.
  YMQ_ROUTER = 6,
  // Receives from its peers in turn. RFC 30.
  YMQ_PULL = 7,
  // Sends to its peers in turn. RFC 30.
  YMQ_PUSH = 8,
  // As PUB, and receives what its subscribers subscribe to: a byte 1, or 0 for a cancellation, and the topic. RFC
  // 29.
  YMQ_XPUB = 9,
  // As SUB, and subscribes by sending a byte 1, or 0 to cancel, and the topic. RFC 29.
  YMQ_XSUB = 10,
  // Talks to programs that speak no ZMTP, over tcp and ipc: a message is the routing id of a connection, as a
  // ROUTER gives it, and bytes, which are sent and received as they are. Empty bytes are received when a
  // connection is made, and when it has ended by itself; sent, they end it.
  YMQ_STREAM = 11,
  // As ROUTER for CLIENTs, in messages of one part behind the peer's routing id of 4 bytes. RFC 41.
  YMQ_SERVER = 12,
  // As DEALER for SERVERs, in messages of one part. RFC 41.
  YMQ_CLIENT = 13,
  // Sends the second part to every DISH that joined the group named by the first. RFC 48.
  YMQ_RADIO = 14,
  // Receives what RADIOs send to the groups that it joined, as two parts. RFC 48.
  YMQ_DISH = 15,
  // As PULL, in messages of one part. RFC 49.
  YMQ_GATHER = 16,
  // As PUSH, in messages of one part. RFC 49.
  YMQ_SCATTER = 17,
  // As SERVER, among equals, and learns the routing id when it connects.
  YMQ_PEER = 19,
  // As PAIR, in messages of one part. RFC 52.
  YMQ_CHANNEL = 20,
};

// After what a connector makes no further attempt to connect to an endpoint.
enum ymq_reconnect_stop {
  // The connection was refused, or the path or name does not exist: nobody is bound there.
  YMQ_STOP_REFUSED = 1,
  // The handshake failed.
  YMQ_STOP_HANDSHAKE_FAILED = 2,
  // A link that was up ended.
  YMQ_STOP_DISCONNECTED = 4,
};

// What a ROUTER is told about its peers by empty messages.
enum ymq_peer_notice {
  // A peer has linked.
  YMQ_NOTICE_CONNECTED = 1,
  // The link of a peer has ended.
  YMQ_NOTICE_DISCONNECTED = 2,
};

// How peers prove who they are.
enum ymq_mechanism {
  // Not at all. RFC 23.
  YMQ_MECHANISM_NULL = 0,
  // By a name and a password, in the clear. RFC 24.
  YMQ_MECHANISM_PLAIN = 1,
  // By keys, and everything is encrypted. RFC 26.
  YMQ_MECHANISM_CURVE = 2,
  // By Kerberos. RFC 38.
  YMQ_MECHANISM_GSSAPI = 3,
};

// How the name of a Kerberos principal is written.
enum ymq_principal_form {
  // A service on a host: `service@host`.
  YMQ_PRINCIPAL_HOST_BASED = 0,
  // The name of a user of the system.
  YMQ_PRINCIPAL_USER = 1,
  // As Kerberos writes it: `name@REALM`, `service/host@REALM`.
  YMQ_PRINCIPAL_KERBEROS = 2,
};

// What a connector is ready for.
enum ymq_readiness {
  // A receive would get a message at once.
  YMQ_READY_READABLE = 1,
  // A send would be accepted at once by at least one peer, or dropped as the pattern has it.
  YMQ_READY_WRITABLE = 2,
  // There are events to be taken.
  YMQ_READY_EVENTFUL = 4,
};

// Flags of a part.
enum ymq_part_flag {
  // Another part of the same message follows.
  YMQ_PART_MORE = 1,
  // In the first part of a received message: it may have been handed to another receiver before, which was lost
  // before it acknowledged it. Ignored in what is sent.
  YMQ_PART_REDELIVERED = 2,
};

// What a peer is now.
enum ymq_peer_state {
  // It has a link, whose handshake is done.
  YMQ_PEER_LINKED = 1,
  // It was made by connect, and gets one link after the other.
  YMQ_PEER_LASTING = 2,
  // It has a session: what it does not acknowledge is kept for it.
  YMQ_PEER_SESSION = 4,
  // It has no link, and may come back to its session.
  YMQ_PEER_AWAITED = 8,
  // It is gone, and what it sent has not been taken yet.
  YMQ_PEER_GONE = 16,
};

// Which descriptor tells a foreign event loop that a completion queue has something for it.
enum ymq_wake_kind {
  // None: the caller waits with `completion_queue_wait`.
  YMQ_WAKE_NONE = 0,
  // The read end of a pipe, handed over to the caller, who swallows its bytes and closes it. For Node.
  YMQ_WAKE_PIPE = 1,
  // A descriptor for poll(2) and its kin, readable while the queue has something; stays the library's. For
  // asyncio.
  YMQ_WAKE_POLLABLE = 2,
};

// Which operation a completion ends.
enum ymq_completion_kind {
  // `connector_send_async` or `connector_send_message_async`: the messages were accepted, or status says why not.
  YMQ_COMPLETION_SEND = 1,
  // `connector_recv_async`: messages, copied out by the drain.
  YMQ_COMPLETION_RECV = 2,
  // `connector_recv_message_async`: one message as a handle.
  YMQ_COMPLETION_RECV_MESSAGE = 3,
  // `connector_destroy_async`: the connector is gone; `count` messages were not delivered.
  YMQ_COMPLETION_DESTROY = 4,
  // `connector_wait_for_peers_async`: `count` peers are linked.
  YMQ_COMPLETION_PEERS = 5,
  // `connector_wait_for_subscribers_async`: `count` peers are subscribed.
  YMQ_COMPLETION_SUBSCRIBERS = 6,
  // `message_add_lent_part`: nobody has any use for the caller's memory any more.
  YMQ_COMPLETION_RELEASE = 7,
  // `proxy_wait_async`: the proxy has ended; status says how.
  YMQ_COMPLETION_PROXY = 8,
  // `connector_wait_for_events_async`: `count` events may be taken.
  YMQ_COMPLETION_EVENTS = 9,
  // `completion_queue_start_timer`: the timer is due, or was cancelled.
  YMQ_COMPLETION_TIMER = 10,
};

// What happened to a connector's endpoints and links.
enum ymq_event_kind {
  // Events were lost because nobody took them; `count` says how many.
  YMQ_EVENT_LOST = 0,
  // An endpoint is bound and accepts connections.
  YMQ_EVENT_LISTENING = 1,
  // A peer finished its handshake.
  YMQ_EVENT_CONNECTED = 2,
  // A link to a peer that had finished its handshake ended; status says how.
  YMQ_EVENT_DISCONNECTED = 3,
  // An attempt to connect failed; another follows after `count` milliseconds.
  YMQ_EVENT_CONNECT_FAILED = 4,
  // A connection ended before its handshake did; status says why.
  YMQ_EVENT_HANDSHAKE_FAILED = 5,
  // A connection could not be accepted; the endpoint pauses and goes on.
  YMQ_EVENT_ACCEPT_FAILED = 6,
  // Messages for a peer were dropped; `count` says how many.
  YMQ_EVENT_DROPPED = 7,
  // An endpoint was unbound or disconnected; status says what it was given up for, where that was not asked for.
  YMQ_EVENT_CLOSED = 8,
  // A peer came back to its session; `count` messages had not arrived and are sent again.
  YMQ_EVENT_RESUMED = 9,
  // Messages that a lost peer had not acknowledged go to others, marked as redelivered; `count` says how many.
  YMQ_EVENT_REDELIVERED = 10,
  // Messages that a lost peer had not acknowledged can go to nobody else; `count` says how many, status why.
  YMQ_EVENT_UNDELIVERABLE = 11,
  // The link to a plain peer broke; `count` messages at most were handed to the system, and may or may not have
  // arrived.
  YMQ_EVENT_UNCERTAIN = 12,
  // A peer's session is over; status says why: `YMQ_PEER_CLOSED` (it said so), `YMQ_PEER_LOST`, `YMQ_PROTOCOL`,
  // `YMQ_CLOSED` (we did).
  YMQ_EVENT_SESSION_ENDED = 13,
  // A peer was given up before its time, because more are remembered than may be.
  YMQ_EVENT_EVICTED = 14,
};

// The number of an option: the `id` of its entry in `ConnectorOptions`.
enum ymq_option_id {
  // The name that a ROUTER knows this connector by; empty lets the peer make one up. May not begin with a zero
  // byte. Bytes, 0 to 255 bytes long. Default empty. A change takes effect on later links and endpoints.
  YMQ_OPTION_IDENTITY = 1,
  // High-water mark of each peer's outgoing messages that are not yet written to the wire. 0: no limit. 0 to
  // 2147483647 messages. Default 1000. A change takes effect at once.
  YMQ_OPTION_SEND_HWM = 2,
  // High-water mark of each peer's incoming messages that the application has not taken. 0: no limit. 0 to
  // 2147483647 messages. Default 1000. A change takes effect at once.
  YMQ_OPTION_RECEIVE_HWM = 3,
  // As `send_hwm`, in bytes as they go to the wire; one message may exceed it. 0: no limit. 0 to 9007199254740991
  // bytes. Default 0. A change takes effect at once.
  YMQ_OPTION_SEND_HWM_BYTES = 4,
  // As `receive_hwm`, in payload bytes; one message may exceed it. 0: no limit. 0 to 9007199254740991 bytes.
  // Default 0. A change takes effect at once.
  YMQ_OPTION_RECEIVE_HWM_BYTES = 5,
  // How long a close goes on sending what was accepted. -1: without end. -1 to 2147483647 milliseconds. Default
  // 1000. A change takes effect at once.
  YMQ_OPTION_LINGER = 6,
  // How long to wait before the first attempt to connect again; doubles from one attempt to the next, with jitter.
  // 1 to 2147483647 milliseconds. Default 100. A change takes effect on later links and endpoints.
  YMQ_OPTION_RECONNECT_INTERVAL = 7,
  // The longest wait between two attempts to connect. 1 to 2147483647 milliseconds. Default 5000. A change takes
  // effect on later links and endpoints.
  YMQ_OPTION_RECONNECT_INTERVAL_MAX = 8,
  // How long a connection may take from accept, or from connect, to the end of its handshake. 0: no limit. 0 to
  // 2147483647 milliseconds. Default 30000. A change takes effect on later links and endpoints.
  YMQ_OPTION_HANDSHAKE_TIMEOUT = 9,
  // The largest message accepted from a peer, all parts together, each counted as 32 bytes more; a larger one ends
  // the link. Of what a STREAM receives, it is the most that comes in one piece. 0: no limit. 0 to
  // 9007199254740991 bytes. Default 4294967296. A change takes effect on later links and endpoints.
  YMQ_OPTION_MAX_MESSAGE_SIZE = 10,
  // ROUTER: a send to an unknown peer fails with `YMQ_HOST_UNREACHABLE`, and one to a full peer waits, where both
  // would drop. A truth value, 0 or 1. Default false. A change takes effect at once.
  YMQ_OPTION_ROUTER_MANDATORY = 11,
  // How many connections an endpoint may have waiting to be accepted. 1 to 65535 connections. Default 4096. A
  // change takes effect on later links and endpoints.
  YMQ_OPTION_BACKLOG = 12,
  // The pattern, a `ConnectorType`. 0 to 20. Read-only.
  YMQ_OPTION_TYPE = 13,
  // The endpoint of the last bind or connect, as resolved. Text, 0 to 1024 bytes long. Read-only.
  YMQ_OPTION_LAST_ENDPOINT = 14,
  // How often a link sends a heartbeat, a PING of ZMTP 3.1; 0: never. Those of a peer are answered whatever stands
  // here. Peers that speak ZMTP 3.0 get none. A peer with acknowledged delivery is told of this interval, and
  // counts on it. 0 to 2147483647 milliseconds. Default 5000. A change takes effect on later links and endpoints.
  YMQ_OPTION_HEARTBEAT_INTERVAL = 15,
  // How long nothing at all may come after a heartbeat was sent; then the link ends with `YMQ_TIMED_OUT`, and is
  // made anew where it was made by connect. -1: twice the longer of both sides' intervals where the peer has
  // promised heartbeats of its own (acknowledged delivery), and no limit where it has not: a plain peer at its
  // high-water mark reads nothing and answers nothing, yet is well; that its host is gone `network_timeout`
  // notices. 0: no limit. A heartbeat that waits to be sent, because the peer takes nothing, does not count as
  // sent; but a peer that has promised heartbeats may not be silent for longer than this, and than twice the
  // longer interval, either. -1 to 2147483647 milliseconds. Default -1. A change takes effect on later links and
  // endpoints.
  YMQ_OPTION_HEARTBEAT_TIMEOUT = 16,
  // What a heartbeat asks of the peer: to end the link when nothing comes from here for so long after it. Rounded
  // up to tenths of a second; had better be several times `heartbeat_interval`. Beyond 65.5 seconds some peers
  // count wrongly. 0: nothing. What the heartbeats of a peer ask is always done, and ends the link with
  // `YMQ_TIMED_OUT`. 0 to 65500 milliseconds. Default 0. A change takes effect on later links and endpoints.
  YMQ_OPTION_HEARTBEAT_TTL = 17,
  // Whether to agree on acknowledged delivery with peers that offer it (docs/wire-extension.md): messages then
  // survive broken connections, exactly once and in order. Off: every peer is taken for a plain ZMTP peer. A truth
  // value, 0 or 1. Default true. A change takes effect on later links and endpoints.
  YMQ_OPTION_ACKNOWLEDGED_DELIVERY = 18,
  // How long a peer without a link may come back and find what is queued for it and what it had not acknowledged.
  // After that it is given up: what is unacknowledged goes to other peers, marked as redelivered, where the
  // pattern balances (PUSH, DEALER, REQ), and is counted and reported as undeliverable elsewhere. 0: given up as
  // soon as its link ends. 0 to 2147483647 milliseconds. Default 30000. A change takes effect at once.
  YMQ_OPTION_SESSION_LIFETIME = 19,
  // How much of what is written and not acknowledged is kept for each peer, as it goes to the wire and with 16
  // bytes more for each message; then nothing more is written until the peer's application has taken some. One
  // message may exceed it. 0: no limit. For a peer on the same host never more than 2 MiB or 16 messages,
  // whichever is more: its acknowledgements come soon, and the processor's cache holds no more. 0 to
  // 9007199254740991 bytes. Default 16777216. A change takes effect on later links and endpoints.
  YMQ_OPTION_UNACKNOWLEDGED_BYTES = 20,
  // How many peers without a link are remembered: those that may come back within `session_lifetime`, and those
  // that are gone and whose messages nobody has taken yet. For one too many, the peer that has been away longest
  // is given up (event `YMQ_EVENT_EVICTED`); where only unread messages are remembered, newcomers are turned away
  // with `YMQ_TOO_MANY_PEERS`. 0: no limit. 0 to 2147483647 connections. Default 10000. A change takes effect at
  // once.
  YMQ_OPTION_MAX_SESSIONS = 21,
  // How long bytes may be on their way without the peer's host confirming them, before the connection is given up
  // (TCP_USER_TIMEOUT, Linux 2.6.37; no effect on ipc). 0: as long as the system says, some 15 minutes. 0 to
  // 2147483647 milliseconds. Default 20000. A change takes effect on later links and endpoints.
  YMQ_OPTION_NETWORK_TIMEOUT = 22,
  // REQ: how long to wait for a reply before the request is sent again, to the next peer, marked as redelivered.
  // 0: without end. The first reply to any of the attempts counts, the others are dropped and counted. Where this
  // is set requests carry a number ahead of the empty part, which every REP puts ahead of its reply, as RFC 28 has
  // it. 0 to 2147483647 milliseconds. Default 0. A change takes effect at once.
  YMQ_OPTION_REQUEST_TIMEOUT = 23,
  // REQ: how often a request is sent again after `request_timeout`; when that was in vain, the receive fails with
  // `YMQ_UNDELIVERABLE`, and another request may be sent. 0 to 2147483647 messages. Default 3. A change takes
  // effect at once.
  YMQ_OPTION_REQUEST_RETRIES = 24,
  // Whether a message that was received counts as handed over only when the application says so, by
  // `connector_acknowledge`: then one that it had not finished goes to somebody else, or comes again to whoever
  // takes its place, if this process dies; where the connector is closed, without the mark of what is redelivered.
  // Off: it counts when the receive returns. No effect on REQ and REP, and on messages from peers without
  // acknowledged delivery. Turned off again, all that was received counts. A truth value, 0 or 1. Default false. A
  // change takes effect at once.
  YMQ_OPTION_MANUAL_ACKNOWLEDGEMENT = 25,
  // XPUB: every subscription is received, not only the first to a topic. A truth value, 0 or 1. Default false. A
  // change takes effect at once.
  YMQ_OPTION_XPUB_VERBOSE = 26,
  // XPUB: every subscription and every cancellation is received, not only the first and the last of a topic. A
  // truth value, 0 or 1. Default false. A change takes effect at once.
  YMQ_OPTION_XPUB_VERBOSER = 27,
  // XPUB: a subscription that is received takes effect only as the application has it: `connector_subscribe` and
  // `connector_unsubscribe` are then about the peer whose subscription was received last. A truth value, 0 or 1.
  // Default false. A change takes effect at once.
  YMQ_OPTION_XPUB_MANUAL = 28,
  // XPUB with `xpub_manual`: the next send after a subscription was received goes only to the peer that it came
  // from, and only if that is subscribed to it: for caches of last values. A truth value, 0 or 1. Default false. A
  // change takes effect at once.
  YMQ_OPTION_XPUB_MANUAL_LAST_VALUE = 29,
  // PUB, XPUB and RADIO: a send for which a peer that wants it has no room reaches nobody, and waits or fails with
  // `YMQ_AGAIN`; off, it is dropped for this peer, and counted. A truth value, 0 or 1. Default false. A change
  // takes effect at once.
  YMQ_OPTION_PUBLISH_WITHOUT_DROPS = 30,
  // XPUB: what every newly connected peer that subscribes to it is sent first; of one part. Empty: nothing. Bytes,
  // 0 to 65536 bytes long. Default empty. A change takes effect on later links and endpoints.
  YMQ_OPTION_WELCOME_MESSAGE = 31,
  // PUB and XPUB send what peers did *not* subscribe to, SUB receives that; both ends need it. An XSUB filters
  // nothing itself. A truth value, 0 or 1. Default false. A change takes effect on later links and endpoints.
  YMQ_OPTION_INVERT_MATCHING = 32,
  // PUB, XPUB, SUB and XSUB: how many different topics are subscribed to now. 0 to 2147483647 topics. Read-only.
  YMQ_OPTION_TOPICS = 33,
  // PUB, XPUB and, of groups, RADIO: how many different topics a peer may subscribe to; the link of one that asks
  // for more ends. 0: no limit. 0 to 2147483647 topics. Default 1000000. A change takes effect at once.
  YMQ_OPTION_MAX_TOPICS = 34,
  // PUB, XPUB and, of groups, RADIO: how many bytes the topics of a peer may take together; the link of one that
  // asks for more ends. 0: no limit. 0 to 9007199254740991 bytes. Default 67108864. A change takes effect at once.
  YMQ_OPTION_MAX_TOPIC_BYTES = 35,
  // PUB, XPUB and RADIO: how many of the newest messages are kept for peers that subscribe later and have
  // acknowledged delivery: they get those that match first. 0: none. 0 to 2147483647 messages. Default 0. A change
  // takes effect at once.
  YMQ_OPTION_REPLAY = 36,
  // PUB, XPUB and RADIO: how many bytes the messages kept for `replay` take at most. 0: no limit. 0 to
  // 9007199254740991 bytes. Default 16777216. A change takes effect at once.
  YMQ_OPTION_REPLAY_BYTES = 37,
  // How long an attempt to connect to an address may take; then it has failed with `YMQ_TIMED_OUT`. 0: as long as
  // the system says, some 2 minutes. 0 to 2147483647 milliseconds. Default 0. A change takes effect on later links
  // and endpoints.
  YMQ_OPTION_CONNECT_TIMEOUT = 38,
  // After what no further attempt to connect is made: a set of `ReconnectStop`. The endpoint is then disconnected,
  // as if by `connector_disconnect` without a linger; the event `YMQ_CLOSED` says why. 0 to 7. Default 0. A change
  // takes effect on later links and endpoints.
  YMQ_OPTION_RECONNECT_STOP = 39,
  // Whether the system probes idle TCP connections (SO_KEEPALIVE). -1: as the system says. -1 to 1. Default -1. A
  // change takes effect on later links and endpoints.
  YMQ_OPTION_TCP_KEEPALIVE = 40,
  // How long a TCP connection is idle before the first probe (TCP_KEEPIDLE). 0: as the system says. 0 to 32767
  // seconds. Default 0. A change takes effect on later links and endpoints.
  YMQ_OPTION_TCP_KEEPALIVE_IDLE = 41,
  // How long between two probes (TCP_KEEPINTVL). 0: as the system says. 0 to 32767 seconds. Default 0. A change
  // takes effect on later links and endpoints.
  YMQ_OPTION_TCP_KEEPALIVE_INTERVAL = 42,
  // After how many probes in vain the connection is given up (TCP_KEEPCNT). 0: as the system says. 0 to 127
  // probes. Default 0. A change takes effect on later links and endpoints.
  YMQ_OPTION_TCP_KEEPALIVE_COUNT = 43,
  // The type of service of what goes out over IP (IP_TOS, IPV6_TCLASS). 0: as the system says. 0 to 255. Default
  // 0. A change takes effect on later links and endpoints.
  YMQ_OPTION_TYPE_OF_SERVICE = 44,
  // The priority of what goes out (SO_PRIORITY, socket(7)); above 6 it takes CAP_NET_ADMIN. -1: as the system
  // says. -1 to 2147483647. Default -1. A change takes effect on later links and endpoints.
  YMQ_OPTION_SOCKET_PRIORITY = 45,
  // How much of what is sent the system holds for a connection (SO_SNDBUF); it doubles that. 0: as the library
  // thinks best. 0 to 1073741823 bytes. Default 0. A change takes effect on later links and endpoints.
  YMQ_OPTION_SEND_BUFFER = 46,
  // How much of what has arrived the system holds for a connection (SO_RCVBUF); it doubles that. 0: as the system
  // says. 0 to 1073741823 bytes. Default 0. A change takes effect on later links and endpoints.
  YMQ_OPTION_RECEIVE_BUFFER = 47,
  // The network interface that tcp connections are to use (SO_BINDTODEVICE; before Linux 5.7 it takes
  // CAP_NET_RAW). Empty: any. Text, 0 to 15 bytes long. Default empty. A change takes effect on later links and
  // endpoints.
  YMQ_OPTION_BIND_TO_DEVICE = 48,
  // How long a receive looks at the network device before it sleeps (SO_BUSY_POLL), where the device can do that.
  // 0: as the system says. 0 to 1000000 microseconds. Default 0. A change takes effect on later links and
  // endpoints.
  YMQ_OPTION_BUSY_POLL = 49,
  // Whether `tcp://[::]:port` accepts IPv6 only. Off: IPv4, too. A truth value, 0 or 1. Default false. A change
  // takes effect on later links and endpoints.
  YMQ_OPTION_IPV6_ONLY = 50,
  // What is said to every peer in the handshake beyond the protocol: at most 128 lines of `X-Name: value`. Peers
  // read it by `connector_get_peer_property`. Text, 0 to 4096 bytes long. Default empty. A change takes effect on
  // later links and endpoints.
  YMQ_OPTION_METADATA = 51,
  // Whether messages go only to peers whose handshake is done: one without a link takes nothing, as if it were
  // full. So a send of PUSH, DEALER, REQ or PAIR waits, or fails with `YMQ_AGAIN`, while nobody is linked; where
  // others drop for a full peer they drop for it. What had not been sent to a peer when its link ended goes to
  // others where the pattern balances, and stays for it elsewhere; what was sent and is not acknowledged is its
  // own, as ever. Off: what is sent before a connection is made, or while it is made again, is queued for it. A
  // truth value, 0 or 1. Default false. A change takes effect on later links and endpoints.
  YMQ_OPTION_IMMEDIATE = 52,
  // DEALER, PULL, PUSH, PUB and SUB: only the newest message is kept for each peer, on its way out as on its way
  // in; what it takes the place of is dropped, and counted as replaced, messages of several parts as a whole. What
  // is being written is finished. The high-water marks do not matter then, and nothing goes from a peer that is
  // gone to another. A truth value, 0 or 1. Default false. A change takes effect on later links and endpoints.
  YMQ_OPTION_CONFLATE = 53,
  // REQ, DEALER and ROUTER: every peer that links is sent an empty message first, so that a ROUTER there knows
  // this connector before it has said anything. Not one that goes on with its session: there it is known. A truth
  // value, 0 or 1. Default false. A change takes effect on later links and endpoints.
  YMQ_OPTION_PROBE_ROUTER = 54,
  // ROUTER: a set of `PeerNotice`: on what an empty message is received behind the routing id of a peer. It stands
  // behind the last message that the peer has sent, and comes for each link, also between those of one session. 0
  // to 3. Default 0. A change takes effect on later links and endpoints.
  YMQ_OPTION_ROUTER_NOTIFY = 55,
  // ROUTER: peers are programs that speak no ZMTP: bytes are sent and received as they are, as STREAM does;
  // `router_mandatory` still says what becomes of what has no peer, or no room. Set before the first bind or
  // connect, or `YMQ_WRONG_STATE`. A truth value, 0 or 1. Default false. A change takes effect on later links and
  // endpoints.
  YMQ_OPTION_ROUTER_RAW = 56,
  // STREAM, and ROUTER with `router_raw`: whether empty bytes are received when a connection is made, and when it
  // has ended. A truth value, 0 or 1. Default true. A change takes effect at once.
  YMQ_OPTION_STREAM_NOTIFY = 57,
  // The SOCKS5 proxy through which tcp connections are made, RFC 1928, as `host:port` or `[IPv6]:port`; it
  // resolves the host names of endpoints. Empty: none. `connect_timeout` is for the connection to the proxy; what
  // the proxy makes of it takes at most `handshake_timeout`. What concerns the other end's host, such as
  // `network_timeout`, concerns that of the proxy. Text, 0 to 512 bytes long. Default empty. A change takes effect
  // on later links and endpoints.
  YMQ_OPTION_SOCKS_PROXY = 58,
  // The name under which to log in at the SOCKS5 proxy if it wants that, RFC 1929; it goes there in plain text,
  // like the password. Empty: none. Text, 0 to 255 bytes long. Default empty. A change takes effect on later links
  // and endpoints.
  YMQ_OPTION_SOCKS_USERNAME = 59,
  // The password for the SOCKS5 proxy, RFC 1929. Text, 0 to 255 bytes long. Default empty. A change takes effect
  // on later links and endpoints.
  YMQ_OPTION_SOCKS_PASSWORD = 60,
  // PLAIN, RFC 24: peers must log in by name and password; who may is decided by the ZAP handler, RFC 27, and
  // without one nobody may. Not over inproc, nor is any other mechanism. A truth value, 0 or 1. Default false. A
  // change takes effect on later links and endpoints.
  YMQ_OPTION_PLAIN_SERVER = 61,
  // The name under which to log in by PLAIN, RFC 24, at peers that want it. Text, 0 to 255 bytes long. Default
  // empty. A change takes effect on later links and endpoints.
  YMQ_OPTION_PLAIN_USERNAME = 62,
  // The password for PLAIN. Text, 0 to 255 bytes long. Default empty. A change takes effect on later links and
  // endpoints.
  YMQ_OPTION_PLAIN_PASSWORD = 63,
  // CURVE, RFC 26: peers must know this connector's public key, and prove their own; needs `curve_secret_key`,
  // without which nothing can be bound or connected. Goes before PLAIN. A truth value, 0 or 1. Default false. A
  // change takes effect on later links and endpoints.
  YMQ_OPTION_CURVE_SERVER = 64,
  // This connector's public key for CURVE: 32 bytes, or 40 characters of Z85 (RFC 32). Empty: it follows from the
  // secret key; another one than that is refused by bind and connect. Bytes, 0 to 40 bytes long. Default empty. A
  // change takes effect on later links and endpoints.
  YMQ_OPTION_CURVE_PUBLIC_KEY = 65,
  // This connector's secret key for CURVE: 32 bytes, or 40 characters of Z85. Bytes, 0 to 40 bytes long. Default
  // empty. A change takes effect on later links and endpoints.
  YMQ_OPTION_CURVE_SECRET_KEY = 66,
  // The public key that peers must prove to have: with it, and a secret key, links are made by CURVE. 32 bytes, or
  // 40 characters of Z85. Bytes, 0 to 40 bytes long. Default empty. A change takes effect on later links and
  // endpoints.
  YMQ_OPTION_CURVE_SERVER_KEY = 67,
  // The domain in which the ZAP handler of this context, bound to `inproc://zeromq.zap.01`, decides about peers
  // that link, RFC 27. Empty: it is not asked about peers without a mechanism, and peers that prove their keys by
  // CURVE, or their names by GSSAPI, are admitted where no handler was ever bound. Text, 0 to 255 bytes long.
  // Default empty. A change takes effect on later links and endpoints.
  YMQ_OPTION_ZAP_DOMAIN = 68,
  // The mechanism that links are made with, as the options have it: a `Mechanism`. 0 to 3. Read-only.
  YMQ_OPTION_MECHANISM = 69,
  // Where a message goes to one of several peers: the priority of those that come by an endpoint that is bound or
  // connected from now on, for as long as they live. It goes to a peer of the highest priority that has room, in
  // turn within one priority. 1 is the highest. A priority of which nobody is linked stands back while somebody of
  // another is, so that a backup takes over at once, and gives way again; what is queued for a peer stays its own,
  // unless it is gone for good (see also `immediate`). Attempts of `request_timeout` go to whoever was asked
  // least. 1 to 16. Default 8. A change takes effect on later links and endpoints.
  YMQ_OPTION_SEND_PRIORITY = 70,
  // As `send_priority`, for receiving: what peers of a higher priority have sent is received before what others
  // have, in turn within one priority. As long as they send more than is received, the others wait. 1 to 16.
  // Default 8. A change takes effect on later links and endpoints.
  YMQ_OPTION_RECEIVE_PRIORITY = 71,
  // GSSAPI, RFC 38: peers must prove by Kerberos who they are, with a key of this connector's in the system's
  // keytab. Where options name several mechanisms GSSAPI goes before PLAIN and behind CURVE. Needs
  // `libgssapi_krb5.so.2`, else bind and connect answer `YMQ_NOT_SUPPORTED`. A truth value, 0 or 1. Default false.
  // A change takes effect on later links and endpoints.
  YMQ_OPTION_GSSAPI_SERVER = 72,
  // GSSAPI: the principal that this connector is. Empty: a server is any that its keytab has keys of, a client the
  // one that its tickets are of. Text, 0 to 255 bytes long. Default empty. A change takes effect on later links
  // and endpoints.
  YMQ_OPTION_GSSAPI_PRINCIPAL = 73,
  // GSSAPI: the principal that a server must prove to be: with it links are made by GSSAPI, and this connector is
  // the client. Text, 0 to 255 bytes long. Default empty. A change takes effect on later links and endpoints.
  YMQ_OPTION_GSSAPI_SERVICE_PRINCIPAL = 74,
  // GSSAPI: the form of `gssapi_principal`: a `PrincipalForm`. 0 to 2. Default 0. A change takes effect on later
  // links and endpoints.
  YMQ_OPTION_GSSAPI_PRINCIPAL_FORM = 75,
  // GSSAPI: the form of `gssapi_service_principal`: a `PrincipalForm`. 0 to 2. Default 0. A change takes effect on
  // later links and endpoints.
  YMQ_OPTION_GSSAPI_SERVICE_PRINCIPAL_FORM = 76,
  // GSSAPI: messages go as they are, not sealed, once peers have proved who they are: whoever is on the way may
  // read and change them. Both sides must say so. A truth value, 0 or 1. Default false. A change takes effect on
  // later links and endpoints.
  YMQ_OPTION_GSSAPI_PLAINTEXT = 77,
  // What tcp connections are made from: an address of this machine, IPv6 in brackets, or the name of an interface,
  // of which the address is taken that fits; behind it `:port` where the port matters. Looked up at each attempt,
  // which fails with `YMQ_ADDRESS_NOT_AVAILABLE` where there is none of that family. Empty: the system chooses.
  // Text, 0 to 512 bytes long. Default empty. A change takes effect on later links and endpoints.
  YMQ_OPTION_SOURCE_ADDRESS = 78,
};

// One part in a run of messages. The bytes of all parts stand one behind the other in the memory beside the
// array; a part without the flag `YMQ_PART_MORE` ends its message. 16 bytes, for ever.
typedef struct ymq_part {
  // Length in bytes.
  uint64_t size;
  // `enum ymq_part_flag`: What follows the part. Other bits are 0.
  uint32_t flags;
  // After `YMQ_BUFFER_TOO_SMALL`, in the first part: how many parts are needed. Otherwise 0.
  uint32_t needed;
} ymq_part;

// The end of an asynchronous operation. 64 bytes, for ever.
typedef struct ymq_completion {
  // What the caller gave the operation.
  uint64_t tag;
  // `enum ymq_completion_kind`: Which operation ended.
  uint32_t kind;
  // `enum ymq_status`: 0, or why the operation failed.
  int32_t status;
  // Where its bytes begin in the drained memory.
  uint64_t byte_offset;
  // How many bytes. After `YMQ_BUFFER_TOO_SMALL`, in the first record: how many are needed.
  uint64_t byte_count;
  // Where its parts begin in the drained array.
  uint32_t part_offset;
  // How many parts. After `YMQ_BUFFER_TOO_SMALL`, in the first record: how many are needed.
  uint32_t part_count;
  // `YMQ_COMPLETION_SEND`: messages accepted since the call returned. `YMQ_COMPLETION_RECV`: messages.
  // `YMQ_COMPLETION_DESTROY`: messages not delivered. `YMQ_COMPLETION_TIMER`: how often it was due.
  uint64_t count;
  // `YMQ_COMPLETION_RECV_MESSAGE`: the handle, owned by the caller from now on. Otherwise 0.
  ymq_message message;
  // 0.
  uint64_t reserved;
} ymq_completion;

// Counters of a connector since it was made. They only grow, but for the last ones, which say what is now. Later
// versions may append fields.
typedef struct ymq_connector_stats {
  // Bytes of this struct as the caller knows it; set before the call.
  uint32_t size;
  // Peers that exist now, connected or not.
  uint32_t peers;
  // Messages accepted by a send. For PUB: once, however many subscribers.
  uint64_t messages_sent;
  // Messages handed to the application.
  uint64_t messages_received;
  // Payload bytes of the messages sent.
  uint64_t bytes_sent;
  // Payload bytes of the messages received.
  uint64_t bytes_received;
  // Messages dropped because the peer had no room: PUB at its high-water mark, ROUTER likewise.
  uint64_t dropped_full;
  // Messages dropped because there was nobody to take them: ROUTER to an unknown peer, REP to a vanished one.
  uint64_t dropped_unroutable;
  // Accepted messages dropped because their peer was gone for good.
  uint64_t dropped_peer_gone;
  // Received messages dropped because the pattern has no use for them: a reply nobody waits for, a malformed
  // request.
  uint64_t dropped_unexpected;
  // Handshakes finished.
  uint64_t links_opened;
  // Links that ended after their handshake.
  uint64_t links_closed;
  // Connections that ended before their handshake did.
  uint64_t handshakes_failed;
  // Attempts to connect that failed.
  uint64_t connects_failed;
  // Messages accepted and not yet handed to the operating system or to an in-process peer.
  uint64_t messages_queued;
  // Messages received and not yet taken by the application.
  uint64_t messages_waiting;
  // Messages that the application at the other end was handed and acknowledged. Since 0.2, as all that follow.
  uint64_t messages_acknowledged;
  // Messages sent again because they had not arrived when a link broke.
  uint64_t messages_resent;
  // Messages that a lost peer had not acknowledged and that went to others, marked as redelivered.
  uint64_t messages_redelivered;
  // Messages that a lost peer had not acknowledged and that could go to nobody else.
  uint64_t messages_undeliverable;
  // Messages handed to the system for a plain peer whose link then broke: at most so many have not arrived.
  uint64_t messages_uncertain;
  // Links that went on with a session.
  uint64_t sessions_resumed;
  // Sessions that ended without the peer having said so.
  uint64_t sessions_lost;
  // Peers given up before their time, because more are remembered than may be.
  uint64_t sessions_evicted;
  // Events that were forgotten because nobody took them.
  uint64_t events_lost;
  // Messages written and not yet acknowledged. What is now, as the next one.
  uint64_t messages_unacknowledged;
  // Peers without a link that may come back to their session.
  uint64_t sessions_waiting;
  // Messages dropped because a newer one took their place, on their way out or in (option `conflate`). Only grows.
  // Since 0.3.
  uint64_t dropped_replaced;
} ymq_connector_stats;

// Counters of one peer since it was made, and what is now. 360 bytes, for ever.
typedef struct ymq_peer_stats {
  // Its number within its connector, as in `Event`.
  uint64_t peer;
  // Messages accepted for it.
  uint64_t messages_sent;
  // Messages received from it.
  uint64_t messages_received;
  // Messages accepted and not yet written.
  uint64_t messages_queued;
  // Their bytes, as they go to the wire.
  uint64_t bytes_queued;
  // Messages written and not yet acknowledged.
  uint64_t messages_unacknowledged;
  // Their bytes.
  uint64_t bytes_unacknowledged;
  // Messages received and not yet taken by the application.
  uint64_t messages_waiting;
  // Messages sent again because they had not arrived when a link broke.
  uint64_t messages_resent;
  // Messages dropped because it had no room.
  uint64_t dropped_full;
  // Messages that it had not acknowledged when it was lost, and that could go to nobody else.
  uint64_t undeliverable;
  // Links that it has had.
  uint64_t links;
  // `enum ymq_peer_state`: What it is now.
  uint32_t state;
  // Bytes of `identity` in use.
  uint32_t identity_size;
  // What it calls itself; a ROUTER knows it by that. Empty if it said nothing.
  uint8_t identity[256];
} ymq_peer_stats;

// Something that happened to a connector. 128 bytes, for ever.
typedef struct ymq_event {
  // Nanoseconds of CLOCK_MONOTONIC.
  uint64_t time_ns;
  // Number of the peer within its connector, 0 where no peer is meant.
  uint64_t peer;
  // What the kind says.
  uint64_t count;
  // `enum ymq_event_kind`: What happened.
  uint32_t kind;
  // `enum ymq_status`: 0, or why it happened.
  int32_t status;
  // errno behind the status, or 0.
  int32_t system_error;
  // Bytes of `endpoint` in use.
  uint32_t endpoint_size;
  // The endpoint, UTF-8, cut at 88 bytes.
  uint8_t endpoint[88];
} ymq_event;

// Who a peer is. Later versions may append fields.
typedef struct ymq_peer_info {
  // Bytes of this struct as the caller knows it; set before the call.
  uint32_t size;
  // `enum ymq_peer_state`: What it is now.
  uint32_t state;
  // Its number within its connector, as in `Event`.
  uint64_t peer;
  // SERVER, PEER: the routing id that the connector gave it; otherwise 0.
  uint32_t routing_id;
  // Whether the credentials that follow are known: 1 for a peer that is connected over ipc, otherwise 0.
  uint32_t has_credentials;
  // Of the process that connected, or that bound, when it did (SO_PEERCRED).
  uint32_t process_id;
  // Of its user.
  uint32_t user_id;
  // Of its first group.
  uint32_t group_id;
  // Bytes of `address` in use.
  uint32_t address_size;
  // Where it is, as an endpoint: `tcp://127.0.0.1:40123`; empty where that has no name. Cut at 128 bytes.
  uint8_t address[128];
  // Bytes of `identity` in use.
  uint32_t identity_size;
  // 0.
  uint32_t reserved;
  // What it calls itself.
  uint8_t identity[256];
} ymq_peer_info;

// Something that a poller waits for has come about. 16 bytes, for ever.
typedef struct ymq_readied {
  // What the caller gave with the connector or descriptor.
  uint64_t tag;
  // `enum ymq_readiness`: What it is ready for, of what was asked.
  uint32_t ready;
  // `enum ymq_status`: 0, or `YMQ_CLOSED`: the connector is closed; or `YMQ_SYSTEM`: the descriptor has failed or
  // its other end is closed.
  int32_t status;
} ymq_readied;

// What a proxy has done since it was made. Later versions may append fields.
typedef struct ymq_proxy_stats {
  // Bytes of this struct as the caller knows it; set before the call.
  uint32_t size;
  // 1: paused; 0: it forwards.
  uint32_t paused;
  // Messages received from the front and sent to the back.
  uint64_t messages_to_back;
  // Their payload bytes.
  uint64_t bytes_to_back;
  // Messages received from the back and sent to the front.
  uint64_t messages_to_front;
  // Their payload bytes.
  uint64_t bytes_to_front;
  // Messages that the capture had no room for, or could not take.
  uint64_t capture_dropped;
  // Messages that the other side refused for good: those to a routing id that nobody has.
  uint64_t dropped;
} ymq_proxy_stats;

// Names the version of the library: `0.4.0`.
//
// @return NUL-terminated text that lives as long as the library.
//
// Never waits. Any thread may call it, at any time. Since 0.1.
const char* ymq_version(void);

// The ABI manifest that the library was built from: JSON text with one fingerprint for each entry. A binding
// compares it when it loads the library.
//
// @return NUL-terminated text that lives as long as the library.
//
// Never waits. Any thread may call it, at any time. Since 0.1.
const char* ymq_abi_manifest(void);

// Names a status: `YMQ_ADDRESS_IN_USE`. A number that is no status gives `UNKNOWN`.
//
// @param status The status.
// @return NUL-terminated text that lives as long as the library.
//
// Never waits. Any thread may call it, at any time. Since 0.1.
const char* ymq_status_name(int32_t status);

// Says what a status means, in a sentence.
//
// @param status The status.
// @return NUL-terminated text that lives as long as the library.
//
// Never waits. Any thread may call it, at any time. Since 0.1.
const char* ymq_status_text(int32_t status);

// Says what was wrong in the last call on this thread that failed: which value, and what would be right. Calls
// that succeed leave it as it is.
//
// @param system_error Receives the errno behind it, or 0. May be null.
// @return NUL-terminated text that lives until the same thread calls the library again.
//
// Never waits. Any thread may call it, at any time. Since 0.1.
const char* ymq_last_error(int32_t* system_error);

// Makes a secret key for CURVE, RFC 26, of random bytes, as 40 characters of Z85.
//
// @param text Receives the key, cut at the capacity.
// @param text_capacity Bytes of room in `text`; 41 hold the key and a NUL.
// @return The length of the whole text in bytes: 40. Negative: YMQ_INVALID_ARGUMENT, YMQ_NOT_SUPPORTED.
//
// Never waits. Any thread may call it, at any time. Since 0.3.
int32_t ymq_curve_make_secret_key(char* text, uint64_t text_capacity);

// Computes the public key that belongs to a secret one, as 40 characters of Z85.
//
// @param secret The secret key: 40 characters of Z85.
// @param secret_length Its length in bytes.
// @param text Receives the public key, cut at the capacity.
// @param text_capacity Bytes of room in `text`; 41 hold the key and a NUL.
// @return The length of the whole text in bytes: 40. Negative: YMQ_INVALID_ARGUMENT, YMQ_NOT_SUPPORTED.
//
// Never waits. Any thread may call it, at any time. Since 0.3.
int32_t ymq_curve_public_key(const char* secret, uint64_t secret_length, char* text, uint64_t text_capacity);

// Makes a context: the io threads and the registry of inproc names.
//
// @param io_threads How many io threads carry connections, 0 to 64. With 0 the callers do: `io_context_run`, or
//   any call that waits. More than one pays where one connector talks to many peers over the network.
// @param backend How to talk to the operating system. `YMQ_BACKEND_DEFAULT` obeys the environment variable
//   `YMQ_BACKEND` (`epoll` or `io_uring`), and otherwise is `YMQ_BACKEND_EPOLL`. `YMQ_BACKEND_IO_URING` is a
//   wish: where the system refuses it the context is made with `YMQ_BACKEND_EPOLL`. A value of `enum
//   ymq_backend`.
// @param context Receives the handle.
// @return 0: success. Negative: YMQ_INVALID_ARGUMENT, YMQ_NOT_SUPPORTED, YMQ_TOO_MANY_FILES,
//   YMQ_TOO_MANY_HANDLES, YMQ_OUT_OF_MEMORY, YMQ_SYSTEM.
//
// May wait for other threads of the library to step aside, never for a peer or the network. Any thread may call
// it, at any time. Since 0.1.
int32_t io_context_init(uint32_t io_threads, int32_t backend, ymq_io_context* context);

// Closes every connector and queue of the context, waits for what was accepted to be written, ends the io
// threads and frees everything. Every call that waits inside the context ends with `YMQ_CLOSED`. Always returns
// by its deadline; a second call gets `YMQ_INVALID_HANDLE`.
//
// @param context The context.
// @param linger_ms How long to go on sending what was accepted, in milliseconds; 0 drops it, -1 means each
//   connector's own option `linger`.
// @param undelivered Receives how many accepted messages were not handed to the operating system or, where peers
//   acknowledge (option `acknowledged_delivery`), are not known to have arrived. May be null.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_FORKED.
//
// May wait, up to its timeout. Any thread may call it, at any time. Since 0.1.
int32_t io_context_destroy(ymq_io_context context, int64_t linger_ms, uint64_t* undelivered);

// As `io_context_destroy` with a linger of 0: waits for nothing but the library's own threads to step aside. For
// event loops, which close their connectors with `connector_destroy_async` first.
//
// @param context The context.
// @param undelivered Receives how many accepted messages were not handed to the operating system or, where peers
//   acknowledge (option `acknowledged_delivery`), are not known to have arrived. May be null.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_FORKED.
//
// May wait for other threads of the library to step aside, never for a peer or the network. Any thread may call
// it, at any time. Since 0.1.
int32_t io_context_terminate(ymq_io_context context, uint64_t* undelivered);

// Drives the connections of a context without io threads, in the calling thread. A context that has io threads
// needs none of this: then the call only waits.
//
// @param context The context.
// @param timeout_ms How long to run, in milliseconds: 0 does what can be done now, -1 runs until the context
//   closes.
// @return How many events were handled. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED,
//   YMQ_INTERRUPTED, YMQ_FORKED.
//
// May wait, up to its timeout. Any thread may call it, at any time. Since 0.1.
int32_t io_context_run(ymq_io_context context, int64_t timeout_ms);

// Says which backend carries the context, and why: `epoll: chosen by the caller`. Where io_uring was wished for
// and could not be had: who wished for it, what refused, the system's error, and what would help. The text
// begins with `epoll` or `io_uring`, the name of what it has become.
//
// @param context The context.
// @param text Receives the text, cut at the capacity.
// @param text_capacity Bytes of room in `text`.
// @return The length of the whole text in bytes. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.1.
int32_t io_context_backend(ymq_io_context context, char* text, uint64_t text_capacity);

// Makes a connector.
//
// @param context The context that carries it.
// @param type Its pattern. A value of `enum ymq_connector_type`.
// @param connector Receives the handle.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_TOO_MANY_HANDLES,
//   YMQ_OUT_OF_MEMORY, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.1.
int32_t connector_init(ymq_io_context context, int32_t type, ymq_connector* connector);

// Closes a connector: every call and operation that waits on it ends with `YMQ_CLOSED`, what was accepted goes
// on being sent until the linger ends. Returns when that is over. A second call gets `YMQ_INVALID_HANDLE`.
//
// @param connector The connector.
// @param linger_ms How long to go on sending, in milliseconds; 0 drops what is queued, -1 means the option
//   `linger`.
// @param undelivered Receives how many accepted messages were not handed to the operating system or, where peers
//   acknowledge (option `acknowledged_delivery`), are not known to have arrived. May be null.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_FORKED.
//
// May wait, up to its timeout. Any thread may call it, at any time. Since 0.1.
int32_t connector_destroy(ymq_connector connector, int64_t linger_ms, uint64_t* undelivered);

// As `connector_destroy`, without waiting: the completion says when it is over and how many messages were not
// delivered.
//
// @param connector The connector.
// @param linger_ms As for `connector_destroy`.
// @param queue Where the completion goes.
// @param tag Comes back with the completion.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_FORKED.
//
// A completion `DESTROY` follows success; it carries nothing else. Never waits. Any thread may call it, at any
// time. Since 0.1.
int32_t connector_destroy_async(ymq_connector connector, int64_t linger_ms, ymq_completion_queue queue, uint64_t tag);

// Binds the connector to an address, on which it then accepts connections.
//
// `tcp://host:port`: host is an IPv4 address, an IPv6 address in brackets, an interface's name, a host name or
// `*`; port `*` or 0 lets the system choose. `ipc://path`, `ipc://@abstract-name`, `ipc://*` (a path in the
// temporary folder). `inproc://name`: within this context.
//
// @param connector The connector.
// @param endpoint The endpoint.
// @param endpoint_size Its length in bytes.
// @param bound Receives the endpoint with what the system chose, cut at the capacity. May be null.
// @param bound_capacity Bytes of room in `bound`.
// @return The length of the bound endpoint in bytes. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT,
//   YMQ_CLOSED, YMQ_INVALID_ENDPOINT, YMQ_UNSUPPORTED_TRANSPORT, YMQ_NOT_SUPPORTED, YMQ_ADDRESS_IN_USE,
//   YMQ_ADDRESS_NOT_AVAILABLE, YMQ_PERMISSION_DENIED, YMQ_NAME_NOT_RESOLVED, YMQ_TOO_MANY_FILES,
//   YMQ_OUT_OF_MEMORY, YMQ_SYSTEM, YMQ_FORKED.
//
// May wait for other threads of the library to step aside, never for a peer or the network. Any thread may call
// it, at any time. Since 0.1.
int32_t connector_bind(ymq_connector connector, const char* endpoint, uint64_t endpoint_size, char* bound,
                       uint64_t bound_capacity);

// Connects the connector to an address. Returns at once: the connection is made, and made again for ever after
// it breaks, behind the scenes, whether or not anybody is bound there yet. Host names are resolved anew at each
// attempt. Connecting twice to the same endpoint does nothing for PUB, SUB, REQ, DEALER, CLIENT, RADIO and DISH,
// and opens a second connection for others.
//
// @param connector The connector.
// @param endpoint The endpoint, as for `connector_bind` but without wildcards.
// @param endpoint_size Its length in bytes.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_INVALID_ENDPOINT,
//   YMQ_UNSUPPORTED_TRANSPORT, YMQ_NOT_SUPPORTED, YMQ_OUT_OF_MEMORY, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.1.
int32_t connector_connect(ymq_connector connector, const char* endpoint, uint64_t endpoint_size);

// Stops accepting on a bound endpoint. Links that were accepted there go on.
//
// @param connector The connector.
// @param endpoint The endpoint as `connector_bind` resolved it, or as it was given there.
// @param endpoint_size Its length in bytes.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_NOT_FOUND, YMQ_FORKED.
//
// May wait for other threads of the library to step aside, never for a peer or the network. Any thread may call
// it, at any time. Since 0.1.
int32_t connector_unbind(ymq_connector connector, const char* endpoint, uint64_t endpoint_size);

// Ends a connection made by `connector_connect`, and the attempts to make it. What was accepted for its peer
// goes on being sent in the background, as long as the option `linger` says. One call ends one connection.
//
// @param connector The connector.
// @param endpoint The endpoint as it was given to `connector_connect`.
// @param endpoint_size Its length in bytes.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_NOT_FOUND, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.1.
int32_t connector_disconnect(ymq_connector connector, const char* endpoint, uint64_t endpoint_size);

// Asks peers for the messages whose first part begins with a topic. SUB only. Counted: as many unsubscriptions
// undo it.
//
// @param connector The connector.
// @param topic The topic; of length 0, everything. May be null then.
// @param topic_size Its length in bytes.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_NOT_SUPPORTED,
//   YMQ_OUT_OF_MEMORY, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.1.
int32_t connector_subscribe(ymq_connector connector, const uint8_t* topic, uint64_t topic_size);

// Undoes one `connector_subscribe`.
//
// @param connector The connector.
// @param topic The topic. May be null.
// @param topic_size Its length in bytes.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_NOT_SUPPORTED,
//   YMQ_NOT_FOUND, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.1.
int32_t connector_unsubscribe(ymq_connector connector, const uint8_t* topic, uint64_t topic_size);

// Sends messages, in order, and waits for room where there is none. The bytes are copied.
//
// What has room is accepted at once and then delivered in the background. A call that may wait for 16 ms or
// longer and that has much to send (PUSH, DEALER, PAIR, REQ, SCATTER, CLIENT and CHANNEL) may stay for some of
// that after all is accepted, in which it writes itself or lets the other side catch up: large messages are
// faster so. It does not wait there for a peer that reads nothing for 1 ms.
//
// @param connector The connector.
// @param bytes The bytes of all parts, one behind the other. May be null when there are none.
// @param size How many bytes.
// @param parts How the bytes fall into parts and messages. Null: all of them are one message of one part.
// @param part_count How many parts.
// @param timeout_ms How long to wait for room, in milliseconds; 0 not at all, -1 for ever.
// @return How many messages were accepted: fewer than given only where the wait ended after the first. Negative:
//   YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_AGAIN, YMQ_TIMED_OUT, YMQ_INTERRUPTED,
//   YMQ_HOST_UNREACHABLE, YMQ_NOT_SUPPORTED, YMQ_WRONG_STATE, YMQ_OUT_OF_MEMORY, YMQ_FORKED.
//
// May wait, up to its timeout. Any thread may call it, at any time. Since 0.1.
int32_t connector_send_sync(ymq_connector connector, const uint8_t* bytes, uint64_t size, const ymq_part* parts,
                            uint32_t part_count, int64_t timeout_ms);

// As `connector_send_sync` with a timeout of 0: for event loops. `YMQ_AGAIN` where not even the first message
// had room.
//
// @param connector The connector.
// @param bytes As for `connector_send_sync`. May be null.
// @param size How many bytes.
// @param parts As for `connector_send_sync`. May be null.
// @param part_count How many parts.
// @return How many messages were accepted. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED,
//   YMQ_AGAIN, YMQ_HOST_UNREACHABLE, YMQ_NOT_SUPPORTED, YMQ_WRONG_STATE, YMQ_OUT_OF_MEMORY, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.1.
int32_t connector_try_send(ymq_connector connector, const uint8_t* bytes, uint64_t size, const ymq_part* parts,
                           uint32_t part_count);

// Sends messages without waiting. What has room is accepted before the call returns; the rest is copied, keeps
// its place before all later sends, and is accepted as room comes. A completion follows only if there is a rest.
//
// @param connector The connector.
// @param bytes As for `connector_send_sync`. May be null.
// @param size How many bytes.
// @param parts As for `connector_send_sync`. May be null.
// @param part_count How many parts.
// @param queue Where the completion goes.
// @param tag Comes back with the completion.
// @return How many messages were accepted at once. Fewer than given: a completion follows for the rest.
//   Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_HOST_UNREACHABLE, YMQ_NOT_SUPPORTED,
//   YMQ_WRONG_STATE, YMQ_OUT_OF_MEMORY, YMQ_FORKED.
//
// A completion `SEND` follows where less than everything was done at once; it carries nothing else. Never waits.
// Any thread may call it, at any time. Since 0.1.
int32_t connector_send_async(ymq_connector connector, const uint8_t* bytes, uint64_t size, const ymq_part* parts,
                             uint32_t part_count, ymq_completion_queue queue, uint64_t tag);

// Sends one message held by the library, without copying its large parts, and waits for room where there is
// none.
//
// @param connector The connector.
// @param message The message. After success its handle is gone. After success the handle belongs to the library.
// @param timeout_ms As for `connector_send_sync`.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_AGAIN, YMQ_TIMED_OUT,
//   YMQ_INTERRUPTED, YMQ_HOST_UNREACHABLE, YMQ_NOT_SUPPORTED, YMQ_WRONG_STATE, YMQ_OUT_OF_MEMORY, YMQ_FORKED.
//
// May wait, up to its timeout. Any thread may call it, at any time. Since 0.1.
int32_t connector_send_message_sync(ymq_connector connector, ymq_message message, int64_t timeout_ms);

// As `connector_send_message_sync`, without waiting.
//
// @param connector The connector.
// @param message The message. After 0 or 1 its handle is gone. After success the handle belongs to the library.
// @param queue Where the completion goes.
// @param tag Comes back with the completion.
// @return 1: accepted at once, no completion follows. 0: a completion follows. Negative: YMQ_INVALID_HANDLE,
//   YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_HOST_UNREACHABLE, YMQ_NOT_SUPPORTED, YMQ_WRONG_STATE,
//   YMQ_OUT_OF_MEMORY, YMQ_FORKED.
//
// A completion `SEND` follows where less than everything was done at once; it carries nothing else. Never waits.
// Any thread may call it, at any time. Since 0.1.
int32_t connector_send_message_async(ymq_connector connector, ymq_message message, ymq_completion_queue queue,
                                     uint64_t tag);

// Receives messages into the caller's memory, and waits for the first where there is none. Takes only whole
// messages, as many as are there and fit. Where the first does not fit nothing is taken: `YMQ_BUFFER_TOO_SMALL`,
// and the first entry of `parts` says how many bytes (`size`) and parts (`needed`) it takes.
//
// @param connector The connector.
// @param bytes Receives the bytes of all parts, one behind the other. May be null when the capacity is 0.
// @param byte_capacity Bytes of room.
// @param parts Receives how the bytes fall into parts and messages.
// @param part_capacity Room for parts, at least 1.
// @param max_messages Take no more messages than this; 0 means as many as fit.
// @param timeout_ms How long to wait for the first, in milliseconds; 0 not at all, -1 for ever.
// @return How many parts were written. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED,
//   YMQ_AGAIN, YMQ_TIMED_OUT, YMQ_INTERRUPTED, YMQ_NOT_SUPPORTED, YMQ_WRONG_STATE, YMQ_BUFFER_TOO_SMALL,
//   YMQ_FORKED, YMQ_UNDELIVERABLE.
//
// May wait, up to its timeout. Any thread may call it, at any time. Since 0.1.
int32_t connector_recv_sync(ymq_connector connector, uint8_t* bytes, uint64_t byte_capacity, ymq_part* parts,
                            uint32_t part_capacity, uint32_t max_messages, int64_t timeout_ms);

// As `connector_recv_sync` with a timeout of 0: for event loops.
//
// @param connector The connector.
// @param bytes As for `connector_recv_sync`. May be null.
// @param byte_capacity Bytes of room.
// @param parts As for `connector_recv_sync`.
// @param part_capacity Room for parts, at least 1.
// @param max_messages Take no more messages than this; 0 means as many as fit.
// @return How many parts were written. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED,
//   YMQ_AGAIN, YMQ_NOT_SUPPORTED, YMQ_WRONG_STATE, YMQ_BUFFER_TOO_SMALL, YMQ_FORKED, YMQ_UNDELIVERABLE.
//
// Never waits. Any thread may call it, at any time. Since 0.1.
int32_t connector_try_recv(ymq_connector connector, uint8_t* bytes, uint64_t byte_capacity, ymq_part* parts,
                           uint32_t part_capacity, uint32_t max_messages);

// Receives messages as they come: one completion, with at least one message, copied out by the drain. Operations
// are served in the order in which they were made. A cancelled operation takes nothing; a completed one that
// nobody waits for any more still carries its messages.
//
// @param connector The connector.
// @param max_messages How many messages the completion may carry, at least 1.
// @param max_bytes How many bytes the messages after the first may bring it to.
// @param queue Where the completion goes.
// @param tag Comes back with the completion.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_NOT_SUPPORTED,
//   YMQ_WRONG_STATE, YMQ_OUT_OF_MEMORY, YMQ_FORKED, YMQ_UNDELIVERABLE.
//
// A completion `RECV` follows success; it carries messages. Never waits. Any thread may call it, at any time.
// Since 0.1.
int32_t connector_recv_async(ymq_connector connector, uint32_t max_messages, uint64_t max_bytes,
                             ymq_completion_queue queue, uint64_t tag);

// Receives one message without copying it, and waits where there is none.
//
// @param connector The connector.
// @param message Receives the handle; `message_destroy` releases it.
// @param timeout_ms As for `connector_recv_sync`.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_AGAIN, YMQ_TIMED_OUT,
//   YMQ_INTERRUPTED, YMQ_NOT_SUPPORTED, YMQ_WRONG_STATE, YMQ_TOO_MANY_HANDLES, YMQ_OUT_OF_MEMORY, YMQ_FORKED,
//   YMQ_UNDELIVERABLE.
//
// May wait, up to its timeout. Any thread may call it, at any time. Since 0.1.
int32_t connector_recv_message_sync(ymq_connector connector, ymq_message* message, int64_t timeout_ms);

// As `connector_recv_message_sync`, without waiting: the completion carries the handle.
//
// @param connector The connector.
// @param queue Where the completion goes.
// @param tag Comes back with the completion.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_NOT_SUPPORTED,
//   YMQ_WRONG_STATE, YMQ_OUT_OF_MEMORY, YMQ_FORKED, YMQ_UNDELIVERABLE.
//
// A completion `RECV_MESSAGE` follows success; it carries a message as a handle. Never waits. Any thread may
// call it, at any time. Since 0.1.
int32_t connector_recv_message_async(ymq_connector connector, ymq_completion_queue queue, uint64_t tag);

// Says that the application is done with messages that it received, where the option `manual_acknowledgement`
// leaves that to it: the oldest ones that it has not yet acknowledged, in the order in which they were received.
// A message that had no room, or that went back because nobody waits for its operation any more, keeps its
// place.
//
// @param connector The connector.
// @param count How many messages. More than there are: all.
// @return How many were acknowledged; 0 where the option is off. Negative: YMQ_INVALID_HANDLE, YMQ_CLOSED,
//   YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.2.
int32_t connector_acknowledge(ymq_connector connector, uint32_t count);

// Sets an option.
//
// @param connector The connector.
// @param option Which one. A value of `enum ymq_option_id`.
// @param value Whole numbers and truth values: 8 bytes, a signed integer in the machine's order. Text and bytes:
//   as they are. May be null.
// @param value_size Bytes of the value.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_NOT_FOUND,
//   YMQ_READ_ONLY, YMQ_NOT_SUPPORTED, YMQ_WRONG_STATE, YMQ_OUT_OF_MEMORY, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.1.
int32_t connector_set_option(ymq_connector connector, int32_t option, const uint8_t* value, uint64_t value_size);

// Reads an option.
//
// @param connector The connector.
// @param option Which one. A value of `enum ymq_option_id`.
// @param value Receives the value in the form that `connector_set_option` takes. May be null.
// @param value_capacity Bytes of room.
// @return The length of the value in bytes. More than the capacity: nothing was written. Negative:
//   YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_NOT_FOUND, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.1.
int32_t connector_get_option(ymq_connector connector, int32_t option, uint8_t* value, uint64_t value_capacity);

// Reads the counters of a connector.
//
// @param connector The connector.
// @param stats The caller sets `size`; as many bytes are written.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.1.
int32_t connector_get_stats(ymq_connector connector, ymq_connector_stats* stats);

// What a connector's peers are, and their counters: one record for each peer that exists now, in the order of
// their numbers, and of those that are gone while they have messages that nobody has taken.
//
// @param connector The connector.
// @param first The least number of a peer that is wanted; 0 for all. To go on after a full array: one more than
//   the last number.
// @param peers Receives the records.
// @param peer_capacity Room for records.
// @return How many were written. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.2.
int32_t connector_get_peer_stats(ymq_connector connector, uint64_t first, ymq_peer_stats* peers,
                                 uint32_t peer_capacity);

// Takes what happened to the connector since the last call, oldest first. The connector keeps the newest 1024
// events and counts what it had to forget; it never waits for an observer.
//
// @param connector The connector.
// @param events Receives the events.
// @param event_capacity Room for events.
// @return How many were written. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.1.
int32_t connector_take_events(ymq_connector connector, ymq_event* events, uint32_t event_capacity);

// Joins a group: DISH only. RADIOs that are connected, now or later, are told of it.
//
// @param connector The connector.
// @param group The group's name. May be null.
// @param group_size Its length in bytes, at most 255.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_NOT_SUPPORTED,
//   YMQ_WRONG_STATE, YMQ_OUT_OF_MEMORY, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.3.
int32_t connector_join(ymq_connector connector, const uint8_t* group, uint64_t group_size);

// Leaves a group that was joined.
//
// @param connector The connector.
// @param group The group's name. May be null.
// @param group_size Its length in bytes.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_NOT_SUPPORTED,
//   YMQ_NOT_FOUND, YMQ_OUT_OF_MEMORY, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.3.
int32_t connector_leave(ymq_connector connector, const uint8_t* group, uint64_t group_size);

// As `connector_connect`, and tells at once which routing id the peer behind it will have. PEER only.
//
// @param connector The connector.
// @param endpoint The endpoint, as for `connector_connect`.
// @param endpoint_size Its length in bytes.
// @param routing_id Receives the routing id: as the first part of a message, 4 bytes with the highest first.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_INVALID_ENDPOINT,
//   YMQ_UNSUPPORTED_TRANSPORT, YMQ_NOT_SUPPORTED, YMQ_OUT_OF_MEMORY, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.3.
int32_t connector_connect_peer(ymq_connector connector, const char* endpoint, uint64_t endpoint_size,
                               uint32_t* routing_id);

// As `connector_connect`, and the peer behind it has the routing id that the caller gives it, from this call on:
// what is sent to it is queued before there is a connection, and it keeps the id over all of them, whatever
// identity it says. Nobody else may link that says this identity: its link ends with `YMQ_ROUTING_ID_IN_USE`,
// and the event `HANDSHAKE_FAILED` says so. ROUTER and STREAM only.
//
// @param connector The connector.
// @param endpoint The endpoint, as for `connector_connect`.
// @param endpoint_size Its length in bytes.
// @param routing_id What the peer is called: 1 to 255 bytes, of which the first is not 0.
// @param routing_id_size Its length in bytes.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_INVALID_ENDPOINT,
//   YMQ_UNSUPPORTED_TRANSPORT, YMQ_NOT_SUPPORTED, YMQ_ROUTING_ID_IN_USE, YMQ_OUT_OF_MEMORY, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.3.
int32_t connector_connect_as(ymq_connector connector, const char* endpoint, uint64_t endpoint_size,
                             const uint8_t* routing_id, uint64_t routing_id_size);

// As `connector_bind` for a socket that somebody else has bound and listens on: systemd socket activation. Its
// path is neither made nor removed, and whoever else has the socket may go on to accept from it. It stays set up
// as it is, whatever the options say.
//
// @param connector The connector.
// @param descriptor The listening socket, a stream over tcp or a path. After success it is the library's, and
//   the number no longer the caller's; after failure it is as it was.
// @param bound Receives its endpoint, cut at the capacity. May be null.
// @param bound_capacity Bytes of room in `bound`.
// @return The length of the endpoint in bytes. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED,
//   YMQ_TOO_MANY_FILES, YMQ_OUT_OF_MEMORY, YMQ_SYSTEM, YMQ_FORKED.
//
// May wait for other threads of the library to step aside, never for a peer or the network. Any thread may call
// it, at any time. Since 0.3.
int32_t connector_bind_descriptor(ymq_connector connector, int32_t descriptor, char* bound, uint64_t bound_capacity);

// Waits until so many peers are linked: their handshakes are done.
//
// @param connector The connector.
// @param count How many are wanted.
// @param timeout_ms How long to wait, in milliseconds; 0 not at all, -1 for ever.
// @return How many peers are linked: at least so many. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT,
//   YMQ_CLOSED, YMQ_AGAIN, YMQ_TIMED_OUT, YMQ_INTERRUPTED, YMQ_FORKED.
//
// May wait, up to its timeout. Any thread may call it, at any time. Since 0.3.
int32_t connector_wait_for_peers(ymq_connector connector, uint32_t count, int64_t timeout_ms);

// As `connector_wait_for_peers`: a completion says when it is so.
//
// @param connector The connector.
// @param count How many are wanted.
// @param queue Where the completion goes.
// @param tag Comes back with the completion.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_OUT_OF_MEMORY,
//   YMQ_FORKED.
//
// A completion `PEERS` follows success; it carries nothing else. Never waits. Any thread may call it, at any
// time. Since 0.3.
int32_t connector_wait_for_peers_async(ymq_connector connector, uint32_t count, ymq_completion_queue queue,
                                       uint64_t tag);

// Waits until so many peers are subscribed to a message that begins with this topic, so that none of it is lost.
// PUB and XPUB; for a RADIO the topic is a group.
//
// @param connector The connector.
// @param topic How the message would begin. May be null when empty.
// @param topic_size Its length in bytes.
// @param count How many are wanted.
// @param timeout_ms How long to wait, in milliseconds; 0 not at all, -1 for ever.
// @return How many peers are subscribed: at least so many. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT,
//   YMQ_CLOSED, YMQ_AGAIN, YMQ_TIMED_OUT, YMQ_INTERRUPTED, YMQ_NOT_SUPPORTED, YMQ_FORKED.
//
// May wait, up to its timeout. Any thread may call it, at any time. Since 0.3.
int32_t connector_wait_for_subscribers(ymq_connector connector, const uint8_t* topic, uint64_t topic_size,
                                       uint32_t count, int64_t timeout_ms);

// As `connector_wait_for_subscribers`: a completion says when it is so.
//
// @param connector The connector.
// @param topic As for `connector_wait_for_subscribers`. Copied. May be null.
// @param topic_size Its length in bytes.
// @param count How many are wanted.
// @param queue Where the completion goes.
// @param tag Comes back with the completion.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_NOT_SUPPORTED,
//   YMQ_OUT_OF_MEMORY, YMQ_FORKED.
//
// A completion `SUBSCRIBERS` follows success; it carries nothing else. Never waits. Any thread may call it, at
// any time. Since 0.3.
int32_t connector_wait_for_subscribers_async(ymq_connector connector, const uint8_t* topic, uint64_t topic_size,
                                             uint32_t count, ymq_completion_queue queue, uint64_t tag);

// Waits until there is something for `connector_take_events`.
//
// @param connector The connector.
// @param timeout_ms How long to wait, in milliseconds; 0 not at all, -1 for ever.
// @return How many events may be taken: at least 1. Another thread may take them first. Negative:
//   YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_AGAIN, YMQ_TIMED_OUT, YMQ_INTERRUPTED, YMQ_FORKED.
//
// May wait, up to its timeout. Any thread may call it, at any time. Since 0.4.
int32_t connector_wait_for_events(ymq_connector connector, int64_t timeout_ms);

// As `connector_wait_for_events`: a completion says when there is something.
//
// @param connector The connector.
// @param queue Where the completion goes.
// @param tag Comes back with the completion.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_OUT_OF_MEMORY,
//   YMQ_FORKED.
//
// A completion `EVENTS` follows success; it carries nothing else. Never waits. Any thread may call it, at any
// time. Since 0.4.
int32_t connector_wait_for_events_async(ymq_connector connector, ymq_completion_queue queue, uint64_t tag);

// What the connector is ready for now.
//
// Messages that the binding of a language has fetched ahead, to hand them out one by one, are not in the
// connector any more: neither this nor a descriptor or a poller tells of them. There, take all that the binding
// has before a wait begins (receive without waiting until there is nothing), or ask the binding.
//
// @param connector The connector.
// @return A set of `Readiness`. Negative: YMQ_INVALID_HANDLE, YMQ_CLOSED, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.3.
int32_t connector_ready(ymq_connector connector);

// A descriptor for poll(2) and its kin that is readable as long as the connector is ready for one thing: for
// event loops that know descriptors only. Level-triggered; nothing is ever to be read from it. It is readable,
// too, once the connector is closed. A context without io threads has to be driven for it to change. It does not
// tell of messages that a language's binding has fetched ahead: see `connector_ready`.
//
// @param connector The connector.
// @param readiness What for: exactly one of `Readiness`. A value of `enum ymq_readiness`.
// @param descriptor Receives the descriptor, which stays the library's and lives as long as the connector.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_TOO_MANY_FILES,
//   YMQ_OUT_OF_MEMORY, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.3.
int32_t connector_descriptor(ymq_connector connector, int32_t readiness, int32_t* descriptor);

// Says who a peer is.
//
// @param connector The connector.
// @param peer Its number, as `connector_get_peer_stats`, `Event` and `message_peer` give it.
// @param info The caller sets `size`; as many bytes are written.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_NOT_FOUND, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.3.
int32_t connector_get_peer_info(ymq_connector connector, uint64_t peer, ymq_peer_info* info);

// Says what a peer said about itself when its link came up: `Socket-Type`, `Identity`, or one of the properties
// that its option `metadata` has. Names are compared without regard to case.
//
// @param connector The connector.
// @param peer Its number, as for `connector_get_peer_info`.
// @param name The property's name.
// @param name_size Its length in bytes.
// @param value Receives the value. May be null.
// @param value_capacity Bytes of room in `value`.
// @return The length of the value in bytes. More than the capacity: nothing was written. Negative:
//   YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_NOT_FOUND, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.3.
int32_t connector_get_peer_property(ymq_connector connector, uint64_t peer, const char* name, uint64_t name_size,
                                    uint8_t* value, uint64_t value_capacity);

// Makes a message without parts.
//
// @param message Receives the handle; `message_destroy`, or a send that succeeds, releases it.
// @return 0: success. Negative: YMQ_INVALID_ARGUMENT, YMQ_TOO_MANY_HANDLES, YMQ_OUT_OF_MEMORY.
//
// Never waits. Any thread may call it, at any time. Since 0.1.
int32_t message_init(ymq_message* message);

// Appends a part.
//
// @param message The message.
// @param bytes Copied into the part. Null: the part's bytes are left for the caller to write through `data`.
// @param size Length of the part in bytes.
// @param data Receives the address of the part's bytes, which may be written until the message is sent. May be
//   null.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_OUT_OF_MEMORY, YMQ_FORKED.
//
// Never waits. Any thread may call it, but only one at a time on the same handle. Since 0.1.
int32_t message_add_part(ymq_message message, const uint8_t* bytes, uint64_t size, uint8_t** data);

// Appends a part whose bytes stay the caller's: large ones go from there to the network without being copied.
// The completion says that nobody has any use for them any more: not the message, nor the connector that sent
// it, which keeps what its peer has not acknowledged, nor one in this process that received it. It comes also
// where the message is never sent, and not after the queue is closed; once its context is destroyed, and the
// message with it, the memory is the caller's alone.
//
// @param message The message.
// @param bytes The part. After success not to be changed or freed before the completion.
// @param size Length of the part in bytes, at least 1. Below 2 KiB a copy is quicker.
// @param queue Where the completion goes.
// @param tag Comes back with the completion.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_OUT_OF_MEMORY,
//   YMQ_FORKED.
//
// A completion `RELEASE` follows success; it carries nothing else. Never waits. Any thread may call it, but only
// one at a time on the same handle. Since 0.3.
int32_t message_add_lent_part(ymq_message message, const uint8_t* bytes, uint64_t size, ymq_completion_queue queue,
                              uint64_t tag);

// Counts the parts.
//
// @param message The message.
// @return How many parts it has. Negative: YMQ_INVALID_HANDLE, YMQ_FORKED.
//
// Never waits. Any thread may call it, but only one at a time on the same handle. Since 0.1.
int32_t message_part_count(ymq_message message);

// Shows a part.
//
// @param message The message.
// @param index Which part, from 0.
// @param data Receives the address of its bytes, which live as long as the message.
// @param size Receives its length in bytes.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_NOT_FOUND, YMQ_FORKED.
//
// Never waits. Any thread may call it, but only one at a time on the same handle. Since 0.1.
int32_t message_part(ymq_message message, uint32_t index, uint8_t** data, uint64_t* size);

// What is to be said about a received message.
//
// @param message The message.
// @return A set of `PartFlag`: `REDELIVERED`, or 0. Negative: YMQ_INVALID_HANDLE, YMQ_FORKED.
//
// Never waits. Any thread may call it, but only one at a time on the same handle. Since 0.2.
int32_t message_flags(ymq_message message);

// Releases a message.
//
// @param message The message.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.1.
int32_t message_destroy(ymq_message message);

// Makes another message of the same parts, which share their memory: nothing is copied, so neither message's
// parts may be written to any more.
//
// @param message The message.
// @param copy Receives the handle of the other one.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_TOO_MANY_HANDLES,
//   YMQ_OUT_OF_MEMORY, YMQ_FORKED.
//
// Never waits. Any thread may call it, but only one at a time on the same handle. Since 0.3.
int32_t message_copy(ymq_message message, ymq_message* copy);

// Tells whom a received message came from.
//
// @param message The message.
// @param peer Receives the peer's number within its connector, for `connector_get_peer_info`.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_NOT_FOUND, YMQ_FORKED.
//
// Never waits. Any thread may call it, but only one at a time on the same handle. Since 0.3.
int32_t message_peer(ymq_message message, uint64_t* peer);

// Makes a completion queue.
//
// @param context The context whose connectors report here.
// @param wake Which descriptor tells a foreign event loop to drain. A value of `enum ymq_wake_kind`.
// @param queue Receives the handle.
// @param descriptor Receives the descriptor, or -1 for `YMQ_WAKE_NONE`. `YMQ_WAKE_PIPE`: the caller closes it;
//   it reads end-of-file when the queue is destroyed. `YMQ_WAKE_POLLABLE`: the library closes it with the queue.
//   A byte (a readable descriptor) is there only between the moment when an empty queue gets a completion and
//   the next drain that finds it empty. May be null.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_TOO_MANY_FILES,
//   YMQ_TOO_MANY_HANDLES, YMQ_OUT_OF_MEMORY, YMQ_FORKED, YMQ_SYSTEM.
//
// Never waits. Any thread may call it, at any time. Since 0.1.
int32_t completion_queue_init(ymq_io_context context, int32_t wake, ymq_completion_queue* queue, int32_t* descriptor);

// Destroys a queue. Operations that would have ended here are cancelled; messages of completions that nobody
// drained go back to the front of their connector where it still lives.
//
// @param queue The queue.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_FORKED.
//
// May wait for other threads of the library to step aside, never for a peer or the network. Any thread may call
// it, at any time. Since 0.1.
int32_t completion_queue_destroy(ymq_completion_queue queue);

// Takes completions, oldest first, with their messages copied into the caller's memory. Takes as many as fit.
// Where the messages of the first do not fit nothing is taken: `YMQ_BUFFER_TOO_SMALL`, and the first record says
// how many bytes (`byte_count`) and parts (`part_count`) they take.
//
// @param queue The queue.
// @param completions Receives the records.
// @param completion_capacity Room for records, at least 1.
// @param bytes Receives the bytes of received messages. May be null when the capacity is 0.
// @param byte_capacity Bytes of room.
// @param parts Receives how the bytes fall into parts and messages. May be null when the capacity is 0.
// @param part_capacity Room for parts.
// @return How many records were written; 0 when the queue is empty. Negative: YMQ_INVALID_HANDLE,
//   YMQ_INVALID_ARGUMENT, YMQ_BUFFER_TOO_SMALL, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.1.
int32_t completion_queue_drain(ymq_completion_queue queue, ymq_completion* completions, uint32_t completion_capacity,
                               uint8_t* bytes, uint64_t byte_capacity, ymq_part* parts, uint32_t part_capacity);

// Waits until the queue has a completion.
//
// @param queue The queue.
// @param timeout_ms How long, in milliseconds; 0 only looks, -1 waits for ever.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_AGAIN, YMQ_TIMED_OUT,
//   YMQ_INTERRUPTED, YMQ_CLOSED, YMQ_FORKED.
//
// May wait, up to its timeout. Any thread may call it, at any time. Since 0.1.
int32_t completion_queue_wait(ymq_completion_queue queue, int64_t timeout_ms);

// Starts a timer: a completion `YMQ_COMPLETION_TIMER` comes when the delay is over, and, if there is an
// interval, again after each interval, until it is cancelled. The moments of a timer are fixed when it is
// started: it does not drift, however late it is seen to.
//
// Of each timer at most one completion waits to be drained: while it does, the timer only counts, and the drain
// says in `count` how often it was due, 1 or more. It goes on until `completion_queue_cancel` with its tag,
// after which a completion `YMQ_CANCELLED` comes, once, behind one that still waits; a timer without an interval
// that was due cannot be cancelled any more. The end of the queue, or of its context, ends it without a word.
//
// A timer is never early. An io thread of the context sees to it; in a context without one, whoever drives it:
// `io_context_run`, or a call that waits, `completion_queue_wait` among them.
//
// @param queue Where its completions go.
// @param delay_ms How long until it is due for the first time, in milliseconds from now.
// @param interval_ms How long from one time to the next, in milliseconds; 0: it is due once.
// @param tag Comes back with each completion, and names the timer for `completion_queue_cancel`.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_OUT_OF_MEMORY,
//   YMQ_FORKED.
//
// A completion `TIMER` follows success; it carries nothing else. Never waits. Any thread may call it, at any
// time. Since 0.4.
int32_t completion_queue_start_timer(ymq_completion_queue queue, int64_t delay_ms, int64_t interval_ms, uint64_t tag);

// Asks for an operation to end. Its completion still comes: `YMQ_CANCELLED` if it had not taken effect,
// otherwise as it ended.
//
// @param queue The queue that the operation reports to.
// @param tag The operation's tag; with several of the same tag, the oldest.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_NOT_FOUND, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.1.
int32_t completion_queue_cancel(ymq_completion_queue queue, uint64_t tag);

// Makes a poller: it waits for any number of connectors, of any context of this process, and of descriptors.
//
// @param context The context that it ends with.
// @param poller Receives the handle.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_TOO_MANY_FILES,
//   YMQ_TOO_MANY_HANDLES, YMQ_OUT_OF_MEMORY, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.3.
int32_t poller_init(ymq_io_context context, ymq_poller* poller);

// Waits for a connector from now on, or for something else where it does already. Messages that a language's
// binding has fetched ahead do not make it ready: see `connector_ready`.
//
// @param poller The poller.
// @param connector The connector. Once it is closed the poller says so, once, and forgets it.
// @param interest A set of `Readiness`.
// @param tag Comes back with what it is ready for.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_TOO_MANY_FILES,
//   YMQ_OUT_OF_MEMORY, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.3.
int32_t poller_add_connector(ymq_poller poller, ymq_connector connector, uint32_t interest, uint64_t tag);

// Waits for this connector no longer.
//
// @param poller The poller.
// @param connector The connector.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_NOT_FOUND, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.3.
int32_t poller_remove_connector(ymq_poller poller, ymq_connector connector);

// Waits for a descriptor from now on, or for something else where it does already.
//
// @param poller The poller.
// @param descriptor Any that epoll(7) takes, so no regular file; it stays the caller's, who removes it before he
//   closes it.
// @param interest A set of `Readiness`, without `YMQ_READY_EVENTFUL`.
// @param tag Comes back with what it is ready for.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_OUT_OF_MEMORY,
//   YMQ_SYSTEM, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.3.
int32_t poller_add_descriptor(ymq_poller poller, int32_t descriptor, uint32_t interest, uint64_t tag);

// Waits for this descriptor no longer.
//
// @param poller The poller.
// @param descriptor The descriptor.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_CLOSED, YMQ_NOT_FOUND, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.3.
int32_t poller_remove_descriptor(ymq_poller poller, int32_t descriptor);

// Waits until something is ready. Level-triggered: what is ready and left alone is there again the next time.
// What is there is told in turn, so that nobody starves behind those that are always ready. Any number of
// threads may wait. Where the poller's context has no io threads they drive it meanwhile; whoever waits for
// connectors of another such context sees to it that somebody drives that.
//
// @param poller The poller.
// @param ready Receives what is ready.
// @param ready_capacity Room for so many, at least 1.
// @param timeout_ms How long to wait, in milliseconds; 0 not at all, -1 for ever.
// @return How many were written. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_AGAIN,
//   YMQ_TIMED_OUT, YMQ_INTERRUPTED, YMQ_FORKED.
//
// May wait, up to its timeout. Any thread may call it, at any time. Since 0.3.
int32_t poller_wait(ymq_poller poller, ymq_readied* ready, uint32_t ready_capacity, int64_t timeout_ms);

// Ends a poller. A wait in another thread ends with `YMQ_CLOSED`.
//
// @param poller The poller.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_FORKED.
//
// May wait for other threads of the library to step aside, never for a peer or the network. Any thread may call
// it, at any time. Since 0.3.
int32_t poller_destroy(ymq_poller poller);

// Forwards messages between two connectors from now on, both ways as far as their patterns allow, in a thread of
// the library: ROUTER and DEALER for a shared queue, XSUB and XPUB for a forwarder, PULL and PUSH for a
// streamer. Where one side has no room nothing more is taken from the other. Large parts are not copied. A
// message that may have been handed to somebody else before goes on without that mark.
//
// A message is done with once the other side has accepted it: with the option `manual_acknowledgement` of the
// connector that it came from, only then are those who sent it told so. Nobody else is to receive from the two
// meanwhile, and what was received before is to be acknowledged before.
//
// The proxy ends when one of the two is closed. What it has taken from the other and not forwarded goes back to
// the front of that, and what it has taken from the closed one is dropped, like everything there that was
// received and not taken.
//
// @param front One of the two; neither a REQ nor a REP, which take turns.
// @param back The other; of the same context.
// @param capture Is sent a copy of everything that is forwarded, as far as it has room at once; a third
//   connector of the same context. 0: none.
// @param proxy Receives the handle.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_NOT_SUPPORTED,
//   YMQ_TOO_MANY_HANDLES, YMQ_OUT_OF_MEMORY, YMQ_SYSTEM, YMQ_FORKED.
//
// May wait for other threads of the library to step aside, never for a peer or the network. Any thread may call
// it, at any time. Since 0.3.
int32_t proxy_init(ymq_connector front, ymq_connector back, ymq_connector capture, ymq_proxy* proxy);

// Takes nothing more from either side, once it has returned, until `proxy_resume`. What has been taken is still
// forwarded. `YMQ_CLOSED`: the proxy has ended.
//
// @param proxy The proxy.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_CLOSED, YMQ_FORKED.
//
// May wait for other threads of the library to step aside, never for a peer or the network. Any thread may call
// it, at any time. Since 0.3.
int32_t proxy_pause(ymq_proxy proxy);

// Goes on after `proxy_pause`. `YMQ_CLOSED`: the proxy has ended.
//
// @param proxy The proxy.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_CLOSED, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.3.
int32_t proxy_resume(ymq_proxy proxy);

// Waits until the proxy has ended. Success: by itself, because one of its connectors was closed. `YMQ_CLOSED`:
// another thread destroyed it meanwhile. `YMQ_OUT_OF_MEMORY`: it ended for want of memory.
//
// @param proxy The proxy.
// @param timeout_ms How long to wait, in milliseconds; 0 not at all, -1 for ever.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_CLOSED, YMQ_AGAIN, YMQ_TIMED_OUT,
//   YMQ_INTERRUPTED, YMQ_OUT_OF_MEMORY, YMQ_FORKED.
//
// May wait, up to its timeout. Any thread may call it, at any time. Since 0.3.
int32_t proxy_wait(ymq_proxy proxy, int64_t timeout_ms);

// As `proxy_wait`: a completion says when it is so, with the same statuses. Where the wait is cancelled the
// proxy goes on.
//
// @param proxy The proxy.
// @param queue Where the completion goes.
// @param tag Comes back with the completion.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_CLOSED, YMQ_OUT_OF_MEMORY, YMQ_FORKED.
//
// A completion `PROXY` follows success; it carries nothing else. Never waits. Any thread may call it, at any
// time. Since 0.3.
int32_t proxy_wait_async(ymq_proxy proxy, ymq_completion_queue queue, uint64_t tag);

// Reads what a proxy has forwarded.
//
// @param proxy The proxy.
// @param stats The caller sets `size`; as many bytes are written.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_INVALID_ARGUMENT, YMQ_FORKED.
//
// Never waits. Any thread may call it, at any time. Since 0.3.
int32_t proxy_get_stats(ymq_proxy proxy, ymq_proxy_stats* stats);

// Ends a proxy. What it has taken and not yet forwarded, because there was no room, goes back to the front of
// the connector that it came from. The connectors stay open.
//
// @param proxy The proxy.
// @return 0: success. Negative: YMQ_INVALID_HANDLE, YMQ_FORKED.
//
// May wait for other threads of the library to step aside, never for a peer or the network. Any thread may call
// it, at any time. Since 0.3.
int32_t proxy_destroy(ymq_proxy proxy);

#pragma GCC visibility pop

#ifdef __cplusplus
}
#endif

#endif  // YMQ_YMQ_H
