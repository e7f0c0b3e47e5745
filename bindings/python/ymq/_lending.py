"""Memory that messages are sent from without a copy, and how its owner hears that it is free again."""

from __future__ import annotations

import ctypes
import os
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from ._abi import Backend, WakeKind
from ._base import check, goes_on_waiting
from ._errors import failure
from ._lib import lib
from ._messages import Sendable
from ._time import Deadline

# Smaller parts are copied: that is quicker.
_WORTH_LENDING = 2048

# How many loans each new one looks after.
_LOOKED_AFTER = 16


class _Export(ctypes.Structure):
    """What CPython calls a Py_buffer: it keeps the object alive, and its memory in place, until it is released."""

    _fields_ = (
        ("address", ctypes.c_void_p),
        ("owner", ctypes.c_void_p),
        ("size", ctypes.c_ssize_t),
        ("item_size", ctypes.c_ssize_t),
        ("read_only", ctypes.c_int),
        ("dimensions", ctypes.c_int),
        ("format", ctypes.c_char_p),
        ("shape", ctypes.c_void_p),
        ("strides", ctypes.c_void_p),
        ("sub_offsets", ctypes.c_void_p),
        ("internal", ctypes.c_void_p),
    )


_get_buffer = ctypes.pythonapi.PyObject_GetBuffer
_get_buffer.argtypes = [ctypes.py_object, ctypes.POINTER(_Export), ctypes.c_int]
_release_buffer = ctypes.pythonapi.PyBuffer_Release
_release_buffer.argtypes = [ctypes.POINTER(_Export)]
_release_buffer.restype = None
_SIMPLE = 0


class Memory:
    """The bytes of one object, held in place until `give_back`; without that for ever, whoever drops this."""

    def __init__(self, part: object) -> None:
        export = _Export()
        try:
            _get_buffer(part, ctypes.byref(export), _SIMPLE)
        except TypeError:
            hint = ": encode it" if isinstance(part, str) else ""
            kind = type(part).__name__
            raise TypeError(f"lent memory is bytes, bytearray or memoryview, not {kind}{hint}") from None
        self.address, self.size = export.address, export.size
        self._exports = [export]

    def give_back(self) -> None:
        """Once, whichever thread comes first."""
        with suppress(IndexError):
            _release_buffer(ctypes.byref(self._exports.pop()))


def make_message(message: Sendable, lend: Callable[[int, Memory], None]) -> int:
    """A message of the library; `lend` adds each part that is not copied."""
    handle = ctypes.c_uint64()
    check(lib.message_init(ctypes.byref(handle)))
    try:
        for part in message if isinstance(message, list | tuple) else [message]:
            _add(handle.value, Memory(part), lend)
    except BaseException:
        lib.message_destroy(handle.value)
        raise
    return handle.value


def _add(message: int, memory: Memory, lend: Callable[[int, Memory], None]) -> None:
    if memory.size >= _WORTH_LENDING:
        return lend(message, memory)
    try:
        check(lib.message_add_part(message, memory.address if memory.size else b"", memory.size, None))
    finally:
        memory.give_back()


_contexts: list[int] = []


def lending_context() -> int:
    """A context without threads for the queues where memory comes back: it outlives all that messages go through."""
    if not _contexts:
        handle = ctypes.c_uint64()
        check(lib.io_context_init(0, Backend.EPOLL, ctypes.byref(handle)))
        _contexts.append(handle.value)
    return _contexts[0]


class LentPart:
    """Memory on loan, with a queue of its own, where a completion says that it is free."""

    def __init__(self, message: int, memory: Memory) -> None:
        queue = ctypes.c_uint64()
        status = lib.completion_queue_init(lending_context(), WakeKind.NONE, ctypes.byref(queue), None)
        self._queue, self._memory, self._is_back = queue.value, memory, False
        if status == 0:
            status = lib.message_add_lent_part(message, memory.address, memory.size, self._queue, 0)
        if status < 0:
            error = failure(status)
            self._end()
            raise error

    @property
    def is_back(self) -> bool:
        """Gives the memory back if it is."""
        if not self._is_back and lib.completion_queue_wait(self._queue, 0) == 0:
            self._end()
        return self._is_back

    def wait(self, deadline: Deadline) -> None:
        # The completion is left in the queue: any number of threads may wait for it.
        while not self.is_back:
            status = lib.completion_queue_wait(self._queue, deadline.milliseconds())
            if status < 0 and not self._is_back and not goes_on_waiting(status, deadline):
                raise failure(status)

    def _end(self) -> None:
        self._is_back = True
        self._memory.give_back()
        lib.completion_queue_destroy(self._queue)


# What is lent, or was when somebody looked last: to be kept although nobody else holds it. Its methods are atomic.
_lent: deque[LentPart] = deque()


def look_after_lent(most: int = _LOOKED_AFTER) -> None:
    """Gives back what has come back of those that were looked at longest ago."""
    for _ in range(min(most, len(_lent))):
        with suppress(IndexError):
            part = _lent.popleft()
            if not part.is_back:
                _lent.append(part)


def look_after_all_lent() -> None:
    look_after_lent(len(_lent))


def _after_fork_in_child() -> None:
    """What is lent is lent by the parent."""
    _contexts.clear()
    _lent.clear()


os.register_at_fork(after_in_child=_after_fork_in_child)


class Loan:
    """Memory that `send_lent` has lent to the library, until nobody needs it any more.

    Until it is released the memory must not be changed; it is kept alive whether or not the loan is. It is looked
    after when the loan is asked, when more is lent, and when a connector or a context is closed.
    """

    def __init__(self, parts: list[LentPart]) -> None:
        self._parts = parts

    def __repr__(self) -> str:
        return f"<ymq.Loan {'released' if self.released else 'lent'}>"

    @property
    def released(self) -> bool:
        """Whether the memory is the application's alone again."""
        return all([part.is_back for part in self._parts])

    def wait(self, timeout: float | None = None) -> None:
        """Waits until the memory is released: the peer has acknowledged the message, or it was dropped.

        Raises `TimedOut`; with a timeout of 0, `Again`.
        """
        deadline = Deadline(timeout)
        for part in self._parts:
            part.wait(deadline)


def send_from(message: Sendable, send: Callable[[int], None]) -> Loan:
    """Sends by a function that takes the message over, if it returns."""
    look_after_lent()
    parts: list[LentPart] = []

    def lend(message: int, memory: Memory) -> None:
        parts.append(LentPart(message, memory))
        _lent.append(parts[-1])

    handle = make_message(message, lend)
    try:
        send(handle)
    except BaseException:
        lib.message_destroy(handle)
        look_after_all_lent()
        raise
    return Loan(parts)
