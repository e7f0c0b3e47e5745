"""Keys for CURVE."""

from __future__ import annotations

import ctypes
from typing import NamedTuple

from ._errors import failure
from ._lib import lib
from ._messages import BytesLike, as_bytes

_KEY_CHARACTERS = 40


class KeyPair(NamedTuple):
    """A public key and the secret one that it belongs to, each 40 characters of Z85."""

    public: bytes
    secret: bytes


def _key(result: int, memory: ctypes.Array[ctypes.c_char]) -> bytes:
    if result < 0:
        raise failure(result)
    return memory.value


def curve_keypair() -> KeyPair:
    """A new pair of keys: the secret one for `curve_secret_key`, the public one for the peer's `curve_server_key`."""
    memory = ctypes.create_string_buffer(_KEY_CHARACTERS + 1)
    secret = _key(lib.ymq_curve_make_secret_key(memory, len(memory)), memory)
    ctypes.memset(memory, 0, len(memory))
    return KeyPair(curve_public(secret), secret)


def curve_public(secret: BytesLike) -> bytes:
    """The public key of a secret one of 40 characters of Z85."""
    given = as_bytes(secret, "a secret key")
    memory = ctypes.create_string_buffer(_KEY_CHARACTERS + 1)
    return _key(lib.ymq_curve_public_key(given, len(given), memory, len(memory)), memory)
