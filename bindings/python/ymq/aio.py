"""`ymq` for asyncio: the same names. What waits is awaitable: `send`, `send_many`, `recv`, `recv_many`, `close`.

    import asyncio
    import ymq.aio

    async def main():
        async with ymq.aio.IoContext() as context:
            pull, push = context.connector(ymq.PULL), context.connector(ymq.PUSH)
            push.connect(pull.bind("tcp://127.0.0.1:*"))
            await push.send([b"topic", b"content"])
            async for message in pull:
                print(message)
                await pull.close()

    asyncio.run(main())

Any number of event loops, each in its thread, may use one context and one connector. A cancelled receive loses no
message; a cancelled send may have been accepted or not.
"""

# ruff: noqa: ASYNC109 - timeouts are arguments here, as in the synchronous face.
from __future__ import annotations

import asyncio
import ctypes
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import Self, TypeAlias, Unpack
from weakref import WeakKeyDictionary

from . import _exit, _names
from ._abi import ConnectorType, Status
from ._aio_lending import LentPart, Loan, lending_port, look_after_lent
from ._base import AGAIN, Arguments, ConnectorBase, ContextBase, peers_wanted, subscribers_wanted
from ._errors import Again, Closed, Forked, InvalidArgument, TimedOut, YmqError, ended_with
from ._lending import make_message
from ._lib import lib
from ._messages import BytesLike, Message, Packed, Sendable, pack, pack_many
from ._names import *  # noqa: F403
from ._options import OptionValues
from ._port import Port
from ._proxy import ProxyBase
from ._receivers import Receivers
from ._report import Event
from ._time import linger_ms, milliseconds

__all__ = [*_names.__all__, "Connector", "IoContext", "Loan", "Proxy"]

_try_send = lib.connector_try_send
_try_recv = lib.connector_try_recv

_CANCELLED = int(Status.CANCELLED)

_Calls: TypeAlias = tuple[Callable[..., int], Callable[..., int]]
"""One call twice: it waits, for a given time; it begins, and a completion follows."""

# How many calls in a row may end at once before the loop gets a turn.
_FAIR = 256

# How many messages `send_many` hands over in one call.
_SEND_BATCH = 1024


class IoContext(ContextBase):
    """As `ymq.IoContext`, with at least one io thread, since the event loop does none of the library's work."""

    def __init__(self, io_threads: int = 1, backend: str | None = None) -> None:
        if io_threads == 0:
            raise InvalidArgument("io_threads is 0, but an event loop needs at least 1 to carry its connections")
        super().__init__(io_threads, backend)
        self._ports: WeakKeyDictionary[asyncio.AbstractEventLoop, Port] = WeakKeyDictionary()
        # Guards the dictionary against loops in other threads.
        self._ports_lock = threading.Lock()

    def connector(self, type: ConnectorType, **options: Unpack[OptionValues]) -> Connector:
        """Makes a connector of this type, `ymq.ROUTER`, with any of the options of `Connector.options` as keywords."""
        return Connector(self, type, options)

    async def close(self, linger: float | None = None) -> int:
        """Closes every connector, waits until what was accepted is sent, and ends the io threads.

        `linger` is how long to go on sending, in seconds; None means each connector's own option. Everybody who waits
        inside the context, on any loop, gets `Closed`. Returns how many accepted messages were not handed to the
        operating system or, where peers acknowledge, are not known to have arrived. Closing again does nothing and
        returns 0.
        """
        linger_ms(linger)
        if not self._mark_closed():
            return 0
        undelivered = 0
        rest = ctypes.c_uint64()
        try:
            connectors = [each for each in self._open_connectors() if isinstance(each, Connector)]
            undelivered = sum(await asyncio.gather(*[each.close(linger) for each in connectors]))
        finally:
            self._shut_ports(asyncio.get_running_loop())
            lib.io_context_terminate(self._handle, ctypes.byref(rest))
            look_after_lent()
        return undelivered + rest.value

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def _port(self) -> Port:
        """The port of the running loop."""
        loop = asyncio.get_running_loop()
        port = self._ports.get(loop)
        if port is None or port.is_shut:
            self._shut_ports_of_closed_loops()
            port = Port(self._handle, loop)
            with self._ports_lock:
                self._ports[loop] = port
        return port

    def _all_ports(self) -> list[Port]:
        with self._ports_lock:
            return list(self._ports.values())

    def _shut_ports_of_closed_loops(self) -> None:
        """Messages that nobody took from there go back to their connectors."""
        for port in self._all_ports():
            if port.is_orphan:
                port.shut()

    def _shut_ports(self, loop: asyncio.AbstractEventLoop | None) -> None:
        for port in self._all_ports():
            port.shut_from(loop)

    def _after_fork_in_child(self) -> None:
        super()._after_fork_in_child()
        self._ports_lock = threading.Lock()
        for port in self._all_ports():
            port.after_fork_in_child()

    def __del__(self) -> None:
        if not self._closed and not _exit.leaving:
            self._shut_ports(None)
        super().__del__()


class Connector(ConnectorBase):
    """As `ymq.Connector`: what waits is awaitable, and waits for nothing but its own end.

    A `timeout` is in seconds: None waits for ever, 0 raises `Again` instead of waiting, otherwise `TimedOut` is raised
    when it has passed. Tasks that wait to receive are served in the order in which they came. Calls that need not
    wait end at once, but let other tasks run now and then.
    """

    _context: IoContext

    def __init__(self, context: IoContext, type: ConnectorType, options: OptionValues) -> None:
        self._receivers: dict[Port, Receivers] = {}
        self._at_once = 0
        # Sends that wait for room, on any loop. Its methods are atomic.
        self._sending: set[_Ended] = set()
        super().__init__(context, type, options)

    async def send(self, message: Sendable, timeout: float | None = None) -> None:
        """Sends one message, a part or a list of parts, and waits for room where there is none.

        On return the library has a copy, and delivers it in the background. Raises `HostUnreachable` (a ROUTER that was
        told to), `NotSupported` (SUB, PULL), `WrongState` (REQ and REP out of turn), `Closed`.
        """
        data, size, table, parts = (message, len(message), None, 0) if type(message) is bytes else pack(message)
        self._at_once += 1
        if self._at_once > _FAIR:
            await self._let_others_run()
        if self._lockstep and self._inbox:
            self._settle()
        # Nobody overtakes those who wait for room.
        if not self._sending:
            status = _try_send(self._handle, data, size, table, parts)
            if status > 0:
                return
            if status != AGAIN:
                raise self._failure(status)
        await self._send_when_there_is_room((data, size, table, parts), 1, timeout)

    async def send_lent(self, message: Sendable, timeout: float | None = None) -> Loan:
        """As `send`, but the library reads the memory of each part where it is, instead of a copy of it.

        For large parts, in anything with contiguous memory: `bytes`, `bytearray`, `memoryview`, an array of NumPy. The
        memory must not be changed until the loan that is returned is released: until then the library may send it, once
        more after a broken connection, and a receiver in this process reads the same memory. It is kept alive
        meanwhile, and a `bytearray` cannot be resized. Parts of less than 2 KiB are copied all the same.
        """
        if self._lockstep and self._inbox:
            self._settle()
        port = lending_port()
        parts: list[LentPart] = []
        handle = make_message(message, lambda handle, memory: parts.append(LentPart(port, handle, memory)))
        try:
            await self._send_message(handle, timeout)
        except BaseException:
            lib.message_destroy(handle)
            port.drain()
            raise
        return Loan(parts)

    async def send_many(self, messages: Sequence[Sendable], timeout: float | None = None) -> int:
        """Sends messages in their order, and waits for room where there is none. Much faster than one at a time.

        Returns how many were accepted: fewer than given where the timeout passed, or something failed, after the
        first; what goes wrong with the first is raised as by `send`.
        """
        loop = asyncio.get_running_loop()
        end = None if timeout is None else loop.time() + timeout
        accepted = 0
        while accepted < len(messages):
            batch = messages[accepted : accepted + _SEND_BATCH]
            left = timeout if end is None or not accepted else max(0.0, end - loop.time())
            packed = pack_many(batch)
            if accepted:
                await asyncio.sleep(0)
            if self._lockstep and self._inbox:
                self._settle()
            try:
                accepted += await self._send_when_there_is_room(packed, len(batch), left)
            except YmqError:
                if not accepted:
                    raise
                break
        return accepted

    async def recv(self, timeout: float | None = None) -> Message:
        """Receives one message, and waits where there is none.

        Raises `NotSupported` (PUB, PUSH), `WrongState` (REQ and REP out of turn), `Undeliverable` (REQ: nobody answered
        in time), `Closed`. `ymq.is_redelivered` says whether a message may have been handed to another receiver before.

        Messages come from the library in batches: up to 256, but never more than the option `receive_hwm` allows and
        always one by one for REQ and REP, wait in the connector for the next calls. Those who sent them are told that
        they were handed over when the last of a batch is: what this process does not come to is not lost with it.
        """
        self._at_once += 1
        if self._at_once > _FAIR:
            await self._let_others_run()
        inbox = self._inbox
        try:
            message = inbox.popleft()
        except IndexError:
            message = await self._recv_slowly(timeout)
        if not inbox:
            self._acknowledge_taken()
        return message

    async def recv_many(self, max_messages: int, timeout: float | None = None) -> list[Message]:
        """Receives the messages that are there, at most this many, and waits for the first where there is none."""
        if max_messages < 1:
            raise ValueError(f"max_messages is at least 1, not {max_messages}")
        messages = [await self.recv(timeout)]
        self._recv_more(messages, max_messages)
        return messages

    async def wait_for_peers(self, count: int, timeout: float | None = None) -> int:
        """Waits until so many peers are linked: their handshakes are done. Returns how many are."""
        calls = (lib.connector_wait_for_peers, lib.connector_wait_for_peers_async)
        return await self._wait_for(calls, peers_wanted(count), timeout)

    async def wait_for_subscribers(self, topic: BytesLike, count: int, timeout: float | None = None) -> int:
        """PUB and XPUB: waits until so many peers are subscribed to messages that begin with this topic.

        Returns how many are. They lose nothing of what is sent from then on. For a RADIO the topic is a group. Raises
        `NotSupported` elsewhere.
        """
        calls = (lib.connector_wait_for_subscribers, lib.connector_wait_for_subscribers_async)
        return await self._wait_for(calls, subscribers_wanted(topic, count), timeout)

    async def wait_for_events(self, timeout: float | None = None) -> int:
        """Waits until `events` has something. Returns how many events, which another task may take first."""
        calls = (lib.connector_wait_for_events, lib.connector_wait_for_events_async)
        return await self._wait_for(calls, (), timeout)

    async def watch(self) -> AsyncIterator[Event]:
        """Event after event, waiting for each, until the connector closes. What others take does not come."""
        with suppress(Closed):
            while True:
                await self.wait_for_events()
                for event in self._take_events(1):
                    yield event

    async def close(self, linger: float | None = None) -> int:
        """Closes the connector: everybody who waits on it, on any loop, gets `Closed`.

        Returns when what was accepted is sent, or after `linger` seconds (None: as the option `linger` says, 0: at
        once), and says how many accepted messages were not handed to the operating system or, where peers acknowledge,
        are not known to have arrived. What was received and not taken is dropped. A cancelled close goes on behind the
        scenes. Closing again does nothing and returns 0.
        """
        wait = linger_ms(linger)
        if not self._mark_closed():
            return 0
        try:
            port = self._context._port()
        except (Closed, Forked):
            return 0
        ended = _Ended(port)
        if lib.connector_destroy_async(self._handle, wait, port.queue, ended.tag) < 0:
            ended.forget()
            return 0
        _, undelivered = await ended.future
        look_after_lent()
        return undelivered

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Message:
        """The next message. The iteration ends when the connector closes."""
        try:
            return await self.recv()
        except Closed:
            raise StopAsyncIteration from None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def _mark_closed(self) -> bool:
        # Those who wait hear from their operations; nothing else needs to be found from here.
        self._receivers.clear()
        return super()._mark_closed()

    async def _let_others_run(self) -> None:
        self._at_once = 0
        await asyncio.sleep(0)

    async def _send_when_there_is_room(self, packed: Packed, messages: int, timeout: float | None) -> int:
        """Returns how many messages were accepted, at least one."""
        if timeout == 0:
            if self._sending:
                raise Again
            return self._checked(_try_send(self._handle, *packed))
        return await self._send_by(partial(lib.connector_send_async, self._handle, *packed), messages, timeout)

    async def _send_message(self, message: int, timeout: float | None) -> None:
        if timeout == 0:
            if self._sending:
                raise Again
            self._checked(lib.connector_send_message_sync(self._handle, message, 0))
        else:
            await self._send_by(partial(lib.connector_send_message_async, self._handle, message), 1, timeout)

    async def _send_by(self, begin: Callable[[int, int], int], messages: int, timeout: float | None) -> int:
        wait = _wait(timeout)
        port = self._context._port()
        ended = _Ended(port)
        accepted = begin(port.queue, ended.tag)
        if accepted < 0 or accepted == messages:
            ended.forget()
            return self._checked(accepted)
        self._sending.add(ended)
        try:
            status, later = await ended.within(wait)
        finally:
            self._sending.discard(ended)
        if accepted + later == 0:
            raise TimedOut if status == _CANCELLED else self._failure_of_operation(status)
        return accepted + later

    async def _wait_for(self, calls: _Calls, wanted: Arguments, timeout: float | None) -> int:
        at_once, begin = calls
        wait = _wait(timeout)
        if timeout == 0:
            return self._checked(at_once(self._handle, *wanted, 0))
        port = self._context._port()
        ended = _Ended(port)
        status = begin(self._handle, *wanted, port.queue, ended.tag)
        if status < 0:
            ended.forget()
            return self._checked(status)
        status, count = await ended.within(wait)
        if status < 0:
            raise TimedOut if status == _CANCELLED else self._failure_of_operation(status)
        return count

    async def _recv_slowly(self, timeout: float | None) -> Message:
        receivers = self._receivers_here()
        if not receivers:
            status = self._take(_try_recv)
            if status < 0 and status != AGAIN:
                raise self._failure(status)
            with suppress(IndexError):
                message = self._inbox.popleft()
                self._serve_others(receivers)
                return message
        if timeout == 0:
            raise Again
        wait = _wait(timeout)
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[Message] = loop.create_future()
        timer = None if wait is None else loop.call_later(wait, receivers.expire, waiter)
        try:
            receivers.join(waiter)
            return await waiter
        except BaseException:
            receivers.leave(waiter)
            raise
        finally:
            if timer is not None:
                timer.cancel()

    def _receivers_here(self) -> Receivers:
        port = self._context._port()
        receivers = self._receivers.get(port)
        if receivers is None:
            for gone in [each for each in list(self._receivers) if each.is_shut]:
                self._receivers.pop(gone, None)
            receivers = self._receivers[port] = Receivers(self, port)
        return receivers

    def _serve_others(self, receivers: Receivers) -> None:
        """What the inbox has, and those who wait on this loop do not need, goes to those who wait on other loops."""
        if self._inbox and len(self._receivers) > 1:
            for other in list(self._receivers.values()):
                if other is not receivers:
                    other.serve_soon()

    def _failure_of_operation(self, status: int) -> YmqError:
        """For an operation that failed after the call that made it."""
        return Closed("the connector is closed") if status == Status.INVALID_HANDLE else ended_with(status)


class Proxy(ProxyBase):
    """As `ymq.Proxy`: forwards between two connectors, and the event loop has no part in it."""

    def __init__(self, front: Connector, back: Connector, capture: Connector | None = None) -> None:
        self._context = front._context
        super().__init__(front, back, capture)

    async def wait(self, timeout: float | None = None) -> None:
        """Waits until the proxy has ended by itself, because one of its connectors was closed.

        Raises `Closed` if the proxy is closed meanwhile. A wait that is cancelled leaves the proxy as it is.
        """
        wait = _wait(timeout)
        if timeout == 0:
            return self._checked(lib.proxy_wait(self._handle, 0))
        port = self._context._port()
        ended = _Ended(port)
        status = lib.proxy_wait_async(self._handle, port.queue, ended.tag)
        if status < 0:
            ended.forget()
            self._checked(status)
        status, _ = await ended.within(wait)
        if status < 0:
            raise TimedOut if status == _CANCELLED else ended_with(status)

    async def close(self) -> None:
        """Ends the proxy. What it has taken and not forwarded goes back to the connector that it came from.

        Takes as long as the thread of the library needs to step aside, which waits for nobody. Closing again does
        nothing.
        """
        self._end()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


class _Ended:
    """The end of one operation, as a future of its status and count."""

    def __init__(self, port: Port) -> None:
        self._port = port
        self.future: asyncio.Future[tuple[int, int]] = asyncio.get_running_loop().create_future()
        self.tag = port.expect(self._ending)

    async def within(self, seconds: float | None) -> tuple[int, int]:
        """The end. The operation is cancelled when the time is over, and when whoever waits here is."""
        loop = asyncio.get_running_loop()
        timer = None if seconds is None else loop.call_later(seconds, self._port.cancel, self.tag)
        try:
            return await self.future
        except BaseException:
            self._port.cancel(self.tag)
            raise
        finally:
            if timer is not None:
                timer.cancel()

    def forget(self) -> None:
        """No completion follows."""
        self._port.forget(self.tag)

    def _ending(self, status: int, count: int, messages: list[Message]) -> None:
        if not self.future.done():
            self.future.set_result((status, count))


def _wait(timeout: float | None) -> float | None:
    """Refuses what is no time to wait; the loop would take it for 0."""
    if timeout is not None:
        milliseconds(timeout)
    return timeout
