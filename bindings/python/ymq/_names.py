"""What `ymq` and `ymq.aio` have in common."""

from ._abi import AbiMismatch, ConnectorType, EventKind, Status
from ._errors import (
    AddressInUse,
    AddressNotAvailable,
    Again,
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
    PermissionDenied,
    Protocol,
    ReadOnly,
    SelfConnection,
    System,
    TimedOut,
    TooManyFiles,
    TooManyHandles,
    UnsupportedTransport,
    WrongState,
    YmqError,
)
from ._messages import BytesLike, Message, Sendable
from ._options import Options, OptionValues
from ._report import Event, Stats

PAIR = ConnectorType.PAIR
PUB = ConnectorType.PUB
SUB = ConnectorType.SUB
REQ = ConnectorType.REQ
REP = ConnectorType.REP
DEALER = ConnectorType.DEALER
ROUTER = ConnectorType.ROUTER
PULL = ConnectorType.PULL
PUSH = ConnectorType.PUSH

__all__ = [
    "DEALER",
    "PAIR",
    "PUB",
    "PULL",
    "PUSH",
    "REP",
    "REQ",
    "ROUTER",
    "SUB",
    "AbiMismatch",
    "AddressInUse",
    "AddressNotAvailable",
    "Again",
    "BufferTooSmall",
    "BytesLike",
    "Cancelled",
    "Closed",
    "ConnectionRefused",
    "ConnectionReset",
    "ConnectorType",
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
    "Message",
    "MessageTooLarge",
    "NameNotResolved",
    "NotFound",
    "NotSupported",
    "OptionValues",
    "Options",
    "OutOfMemory",
    "PeerClosed",
    "PermissionDenied",
    "Protocol",
    "ReadOnly",
    "SelfConnection",
    "Sendable",
    "Stats",
    "Status",
    "System",
    "TimedOut",
    "TooManyFiles",
    "TooManyHandles",
    "UnsupportedTransport",
    "WrongState",
    "YmqError",
]
