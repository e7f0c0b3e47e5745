"""One exception for each status of the library, all of them `YmqError`, and the built-in ones they are a case of."""

from __future__ import annotations

import ctypes
from typing import ClassVar

from ._abi import Status
from ._lib import lib


class YmqError(Exception):
    """A call of the library failed. The text says which value was wrong and what would be right.

    Each status has a subclass, `AddressInUse` for `ADDRESS_IN_USE`; a status that only a newer library knows comes as
    this class itself.
    """

    code: int = Status.INTERNAL
    """The status: a negative number, of the enum `Status`."""
    system_error: int
    """The errno behind it, or 0."""

    by_code: ClassVar[dict[int, type[YmqError]]] = {}

    def __init__(self, message: str | None = None, *, system_error: int = 0) -> None:
        super().__init__(status_text(self.code) if message is None else message)
        self.system_error = system_error
        if isinstance(self, OSError) and system_error:
            setattr(self, "errno", system_error)  # noqa: B010

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        YmqError.by_code.setdefault(cls.code, cls)

    @property
    def name(self) -> str:
        """The name of the status: `ADDRESS_IN_USE`."""
        return lib.ymq_status_name(self.code).decode()


class InvalidArgument(YmqError, ValueError):
    """An argument is out of its range or of the wrong form."""

    code = Status.INVALID_ARGUMENT


class InvalidHandle(YmqError):
    """The handle is null, stale, or names an object of another kind."""

    code = Status.INVALID_HANDLE


class Closed(YmqError):
    """The connector or its context was closed, before the call or while it waited."""

    code = Status.CLOSED


class Again(YmqError, BlockingIOError):
    """It cannot be done now without waiting, and the timeout was 0."""

    code = Status.AGAIN


class TimedOut(YmqError, TimeoutError):
    """The timeout passed before it could be done."""

    code = Status.TIMED_OUT


class Interrupted(YmqError, InterruptedError):
    """A signal arrived while the call waited. The faces resume such calls, so that it does not leave them."""

    code = Status.INTERRUPTED


class Cancelled(YmqError):
    """The operation was cancelled before it took effect."""

    code = Status.CANCELLED


class InvalidEndpoint(YmqError, ValueError):
    """The text is not an endpoint: transport://address is expected."""

    code = Status.INVALID_ENDPOINT


class UnsupportedTransport(YmqError, ValueError):
    """The transport is unknown: tcp, ipc and inproc are supported."""

    code = Status.UNSUPPORTED_TRANSPORT


class AddressInUse(YmqError, OSError):
    """Somebody else is bound to this address."""

    code = Status.ADDRESS_IN_USE


class AddressNotAvailable(YmqError, OSError):
    """The address does not belong to this machine."""

    code = Status.ADDRESS_NOT_AVAILABLE


class PermissionDenied(YmqError, PermissionError):
    """The operating system forbids it."""

    code = Status.PERMISSION_DENIED


class NameNotResolved(YmqError, OSError):
    """The host name could not be resolved."""

    code = Status.NAME_NOT_RESOLVED


class HostUnreachable(YmqError, OSError):
    """No peer with this routing id is known, and the connector was told to say so."""

    code = Status.HOST_UNREACHABLE


class NotSupported(YmqError):
    """A connector of this type cannot do that, or something that it takes is not installed."""

    code = Status.NOT_SUPPORTED


class WrongState(YmqError):
    """The pattern does not allow this now: a REQ sends and receives in turn, a REP receives before it sends."""

    code = Status.WRONG_STATE


class MessageTooLarge(YmqError, ValueError):
    """The message is larger than the limit."""

    code = Status.MESSAGE_TOO_LARGE


class BufferTooSmall(YmqError):
    """The memory given to the library is too small. The faces give it enough, so that it does not leave them."""

    code = Status.BUFFER_TOO_SMALL


class OutOfMemory(YmqError, MemoryError):
    """Memory could not be allocated."""

    code = Status.OUT_OF_MEMORY


class TooManyFiles(YmqError, OSError):
    """The process or the system has no descriptors left."""

    code = Status.TOO_MANY_FILES


class TooManyHandles(YmqError):
    """The library has no handles left."""

    code = Status.TOO_MANY_HANDLES


class NotFound(YmqError, LookupError):
    """There is no such endpoint, subscription or option here."""

    code = Status.NOT_FOUND


class Forked(YmqError):
    """The process was forked: what the parent made is of no use in the child."""

    code = Status.FORKED


class ReadOnly(YmqError):
    """The option is read-only."""

    code = Status.READ_ONLY


class Protocol(YmqError):
    """The peer broke the protocol."""

    code = Status.PROTOCOL


class ConnectionRefused(YmqError, ConnectionRefusedError):
    """The peer refused the connection."""

    code = Status.CONNECTION_REFUSED


class ConnectionReset(YmqError, ConnectionResetError):
    """The connection broke."""

    code = Status.CONNECTION_RESET


class PeerClosed(YmqError, ConnectionError):
    """The peer closed the connection."""

    code = Status.PEER_CLOSED


class IncompatiblePeer(YmqError):
    """The peer is of a type that this connector does not talk to."""

    code = Status.INCOMPATIBLE_PEER


class SelfConnection(YmqError):
    """The endpoint leads back to this very connector."""

    code = Status.SELF_CONNECTION


class System(YmqError, OSError):
    """The operating system refused for another reason; `system_error` is its number."""

    code = Status.SYSTEM


class Internal(YmqError):
    """The library met a fault of its own."""

    code = Status.INTERNAL


class PeerLost(YmqError, ConnectionError):
    """The peer is gone for good without a word: it was away for longer than its session may last, or has begun anew."""

    code = Status.PEER_LOST


class Undeliverable(YmqError):
    """Nobody could be found to take the message, however often it was tried."""

    code = Status.UNDELIVERABLE


class TooManyPeers(YmqError):
    """More peers are remembered than the connector may remember."""

    code = Status.TOO_MANY_PEERS


class Superseded(YmqError):
    """A newer connection of the same peer has taken over."""

    code = Status.SUPERSEDED


class TooManyTopics(YmqError):
    """The peer subscribed to more topics, or to longer ones, than it may."""

    code = Status.TOO_MANY_TOPICS


class RoutingIdInUse(YmqError):
    """Another peer has this routing id."""

    code = Status.ROUTING_ID_IN_USE


class AuthenticationFailed(YmqError):
    """Who the peer says it is was not believed, here or there, or there was nobody to ask."""

    code = Status.AUTHENTICATION_FAILED


def status_text(status: int) -> str:
    """What a status means, in a sentence."""
    return lib.ymq_status_text(status).decode()


def failure(status: int) -> YmqError:
    """The exception for the calling thread's last call, which ended with this status."""
    system_error = ctypes.c_int32(0)
    detail = lib.ymq_last_error(ctypes.byref(system_error)).decode(errors="replace")
    return ended_with(status, detail or None, system_error.value)


def ended_with(status: int, detail: str | None = None, system_error: int = 0) -> YmqError:
    """The exception for a status that did not come from the calling thread's last call."""
    known = YmqError.by_code.get(status)
    if known is not None:
        return known(detail, system_error=system_error)
    error = YmqError(detail or status_text(status), system_error=system_error)
    error.code = status
    return error
