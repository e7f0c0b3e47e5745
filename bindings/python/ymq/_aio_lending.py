"""Memory that messages are sent from without a copy, for asyncio."""

# ruff: noqa: ASYNC109 - timeouts are arguments here, as in the synchronous face.
from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterable

from ._abi import Status
from ._errors import Again, TimedOut, failure
from ._lending import Memory, lending_context
from ._lib import lib
from ._messages import Message
from ._port import Port
from ._time import milliseconds

# One for each loop that lends. One whose loop is closed stays until all of its memory has come back.
_ports: list[Port] = []
_ports_lock = threading.Lock()


def lending_port() -> Port:
    """Where memory comes back that the running loop lends: it outlives the contexts that messages go through."""
    loop = asyncio.get_running_loop()
    with _ports_lock:
        _prune()
        for port in _ports:
            if port.loop() is loop:
                return port
        _ports.append(Port(lending_context(), loop))
        return _ports[-1]


def look_after_lent() -> None:
    """Gives back at once what the running loop has lent and nobody needs any more."""
    loop = asyncio.get_running_loop()
    with _ports_lock:
        mine = [port for port in _ports if port.loop() is loop]
    for port in mine:
        port.drain()


def _prune() -> None:
    for port in [each for each in _ports if each.is_orphan]:
        port.drain()
        if port.is_idle:
            port.shut()
            _ports.remove(port)


def _after_fork_in_child() -> None:
    """What is lent is lent by the parent."""
    global _ports_lock
    _ports_lock = threading.Lock()
    for port in _ports:
        port.after_fork_in_child()
    _ports.clear()


os.register_at_fork(after_in_child=_after_fork_in_child)


class LentPart:
    """Memory on loan. The port holds it, through what it calls in the end."""

    def __init__(self, port: Port, message: int, memory: Memory) -> None:
        self._memory = memory
        self._loop = asyncio.get_running_loop()
        self.is_back = False
        self.waiters: set[asyncio.Future[None]] = set()
        tag = port.expect(self._ending)
        status = lib.message_add_lent_part(message, memory.address, memory.size, port.queue, tag)
        if status < 0:
            error = failure(status)
            port.forget(tag)
            memory.give_back()
            raise error

    def _ending(self, status: int, _count: int, _messages: list[Message]) -> None:
        if status != Status.OK:  # The port is no more, and nobody will ever know.
            return
        self.is_back = True
        self._memory.give_back()
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._tell_waiters)

    def _tell_waiters(self) -> None:
        for waiter in self.waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def wait(self) -> None:
        if self.is_back:
            return
        waiter = asyncio.get_running_loop().create_future()
        self.waiters.add(waiter)
        try:
            await waiter
        finally:
            self.waiters.discard(waiter)


class Loan:
    """Memory that `send_lent` has lent to the library, until nobody needs it any more.

    Until it is released the memory must not be changed; it is kept alive whether or not the loan is.
    """

    def __init__(self, parts: Iterable[LentPart]) -> None:
        self._parts = list(parts)

    def __repr__(self) -> str:
        return f"<ymq.aio.Loan {'released' if self.released else 'lent'}>"

    @property
    def released(self) -> bool:
        """Whether the memory is the application's alone again."""
        return all(part.is_back for part in self._parts)

    async def wait(self, timeout: float | None = None) -> None:
        """Waits until the memory is released: the peer has acknowledged the message, or it was dropped.

        On the loop that has lent it. Raises `TimedOut`; with a timeout of 0, `Again`.
        """
        if timeout is not None:
            milliseconds(timeout)
        if timeout == 0 and not self.released:
            raise Again
        try:
            async with asyncio.timeout(timeout if timeout else None):
                for part in self._parts:
                    await part.wait()
        except TimeoutError:
            raise TimedOut from None
