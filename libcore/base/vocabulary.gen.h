// Generated from the spec of ymq by `npm run codegen`; do not edit.

#pragma once

#include <cstdint>
#include <string_view>

namespace ymq {

// Every way in which a call can end. 0 or a positive count is good, negative is an error. The text of a member
// is what `ymq_status_text` says; `ymq_last_error` adds which value was wrong, and what would be right.
enum class Status : int32_t {
  // Success.
  kOk = 0,
  // An argument is out of its range or of the wrong form.
  kInvalidArgument = -1,
  // The handle is null, stale, or names an object of another kind.
  kInvalidHandle = -2,
  // The connector, queue or context was closed, before the call or while it waited.
  kClosed = -3,
  // It cannot be done now without waiting, and the call was told not to wait.
  kAgain = -4,
  // The timeout passed before it could be done.
  kTimedOut = -5,
  // A signal arrived while the call waited; nothing was lost, call again.
  kInterrupted = -6,
  // The operation was cancelled before it took effect; nothing was sent or taken.
  kCancelled = -7,
  // The text is not an endpoint: transport://address is expected.
  kInvalidEndpoint = -8,
  // The transport is unknown: tcp, ipc and inproc are supported.
  kUnsupportedTransport = -9,
  // Somebody else is bound to this address.
  kAddressInUse = -10,
  // The address does not belong to this machine.
  kAddressNotAvailable = -11,
  // The operating system forbids it.
  kPermissionDenied = -12,
  // The host name could not be resolved.
  kNameNotResolved = -13,
  // No peer with this routing id is known, and the connector was told to say so.
  kHostUnreachable = -14,
  // A connector of this type cannot do that, or something that it takes is not installed.
  kNotSupported = -15,
  // The pattern does not allow this now: a REQ sends and receives in turn, a REP receives before it sends.
  kWrongState = -16,
  // The message is larger than the limit.
  kMessageTooLarge = -17,
  // The caller's memory is too small for the first result; the call says how much is needed and keeps the result.
  kBufferTooSmall = -18,
  // Memory could not be allocated.
  kOutOfMemory = -19,
  // The process or the system has no descriptors left.
  kTooManyFiles = -20,
  // The library has no handles left.
  kTooManyHandles = -21,
  // There is no such endpoint, subscription, operation or option here.
  kNotFound = -22,
  // The process was forked: handles made by the parent are of no use in the child.
  kForked = -23,
  // The option is read-only.
  kReadOnly = -24,
  // The peer broke the protocol.
  kProtocol = -25,
  // The peer refused the connection.
  kConnectionRefused = -26,
  // The connection broke.
  kConnectionReset = -27,
  // The peer closed the connection.
  kPeerClosed = -28,
  // The peer is of a type that this connector does not talk to.
  kIncompatiblePeer = -29,
  // The endpoint leads back to this very connector.
  kSelfConnection = -30,
  // The operating system refused for another reason; `ymq_last_error` gives its number.
  kSystem = -31,
  // The library met a fault of its own; `ymq_last_error` says what.
  kInternal = -32,
  // The peer is gone for good without having said so: it was away for longer than its session may last, or has
  // begun anew.
  kPeerLost = -33,
  // Nobody could be found to take the message, however often it was tried.
  kUndeliverable = -34,
  // More peers are remembered than the connector may remember.
  kTooManyPeers = -35,
  // A newer connection of the same peer has taken over.
  kSuperseded = -36,
  // The peer subscribed to more topics, or to longer ones, than it may.
  kTooManyTopics = -37,
  // Who the peer says it is was not believed, here or there, or there was nobody to ask.
  kAuthenticationFailed = -38,
  // Another peer has this routing id.
  kRoutingIdInUse = -39,
};

// How a context talks to the operating system.
enum class Backend : int32_t {
  // What the environment variable `YMQ_BACKEND` names, else epoll, which measured best over all
  // (docs/performance.md).
  kDefault = 0,
  // epoll(7): works everywhere.
  kEpoll = 1,
  // io_uring(7), Linux 6.0 or later: fewer system calls where one connector has many peers. Where the system
  // refuses it, and in a context without io threads, the context becomes EPOLL; `io_context_backend` says so, and
  // why.
  kIoUring = 2,
};

// The pattern of a connector: what its peers may be, whom a message goes to, whose message comes next.
enum class ConnectorType : int32_t {
  // Exactly one peer, both ways.
  kPair = 0,
  // Sends to every subscriber; drops for a subscriber that does not keep up. RFC 29.
  kPub = 1,
  // Receives what it subscribed to. RFC 29.
  kSub = 2,
  // Sends a request, then receives its reply. RFC 28.
  kReq = 3,
  // Receives a request, then sends its reply. RFC 28.
  kRep = 4,
  // Sends to its peers in turn, receives from them in turn. RFC 28.
  kDealer = 5,
  // Names the peer in the first part, on send and on receive. RFC 28.
  kRouter = 6,
  // Receives from its peers in turn. RFC 30.
  kPull = 7,
  // Sends to its peers in turn. RFC 30.
  kPush = 8,
  // As PUB, and receives what its subscribers subscribe to: a byte 1, or 0 for a cancellation, and the topic. RFC
  // 29.
  kXpub = 9,
  // As SUB, and subscribes by sending a byte 1, or 0 to cancel, and the topic. RFC 29.
  kXsub = 10,
  // Talks to programs that speak no ZMTP, over tcp and ipc: a message is the routing id of a connection, as a
  // ROUTER gives it, and bytes, which are sent and received as they are. Empty bytes are received when a
  // connection is made, and when it has ended by itself; sent, they end it.
  kStream = 11,
  // As ROUTER for CLIENTs, in messages of one part behind the peer's routing id of 4 bytes. RFC 41.
  kServer = 12,
  // As DEALER for SERVERs, in messages of one part. RFC 41.
  kClient = 13,
  // Sends the second part to every DISH that joined the group named by the first. RFC 48.
  kRadio = 14,
  // Receives what RADIOs send to the groups that it joined, as two parts. RFC 48.
  kDish = 15,
  // As PULL, in messages of one part. RFC 49.
  kGather = 16,
  // As PUSH, in messages of one part. RFC 49.
  kScatter = 17,
  // As SERVER, among equals, and learns the routing id when it connects.
  kPeer = 19,
  // As PAIR, in messages of one part. RFC 52.
  kChannel = 20,
};

// After what a connector makes no further attempt to connect to an endpoint.
enum class ReconnectStop : uint32_t {
  // The connection was refused, or the path or name does not exist: nobody is bound there.
  kRefused = 1,
  // The handshake failed.
  kHandshakeFailed = 2,
  // A link that was up ended.
  kDisconnected = 4,
};

// What a ROUTER is told about its peers by empty messages.
enum class PeerNotice : uint32_t {
  // A peer has linked.
  kConnected = 1,
  // The link of a peer has ended.
  kDisconnected = 2,
};

// How peers prove who they are.
enum class Mechanism : int32_t {
  // Not at all. RFC 23.
  kNull = 0,
  // By a name and a password, in the clear. RFC 24.
  kPlain = 1,
  // By keys, and everything is encrypted. RFC 26.
  kCurve = 2,
  // By Kerberos. RFC 38.
  kGssapi = 3,
};

// How the name of a Kerberos principal is written.
enum class PrincipalForm : int32_t {
  // A service on a host: `service@host`.
  kHostBased = 0,
  // The name of a user of the system.
  kUser = 1,
  // As Kerberos writes it: `name@REALM`, `service/host@REALM`.
  kKerberos = 2,
};

// What a connector is ready for.
enum class Readiness : uint32_t {
  // A receive would get a message at once.
  kReadable = 1,
  // A send would be accepted at once by at least one peer, or dropped as the pattern has it.
  kWritable = 2,
  // There are events to be taken.
  kEventful = 4,
};

// Flags of a part.
enum class PartFlag : uint32_t {
  // Another part of the same message follows.
  kMore = 1,
  // In the first part of a received message: it may have been handed to another receiver before, which was lost
  // before it acknowledged it. Ignored in what is sent.
  kRedelivered = 2,
};

// What a peer is now.
enum class PeerState : uint32_t {
  // It has a link, whose handshake is done.
  kLinked = 1,
  // It was made by connect, and gets one link after the other.
  kLasting = 2,
  // It has a session: what it does not acknowledge is kept for it.
  kSession = 4,
  // It has no link, and may come back to its session.
  kAwaited = 8,
  // It is gone, and what it sent has not been taken yet.
  kGone = 16,
};

// Which descriptor tells a foreign event loop that a completion queue has something for it.
enum class WakeKind : int32_t {
  // None: the caller waits with `completion_queue_wait`.
  kNone = 0,
  // The read end of a pipe, handed over to the caller, who swallows its bytes and closes it. For Node.
  kPipe = 1,
  // A descriptor for poll(2) and its kin, readable while the queue has something; stays the library's. For
  // asyncio.
  kPollable = 2,
};

// Which operation a completion ends.
enum class CompletionKind : int32_t {
  // `connector_send_async` or `connector_send_message_async`: the messages were accepted, or status says why not.
  kSend = 1,
  // `connector_recv_async`: messages, copied out by the drain.
  kRecv = 2,
  // `connector_recv_message_async`: one message as a handle.
  kRecvMessage = 3,
  // `connector_destroy_async`: the connector is gone; `count` messages were not delivered.
  kDestroy = 4,
  // `connector_wait_for_peers_async`: `count` peers are linked.
  kPeers = 5,
  // `connector_wait_for_subscribers_async`: `count` peers are subscribed.
  kSubscribers = 6,
  // `message_add_lent_part`: nobody has any use for the caller's memory any more.
  kRelease = 7,
  // `proxy_wait_async`: the proxy has ended; status says how.
  kProxy = 8,
  // `connector_wait_for_events_async`: `count` events may be taken.
  kEvents = 9,
  // `completion_queue_start_timer`: the timer is due, or was cancelled.
  kTimer = 10,
};

// What happened to a connector's endpoints and links.
enum class EventKind : int32_t {
  // Events were lost because nobody took them; `count` says how many.
  kLost = 0,
  // An endpoint is bound and accepts connections.
  kListening = 1,
  // A peer finished its handshake.
  kConnected = 2,
  // A link to a peer that had finished its handshake ended; status says how.
  kDisconnected = 3,
  // An attempt to connect failed; another follows after `count` milliseconds.
  kConnectFailed = 4,
  // A connection ended before its handshake did; status says why.
  kHandshakeFailed = 5,
  // A connection could not be accepted; the endpoint pauses and goes on.
  kAcceptFailed = 6,
  // Messages for a peer were dropped; `count` says how many.
  kDropped = 7,
  // An endpoint was unbound or disconnected; status says what it was given up for, where that was not asked for.
  kClosed = 8,
  // A peer came back to its session; `count` messages had not arrived and are sent again.
  kResumed = 9,
  // Messages that a lost peer had not acknowledged go to others, marked as redelivered; `count` says how many.
  kRedelivered = 10,
  // Messages that a lost peer had not acknowledged can go to nobody else; `count` says how many, status why.
  kUndeliverable = 11,
  // The link to a plain peer broke; `count` messages at most were handed to the system, and may or may not have
  // arrived.
  kUncertain = 12,
  // A peer's session is over; status says why: `PEER_CLOSED` (it said so), `PEER_LOST`, `PROTOCOL`, `CLOSED` (we
  // did).
  kSessionEnded = 13,
  // A peer was given up before its time, because more are remembered than may be.
  kEvicted = 14,
};

// The number of an option: the `id` of its entry in `ConnectorOptions`.
enum class OptionId : int32_t {
  // The name that a ROUTER knows this connector by; empty lets the peer make one up. May not begin with a zero
  // byte.
  kIdentity = 1,
  // High-water mark of each peer's outgoing messages that are not yet written to the wire. 0: no limit.
  kSendHwm = 2,
  // High-water mark of each peer's incoming messages that the application has not taken. 0: no limit.
  kReceiveHwm = 3,
  // As `send_hwm`, in bytes as they go to the wire; one message may exceed it. 0: no limit.
  kSendHwmBytes = 4,
  // As `receive_hwm`, in payload bytes; one message may exceed it. 0: no limit.
  kReceiveHwmBytes = 5,
  // How long a close goes on sending what was accepted. -1: without end.
  kLinger = 6,
  // How long to wait before the first attempt to connect again; doubles from one attempt to the next, with jitter.
  kReconnectInterval = 7,
  // The longest wait between two attempts to connect.
  kReconnectIntervalMax = 8,
  // How long a connection may take from accept, or from connect, to the end of its handshake. 0: no limit.
  kHandshakeTimeout = 9,
  // The largest message accepted from a peer, all parts together, each counted as 32 bytes more; a larger one ends
  // the link. Of what a STREAM receives, it is the most that comes in one piece. 0: no limit.
  kMaxMessageSize = 10,
  // ROUTER: a send to an unknown peer fails with `HOST_UNREACHABLE`, and one to a full peer waits, where both
  // would drop.
  kRouterMandatory = 11,
  // How many connections an endpoint may have waiting to be accepted.
  kBacklog = 12,
  // The pattern, a `ConnectorType`.
  kType = 13,
  // The endpoint of the last bind or connect, as resolved.
  kLastEndpoint = 14,
  // How often a link sends a heartbeat, a PING of ZMTP 3.1; 0: never. Those of a peer are answered whatever stands
  // here. Peers that speak ZMTP 3.0 get none. A peer with acknowledged delivery is told of this interval, and
  // counts on it.
  kHeartbeatInterval = 15,
  // How long nothing at all may come after a heartbeat was sent; then the link ends with `TIMED_OUT`, and is made
  // anew where it was made by connect. -1: twice the longer of both sides' intervals where the peer has promised
  // heartbeats of its own (acknowledged delivery), and no limit where it has not: a plain peer at its high-water
  // mark reads nothing and answers nothing, yet is well; that its host is gone `network_timeout` notices. 0: no
  // limit. A heartbeat that waits to be sent, because the peer takes nothing, does not count as sent; but a peer
  // that has promised heartbeats may not be silent for longer than this, and than twice the longer interval,
  // either.
  kHeartbeatTimeout = 16,
  // What a heartbeat asks of the peer: to end the link when nothing comes from here for so long after it. Rounded
  // up to tenths of a second; had better be several times `heartbeat_interval`. Beyond 65.5 seconds some peers
  // count wrongly. 0: nothing. What the heartbeats of a peer ask is always done, and ends the link with
  // `TIMED_OUT`.
  kHeartbeatTtl = 17,
  // Whether to agree on acknowledged delivery with peers that offer it (docs/wire-extension.md): messages then
  // survive broken connections, exactly once and in order. Off: every peer is taken for a plain ZMTP peer.
  kAcknowledgedDelivery = 18,
  // How long a peer without a link may come back and find what is queued for it and what it had not acknowledged.
  // After that it is given up: what is unacknowledged goes to other peers, marked as redelivered, where the
  // pattern balances (PUSH, DEALER, REQ), and is counted and reported as undeliverable elsewhere. 0: given up as
  // soon as its link ends.
  kSessionLifetime = 19,
  // How much of what is written and not acknowledged is kept for each peer, as it goes to the wire and with 16
  // bytes more for each message; then nothing more is written until the peer's application has taken some. One
  // message may exceed it. 0: no limit. For a peer on the same host never more than 2 MiB or 16 messages,
  // whichever is more: its acknowledgements come soon, and the processor's cache holds no more.
  kUnacknowledgedBytes = 20,
  // How many peers without a link are remembered: those that may come back within `session_lifetime`, and those
  // that are gone and whose messages nobody has taken yet. For one too many, the peer that has been away longest
  // is given up (event `EVICTED`); where only unread messages are remembered, newcomers are turned away with
  // `TOO_MANY_PEERS`. 0: no limit.
  kMaxSessions = 21,
  // How long bytes may be on their way without the peer's host confirming them, before the connection is given up
  // (TCP_USER_TIMEOUT, Linux 2.6.37; no effect on ipc). 0: as long as the system says, some 15 minutes.
  kNetworkTimeout = 22,
  // REQ: how long to wait for a reply before the request is sent again, to the next peer, marked as redelivered.
  // 0: without end. The first reply to any of the attempts counts, the others are dropped and counted. Where this
  // is set requests carry a number ahead of the empty part, which every REP puts ahead of its reply, as RFC 28 has
  // it.
  kRequestTimeout = 23,
  // REQ: how often a request is sent again after `request_timeout`; when that was in vain, the receive fails with
  // `UNDELIVERABLE`, and another request may be sent.
  kRequestRetries = 24,
  // Whether a message that was received counts as handed over only when the application says so, by
  // `connector_acknowledge`: then one that it had not finished goes to somebody else, or comes again to whoever
  // takes its place, if this process dies; where the connector is closed, without the mark of what is redelivered.
  // Off: it counts when the receive returns. No effect on REQ and REP, and on messages from peers without
  // acknowledged delivery. Turned off again, all that was received counts.
  kManualAcknowledgement = 25,
  // XPUB: every subscription is received, not only the first to a topic.
  kXpubVerbose = 26,
  // XPUB: every subscription and every cancellation is received, not only the first and the last of a topic.
  kXpubVerboser = 27,
  // XPUB: a subscription that is received takes effect only as the application has it: `connector_subscribe` and
  // `connector_unsubscribe` are then about the peer whose subscription was received last.
  kXpubManual = 28,
  // XPUB with `xpub_manual`: the next send after a subscription was received goes only to the peer that it came
  // from, and only if that is subscribed to it: for caches of last values.
  kXpubManualLastValue = 29,
  // PUB, XPUB and RADIO: a send for which a peer that wants it has no room reaches nobody, and waits or fails with
  // `AGAIN`; off, it is dropped for this peer, and counted.
  kPublishWithoutDrops = 30,
  // XPUB: what every newly connected peer that subscribes to it is sent first; of one part. Empty: nothing.
  kWelcomeMessage = 31,
  // PUB and XPUB send what peers did *not* subscribe to, SUB receives that; both ends need it. An XSUB filters
  // nothing itself.
  kInvertMatching = 32,
  // PUB, XPUB, SUB and XSUB: how many different topics are subscribed to now.
  kTopics = 33,
  // PUB, XPUB and, of groups, RADIO: how many different topics a peer may subscribe to; the link of one that asks
  // for more ends. 0: no limit.
  kMaxTopics = 34,
  // PUB, XPUB and, of groups, RADIO: how many bytes the topics of a peer may take together; the link of one that
  // asks for more ends. 0: no limit.
  kMaxTopicBytes = 35,
  // PUB, XPUB and RADIO: how many of the newest messages are kept for peers that subscribe later and have
  // acknowledged delivery: they get those that match first. 0: none.
  kReplay = 36,
  // PUB, XPUB and RADIO: how many bytes the messages kept for `replay` take at most. 0: no limit.
  kReplayBytes = 37,
  // How long an attempt to connect to an address may take; then it has failed with `TIMED_OUT`. 0: as long as the
  // system says, some 2 minutes.
  kConnectTimeout = 38,
  // After what no further attempt to connect is made: a set of `ReconnectStop`. The endpoint is then disconnected,
  // as if by `connector_disconnect` without a linger; the event `CLOSED` says why.
  kReconnectStop = 39,
  // Whether the system probes idle TCP connections (SO_KEEPALIVE). -1: as the system says.
  kTcpKeepalive = 40,
  // How long a TCP connection is idle before the first probe (TCP_KEEPIDLE). 0: as the system says.
  kTcpKeepaliveIdle = 41,
  // How long between two probes (TCP_KEEPINTVL). 0: as the system says.
  kTcpKeepaliveInterval = 42,
  // After how many probes in vain the connection is given up (TCP_KEEPCNT). 0: as the system says.
  kTcpKeepaliveCount = 43,
  // The type of service of what goes out over IP (IP_TOS, IPV6_TCLASS). 0: as the system says.
  kTypeOfService = 44,
  // The priority of what goes out (SO_PRIORITY, socket(7)); above 6 it takes CAP_NET_ADMIN. -1: as the system
  // says.
  kSocketPriority = 45,
  // How much of what is sent the system holds for a connection (SO_SNDBUF); it doubles that. 0: as the library
  // thinks best.
  kSendBuffer = 46,
  // How much of what has arrived the system holds for a connection (SO_RCVBUF); it doubles that. 0: as the system
  // says.
  kReceiveBuffer = 47,
  // The network interface that tcp connections are to use (SO_BINDTODEVICE; before Linux 5.7 it takes
  // CAP_NET_RAW). Empty: any.
  kBindToDevice = 48,
  // How long a receive looks at the network device before it sleeps (SO_BUSY_POLL), where the device can do that.
  // 0: as the system says.
  kBusyPoll = 49,
  // Whether `tcp://[::]:port` accepts IPv6 only. Off: IPv4, too.
  kIpv6Only = 50,
  // What is said to every peer in the handshake beyond the protocol: at most 128 lines of `X-Name: value`. Peers
  // read it by `connector_get_peer_property`.
  kMetadata = 51,
  // Whether messages go only to peers whose handshake is done: one without a link takes nothing, as if it were
  // full. So a send of PUSH, DEALER, REQ or PAIR waits, or fails with `AGAIN`, while nobody is linked; where
  // others drop for a full peer they drop for it. What had not been sent to a peer when its link ended goes to
  // others where the pattern balances, and stays for it elsewhere; what was sent and is not acknowledged is its
  // own, as ever. Off: what is sent before a connection is made, or while it is made again, is queued for it.
  kImmediate = 52,
  // DEALER, PULL, PUSH, PUB and SUB: only the newest message is kept for each peer, on its way out as on its way
  // in; what it takes the place of is dropped, and counted as replaced, messages of several parts as a whole. What
  // is being written is finished. The high-water marks do not matter then, and nothing goes from a peer that is
  // gone to another.
  kConflate = 53,
  // REQ, DEALER and ROUTER: every peer that links is sent an empty message first, so that a ROUTER there knows
  // this connector before it has said anything. Not one that goes on with its session: there it is known.
  kProbeRouter = 54,
  // ROUTER: a set of `PeerNotice`: on what an empty message is received behind the routing id of a peer. It stands
  // behind the last message that the peer has sent, and comes for each link, also between those of one session.
  kRouterNotify = 55,
  // ROUTER: peers are programs that speak no ZMTP: bytes are sent and received as they are, as STREAM does;
  // `router_mandatory` still says what becomes of what has no peer, or no room. Set before the first bind or
  // connect, or `WRONG_STATE`.
  kRouterRaw = 56,
  // STREAM, and ROUTER with `router_raw`: whether empty bytes are received when a connection is made, and when it
  // has ended.
  kStreamNotify = 57,
  // The SOCKS5 proxy through which tcp connections are made, RFC 1928, as `host:port` or `[IPv6]:port`; it
  // resolves the host names of endpoints. Empty: none. `connect_timeout` is for the connection to the proxy; what
  // the proxy makes of it takes at most `handshake_timeout`. What concerns the other end's host, such as
  // `network_timeout`, concerns that of the proxy.
  kSocksProxy = 58,
  // The name under which to log in at the SOCKS5 proxy if it wants that, RFC 1929; it goes there in plain text,
  // like the password. Empty: none.
  kSocksUsername = 59,
  // The password for the SOCKS5 proxy, RFC 1929.
  kSocksPassword = 60,
  // PLAIN, RFC 24: peers must log in by name and password; who may is decided by the ZAP handler, RFC 27, and
  // without one nobody may. Not over inproc, nor is any other mechanism.
  kPlainServer = 61,
  // The name under which to log in by PLAIN, RFC 24, at peers that want it.
  kPlainUsername = 62,
  // The password for PLAIN.
  kPlainPassword = 63,
  // CURVE, RFC 26: peers must know this connector's public key, and prove their own; needs `curve_secret_key`,
  // without which nothing can be bound or connected. Goes before PLAIN.
  kCurveServer = 64,
  // This connector's public key for CURVE: 32 bytes, or 40 characters of Z85 (RFC 32). Empty: it follows from the
  // secret key; another one than that is refused by bind and connect.
  kCurvePublicKey = 65,
  // This connector's secret key for CURVE: 32 bytes, or 40 characters of Z85.
  kCurveSecretKey = 66,
  // The public key that peers must prove to have: with it, and a secret key, links are made by CURVE. 32 bytes, or
  // 40 characters of Z85.
  kCurveServerKey = 67,
  // The domain in which the ZAP handler of this context, bound to `inproc://zeromq.zap.01`, decides about peers
  // that link, RFC 27. Empty: it is not asked about peers without a mechanism, and peers that prove their keys by
  // CURVE, or their names by GSSAPI, are admitted where no handler was ever bound.
  kZapDomain = 68,
  // The mechanism that links are made with, as the options have it: a `Mechanism`.
  kMechanism = 69,
  // Where a message goes to one of several peers: the priority of those that come by an endpoint that is bound or
  // connected from now on, for as long as they live. It goes to a peer of the highest priority that has room, in
  // turn within one priority. 1 is the highest. A priority of which nobody is linked stands back while somebody of
  // another is, so that a backup takes over at once, and gives way again; what is queued for a peer stays its own,
  // unless it is gone for good (see also `immediate`). Attempts of `request_timeout` go to whoever was asked
  // least.
  kSendPriority = 70,
  // As `send_priority`, for receiving: what peers of a higher priority have sent is received before what others
  // have, in turn within one priority. As long as they send more than is received, the others wait.
  kReceivePriority = 71,
  // GSSAPI, RFC 38: peers must prove by Kerberos who they are, with a key of this connector's in the system's
  // keytab. Where options name several mechanisms GSSAPI goes before PLAIN and behind CURVE. Needs
  // `libgssapi_krb5.so.2`, else bind and connect answer `NOT_SUPPORTED`.
  kGssapiServer = 72,
  // GSSAPI: the principal that this connector is. Empty: a server is any that its keytab has keys of, a client the
  // one that its tickets are of.
  kGssapiPrincipal = 73,
  // GSSAPI: the principal that a server must prove to be: with it links are made by GSSAPI, and this connector is
  // the client.
  kGssapiServicePrincipal = 74,
  // GSSAPI: the form of `gssapi_principal`: a `PrincipalForm`.
  kGssapiPrincipalForm = 75,
  // GSSAPI: the form of `gssapi_service_principal`: a `PrincipalForm`.
  kGssapiServicePrincipalForm = 76,
  // GSSAPI: messages go as they are, not sealed, once peers have proved who they are: whoever is on the way may
  // read and change them. Both sides must say so.
  kGssapiPlaintext = 77,
  // What tcp connections are made from: an address of this machine, IPv6 in brackets, or the name of an interface,
  // of which the address is taken that fits; behind it `:port` where the port matters. Looked up at each attempt,
  // which fails with `ADDRESS_NOT_AVAILABLE` where there is none of that family. Empty: the system chooses.
  kSourceAddress = 78,
};

enum class OptionType : uint8_t { kInt, kBool, kBytes, kText };

enum class OptionUnit : uint8_t {
  kNone,
  kMessages,
  kBytes,
  kMicroseconds,
  kMilliseconds,
  kSeconds,
  kConnections,
  kTopics,
  kProbes,
};

// One option of a connector. The bounds hold for numbers, and for the length in bytes of `kBytes` and `kText`.
struct OptionInfo {
  OptionId id;
  std::string_view name;
  OptionType type;
  int64_t min;
  int64_t max;
  // The default of `kInt` and `kBool`.
  int64_t default_value;
  // The default of `kBytes` and `kText`.
  std::string_view default_text;
  OptionUnit unit;
  bool read_only;
  // A change takes effect on what exists already.
  bool live;
};

inline constexpr OptionInfo kOptions[] = {
    {OptionId::kIdentity, "identity", OptionType::kBytes, 0, 255, 0, "", OptionUnit::kBytes, false, false},
    {OptionId::kSendHwm, "send_hwm", OptionType::kInt, 0, 2147483647, 1000, "", OptionUnit::kMessages, false, true},
    {OptionId::kReceiveHwm, "receive_hwm", OptionType::kInt, 0, 2147483647, 1000, "", OptionUnit::kMessages, false,
     true},
    {OptionId::kSendHwmBytes, "send_hwm_bytes", OptionType::kInt, 0, 9007199254740991, 0, "", OptionUnit::kBytes,
     false, true},
    {OptionId::kReceiveHwmBytes, "receive_hwm_bytes", OptionType::kInt, 0, 9007199254740991, 0, "",
     OptionUnit::kBytes, false, true},
    {OptionId::kLinger, "linger", OptionType::kInt, -1, 2147483647, 1000, "", OptionUnit::kMilliseconds, false, true},
    {OptionId::kReconnectInterval, "reconnect_interval", OptionType::kInt, 1, 2147483647, 100, "",
     OptionUnit::kMilliseconds, false, false},
    {OptionId::kReconnectIntervalMax, "reconnect_interval_max", OptionType::kInt, 1, 2147483647, 5000, "",
     OptionUnit::kMilliseconds, false, false},
    {OptionId::kHandshakeTimeout, "handshake_timeout", OptionType::kInt, 0, 2147483647, 30000, "",
     OptionUnit::kMilliseconds, false, false},
    {OptionId::kMaxMessageSize, "max_message_size", OptionType::kInt, 0, 9007199254740991, 4294967296, "",
     OptionUnit::kBytes, false, false},
    {OptionId::kRouterMandatory, "router_mandatory", OptionType::kBool, 0, 1, 0, "", OptionUnit::kNone, false, true},
    {OptionId::kBacklog, "backlog", OptionType::kInt, 1, 65535, 4096, "", OptionUnit::kConnections, false, false},
    {OptionId::kType, "type", OptionType::kInt, 0, 20, 0, "", OptionUnit::kNone, true, true},
    {OptionId::kLastEndpoint, "last_endpoint", OptionType::kText, 0, 1024, 0, "", OptionUnit::kNone, true, true},
    {OptionId::kHeartbeatInterval, "heartbeat_interval", OptionType::kInt, 0, 2147483647, 5000, "",
     OptionUnit::kMilliseconds, false, false},
    {OptionId::kHeartbeatTimeout, "heartbeat_timeout", OptionType::kInt, -1, 2147483647, -1, "",
     OptionUnit::kMilliseconds, false, false},
    {OptionId::kHeartbeatTtl, "heartbeat_ttl", OptionType::kInt, 0, 65500, 0, "", OptionUnit::kMilliseconds, false,
     false},
    {OptionId::kAcknowledgedDelivery, "acknowledged_delivery", OptionType::kBool, 0, 1, 1, "", OptionUnit::kNone,
     false, false},
    {OptionId::kSessionLifetime, "session_lifetime", OptionType::kInt, 0, 2147483647, 30000, "",
     OptionUnit::kMilliseconds, false, true},
    {OptionId::kUnacknowledgedBytes, "unacknowledged_bytes", OptionType::kInt, 0, 9007199254740991, 16777216, "",
     OptionUnit::kBytes, false, false},
    {OptionId::kMaxSessions, "max_sessions", OptionType::kInt, 0, 2147483647, 10000, "", OptionUnit::kConnections,
     false, true},
    {OptionId::kNetworkTimeout, "network_timeout", OptionType::kInt, 0, 2147483647, 20000, "",
     OptionUnit::kMilliseconds, false, false},
    {OptionId::kRequestTimeout, "request_timeout", OptionType::kInt, 0, 2147483647, 0, "", OptionUnit::kMilliseconds,
     false, true},
    {OptionId::kRequestRetries, "request_retries", OptionType::kInt, 0, 2147483647, 3, "", OptionUnit::kMessages,
     false, true},
    {OptionId::kManualAcknowledgement, "manual_acknowledgement", OptionType::kBool, 0, 1, 0, "", OptionUnit::kNone,
     false, true},
    {OptionId::kXpubVerbose, "xpub_verbose", OptionType::kBool, 0, 1, 0, "", OptionUnit::kNone, false, true},
    {OptionId::kXpubVerboser, "xpub_verboser", OptionType::kBool, 0, 1, 0, "", OptionUnit::kNone, false, true},
    {OptionId::kXpubManual, "xpub_manual", OptionType::kBool, 0, 1, 0, "", OptionUnit::kNone, false, true},
    {OptionId::kXpubManualLastValue, "xpub_manual_last_value", OptionType::kBool, 0, 1, 0, "", OptionUnit::kNone,
     false, true},
    {OptionId::kPublishWithoutDrops, "publish_without_drops", OptionType::kBool, 0, 1, 0, "", OptionUnit::kNone,
     false, true},
    {OptionId::kWelcomeMessage, "welcome_message", OptionType::kBytes, 0, 65536, 0, "", OptionUnit::kBytes, false,
     false},
    {OptionId::kInvertMatching, "invert_matching", OptionType::kBool, 0, 1, 0, "", OptionUnit::kNone, false, false},
    {OptionId::kTopics, "topics", OptionType::kInt, 0, 2147483647, 0, "", OptionUnit::kTopics, true, true},
    {OptionId::kMaxTopics, "max_topics", OptionType::kInt, 0, 2147483647, 1000000, "", OptionUnit::kTopics, false,
     true},
    {OptionId::kMaxTopicBytes, "max_topic_bytes", OptionType::kInt, 0, 9007199254740991, 67108864, "",
     OptionUnit::kBytes, false, true},
    {OptionId::kReplay, "replay", OptionType::kInt, 0, 2147483647, 0, "", OptionUnit::kMessages, false, true},
    {OptionId::kReplayBytes, "replay_bytes", OptionType::kInt, 0, 9007199254740991, 16777216, "", OptionUnit::kBytes,
     false, true},
    {OptionId::kConnectTimeout, "connect_timeout", OptionType::kInt, 0, 2147483647, 0, "", OptionUnit::kMilliseconds,
     false, false},
    {OptionId::kReconnectStop, "reconnect_stop", OptionType::kInt, 0, 7, 0, "", OptionUnit::kNone, false, false},
    {OptionId::kTcpKeepalive, "tcp_keepalive", OptionType::kInt, -1, 1, -1, "", OptionUnit::kNone, false, false},
    {OptionId::kTcpKeepaliveIdle, "tcp_keepalive_idle", OptionType::kInt, 0, 32767, 0, "", OptionUnit::kSeconds,
     false, false},
    {OptionId::kTcpKeepaliveInterval, "tcp_keepalive_interval", OptionType::kInt, 0, 32767, 0, "",
     OptionUnit::kSeconds, false, false},
    {OptionId::kTcpKeepaliveCount, "tcp_keepalive_count", OptionType::kInt, 0, 127, 0, "", OptionUnit::kProbes, false,
     false},
    {OptionId::kTypeOfService, "type_of_service", OptionType::kInt, 0, 255, 0, "", OptionUnit::kNone, false, false},
    {OptionId::kSocketPriority, "socket_priority", OptionType::kInt, -1, 2147483647, -1, "", OptionUnit::kNone, false,
     false},
    {OptionId::kSendBuffer, "send_buffer", OptionType::kInt, 0, 1073741823, 0, "", OptionUnit::kBytes, false, false},
    {OptionId::kReceiveBuffer, "receive_buffer", OptionType::kInt, 0, 1073741823, 0, "", OptionUnit::kBytes, false,
     false},
    {OptionId::kBindToDevice, "bind_to_device", OptionType::kText, 0, 15, 0, "", OptionUnit::kBytes, false, false},
    {OptionId::kBusyPoll, "busy_poll", OptionType::kInt, 0, 1000000, 0, "", OptionUnit::kMicroseconds, false, false},
    {OptionId::kIpv6Only, "ipv6_only", OptionType::kBool, 0, 1, 0, "", OptionUnit::kNone, false, false},
    {OptionId::kMetadata, "metadata", OptionType::kText, 0, 4096, 0, "", OptionUnit::kBytes, false, false},
    {OptionId::kImmediate, "immediate", OptionType::kBool, 0, 1, 0, "", OptionUnit::kNone, false, false},
    {OptionId::kConflate, "conflate", OptionType::kBool, 0, 1, 0, "", OptionUnit::kNone, false, false},
    {OptionId::kProbeRouter, "probe_router", OptionType::kBool, 0, 1, 0, "", OptionUnit::kNone, false, false},
    {OptionId::kRouterNotify, "router_notify", OptionType::kInt, 0, 3, 0, "", OptionUnit::kNone, false, false},
    {OptionId::kRouterRaw, "router_raw", OptionType::kBool, 0, 1, 0, "", OptionUnit::kNone, false, false},
    {OptionId::kStreamNotify, "stream_notify", OptionType::kBool, 0, 1, 1, "", OptionUnit::kNone, false, true},
    {OptionId::kSocksProxy, "socks_proxy", OptionType::kText, 0, 512, 0, "", OptionUnit::kBytes, false, false},
    {OptionId::kSocksUsername, "socks_username", OptionType::kText, 0, 255, 0, "", OptionUnit::kBytes, false, false},
    {OptionId::kSocksPassword, "socks_password", OptionType::kText, 0, 255, 0, "", OptionUnit::kBytes, false, false},
    {OptionId::kPlainServer, "plain_server", OptionType::kBool, 0, 1, 0, "", OptionUnit::kNone, false, false},
    {OptionId::kPlainUsername, "plain_username", OptionType::kText, 0, 255, 0, "", OptionUnit::kBytes, false, false},
    {OptionId::kPlainPassword, "plain_password", OptionType::kText, 0, 255, 0, "", OptionUnit::kBytes, false, false},
    {OptionId::kCurveServer, "curve_server", OptionType::kBool, 0, 1, 0, "", OptionUnit::kNone, false, false},
    {OptionId::kCurvePublicKey, "curve_public_key", OptionType::kBytes, 0, 40, 0, "", OptionUnit::kBytes, false, false},
    {OptionId::kCurveSecretKey, "curve_secret_key", OptionType::kBytes, 0, 40, 0, "", OptionUnit::kBytes, false, false},
    {OptionId::kCurveServerKey, "curve_server_key", OptionType::kBytes, 0, 40, 0, "", OptionUnit::kBytes, false, false},
    {OptionId::kZapDomain, "zap_domain", OptionType::kText, 0, 255, 0, "", OptionUnit::kBytes, false, false},
    {OptionId::kMechanism, "mechanism", OptionType::kInt, 0, 3, 0, "", OptionUnit::kNone, true, true},
    {OptionId::kSendPriority, "send_priority", OptionType::kInt, 1, 16, 8, "", OptionUnit::kNone, false, false},
    {OptionId::kReceivePriority, "receive_priority", OptionType::kInt, 1, 16, 8, "", OptionUnit::kNone, false, false},
    {OptionId::kGssapiServer, "gssapi_server", OptionType::kBool, 0, 1, 0, "", OptionUnit::kNone, false, false},
    {OptionId::kGssapiPrincipal, "gssapi_principal", OptionType::kText, 0, 255, 0, "", OptionUnit::kBytes, false,
     false},
    {OptionId::kGssapiServicePrincipal, "gssapi_service_principal", OptionType::kText, 0, 255, 0, "",
     OptionUnit::kBytes, false, false},
    {OptionId::kGssapiPrincipalForm, "gssapi_principal_form", OptionType::kInt, 0, 2, 0, "", OptionUnit::kNone, false,
     false},
    {OptionId::kGssapiServicePrincipalForm, "gssapi_service_principal_form", OptionType::kInt, 0, 2, 0, "",
     OptionUnit::kNone, false, false},
    {OptionId::kGssapiPlaintext, "gssapi_plaintext", OptionType::kBool, 0, 1, 0, "", OptionUnit::kNone, false, false},
    {OptionId::kSourceAddress, "source_address", OptionType::kText, 0, 512, 0, "", OptionUnit::kBytes, false, false},
};

// The option with this number, or null.
constexpr const OptionInfo* find_option(int32_t id) {
  for (const OptionInfo& option : kOptions) {
    if (static_cast<int32_t>(option.id) == id) return &option;
  }
  return nullptr;
}

}  // namespace ymq
