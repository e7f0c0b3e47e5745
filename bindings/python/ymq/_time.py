"""Seconds as Python counts them, milliseconds as the library does."""

from __future__ import annotations

import math
import threading
import time

# Longer waits are made of several of this length.
_LONGEST_MS = 1_000_000_000

# In the main thread too, where signal handlers run: a signal that comes just before the thread begins to sleep does not
# interrupt the sleep, and would be noticed only after it.
_LONGEST_IN_MAIN_THREAD_MS = 200


def milliseconds(seconds: float) -> int:
    """Rounded up, so that no wait is shorter than asked for, and within what the library takes."""
    if not seconds >= 0:
        raise ValueError(f"a time in seconds must be 0 or more, not {seconds!r}")
    return _LONGEST_MS if seconds * 1000 >= _LONGEST_MS else math.ceil(seconds * 1000)


def linger_ms(linger: float | None) -> int:
    """A linger for the library; None stands for the option of that name."""
    return -1 if linger is None else milliseconds(linger)


class Deadline:
    """When a call that may be interrupted and resumed must end. `timeout` is in seconds; None never ends."""

    __slots__ = ("_end", "_longest_ms", "waits")

    def __init__(self, timeout: float | None) -> None:
        self.waits = timeout != 0
        self._end = math.inf
        self._longest_ms = _longest_ms()
        if timeout is not None:
            self._longest_ms = min(self._longest_ms, milliseconds(timeout))
            self._end = time.monotonic() + timeout

    def milliseconds(self) -> int:
        """How long the next call may wait: what is left, or less, so that it must be resumed."""
        if self._end == math.inf or not self.waits:
            return self._longest_ms
        return min(self._longest_ms, milliseconds(self.seconds()))

    def lock_timeout(self) -> float:
        """What is left, as locks take it."""
        return -1 if self._end == math.inf else min(self.seconds(), threading.TIMEOUT_MAX)

    def seconds(self) -> float:
        return max(0.0, self._end - time.monotonic())

    def passed(self) -> bool:
        return time.monotonic() >= self._end


def _longest_ms() -> int:
    return _LONGEST_IN_MAIN_THREAD_MS if threading.current_thread() is threading.main_thread() else _LONGEST_MS
