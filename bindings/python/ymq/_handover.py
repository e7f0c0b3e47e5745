"""How received messages get from the library into a connector's inbox without any being lost to a signal.

A signal's handler may raise wherever the interpreter goes from one step to the next, and another one while the first is
dealt with. So what the library hands over is noted before the interpreter goes on, inside the step that calls the
library; and that it has arrived is noted inside the step that moves it. What a handler keeps from arriving waits for
the next call.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterator
from itertools import chain, compress, count
from typing import Any

from ._lib import lib
from ._messages import Message, Slab, give_slab, parts_of


class Handover:
    """One for each inbox. Any thread may call any method; one that finds what another has left behind moves it."""

    def __init__(self, inbox: deque[Message], arrived: deque[int]) -> None:
        self._inbox = inbox
        # How many messages each batch had that has arrived.
        self._arrived = arrived
        self._numbers = count()
        # What calls have received, or may yet receive, and what has not arrived; oldest first.
        self._batches: dict[int, _Batch] = {}

    def of_slab(self, slab: Slab, receive: Callable[..., int], *arguments: int) -> int:
        """Calls `receive`, which fills the slab, moves what it received, and returns its status. Takes the slab."""
        return self._hand_over(_SlabBatch(slab), receive, arguments)

    def of_message(self, connector: int) -> int:
        """Receives one message of any size, if there is one, and returns the status."""
        handle = ctypes.c_uint64()
        receive = lib.connector_recv_message_sync
        return self._hand_over(_HandleBatch(handle), receive, (connector, ctypes.byref(handle), 0))

    def finish(self) -> bool:
        """Moves what earlier calls have left behind. Returns whether there was anything."""
        moved = False
        for number, batch in list(self._batches.items()) if self._batches else ():
            # Asked and taken without a call between, so by one thread: two at once would read what one of them frees.
            if batch.left:
                try:
                    batch.left = False
                    moved |= self._move(number, batch)
                finally:
                    batch.left = True
        return moved

    def put(self, messages: list[Message]) -> None:
        """Moves a batch that a completion brought. The others see all of it at once, or nothing."""
        self._inbox.extend(chain(_once(self._arrived.append, len(messages)), messages))

    def clear(self) -> None:
        """Drops what has not arrived."""
        self._batches.clear()

    def _hand_over(self, batch: _Batch, receive: Callable[..., int], arguments: tuple[Any, ...]) -> int:
        number = next(self._numbers)
        try:
            self._batches[number] = batch
            batch.statuses.extend(map(receive, *zip(arguments)))
            self._move(number, batch)
        finally:
            batch.left = True
            if not batch.statuses:
                self._batches.pop(number, None)
        return batch.statuses[0]

    def _move(self, number: int, batch: _Batch) -> bool:
        if not batch.statuses:
            return False
        try:
            batch.move_to(self._inbox, self._arrived)
        except IndexError:  # They have arrived, and only this was left to do.
            self._batches.pop(number, None)
            return False
        return self._batches.pop(number, None) is not None


class _Batch:
    """What one call received. Its source goes when the messages have arrived."""

    __slots__ = ("left", "sources", "statuses")

    def __init__(self, source: object) -> None:
        self.sources: list[Any] = [source]
        self.statuses: list[int] = []
        self.left = False  # Nobody is at work on it.

    def move_to(self, inbox: deque[Message], arrived: deque[int]) -> None:
        """Raises IndexError where they have arrived already."""
        raise NotImplementedError


class _SlabBatch(_Batch):
    __slots__ = ()

    def move_to(self, inbox: deque[Message], arrived: deque[int]) -> None:
        slab = self.sources[0]
        messages = slab.messages(max(0, self.statuses[0]))
        inbox.extend(chain(_once(self.sources.pop, 0), _once(arrived.append, len(messages)), messages))
        give_slab(slab)


class _HandleBatch(_Batch):
    __slots__ = ()

    def move_to(self, inbox: deque[Message], arrived: deque[int]) -> None:
        handle = self.sources[0].value
        messages = [parts_of(handle)] if handle else []
        destroyed = _once(lib.message_destroy, handle) if handle else ()
        noted = _once(arrived.append, len(messages))
        inbox.extend(chain(_once(self.sources.pop, 0), noted, messages, destroyed))


def _once(call: Callable[[int], object], argument: int) -> Iterator[Any]:
    """Calls when it is reached, and yields nothing."""
    return compress(map(call, (argument,)), (False,))
