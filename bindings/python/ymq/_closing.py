"""Closing connectors side by side, in a wait that a signal's handler may end."""

from __future__ import annotations

import ctypes

from ._abi import Completion, WakeKind
from ._base import INTERRUPTED, TIMED_OUT, check
from ._lib import lib
from ._time import Deadline

_RECORDS = 64


class Closing:
    """Connectors of one context that are being closed. One thread uses it, once."""

    def __init__(self, context: int) -> None:
        queue = ctypes.c_uint64()
        check(lib.completion_queue_init(context, WakeKind.NONE, ctypes.byref(queue), None))
        self._queue = queue.value
        self._pending = 0

    def add(self, connector: int, linger: int) -> None:
        """Begins to close a connector. One that another thread has closed already is left alone."""
        if lib.connector_destroy_async(connector, linger, self._queue, 0) >= 0:
            self._pending += 1

    def wait(self) -> int:
        """Until all are closed, or the context is. Returns how many accepted messages were not delivered.

        Where a signal's handler raises, the connectors go on closing behind the scenes.
        """
        records = (Completion * _RECORDS)()
        undelivered = 0
        while self._pending and self._wait_for_one():
            count = lib.completion_queue_drain(self._queue, records, _RECORDS, None, 0, None, 0)
            undelivered += sum(record.count for record in records[: max(0, count)])
            self._pending -= max(0, count)
        lib.completion_queue_destroy(self._queue)
        return undelivered

    def _wait_for_one(self) -> bool:
        deadline = Deadline(None)
        while True:
            status = lib.completion_queue_wait(self._queue, deadline.milliseconds())
            if status not in (INTERRUPTED, TIMED_OUT):
                return status >= 0
