# Generated from the spec of ymq by `npm run codegen`; do not edit.

import ctypes
import enum
from typing import Any, NamedTuple, TypeAlias, TypeVar

_T = TypeVar("_T")

# Memory that a call reads: bytes, a ctypes array, byref(...), or an address whose memory the caller keeps alive.
_Readable: TypeAlias = bytes | ctypes.Array[Any] | ctypes.Structure | ctypes._CArgObject | ctypes.c_void_p | int
# Memory that a call writes.
_Writable: TypeAlias = ctypes.Array[Any] | ctypes.Structure | ctypes._CArgObject | ctypes.c_void_p | int
# One value that a call writes.
_Out: TypeAlias = _T | ctypes.Array[_T] | ctypes._CArgObject | ctypes._Pointer[_T]

VERSION: str

class Status(enum.IntEnum):
    OK = 0
    INVALID_ARGUMENT = -1
    INVALID_HANDLE = -2
    CLOSED = -3
    AGAIN = -4
    TIMED_OUT = -5
    INTERRUPTED = -6
    CANCELLED = -7
    INVALID_ENDPOINT = -8
    UNSUPPORTED_TRANSPORT = -9
    ADDRESS_IN_USE = -10
    ADDRESS_NOT_AVAILABLE = -11
    PERMISSION_DENIED = -12
    NAME_NOT_RESOLVED = -13
    HOST_UNREACHABLE = -14
    NOT_SUPPORTED = -15
    WRONG_STATE = -16
    MESSAGE_TOO_LARGE = -17
    BUFFER_TOO_SMALL = -18
    OUT_OF_MEMORY = -19
    TOO_MANY_FILES = -20
    TOO_MANY_HANDLES = -21
    NOT_FOUND = -22
    FORKED = -23
    READ_ONLY = -24
    PROTOCOL = -25
    CONNECTION_REFUSED = -26
    CONNECTION_RESET = -27
    PEER_CLOSED = -28
    INCOMPATIBLE_PEER = -29
    SELF_CONNECTION = -30
    SYSTEM = -31
    INTERNAL = -32
    PEER_LOST = -33
    UNDELIVERABLE = -34
    TOO_MANY_PEERS = -35
    SUPERSEDED = -36
    TOO_MANY_TOPICS = -37
    AUTHENTICATION_FAILED = -38
    ROUTING_ID_IN_USE = -39

class Backend(enum.IntEnum):
    DEFAULT = 0
    EPOLL = 1
    IO_URING = 2

class ConnectorType(enum.IntEnum):
    PAIR = 0
    PUB = 1
    SUB = 2
    REQ = 3
    REP = 4
    DEALER = 5
    ROUTER = 6
    PULL = 7
    PUSH = 8
    XPUB = 9
    XSUB = 10
    STREAM = 11
    SERVER = 12
    CLIENT = 13
    RADIO = 14
    DISH = 15
    GATHER = 16
    SCATTER = 17
    PEER = 19
    CHANNEL = 20

class ReconnectStop(enum.IntFlag):
    REFUSED = 1
    HANDSHAKE_FAILED = 2
    DISCONNECTED = 4

class PeerNotice(enum.IntFlag):
    CONNECTED = 1
    DISCONNECTED = 2

class Mechanism(enum.IntEnum):
    NULL = 0
    PLAIN = 1
    CURVE = 2
    GSSAPI = 3

class PrincipalForm(enum.IntEnum):
    HOST_BASED = 0
    USER = 1
    KERBEROS = 2

class Readiness(enum.IntFlag):
    READABLE = 1
    WRITABLE = 2
    EVENTFUL = 4

class PartFlag(enum.IntFlag):
    MORE = 1
    REDELIVERED = 2

class PeerState(enum.IntFlag):
    LINKED = 1
    LASTING = 2
    SESSION = 4
    AWAITED = 8
    GONE = 16

class WakeKind(enum.IntEnum):
    NONE = 0
    PIPE = 1
    POLLABLE = 2

class CompletionKind(enum.IntEnum):
    SEND = 1
    RECV = 2
    RECV_MESSAGE = 3
    DESTROY = 4
    PEERS = 5
    SUBSCRIBERS = 6
    RELEASE = 7
    PROXY = 8
    EVENTS = 9
    TIMER = 10

class EventKind(enum.IntEnum):
    LOST = 0
    LISTENING = 1
    CONNECTED = 2
    DISCONNECTED = 3
    CONNECT_FAILED = 4
    HANDSHAKE_FAILED = 5
    ACCEPT_FAILED = 6
    DROPPED = 7
    CLOSED = 8
    RESUMED = 9
    REDELIVERED = 10
    UNDELIVERABLE = 11
    UNCERTAIN = 12
    SESSION_ENDED = 13
    EVICTED = 14

class OptionId(enum.IntEnum):
    IDENTITY = 1
    SEND_HWM = 2
    RECEIVE_HWM = 3
    SEND_HWM_BYTES = 4
    RECEIVE_HWM_BYTES = 5
    LINGER = 6
    RECONNECT_INTERVAL = 7
    RECONNECT_INTERVAL_MAX = 8
    HANDSHAKE_TIMEOUT = 9
    MAX_MESSAGE_SIZE = 10
    ROUTER_MANDATORY = 11
    BACKLOG = 12
    TYPE = 13
    LAST_ENDPOINT = 14
    HEARTBEAT_INTERVAL = 15
    HEARTBEAT_TIMEOUT = 16
    HEARTBEAT_TTL = 17
    ACKNOWLEDGED_DELIVERY = 18
    SESSION_LIFETIME = 19
    UNACKNOWLEDGED_BYTES = 20
    MAX_SESSIONS = 21
    NETWORK_TIMEOUT = 22
    REQUEST_TIMEOUT = 23
    REQUEST_RETRIES = 24
    MANUAL_ACKNOWLEDGEMENT = 25
    XPUB_VERBOSE = 26
    XPUB_VERBOSER = 27
    XPUB_MANUAL = 28
    XPUB_MANUAL_LAST_VALUE = 29
    PUBLISH_WITHOUT_DROPS = 30
    WELCOME_MESSAGE = 31
    INVERT_MATCHING = 32
    TOPICS = 33
    MAX_TOPICS = 34
    MAX_TOPIC_BYTES = 35
    REPLAY = 36
    REPLAY_BYTES = 37
    CONNECT_TIMEOUT = 38
    RECONNECT_STOP = 39
    TCP_KEEPALIVE = 40
    TCP_KEEPALIVE_IDLE = 41
    TCP_KEEPALIVE_INTERVAL = 42
    TCP_KEEPALIVE_COUNT = 43
    TYPE_OF_SERVICE = 44
    SOCKET_PRIORITY = 45
    SEND_BUFFER = 46
    RECEIVE_BUFFER = 47
    BIND_TO_DEVICE = 48
    BUSY_POLL = 49
    IPV6_ONLY = 50
    METADATA = 51
    IMMEDIATE = 52
    CONFLATE = 53
    PROBE_ROUTER = 54
    ROUTER_NOTIFY = 55
    ROUTER_RAW = 56
    STREAM_NOTIFY = 57
    SOCKS_PROXY = 58
    SOCKS_USERNAME = 59
    SOCKS_PASSWORD = 60
    PLAIN_SERVER = 61
    PLAIN_USERNAME = 62
    PLAIN_PASSWORD = 63
    CURVE_SERVER = 64
    CURVE_PUBLIC_KEY = 65
    CURVE_SECRET_KEY = 66
    CURVE_SERVER_KEY = 67
    ZAP_DOMAIN = 68
    MECHANISM = 69
    SEND_PRIORITY = 70
    RECEIVE_PRIORITY = 71
    GSSAPI_SERVER = 72
    GSSAPI_PRINCIPAL = 73
    GSSAPI_SERVICE_PRINCIPAL = 74
    GSSAPI_PRINCIPAL_FORM = 75
    GSSAPI_SERVICE_PRINCIPAL_FORM = 76
    GSSAPI_PLAINTEXT = 77
    SOURCE_ADDRESS = 78

class Part(ctypes.Structure):
    size: int
    flags: int
    needed: int

PART_FORMAT: str

class Completion(ctypes.Structure):
    tag: int
    kind: int
    status: int
    byte_offset: int
    byte_count: int
    part_offset: int
    part_count: int
    count: int
    message: int
    reserved: int

COMPLETION_FORMAT: str

class ConnectorStats(ctypes.Structure):
    size: int
    peers: int
    messages_sent: int
    messages_received: int
    bytes_sent: int
    bytes_received: int
    dropped_full: int
    dropped_unroutable: int
    dropped_peer_gone: int
    dropped_unexpected: int
    links_opened: int
    links_closed: int
    handshakes_failed: int
    connects_failed: int
    messages_queued: int
    messages_waiting: int
    messages_acknowledged: int
    messages_resent: int
    messages_redelivered: int
    messages_undeliverable: int
    messages_uncertain: int
    sessions_resumed: int
    sessions_lost: int
    sessions_evicted: int
    events_lost: int
    messages_unacknowledged: int
    sessions_waiting: int
    dropped_replaced: int

CONNECTOR_STATS_FORMAT: str

class PeerStats(ctypes.Structure):
    peer: int
    messages_sent: int
    messages_received: int
    messages_queued: int
    bytes_queued: int
    messages_unacknowledged: int
    bytes_unacknowledged: int
    messages_waiting: int
    messages_resent: int
    dropped_full: int
    undeliverable: int
    links: int
    state: int
    identity_size: int
    identity: ctypes.Array[ctypes.c_uint8]

PEER_STATS_FORMAT: str

class Event(ctypes.Structure):
    time_ns: int
    peer: int
    count: int
    kind: int
    status: int
    system_error: int
    endpoint_size: int
    endpoint: ctypes.Array[ctypes.c_uint8]

EVENT_FORMAT: str

class PeerInfo(ctypes.Structure):
    size: int
    state: int
    peer: int
    routing_id: int
    has_credentials: int
    process_id: int
    user_id: int
    group_id: int
    address_size: int
    address: ctypes.Array[ctypes.c_uint8]
    identity_size: int
    reserved: int
    identity: ctypes.Array[ctypes.c_uint8]

PEER_INFO_FORMAT: str

class Readied(ctypes.Structure):
    tag: int
    ready: int
    status: int

READIED_FORMAT: str

class ProxyStats(ctypes.Structure):
    size: int
    paused: int
    messages_to_back: int
    bytes_to_back: int
    messages_to_front: int
    bytes_to_front: int
    capture_dropped: int
    dropped: int

PROXY_STATS_FORMAT: str

class OptionInfo(NamedTuple):
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

OPTIONS: dict[str, OptionInfo]
ENTRIES: dict[str, str]

class AbiMismatch(Exception):
    path: str
    entries: list[str]

class Library:
    path: str
    manifest: dict[str, Any]
    def __init__(self, path: str) -> None: ...
    def ymq_version(self, /) -> bytes:
        """Names the version of the library: `0.4.0`.

        Returns: NUL-terminated text that lives as long as the library.

        Never waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def ymq_abi_manifest(self, /) -> bytes:
        """The ABI manifest that the library was built from: JSON text with one fingerprint for each entry. A binding
        compares it when it loads the library.

        Returns: NUL-terminated text that lives as long as the library.

        Never waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def ymq_status_name(self, status: int, /) -> bytes:
        """Names a status: `ADDRESS_IN_USE`. A number that is no status gives `UNKNOWN`.

        status: The status.
        Returns: NUL-terminated text that lives as long as the library.

        Never waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def ymq_status_text(self, status: int, /) -> bytes:
        """Says what a status means, in a sentence.

        status: The status.
        Returns: NUL-terminated text that lives as long as the library.

        Never waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def ymq_last_error(self, system_error: _Out[ctypes.c_int32] | None, /) -> bytes:
        """Says what was wrong in the last call on this thread that failed: which value, and what would be right. Calls
        that succeed leave it as it is.

        system_error: Receives the errno behind it, or 0. May be null.
        Returns: NUL-terminated text that lives until the same thread calls the library again.

        Never waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def ymq_curve_make_secret_key(self, text: _Writable, text_capacity: int, /) -> int:
        """Makes a secret key for CURVE, RFC 26, of random bytes, as 40 characters of Z85.

        text: Receives the key, cut at the capacity.
        text_capacity: Bytes of room in `text`; 41 hold the key and a NUL.
        Returns: The length of the whole text in bytes: 40. Negative: INVALID_ARGUMENT, NOT_SUPPORTED.

        Never waits. Any thread may call it, at any time. Since 0.3.
        """
        ...
    def ymq_curve_public_key(self, secret: bytes, secret_length: int, text: _Writable, text_capacity: int, /) -> int:
        """Computes the public key that belongs to a secret one, as 40 characters of Z85.

        secret: The secret key: 40 characters of Z85.
        secret_length: Its length in bytes.
        text: Receives the public key, cut at the capacity.
        text_capacity: Bytes of room in `text`; 41 hold the key and a NUL.
        Returns: The length of the whole text in bytes: 40. Negative: INVALID_ARGUMENT, NOT_SUPPORTED.

        Never waits. Any thread may call it, at any time. Since 0.3.
        """
        ...
    def io_context_init(self, io_threads: int, backend: int, context: _Out[ctypes.c_uint64], /) -> int:
        """Makes a context: the io threads and the registry of inproc names.

        io_threads: How many io threads carry connections, 0 to 64. With 0 the callers do: `io_context_run`, or any
            call that waits. More than one pays where one connector talks to many peers over the network.
        backend: How to talk to the operating system. `DEFAULT` obeys the environment variable `YMQ_BACKEND`
            (`epoll` or `io_uring`), and otherwise is `EPOLL`. `IO_URING` is a wish: where the system refuses it the
            context is made with `EPOLL`.
        context: Receives the handle.
        Returns: 0: success. Negative: INVALID_ARGUMENT, NOT_SUPPORTED, TOO_MANY_FILES, TOO_MANY_HANDLES,
            OUT_OF_MEMORY, SYSTEM.

        May wait for other threads of the library to step aside, never for a peer or the network. Any thread may
        call it, at any time. Since 0.1.
        """
        ...
    def io_context_destroy(self, context: int, linger_ms: int, undelivered: _Out[ctypes.c_uint64] | None, /) -> int:
        """Closes every connector and queue of the context, waits for what was accepted to be written, ends the io
        threads and frees everything. Every call that waits inside the context ends with `CLOSED`. Always returns by
        its deadline; a second call gets `INVALID_HANDLE`.

        context: The context.
        linger_ms: How long to go on sending what was accepted, in milliseconds; 0 drops it, -1 means each
            connector's own option `linger`.
        undelivered: Receives how many accepted messages were not handed to the operating system or, where peers
            acknowledge (option `acknowledged_delivery`), are not known to have arrived. May be null.
        Returns: 0: success. Negative: INVALID_HANDLE, FORKED.

        May wait, up to its timeout. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def io_context_terminate(self, context: int, undelivered: _Out[ctypes.c_uint64] | None, /) -> int:
        """As `io_context_destroy` with a linger of 0: waits for nothing but the library's own threads to step aside.
        For event loops, which close their connectors with `connector_destroy_async` first.

        context: The context.
        undelivered: Receives how many accepted messages were not handed to the operating system or, where peers
            acknowledge (option `acknowledged_delivery`), are not known to have arrived. May be null.
        Returns: 0: success. Negative: INVALID_HANDLE, FORKED.

        May wait for other threads of the library to step aside, never for a peer or the network. Any thread may
        call it, at any time. Since 0.1.
        """
        ...
    def io_context_run(self, context: int, timeout_ms: int, /) -> int:
        """Drives the connections of a context without io threads, in the calling thread. A context that has io threads
        needs none of this: then the call only waits.

        context: The context.
        timeout_ms: How long to run, in milliseconds: 0 does what can be done now, -1 runs until the context closes.
        Returns: How many events were handled. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, INTERRUPTED,
            FORKED.

        May wait, up to its timeout. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def io_context_backend(self, context: int, text: _Writable, text_capacity: int, /) -> int:
        """Says which backend carries the context, and why: `epoll: chosen by the caller`. Where io_uring was wished
        for and could not be had: who wished for it, what refused, the system's error, and what would help. The text
        begins with `epoll` or `io_uring`, the name of what it has become.

        context: The context.
        text: Receives the text, cut at the capacity.
        text_capacity: Bytes of room in `text`.
        Returns: The length of the whole text in bytes. Negative: INVALID_HANDLE, INVALID_ARGUMENT, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def connector_init(self, context: int, type: int, connector: _Out[ctypes.c_uint64], /) -> int:
        """Makes a connector.

        context: The context that carries it.
        type: Its pattern.
        connector: Receives the handle.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, TOO_MANY_HANDLES, OUT_OF_MEMORY,
            FORKED.

        Never waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def connector_destroy(self, connector: int, linger_ms: int, undelivered: _Out[ctypes.c_uint64] | None, /) -> int:
        """Closes a connector: every call and operation that waits on it ends with `CLOSED`, what was accepted goes on
        being sent until the linger ends. Returns when that is over. A second call gets `INVALID_HANDLE`.

        connector: The connector.
        linger_ms: How long to go on sending, in milliseconds; 0 drops what is queued, -1 means the option `linger`.
        undelivered: Receives how many accepted messages were not handed to the operating system or, where peers
            acknowledge (option `acknowledged_delivery`), are not known to have arrived. May be null.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, FORKED.

        May wait, up to its timeout. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def connector_destroy_async(self, connector: int, linger_ms: int, queue: int, tag: int, /) -> int:
        """As `connector_destroy`, without waiting: the completion says when it is over and how many messages were not
        delivered.

        connector: The connector.
        linger_ms: As for `connector_destroy`.
        queue: Where the completion goes.
        tag: Comes back with the completion.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, FORKED.

        A completion `DESTROY` follows success; it carries nothing else. Never waits. Any thread may call it, at any
        time. Since 0.1.
        """
        ...
    def connector_bind(
        self,
        connector: int,
        endpoint: bytes,
        endpoint_size: int,
        bound: _Writable | None,
        bound_capacity: int,
        /,
    ) -> int:
        """Binds the connector to an address, on which it then accepts connections.

        `tcp://host:port`: host is an IPv4 address, an IPv6 address in brackets, an interface's name, a host name or
        `*`; port `*` or 0 lets the system choose. `ipc://path`, `ipc://@abstract-name`, `ipc://*` (a path in the
        temporary folder). `inproc://name`: within this context.

        connector: The connector.
        endpoint: The endpoint.
        endpoint_size: Its length in bytes.
        bound: Receives the endpoint with what the system chose, cut at the capacity. May be null.
        bound_capacity: Bytes of room in `bound`.
        Returns: The length of the bound endpoint in bytes. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED,
            INVALID_ENDPOINT, UNSUPPORTED_TRANSPORT, NOT_SUPPORTED, ADDRESS_IN_USE, ADDRESS_NOT_AVAILABLE,
            PERMISSION_DENIED, NAME_NOT_RESOLVED, TOO_MANY_FILES, OUT_OF_MEMORY, SYSTEM, FORKED.

        May wait for other threads of the library to step aside, never for a peer or the network. Any thread may
        call it, at any time. Since 0.1.
        """
        ...
    def connector_connect(self, connector: int, endpoint: bytes, endpoint_size: int, /) -> int:
        """Connects the connector to an address. Returns at once: the connection is made, and made again for ever after
        it breaks, behind the scenes, whether or not anybody is bound there yet. Host names are resolved anew at
        each attempt. Connecting twice to the same endpoint does nothing for PUB, SUB, REQ, DEALER, CLIENT, RADIO
        and DISH, and opens a second connection for others.

        connector: The connector.
        endpoint: The endpoint, as for `connector_bind` but without wildcards.
        endpoint_size: Its length in bytes.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, INVALID_ENDPOINT,
            UNSUPPORTED_TRANSPORT, NOT_SUPPORTED, OUT_OF_MEMORY, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def connector_unbind(self, connector: int, endpoint: bytes, endpoint_size: int, /) -> int:
        """Stops accepting on a bound endpoint. Links that were accepted there go on.

        connector: The connector.
        endpoint: The endpoint as `connector_bind` resolved it, or as it was given there.
        endpoint_size: Its length in bytes.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_FOUND, FORKED.

        May wait for other threads of the library to step aside, never for a peer or the network. Any thread may
        call it, at any time. Since 0.1.
        """
        ...
    def connector_disconnect(self, connector: int, endpoint: bytes, endpoint_size: int, /) -> int:
        """Ends a connection made by `connector_connect`, and the attempts to make it. What was accepted for its peer
        goes on being sent in the background, as long as the option `linger` says. One call ends one connection.

        connector: The connector.
        endpoint: The endpoint as it was given to `connector_connect`.
        endpoint_size: Its length in bytes.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_FOUND, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def connector_subscribe(self, connector: int, topic: _Readable | None, topic_size: int, /) -> int:
        """Asks peers for the messages whose first part begins with a topic. SUB only. Counted: as many unsubscriptions
        undo it.

        connector: The connector.
        topic: The topic; of length 0, everything. May be null then.
        topic_size: Its length in bytes.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_SUPPORTED, OUT_OF_MEMORY,
            FORKED.

        Never waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def connector_unsubscribe(self, connector: int, topic: _Readable | None, topic_size: int, /) -> int:
        """Undoes one `connector_subscribe`.

        connector: The connector.
        topic: The topic. May be null.
        topic_size: Its length in bytes.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_SUPPORTED, NOT_FOUND, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def connector_send_sync(
        self,
        connector: int,
        bytes: _Readable | None,
        size: int,
        parts: _Readable | None,
        part_count: int,
        timeout_ms: int,
        /,
    ) -> int:
        """Sends messages, in order, and waits for room where there is none. The bytes are copied.

        What has room is accepted at once and then delivered in the background. A call that may wait for 16 ms or
        longer and that has much to send (PUSH, DEALER, PAIR, REQ, SCATTER, CLIENT and CHANNEL) may stay for some of
        that after all is accepted, in which it writes itself or lets the other side catch up: large messages are
        faster so. It does not wait there for a peer that reads nothing for 1 ms.

        connector: The connector.
        bytes: The bytes of all parts, one behind the other. May be null when there are none.
        size: How many bytes.
        parts: How the bytes fall into parts and messages. Null: all of them are one message of one part.
        part_count: How many parts.
        timeout_ms: How long to wait for room, in milliseconds; 0 not at all, -1 for ever.
        Returns: How many messages were accepted: fewer than given only where the wait ended after the first.
            Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, AGAIN, TIMED_OUT, INTERRUPTED, HOST_UNREACHABLE,
            NOT_SUPPORTED, WRONG_STATE, OUT_OF_MEMORY, FORKED.

        May wait, up to its timeout. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def connector_try_send(
        self,
        connector: int,
        bytes: _Readable | None,
        size: int,
        parts: _Readable | None,
        part_count: int,
        /,
    ) -> int:
        """As `connector_send_sync` with a timeout of 0: for event loops. `AGAIN` where not even the first message had
        room.

        connector: The connector.
        bytes: As for `connector_send_sync`. May be null.
        size: How many bytes.
        parts: As for `connector_send_sync`. May be null.
        part_count: How many parts.
        Returns: How many messages were accepted. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, AGAIN,
            HOST_UNREACHABLE, NOT_SUPPORTED, WRONG_STATE, OUT_OF_MEMORY, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def connector_send_async(
        self,
        connector: int,
        bytes: _Readable | None,
        size: int,
        parts: _Readable | None,
        part_count: int,
        queue: int,
        tag: int,
        /,
    ) -> int:
        """Sends messages without waiting. What has room is accepted before the call returns; the rest is copied, keeps
        its place before all later sends, and is accepted as room comes. A completion follows only if there is a
        rest.

        connector: The connector.
        bytes: As for `connector_send_sync`. May be null.
        size: How many bytes.
        parts: As for `connector_send_sync`. May be null.
        part_count: How many parts.
        queue: Where the completion goes.
        tag: Comes back with the completion.
        Returns: How many messages were accepted at once. Fewer than given: a completion follows for the rest.
            Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, HOST_UNREACHABLE, NOT_SUPPORTED, WRONG_STATE,
            OUT_OF_MEMORY, FORKED.

        A completion `SEND` follows where less than everything was done at once; it carries nothing else. Never
        waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def connector_send_message_sync(self, connector: int, message: int, timeout_ms: int, /) -> int:
        """Sends one message held by the library, without copying its large parts, and waits for room where there is
        none.

        connector: The connector.
        message: The message. After success its handle is gone. After success the handle belongs to the library.
        timeout_ms: As for `connector_send_sync`.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, AGAIN, TIMED_OUT, INTERRUPTED,
            HOST_UNREACHABLE, NOT_SUPPORTED, WRONG_STATE, OUT_OF_MEMORY, FORKED.

        May wait, up to its timeout. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def connector_send_message_async(self, connector: int, message: int, queue: int, tag: int, /) -> int:
        """As `connector_send_message_sync`, without waiting.

        connector: The connector.
        message: The message. After 0 or 1 its handle is gone. After success the handle belongs to the library.
        queue: Where the completion goes.
        tag: Comes back with the completion.
        Returns: 1: accepted at once, no completion follows. 0: a completion follows. Negative: INVALID_HANDLE,
            INVALID_ARGUMENT, CLOSED, HOST_UNREACHABLE, NOT_SUPPORTED, WRONG_STATE, OUT_OF_MEMORY, FORKED.

        A completion `SEND` follows where less than everything was done at once; it carries nothing else. Never
        waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def connector_recv_sync(
        self,
        connector: int,
        bytes: _Writable | None,
        byte_capacity: int,
        parts: _Writable,
        part_capacity: int,
        max_messages: int,
        timeout_ms: int,
        /,
    ) -> int:
        """Receives messages into the caller's memory, and waits for the first where there is none. Takes only whole
        messages, as many as are there and fit. Where the first does not fit nothing is taken: `BUFFER_TOO_SMALL`,
        and the first entry of `parts` says how many bytes (`size`) and parts (`needed`) it takes.

        connector: The connector.
        bytes: Receives the bytes of all parts, one behind the other. May be null when the capacity is 0.
        byte_capacity: Bytes of room.
        parts: Receives how the bytes fall into parts and messages.
        part_capacity: Room for parts, at least 1.
        max_messages: Take no more messages than this; 0 means as many as fit.
        timeout_ms: How long to wait for the first, in milliseconds; 0 not at all, -1 for ever.
        Returns: How many parts were written. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, AGAIN, TIMED_OUT,
            INTERRUPTED, NOT_SUPPORTED, WRONG_STATE, BUFFER_TOO_SMALL, FORKED, UNDELIVERABLE.

        May wait, up to its timeout. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def connector_try_recv(
        self,
        connector: int,
        bytes: _Writable | None,
        byte_capacity: int,
        parts: _Writable,
        part_capacity: int,
        max_messages: int,
        /,
    ) -> int:
        """As `connector_recv_sync` with a timeout of 0: for event loops.

        connector: The connector.
        bytes: As for `connector_recv_sync`. May be null.
        byte_capacity: Bytes of room.
        parts: As for `connector_recv_sync`.
        part_capacity: Room for parts, at least 1.
        max_messages: Take no more messages than this; 0 means as many as fit.
        Returns: How many parts were written. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, AGAIN,
            NOT_SUPPORTED, WRONG_STATE, BUFFER_TOO_SMALL, FORKED, UNDELIVERABLE.

        Never waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def connector_recv_async(self, connector: int, max_messages: int, max_bytes: int, queue: int, tag: int, /) -> int:
        """Receives messages as they come: one completion, with at least one message, copied out by the drain.
        Operations are served in the order in which they were made. A cancelled operation takes nothing; a completed
        one that nobody waits for any more still carries its messages.

        connector: The connector.
        max_messages: How many messages the completion may carry, at least 1.
        max_bytes: How many bytes the messages after the first may bring it to.
        queue: Where the completion goes.
        tag: Comes back with the completion.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_SUPPORTED, WRONG_STATE,
            OUT_OF_MEMORY, FORKED, UNDELIVERABLE.

        A completion `RECV` follows success; it carries messages. Never waits. Any thread may call it, at any time.
        Since 0.1.
        """
        ...
    def connector_recv_message_sync(self, connector: int, message: _Out[ctypes.c_uint64], timeout_ms: int, /) -> int:
        """Receives one message without copying it, and waits where there is none.

        connector: The connector.
        message: Receives the handle; `message_destroy` releases it.
        timeout_ms: As for `connector_recv_sync`.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, AGAIN, TIMED_OUT, INTERRUPTED,
            NOT_SUPPORTED, WRONG_STATE, TOO_MANY_HANDLES, OUT_OF_MEMORY, FORKED, UNDELIVERABLE.

        May wait, up to its timeout. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def connector_recv_message_async(self, connector: int, queue: int, tag: int, /) -> int:
        """As `connector_recv_message_sync`, without waiting: the completion carries the handle.

        connector: The connector.
        queue: Where the completion goes.
        tag: Comes back with the completion.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_SUPPORTED, WRONG_STATE,
            OUT_OF_MEMORY, FORKED, UNDELIVERABLE.

        A completion `RECV_MESSAGE` follows success; it carries a message as a handle. Never waits. Any thread may
        call it, at any time. Since 0.1.
        """
        ...
    def connector_acknowledge(self, connector: int, count: int, /) -> int:
        """Says that the application is done with messages that it received, where the option `manual_acknowledgement`
        leaves that to it: the oldest ones that it has not yet acknowledged, in the order in which they were
        received. A message that had no room, or that went back because nobody waits for its operation any more,
        keeps its place.

        connector: The connector.
        count: How many messages. More than there are: all.
        Returns: How many were acknowledged; 0 where the option is off. Negative: INVALID_HANDLE, CLOSED, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.2.
        """
        ...
    def connector_set_option(self, connector: int, option: int, value: _Readable | None, value_size: int, /) -> int:
        """Sets an option.

        connector: The connector.
        option: Which one.
        value: Whole numbers and truth values: 8 bytes, a signed integer in the machine's order. Text and bytes: as
            they are. May be null.
        value_size: Bytes of the value.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_FOUND, READ_ONLY,
            NOT_SUPPORTED, WRONG_STATE, OUT_OF_MEMORY, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def connector_get_option(self, connector: int, option: int, value: _Writable | None, value_capacity: int, /) -> int:
        """Reads an option.

        connector: The connector.
        option: Which one.
        value: Receives the value in the form that `connector_set_option` takes. May be null.
        value_capacity: Bytes of room.
        Returns: The length of the value in bytes. More than the capacity: nothing was written. Negative:
            INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_FOUND, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def connector_get_stats(self, connector: int, stats: _Out[ConnectorStats], /) -> int:
        """Reads the counters of a connector.

        connector: The connector.
        stats: The caller sets `size`; as many bytes are written.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def connector_get_peer_stats(self, connector: int, first: int, peers: _Writable, peer_capacity: int, /) -> int:
        """What a connector's peers are, and their counters: one record for each peer that exists now, in the order of
        their numbers, and of those that are gone while they have messages that nobody has taken.

        connector: The connector.
        first: The least number of a peer that is wanted; 0 for all. To go on after a full array: one more than the
            last number.
        peers: Receives the records.
        peer_capacity: Room for records.
        Returns: How many were written. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.2.
        """
        ...
    def connector_take_events(self, connector: int, events: _Writable, event_capacity: int, /) -> int:
        """Takes what happened to the connector since the last call, oldest first. The connector keeps the newest 1024
        events and counts what it had to forget; it never waits for an observer.

        connector: The connector.
        events: Receives the events.
        event_capacity: Room for events.
        Returns: How many were written. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def connector_join(self, connector: int, group: _Readable | None, group_size: int, /) -> int:
        """Joins a group: DISH only. RADIOs that are connected, now or later, are told of it.

        connector: The connector.
        group: The group's name. May be null.
        group_size: Its length in bytes, at most 255.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_SUPPORTED, WRONG_STATE,
            OUT_OF_MEMORY, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.3.
        """
        ...
    def connector_leave(self, connector: int, group: _Readable | None, group_size: int, /) -> int:
        """Leaves a group that was joined.

        connector: The connector.
        group: The group's name. May be null.
        group_size: Its length in bytes.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_SUPPORTED, NOT_FOUND,
            OUT_OF_MEMORY, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.3.
        """
        ...
    def connector_connect_peer(
        self,
        connector: int,
        endpoint: bytes,
        endpoint_size: int,
        routing_id: _Out[ctypes.c_uint32],
        /,
    ) -> int:
        """As `connector_connect`, and tells at once which routing id the peer behind it will have. PEER only.

        connector: The connector.
        endpoint: The endpoint, as for `connector_connect`.
        endpoint_size: Its length in bytes.
        routing_id: Receives the routing id: as the first part of a message, 4 bytes with the highest first.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, INVALID_ENDPOINT,
            UNSUPPORTED_TRANSPORT, NOT_SUPPORTED, OUT_OF_MEMORY, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.3.
        """
        ...
    def connector_connect_as(
        self,
        connector: int,
        endpoint: bytes,
        endpoint_size: int,
        routing_id: _Readable,
        routing_id_size: int,
        /,
    ) -> int:
        """As `connector_connect`, and the peer behind it has the routing id that the caller gives it, from this call
        on: what is sent to it is queued before there is a connection, and it keeps the id over all of them,
        whatever identity it says. Nobody else may link that says this identity: its link ends with
        `ROUTING_ID_IN_USE`, and the event `HANDSHAKE_FAILED` says so. ROUTER and STREAM only.

        connector: The connector.
        endpoint: The endpoint, as for `connector_connect`.
        endpoint_size: Its length in bytes.
        routing_id: What the peer is called: 1 to 255 bytes, of which the first is not 0.
        routing_id_size: Its length in bytes.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, INVALID_ENDPOINT,
            UNSUPPORTED_TRANSPORT, NOT_SUPPORTED, ROUTING_ID_IN_USE, OUT_OF_MEMORY, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.3.
        """
        ...
    def connector_bind_descriptor(
        self,
        connector: int,
        descriptor: int,
        bound: _Writable | None,
        bound_capacity: int,
        /,
    ) -> int:
        """As `connector_bind` for a socket that somebody else has bound and listens on: systemd socket activation. Its
        path is neither made nor removed, and whoever else has the socket may go on to accept from it. It stays set
        up as it is, whatever the options say.

        connector: The connector.
        descriptor: The listening socket, a stream over tcp or a path. After success it is the library's, and the
            number no longer the caller's; after failure it is as it was.
        bound: Receives its endpoint, cut at the capacity. May be null.
        bound_capacity: Bytes of room in `bound`.
        Returns: The length of the endpoint in bytes. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED,
            TOO_MANY_FILES, OUT_OF_MEMORY, SYSTEM, FORKED.

        May wait for other threads of the library to step aside, never for a peer or the network. Any thread may
        call it, at any time. Since 0.3.
        """
        ...
    def connector_wait_for_peers(self, connector: int, count: int, timeout_ms: int, /) -> int:
        """Waits until so many peers are linked: their handshakes are done.

        connector: The connector.
        count: How many are wanted.
        timeout_ms: How long to wait, in milliseconds; 0 not at all, -1 for ever.
        Returns: How many peers are linked: at least so many. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED,
            AGAIN, TIMED_OUT, INTERRUPTED, FORKED.

        May wait, up to its timeout. Any thread may call it, at any time. Since 0.3.
        """
        ...
    def connector_wait_for_peers_async(self, connector: int, count: int, queue: int, tag: int, /) -> int:
        """As `connector_wait_for_peers`: a completion says when it is so.

        connector: The connector.
        count: How many are wanted.
        queue: Where the completion goes.
        tag: Comes back with the completion.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, OUT_OF_MEMORY, FORKED.

        A completion `PEERS` follows success; it carries nothing else. Never waits. Any thread may call it, at any
        time. Since 0.3.
        """
        ...
    def connector_wait_for_subscribers(
        self,
        connector: int,
        topic: _Readable | None,
        topic_size: int,
        count: int,
        timeout_ms: int,
        /,
    ) -> int:
        """Waits until so many peers are subscribed to a message that begins with this topic, so that none of it is
        lost. PUB and XPUB; for a RADIO the topic is a group.

        connector: The connector.
        topic: How the message would begin. May be null when empty.
        topic_size: Its length in bytes.
        count: How many are wanted.
        timeout_ms: How long to wait, in milliseconds; 0 not at all, -1 for ever.
        Returns: How many peers are subscribed: at least so many. Negative: INVALID_HANDLE, INVALID_ARGUMENT,
            CLOSED, AGAIN, TIMED_OUT, INTERRUPTED, NOT_SUPPORTED, FORKED.

        May wait, up to its timeout. Any thread may call it, at any time. Since 0.3.
        """
        ...
    def connector_wait_for_subscribers_async(
        self,
        connector: int,
        topic: _Readable | None,
        topic_size: int,
        count: int,
        queue: int,
        tag: int,
        /,
    ) -> int:
        """As `connector_wait_for_subscribers`: a completion says when it is so.

        connector: The connector.
        topic: As for `connector_wait_for_subscribers`. Copied. May be null.
        topic_size: Its length in bytes.
        count: How many are wanted.
        queue: Where the completion goes.
        tag: Comes back with the completion.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_SUPPORTED, OUT_OF_MEMORY,
            FORKED.

        A completion `SUBSCRIBERS` follows success; it carries nothing else. Never waits. Any thread may call it, at
        any time. Since 0.3.
        """
        ...
    def connector_wait_for_events(self, connector: int, timeout_ms: int, /) -> int:
        """Waits until there is something for `connector_take_events`.

        connector: The connector.
        timeout_ms: How long to wait, in milliseconds; 0 not at all, -1 for ever.
        Returns: How many events may be taken: at least 1. Another thread may take them first. Negative:
            INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, AGAIN, TIMED_OUT, INTERRUPTED, FORKED.

        May wait, up to its timeout. Any thread may call it, at any time. Since 0.4.
        """
        ...
    def connector_wait_for_events_async(self, connector: int, queue: int, tag: int, /) -> int:
        """As `connector_wait_for_events`: a completion says when there is something.

        connector: The connector.
        queue: Where the completion goes.
        tag: Comes back with the completion.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, OUT_OF_MEMORY, FORKED.

        A completion `EVENTS` follows success; it carries nothing else. Never waits. Any thread may call it, at any
        time. Since 0.4.
        """
        ...
    def connector_ready(self, connector: int, /) -> int:
        """What the connector is ready for now.

        Messages that the binding of a language has fetched ahead, to hand them out one by one, are not in the
        connector any more: neither this nor a descriptor or a poller tells of them. There, take all that the
        binding has before a wait begins (receive without waiting until there is nothing), or ask the binding.

        connector: The connector.
        Returns: A set of `Readiness`. Negative: INVALID_HANDLE, CLOSED, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.3.
        """
        ...
    def connector_descriptor(self, connector: int, readiness: int, descriptor: _Out[ctypes.c_int32], /) -> int:
        """A descriptor for poll(2) and its kin that is readable as long as the connector is ready for one thing: for
        event loops that know descriptors only. Level-triggered; nothing is ever to be read from it. It is readable,
        too, once the connector is closed. A context without io threads has to be driven for it to change. It does
        not tell of messages that a language's binding has fetched ahead: see `connector_ready`.

        connector: The connector.
        readiness: What for: exactly one of `Readiness`.
        descriptor: Receives the descriptor, which stays the library's and lives as long as the connector.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, TOO_MANY_FILES, OUT_OF_MEMORY,
            FORKED.

        Never waits. Any thread may call it, at any time. Since 0.3.
        """
        ...
    def connector_get_peer_info(self, connector: int, peer: int, info: _Out[PeerInfo], /) -> int:
        """Says who a peer is.

        connector: The connector.
        peer: Its number, as `connector_get_peer_stats`, `Event` and `message_peer` give it.
        info: The caller sets `size`; as many bytes are written.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_FOUND, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.3.
        """
        ...
    def connector_get_peer_property(
        self,
        connector: int,
        peer: int,
        name: bytes,
        name_size: int,
        value: _Writable | None,
        value_capacity: int,
        /,
    ) -> int:
        """Says what a peer said about itself when its link came up: `Socket-Type`, `Identity`, or one of the
        properties that its option `metadata` has. Names are compared without regard to case.

        connector: The connector.
        peer: Its number, as for `connector_get_peer_info`.
        name: The property's name.
        name_size: Its length in bytes.
        value: Receives the value. May be null.
        value_capacity: Bytes of room in `value`.
        Returns: The length of the value in bytes. More than the capacity: nothing was written. Negative:
            INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_FOUND, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.3.
        """
        ...
    def message_init(self, message: _Out[ctypes.c_uint64], /) -> int:
        """Makes a message without parts.

        message: Receives the handle; `message_destroy`, or a send that succeeds, releases it.
        Returns: 0: success. Negative: INVALID_ARGUMENT, TOO_MANY_HANDLES, OUT_OF_MEMORY.

        Never waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def message_add_part(
        self,
        message: int,
        bytes: _Readable | None,
        size: int,
        data: _Out[ctypes.c_void_p] | None,
        /,
    ) -> int:
        """Appends a part.

        message: The message.
        bytes: Copied into the part. Null: the part's bytes are left for the caller to write through `data`.
        size: Length of the part in bytes.
        data: Receives the address of the part's bytes, which may be written until the message is sent. May be null.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, OUT_OF_MEMORY, FORKED.

        Never waits. Any thread may call it, but only one at a time on the same handle. Since 0.1.
        """
        ...
    def message_add_lent_part(self, message: int, bytes: _Readable, size: int, queue: int, tag: int, /) -> int:
        """Appends a part whose bytes stay the caller's: large ones go from there to the network without being copied.
        The completion says that nobody has any use for them any more: not the message, nor the connector that sent
        it, which keeps what its peer has not acknowledged, nor one in this process that received it. It comes also
        where the message is never sent, and not after the queue is closed; once its context is destroyed, and the
        message with it, the memory is the caller's alone.

        message: The message.
        bytes: The part. After success not to be changed or freed before the completion.
        size: Length of the part in bytes, at least 1. Below 2 KiB a copy is quicker.
        queue: Where the completion goes.
        tag: Comes back with the completion.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, OUT_OF_MEMORY, FORKED.

        A completion `RELEASE` follows success; it carries nothing else. Never waits. Any thread may call it, but
        only one at a time on the same handle. Since 0.3.
        """
        ...
    def message_part_count(self, message: int, /) -> int:
        """Counts the parts.

        message: The message.
        Returns: How many parts it has. Negative: INVALID_HANDLE, FORKED.

        Never waits. Any thread may call it, but only one at a time on the same handle. Since 0.1.
        """
        ...
    def message_part(
        self,
        message: int,
        index: int,
        data: _Out[ctypes.c_void_p],
        size: _Out[ctypes.c_uint64],
        /,
    ) -> int:
        """Shows a part.

        message: The message.
        index: Which part, from 0.
        data: Receives the address of its bytes, which live as long as the message.
        size: Receives its length in bytes.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, NOT_FOUND, FORKED.

        Never waits. Any thread may call it, but only one at a time on the same handle. Since 0.1.
        """
        ...
    def message_flags(self, message: int, /) -> int:
        """What is to be said about a received message.

        message: The message.
        Returns: A set of `PartFlag`: `REDELIVERED`, or 0. Negative: INVALID_HANDLE, FORKED.

        Never waits. Any thread may call it, but only one at a time on the same handle. Since 0.2.
        """
        ...
    def message_destroy(self, message: int, /) -> int:
        """Releases a message.

        message: The message.
        Returns: 0: success. Negative: INVALID_HANDLE, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def message_copy(self, message: int, copy: _Out[ctypes.c_uint64], /) -> int:
        """Makes another message of the same parts, which share their memory: nothing is copied, so neither message's
        parts may be written to any more.

        message: The message.
        copy: Receives the handle of the other one.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, TOO_MANY_HANDLES, OUT_OF_MEMORY, FORKED.

        Never waits. Any thread may call it, but only one at a time on the same handle. Since 0.3.
        """
        ...
    def message_peer(self, message: int, peer: _Out[ctypes.c_uint64], /) -> int:
        """Tells whom a received message came from.

        message: The message.
        peer: Receives the peer's number within its connector, for `connector_get_peer_info`.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, NOT_FOUND, FORKED.

        Never waits. Any thread may call it, but only one at a time on the same handle. Since 0.3.
        """
        ...
    def completion_queue_init(
        self,
        context: int,
        wake: int,
        queue: _Out[ctypes.c_uint64],
        descriptor: _Out[ctypes.c_int32] | None,
        /,
    ) -> int:
        """Makes a completion queue.

        context: The context whose connectors report here.
        wake: Which descriptor tells a foreign event loop to drain.
        queue: Receives the handle.
        descriptor: Receives the descriptor, or -1 for `NONE`. `PIPE`: the caller closes it; it reads end-of-file
            when the queue is destroyed. `POLLABLE`: the library closes it with the queue. A byte (a readable
            descriptor) is there only between the moment when an empty queue gets a completion and the next drain
            that finds it empty. May be null.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, TOO_MANY_FILES, TOO_MANY_HANDLES,
            OUT_OF_MEMORY, FORKED, SYSTEM.

        Never waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def completion_queue_destroy(self, queue: int, /) -> int:
        """Destroys a queue. Operations that would have ended here are cancelled; messages of completions that nobody
        drained go back to the front of their connector where it still lives.

        queue: The queue.
        Returns: 0: success. Negative: INVALID_HANDLE, FORKED.

        May wait for other threads of the library to step aside, never for a peer or the network. Any thread may
        call it, at any time. Since 0.1.
        """
        ...
    def completion_queue_drain(
        self,
        queue: int,
        completions: _Writable,
        completion_capacity: int,
        bytes: _Writable | None,
        byte_capacity: int,
        parts: _Writable | None,
        part_capacity: int,
        /,
    ) -> int:
        """Takes completions, oldest first, with their messages copied into the caller's memory. Takes as many as fit.
        Where the messages of the first do not fit nothing is taken: `BUFFER_TOO_SMALL`, and the first record says
        how many bytes (`byte_count`) and parts (`part_count`) they take.

        queue: The queue.
        completions: Receives the records.
        completion_capacity: Room for records, at least 1.
        bytes: Receives the bytes of received messages. May be null when the capacity is 0.
        byte_capacity: Bytes of room.
        parts: Receives how the bytes fall into parts and messages. May be null when the capacity is 0.
        part_capacity: Room for parts.
        Returns: How many records were written; 0 when the queue is empty. Negative: INVALID_HANDLE,
            INVALID_ARGUMENT, BUFFER_TOO_SMALL, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def completion_queue_wait(self, queue: int, timeout_ms: int, /) -> int:
        """Waits until the queue has a completion.

        queue: The queue.
        timeout_ms: How long, in milliseconds; 0 only looks, -1 waits for ever.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, AGAIN, TIMED_OUT, INTERRUPTED, CLOSED,
            FORKED.

        May wait, up to its timeout. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def completion_queue_start_timer(self, queue: int, delay_ms: int, interval_ms: int, tag: int, /) -> int:
        """Starts a timer: a completion `TIMER` comes when the delay is over, and, if there is an interval, again after
        each interval, until it is cancelled. The moments of a timer are fixed when it is started: it does not
        drift, however late it is seen to.

        Of each timer at most one completion waits to be drained: while it does, the timer only counts, and the
        drain says in `count` how often it was due, 1 or more. It goes on until `completion_queue_cancel` with its
        tag, after which a completion `CANCELLED` comes, once, behind one that still waits; a timer without an
        interval that was due cannot be cancelled any more. The end of the queue, or of its context, ends it without
        a word.

        A timer is never early. An io thread of the context sees to it; in a context without one, whoever drives it:
        `io_context_run`, or a call that waits, `completion_queue_wait` among them.

        queue: Where its completions go.
        delay_ms: How long until it is due for the first time, in milliseconds from now.
        interval_ms: How long from one time to the next, in milliseconds; 0: it is due once.
        tag: Comes back with each completion, and names the timer for `completion_queue_cancel`.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, OUT_OF_MEMORY, FORKED.

        A completion `TIMER` follows success; it carries nothing else. Never waits. Any thread may call it, at any
        time. Since 0.4.
        """
        ...
    def completion_queue_cancel(self, queue: int, tag: int, /) -> int:
        """Asks for an operation to end. Its completion still comes: `CANCELLED` if it had not taken effect, otherwise
        as it ended.

        queue: The queue that the operation reports to.
        tag: The operation's tag; with several of the same tag, the oldest.
        Returns: 0: success. Negative: INVALID_HANDLE, NOT_FOUND, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def poller_init(self, context: int, poller: _Out[ctypes.c_uint64], /) -> int:
        """Makes a poller: it waits for any number of connectors, of any context of this process, and of descriptors.

        context: The context that it ends with.
        poller: Receives the handle.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, TOO_MANY_FILES, TOO_MANY_HANDLES,
            OUT_OF_MEMORY, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.3.
        """
        ...
    def poller_add_connector(self, poller: int, connector: int, interest: int, tag: int, /) -> int:
        """Waits for a connector from now on, or for something else where it does already. Messages that a language's
        binding has fetched ahead do not make it ready: see `connector_ready`.

        poller: The poller.
        connector: The connector. Once it is closed the poller says so, once, and forgets it.
        interest: A set of `Readiness`.
        tag: Comes back with what it is ready for.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, TOO_MANY_FILES, OUT_OF_MEMORY,
            FORKED.

        Never waits. Any thread may call it, at any time. Since 0.3.
        """
        ...
    def poller_remove_connector(self, poller: int, connector: int, /) -> int:
        """Waits for this connector no longer.

        poller: The poller.
        connector: The connector.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, NOT_FOUND, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.3.
        """
        ...
    def poller_add_descriptor(self, poller: int, descriptor: int, interest: int, tag: int, /) -> int:
        """Waits for a descriptor from now on, or for something else where it does already.

        poller: The poller.
        descriptor: Any that epoll(7) takes, so no regular file; it stays the caller's, who removes it before he
            closes it.
        interest: A set of `Readiness`, without `EVENTFUL`.
        tag: Comes back with what it is ready for.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, OUT_OF_MEMORY, SYSTEM, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.3.
        """
        ...
    def poller_remove_descriptor(self, poller: int, descriptor: int, /) -> int:
        """Waits for this descriptor no longer.

        poller: The poller.
        descriptor: The descriptor.
        Returns: 0: success. Negative: INVALID_HANDLE, CLOSED, NOT_FOUND, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.3.
        """
        ...
    def poller_wait(self, poller: int, ready: _Writable, ready_capacity: int, timeout_ms: int, /) -> int:
        """Waits until something is ready. Level-triggered: what is ready and left alone is there again the next time.
        What is there is told in turn, so that nobody starves behind those that are always ready. Any number of
        threads may wait. Where the poller's context has no io threads they drive it meanwhile; whoever waits for
        connectors of another such context sees to it that somebody drives that.

        poller: The poller.
        ready: Receives what is ready.
        ready_capacity: Room for so many, at least 1.
        timeout_ms: How long to wait, in milliseconds; 0 not at all, -1 for ever.
        Returns: How many were written. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, AGAIN, TIMED_OUT,
            INTERRUPTED, FORKED.

        May wait, up to its timeout. Any thread may call it, at any time. Since 0.3.
        """
        ...
    def poller_destroy(self, poller: int, /) -> int:
        """Ends a poller. A wait in another thread ends with `CLOSED`.

        poller: The poller.
        Returns: 0: success. Negative: INVALID_HANDLE, FORKED.

        May wait for other threads of the library to step aside, never for a peer or the network. Any thread may
        call it, at any time. Since 0.3.
        """
        ...
    def proxy_init(self, front: int, back: int, capture: int, proxy: _Out[ctypes.c_uint64], /) -> int:
        """Forwards messages between two connectors from now on, both ways as far as their patterns allow, in a thread
        of the library: ROUTER and DEALER for a shared queue, XSUB and XPUB for a forwarder, PULL and PUSH for a
        streamer. Where one side has no room nothing more is taken from the other. Large parts are not copied. A
        message that may have been handed to somebody else before goes on without that mark.

        A message is done with once the other side has accepted it: with the option `manual_acknowledgement` of the
        connector that it came from, only then are those who sent it told so. Nobody else is to receive from the two
        meanwhile, and what was received before is to be acknowledged before.

        The proxy ends when one of the two is closed. What it has taken from the other and not forwarded goes back
        to the front of that, and what it has taken from the closed one is dropped, like everything there that was
        received and not taken.

        front: One of the two; neither a REQ nor a REP, which take turns.
        back: The other; of the same context.
        capture: Is sent a copy of everything that is forwarded, as far as it has room at once; a third connector of
            the same context. 0: none.
        proxy: Receives the handle.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, NOT_SUPPORTED, TOO_MANY_HANDLES,
            OUT_OF_MEMORY, SYSTEM, FORKED.

        May wait for other threads of the library to step aside, never for a peer or the network. Any thread may
        call it, at any time. Since 0.3.
        """
        ...
    def proxy_pause(self, proxy: int, /) -> int:
        """Takes nothing more from either side, once it has returned, until `proxy_resume`. What has been taken is
        still forwarded. `CLOSED`: the proxy has ended.

        proxy: The proxy.
        Returns: 0: success. Negative: INVALID_HANDLE, CLOSED, FORKED.

        May wait for other threads of the library to step aside, never for a peer or the network. Any thread may
        call it, at any time. Since 0.3.
        """
        ...
    def proxy_resume(self, proxy: int, /) -> int:
        """Goes on after `proxy_pause`. `CLOSED`: the proxy has ended.

        proxy: The proxy.
        Returns: 0: success. Negative: INVALID_HANDLE, CLOSED, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.3.
        """
        ...
    def proxy_wait(self, proxy: int, timeout_ms: int, /) -> int:
        """Waits until the proxy has ended. Success: by itself, because one of its connectors was closed. `CLOSED`:
        another thread destroyed it meanwhile. `OUT_OF_MEMORY`: it ended for want of memory.

        proxy: The proxy.
        timeout_ms: How long to wait, in milliseconds; 0 not at all, -1 for ever.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, CLOSED, AGAIN, TIMED_OUT, INTERRUPTED,
            OUT_OF_MEMORY, FORKED.

        May wait, up to its timeout. Any thread may call it, at any time. Since 0.3.
        """
        ...
    def proxy_wait_async(self, proxy: int, queue: int, tag: int, /) -> int:
        """As `proxy_wait`: a completion says when it is so, with the same statuses. Where the wait is cancelled the
        proxy goes on.

        proxy: The proxy.
        queue: Where the completion goes.
        tag: Comes back with the completion.
        Returns: 0: success. Negative: INVALID_HANDLE, CLOSED, OUT_OF_MEMORY, FORKED.

        A completion `PROXY` follows success; it carries nothing else. Never waits. Any thread may call it, at any
        time. Since 0.3.
        """
        ...
    def proxy_get_stats(self, proxy: int, stats: _Out[ProxyStats], /) -> int:
        """Reads what a proxy has forwarded.

        proxy: The proxy.
        stats: The caller sets `size`; as many bytes are written.
        Returns: 0: success. Negative: INVALID_HANDLE, INVALID_ARGUMENT, FORKED.

        Never waits. Any thread may call it, at any time. Since 0.3.
        """
        ...
    def proxy_destroy(self, proxy: int, /) -> int:
        """Ends a proxy. What it has taken and not yet forwarded, because there was no room, goes back to the front of
        the connector that it came from. The connectors stay open.

        proxy: The proxy.
        Returns: 0: success. Negative: INVALID_HANDLE, FORKED.

        May wait for other threads of the library to step aside, never for a peer or the network. Any thread may
        call it, at any time. Since 0.3.
        """
        ...

def load(path: str) -> Library: ...
def check_manifest(manifest: dict[str, Any], path: str) -> None: ...
def check_layout(manifest: dict[str, Any], path: str) -> None: ...
