"""Finds, loads and checks the shared library. `lib` has its functions, by their names in C."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ._abi import AbiMismatch, Library, load

_FILE = "libymq.so.0"


def _candidates() -> Iterator[str]:
    """Where the library may be: as the user says, beside this package, in a build of the tree, on the loader's path."""
    if chosen := os.environ.get("YMQ_LIBRARY"):
        yield chosen
        return
    package = Path(__file__).resolve().parent
    yield str(package / _FILE)
    yield str(package.parent.parent.parent / "build" / "release" / _FILE)
    yield _FILE


def _load_first() -> Library:
    """Loads the first candidate that exists. One that exists and does not fit is refused, not passed over."""
    failures = []
    for path in _candidates():
        if "/" in path and not os.path.exists(path):
            failures.append(f"{path}: no such file")
            continue
        try:
            return load(path)
        except OSError as error:
            failures.append(str(error))
        except AbiMismatch as error:
            raise ImportError(f"libymq does not fit this package: {error}") from error
    raise ImportError("libymq was not found; YMQ_LIBRARY may name it. Tried: " + "; ".join(failures))


def _pass_by_register(library: Library, *names: str) -> None:
    """Has every argument of these functions converted as an address: one word, and the cheapest conversion of ctypes.

    It saves a third of a call. Whole numbers and bytes go through it unchanged, on every machine with 64-bit words.
    """
    for name in names:
        function: Any = getattr(library, name)
        function.argtypes = [ctypes.c_void_p] * len(function.argtypes)


lib = _load_first()
_pass_by_register(
    lib,
    "connector_send_sync",
    "connector_try_send",
    "connector_send_async",
    "connector_recv_sync",
    "connector_try_recv",
    "connector_recv_async",
    "completion_queue_drain",
)
