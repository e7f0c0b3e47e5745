"""What the synchronous and the asyncio faces have in common: everything that does not wait."""

from __future__ import annotations

import ctypes
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from typing import Protocol, TypeAlias, TypeVar
from weakref import WeakValueDictionary

from . import _abi, _exit
from ._abi import Backend, ConnectorType, Status, WakeKind
from ._errors import Closed, InvalidArgument, TimedOut, WrongState, YmqError, failure
from ._handover import Handover
from ._lib import lib
from ._messages import BytesLike, Message, as_bytes, take_slab
from ._options import NUMBER_BYTES, Options, OptionValues, read_option, set_options, whole_number
from ._report import Event, PeerInfo, PeerStats, Stats, event_from, peer_info_from, peer_stats_from, stats_from
from ._time import Deadline, milliseconds

Arguments: TypeAlias = tuple[()] | tuple[int] | tuple[bytes, int, int]
"""Of a wait for events: none; for peers: how many; for subscribers: the topic, its length, how many."""

ConnectorT = TypeVar("ConnectorT", bound="ConnectorBase")

AGAIN = int(Status.AGAIN)
BUFFER_TOO_SMALL = int(Status.BUFFER_TOO_SMALL)
INTERRUPTED = int(Status.INTERRUPTED)
INVALID_HANDLE = int(Status.INVALID_HANDLE)
TIMED_OUT = int(Status.TIMED_OUT)

# How many messages one call takes from the library into the inbox of the binding.
BATCH = 256

# How long what was sent on objects that nobody closed goes on being sent.
LEAKED_LINGER_MS = 1000

_BACKENDS = {None: Backend.DEFAULT, "epoll": Backend.EPOLL, "io_uring": Backend.IO_URING}
_LOCKSTEP = (ConnectorType.REQ, ConnectorType.REP)
_ENDPOINT_BYTES = 1024
_EVENTS = 64
_PEERS = 64
# More messages than anybody has received: all of them.
_MOST = 2**32 - 1
_MOST_PEERS = 2**64 - 1


class HasFileno(Protocol):
    """What stands for a descriptor, such as a socket."""

    def fileno(self) -> int: ...


class ContextBase:
    """The io threads, the registry of inproc names, and the connectors made here."""

    _closed = True

    def __init__(self, io_threads: int = 1, backend: str | None = None) -> None:
        if backend not in _BACKENDS:
            raise InvalidArgument(f"backend is {backend!r}, not 'epoll', 'io_uring' or None for the default")
        threads = whole_number("io_threads", io_threads, 0, 2**32 - 1)
        handle = ctypes.c_uint64()
        check(lib.io_context_init(threads, _BACKENDS[backend], ctypes.byref(handle)))
        self._handle = handle.value
        self._connectors: WeakValueDictionary[int, ConnectorBase] = WeakValueDictionary()
        self._graveyard = 0
        self._closed = False
        _exit.contexts[self._handle] = self

    def __repr__(self) -> str:
        return f"<{_path(self)} {'closed' if self._closed else self.backend}>"

    @property
    def handle(self) -> int:
        """The number that names this context in C, for other code in this process that uses libymq."""
        return self._handle

    @property
    def closed(self) -> bool:
        """Whether the context was closed."""
        return self._closed

    @property
    def backend(self) -> str:
        """Which backend carries the context, and why: `epoll: chosen by the caller`."""
        text = ctypes.create_string_buffer(_ENDPOINT_BYTES)
        size = self._checked(lib.io_context_backend(self._handle, text, len(text)))
        return text.raw[:size].decode(errors="replace")

    def _checked(self, status: int) -> int:
        return check(status)

    def _open_connectors(self) -> list[ConnectorBase]:
        there = [reference() for reference in self._connectors.valuerefs()]
        return [connector for connector in there if connector is not None and not connector.closed]

    def _mark_closed(self) -> bool:
        """Nothing new begins from here on. Returns whether the context was open."""
        was_open, self._closed = not self._closed, True
        _exit.contexts.pop(self._handle, None)
        return was_open

    def _bury(self, connector: int) -> None:
        """Closes a connector that nobody holds any more, behind the scenes: a finalizer must not wait."""
        if not self._graveyard:
            queue = ctypes.c_uint64()
            lib.completion_queue_init(self._handle, WakeKind.NONE, ctypes.byref(queue), None)
            self._graveyard = queue.value
        if lib.connector_destroy_async(connector, LEAKED_LINGER_MS, self._graveyard, 0) < 0:
            lib.connector_destroy(connector, 0, None)

    def _after_fork_in_child(self) -> None:
        for connector in self._open_connectors():
            connector._after_fork_in_child()

    def __del__(self) -> None:
        if self._closed or _exit.leaving:
            return
        warning = f"unclosed {self!r}"
        self._mark_closed()
        for connector in self._open_connectors():
            connector._mark_closed()
        lib.io_context_destroy(self._handle, LEAKED_LINGER_MS, None)
        warnings.warn(warning, ResourceWarning, stacklevel=2, source=self)


class ConnectorBase:
    """A connector without the calls that wait."""

    _closed = True

    def __init__(self, context: ContextBase, type: ConnectorType, options: OptionValues) -> None:
        handle = ctypes.c_uint64()
        number = whole_number("the type of a connector", type, -(2**31), 2**31 - 1)
        check(lib.connector_init(context._handle, number, ctypes.byref(handle)))
        self._handle = handle.value
        self._context = context
        self._type = ConnectorType(type)
        self._lockstep = self._type in _LOCKSTEP
        # Messages that have left the library and that nobody has asked for yet. Its methods are atomic.
        self._inbox: deque[Message] = deque()
        # How many messages each batch had that is not acknowledged yet. Who takes the last message acknowledges them.
        self._batches: deque[int] = deque()
        self._handover = Handover(self._inbox, self._batches)
        # Messages count as handed over only when the application says so.
        self._manual = False
        self._batch = 1 if self._lockstep else BATCH
        self._closed = False
        try:
            if not self._lockstep:
                self._set_number(_abi.OptionId.MANUAL_ACKNOWLEDGEMENT, 1)
            set_options(self.options, options)
        except BaseException:
            self._mark_closed()
            lib.connector_destroy(self._handle, 0, None)
            raise
        context._connectors[self._handle] = self

    def __repr__(self) -> str:
        return f"<{_path(self)} {self._type.name}{' closed' if self._closed else ''}>"

    @property
    def handle(self) -> int:
        """The number that names this connector in C, for other code in this process that uses libymq."""
        return self._handle

    @property
    def type(self) -> ConnectorType:
        """The pattern."""
        return self._type

    @property
    def context(self) -> ContextBase:
        """The context that carries this connector."""
        return self._context

    @property
    def options(self) -> Options:
        """The options, as attributes: `connector.options.receive_hwm = 10`."""
        return Options(self)

    @property
    def closed(self) -> bool:
        """Whether the connector was closed."""
        return self._closed

    def bind(self, endpoint: str) -> str:
        """Accepts connections on an endpoint, and returns it with what the system chose.

        `tcp://127.0.0.1:*`, `tcp://[::1]:5555`, `tcp://*:5555`, `ipc:///run/x.sock`, `ipc://@abstract`, `ipc://*`,
        `inproc://name`. Does not wait for any peer. Raises `InvalidEndpoint`, `UnsupportedTransport`, `AddressInUse`,
        `AddressNotAvailable`, `PermissionDenied`, `NameNotResolved`.
        """
        text = _endpoint(endpoint)
        bound = ctypes.create_string_buffer(_ENDPOINT_BYTES)
        size = self._checked(lib.connector_bind(self._handle, text, len(text), bound, len(bound)))
        return bound.raw[:size].decode()

    def bind_descriptor(self, descriptor: int | HasFileno) -> str:
        """Accepts connections on a socket that somebody else has bound and listens on, and returns its endpoint.

        A number, as systemd passes it from 3 on, or an object with `fileno()`. On success the descriptor is the
        library's: of a socket object call `detach()` then. Raises `InvalidArgument` where it is no such socket.
        """
        number = descriptor if isinstance(descriptor, int) else descriptor.fileno()
        bound = ctypes.create_string_buffer(_ENDPOINT_BYTES)
        wanted = whole_number("a descriptor", number, -(2**31), 2**31 - 1)
        size = self._checked(lib.connector_bind_descriptor(self._handle, wanted, bound, len(bound)))
        return bound.raw[:size].decode()

    def connect(self, endpoint: str, *, routing_id: BytesLike | None = None) -> None:
        """Connects to an endpoint, whether or not anybody is bound there yet, and again whenever the connection breaks.

        Returns at once: the connection is made behind the scenes. Raises `InvalidEndpoint`, `UnsupportedTransport`.

        A ROUTER may say what it calls the peer: 1 to 255 bytes, of which the first is not 0. The peer is known by this
        routing id at once, whatever identity it will say. Raises `RoutingIdInUse` where another peer has it.
        """
        text = _endpoint(endpoint)
        if routing_id is None:
            self._checked(lib.connector_connect(self._handle, text, len(text)))
        else:
            data = as_bytes(routing_id, "a routing id")
            self._checked(lib.connector_connect_as(self._handle, text, len(text), data, len(data)))

    def connect_peer(self, endpoint: str) -> bytes:
        """PEER: as `connect`, and returns the routing id of the peer: the first part of messages to it and from it.

        What is sent to it waits for the connection. Raises `NotSupported`, and what `connect` raises.
        """
        text = _endpoint(endpoint)
        routing_id = ctypes.c_uint32()
        self._checked(lib.connector_connect_peer(self._handle, text, len(text), ctypes.byref(routing_id)))
        return routing_id.value.to_bytes(4, "big")

    def unbind(self, endpoint: str) -> None:
        """Stops accepting on an endpoint that `bind` returned or was given. Links made there go on. `NotFound`."""
        text = _endpoint(endpoint)
        self._checked(lib.connector_unbind(self._handle, text, len(text)))

    def disconnect(self, endpoint: str) -> None:
        """Ends one connection made by `connect`, and the attempts to make it. Raises `NotFound`.

        What was accepted for that peer goes on being sent in the background for as long as the option `linger` says.
        """
        text = _endpoint(endpoint)
        self._checked(lib.connector_disconnect(self._handle, text, len(text)))

    def subscribe(self, topic: BytesLike) -> None:
        """SUB: asks for the messages whose first part begins with these bytes; with `b""`, for all. Counted."""
        data = as_bytes(topic, "a topic")
        self._checked(lib.connector_subscribe(self._handle, data, len(data)))

    def unsubscribe(self, topic: BytesLike) -> None:
        """SUB: undoes one `subscribe`. Raises `NotFound`."""
        data = as_bytes(topic, "a topic")
        self._checked(lib.connector_unsubscribe(self._handle, data, len(data)))

    def join(self, group: BytesLike) -> None:
        """DISH: receives what RADIOs send to this group, which has at most 255 bytes. Raises `WrongState` if joined."""
        data = as_bytes(group, "a group")
        self._checked(lib.connector_join(self._handle, data, len(data)))

    def leave(self, group: BytesLike) -> None:
        """DISH: leaves a group. Raises `NotFound` if it was not joined."""
        data = as_bytes(group, "a group")
        self._checked(lib.connector_leave(self._handle, data, len(data)))

    @property
    def readable(self) -> bool:
        """Whether a receive would get a message at once: one that waits here, or in the library.

        Descriptors and pollers of C look at the library only, and do not see messages that were fetched ahead: receive
        with `timeout=0` until `Again` is raised before one of them is waited for, or ask here.
        """
        return bool(self._inbox) or self._is_ready(_abi.Readiness.READABLE)

    @property
    def writable(self) -> bool:
        """Whether a send would be accepted at once by at least one peer, or dropped as the pattern has it."""
        return self._is_ready(_abi.Readiness.WRITABLE)

    def acknowledge(self, messages: int = 1) -> int:
        """Says that the oldest messages that were received are done with, and returns how many there were of these.

        For the option `manual_acknowledgement`: a message that was not acknowledged when this process died, or closed
        the connector, goes to another receiver where the pattern has one. Returns 0 where the option is off.
        """
        most = whole_number("how many messages are done with", messages, 0, _MOST)
        return self._checked(lib.connector_acknowledge(self._handle, most)) if self._manual else 0

    def stats(self) -> Stats:
        """The counters of this connector. Never blocks."""
        stats = _abi.ConnectorStats(size=ctypes.sizeof(_abi.ConnectorStats))
        self._checked(lib.connector_get_stats(self._handle, ctypes.byref(stats)))
        return stats_from(stats, len(self._inbox))

    def peer_stats(self) -> list[PeerStats]:
        """What this connector's peers are, and the counters of each, in the order of their numbers. Never blocks.

        One record for each peer that exists now; one that is gone exists until the application has taken what it sent.
        """
        peers: list[PeerStats] = []
        memory = (_abi.PeerStats * _PEERS)()
        while True:
            first = peers[-1].peer + 1 if peers else 0
            count = self._checked(lib.connector_get_peer_stats(self._handle, first, memory, _PEERS))
            peers += map(peer_stats_from, memory[:count])
            if count < _PEERS:
                return peers

    def peer_info(self, peer: int) -> PeerInfo:
        """Who the peer of this number is, as `peer_stats` and `events` number them. Never blocks. Raises `NotFound`."""
        info = _abi.PeerInfo(size=ctypes.sizeof(_abi.PeerInfo))
        number = whole_number("the number of a peer", peer, 0, _MOST_PEERS)
        self._checked(lib.connector_get_peer_info(self._handle, number, ctypes.byref(info)))
        return peer_info_from(info)

    def peer_property(self, peer: int, name: str) -> bytes:
        """What a peer said about itself: `Socket-Type`, `Identity`, or a property that its option `metadata` has.

        Never blocks. Raises `NotFound`, also for what it has not said.
        """
        text = name.encode()
        number = whole_number("the number of a peer", peer, 0, _MOST_PEERS)
        size = 0
        while True:
            value = ctypes.create_string_buffer(size)
            arguments = (self._handle, number, text, len(text), value, size)
            needed = self._checked(lib.connector_get_peer_property(*arguments))
            if needed <= size:
                return value.raw[:needed]
            size = needed

    def events(self) -> list[Event]:
        """Takes what happened since the last call, oldest first. Never blocks.

        The library keeps the newest 1024 events, and tells by an event `LOST` how many it had to forget.
        """
        events: list[Event] = []
        while True:
            taken = self._take_events(_EVENTS)
            events += taken
            if len(taken) < _EVENTS:
                return events

    def _take_events(self, most: int) -> list[Event]:
        memory = (_abi.Event * most)()
        count = self._checked(lib.connector_take_events(self._handle, memory, most))
        return [event_from(event) for event in memory[:count]]

    def _lend(self) -> int:
        """The handle, for a proxy: the library receives in the binding's stead, and acknowledges in order."""
        if self._inbox:
            raise WrongState(f"{len(self._inbox)} messages were fetched ahead, and are to be received before")
        self._acknowledge_taken()
        return self._handle

    def _is_ready(self, readiness: int) -> bool:
        """What the descriptors and pollers of C tell, too: nothing of the messages that were fetched already."""
        return bool(self._checked(lib.connector_ready(self._handle)) & readiness)

    def _get_option(self, option: int) -> bytes:
        if option == _abi.OptionId.MANUAL_ACKNOWLEDGEMENT and not self._lockstep:
            return int(self._manual).to_bytes(NUMBER_BYTES, sys.byteorder)
        return read_option(self, option)

    def _set_option(self, option: int, value: bytes) -> None:
        if option == _abi.OptionId.MANUAL_ACKNOWLEDGEMENT and not self._lockstep:
            self._set_manual(any(value))
            return
        self._checked(lib.connector_set_option(self._handle, option, value, len(value)))
        if option in (_abi.OptionId.RECEIVE_HWM, _abi.OptionId.CONFLATE) and not self._lockstep:
            self._limit_batch()

    def _limit_batch(self) -> None:
        """The messages in the inbox are beyond what the high-water mark counts: no more of them than it allows.

        What was fetched ahead would be older than the newest.
        """
        limit = int.from_bytes(read_option(self, _abi.OptionId.RECEIVE_HWM), sys.byteorder)
        newest_only = any(read_option(self, _abi.OptionId.CONFLATE))
        self._batch = 1 if newest_only else min(BATCH, limit) if limit else BATCH

    def _set_number(self, option: int, number: int) -> None:
        value = number.to_bytes(NUMBER_BYTES, sys.byteorder)
        check(lib.connector_set_option(self._handle, option, value, len(value)))

    def _set_manual(self, manual: bool) -> None:
        """To the library every connector acknowledges itself: what waits in the inbox is not handed over yet."""
        if self._manual and not manual:
            self._checked(lib.connector_acknowledge(self._handle, _MOST))
        self._manual = manual

    def _acknowledge_taken(self) -> None:
        """After the inbox was found empty: what has arrived is all handed over.

        Counted first: what arrives meanwhile is not.
        """
        arrived = len(self._batches)
        if self._inbox or self._closed:
            return
        done = 0
        with suppress(IndexError):
            for _ in range(arrived):
                done += self._batches.popleft()
        self._acknowledge(done)

    def _acknowledge(self, done: int) -> None:
        if done > 0 and not self._manual and not self._lockstep:
            lib.connector_acknowledge(self._handle, done)

    def _take(self, receive: Callable[..., int], *timeout_ms: int) -> int:
        """Moves messages from the library to the inbox, by one of its calls that receive into memory."""
        if self._handover.finish():
            return 1
        slab = take_slab()
        arguments = (self._handle, slab.address, slab.capacity, slab.table, slab.part_capacity, self._batch)
        status = self._handover.of_slab(slab, receive, *arguments, *timeout_ms)
        if status == BUFFER_TOO_SMALL:
            status = self._handover.of_message(self._handle)
        if self._closed:
            self._inbox.clear()
        return status

    def _recv_more(self, messages: list[Message], max_messages: int) -> None:
        """Appends the messages that are there, until there are this many."""
        status = 1
        while status > 0 and len(messages) < max_messages:
            # `extend` keeps what it got before the inbox was empty, and does not lose a message to a signal's handler.
            with suppress(IndexError):
                messages.extend(islice(iter(self._inbox.popleft, None), max_messages - len(messages)))
            status = self._take(lib.connector_try_recv) if len(messages) < max_messages else 0
        if not self._inbox:
            self._acknowledge_taken()

    def _settle(self) -> None:
        """REQ and REP, before a send: what the inbox has was received for a call that did not end well.

        A REQ that asks anew gives up the reply to what it asked before; a REP must take a request before it answers.
        """
        if self._type is ConnectorType.REQ:
            self._inbox.clear()
        elif self._inbox:
            raise WrongState("a REP receives a request before it sends a reply")

    def _checked(self, status: int) -> int:
        if status < 0:
            raise self._failure(status)
        return status

    def _failure(self, status: int) -> YmqError:
        """As `failure`; a handle that names nothing any more is that of a closed connector."""
        if _exit.leaving and threading.current_thread() is not threading.main_thread():
            # A daemon thread whose connector was closed by the end of the program ends with it, silently.
            raise SystemExit
        if status == INVALID_HANDLE:
            return Closed("the connector is closed")
        return failure(status)

    def _mark_closed(self) -> bool:
        """Nothing new begins from here on. Returns whether the connector was open."""
        was_open, self._closed = not self._closed, True
        self._acknowledge(sum(self._batches) - len(self._inbox))
        self._drop_received()
        return was_open

    def _drop_received(self) -> None:
        self._inbox.clear()
        self._batches.clear()
        self._handover.clear()

    def _before_exit(self, deadline: Deadline) -> None:
        """Sends what is left to send, for as long as the option `linger` and the deadline allow.

        And sees it arrive: what the system has of it goes no further once acknowledgements find nobody to read them.
        """
        stats = _abi.ConnectorStats(size=ctypes.sizeof(_abi.ConnectorStats))
        if lib.connector_get_stats(self._handle, ctypes.byref(stats)) < 0:
            return
        if not stats.messages_queued and not stats.messages_unacknowledged:
            return
        linger, left = self.options.linger, milliseconds(deadline.seconds())
        lib.connector_destroy(self._handle, left if linger < 0 else min(linger, left), None)

    def _after_fork_in_child(self) -> None:
        """The messages here are the parent's."""
        self._drop_received()

    def __del__(self) -> None:
        if self._closed or _exit.leaving:
            return
        warning = f"unclosed {self!r}"
        self._mark_closed()
        self._context._bury(self._handle)
        warnings.warn(warning, ResourceWarning, stacklevel=2, source=self)


def check(status: int) -> int:
    """For calls on a context: a handle that names nothing any more is that of a closed one."""
    if status < 0:
        raise Closed("the context is closed") if status == INVALID_HANDLE else failure(status)
    return status


def goes_on_waiting(status: int, deadline: Deadline) -> bool:
    """After a call that waits has failed: whether it is to be made again, because it ended before the deadline."""
    if status in (AGAIN, TIMED_OUT) and deadline.waits and deadline.passed():
        raise TimedOut
    return status == INTERRUPTED or (status in (AGAIN, TIMED_OUT) and not deadline.passed())


def _endpoint(endpoint: str) -> bytes:
    if not isinstance(endpoint, str):
        raise TypeError(f"an endpoint is text such as 'tcp://127.0.0.1:5555', not {type(endpoint).__name__}")
    return endpoint.encode()


def _path(thing: object) -> str:
    kind = type(thing)
    return f"{kind.__module__.removesuffix('._context').removesuffix('._connector')}.{kind.__name__}"


def peers_wanted(count: int) -> Arguments:
    """Of a wait for peers."""
    return (whole_number("how many peers are wanted", count, 0, _MOST),)


def subscribers_wanted(topic: BytesLike, count: int) -> Arguments:
    """Of a wait for subscribers."""
    data = as_bytes(topic, "a topic")
    return (data, len(data), whole_number("how many subscribers are wanted", count, 0, _MOST))
