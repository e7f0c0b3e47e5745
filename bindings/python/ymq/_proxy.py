"""What the synchronous and the asyncio faces of a proxy have in common, and the synchronous one."""

from __future__ import annotations

import ctypes
import warnings
from types import TracebackType
from typing import Self

from . import _abi, _exit
from ._base import INVALID_HANDLE, ConnectorBase, goes_on_waiting
from ._errors import Closed, YmqError, failure
from ._lib import lib
from ._report import ProxyStats, proxy_stats_from
from ._time import Deadline


class ProxyBase:
    """A proxy without the calls that wait."""

    _closed = True

    def __init__(self, front: ConnectorBase, back: ConnectorBase, capture: ConnectorBase | None = None) -> None:
        handle = ctypes.c_uint64()
        ends = (front._lend(), back._lend(), 0 if capture is None else capture.handle)
        status = lib.proxy_init(*ends, ctypes.byref(handle))
        if status < 0:
            raise _failure(status)
        # Nobody else needs to hold the connectors while messages go through them.
        self._ends = (front, back, capture)
        self._handle = handle.value
        self._closed = False

    def __repr__(self) -> str:
        front, back, _ = self._ends
        return f"<ymq.Proxy {front.type.name} {back.type.name}{' closed' if self._closed else ''}>"

    @property
    def closed(self) -> bool:
        """Whether the proxy was closed."""
        return self._closed

    def pause(self) -> None:
        """Takes nothing more from either side; what was taken is still forwarded. Raises `Closed` if it has ended."""
        self._checked(lib.proxy_pause(self._handle))

    def resume(self) -> None:
        """Goes on after `pause`. Raises `Closed` if it has ended."""
        self._checked(lib.proxy_resume(self._handle))

    def stats(self) -> ProxyStats:
        """The counters of this proxy. Never blocks."""
        stats = _abi.ProxyStats(size=ctypes.sizeof(_abi.ProxyStats))
        self._checked(lib.proxy_get_stats(self._handle, ctypes.byref(stats)))
        return proxy_stats_from(stats)

    def _checked(self, status: int) -> None:
        if status < 0:
            raise _failure(status)

    def _end(self) -> None:
        """Once; a context that is closed has done it."""
        if not self._closed:
            self._closed = True
            lib.proxy_destroy(self._handle)

    def __del__(self) -> None:
        if self._closed or _exit.leaving:
            return
        warning = f"unclosed {self!r}"
        self._end()
        warnings.warn(warning, ResourceWarning, stacklevel=2, source=self)


class Proxy(ProxyBase):
    """Forwards messages between two connectors from now on, both ways as far as their patterns allow.

    ROUTER and DEALER make a shared queue, PULL and PUSH a streamer. A thread of the library does it, and needs no
    interpreter. Where one side has no room nothing more is taken from the other. `capture` is sent a copy of
    everything, as far as it has room at once.

    Nobody else is to receive from the two meanwhile, and messages that they have fetched ahead are to be taken before:
    otherwise it raises `WrongState`. `NotSupported`: REQ and REP, which take turns, and patterns that do not match. The
    proxy ends when it is closed, or when one of the two connectors is; they stay open. Any thread may call any method.
    """

    def wait(self, timeout: float | None = None) -> None:
        """Waits until the proxy has ended by itself, because one of its connectors was closed.

        Raises `Closed` if another thread closes the proxy meanwhile.
        """
        deadline = Deadline(timeout)
        while (status := lib.proxy_wait(self._handle, deadline.milliseconds())) < 0:
            if not goes_on_waiting(status, deadline):
                raise _failure(status)

    def close(self) -> None:
        """Ends the proxy. What it has taken and not forwarded goes back to the connector that it came from.

        Closing again does nothing.
        """
        self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _failure(status: int) -> YmqError:
    """A handle that names nothing any more is that of a closed proxy or connector."""
    return Closed("the proxy, or one of its connectors, is closed") if status == INVALID_HANDLE else failure(status)
