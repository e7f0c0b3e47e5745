"""What a connector tells about itself: counters and events."""

from __future__ import annotations

from dataclasses import dataclass

from . import _abi
from ._abi import EventKind
from ._errors import status_text

_KINDS: dict[int, EventKind] = {kind.value: kind for kind in EventKind}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """Counters of a connector since it was made. They only grow, but for `peers`, `messages_queued` and
    `messages_waiting`, which say what is now."""

    peers: int
    """Peers that exist now, connected or not."""
    messages_sent: int
    """Messages accepted by a send. For PUB: once, however many subscribers."""
    messages_received: int
    """Messages handed to the application."""
    bytes_sent: int
    """Payload bytes of the messages sent."""
    bytes_received: int
    """Payload bytes of the messages received; those that wait in the binding are counted already."""
    dropped_full: int
    """Messages dropped because the peer had no room: PUB at its high-water mark, ROUTER likewise."""
    dropped_unroutable: int
    """Messages dropped because there was nobody to take them: ROUTER to an unknown peer, REP to a vanished one."""
    dropped_peer_gone: int
    """Accepted messages dropped because their peer was gone for good."""
    dropped_unexpected: int
    """Received messages dropped because the pattern has no use for them."""
    links_opened: int
    """Handshakes finished."""
    links_closed: int
    """Links that ended after their handshake."""
    handshakes_failed: int
    """Connections that ended before their handshake did."""
    connects_failed: int
    """Attempts to connect that failed."""
    messages_queued: int
    """Messages accepted and not yet handed to the operating system or to an in-process peer."""
    messages_waiting: int
    """Messages received and not yet taken by the application."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to a connector."""

    kind: EventKind | int
    """What happened; a plain number where only a newer library knows the kind."""
    time_ns: int
    """Nanoseconds of the monotonic clock, as `time.monotonic_ns()` counts them."""
    peer: int
    """Number of the peer within its connector, 0 where no peer is meant."""
    count: int
    """What the kind says."""
    status: int
    """0, or why it happened: a value of `Status`."""
    system_error: int
    """errno behind the status, or 0."""
    endpoint: str
    """The endpoint, cut at 88 bytes."""

    @property
    def reason(self) -> str:
        """The status in words; empty where it is 0."""
        return status_text(self.status) if self.status else ""


def stats_from(stats: _abi.ConnectorStats, in_binding: int) -> Stats:
    """`in_binding` messages have left the library and wait in the binding, so that nobody has them yet."""
    values = {name: getattr(stats, name) for name in Stats.__dataclass_fields__}
    values["messages_received"] = max(0, values["messages_received"] - in_binding)
    values["messages_waiting"] += in_binding
    return Stats(**values)


def event_from(event: _abi.Event) -> Event:
    return Event(
        kind=_KINDS.get(event.kind, event.kind),
        time_ns=event.time_ns,
        peer=event.peer,
        count=event.count,
        status=event.status,
        system_error=event.system_error,
        endpoint=bytes(event.endpoint[: event.endpoint_size]).decode(errors="replace"),
    )
