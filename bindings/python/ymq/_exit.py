"""The end of the interpreter, and the beginning of a forked one."""

from __future__ import annotations

import atexit
import os
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from ._time import Deadline

if TYPE_CHECKING:
    from ._base import ContextBase

# How long the interpreter stays to send what connectors that nobody closed have accepted, all together.
LINGER_SECONDS = 1.0

contexts: WeakValueDictionary[int, ContextBase] = WeakValueDictionary()
"""The contexts that are open, by their handles."""

leaving = False
"""The interpreter is about to end: the other threads are daemons and never see a call end, finalizers do nothing."""


def _open_contexts() -> list[ContextBase]:
    there = [reference() for reference in contexts.valuerefs()]
    return [context for context in there if context is not None]


def _before_exit() -> None:
    """Sends what was accepted and is still here. What has nothing to send is left to the end of the process.

    Closing the rest too would wake up daemon threads that wait in it, in order to do nothing.
    """
    global leaving
    leaving = True
    deadline = Deadline(LINGER_SECONDS)
    for context in _open_contexts():
        for connector in context._open_connectors():
            connector._before_exit(deadline)


def _after_fork_in_child() -> None:
    for context in _open_contexts():
        context._after_fork_in_child()


atexit.register(_before_exit)
os.register_at_fork(after_in_child=_after_fork_in_child)
