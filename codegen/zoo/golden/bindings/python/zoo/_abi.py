"""The C ABI of libzoo for ctypes.

Generated from the spec of zoo by `npm run codegen`; do not edit.
"""

from __future__ import annotations

import ctypes
import enum
import json
from typing import NamedTuple

# The version of the zoo.
VERSION = "0.2.1"
# The greatest weight: more than an enum of C holds, and a `"quoted"` word.
MAX_WEIGHT = 18446744073709551615


class Status(enum.IntEnum):
    """How a call ends."""

    # All is well.
    OK = 0
    # The handle names no animal: `null`, or one that left.
    INVALID_HANDLE = -1
    # It takes too long.
    TIMED_OUT = -2
    # The old name of `TIMED_OUT`.
    LATE = -2
    # After a gap: somebody closed the door.
    CLOSED = -7


class Kind(enum.IntEnum):
    """What an animal is."""

    # Has fur.
    MAMMAL = 1
    # Has feathers.
    BIRD_OF_PREY = 2


class Permission(enum.IntFlag):
    """What an animal may do."""

    # Leave the cage.
    LEAVE = 1
    # Bite.
    BITE = 2


class CompletionKind(enum.IntEnum):
    """Which operation ended."""

    # A feeding.
    FEED = 1
    # A walk.
    WALK = 2
    # A birth.
    BIRTH = 3


class OptionId(enum.IntEnum):
    """The number of an option."""

    # Its name: a text with a default.
    NAME = 1
    # Its mark: bytes.
    MARK = 2
    # How long it sleeps; -1 | 0 mean for ever and never.
    NAP = 5
    # Whether it is tame.
    TAME = 6


class Meal(ctypes.Structure):
    """One meal, of every type that a field can have."""

    _fields_ = [
        # Weight in grams.
        ("weight", ctypes.c_uint64),
        # Warmth in degrees, times a thousand.
        ("warmth", ctypes.c_int64),
        # For whom.
        ("animal", ctypes.c_uint64),
        # Whether it was eaten.
        ("status", ctypes.c_int32),
        # What the eater may do.
        ("permissions", ctypes.c_uint32),
        # For what kind of animal.
        ("kind", ctypes.c_uint32),
        # Change of weight.
        ("change", ctypes.c_int32),
        # Servings.
        ("servings", ctypes.c_uint16),
        # Spoons.
        ("spoons", ctypes.c_uint8),
        # A label.
        ("label", ctypes.c_uint8 * 5),
    ]


# The form of Meal for the module struct.
MEAL_FORMAT = "=QqQiIIiHB5s"


class Report(ctypes.Structure):
    """What is known of an animal, today."""

    _fields_ = [
        # Bytes of this struct as the caller knows it.
        ("size", ctypes.c_uint32),
        # Years.
        ("age", ctypes.c_uint32),
        # Meals so far.
        ("meals", ctypes.c_uint64),
    ]


# The form of Report for the module struct.
REPORT_FORMAT = "=IIQ"


_STRUCTS = {
    "Meal": Meal,
    "Report": Report,
}


class OptionInfo(NamedTuple):
    """An option of a connector. The bounds hold for numbers, and for the length in bytes of bytes and text."""

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


OPTIONS: dict[str, OptionInfo] = {
    "name": OptionInfo(
        "name", 1, "text", "none", 0, 64, "Nobody", False, True,
        "Its name: a text with a default.",
    ),
    "mark": OptionInfo(
        "mark", 2, "bytes", "bytes", 0, 8, b"", False, False,
        "Its mark: bytes.",
    ),
    "nap": OptionInfo(
        "nap", 5, "int", "milliseconds", -1, 9007199254740991, 250, False, True,
        "How long it sleeps; -1 | 0 mean for ever and never.",
    ),
    "tame": OptionInfo(
        "tame", 6, "bool", "none", 0, 1, True, True, True,
        "Whether it is tame.",
    ),
}

_u8 = ctypes.c_uint8
_u16 = ctypes.c_uint16
_u32 = ctypes.c_uint32
_u64 = ctypes.c_uint64
_i32 = ctypes.c_int32
_i64 = ctypes.c_int64
_text, _address, _pointer = ctypes.c_char_p, ctypes.c_void_p, ctypes.POINTER

# Name, whether the call may wait and so gives up the interpreter lock, result, parameters. Pointers to bytes and to
# arrays are addresses: these take bytes, ctypes arrays, numbers and None.
_FUNCTIONS = [
    ("zoo_abi_manifest", False, _text, ()),
    ("zoo_complaint", False, _text, (_u16,)),
    ("animal_init", True, _i32, (_i32, _u8, _text, _u64, _address, _u32, _pointer(_u64))),
    ("animal_destroy", True, _i32, (_u64, _i64)),
    ("animal_get_option", False, _i32, (_u64, _i32, _address, _u64, _pointer(_i32), _i32)),
    ("animal_name", False, _i32, (_u64, _address, _u64)),
    ("animal_report", False, _i32, (_u64, _pointer(Report), _pointer(_address), _pointer(_u64), _u64, _pointer(_address))),
    ("animal_queue_init", False, _i32, (_pointer(_u64),)),
    ("animal_feed_async", False, _i32, (_u64, _address, _u32, _address, _u32, _u64, _u64)),
    ("animal_walk_async", False, _i32, (_u64, _u64, _u64)),
    ("animal_show_async", False, _i32, (_u64, _address, _u64, _u64, _u64)),
    ("animal_queue_birth_async", False, _i32, (_u64, _u64)),
]

# What this module was generated from: a fingerprint of each entry.
ENTRIES = {
    "constant MAX_WEIGHT": "6aa0fead",
    "handle Animal": "1f6e4cf5",
    "handle AnimalQueue": "659c973a",
    "enum Status": "8a9dfd66",
    "value Status.OK": "23d7b286",
    "value Status.INVALID_HANDLE": "f32d4354",
    "value Status.TIMED_OUT": "b02148cb",
    "value Status.LATE": "b02148cb",
    "value Status.CLOSED": "4a76fc31",
    "enum Kind": "8a9dfd66",
    "value Kind.MAMMAL": "48208f94",
    "value Kind.BIRD_OF_PREY": "49c98762",
    "enum Permission": "bc9a65cf",
    "value Permission.LEAVE": "48208f94",
    "value Permission.BITE": "49c98762",
    "enum CompletionKind": "8a9dfd66",
    "value CompletionKind.FEED": "48208f94",
    "value CompletionKind.WALK": "49c98762",
    "value CompletionKind.BIRTH": "d428e15b",
    "struct Meal": "b9f8dcb4",
    "field Meal.weight": "5c76ffd6",
    "field Meal.warmth": "bcbfe777",
    "field Meal.animal": "08105ff2",
    "field Meal.status": "818e019e",
    "field Meal.permissions": "c2d37c0c",
    "field Meal.kind": "a0e69300",
    "field Meal.change": "1553f69f",
    "field Meal.servings": "bf11b159",
    "field Meal.spoons": "c39a6249",
    "field Meal.label": "37af406b",
    "struct Report": "52890d0c",
    "field Report.size": "e03c2bc7",
    "field Report.age": "751afc3c",
    "field Report.meals": "cf5c8c7f",
    "option name": "e3329a3d",
    "option mark": "3ae8d13e",
    "option nap": "a838321c",
    "option tame": "29ac472c",
    "function zoo_abi_manifest": "ab4fe068",
    "function zoo_complaint": "2e1d27b6",
    "function animal_init": "f94d18f7",
    "function animal_destroy": "30bfc76c",
    "function animal_get_option": "55b80c6a",
    "function animal_name": "e83442e5",
    "function animal_report": "ba7af778",
    "function animal_queue_init": "7e0a535e",
    "function animal_feed_async": "b069a2af",
    "function animal_walk_async": "7f786b51",
    "function animal_show_async": "c0878fff",
    "function animal_queue_birth_async": "4b4c0ba8",
}


class AbiMismatch(Exception):
    """The library is not one that this module was made for; `entries` names what differs."""

    def __init__(self, path, entries):
        super().__init__(f"{path}: made from another ABI: {', '.join(entries)}")
        self.path = path
        self.entries = entries


class Library:
    """libzoo, loaded and checked: its functions by name."""

    def __init__(self, path):
        # A call through PyDLL keeps the interpreter lock, which is cheaper where the call never waits.
        holding, releasing = ctypes.PyDLL(path), ctypes.CDLL(path)
        self.path = path
        self.manifest = _read_manifest(holding, path)
        check_manifest(self.manifest, path)
        check_layout(self.manifest, path)
        for name, waits, result, parameters in _FUNCTIONS:
            setattr(self, name, _bind(releasing if waits else holding, name, result, parameters))


def check_manifest(manifest, path):
    """Refuses a library in which an entry that this module uses is missing or changed; more entries are welcome."""
    there = manifest["entries"]
    missing = [f"{name} is missing" for name in ENTRIES if name not in there]
    changed = [f"{name} changed" for name, mark in ENTRIES.items() if there.get(name, mark) != mark]
    if missing or changed:
        raise AbiMismatch(path, missing + changed)


def check_layout(manifest, path):
    """Refuses a library whose structs are laid out differently from those of this module."""
    wrong = []
    for name, mine in _STRUCTS.items():
        layout = manifest["layouts"][name]
        if ctypes.sizeof(mine) > layout["size"]:
            wrong.append(f"struct {name} has {layout['size']} bytes")
        for field, _type in mine._fields_:
            place = [getattr(mine, field).offset, getattr(mine, field).size]
            if layout["fields"].get(field) != place:
                wrong.append(f"field {name}.{field} is not at {place}")
    if wrong:
        raise AbiMismatch(path, wrong)


def load(path):
    """Loads the library at this path: OSError where there is none, AbiMismatch where it does not fit."""
    return Library(path)


def _read_manifest(handle, path):
    try:
        read = handle.zoo_abi_manifest
    except AttributeError:
        raise AbiMismatch(path, ["function zoo_abi_manifest is missing"]) from None
    read.restype = ctypes.c_char_p
    return json.loads(read())


def _bind(handle, name, result, parameters):
    function = getattr(handle, name)
    function.restype = result
    function.argtypes = parameters
    return function
