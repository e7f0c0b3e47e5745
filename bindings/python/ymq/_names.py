"""What `ymq` and `ymq.aio` have in common."""

from ._abi import (
    AbiMismatch,
    ConnectorType,
    EventKind,
    Mechanism,
    PeerNotice,
    PeerState,
    PrincipalForm,
    ReconnectStop,
    Status,
)
from ._curve import KeyPair, curve_keypair, curve_public
from ._errors import (
    AddressInUse,
    AddressNotAvailable,
    Again,
    AuthenticationFailed,
    BufferTooSmall,
    Cancelled,
    Closed,
    ConnectionRefused,
    ConnectionReset,
    Forked,
    HostUnreachable,
    IncompatiblePeer,
    Internal,
    Interrupted,
    InvalidArgument,
    InvalidEndpoint,
    InvalidHandle,
    MessageTooLarge,
    NameNotResolved,
    NotFound,
    NotSupported,
    OutOfMemory,
    PeerClosed,
    PeerLost,
    PermissionDenied,
    Protocol,
    ReadOnly,
    RoutingIdInUse,
    SelfConnection,
    Superseded,
    System,
    TimedOut,
    TooManyFiles,
    TooManyHandles,
    TooManyPeers,
    TooManyTopics,
    Undeliverable,
    UnsupportedTransport,
    WrongState,
    YmqError,
)
from ._messages import BytesLike, Message, Sendable, is_redelivered
from ._options import Options, OptionValues
from ._report import Credentials, Event, PeerInfo, PeerStats, ProxyStats, Stats

PAIR = ConnectorType.PAIR
PUB = ConnectorType.PUB
SUB = ConnectorType.SUB
REQ = ConnectorType.REQ
REP = ConnectorType.REP
DEALER = ConnectorType.DEALER
ROUTER = ConnectorType.ROUTER
PULL = ConnectorType.PULL
PUSH = ConnectorType.PUSH
XPUB = ConnectorType.XPUB
XSUB = ConnectorType.XSUB
STREAM = ConnectorType.STREAM
SERVER = ConnectorType.SERVER
CLIENT = ConnectorType.CLIENT
RADIO = ConnectorType.RADIO
DISH = ConnectorType.DISH
GATHER = ConnectorType.GATHER
SCATTER = ConnectorType.SCATTER
PEER = ConnectorType.PEER
CHANNEL = ConnectorType.CHANNEL

__all__ = [
    "CHANNEL",
    "CLIENT",
    "DEALER",
    "DISH",
    "GATHER",
    "PAIR",
    "PEER",
    "PUB",
    "PULL",
    "PUSH",
    "RADIO",
    "REP",
    "REQ",
    "ROUTER",
    "SCATTER",
    "SERVER",
    "STREAM",
    "SUB",
    "XPUB",
    "XSUB",
    "AbiMismatch",
    "AddressInUse",
    "AddressNotAvailable",
    "Again",
    "AuthenticationFailed",
    "BufferTooSmall",
    "BytesLike",
    "Cancelled",
    "Closed",
    "ConnectionRefused",
    "ConnectionReset",
    "ConnectorType",
    "Credentials",
    "Event",
    "EventKind",
    "Forked",
    "HostUnreachable",
    "IncompatiblePeer",
    "Internal",
    "Interrupted",
    "InvalidArgument",
    "InvalidEndpoint",
    "InvalidHandle",
    "KeyPair",
    "Mechanism",
    "Message",
    "MessageTooLarge",
    "NameNotResolved",
    "NotFound",
    "NotSupported",
    "OptionValues",
    "Options",
    "OutOfMemory",
    "PeerClosed",
    "PeerInfo",
    "PeerLost",
    "PeerNotice",
    "PeerState",
    "PeerStats",
    "PermissionDenied",
    "PrincipalForm",
    "Protocol",
    "ProxyStats",
    "ReadOnly",
    "ReconnectStop",
    "RoutingIdInUse",
    "SelfConnection",
    "Sendable",
    "Stats",
    "Status",
    "Superseded",
    "System",
    "TimedOut",
    "TooManyFiles",
    "TooManyHandles",
    "TooManyPeers",
    "TooManyTopics",
    "Undeliverable",
    "UnsupportedTransport",
    "WrongState",
    "YmqError",
    "curve_keypair",
    "curve_public",
    "is_redelivered",
]
