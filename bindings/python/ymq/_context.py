"""The synchronous face of a context."""

from __future__ import annotations

import ctypes
from contextlib import suppress
from types import TracebackType
from typing import Self, Unpack

from ._abi import ConnectorType
from ._base import INTERRUPTED, ContextBase
from ._closing import Closing
from ._connector import Connector
from ._errors import Closed, Forked
from ._lending import look_after_all_lent
from ._lib import lib
from ._options import OptionValues
from ._time import Deadline, linger_ms


class IoContext(ContextBase):
    """The io threads that carry connections, and the registry of inproc names. One for a program is the rule.

    `io_threads`: 0 to 64; with 0, calls that wait and `run` do the work. `backend`: `"epoll"`, `"io_uring"`, or None
    for what the environment variable `YMQ_BACKEND` says, else epoll. Any thread may use a context
    and all that is made from it.
    """

    def connector(self, type: ConnectorType, **options: Unpack[OptionValues]) -> Connector:
        """Makes a connector of this type, `ymq.ROUTER`, with any of the options of `Connector.options` as keywords."""
        return Connector(self, type, options)

    def run(self, timeout: float | None = None) -> int:
        """Does the work of a context without io threads, in this thread, for `timeout` seconds; None until it closes.

        Returns how many events were handled. With 0 it does what can be done now.
        """
        if self._closed:
            raise Closed("the context is closed")
        deadline = Deadline(timeout)
        handled = 0
        with suppress(Closed):
            while True:
                status = lib.io_context_run(self._handle, deadline.milliseconds())
                handled += 0 if status == INTERRUPTED else self._checked(status)
                if deadline.passed():
                    break
        return handled

    def close(self, linger: float | None = None) -> int:
        """Closes every connector, waits until what was accepted is sent, and ends the io threads.

        `linger` is how long to go on sending, in seconds; None means each connector's own option. Every call that
        waits inside the context raises `Closed`. Returns how many accepted messages were not handed to the operating
        system or, where peers acknowledge, are not known to have arrived. Closing again does nothing and returns 0.
        """
        wait = linger_ms(linger)
        if not self._mark_closed():
            return 0
        try:
            closing = Closing(self._handle)
        except Forked:
            return 0
        for connector in self._open_connectors():
            connector._mark_closed()
            closing.add(connector.handle, wait)
        try:
            undelivered = closing.wait()
        except BaseException:
            lib.io_context_terminate(self._handle, None)
            raise
        rest = ctypes.c_uint64()
        lib.io_context_destroy(self._handle, wait, ctypes.byref(rest))
        look_after_all_lent()
        return undelivered + rest.value

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
