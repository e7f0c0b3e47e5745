"""Where the asynchronous operations of one event loop on one context end: a completion queue that the loop watches."""

from __future__ import annotations

import asyncio
import ctypes
import os
import struct
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import TypeAlias
from weakref import ref

from . import _exit
from ._abi import COMPLETION_FORMAT, Completion, Status, WakeKind
from ._base import BUFFER_TOO_SMALL, check
from ._lib import lib
from ._messages import Message, Slab, give_slab, take_slab

Ending: TypeAlias = Callable[[int, int, list[Message]], None]
"""Called once, by the loop's thread, with the status of an operation, its count and the messages it received."""

_RECORDS = 64
_RECORD_BYTES = ctypes.sizeof(Completion)
# How many times one wake looks for completions before other callbacks of the loop have their turn.
_DRAINS = 16

_drain = lib.completion_queue_drain


class Port:
    """Only the loop's thread uses a port; `shut_from` is for other threads.

    It holds the loop weakly, so that a loop that was dropped takes its port along.
    """

    _descriptor = -1

    def __init__(self, context: int, loop: asyncio.AbstractEventLoop) -> None:
        queue, descriptor = ctypes.c_uint64(), ctypes.c_int32(-1)
        check(lib.completion_queue_init(context, WakeKind.POLLABLE, ctypes.byref(queue), ctypes.byref(descriptor)))
        self.queue = queue.value
        self.loop = ref(loop)
        self._endings: dict[int, Ending] = {}
        self._tags = count(1)
        # Our own copy: the library closes its descriptor with the queue, maybe while the loop still watches it.
        self._descriptor = os.dup(descriptor.value)
        self._records = ctypes.create_string_buffer(_RECORDS * _RECORD_BYTES)
        loop.add_reader(self._descriptor, self.drain)

    @property
    def is_shut(self) -> bool:
        return self._descriptor < 0

    @property
    def is_orphan(self) -> bool:
        """The loop will never run again."""
        loop = self.loop()
        return loop is None or loop.is_closed()

    @property
    def is_idle(self) -> bool:
        """Nothing is under way."""
        return not self._endings

    def expect(self, ending: Ending) -> int:
        """A tag for an operation that is about to be made; its completion calls `ending`."""
        tag = next(self._tags)
        self._endings[tag] = ending
        return tag

    def forget(self, tag: int) -> None:
        """No completion follows: the operation failed, or was over at once."""
        self._endings.pop(tag, None)

    def cancel(self, tag: int) -> None:
        """Asks an operation to end, and takes its completion, which as a rule is there at once.

        On a closed loop there is nobody to tell: what is under way ends with the port.
        """
        if tag in self._endings and not self.is_orphan:
            lib.completion_queue_cancel(self.queue, tag)
            self.drain()

    def drain(self) -> None:
        """Ends the operations that have completed."""
        taken = 1
        for _ in range(_DRAINS):
            taken = self._drain_into(take_slab())
            if taken <= 0:
                break
        if taken < 0:
            self.shut()

    def shut(self) -> None:
        """Ends whatever is under way with `CLOSED`, and the port. Those who wait on a closed loop never hear of it."""
        if self.is_shut:
            return
        descriptor, self._descriptor = self._descriptor, -1
        endings, self._endings = self._endings, {}
        loop = self.loop()
        if loop is not None and not loop.is_closed():
            loop.remove_reader(descriptor)
        os.close(descriptor)
        lib.completion_queue_destroy(self.queue)
        if not self.is_orphan:
            for ending in endings.values():
                ending(Status.CLOSED, 0, [])

    def shut_from(self, loop: asyncio.AbstractEventLoop | None) -> None:
        """As `shut`, from a thread that runs another loop."""
        mine = self.loop()
        if mine is loop or mine is None or mine.is_closed():
            self.shut()
        else:
            with suppress(RuntimeError):
                mine.call_soon_threadsafe(self.shut)

    def _drain_into(self, slab: Slab) -> int:
        taken = _drain(self.queue, self._records, _RECORDS, slab.address, slab.capacity, slab.table, slab.part_capacity)
        if taken == BUFFER_TOO_SMALL:
            first = Completion.from_buffer(self._records)
            return self._drain_into(Slab(first.byte_count, max(1, first.part_count)))
        records = struct.iter_unpack(COMPLETION_FORMAT, self._records.raw[: max(0, taken) * _RECORD_BYTES])
        for tag, _, status, offset, _, first_part, parts, number, _, _ in records:
            ending = self._endings.pop(tag, None)
            if ending is not None:
                ending(status, number, slab.messages(parts, first_part, offset) if parts else [])
        if slab.capacity == Slab.BYTES:
            give_slab(slab)
        return taken

    def after_fork_in_child(self) -> None:
        """The loop's selector is shared with the parent: it must not hear of this."""
        self._descriptor = -1

    def __del__(self) -> None:
        if not self.is_shut and not _exit.leaving:
            os.close(self._descriptor)
            lib.completion_queue_destroy(self.queue)
