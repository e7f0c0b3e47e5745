"""Who waits for messages of one connector on one event loop."""

from __future__ import annotations

from asyncio import Future
from collections import OrderedDict
from contextlib import suppress
from typing import TYPE_CHECKING

from ._abi import Status
from ._errors import TimedOut
from ._lib import lib
from ._messages import Message, Slab
from ._port import Port

if TYPE_CHECKING:
    from .aio import Connector

_CANCELLED = int(Status.CANCELLED)


class Receivers:
    """Tasks that wait, first come, first served. While any does, one operation of the library is under way for all.

    Its messages go to the connector's inbox, which all loops share, and from there to whoever waits: first here, then
    on other loops. Only the loop's thread uses this, except `serve_soon`.
    """

    def __init__(self, connector: Connector, port: Port) -> None:
        self._connector = connector
        self._port = port
        self._waiting: OrderedDict[Future[Message], None] = OrderedDict()
        self._tag = 0

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def join(self, waiter: Future[Message]) -> None:
        """The waiter gets a message, or the error that ends the wait."""
        self._waiting[waiter] = None
        # Only now: another loop that puts messages into the inbox either finds the waiter here, or was seen by this.
        self.serve()

    def leave(self, waiter: Future[Message]) -> None:
        """The waiter is not interested any more. The message that it may have got already goes back to the front."""
        self._waiting.pop(waiter, None)
        served = waiter.done() and not waiter.cancelled() and waiter.exception() is None
        if served and not self._connector.closed:
            self._connector._inbox.appendleft(waiter.result())
        if self._port.is_orphan:
            self._connector._serve_others(self)
            return
        self.serve()
        if self._tag and not self._waiting:
            self._port.cancel(self._tag)

    def expire(self, waiter: Future[Message]) -> None:
        """The timeout of this waiter has passed."""
        if not waiter.done():
            waiter.set_exception(TimedOut())

    def serve(self) -> None:
        """Hands out what the inbox has, then sees to it that more comes where somebody still waits."""
        inbox = self._connector._inbox
        while self._waiting:
            waiter = next(iter(self._waiting))
            if not waiter.done():
                try:
                    message = inbox.popleft()
                except IndexError:
                    break
                waiter.set_result(message)
            self._waiting.popitem(last=False)
        if not self._waiting:
            self._connector._serve_others(self)
        elif not self._tag:
            self._ask()

    def serve_soon(self) -> None:
        """From any thread: the inbox has messages that the loop of the caller has no use for."""
        loop = self._port.loop()
        if loop is not None and self._waiting:
            # A loop that is closed meanwhile has nobody waiting any more.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self.serve)

    def _ask(self) -> None:
        tag = self._port.expect(self._answered)
        connector = self._connector
        status = lib.connector_recv_async(connector.handle, connector._batch, Slab.BYTES, self._port.queue, tag)
        if status < 0:
            self._port.forget(tag)
            self._fail(status)
        else:
            self._tag = tag

    def _answered(self, status: int, count: int, messages: list[Message]) -> None:
        self._tag = 0
        if not self._connector.closed:
            self._connector._handover.put(messages)
        if status < 0 and status != _CANCELLED:
            self._fail(status)
        self.serve()

    def _fail(self, status: int) -> None:
        while self._waiting:
            waiter, _ = self._waiting.popitem(last=False)
            if not waiter.done():
                waiter.set_exception(self._connector._failure_of_operation(status))
