"""The C ABI of libymq for ctypes.

Generated from the spec of ymq by `npm run codegen`; do not edit.
"""

from __future__ import annotations

import ctypes
import enum
import json
from typing import NamedTuple

# The version of the library that this header belongs to; `ymq_version` names that of the library in use.
VERSION = "0.4.0"


class Status(enum.IntEnum):
    """Every way in which a call can end. 0 or a positive count is good, negative is an error. The text of a member
    is what `ymq_status_text` says; `ymq_last_error` adds which value was wrong, and what would be right.
    """

    # Success.
    OK = 0
    # An argument is out of its range or of the wrong form.
    INVALID_ARGUMENT = -1
    # The handle is null, stale, or names an object of another kind.
    INVALID_HANDLE = -2
    # The connector, queue or context was closed, before the call or while it waited.
    CLOSED = -3
    # It cannot be done now without waiting, and the call was told not to wait.
    AGAIN = -4
    # The timeout passed before it could be done.
    TIMED_OUT = -5
    # A signal arrived while the call waited; nothing was lost, call again.
    INTERRUPTED = -6
    # The operation was cancelled before it took effect; nothing was sent or taken.
    CANCELLED = -7
    # The text is not an endpoint: transport://address is expected.
    INVALID_ENDPOINT = -8
    # The transport is unknown: tcp, ipc and inproc are supported.
    UNSUPPORTED_TRANSPORT = -9
    # Somebody else is bound to this address.
    ADDRESS_IN_USE = -10
    # The address does not belong to this machine.
    ADDRESS_NOT_AVAILABLE = -11
    # The operating system forbids it.
    PERMISSION_DENIED = -12
    # The host name could not be resolved.
    NAME_NOT_RESOLVED = -13
    # No peer with this routing id is known, and the connector was told to say so.
    HOST_UNREACHABLE = -14
    # A connector of this type cannot do that, or something that it takes is not installed.
    NOT_SUPPORTED = -15
    # The pattern does not allow this now: a REQ sends and receives in turn, a REP receives before it sends.
    WRONG_STATE = -16
    # The message is larger than the limit.
    MESSAGE_TOO_LARGE = -17
    # The caller's memory is too small for the first result; the call says how much is needed and keeps the result.
    BUFFER_TOO_SMALL = -18
    # Memory could not be allocated.
    OUT_OF_MEMORY = -19
    # The process or the system has no descriptors left.
    TOO_MANY_FILES = -20
    # The library has no handles left.
    TOO_MANY_HANDLES = -21
    # There is no such endpoint, subscription, operation or option here.
    NOT_FOUND = -22
    # The process was forked: handles made by the parent are of no use in the child.
    FORKED = -23
    # The option is read-only.
    READ_ONLY = -24
    # The peer broke the protocol.
    PROTOCOL = -25
    # The peer refused the connection.
    CONNECTION_REFUSED = -26
    # The connection broke.
    CONNECTION_RESET = -27
    # The peer closed the connection.
    PEER_CLOSED = -28
    # The peer is of a type that this connector does not talk to.
    INCOMPATIBLE_PEER = -29
    # The endpoint leads back to this very connector.
    SELF_CONNECTION = -30
    # The operating system refused for another reason; `ymq_last_error` gives its number.
    SYSTEM = -31
    # The library met a fault of its own; `ymq_last_error` says what.
    INTERNAL = -32
    # The peer is gone for good without having said so: it was away for longer than its session may last, or has begun
    # anew.
    PEER_LOST = -33
    # Nobody could be found to take the message, however often it was tried.
    UNDELIVERABLE = -34
    # More peers are remembered than the connector may remember.
    TOO_MANY_PEERS = -35
    # A newer connection of the same peer has taken over.
    SUPERSEDED = -36
    # The peer subscribed to more topics, or to longer ones, than it may.
    TOO_MANY_TOPICS = -37
    # Who the peer says it is was not believed, here or there, or there was nobody to ask.
    AUTHENTICATION_FAILED = -38
    # Another peer has this routing id.
    ROUTING_ID_IN_USE = -39


class Backend(enum.IntEnum):
    """How a context talks to the operating system."""

    # What the environment variable `YMQ_BACKEND` names, else epoll, which measured best over all
    # (docs/performance.md).
    DEFAULT = 0
    # epoll(7): works everywhere.
    EPOLL = 1
    # io_uring(7), Linux 6.0 or later: fewer system calls where one connector has many peers. Where the system refuses
    # it, and in a context without io threads, the context becomes EPOLL; `io_context_backend` says so, and why.
    IO_URING = 2


class ConnectorType(enum.IntEnum):
    """The pattern of a connector: what its peers may be, whom a message goes to, whose message comes next."""

    # Exactly one peer, both ways.
    PAIR = 0
    # Sends to every subscriber; drops for a subscriber that does not keep up. RFC 29.
    PUB = 1
    # Receives what it subscribed to. RFC 29.
    SUB = 2
    # Sends a request, then receives its reply. RFC 28.
    REQ = 3
    # Receives a request, then sends its reply. RFC 28.
    REP = 4
    # Sends to its peers in turn, receives from them in turn. RFC 28.
    DEALER = 5
    # Names the peer in the first part, on send and on receive. RFC 28.
    ROUTER = 6
    # Receives from its peers in turn. RFC 30.
    PULL = 7
    # Sends to its peers in turn. RFC 30.
    PUSH = 8
    # As PUB, and receives what its subscribers subscribe to: a byte 1, or 0 for a cancellation, and the topic. RFC
    # 29.
    XPUB = 9
    # As SUB, and subscribes by sending a byte 1, or 0 to cancel, and the topic. RFC 29.
    XSUB = 10
    # Talks to programs that speak no ZMTP, over tcp and ipc: a message is the routing id of a connection, as a ROUTER
    # gives it, and bytes, which are sent and received as they are. Empty bytes are received when a connection is
    # made, and when it has ended by itself; sent, they end it.
    STREAM = 11
    # As ROUTER for CLIENTs, in messages of one part behind the peer's routing id of 4 bytes. RFC 41.
    SERVER = 12
    # As DEALER for SERVERs, in messages of one part. RFC 41.
    CLIENT = 13
    # Sends the second part to every DISH that joined the group named by the first. RFC 48.
    RADIO = 14
    # Receives what RADIOs send to the groups that it joined, as two parts. RFC 48.
    DISH = 15
    # As PULL, in messages of one part. RFC 49.
    GATHER = 16
    # As PUSH, in messages of one part. RFC 49.
    SCATTER = 17
    # As SERVER, among equals, and learns the routing id when it connects.
    PEER = 19
    # As PAIR, in messages of one part. RFC 52.
    CHANNEL = 20


class ReconnectStop(enum.IntFlag):
    """After what a connector makes no further attempt to connect to an endpoint."""

    # The connection was refused, or the path or name does not exist: nobody is bound there.
    REFUSED = 1
    # The handshake failed.
    HANDSHAKE_FAILED = 2
    # A link that was up ended.
    DISCONNECTED = 4


class PeerNotice(enum.IntFlag):
    """What a ROUTER is told about its peers by empty messages."""

    # A peer has linked.
    CONNECTED = 1
    # The link of a peer has ended.
    DISCONNECTED = 2


class Mechanism(enum.IntEnum):
    """How peers prove who they are."""

    # Not at all. RFC 23.
    NULL = 0
    # By a name and a password, in the clear. RFC 24.
    PLAIN = 1
    # By keys, and everything is encrypted. RFC 26.
    CURVE = 2
    # By Kerberos. RFC 38.
    GSSAPI = 3


class PrincipalForm(enum.IntEnum):
    """How the name of a Kerberos principal is written."""

    # A service on a host: `service@host`.
    HOST_BASED = 0
    # The name of a user of the system.
    USER = 1
    # As Kerberos writes it: `name@REALM`, `service/host@REALM`.
    KERBEROS = 2


class Readiness(enum.IntFlag):
    """What a connector is ready for."""

    # A receive would get a message at once.
    READABLE = 1
    # A send would be accepted at once by at least one peer, or dropped as the pattern has it.
    WRITABLE = 2
    # There are events to be taken.
    EVENTFUL = 4


class PartFlag(enum.IntFlag):
    """Flags of a part."""

    # Another part of the same message follows.
    MORE = 1
    # In the first part of a received message: it may have been handed to another receiver before, which was lost
    # before it acknowledged it. Ignored in what is sent.
    REDELIVERED = 2


class PeerState(enum.IntFlag):
    """What a peer is now."""

    # It has a link, whose handshake is done.
    LINKED = 1
    # It was made by connect, and gets one link after the other.
    LASTING = 2
    # It has a session: what it does not acknowledge is kept for it.
    SESSION = 4
    # It has no link, and may come back to its session.
    AWAITED = 8
    # It is gone, and what it sent has not been taken yet.
    GONE = 16


class WakeKind(enum.IntEnum):
    """Which descriptor tells a foreign event loop that a completion queue has something for it."""

    # None: the caller waits with `completion_queue_wait`.
    NONE = 0
    # The read end of a pipe, handed over to the caller, who swallows its bytes and closes it. For Node.
    PIPE = 1
    # A descriptor for poll(2) and its kin, readable while the queue has something; stays the library's. For asyncio.
    POLLABLE = 2


class CompletionKind(enum.IntEnum):
    """Which operation a completion ends."""

    # `connector_send_async` or `connector_send_message_async`: the messages were accepted, or status says why not.
    SEND = 1
    # `connector_recv_async`: messages, copied out by the drain.
    RECV = 2
    # `connector_recv_message_async`: one message as a handle.
    RECV_MESSAGE = 3
    # `connector_destroy_async`: the connector is gone; `count` messages were not delivered.
    DESTROY = 4
    # `connector_wait_for_peers_async`: `count` peers are linked.
    PEERS = 5
    # `connector_wait_for_subscribers_async`: `count` peers are subscribed.
    SUBSCRIBERS = 6
    # `message_add_lent_part`: nobody has any use for the caller's memory any more.
    RELEASE = 7
    # `proxy_wait_async`: the proxy has ended; status says how.
    PROXY = 8
    # `connector_wait_for_events_async`: `count` events may be taken.
    EVENTS = 9
    # `completion_queue_start_timer`: the timer is due, or was cancelled.
    TIMER = 10


class EventKind(enum.IntEnum):
    """What happened to a connector's endpoints and links."""

    # Events were lost because nobody took them; `count` says how many.
    LOST = 0
    # An endpoint is bound and accepts connections.
    LISTENING = 1
    # A peer finished its handshake.
    CONNECTED = 2
    # A link to a peer that had finished its handshake ended; status says how.
    DISCONNECTED = 3
    # An attempt to connect failed; another follows after `count` milliseconds.
    CONNECT_FAILED = 4
    # A connection ended before its handshake did; status says why.
    HANDSHAKE_FAILED = 5
    # A connection could not be accepted; the endpoint pauses and goes on.
    ACCEPT_FAILED = 6
    # Messages for a peer were dropped; `count` says how many.
    DROPPED = 7
    # An endpoint was unbound or disconnected; status says what it was given up for, where that was not asked for.
    CLOSED = 8
    # A peer came back to its session; `count` messages had not arrived and are sent again.
    RESUMED = 9
    # Messages that a lost peer had not acknowledged go to others, marked as redelivered; `count` says how many.
    REDELIVERED = 10
    # Messages that a lost peer had not acknowledged can go to nobody else; `count` says how many, status why.
    UNDELIVERABLE = 11
    # The link to a plain peer broke; `count` messages at most were handed to the system, and may or may not have
    # arrived.
    UNCERTAIN = 12
    # A peer's session is over; status says why: `PEER_CLOSED` (it said so), `PEER_LOST`, `PROTOCOL`, `CLOSED` (we
    # did).
    SESSION_ENDED = 13
    # A peer was given up before its time, because more are remembered than may be.
    EVICTED = 14


class OptionId(enum.IntEnum):
    """The number of an option: the `id` of its entry in `ConnectorOptions`."""

    # The name that a ROUTER knows this connector by; empty lets the peer make one up. May not begin with a zero byte.
    IDENTITY = 1
    # High-water mark of each peer's outgoing messages that are not yet written to the wire. 0: no limit.
    SEND_HWM = 2
    # High-water mark of each peer's incoming messages that the application has not taken. 0: no limit.
    RECEIVE_HWM = 3
    # As `send_hwm`, in bytes as they go to the wire; one message may exceed it. 0: no limit.
    SEND_HWM_BYTES = 4
    # As `receive_hwm`, in payload bytes; one message may exceed it. 0: no limit.
    RECEIVE_HWM_BYTES = 5
    # How long a close goes on sending what was accepted. -1: without end.
    LINGER = 6
    # How long to wait before the first attempt to connect again; doubles from one attempt to the next, with jitter.
    RECONNECT_INTERVAL = 7
    # The longest wait between two attempts to connect.
    RECONNECT_INTERVAL_MAX = 8
    # How long a connection may take from accept, or from connect, to the end of its handshake. 0: no limit.
    HANDSHAKE_TIMEOUT = 9
    # The largest message accepted from a peer, all parts together, each counted as 32 bytes more; a larger one ends
    # the link. Of what a STREAM receives, it is the most that comes in one piece. 0: no limit.
    MAX_MESSAGE_SIZE = 10
    # ROUTER: a send to an unknown peer fails with `HOST_UNREACHABLE`, and one to a full peer waits, where both would
    # drop.
    ROUTER_MANDATORY = 11
    # How many connections an endpoint may have waiting to be accepted.
    BACKLOG = 12
    # The pattern, a `ConnectorType`.
    TYPE = 13
    # The endpoint of the last bind or connect, as resolved.
    LAST_ENDPOINT = 14
    # How often a link sends a heartbeat, a PING of ZMTP 3.1; 0: never. Those of a peer are answered whatever stands
    # here. Peers that speak ZMTP 3.0 get none. A peer with acknowledged delivery is told of this interval, and counts
    # on it.
    HEARTBEAT_INTERVAL = 15
    # How long nothing at all may come after a heartbeat was sent; then the link ends with `TIMED_OUT`, and is made
    # anew where it was made by connect. -1: twice the longer of both sides' intervals where the peer has promised
    # heartbeats of its own (acknowledged delivery), and no limit where it has not: a plain peer at its high-water
    # mark reads nothing and answers nothing, yet is well; that its host is gone `network_timeout` notices. 0: no
    # limit. A heartbeat that waits to be sent, because the peer takes nothing, does not count as sent; but a peer
    # that has promised heartbeats may not be silent for longer than this, and than twice the longer interval, either.
    HEARTBEAT_TIMEOUT = 16
    # What a heartbeat asks of the peer: to end the link when nothing comes from here for so long after it. Rounded up
    # to tenths of a second; had better be several times `heartbeat_interval`. Beyond 65.5 seconds some peers count
    # wrongly. 0: nothing. What the heartbeats of a peer ask is always done, and ends the link with `TIMED_OUT`.
    HEARTBEAT_TTL = 17
    # Whether to agree on acknowledged delivery with peers that offer it (docs/wire-extension.md): messages then
    # survive broken connections, exactly once and in order. Off: every peer is taken for a plain ZMTP peer.
    ACKNOWLEDGED_DELIVERY = 18
    # How long a peer without a link may come back and find what is queued for it and what it had not acknowledged.
    # After that it is given up: what is unacknowledged goes to other peers, marked as redelivered, where the pattern
    # balances (PUSH, DEALER, REQ), and is counted and reported as undeliverable elsewhere. 0: given up as soon as its
    # link ends.
    SESSION_LIFETIME = 19
    # How much of what is written and not acknowledged is kept for each peer, as it goes to the wire and with 16 bytes
    # more for each message; then nothing more is written until the peer's application has taken some. One message may
    # exceed it. 0: no limit. For a peer on the same host never more than 2 MiB or 16 messages, whichever is more: its
    # acknowledgements come soon, and the processor's cache holds no more.
    UNACKNOWLEDGED_BYTES = 20
    # How many peers without a link are remembered: those that may come back within `session_lifetime`, and those that
    # are gone and whose messages nobody has taken yet. For one too many, the peer that has been away longest is given
    # up (event `EVICTED`); where only unread messages are remembered, newcomers are turned away with
    # `TOO_MANY_PEERS`. 0: no limit.
    MAX_SESSIONS = 21
    # How long bytes may be on their way without the peer's host confirming them, before the connection is given up
    # (TCP_USER_TIMEOUT, Linux 2.6.37; no effect on ipc). 0: as long as the system says, some 15 minutes.
    NETWORK_TIMEOUT = 22
    # REQ: how long to wait for a reply before the request is sent again, to the next peer, marked as redelivered. 0:
    # without end. The first reply to any of the attempts counts, the others are dropped and counted. Where this is
    # set requests carry a number ahead of the empty part, which every REP puts ahead of its reply, as RFC 28 has it.
    REQUEST_TIMEOUT = 23
    # REQ: how often a request is sent again after `request_timeout`; when that was in vain, the receive fails with
    # `UNDELIVERABLE`, and another request may be sent.
    REQUEST_RETRIES = 24
    # Whether a message that was received counts as handed over only when the application says so, by
    # `connector_acknowledge`: then one that it had not finished goes to somebody else, or comes again to whoever
    # takes its place, if this process dies; where the connector is closed, without the mark of what is redelivered.
    # Off: it counts when the receive returns. No effect on REQ and REP, and on messages from peers without
    # acknowledged delivery. Turned off again, all that was received counts.
    MANUAL_ACKNOWLEDGEMENT = 25
    # XPUB: every subscription is received, not only the first to a topic.
    XPUB_VERBOSE = 26
    # XPUB: every subscription and every cancellation is received, not only the first and the last of a topic.
    XPUB_VERBOSER = 27
    # XPUB: a subscription that is received takes effect only as the application has it: `connector_subscribe` and
    # `connector_unsubscribe` are then about the peer whose subscription was received last.
    XPUB_MANUAL = 28
    # XPUB with `xpub_manual`: the next send after a subscription was received goes only to the peer that it came
    # from, and only if that is subscribed to it: for caches of last values.
    XPUB_MANUAL_LAST_VALUE = 29
    # PUB, XPUB and RADIO: a send for which a peer that wants it has no room reaches nobody, and waits or fails with
    # `AGAIN`; off, it is dropped for this peer, and counted.
    PUBLISH_WITHOUT_DROPS = 30
    # XPUB: what every newly connected peer that subscribes to it is sent first; of one part. Empty: nothing.
    WELCOME_MESSAGE = 31
    # PUB and XPUB send what peers did *not* subscribe to, SUB receives that; both ends need it. An XSUB filters
    # nothing itself.
    INVERT_MATCHING = 32
    # PUB, XPUB, SUB and XSUB: how many different topics are subscribed to now.
    TOPICS = 33
    # PUB, XPUB and, of groups, RADIO: how many different topics a peer may subscribe to; the link of one that asks
    # for more ends. 0: no limit.
    MAX_TOPICS = 34
    # PUB, XPUB and, of groups, RADIO: how many bytes the topics of a peer may take together; the link of one that
    # asks for more ends. 0: no limit.
    MAX_TOPIC_BYTES = 35
    # PUB, XPUB and RADIO: how many of the newest messages are kept for peers that subscribe later and have
    # acknowledged delivery: they get those that match first. 0: none.
    REPLAY = 36
    # PUB, XPUB and RADIO: how many bytes the messages kept for `replay` take at most. 0: no limit.
    REPLAY_BYTES = 37
    # How long an attempt to connect to an address may take; then it has failed with `TIMED_OUT`. 0: as long as the
    # system says, some 2 minutes.
    CONNECT_TIMEOUT = 38
    # After what no further attempt to connect is made: a set of `ReconnectStop`. The endpoint is then disconnected,
    # as if by `connector_disconnect` without a linger; the event `CLOSED` says why.
    RECONNECT_STOP = 39
    # Whether the system probes idle TCP connections (SO_KEEPALIVE). -1: as the system says.
    TCP_KEEPALIVE = 40
    # How long a TCP connection is idle before the first probe (TCP_KEEPIDLE). 0: as the system says.
    TCP_KEEPALIVE_IDLE = 41
    # How long between two probes (TCP_KEEPINTVL). 0: as the system says.
    TCP_KEEPALIVE_INTERVAL = 42
    # After how many probes in vain the connection is given up (TCP_KEEPCNT). 0: as the system says.
    TCP_KEEPALIVE_COUNT = 43
    # The type of service of what goes out over IP (IP_TOS, IPV6_TCLASS). 0: as the system says.
    TYPE_OF_SERVICE = 44
    # The priority of what goes out (SO_PRIORITY, socket(7)); above 6 it takes CAP_NET_ADMIN. -1: as the system says.
    SOCKET_PRIORITY = 45
    # How much of what is sent the system holds for a connection (SO_SNDBUF); it doubles that. 0: as the library
    # thinks best.
    SEND_BUFFER = 46
    # How much of what has arrived the system holds for a connection (SO_RCVBUF); it doubles that. 0: as the system
    # says.
    RECEIVE_BUFFER = 47
    # The network interface that tcp connections are to use (SO_BINDTODEVICE; before Linux 5.7 it takes CAP_NET_RAW).
    # Empty: any.
    BIND_TO_DEVICE = 48
    # How long a receive looks at the network device before it sleeps (SO_BUSY_POLL), where the device can do that. 0:
    # as the system says.
    BUSY_POLL = 49
    # Whether `tcp://[::]:port` accepts IPv6 only. Off: IPv4, too.
    IPV6_ONLY = 50
    # What is said to every peer in the handshake beyond the protocol: at most 128 lines of `X-Name: value`. Peers
    # read it by `connector_get_peer_property`.
    METADATA = 51
    # Whether messages go only to peers whose handshake is done: one without a link takes nothing, as if it were full.
    # So a send of PUSH, DEALER, REQ or PAIR waits, or fails with `AGAIN`, while nobody is linked; where others drop
    # for a full peer they drop for it. What had not been sent to a peer when its link ended goes to others where the
    # pattern balances, and stays for it elsewhere; what was sent and is not acknowledged is its own, as ever. Off:
    # what is sent before a connection is made, or while it is made again, is queued for it.
    IMMEDIATE = 52
    # DEALER, PULL, PUSH, PUB and SUB: only the newest message is kept for each peer, on its way out as on its way in;
    # what it takes the place of is dropped, and counted as replaced, messages of several parts as a whole. What is
    # being written is finished. The high-water marks do not matter then, and nothing goes from a peer that is gone to
    # another.
    CONFLATE = 53
    # REQ, DEALER and ROUTER: every peer that links is sent an empty message first, so that a ROUTER there knows this
    # connector before it has said anything. Not one that goes on with its session: there it is known.
    PROBE_ROUTER = 54
    # ROUTER: a set of `PeerNotice`: on what an empty message is received behind the routing id of a peer. It stands
    # behind the last message that the peer has sent, and comes for each link, also between those of one session.
    ROUTER_NOTIFY = 55
    # ROUTER: peers are programs that speak no ZMTP: bytes are sent and received as they are, as STREAM does;
    # `router_mandatory` still says what becomes of what has no peer, or no room. Set before the first bind or
    # connect, or `WRONG_STATE`.
    ROUTER_RAW = 56
    # STREAM, and ROUTER with `router_raw`: whether empty bytes are received when a connection is made, and when it
    # has ended.
    STREAM_NOTIFY = 57
    # The SOCKS5 proxy through which tcp connections are made, RFC 1928, as `host:port` or `[IPv6]:port`; it resolves
    # the host names of endpoints. Empty: none. `connect_timeout` is for the connection to the proxy; what the proxy
    # makes of it takes at most `handshake_timeout`. What concerns the other end's host, such as `network_timeout`,
    # concerns that of the proxy.
    SOCKS_PROXY = 58
    # The name under which to log in at the SOCKS5 proxy if it wants that, RFC 1929; it goes there in plain text, like
    # the password. Empty: none.
    SOCKS_USERNAME = 59
    # The password for the SOCKS5 proxy, RFC 1929.
    SOCKS_PASSWORD = 60
    # PLAIN, RFC 24: peers must log in by name and password; who may is decided by the ZAP handler, RFC 27, and
    # without one nobody may. Not over inproc, nor is any other mechanism.
    PLAIN_SERVER = 61
    # The name under which to log in by PLAIN, RFC 24, at peers that want it.
    PLAIN_USERNAME = 62
    # The password for PLAIN.
    PLAIN_PASSWORD = 63
    # CURVE, RFC 26: peers must know this connector's public key, and prove their own; needs `curve_secret_key`,
    # without which nothing can be bound or connected. Goes before PLAIN.
    CURVE_SERVER = 64
    # This connector's public key for CURVE: 32 bytes, or 40 characters of Z85 (RFC 32). Empty: it follows from the
    # secret key; another one than that is refused by bind and connect.
    CURVE_PUBLIC_KEY = 65
    # This connector's secret key for CURVE: 32 bytes, or 40 characters of Z85.
    CURVE_SECRET_KEY = 66
    # The public key that peers must prove to have: with it, and a secret key, links are made by CURVE. 32 bytes, or
    # 40 characters of Z85.
    CURVE_SERVER_KEY = 67
    # The domain in which the ZAP handler of this context, bound to `inproc://zeromq.zap.01`, decides about peers that
    # link, RFC 27. Empty: it is not asked about peers without a mechanism, and peers that prove their keys by CURVE,
    # or their names by GSSAPI, are admitted where no handler was ever bound.
    ZAP_DOMAIN = 68
    # The mechanism that links are made with, as the options have it: a `Mechanism`.
    MECHANISM = 69
    # Where a message goes to one of several peers: the priority of those that come by an endpoint that is bound or
    # connected from now on, for as long as they live. It goes to a peer of the highest priority that has room, in
    # turn within one priority. 1 is the highest. A priority of which nobody is linked stands back while somebody of
    # another is, so that a backup takes over at once, and gives way again; what is queued for a peer stays its own,
    # unless it is gone for good (see also `immediate`). Attempts of `request_timeout` go to whoever was asked least.
    SEND_PRIORITY = 70
    # As `send_priority`, for receiving: what peers of a higher priority have sent is received before what others
    # have, in turn within one priority. As long as they send more than is received, the others wait.
    RECEIVE_PRIORITY = 71
    # GSSAPI, RFC 38: peers must prove by Kerberos who they are, with a key of this connector's in the system's
    # keytab. Where options name several mechanisms GSSAPI goes before PLAIN and behind CURVE. Needs
    # `libgssapi_krb5.so.2`, else bind and connect answer `NOT_SUPPORTED`.
    GSSAPI_SERVER = 72
    # GSSAPI: the principal that this connector is. Empty: a server is any that its keytab has keys of, a client the
    # one that its tickets are of.
    GSSAPI_PRINCIPAL = 73
    # GSSAPI: the principal that a server must prove to be: with it links are made by GSSAPI, and this connector is
    # the client.
    GSSAPI_SERVICE_PRINCIPAL = 74
    # GSSAPI: the form of `gssapi_principal`: a `PrincipalForm`.
    GSSAPI_PRINCIPAL_FORM = 75
    # GSSAPI: the form of `gssapi_service_principal`: a `PrincipalForm`.
    GSSAPI_SERVICE_PRINCIPAL_FORM = 76
    # GSSAPI: messages go as they are, not sealed, once peers have proved who they are: whoever is on the way may read
    # and change them. Both sides must say so.
    GSSAPI_PLAINTEXT = 77
    # What tcp connections are made from: an address of this machine, IPv6 in brackets, or the name of an interface,
    # of which the address is taken that fits; behind it `:port` where the port matters. Looked up at each attempt,
    # which fails with `ADDRESS_NOT_AVAILABLE` where there is none of that family. Empty: the system chooses.
    SOURCE_ADDRESS = 78


class Part(ctypes.Structure):
    """One part in a run of messages. The bytes of all parts stand one behind the other in the memory beside the
    array; a part without the flag `MORE` ends its message.
    """

    _fields_ = [
        # Length in bytes.
        ("size", ctypes.c_uint64),
        # What follows the part. Other bits are 0.
        ("flags", ctypes.c_uint32),
        # After `BUFFER_TOO_SMALL`, in the first part: how many parts are needed. Otherwise 0.
        ("needed", ctypes.c_uint32),
    ]


# The form of Part for the module struct.
PART_FORMAT = "=QII"


class Completion(ctypes.Structure):
    """The end of an asynchronous operation."""

    _fields_ = [
        # What the caller gave the operation.
        ("tag", ctypes.c_uint64),
        # Which operation ended.
        ("kind", ctypes.c_uint32),
        # 0, or why the operation failed.
        ("status", ctypes.c_int32),
        # Where its bytes begin in the drained memory.
        ("byte_offset", ctypes.c_uint64),
        # How many bytes. After `BUFFER_TOO_SMALL`, in the first record: how many are needed.
        ("byte_count", ctypes.c_uint64),
        # Where its parts begin in the drained array.
        ("part_offset", ctypes.c_uint32),
        # How many parts. After `BUFFER_TOO_SMALL`, in the first record: how many are needed.
        ("part_count", ctypes.c_uint32),
        # `SEND`: messages accepted since the call returned. `RECV`: messages. `DESTROY`: messages not delivered.
        # `TIMER`: how often it was due.
        ("count", ctypes.c_uint64),
        # `RECV_MESSAGE`: the handle, owned by the caller from now on. Otherwise 0.
        ("message", ctypes.c_uint64),
        # 0.
        ("reserved", ctypes.c_uint64),
    ]


# The form of Completion for the module struct.
COMPLETION_FORMAT = "=QIiQQIIQQQ"


class ConnectorStats(ctypes.Structure):
    """Counters of a connector since it was made. They only grow, but for the last ones, which say what is now."""

    _fields_ = [
        # Bytes of this struct as the caller knows it; set before the call.
        ("size", ctypes.c_uint32),
        # Peers that exist now, connected or not.
        ("peers", ctypes.c_uint32),
        # Messages accepted by a send. For PUB: once, however many subscribers.
        ("messages_sent", ctypes.c_uint64),
        # Messages handed to the application.
        ("messages_received", ctypes.c_uint64),
        # Payload bytes of the messages sent.
        ("bytes_sent", ctypes.c_uint64),
        # Payload bytes of the messages received.
        ("bytes_received", ctypes.c_uint64),
        # Messages dropped because the peer had no room: PUB at its high-water mark, ROUTER likewise.
        ("dropped_full", ctypes.c_uint64),
        # Messages dropped because there was nobody to take them: ROUTER to an unknown peer, REP to a vanished one.
        ("dropped_unroutable", ctypes.c_uint64),
        # Accepted messages dropped because their peer was gone for good.
        ("dropped_peer_gone", ctypes.c_uint64),
        # Received messages dropped because the pattern has no use for them: a reply nobody waits for, a malformed
        # request.
        ("dropped_unexpected", ctypes.c_uint64),
        # Handshakes finished.
        ("links_opened", ctypes.c_uint64),
        # Links that ended after their handshake.
        ("links_closed", ctypes.c_uint64),
        # Connections that ended before their handshake did.
        ("handshakes_failed", ctypes.c_uint64),
        # Attempts to connect that failed.
        ("connects_failed", ctypes.c_uint64),
        # Messages accepted and not yet handed to the operating system or to an in-process peer.
        ("messages_queued", ctypes.c_uint64),
        # Messages received and not yet taken by the application.
        ("messages_waiting", ctypes.c_uint64),
        # Messages that the application at the other end was handed and acknowledged. Since 0.2, as all that follow.
        ("messages_acknowledged", ctypes.c_uint64),
        # Messages sent again because they had not arrived when a link broke.
        ("messages_resent", ctypes.c_uint64),
        # Messages that a lost peer had not acknowledged and that went to others, marked as redelivered.
        ("messages_redelivered", ctypes.c_uint64),
        # Messages that a lost peer had not acknowledged and that could go to nobody else.
        ("messages_undeliverable", ctypes.c_uint64),
        # Messages handed to the system for a plain peer whose link then broke: at most so many have not arrived.
        ("messages_uncertain", ctypes.c_uint64),
        # Links that went on with a session.
        ("sessions_resumed", ctypes.c_uint64),
        # Sessions that ended without the peer having said so.
        ("sessions_lost", ctypes.c_uint64),
        # Peers given up before their time, because more are remembered than may be.
        ("sessions_evicted", ctypes.c_uint64),
        # Events that were forgotten because nobody took them.
        ("events_lost", ctypes.c_uint64),
        # Messages written and not yet acknowledged. What is now, as the next one.
        ("messages_unacknowledged", ctypes.c_uint64),
        # Peers without a link that may come back to their session.
        ("sessions_waiting", ctypes.c_uint64),
        # Messages dropped because a newer one took their place, on their way out or in (option `conflate`). Only
        # grows. Since 0.3.
        ("dropped_replaced", ctypes.c_uint64),
    ]


# The form of ConnectorStats for the module struct.
CONNECTOR_STATS_FORMAT = "=IIQQQQQQQQQQQQQQQQQQQQQQQQQQ"


class PeerStats(ctypes.Structure):
    """Counters of one peer since it was made, and what is now."""

    _fields_ = [
        # Its number within its connector, as in `Event`.
        ("peer", ctypes.c_uint64),
        # Messages accepted for it.
        ("messages_sent", ctypes.c_uint64),
        # Messages received from it.
        ("messages_received", ctypes.c_uint64),
        # Messages accepted and not yet written.
        ("messages_queued", ctypes.c_uint64),
        # Their bytes, as they go to the wire.
        ("bytes_queued", ctypes.c_uint64),
        # Messages written and not yet acknowledged.
        ("messages_unacknowledged", ctypes.c_uint64),
        # Their bytes.
        ("bytes_unacknowledged", ctypes.c_uint64),
        # Messages received and not yet taken by the application.
        ("messages_waiting", ctypes.c_uint64),
        # Messages sent again because they had not arrived when a link broke.
        ("messages_resent", ctypes.c_uint64),
        # Messages dropped because it had no room.
        ("dropped_full", ctypes.c_uint64),
        # Messages that it had not acknowledged when it was lost, and that could go to nobody else.
        ("undeliverable", ctypes.c_uint64),
        # Links that it has had.
        ("links", ctypes.c_uint64),
        # What it is now.
        ("state", ctypes.c_uint32),
        # Bytes of `identity` in use.
        ("identity_size", ctypes.c_uint32),
        # What it calls itself; a ROUTER knows it by that. Empty if it said nothing.
        ("identity", ctypes.c_uint8 * 256),
    ]


# The form of PeerStats for the module struct.
PEER_STATS_FORMAT = "=QQQQQQQQQQQQII256s"


class Event(ctypes.Structure):
    """Something that happened to a connector."""

    _fields_ = [
        # Nanoseconds of CLOCK_MONOTONIC.
        ("time_ns", ctypes.c_uint64),
        # Number of the peer within its connector, 0 where no peer is meant.
        ("peer", ctypes.c_uint64),
        # What the kind says.
        ("count", ctypes.c_uint64),
        # What happened.
        ("kind", ctypes.c_uint32),
        # 0, or why it happened.
        ("status", ctypes.c_int32),
        # errno behind the status, or 0.
        ("system_error", ctypes.c_int32),
        # Bytes of `endpoint` in use.
        ("endpoint_size", ctypes.c_uint32),
        # The endpoint, UTF-8, cut at 88 bytes.
        ("endpoint", ctypes.c_uint8 * 88),
    ]


# The form of Event for the module struct.
EVENT_FORMAT = "=QQQIiiI88s"


class PeerInfo(ctypes.Structure):
    """Who a peer is."""

    _fields_ = [
        # Bytes of this struct as the caller knows it; set before the call.
        ("size", ctypes.c_uint32),
        # What it is now.
        ("state", ctypes.c_uint32),
        # Its number within its connector, as in `Event`.
        ("peer", ctypes.c_uint64),
        # SERVER, PEER: the routing id that the connector gave it; otherwise 0.
        ("routing_id", ctypes.c_uint32),
        # Whether the credentials that follow are known: 1 for a peer that is connected over ipc, otherwise 0.
        ("has_credentials", ctypes.c_uint32),
        # Of the process that connected, or that bound, when it did (SO_PEERCRED).
        ("process_id", ctypes.c_uint32),
        # Of its user.
        ("user_id", ctypes.c_uint32),
        # Of its first group.
        ("group_id", ctypes.c_uint32),
        # Bytes of `address` in use.
        ("address_size", ctypes.c_uint32),
        # Where it is, as an endpoint: `tcp://127.0.0.1:40123`; empty where that has no name. Cut at 128 bytes.
        ("address", ctypes.c_uint8 * 128),
        # Bytes of `identity` in use.
        ("identity_size", ctypes.c_uint32),
        # 0.
        ("reserved", ctypes.c_uint32),
        # What it calls itself.
        ("identity", ctypes.c_uint8 * 256),
    ]


# The form of PeerInfo for the module struct.
PEER_INFO_FORMAT = "=IIQIIIIII128sII256s"


class Readied(ctypes.Structure):
    """Something that a poller waits for has come about."""

    _fields_ = [
        # What the caller gave with the connector or descriptor.
        ("tag", ctypes.c_uint64),
        # What it is ready for, of what was asked.
        ("ready", ctypes.c_uint32),
        # 0, or `CLOSED`: the connector is closed; or `SYSTEM`: the descriptor has failed or its other end is closed.
        ("status", ctypes.c_int32),
    ]


# The form of Readied for the module struct.
READIED_FORMAT = "=QIi"


class ProxyStats(ctypes.Structure):
    """What a proxy has done since it was made."""

    _fields_ = [
        # Bytes of this struct as the caller knows it; set before the call.
        ("size", ctypes.c_uint32),
        # 1: paused; 0: it forwards.
        ("paused", ctypes.c_uint32),
        # Messages received from the front and sent to the back.
        ("messages_to_back", ctypes.c_uint64),
        # Their payload bytes.
        ("bytes_to_back", ctypes.c_uint64),
        # Messages received from the back and sent to the front.
        ("messages_to_front", ctypes.c_uint64),
        # Their payload bytes.
        ("bytes_to_front", ctypes.c_uint64),
        # Messages that the capture had no room for, or could not take.
        ("capture_dropped", ctypes.c_uint64),
        # Messages that the other side refused for good: those to a routing id that nobody has.
        ("dropped", ctypes.c_uint64),
    ]


# The form of ProxyStats for the module struct.
PROXY_STATS_FORMAT = "=IIQQQQQQ"


_STRUCTS = {
    "Part": Part,
    "Completion": Completion,
    "ConnectorStats": ConnectorStats,
    "PeerStats": PeerStats,
    "Event": Event,
    "PeerInfo": PeerInfo,
    "Readied": Readied,
    "ProxyStats": ProxyStats,
}


class OptionInfo(NamedTuple):
    """An option of a connector. The bounds hold for numbers, and for the length in bytes of bytes and text."""

    name: str
    id: int
    type: str
    unit: str
    min: int
    max: int
    default: int | bool | bytes | str
    read_only: bool
    live: bool
    doc: str


OPTIONS: dict[str, OptionInfo] = {
    "identity": OptionInfo(
        "identity", 1, "bytes", "bytes", 0, 255, b"", False, False,
        "The name that a ROUTER knows this connector by; empty lets the peer make one up. May not begin with a"
        " zero byte.",
    ),
    "send_hwm": OptionInfo(
        "send_hwm", 2, "int", "messages", 0, 2147483647, 1000, False, True,
        "High-water mark of each peer's outgoing messages that are not yet written to the wire. 0: no limit.",
    ),
    "receive_hwm": OptionInfo(
        "receive_hwm", 3, "int", "messages", 0, 2147483647, 1000, False, True,
        "High-water mark of each peer's incoming messages that the application has not taken. 0: no limit.",
    ),
    "send_hwm_bytes": OptionInfo(
        "send_hwm_bytes", 4, "int", "bytes", 0, 9007199254740991, 0, False, True,
        "As `send_hwm`, in bytes as they go to the wire; one message may exceed it. 0: no limit.",
    ),
    "receive_hwm_bytes": OptionInfo(
        "receive_hwm_bytes", 5, "int", "bytes", 0, 9007199254740991, 0, False, True,
        "As `receive_hwm`, in payload bytes; one message may exceed it. 0: no limit.",
    ),
    "linger": OptionInfo(
        "linger", 6, "int", "milliseconds", -1, 2147483647, 1000, False, True,
        "How long a close goes on sending what was accepted. -1: without end.",
    ),
    "reconnect_interval": OptionInfo(
        "reconnect_interval", 7, "int", "milliseconds", 1, 2147483647, 100, False, False,
        "How long to wait before the first attempt to connect again; doubles from one attempt to the next, with"
        " jitter.",
    ),
    "reconnect_interval_max": OptionInfo(
        "reconnect_interval_max", 8, "int", "milliseconds", 1, 2147483647, 5000, False, False,
        "The longest wait between two attempts to connect.",
    ),
    "handshake_timeout": OptionInfo(
        "handshake_timeout", 9, "int", "milliseconds", 0, 2147483647, 30000, False, False,
        "How long a connection may take from accept, or from connect, to the end of its handshake. 0: no limit.",
    ),
    "max_message_size": OptionInfo(
        "max_message_size", 10, "int", "bytes", 0, 9007199254740991, 4294967296, False, False,
        "The largest message accepted from a peer, all parts together, each counted as 32 bytes more; a larger one"
        " ends the link. Of what a STREAM receives, it is the most that comes in one piece. 0: no limit.",
    ),
    "router_mandatory": OptionInfo(
        "router_mandatory", 11, "bool", "none", 0, 1, False, False, True,
        "ROUTER: a send to an unknown peer fails with `HOST_UNREACHABLE`, and one to a full peer waits, where both"
        " would drop.",
    ),
    "backlog": OptionInfo(
        "backlog", 12, "int", "connections", 1, 65535, 4096, False, False,
        "How many connections an endpoint may have waiting to be accepted.",
    ),
    "type": OptionInfo(
        "type", 13, "int", "none", 0, 20, 0, True, True,
        "The pattern, a `ConnectorType`.",
    ),
    "last_endpoint": OptionInfo(
        "last_endpoint", 14, "text", "none", 0, 1024, "", True, True,
        "The endpoint of the last bind or connect, as resolved.",
    ),
    "heartbeat_interval": OptionInfo(
        "heartbeat_interval", 15, "int", "milliseconds", 0, 2147483647, 5000, False, False,
        "How often a link sends a heartbeat, a PING of ZMTP 3.1; 0: never. Those of a peer are answered whatever"
        " stands here. Peers that speak ZMTP 3.0 get none. A peer with acknowledged delivery is told of this"
        " interval, and counts on it.",
    ),
    "heartbeat_timeout": OptionInfo(
        "heartbeat_timeout", 16, "int", "milliseconds", -1, 2147483647, -1, False, False,
        "How long nothing at all may come after a heartbeat was sent; then the link ends with `TIMED_OUT`, and is"
        " made anew where it was made by connect. -1: twice the longer of both sides' intervals where the peer has"
        " promised heartbeats of its own (acknowledged delivery), and no limit where it has not: a plain peer at"
        " its high-water mark reads nothing and answers nothing, yet is well; that its host is gone"
        " `network_timeout` notices. 0: no limit. A heartbeat that waits to be sent, because the peer takes"
        " nothing, does not count as sent; but a peer that has promised heartbeats may not be silent for longer"
        " than this, and than twice the longer interval, either.",
    ),
    "heartbeat_ttl": OptionInfo(
        "heartbeat_ttl", 17, "int", "milliseconds", 0, 65500, 0, False, False,
        "What a heartbeat asks of the peer: to end the link when nothing comes from here for so long after it."
        " Rounded up to tenths of a second; had better be several times `heartbeat_interval`. Beyond 65.5 seconds"
        " some peers count wrongly. 0: nothing. What the heartbeats of a peer ask is always done, and ends the link"
        " with `TIMED_OUT`.",
    ),
    "acknowledged_delivery": OptionInfo(
        "acknowledged_delivery", 18, "bool", "none", 0, 1, True, False, False,
        "Whether to agree on acknowledged delivery with peers that offer it (docs/wire-extension.md): messages"
        " then survive broken connections, exactly once and in order. Off: every peer is taken for a plain ZMTP"
        " peer.",
    ),
    "session_lifetime": OptionInfo(
        "session_lifetime", 19, "int", "milliseconds", 0, 2147483647, 30000, False, True,
        "How long a peer without a link may come back and find what is queued for it and what it had not"
        " acknowledged. After that it is given up: what is unacknowledged goes to other peers, marked as"
        " redelivered, where the pattern balances (PUSH, DEALER, REQ), and is counted and reported as undeliverable"
        " elsewhere. 0: given up as soon as its link ends.",
    ),
    "unacknowledged_bytes": OptionInfo(
        "unacknowledged_bytes", 20, "int", "bytes", 0, 9007199254740991, 16777216, False, False,
        "How much of what is written and not acknowledged is kept for each peer, as it goes to the wire and with"
        " 16 bytes more for each message; then nothing more is written until the peer's application has taken some."
        " One message may exceed it. 0: no limit. For a peer on the same host never more than 2 MiB or 16 messages,"
        " whichever is more: its acknowledgements come soon, and the processor's cache holds no more.",
    ),
    "max_sessions": OptionInfo(
        "max_sessions", 21, "int", "connections", 0, 2147483647, 10000, False, True,
        "How many peers without a link are remembered: those that may come back within `session_lifetime`, and"
        " those that are gone and whose messages nobody has taken yet. For one too many, the peer that has been"
        " away longest is given up (event `EVICTED`); where only unread messages are remembered, newcomers are"
        " turned away with `TOO_MANY_PEERS`. 0: no limit.",
    ),
    "network_timeout": OptionInfo(
        "network_timeout", 22, "int", "milliseconds", 0, 2147483647, 20000, False, False,
        "How long bytes may be on their way without the peer's host confirming them, before the connection is"
        " given up (TCP_USER_TIMEOUT, Linux 2.6.37; no effect on ipc). 0: as long as the system says, some 15"
        " minutes.",
    ),
    "request_timeout": OptionInfo(
        "request_timeout", 23, "int", "milliseconds", 0, 2147483647, 0, False, True,
        "REQ: how long to wait for a reply before the request is sent again, to the next peer, marked as"
        " redelivered. 0: without end. The first reply to any of the attempts counts, the others are dropped and"
        " counted. Where this is set requests carry a number ahead of the empty part, which every REP puts ahead of"
        " its reply, as RFC 28 has it.",
    ),
    "request_retries": OptionInfo(
        "request_retries", 24, "int", "messages", 0, 2147483647, 3, False, True,
        "REQ: how often a request is sent again after `request_timeout`; when that was in vain, the receive fails"
        " with `UNDELIVERABLE`, and another request may be sent.",
    ),
    "manual_acknowledgement": OptionInfo(
        "manual_acknowledgement", 25, "bool", "none", 0, 1, False, False, True,
        "Whether a message that was received counts as handed over only when the application says so, by"
        " `connector_acknowledge`: then one that it had not finished goes to somebody else, or comes again to"
        " whoever takes its place, if this process dies; where the connector is closed, without the mark of what is"
        " redelivered. Off: it counts when the receive returns. No effect on REQ and REP, and on messages from"
        " peers without acknowledged delivery. Turned off again, all that was received counts.",
    ),
    "xpub_verbose": OptionInfo(
        "xpub_verbose", 26, "bool", "none", 0, 1, False, False, True,
        "XPUB: every subscription is received, not only the first to a topic.",
    ),
    "xpub_verboser": OptionInfo(
        "xpub_verboser", 27, "bool", "none", 0, 1, False, False, True,
        "XPUB: every subscription and every cancellation is received, not only the first and the last of a topic.",
    ),
    "xpub_manual": OptionInfo(
        "xpub_manual", 28, "bool", "none", 0, 1, False, False, True,
        "XPUB: a subscription that is received takes effect only as the application has it: `connector_subscribe`"
        " and `connector_unsubscribe` are then about the peer whose subscription was received last.",
    ),
    "xpub_manual_last_value": OptionInfo(
        "xpub_manual_last_value", 29, "bool", "none", 0, 1, False, False, True,
        "XPUB with `xpub_manual`: the next send after a subscription was received goes only to the peer that it"
        " came from, and only if that is subscribed to it: for caches of last values.",
    ),
    "publish_without_drops": OptionInfo(
        "publish_without_drops", 30, "bool", "none", 0, 1, False, False, True,
        "PUB, XPUB and RADIO: a send for which a peer that wants it has no room reaches nobody, and waits or fails"
        " with `AGAIN`; off, it is dropped for this peer, and counted.",
    ),
    "welcome_message": OptionInfo(
        "welcome_message", 31, "bytes", "bytes", 0, 65536, b"", False, False,
        "XPUB: what every newly connected peer that subscribes to it is sent first; of one part. Empty: nothing.",
    ),
    "invert_matching": OptionInfo(
        "invert_matching", 32, "bool", "none", 0, 1, False, False, False,
        "PUB and XPUB send what peers did *not* subscribe to, SUB receives that; both ends need it. An XSUB"
        " filters nothing itself.",
    ),
    "topics": OptionInfo(
        "topics", 33, "int", "topics", 0, 2147483647, 0, True, True,
        "PUB, XPUB, SUB and XSUB: how many different topics are subscribed to now.",
    ),
    "max_topics": OptionInfo(
        "max_topics", 34, "int", "topics", 0, 2147483647, 1000000, False, True,
        "PUB, XPUB and, of groups, RADIO: how many different topics a peer may subscribe to; the link of one that"
        " asks for more ends. 0: no limit.",
    ),
    "max_topic_bytes": OptionInfo(
        "max_topic_bytes", 35, "int", "bytes", 0, 9007199254740991, 67108864, False, True,
        "PUB, XPUB and, of groups, RADIO: how many bytes the topics of a peer may take together; the link of one"
        " that asks for more ends. 0: no limit.",
    ),
    "replay": OptionInfo(
        "replay", 36, "int", "messages", 0, 2147483647, 0, False, True,
        "PUB, XPUB and RADIO: how many of the newest messages are kept for peers that subscribe later and have"
        " acknowledged delivery: they get those that match first. 0: none.",
    ),
    "replay_bytes": OptionInfo(
        "replay_bytes", 37, "int", "bytes", 0, 9007199254740991, 16777216, False, True,
        "PUB, XPUB and RADIO: how many bytes the messages kept for `replay` take at most. 0: no limit.",
    ),
    "connect_timeout": OptionInfo(
        "connect_timeout", 38, "int", "milliseconds", 0, 2147483647, 0, False, False,
        "How long an attempt to connect to an address may take; then it has failed with `TIMED_OUT`. 0: as long as"
        " the system says, some 2 minutes.",
    ),
    "reconnect_stop": OptionInfo(
        "reconnect_stop", 39, "int", "none", 0, 7, 0, False, False,
        "After what no further attempt to connect is made: a set of `ReconnectStop`. The endpoint is then"
        " disconnected, as if by `connector_disconnect` without a linger; the event `CLOSED` says why.",
    ),
    "tcp_keepalive": OptionInfo(
        "tcp_keepalive", 40, "int", "none", -1, 1, -1, False, False,
        "Whether the system probes idle TCP connections (SO_KEEPALIVE). -1: as the system says.",
    ),
    "tcp_keepalive_idle": OptionInfo(
        "tcp_keepalive_idle", 41, "int", "seconds", 0, 32767, 0, False, False,
        "How long a TCP connection is idle before the first probe (TCP_KEEPIDLE). 0: as the system says.",
    ),
    "tcp_keepalive_interval": OptionInfo(
        "tcp_keepalive_interval", 42, "int", "seconds", 0, 32767, 0, False, False,
        "How long between two probes (TCP_KEEPINTVL). 0: as the system says.",
    ),
    "tcp_keepalive_count": OptionInfo(
        "tcp_keepalive_count", 43, "int", "probes", 0, 127, 0, False, False,
        "After how many probes in vain the connection is given up (TCP_KEEPCNT). 0: as the system says.",
    ),
    "type_of_service": OptionInfo(
        "type_of_service", 44, "int", "none", 0, 255, 0, False, False,
        "The type of service of what goes out over IP (IP_TOS, IPV6_TCLASS). 0: as the system says.",
    ),
    "socket_priority": OptionInfo(
        "socket_priority", 45, "int", "none", -1, 2147483647, -1, False, False,
        "The priority of what goes out (SO_PRIORITY, socket(7)); above 6 it takes CAP_NET_ADMIN. -1: as the system"
        " says.",
    ),
    "send_buffer": OptionInfo(
        "send_buffer", 46, "int", "bytes", 0, 1073741823, 0, False, False,
        "How much of what is sent the system holds for a connection (SO_SNDBUF); it doubles that. 0: as the"
        " library thinks best.",
    ),
    "receive_buffer": OptionInfo(
        "receive_buffer", 47, "int", "bytes", 0, 1073741823, 0, False, False,
        "How much of what has arrived the system holds for a connection (SO_RCVBUF); it doubles that. 0: as the"
        " system says.",
    ),
    "bind_to_device": OptionInfo(
        "bind_to_device", 48, "text", "bytes", 0, 15, "", False, False,
        "The network interface that tcp connections are to use (SO_BINDTODEVICE; before Linux 5.7 it takes"
        " CAP_NET_RAW). Empty: any.",
    ),
    "busy_poll": OptionInfo(
        "busy_poll", 49, "int", "microseconds", 0, 1000000, 0, False, False,
        "How long a receive looks at the network device before it sleeps (SO_BUSY_POLL), where the device can do"
        " that. 0: as the system says.",
    ),
    "ipv6_only": OptionInfo(
        "ipv6_only", 50, "bool", "none", 0, 1, False, False, False,
        "Whether `tcp://[::]:port` accepts IPv6 only. Off: IPv4, too.",
    ),
    "metadata": OptionInfo(
        "metadata", 51, "text", "bytes", 0, 4096, "", False, False,
        "What is said to every peer in the handshake beyond the protocol: at most 128 lines of `X-Name: value`."
        " Peers read it by `connector_get_peer_property`.",
    ),
    "immediate": OptionInfo(
        "immediate", 52, "bool", "none", 0, 1, False, False, False,
        "Whether messages go only to peers whose handshake is done: one without a link takes nothing, as if it"
        " were full. So a send of PUSH, DEALER, REQ or PAIR waits, or fails with `AGAIN`, while nobody is linked;"
        " where others drop for a full peer they drop for it. What had not been sent to a peer when its link ended"
        " goes to others where the pattern balances, and stays for it elsewhere; what was sent and is not"
        " acknowledged is its own, as ever. Off: what is sent before a connection is made, or while it is made"
        " again, is queued for it.",
    ),
    "conflate": OptionInfo(
        "conflate", 53, "bool", "none", 0, 1, False, False, False,
        "DEALER, PULL, PUSH, PUB and SUB: only the newest message is kept for each peer, on its way out as on its"
        " way in; what it takes the place of is dropped, and counted as replaced, messages of several parts as a"
        " whole. What is being written is finished. The high-water marks do not matter then, and nothing goes from"
        " a peer that is gone to another.",
    ),
    "probe_router": OptionInfo(
        "probe_router", 54, "bool", "none", 0, 1, False, False, False,
        "REQ, DEALER and ROUTER: every peer that links is sent an empty message first, so that a ROUTER there"
        " knows this connector before it has said anything. Not one that goes on with its session: there it is"
        " known.",
    ),
    "router_notify": OptionInfo(
        "router_notify", 55, "int", "none", 0, 3, 0, False, False,
        "ROUTER: a set of `PeerNotice`: on what an empty message is received behind the routing id of a peer. It"
        " stands behind the last message that the peer has sent, and comes for each link, also between those of one"
        " session.",
    ),
    "router_raw": OptionInfo(
        "router_raw", 56, "bool", "none", 0, 1, False, False, False,
        "ROUTER: peers are programs that speak no ZMTP: bytes are sent and received as they are, as STREAM does;"
        " `router_mandatory` still says what becomes of what has no peer, or no room. Set before the first bind or"
        " connect, or `WRONG_STATE`.",
    ),
    "stream_notify": OptionInfo(
        "stream_notify", 57, "bool", "none", 0, 1, True, False, True,
        "STREAM, and ROUTER with `router_raw`: whether empty bytes are received when a connection is made, and"
        " when it has ended.",
    ),
    "socks_proxy": OptionInfo(
        "socks_proxy", 58, "text", "bytes", 0, 512, "", False, False,
        "The SOCKS5 proxy through which tcp connections are made, RFC 1928, as `host:port` or `[IPv6]:port`; it"
        " resolves the host names of endpoints. Empty: none. `connect_timeout` is for the connection to the proxy;"
        " what the proxy makes of it takes at most `handshake_timeout`. What concerns the other end's host, such as"
        " `network_timeout`, concerns that of the proxy.",
    ),
    "socks_username": OptionInfo(
        "socks_username", 59, "text", "bytes", 0, 255, "", False, False,
        "The name under which to log in at the SOCKS5 proxy if it wants that, RFC 1929; it goes there in plain"
        " text, like the password. Empty: none.",
    ),
    "socks_password": OptionInfo(
        "socks_password", 60, "text", "bytes", 0, 255, "", False, False,
        "The password for the SOCKS5 proxy, RFC 1929.",
    ),
    "plain_server": OptionInfo(
        "plain_server", 61, "bool", "none", 0, 1, False, False, False,
        "PLAIN, RFC 24: peers must log in by name and password; who may is decided by the ZAP handler, RFC 27, and"
        " without one nobody may. Not over inproc, nor is any other mechanism.",
    ),
    "plain_username": OptionInfo(
        "plain_username", 62, "text", "bytes", 0, 255, "", False, False,
        "The name under which to log in by PLAIN, RFC 24, at peers that want it.",
    ),
    "plain_password": OptionInfo(
        "plain_password", 63, "text", "bytes", 0, 255, "", False, False,
        "The password for PLAIN.",
    ),
    "curve_server": OptionInfo(
        "curve_server", 64, "bool", "none", 0, 1, False, False, False,
        "CURVE, RFC 26: peers must know this connector's public key, and prove their own; needs"
        " `curve_secret_key`, without which nothing can be bound or connected. Goes before PLAIN.",
    ),
    "curve_public_key": OptionInfo(
        "curve_public_key", 65, "bytes", "bytes", 0, 40, b"", False, False,
        "This connector's public key for CURVE: 32 bytes, or 40 characters of Z85 (RFC 32). Empty: it follows from"
        " the secret key; another one than that is refused by bind and connect.",
    ),
    "curve_secret_key": OptionInfo(
        "curve_secret_key", 66, "bytes", "bytes", 0, 40, b"", False, False,
        "This connector's secret key for CURVE: 32 bytes, or 40 characters of Z85.",
    ),
    "curve_server_key": OptionInfo(
        "curve_server_key", 67, "bytes", "bytes", 0, 40, b"", False, False,
        "The public key that peers must prove to have: with it, and a secret key, links are made by CURVE. 32"
        " bytes, or 40 characters of Z85.",
    ),
    "zap_domain": OptionInfo(
        "zap_domain", 68, "text", "bytes", 0, 255, "", False, False,
        "The domain in which the ZAP handler of this context, bound to `inproc://zeromq.zap.01`, decides about"
        " peers that link, RFC 27. Empty: it is not asked about peers without a mechanism, and peers that prove"
        " their keys by CURVE, or their names by GSSAPI, are admitted where no handler was ever bound.",
    ),
    "mechanism": OptionInfo(
        "mechanism", 69, "int", "none", 0, 3, 0, True, True,
        "The mechanism that links are made with, as the options have it: a `Mechanism`.",
    ),
    "send_priority": OptionInfo(
        "send_priority", 70, "int", "none", 1, 16, 8, False, False,
        "Where a message goes to one of several peers: the priority of those that come by an endpoint that is"
        " bound or connected from now on, for as long as they live. It goes to a peer of the highest priority that"
        " has room, in turn within one priority. 1 is the highest. A priority of which nobody is linked stands back"
        " while somebody of another is, so that a backup takes over at once, and gives way again; what is queued"
        " for a peer stays its own, unless it is gone for good (see also `immediate`). Attempts of"
        " `request_timeout` go to whoever was asked least.",
    ),
    "receive_priority": OptionInfo(
        "receive_priority", 71, "int", "none", 1, 16, 8, False, False,
        "As `send_priority`, for receiving: what peers of a higher priority have sent is received before what"
        " others have, in turn within one priority. As long as they send more than is received, the others wait.",
    ),
    "gssapi_server": OptionInfo(
        "gssapi_server", 72, "bool", "none", 0, 1, False, False, False,
        "GSSAPI, RFC 38: peers must prove by Kerberos who they are, with a key of this connector's in the system's"
        " keytab. Where options name several mechanisms GSSAPI goes before PLAIN and behind CURVE. Needs"
        " `libgssapi_krb5.so.2`, else bind and connect answer `NOT_SUPPORTED`.",
    ),
    "gssapi_principal": OptionInfo(
        "gssapi_principal", 73, "text", "bytes", 0, 255, "", False, False,
        "GSSAPI: the principal that this connector is. Empty: a server is any that its keytab has keys of, a"
        " client the one that its tickets are of.",
    ),
    "gssapi_service_principal": OptionInfo(
        "gssapi_service_principal", 74, "text", "bytes", 0, 255, "", False, False,
        "GSSAPI: the principal that a server must prove to be: with it links are made by GSSAPI, and this"
        " connector is the client.",
    ),
    "gssapi_principal_form": OptionInfo(
        "gssapi_principal_form", 75, "int", "none", 0, 2, 0, False, False,
        "GSSAPI: the form of `gssapi_principal`: a `PrincipalForm`.",
    ),
    "gssapi_service_principal_form": OptionInfo(
        "gssapi_service_principal_form", 76, "int", "none", 0, 2, 0, False, False,
        "GSSAPI: the form of `gssapi_service_principal`: a `PrincipalForm`.",
    ),
    "gssapi_plaintext": OptionInfo(
        "gssapi_plaintext", 77, "bool", "none", 0, 1, False, False, False,
        "GSSAPI: messages go as they are, not sealed, once peers have proved who they are: whoever is on the way"
        " may read and change them. Both sides must say so.",
    ),
    "source_address": OptionInfo(
        "source_address", 78, "text", "bytes", 0, 512, "", False, False,
        "What tcp connections are made from: an address of this machine, IPv6 in brackets, or the name of an"
        " interface, of which the address is taken that fits; behind it `:port` where the port matters. Looked up"
        " at each attempt, which fails with `ADDRESS_NOT_AVAILABLE` where there is none of that family. Empty: the"
        " system chooses.",
    ),
}

_u8 = ctypes.c_uint8
_u16 = ctypes.c_uint16
_u32 = ctypes.c_uint32
_u64 = ctypes.c_uint64
_i32 = ctypes.c_int32
_i64 = ctypes.c_int64
_text, _address, _pointer = ctypes.c_char_p, ctypes.c_void_p, ctypes.POINTER

# Name, whether the call may wait and so gives up the interpreter lock, result, parameters. Pointers to bytes and to
# arrays are addresses: these take bytes, ctypes arrays, numbers and None.
_FUNCTIONS = [
    ("ymq_version", False, _text, ()),
    ("ymq_abi_manifest", False, _text, ()),
    ("ymq_status_name", False, _text, (_i32,)),
    ("ymq_status_text", False, _text, (_i32,)),
    ("ymq_last_error", False, _text, (_pointer(_i32),)),
    ("ymq_curve_make_secret_key", False, _i32, (_address, _u64)),
    ("ymq_curve_public_key", False, _i32, (_text, _u64, _address, _u64)),
    ("io_context_init", True, _i32, (_u32, _i32, _pointer(_u64))),
    ("io_context_destroy", True, _i32, (_u64, _i64, _pointer(_u64))),
    ("io_context_terminate", True, _i32, (_u64, _pointer(_u64))),
    ("io_context_run", True, _i32, (_u64, _i64)),
    ("io_context_backend", False, _i32, (_u64, _address, _u64)),
    ("connector_init", False, _i32, (_u64, _i32, _pointer(_u64))),
    ("connector_destroy", True, _i32, (_u64, _i64, _pointer(_u64))),
    ("connector_destroy_async", False, _i32, (_u64, _i64, _u64, _u64)),
    ("connector_bind", True, _i32, (_u64, _text, _u64, _address, _u64)),
    ("connector_connect", False, _i32, (_u64, _text, _u64)),
    ("connector_unbind", True, _i32, (_u64, _text, _u64)),
    ("connector_disconnect", False, _i32, (_u64, _text, _u64)),
    ("connector_subscribe", False, _i32, (_u64, _address, _u64)),
    ("connector_unsubscribe", False, _i32, (_u64, _address, _u64)),
    ("connector_send_sync", True, _i32, (_u64, _address, _u64, _address, _u32, _i64)),
    ("connector_try_send", False, _i32, (_u64, _address, _u64, _address, _u32)),
    ("connector_send_async", False, _i32, (_u64, _address, _u64, _address, _u32, _u64, _u64)),
    ("connector_send_message_sync", True, _i32, (_u64, _u64, _i64)),
    ("connector_send_message_async", False, _i32, (_u64, _u64, _u64, _u64)),
    ("connector_recv_sync", True, _i32, (_u64, _address, _u64, _address, _u32, _u32, _i64)),
    ("connector_try_recv", False, _i32, (_u64, _address, _u64, _address, _u32, _u32)),
    ("connector_recv_async", False, _i32, (_u64, _u32, _u64, _u64, _u64)),
    ("connector_recv_message_sync", True, _i32, (_u64, _pointer(_u64), _i64)),
    ("connector_recv_message_async", False, _i32, (_u64, _u64, _u64)),
    ("connector_acknowledge", False, _i32, (_u64, _u32)),
    ("connector_set_option", False, _i32, (_u64, _i32, _address, _u64)),
    ("connector_get_option", False, _i32, (_u64, _i32, _address, _u64)),
    ("connector_get_stats", False, _i32, (_u64, _pointer(ConnectorStats))),
    ("connector_get_peer_stats", False, _i32, (_u64, _u64, _address, _u32)),
    ("connector_take_events", False, _i32, (_u64, _address, _u32)),
    ("connector_join", False, _i32, (_u64, _address, _u64)),
    ("connector_leave", False, _i32, (_u64, _address, _u64)),
    ("connector_connect_peer", False, _i32, (_u64, _text, _u64, _pointer(_u32))),
    ("connector_connect_as", False, _i32, (_u64, _text, _u64, _address, _u64)),
    ("connector_bind_descriptor", True, _i32, (_u64, _i32, _address, _u64)),
    ("connector_wait_for_peers", True, _i32, (_u64, _u32, _i64)),
    ("connector_wait_for_peers_async", False, _i32, (_u64, _u32, _u64, _u64)),
    ("connector_wait_for_subscribers", True, _i32, (_u64, _address, _u64, _u32, _i64)),
    ("connector_wait_for_subscribers_async", False, _i32, (_u64, _address, _u64, _u32, _u64, _u64)),
    ("connector_wait_for_events", True, _i32, (_u64, _i64)),
    ("connector_wait_for_events_async", False, _i32, (_u64, _u64, _u64)),
    ("connector_ready", False, _i32, (_u64,)),
    ("connector_descriptor", False, _i32, (_u64, _i32, _pointer(_i32))),
    ("connector_get_peer_info", False, _i32, (_u64, _u64, _pointer(PeerInfo))),
    ("connector_get_peer_property", False, _i32, (_u64, _u64, _text, _u64, _address, _u64)),
    ("message_init", False, _i32, (_pointer(_u64),)),
    ("message_add_part", False, _i32, (_u64, _address, _u64, _pointer(_address))),
    ("message_add_lent_part", False, _i32, (_u64, _address, _u64, _u64, _u64)),
    ("message_part_count", False, _i32, (_u64,)),
    ("message_part", False, _i32, (_u64, _u32, _pointer(_address), _pointer(_u64))),
    ("message_flags", False, _i32, (_u64,)),
    ("message_destroy", False, _i32, (_u64,)),
    ("message_copy", False, _i32, (_u64, _pointer(_u64))),
    ("message_peer", False, _i32, (_u64, _pointer(_u64))),
    ("completion_queue_init", False, _i32, (_u64, _i32, _pointer(_u64), _pointer(_i32))),
    ("completion_queue_destroy", True, _i32, (_u64,)),
    ("completion_queue_drain", False, _i32, (_u64, _address, _u32, _address, _u64, _address, _u32)),
    ("completion_queue_wait", True, _i32, (_u64, _i64)),
    ("completion_queue_start_timer", False, _i32, (_u64, _i64, _i64, _u64)),
    ("completion_queue_cancel", False, _i32, (_u64, _u64)),
    ("poller_init", False, _i32, (_u64, _pointer(_u64))),
    ("poller_add_connector", False, _i32, (_u64, _u64, _u32, _u64)),
    ("poller_remove_connector", False, _i32, (_u64, _u64)),
    ("poller_add_descriptor", False, _i32, (_u64, _i32, _u32, _u64)),
    ("poller_remove_descriptor", False, _i32, (_u64, _i32)),
    ("poller_wait", True, _i32, (_u64, _address, _u32, _i64)),
    ("poller_destroy", True, _i32, (_u64,)),
    ("proxy_init", True, _i32, (_u64, _u64, _u64, _pointer(_u64))),
    ("proxy_pause", True, _i32, (_u64,)),
    ("proxy_resume", False, _i32, (_u64,)),
    ("proxy_wait", True, _i32, (_u64, _i64)),
    ("proxy_wait_async", False, _i32, (_u64, _u64, _u64)),
    ("proxy_get_stats", False, _i32, (_u64, _pointer(ProxyStats))),
    ("proxy_destroy", True, _i32, (_u64,)),
]

# What this module was generated from: a fingerprint of each entry.
ENTRIES = {
    "handle IoContext": "f189d034",
    "handle Connector": "593764f8",
    "handle Message": "d800e341",
    "handle CompletionQueue": "596cec45",
    "handle Poller": "5cfc3aeb",
    "handle Proxy": "c985f88f",
    "enum Status": "8a9dfd66",
    "value Status.OK": "23d7b286",
    "value Status.INVALID_ARGUMENT": "f32d4354",
    "value Status.INVALID_HANDLE": "b02148cb",
    "value Status.CLOSED": "62e011e7",
    "value Status.AGAIN": "38b5f52b",
    "value Status.TIMED_OUT": "8199f495",
    "value Status.INTERRUPTED": "a187f0ac",
    "value Status.CANCELLED": "4a76fc31",
    "value Status.INVALID_ENDPOINT": "8900d666",
    "value Status.UNSUPPORTED_TRANSPORT": "86150e77",
    "value Status.ADDRESS_IN_USE": "cc42fdd5",
    "value Status.ADDRESS_NOT_AVAILABLE": "b9a1aa38",
    "value Status.PERMISSION_DENIED": "331db591",
    "value Status.NAME_NOT_RESOLVED": "efb57042",
    "value Status.HOST_UNREACHABLE": "e042fbf3",
    "value Status.NOT_SUPPORTED": "28483972",
    "value Status.WRONG_STATE": "120bb90c",
    "value Status.MESSAGE_TOO_LARGE": "4b94cca9",
    "value Status.BUFFER_TOO_SMALL": "7c48d4ec",
    "value Status.OUT_OF_MEMORY": "5d42ca2b",
    "value Status.TOO_MANY_FILES": "bea2fc65",
    "value Status.TOO_MANY_HANDLES": "bae00f61",
    "value Status.NOT_FOUND": "321b55fd",
    "value Status.FORKED": "f5afb3f0",
    "value Status.READ_ONLY": "1213f1a1",
    "value Status.PROTOCOL": "4b2a4113",
    "value Status.CONNECTION_REFUSED": "d2c4a90c",
    "value Status.CONNECTION_RESET": "d1574e87",
    "value Status.PEER_CLOSED": "aac515a3",
    "value Status.INCOMPATIBLE_PEER": "daa230e8",
    "value Status.SELF_CONNECTION": "85b813b8",
    "value Status.SYSTEM": "0e7735ef",
    "value Status.INTERNAL": "6cfd1439",
    "value Status.PEER_LOST": "a25a811d",
    "value Status.UNDELIVERABLE": "cf71afaf",
    "value Status.TOO_MANY_PEERS": "bb2e2ad7",
    "value Status.SUPERSEDED": "a6f2ea35",
    "value Status.TOO_MANY_TOPICS": "b442d86c",
    "value Status.AUTHENTICATION_FAILED": "51b64d1a",
    "value Status.ROUTING_ID_IN_USE": "d23c9cc6",
    "enum Backend": "8a9dfd66",
    "value Backend.DEFAULT": "23d7b286",
    "value Backend.EPOLL": "48208f94",
    "value Backend.IO_URING": "49c98762",
    "enum ConnectorType": "8a9dfd66",
    "value ConnectorType.PAIR": "23d7b286",
    "value ConnectorType.PUB": "48208f94",
    "value ConnectorType.SUB": "49c98762",
    "value ConnectorType.REQ": "d428e15b",
    "value ConnectorType.REP": "07953a67",
    "value ConnectorType.DEALER": "36060134",
    "value ConnectorType.ROUTER": "10e7d612",
    "value ConnectorType.PULL": "9d709bba",
    "value ConnectorType.PUSH": "d93acd00",
    "value ConnectorType.XPUB": "df787b58",
    "value ConnectorType.XSUB": "a9c584f4",
    "value ConnectorType.STREAM": "ad7449a2",
    "value ConnectorType.SERVER": "63d9335a",
    "value ConnectorType.CLIENT": "1a87d561",
    "value ConnectorType.RADIO": "c1d4cd78",
    "value ConnectorType.DISH": "f04bb5cd",
    "value ConnectorType.GATHER": "09b689b4",
    "value ConnectorType.SCATTER": "650d84b0",
    "value ConnectorType.PEER": "b505c2ff",
    "value ConnectorType.CHANNEL": "e6c58fba",
    "enum ReconnectStop": "bc9a65cf",
    "value ReconnectStop.REFUSED": "48208f94",
    "value ReconnectStop.HANDSHAKE_FAILED": "49c98762",
    "value ReconnectStop.DISCONNECTED": "07953a67",
    "enum PeerNotice": "bc9a65cf",
    "value PeerNotice.CONNECTED": "48208f94",
    "value PeerNotice.DISCONNECTED": "49c98762",
    "enum Mechanism": "8a9dfd66",
    "value Mechanism.NULL": "23d7b286",
    "value Mechanism.PLAIN": "48208f94",
    "value Mechanism.CURVE": "49c98762",
    "value Mechanism.GSSAPI": "d428e15b",
    "enum PrincipalForm": "8a9dfd66",
    "value PrincipalForm.HOST_BASED": "23d7b286",
    "value PrincipalForm.USER": "48208f94",
    "value PrincipalForm.KERBEROS": "49c98762",
    "enum Readiness": "bc9a65cf",
    "value Readiness.READABLE": "48208f94",
    "value Readiness.WRITABLE": "49c98762",
    "value Readiness.EVENTFUL": "07953a67",
    "enum PartFlag": "bc9a65cf",
    "value PartFlag.MORE": "48208f94",
    "value PartFlag.REDELIVERED": "49c98762",
    "enum PeerState": "bc9a65cf",
    "value PeerState.LINKED": "48208f94",
    "value PeerState.LASTING": "49c98762",
    "value PeerState.SESSION": "07953a67",
    "value PeerState.AWAITED": "d93acd00",
    "value PeerState.GONE": "09b689b4",
    "enum WakeKind": "8a9dfd66",
    "value WakeKind.NONE": "23d7b286",
    "value WakeKind.PIPE": "48208f94",
    "value WakeKind.POLLABLE": "49c98762",
    "enum CompletionKind": "8a9dfd66",
    "value CompletionKind.SEND": "48208f94",
    "value CompletionKind.RECV": "49c98762",
    "value CompletionKind.RECV_MESSAGE": "d428e15b",
    "value CompletionKind.DESTROY": "07953a67",
    "value CompletionKind.PEERS": "36060134",
    "value CompletionKind.SUBSCRIBERS": "10e7d612",
    "value CompletionKind.RELEASE": "9d709bba",
    "value CompletionKind.PROXY": "d93acd00",
    "value CompletionKind.EVENTS": "df787b58",
    "value CompletionKind.TIMER": "a9c584f4",
    "enum EventKind": "8a9dfd66",
    "value EventKind.LOST": "23d7b286",
    "value EventKind.LISTENING": "48208f94",
    "value EventKind.CONNECTED": "49c98762",
    "value EventKind.DISCONNECTED": "d428e15b",
    "value EventKind.CONNECT_FAILED": "07953a67",
    "value EventKind.HANDSHAKE_FAILED": "36060134",
    "value EventKind.ACCEPT_FAILED": "10e7d612",
    "value EventKind.DROPPED": "9d709bba",
    "value EventKind.CLOSED": "d93acd00",
    "value EventKind.RESUMED": "df787b58",
    "value EventKind.REDELIVERED": "a9c584f4",
    "value EventKind.UNDELIVERABLE": "ad7449a2",
    "value EventKind.UNCERTAIN": "63d9335a",
    "value EventKind.SESSION_ENDED": "1a87d561",
    "value EventKind.EVICTED": "c1d4cd78",
    "struct Part": "3596f5d5",
    "field Part.size": "5c76ffd6",
    "field Part.flags": "d03993db",
    "field Part.needed": "6ed21b87",
    "struct Completion": "ab64409e",
    "field Completion.tag": "5c76ffd6",
    "field Completion.kind": "615c1145",
    "field Completion.status": "3a0c3ca7",
    "field Completion.byte_offset": "2dd72dc7",
    "field Completion.byte_count": "cc2f8455",
    "field Completion.part_offset": "b2a64dcd",
    "field Completion.part_count": "35d8e6a9",
    "field Completion.count": "fa56ed9b",
    "field Completion.message": "a92c3a10",
    "field Completion.reserved": "dd8bc87c",
    "struct ConnectorStats": "52890d0c",
    "field ConnectorStats.size": "e03c2bc7",
    "field ConnectorStats.peers": "751afc3c",
    "field ConnectorStats.messages_sent": "cf5c8c7f",
    "field ConnectorStats.messages_received": "2dd72dc7",
    "field ConnectorStats.bytes_sent": "cc2f8455",
    "field ConnectorStats.bytes_received": "83302a39",
    "field ConnectorStats.dropped_full": "fa56ed9b",
    "field ConnectorStats.dropped_unroutable": "84cd091c",
    "field ConnectorStats.dropped_peer_gone": "dd8bc87c",
    "field ConnectorStats.dropped_unexpected": "1346d0b5",
    "field ConnectorStats.links_opened": "edca847e",
    "field ConnectorStats.links_closed": "f49ac87e",
    "field ConnectorStats.handshakes_failed": "0b115ebc",
    "field ConnectorStats.connects_failed": "37a1ca03",
    "field ConnectorStats.messages_queued": "8f52cbf3",
    "field ConnectorStats.messages_waiting": "834c1b28",
    "field ConnectorStats.messages_acknowledged": "9bd71580",
    "field ConnectorStats.messages_resent": "d4862101",
    "field ConnectorStats.messages_redelivered": "1c81e9bc",
    "field ConnectorStats.messages_undeliverable": "6879ecf2",
    "field ConnectorStats.messages_uncertain": "0d88e539",
    "field ConnectorStats.sessions_resumed": "91c4aea7",
    "field ConnectorStats.sessions_lost": "0e782d05",
    "field ConnectorStats.sessions_evicted": "98247aca",
    "field ConnectorStats.events_lost": "779c0d5d",
    "field ConnectorStats.messages_unacknowledged": "b33f2386",
    "field ConnectorStats.sessions_waiting": "a7dce492",
    "field ConnectorStats.dropped_replaced": "70a7b113",
    "struct PeerStats": "51ff0016",
    "field PeerStats.peer": "5c76ffd6",
    "field PeerStats.messages_sent": "cf5c8c7f",
    "field PeerStats.messages_received": "2dd72dc7",
    "field PeerStats.messages_queued": "cc2f8455",
    "field PeerStats.bytes_queued": "83302a39",
    "field PeerStats.messages_unacknowledged": "fa56ed9b",
    "field PeerStats.bytes_unacknowledged": "84cd091c",
    "field PeerStats.messages_waiting": "dd8bc87c",
    "field PeerStats.messages_resent": "1346d0b5",
    "field PeerStats.dropped_full": "edca847e",
    "field PeerStats.undeliverable": "f49ac87e",
    "field PeerStats.links": "0b115ebc",
    "field PeerStats.state": "cfc083dd",
    "field PeerStats.identity_size": "66f09449",
    "field PeerStats.identity": "e69df117",
    "struct Event": "53e30439",
    "field Event.time_ns": "5c76ffd6",
    "field Event.peer": "cf5c8c7f",
    "field Event.count": "2dd72dc7",
    "field Event.kind": "3ef6a179",
    "field Event.status": "823acbf2",
    "field Event.system_error": "92b6e03f",
    "field Event.endpoint_size": "35d8e6a9",
    "field Event.endpoint": "0bd75626",
    "struct PeerInfo": "52890d0c",
    "field PeerInfo.size": "e03c2bc7",
    "field PeerInfo.state": "dfca9ea2",
    "field PeerInfo.peer": "cf5c8c7f",
    "field PeerInfo.routing_id": "b8c30384",
    "field PeerInfo.has_credentials": "ec75360f",
    "field PeerInfo.process_id": "89f23c5f",
    "field PeerInfo.user_id": "4c0a6dae",
    "field PeerInfo.group_id": "b2a64dcd",
    "field PeerInfo.address_size": "35d8e6a9",
    "field PeerInfo.address": "ed486b00",
    "field PeerInfo.identity_size": "ba26626c",
    "field PeerInfo.reserved": "6bcb5285",
    "field PeerInfo.identity": "d3e39972",
    "struct Readied": "3596f5d5",
    "field Readied.tag": "5c76ffd6",
    "field Readied.ready": "457ccbbf",
    "field Readied.status": "3a0c3ca7",
    "struct ProxyStats": "52890d0c",
    "field ProxyStats.size": "e03c2bc7",
    "field ProxyStats.paused": "751afc3c",
    "field ProxyStats.messages_to_back": "cf5c8c7f",
    "field ProxyStats.bytes_to_back": "2dd72dc7",
    "field ProxyStats.messages_to_front": "cc2f8455",
    "field ProxyStats.bytes_to_front": "83302a39",
    "field ProxyStats.capture_dropped": "fa56ed9b",
    "field ProxyStats.dropped": "84cd091c",
    "option identity": "4610a1b7",
    "option send_hwm": "74e6e406",
    "option receive_hwm": "45a6083a",
    "option send_hwm_bytes": "05e05f0b",
    "option receive_hwm_bytes": "f7fd4407",
    "option linger": "2229588e",
    "option reconnect_interval": "950950e1",
    "option reconnect_interval_max": "b3a2e350",
    "option handshake_timeout": "5b6b92b6",
    "option max_message_size": "eff43048",
    "option router_mandatory": "da9c53b0",
    "option backlog": "6d3f5ca3",
    "option type": "d2875bcc",
    "option last_endpoint": "cd812afb",
    "option heartbeat_interval": "f684453b",
    "option heartbeat_timeout": "6235ace3",
    "option heartbeat_ttl": "325db34b",
    "option acknowledged_delivery": "55312e78",
    "option session_lifetime": "4bc99ffa",
    "option unacknowledged_bytes": "00e5724a",
    "option max_sessions": "b3c8e7e7",
    "option network_timeout": "a3e17097",
    "option request_timeout": "029b959b",
    "option request_retries": "d405a665",
    "option manual_acknowledgement": "2e017c21",
    "option xpub_verbose": "87912a8c",
    "option xpub_verboser": "76ff062c",
    "option xpub_manual": "ef0d967b",
    "option xpub_manual_last_value": "7c439bd6",
    "option publish_without_drops": "b8aa1033",
    "option welcome_message": "98c370de",
    "option invert_matching": "7aea8e8d",
    "option topics": "a48cb6af",
    "option max_topics": "09bf017e",
    "option max_topic_bytes": "71e29fb3",
    "option replay": "73d7e50a",
    "option replay_bytes": "dc47cadd",
    "option connect_timeout": "9c8dcce5",
    "option reconnect_stop": "c84d0783",
    "option tcp_keepalive": "8c1a3ead",
    "option tcp_keepalive_idle": "9b731d10",
    "option tcp_keepalive_interval": "de260fea",
    "option tcp_keepalive_count": "7754a0ad",
    "option type_of_service": "8cb378ab",
    "option socket_priority": "259daedb",
    "option send_buffer": "8f4a6ab7",
    "option receive_buffer": "0d726a5f",
    "option bind_to_device": "93b79606",
    "option busy_poll": "baa1e5d9",
    "option ipv6_only": "3dd3a6d3",
    "option metadata": "ed0101da",
    "option immediate": "fe1f4c53",
    "option conflate": "de91aa81",
    "option probe_router": "4f6d9383",
    "option router_notify": "e877bbde",
    "option router_raw": "e22b814b",
    "option stream_notify": "7eec542b",
    "option socks_proxy": "d939e129",
    "option socks_username": "1fa4787d",
    "option socks_password": "7d5ac8ec",
    "option plain_server": "40116980",
    "option plain_username": "94c1bc6d",
    "option plain_password": "3e4f69fb",
    "option curve_server": "5bdc74c5",
    "option curve_public_key": "45c4142f",
    "option curve_secret_key": "eec9b167",
    "option curve_server_key": "e60cac5c",
    "option zap_domain": "1412d079",
    "option mechanism": "2054b8c3",
    "option send_priority": "f7f59f8c",
    "option receive_priority": "65f7318e",
    "option gssapi_server": "52174220",
    "option gssapi_principal": "caeb0dc5",
    "option gssapi_service_principal": "7e3f7f49",
    "option gssapi_principal_form": "336796df",
    "option gssapi_service_principal_form": "d2921d9f",
    "option gssapi_plaintext": "b4d54cb2",
    "option source_address": "037c4cc4",
    "function ymq_version": "ab4fe068",
    "function ymq_abi_manifest": "ab4fe068",
    "function ymq_status_name": "0cc9e117",
    "function ymq_status_text": "0cc9e117",
    "function ymq_last_error": "0590a303",
    "function ymq_curve_make_secret_key": "beff5437",
    "function ymq_curve_public_key": "31311229",
    "function io_context_init": "3972d34c",
    "function io_context_destroy": "09787280",
    "function io_context_terminate": "4365ff0e",
    "function io_context_run": "afe88181",
    "function io_context_backend": "5f2acdf3",
    "function connector_init": "c64f36c1",
    "function connector_destroy": "f60c4acb",
    "function connector_destroy_async": "f5588ff3",
    "function connector_bind": "896bebed",
    "function connector_connect": "a8c7f77d",
    "function connector_unbind": "391d3fd0",
    "function connector_disconnect": "a8c7f77d",
    "function connector_subscribe": "f432d627",
    "function connector_unsubscribe": "f432d627",
    "function connector_send_sync": "5a524c9a",
    "function connector_try_send": "8d0470dd",
    "function connector_send_async": "ade74594",
    "function connector_send_message_sync": "fc1fe545",
    "function connector_send_message_async": "1175165a",
    "function connector_recv_sync": "82ae9113",
    "function connector_try_recv": "84f98d86",
    "function connector_recv_async": "5816f1bb",
    "function connector_recv_message_sync": "8b9390d1",
    "function connector_recv_message_async": "48942f12",
    "function connector_acknowledge": "74a5e4e5",
    "function connector_set_option": "c20e9131",
    "function connector_get_option": "ec0d8679",
    "function connector_get_stats": "018ffa11",
    "function connector_get_peer_stats": "a6d7d687",
    "function connector_take_events": "11a57ada",
    "function connector_join": "f432d627",
    "function connector_leave": "f432d627",
    "function connector_connect_peer": "299ce018",
    "function connector_connect_as": "830f9393",
    "function connector_bind_descriptor": "fa7f5ff6",
    "function connector_wait_for_peers": "c2ea7aef",
    "function connector_wait_for_peers_async": "1915fe58",
    "function connector_wait_for_subscribers": "11013d9d",
    "function connector_wait_for_subscribers_async": "315b9aac",
    "function connector_wait_for_events": "307e5922",
    "function connector_wait_for_events_async": "aa06dcc1",
    "function connector_ready": "ca336fa3",
    "function connector_descriptor": "6931cf0e",
    "function connector_get_peer_info": "72faa98e",
    "function connector_get_peer_property": "fbf5a807",
    "function message_init": "56e7c362",
    "function message_add_part": "57175a0b",
    "function message_add_lent_part": "1f843502",
    "function message_part_count": "8751d028",
    "function message_part": "4e7ef075",
    "function message_flags": "8751d028",
    "function message_destroy": "8dd41c9b",
    "function message_copy": "15d1d8eb",
    "function message_peer": "d82f6d98",
    "function completion_queue_init": "c7299bb9",
    "function completion_queue_destroy": "08172e3c",
    "function completion_queue_drain": "4f50cc04",
    "function completion_queue_wait": "653c8077",
    "function completion_queue_start_timer": "8b1282dd",
    "function completion_queue_cancel": "4e82919b",
    "function poller_init": "9df3bd87",
    "function poller_add_connector": "61bf1d7b",
    "function poller_remove_connector": "03b04d08",
    "function poller_add_descriptor": "257c2c4f",
    "function poller_remove_descriptor": "17d02b70",
    "function poller_wait": "63e6fc1c",
    "function poller_destroy": "ef612734",
    "function proxy_init": "3d7c265d",
    "function proxy_pause": "4fff4834",
    "function proxy_resume": "0fcbf893",
    "function proxy_wait": "007a6d1e",
    "function proxy_wait_async": "ffe85b2c",
    "function proxy_get_stats": "7c7e74db",
    "function proxy_destroy": "3b0074af",
}


class AbiMismatch(Exception):
    """The library is not one that this module was made for; `entries` names what differs."""

    def __init__(self, path, entries):
        super().__init__(f"{path}: made from another ABI: {', '.join(entries)}")
        self.path = path
        self.entries = entries


class Library:
    """libymq, loaded and checked: its functions by name."""

    def __init__(self, path):
        # A call through PyDLL keeps the interpreter lock, which is cheaper where the call never waits.
        holding, releasing = ctypes.PyDLL(path), ctypes.CDLL(path)
        self.path = path
        self.manifest = _read_manifest(holding, path)
        check_manifest(self.manifest, path)
        check_layout(self.manifest, path)
        for name, waits, result, parameters in _FUNCTIONS:
            setattr(self, name, _bind(releasing if waits else holding, name, result, parameters))


def check_manifest(manifest, path):
    """Refuses a library in which an entry that this module uses is missing or changed; more entries are welcome."""
    there = manifest["entries"]
    missing = [f"{name} is missing" for name in ENTRIES if name not in there]
    changed = [f"{name} changed" for name, mark in ENTRIES.items() if there.get(name, mark) != mark]
    if missing or changed:
        raise AbiMismatch(path, missing + changed)


def check_layout(manifest, path):
    """Refuses a library whose structs are laid out differently from those of this module."""
    wrong = []
    for name, mine in _STRUCTS.items():
        layout = manifest["layouts"][name]
        if ctypes.sizeof(mine) > layout["size"]:
            wrong.append(f"struct {name} has {layout['size']} bytes")
        for field, _type in mine._fields_:
            place = [getattr(mine, field).offset, getattr(mine, field).size]
            if layout["fields"].get(field) != place:
                wrong.append(f"field {name}.{field} is not at {place}")
    if wrong:
        raise AbiMismatch(path, wrong)


def load(path):
    """Loads the library at this path: OSError where there is none, AbiMismatch where it does not fit."""
    return Library(path)


def _read_manifest(handle, path):
    try:
        read = handle.ymq_abi_manifest
    except AttributeError:
        raise AbiMismatch(path, ["function ymq_abi_manifest is missing"]) from None
    read.restype = ctypes.c_char_p
    return json.loads(read())


def _bind(handle, name, result, parameters):
    function = getattr(handle, name)
    function.restype = result
    function.argtypes = parameters
    return function
