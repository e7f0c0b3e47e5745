"""What a connector tells about itself: counters and events."""

from __future__ import annotations

from dataclasses import dataclass

from . import _abi
from ._abi import EventKind, PeerState
from ._errors import status_text

_KINDS: dict[int, EventKind] = {kind.value: kind for kind in EventKind}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """Counters of a connector since it was made.

    They only grow, but for `peers`, `messages_queued`, `messages_waiting`, `messages_unacknowledged` and
    `sessions_waiting`, which say what is now.
    """

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
    messages_acknowledged: int
    """Messages that the application at the other end was handed and acknowledged."""
    messages_resent: int
    """Messages sent again because they had not arrived when a link broke."""
    messages_redelivered: int
    """Messages that a lost peer had not acknowledged and that went to others, marked as redelivered."""
    messages_undeliverable: int
    """Messages that a lost peer had not acknowledged and that could go to nobody else."""
    messages_uncertain: int
    """Messages handed to the system for a plain peer whose link then broke: at most so many have not arrived."""
    sessions_resumed: int
    """Links that went on with a session."""
    sessions_lost: int
    """Sessions that ended without the peer having said so."""
    sessions_evicted: int
    """Peers given up before their time, because more are remembered than may be."""
    events_lost: int
    """Events that were forgotten because nobody took them."""
    messages_unacknowledged: int
    """Messages written and not yet acknowledged."""
    sessions_waiting: int
    """Peers without a link that may come back to their session."""
    dropped_replaced: int
    """Messages dropped because a newer one took their place, on their way out or in (option `conflate`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerStats:
    """Counters of one peer since it was made.

    They only grow, but for those of messages and bytes that are queued, unacknowledged or waiting.
    """

    peer: int
    """Its number within its connector, as in `Event`."""
    messages_sent: int
    """Messages accepted for it."""
    messages_received: int
    """Messages received from it, whether or not the application has taken them."""
    messages_queued: int
    """Messages accepted and not yet written."""
    bytes_queued: int
    """Their bytes, as they go to the wire."""
    messages_unacknowledged: int
    """Messages written and not yet acknowledged."""
    bytes_unacknowledged: int
    """Their bytes."""
    messages_waiting: int
    """Messages received and not yet taken; those that wait in the binding are taken already."""
    messages_resent: int
    """Messages sent again because they had not arrived when a link broke."""
    dropped_full: int
    """Messages dropped because it had no room."""
    undeliverable: int
    """Messages that it had not acknowledged when it was lost, and that could go to nobody else."""
    links: int
    """Links that it has had."""
    state: PeerState
    """What it is now."""
    identity: bytes
    """What it calls itself; a ROUTER knows it by that. Empty if it said nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """The process at the other end of an ipc link, when it connected or bound."""

    process_id: int
    user_id: int
    group_id: int
    """The first group of the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerInfo:
    """Who a peer is."""

    peer: int
    """Its number within its connector, as in `Event`."""
    state: PeerState
    """What it is now."""
    address: str
    """Where it is, as an endpoint: `tcp://127.0.0.1:40123`; empty before it had a link. Cut at 128 bytes."""
    identity: bytes
    """What it calls itself. Empty if it said nothing."""
    routing_id: int
    """SERVER, PEER: the routing id that the connector gave it; otherwise 0."""
    credentials: Credentials | None
    """Of a peer that is connected over ipc."""


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
    """How many messages; of `LOST` how many events, of `CONNECT_FAILED` the milliseconds until the next attempt."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyStats:
    """What a proxy has done since it was made."""

    paused: bool
    """Whether it is paused."""
    messages_to_back: int
    """Messages received from the front and sent to the back."""
    bytes_to_back: int
    """Their payload bytes."""
    messages_to_front: int
    """Messages received from the back and sent to the front."""
    bytes_to_front: int
    """Their payload bytes."""
    capture_dropped: int
    """Messages that the capture had no room for, or could not take."""
    dropped: int
    """Messages that the other side refused for good: those to a routing id that nobody has."""


def stats_from(stats: _abi.ConnectorStats, in_binding: int) -> Stats:
    """`in_binding` messages have left the library and wait in the binding, so that nobody has them yet."""
    values = {name: getattr(stats, name) for name in Stats.__dataclass_fields__}
    values["messages_received"] = max(0, values["messages_received"] - in_binding)
    values["messages_waiting"] += in_binding
    return Stats(**values)


def peer_stats_from(stats: _abi.PeerStats) -> PeerStats:
    values = {name: getattr(stats, name) for name in PeerStats.__dataclass_fields__}
    values["state"] = PeerState(stats.state)
    values["identity"] = bytes(stats.identity[: stats.identity_size])
    return PeerStats(**values)


def proxy_stats_from(stats: _abi.ProxyStats) -> ProxyStats:
    values = {name: getattr(stats, name) for name in ProxyStats.__dataclass_fields__}
    values["paused"] = bool(stats.paused)
    return ProxyStats(**values)


def peer_info_from(info: _abi.PeerInfo) -> PeerInfo:
    credentials = Credentials(process_id=info.process_id, user_id=info.user_id, group_id=info.group_id)
    return PeerInfo(
        peer=info.peer,
        state=PeerState(info.state),
        address=bytes(info.address[: info.address_size]).decode(errors="replace"),
        identity=bytes(info.identity[: info.identity_size]),
        routing_id=info.routing_id,
        credentials=credentials if info.has_credentials else None,
    )


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
