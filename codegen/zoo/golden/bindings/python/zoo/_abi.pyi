# Generated from the spec of zoo by `npm run codegen`; do not edit.

import ctypes
import enum
from typing import Any, NamedTuple, TypeAlias, TypeVar

_T = TypeVar("_T")

# Memory that a call reads: bytes, a ctypes array, byref(...), or an address whose memory the caller keeps alive.
_Readable: TypeAlias = bytes | ctypes.Array[Any] | ctypes.Structure | ctypes._CArgObject | ctypes.c_void_p | int
# Memory that a call writes.
_Writable: TypeAlias = ctypes.Array[Any] | ctypes.Structure | ctypes._CArgObject | ctypes.c_void_p | int
# One value that a call writes.
_Out: TypeAlias = _T | ctypes.Array[_T] | ctypes._CArgObject | ctypes._Pointer[_T]

VERSION: str
MAX_WEIGHT: int

class Status(enum.IntEnum):
    OK = 0
    INVALID_HANDLE = -1
    TIMED_OUT = -2
    LATE = -2
    CLOSED = -7

class Kind(enum.IntEnum):
    MAMMAL = 1
    BIRD_OF_PREY = 2

class Permission(enum.IntFlag):
    LEAVE = 1
    BITE = 2

class CompletionKind(enum.IntEnum):
    FEED = 1
    WALK = 2
    BIRTH = 3

class OptionId(enum.IntEnum):
    NAME = 1
    MARK = 2
    NAP = 5
    TAME = 6

class Meal(ctypes.Structure):
    weight: int
    warmth: int
    animal: int
    status: int
    permissions: int
    kind: int
    change: int
    servings: int
    spoons: int
    label: ctypes.Array[ctypes.c_uint8]

MEAL_FORMAT: str

class Report(ctypes.Structure):
    size: int
    age: int
    meals: int

REPORT_FORMAT: str

class OptionInfo(NamedTuple):
    name: str
    id: int
    type: str
    unit: str
    min: int
    max: int
    default: int | bool | bytes | str
    read_only: bool
    live: bool
    doc: str

OPTIONS: dict[str, OptionInfo]
ENTRIES: dict[str, str]

class AbiMismatch(Exception):
    path: str
    entries: list[str]

class Library:
    path: str
    manifest: dict[str, Any]
    def __init__(self, path: str) -> None: ...
    def zoo_abi_manifest(self, /) -> bytes:
        """The manifest of the zoo.

        Returns: NUL-terminated text that lives as long as the library.

        Never waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def zoo_complaint(self, day: int, /) -> bytes:
        """The complaint of the day.

        day: Which day.
        Returns: What the keeper said. NUL-terminated text that lives until the same thread calls the library again.

        Never waits. Any thread may call it, at any time. Since 0.2.
        """
        ...
    def animal_init(
        self,
        kind: int,
        legs: int,
        name: bytes,
        name_size: int,
        mark: _Readable | None,
        mark_size: int,
        animal: _Out[ctypes.c_uint64],
        /,
    ) -> int:
        """Brings an animal. Documentation of two paragraphs.

        The second mentions `CLOSED`, `LEAVE`, `ipc://*` and a pattern like `/*`.

        kind: What it is.
        legs: How many legs.
        name: Its name.
        name_size: Length of the name in bytes.
        mark: Its mark. May be null.
        mark_size: Length of the mark in bytes.
        animal: Receives the handle.
        Returns: 0: success. Negative: CLOSED.

        May wait for other threads of the library to step aside, never for a peer or the network. Any thread may
        call it, at any time. Since 0.1.
        """
        ...
    def animal_destroy(self, animal: int, patience_ms: int, /) -> int:
        """Sends an animal away.

        animal: The animal.
        patience_ms: How long to wait, in milliseconds; -1 for ever.
        Returns: 0: success. Negative: INVALID_HANDLE, TIMED_OUT.

        May wait, up to its timeout. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def animal_get_option(
        self,
        animal: int,
        option: int,
        value: _Writable,
        value_capacity: int,
        kind: _Out[ctypes.c_int32] | None,
        offset: int,
        /,
    ) -> int:
        """Reads an option.

        animal: The animal.
        option: Which one.
        value: Receives it.
        value_capacity: Bytes of room.
        kind: Receives what the animal is. May be null.
        offset: Where to begin, counted from the end when negative.
        Returns: The length of the value in bytes. Negative: INVALID_HANDLE, CLOSED.

        Never waits. Any thread may call it, but only one at a time on the same handle. Since 0.1.
        """
        ...
    def animal_name(self, animal: int, text: _Writable, text_capacity: int, /) -> int:
        """Says what an animal is called.

        animal: The animal.
        text: Receives the name.
        text_capacity: Bytes of room.
        Returns: The length of the name in bytes. Negative: INVALID_HANDLE.

        Never waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def animal_report(
        self,
        animal: int,
        report: _Out[Report],
        fur: _Out[ctypes.c_void_p],
        fur_size: _Out[ctypes.c_uint64],
        weight: int,
        tail: _Out[ctypes.c_void_p] | None,
        /,
    ) -> int:
        """Reports on an animal.

        animal: The animal.
        report: The caller sets `size`.
        fur: Receives the address of its fur.
        fur_size: Receives the length of its fur in bytes.
        weight: Length of its tail.
        tail: Receives the address of its tail. Null: the tail is of no interest.
        Returns: 0: success. Negative: INVALID_HANDLE.

        Never waits. Any thread may call it, but only one at a time on the same handle. Since 0.2.
        """
        ...
    def animal_queue_init(self, queue: _Out[ctypes.c_uint64], /) -> int:
        """Makes a queue.

        queue: Receives the handle.
        Returns: 0: success.

        Never waits. Any thread may call it, at any time. Since 0.1.
        """
        ...
    def animal_feed_async(
        self,
        animal: int,
        meals: _Readable,
        meal_count: int,
        leftovers: _Writable | None,
        leftover_capacity: int,
        queue: int,
        tag: int,
        /,
    ) -> int:
        """Feeds an animal meals.

        animal: The animal.
        meals: The meals.
        meal_count: How many.
        leftovers: Receives what it did not eat. May be null.
        leftover_capacity: Room for leftovers.
        queue: Where the completion goes.
        tag: Comes back with the completion.
        Returns: How many were eaten at once. Negative: INVALID_HANDLE, CLOSED.

        A completion `FEED` follows where less than everything was done at once; it carries nothing else. Never
        waits. Any thread may call it, at any time. Since 0.2.
        """
        ...
    def animal_walk_async(self, animal: int, queue: int, tag: int, /) -> int:
        """Walks an animal, and keeps it.

        animal: The animal. After success the handle belongs to the library.
        queue: Where the completion goes.
        tag: Comes back with the completion.
        Returns: 0: success. Negative: INVALID_HANDLE.

        A completion `WALK` follows success; it carries messages. Never waits. Any thread may call it, at any time.
        Since 0.2.
        """
        ...
    def animal_show_async(self, animal: int, picture: _Readable, picture_size: int, queue: int, tag: int, /) -> int:
        """Shows an animal a picture, which it looks at for a while.

        animal: The animal.
        picture: The picture. After success not to be changed or freed before the completion.
        picture_size: How many bytes.
        queue: Where the completion goes.
        tag: Comes back with the completion.
        Returns: 0: success. Negative: INVALID_HANDLE.

        A completion `FEED` follows success; it carries nothing else. Never waits. Any thread may call it, at any
        time. Since 0.2.
        """
        ...
    def animal_queue_birth_async(self, queue: int, tag: int, /) -> int:
        """Waits for a birth.

        queue: Where the completion goes.
        tag: Comes back with the completion.
        Returns: 0: success. Negative: INVALID_HANDLE.

        A completion `BIRTH` follows success; it carries a message as a handle. Never waits. Any thread may call it,
        at any time. Since 0.2.
        """
        ...

def load(path: str) -> Library: ...
def check_manifest(manifest: dict[str, Any], path: str) -> None: ...
def check_layout(manifest: dict[str, Any], path: str) -> None: ...
