"""The options of a connector, as attributes with their types. Their numbers and ranges come from the spec."""

from __future__ import annotations

import ctypes
import sys
from enum import IntEnum
from typing import TYPE_CHECKING, Generic, TypedDict, TypeVar, cast, overload

from ._abi import OPTIONS, ConnectorType, Mechanism, OptionInfo, PrincipalForm
from ._errors import InvalidArgument
from ._lib import lib
from ._messages import as_bytes

if TYPE_CHECKING:
    from ._base import ConnectorBase

T = TypeVar("T")

NUMBER_BYTES = 8
ENUMERATIONS: dict[str, type[IntEnum]] = {
    "type": ConnectorType,
    "mechanism": Mechanism,
    "gssapi_principal_form": PrincipalForm,
    "gssapi_service_principal_form": PrincipalForm,
}
"""Options that are one of several names."""
SECRETS = {"curve_secret_key", "plain_password", "socks_password"}
"""Options that are not shown where all of them are."""


class _Option(Generic[T]):
    """One option: reads and writes go to the library, which checks the range."""

    def __set_name__(self, owner: type[object], name: str) -> None:
        self._info = OPTIONS[name]

    @overload
    def __get__(self, options: None, owner: type[object]) -> _Option[T]: ...
    @overload
    def __get__(self, options: Options, owner: type[object]) -> T: ...
    def __get__(self, options: Options | None, owner: type[object]) -> _Option[T] | T:
        if options is None:
            return self
        return cast("T", _decode(self._info, options._connector._get_option(self._info.id)))

    def __set__(self, options: Options, value: T) -> None:
        options._connector._set_option(self._info.id, _encode(self._info, value))


class Options:
    """The options of one connector. Any thread may read and write them, at any time; nothing blocks.

    A value out of its range raises `InvalidArgument`, one of the wrong type `TypeError`, a write to a read-only
    option `ReadOnly`. Times are whole milliseconds here, as in the table of options.
    """

    __slots__ = ("_connector",)

    def __init__(self, connector: ConnectorBase) -> None:
        self._connector = connector

    def __repr__(self) -> str:
        shown = (
            f"{name}={'...' if name in SECRETS else repr(getattr(self, name))}"
            for name in OPTIONS
            if hasattr(self, name)
        )
        return f"Options({', '.join(shown)})"

    identity = _Option[bytes]()
    """The name that a ROUTER knows this connector by, at most 255 bytes; empty lets the peer make one up."""
    send_hwm = _Option[int]()
    """High-water mark of each peer's outgoing messages that are not yet written to the wire. 0: no limit."""
    receive_hwm = _Option[int]()
    """High-water mark of each peer's incoming messages that the application has not taken. 0: no limit."""
    send_hwm_bytes = _Option[int]()
    """As `send_hwm`, in bytes as they go to the wire; one message may exceed it. 0: no limit."""
    receive_hwm_bytes = _Option[int]()
    """As `receive_hwm`, in payload bytes; one message may exceed it. 0: no limit."""
    linger = _Option[int]()
    """How long a close goes on sending what was accepted, in milliseconds. -1: without end."""
    reconnect_interval = _Option[int]()
    """Milliseconds before the first attempt to connect again; doubles from one to the next, with jitter."""
    reconnect_interval_max = _Option[int]()
    """The longest wait between two attempts to connect, in milliseconds."""
    handshake_timeout = _Option[int]()
    """Milliseconds that a connection may take from accept or connect to the end of its handshake. 0: no limit."""
    max_message_size = _Option[int]()
    """The largest message accepted from a peer, in bytes, each part counted as 32 more. 0: no limit."""
    router_mandatory = _Option[bool]()
    """ROUTER: a send to an unknown peer raises `HostUnreachable`, and one to a full peer waits; otherwise both drop."""
    backlog = _Option[int]()
    """How many connections an endpoint may have waiting to be accepted."""
    heartbeat_interval = _Option[int]()
    """How often a link sends a heartbeat, in milliseconds. 0: never; those of a peer are answered all the same."""
    heartbeat_timeout = _Option[int]()
    """Milliseconds that nothing may come after a heartbeat. 0: no limit.

    -1: twice the longer of both sides' intervals, and no limit where the peer promises no heartbeats of its own."""
    heartbeat_ttl = _Option[int]()
    """After how many milliseconds of silence a heartbeat asks the peer to end the link. 0: it does not."""
    acknowledged_delivery = _Option[bool]()
    """Whether messages survive broken connections, exactly once and in order, where the peer offers it as well."""
    session_lifetime = _Option[int]()
    """Milliseconds that a peer without a link may be away and still find what is kept for it. 0: given up at once.

    What it had not acknowledged by then goes to other peers, marked as redelivered, where the pattern balances (PUSH,
    DEALER, REQ), and is counted and reported as undeliverable elsewhere."""
    unacknowledged_bytes = _Option[int]()
    """How much of what is written and not acknowledged is kept for each peer, in bytes as they go to the wire and 16
    for each message; one message may exceed it. 0: no limit."""
    max_sessions = _Option[int]()
    """How many peers without a link are remembered; for one too many the one away longest is given up. 0: no limit."""
    network_timeout = _Option[int]()
    """Milliseconds that bytes may be on their way without the peer's host confirming them; tcp only. 0: as long as the
    system says."""
    request_timeout = _Option[int]()
    """REQ: milliseconds to wait for a reply before the request goes to the next peer. 0: without end."""
    request_retries = _Option[int]()
    """REQ: how often a request is sent again after `request_timeout`, before its receive raises `Undeliverable`."""
    manual_acknowledgement = _Option[bool]()
    """Whether a message that was received counts as handed over only when `acknowledge` says so.

    Off: it counts when the receive returns it. What had not counted when this process dies goes to somebody else."""
    xpub_verbose = _Option[bool]()
    """XPUB: every subscription is received, not only the first to a topic."""
    xpub_verboser = _Option[bool]()
    """XPUB: every subscription and every cancellation is received."""
    xpub_manual = _Option[bool]()
    """XPUB: what a peer is sent is up to `subscribe` and `unsubscribe`, which are about the one heard of last."""
    xpub_manual_last_value = _Option[bool]()
    """XPUB with `xpub_manual`: the send after a subscription goes to the peer that it came from only."""
    publish_without_drops = _Option[bool]()
    """PUB and XPUB: a send waits, and reaches nobody, while a peer that wants the message has no room."""
    welcome_message = _Option[bytes]()
    """XPUB: what every newly connected peer that subscribes to it is sent first; empty: nothing."""
    invert_matching = _Option[bool]()
    """PUB and XPUB send what peers did *not* subscribe to, SUB receives that; both ends need it."""
    max_topics = _Option[int]()
    """PUB and XPUB: how many different topics a peer may subscribe to. 0: no limit."""
    max_topic_bytes = _Option[int]()
    """PUB and XPUB: how many bytes the topics of a peer may take together. 0: no limit."""
    replay = _Option[int]()
    """PUB and XPUB: how many of the newest messages are kept for those who subscribe later. 0: none."""
    replay_bytes = _Option[int]()
    """PUB and XPUB: how many bytes the messages kept for `replay` take at most. 0: no limit."""
    topics = _Option[int]()
    """PUB, XPUB, SUB and XSUB: how many different topics are subscribed to now. Read-only."""
    connect_timeout = _Option[int]()
    """Milliseconds that an attempt to connect to an address may take. 0: as long as the system says, some 2 minutes."""
    reconnect_stop = _Option[int]()
    """After what no further attempt to connect is made: a set of `ReconnectStop`."""
    tcp_keepalive = _Option[int]()
    """1: the system probes idle TCP connections; 0: it does not. -1: as the system says."""
    tcp_keepalive_idle = _Option[int]()
    """Seconds that a TCP connection is idle before the first probe. 0: as the system says."""
    tcp_keepalive_interval = _Option[int]()
    """Seconds between two probes. 0: as the system says."""
    tcp_keepalive_count = _Option[int]()
    """After how many probes in vain the connection is given up. 0: as the system says."""
    type_of_service = _Option[int]()
    """The type of service of what goes out over IP. 0: as the system says."""
    socket_priority = _Option[int]()
    """The priority of what goes out; above 6 it takes CAP_NET_ADMIN. -1: as the system says."""
    send_buffer = _Option[int]()
    """Bytes of what is sent that the system holds for a connection; it doubles that. 0: as the library thinks best."""
    receive_buffer = _Option[int]()
    """Bytes of what has arrived that the system holds for a connection; it doubles that. 0: as the system says."""
    bind_to_device = _Option[str]()
    """The network interface that tcp connections are to use. Empty: any."""
    busy_poll = _Option[int]()
    """Microseconds that a receive looks at the network device before it sleeps. 0: as the system says."""
    ipv6_only = _Option[bool]()
    """Whether `tcp://[::]:port` accepts IPv6 only."""
    source_address = _Option[str]()
    """What tcp connections are made from: an address or an interface, with `:port` where that matters. Empty: any."""
    metadata = _Option[str]()
    """What is said to every peer in the handshake: lines of `X-Name: value`. Peers read it by `peer_property`."""
    socks_proxy = _Option[str]()
    """The SOCKS5 proxy through which tcp connections are made, `host:port`; it resolves host names. Empty: none."""
    socks_username = _Option[str]()
    """The name under which to log in at the proxy, if it wants that. Empty: none."""
    socks_password = _Option[str]()
    """The password for the proxy."""
    immediate = _Option[bool]()
    """Whether a peer without a link takes nothing, as if it were full. What it had not been sent goes to others."""
    send_priority = _Option[int]()
    """1 to 16, of endpoints made from now on: messages go to the highest (1) that has room and anybody linked."""
    receive_priority = _Option[int]()
    """1 to 16, of endpoints made from now on: what peers of a higher one have sent is received first."""
    conflate = _Option[bool]()
    """DEALER, PULL, PUSH, PUB, SUB: only the newest message is kept for each peer, on its way out as on its way in."""
    probe_router = _Option[bool]()
    """REQ, DEALER, ROUTER: every peer that links is sent an empty message first, so that a ROUTER there knows us."""
    router_notify = _Option[int]()
    """ROUTER: a set of `PeerNotice`: on what an empty message is received behind the routing id of a peer."""
    router_raw = _Option[bool]()
    """ROUTER: peers are programs that speak no ZMTP, as those of a STREAM. Set before the first bind or connect."""
    stream_notify = _Option[bool]()
    """STREAM, and raw ROUTER: whether empty bytes are received when a connection is made, and when it has ended."""
    plain_server = _Option[bool]()
    """PLAIN: peers must log in by name and password; who may is decided by the ZAP handler."""
    plain_username = _Option[str]()
    """The name under which to log in by PLAIN, at peers that want it."""
    plain_password = _Option[str]()
    """The password for PLAIN."""
    curve_server = _Option[bool]()
    """CURVE: peers must know this connector's public key, and prove their own; needs `curve_secret_key`."""
    curve_public_key = _Option[bytes]()
    """This connector's public key: 32 bytes, or 40 of Z85. Empty: it follows from the secret key."""
    curve_secret_key = _Option[bytes]()
    """This connector's secret key: 32 bytes, or 40 of Z85."""
    curve_server_key = _Option[bytes]()
    """The public key that peers must prove to have: with it, and a secret key, links are made by CURVE."""
    zap_domain = _Option[str]()
    """The domain in which the ZAP handler of this context decides about peers that link."""
    gssapi_server = _Option[bool]()
    """GSSAPI: peers must prove by Kerberos who they are, and the ZAP handler, if there is one, is asked about them."""
    gssapi_principal = _Option[str]()
    """GSSAPI: the principal that this connector is. Empty: whoever the system has keys, or a ticket, of."""
    gssapi_service_principal = _Option[str]()
    """GSSAPI: the principal that the server must prove to be. Who has set it is a client."""
    gssapi_principal_form = _Option[PrincipalForm]()
    """GSSAPI: how `gssapi_principal` is written."""
    gssapi_service_principal_form = _Option[PrincipalForm]()
    """GSSAPI: how `gssapi_service_principal` is written."""
    gssapi_plaintext = _Option[bool]()
    """GSSAPI: messages go as they are, once peers have proved who they are. Both sides must say so."""
    mechanism = _Option[Mechanism]()
    """What links are made with, as the options have it; read only."""
    type = _Option[ConnectorType]()
    """The pattern. Read-only."""
    last_endpoint = _Option[str]()
    """The endpoint of the last bind or connect, as resolved. Read-only."""


class OptionValues(TypedDict, total=False):
    """The options that may be given as keywords when a connector is made."""

    identity: bytes
    send_hwm: int
    receive_hwm: int
    send_hwm_bytes: int
    receive_hwm_bytes: int
    linger: int
    reconnect_interval: int
    reconnect_interval_max: int
    handshake_timeout: int
    max_message_size: int
    router_mandatory: bool
    backlog: int
    heartbeat_interval: int
    heartbeat_timeout: int
    heartbeat_ttl: int
    acknowledged_delivery: bool
    session_lifetime: int
    unacknowledged_bytes: int
    max_sessions: int
    network_timeout: int
    request_timeout: int
    request_retries: int
    manual_acknowledgement: bool
    xpub_verbose: bool
    xpub_verboser: bool
    xpub_manual: bool
    xpub_manual_last_value: bool
    publish_without_drops: bool
    welcome_message: bytes
    invert_matching: bool
    max_topics: int
    max_topic_bytes: int
    replay: int
    replay_bytes: int
    connect_timeout: int
    reconnect_stop: int
    tcp_keepalive: int
    tcp_keepalive_idle: int
    tcp_keepalive_interval: int
    tcp_keepalive_count: int
    type_of_service: int
    socket_priority: int
    send_buffer: int
    receive_buffer: int
    bind_to_device: str
    busy_poll: int
    ipv6_only: bool
    source_address: str
    metadata: str
    socks_proxy: str
    socks_username: str
    socks_password: str
    immediate: bool
    send_priority: int
    receive_priority: int
    conflate: bool
    probe_router: bool
    router_notify: int
    router_raw: bool
    stream_notify: bool
    plain_server: bool
    plain_username: str
    plain_password: str
    curve_server: bool
    curve_public_key: bytes
    curve_secret_key: bytes
    curve_server_key: bytes
    zap_domain: str
    gssapi_server: bool
    gssapi_principal: str
    gssapi_service_principal: str
    gssapi_principal_form: PrincipalForm
    gssapi_service_principal_form: PrincipalForm
    gssapi_plaintext: bool


def set_options(options: Options, values: OptionValues) -> None:
    for name, value in values.items():
        if name not in OPTIONS:
            raise TypeError(f"there is no option {name!r}; there are {', '.join(OPTIONS)}")
        setattr(options, name, value)


def whole_number(what: str, value: object, least: int, greatest: int) -> int:
    """Refuses what the library's argument could not even hold; what it can hold the library checks itself."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{what} is a whole number, not {type(value).__name__}")
    if not least <= value <= greatest:
        raise InvalidArgument(f"{what} is {value}, not from {least} to {greatest}")
    return value


def _encode(info: OptionInfo, value: object) -> bytes:
    what = f"option {info.name}"
    if info.type == "bytes":
        return as_bytes(value, what)
    if info.type == "text":
        if not isinstance(value, str):
            raise TypeError(f"{what} is text, not {type(value).__name__}")
        return value.encode()
    if info.type == "bool":
        if not isinstance(value, bool):
            raise TypeError(f"{what} is True or False, not {value!r}")
        return int(value).to_bytes(NUMBER_BYTES, sys.byteorder, signed=True)
    if info.unit != "none":
        what += f" in {info.unit}"
    number = whole_number(what, value, -(2**63), 2**63 - 1)
    return number.to_bytes(NUMBER_BYTES, sys.byteorder, signed=True)


def _decode(info: OptionInfo, data: bytes) -> object:
    if info.type == "bytes":
        return data
    if info.type == "text":
        return data.decode()
    number = int.from_bytes(data, sys.byteorder, signed=True)
    if info.name in ENUMERATIONS:
        return ENUMERATIONS[info.name](number)
    return bool(number) if info.type == "bool" else number


def read_option(connector: ConnectorBase, option: int) -> bytes:
    capacity = 256
    while True:
        memory = ctypes.create_string_buffer(capacity)
        size = connector._checked(lib.connector_get_option(connector.handle, option, memory, capacity))
        if size <= capacity:
            return memory.raw[:size]
        capacity = size
