"""Messages as Python has them, lists of bytes, and as the library has them: bytes beside a table of parts."""

from __future__ import annotations

import ctypes
import struct
from array import array
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any, TypeAlias

from ._abi import PART_FORMAT, Part, PartFlag
from ._errors import InvalidArgument
from ._lib import lib

BytesLike: TypeAlias = bytes | bytearray | memoryview
Message: TypeAlias = list[bytes]
Sendable: TypeAlias = BytesLike | Sequence[BytesLike]
"""One part, or the parts of a message in their order."""

Packed: TypeAlias = tuple[bytes, int, bytes | None, int]
"""The bytes of all parts, how many, the table of parts or None for one message of one part, how many parts."""


class RedeliveredMessage(list[bytes]):
    """A received message that may have been handed to another receiver before."""

    __slots__ = ()


def is_redelivered(parts: Message) -> bool:
    """Whether a received message may have been handed to another receiver before, which was lost without a word of it.

    `parts` is the message as it was received: a copy of it, or a slice, does not carry the mark.
    """
    return isinstance(parts, RedeliveredMessage)


# A row of the table is two words: the size, and flags with zeros behind them.
_WORDS = 2
assert struct.calcsize(PART_FORMAT) == ctypes.sizeof(Part) == 8 * _WORDS
(_MORE,) = struct.unpack("=Q", struct.pack("=II", PartFlag.MORE, 0))


def as_bytes(part: object, what: str = "a part") -> bytes:
    """The bytes of anything that has the buffer interface. Text has none: it must be encoded first."""
    if type(part) is bytes:
        return part
    try:
        return bytes(memoryview(part))  # type: ignore[arg-type]
    except TypeError:
        hint = ": encode it" if isinstance(part, str) else ""
        raise TypeError(f"{what} is bytes, bytearray or memoryview, not {type(part).__name__}{hint}") from None


def pack(message: Sendable) -> Packed:
    """Lays out one message."""
    if not isinstance(message, list | tuple):
        data = as_bytes(message, "a message")
        return data, len(data), None, 0
    parts = [as_bytes(part) for part in message]
    if len(parts) == 1:
        return parts[0], len(parts[0]), None, 0
    words = _rows(parts)
    _end_message(words)
    data = b"".join(parts)
    return data, len(data), words.tobytes(), len(parts)


def pack_many(messages: Sequence[Sendable]) -> Packed:
    """Lays out several messages, one behind the other."""
    if set(map(type, messages)) == {bytes}:
        words = array("Q", bytes(8 * _WORDS * len(messages)))
        words[::_WORDS] = array("Q", map(len, messages))
        data = b"".join(messages)  # type: ignore[arg-type]
        return data, len(data), words.tobytes(), len(messages)
    parts: Message = []
    words = array("Q")
    for message in messages:
        added = [as_bytes(part) for part in message] if isinstance(message, list | tuple) else [as_bytes(message)]
        parts += added
        words += _rows(added)
        _end_message(words)
    data = b"".join(parts)
    return data, len(data), words.tobytes(), len(parts)


def _rows(parts: Message) -> array[int]:
    if not parts:
        raise InvalidArgument("a message has at least one part")
    words = array("Q", [_MORE]) * (_WORDS * len(parts))
    words[::_WORDS] = array("Q", map(len, parts))
    return words


def _end_message(words: array[int]) -> None:
    words[-1] = 0


class Slab:
    """Memory that the library copies received messages into. One call uses it at a time."""

    BYTES = 256 * 1024
    PARTS = 1024

    __slots__ = ("_bytes", "_words", "address", "capacity", "part_capacity", "table")

    def __init__(self, capacity: int = BYTES, part_capacity: int = PARTS) -> None:
        # A slice of this is bytes, whatever the stubs of ctypes say.
        self._bytes: Any = ctypes.create_string_buffer(capacity)
        self._words = memoryview(array("Q", bytes(8 * _WORDS * part_capacity)))
        self.address = ctypes.addressof(self._bytes)
        self.capacity = capacity
        self.table = ctypes.addressof(ctypes.c_char.from_buffer(self._words))
        self.part_capacity = part_capacity

    def messages(self, part_count: int, first_part: int = 0, offset: int = 0) -> list[Message]:
        """Copies out the messages that this many parts make up."""
        words = self._words[_WORDS * first_part : _WORDS * (first_part + part_count)]
        spans = pairwise(accumulate(words[::_WORDS].tolist(), initial=offset))
        flags = words[1::_WORDS].tolist()
        if any(flags):
            return self._grouped(spans, flags)
        data = self._bytes
        return [[data[begin:end]] for begin, end in spans]

    def _grouped(self, spans: Iterator[tuple[int, int]], flags: list[int]) -> list[Message]:
        """Copies out the messages whose parts lie in these spans, by the flags of each part."""
        data = self._bytes
        messages: list[Message] = []
        message: Message = []
        for (begin, end), flag in zip(spans, flags, strict=True):
            message.append(data[begin:end])
            if flag == _MORE:
                continue
            if flag:  # The mark, which stands in the first part.
                message = RedeliveredMessage(message)
                if flag & _MORE:
                    continue
            messages.append(message)
            message = []
        return messages


_slabs: list[Slab] = []


def take_slab() -> Slab:
    """A slab for the time of one call. Threads wait side by side, and a signal's handler may call within a call."""
    try:
        return _slabs.pop()
    except IndexError:
        return Slab()


def give_slab(slab: Slab) -> None:
    _slabs.append(slab)


def parts_of(message: int) -> Message:
    """Copies out the parts of a message that the library holds."""
    data, size = ctypes.c_void_p(), ctypes.c_uint64()
    parts: Message = RedeliveredMessage() if lib.message_flags(message) & PartFlag.REDELIVERED else []
    for index in range(lib.message_part_count(message)):
        lib.message_part(message, index, ctypes.byref(data), ctypes.byref(size))
        parts.append(ctypes.string_at(data.value, size.value) if size.value and data.value else b"")
    return parts
