"""Stamps: a little work on every request, so that a flood costs its sender. docs/protocol.md, 7.

A stamp is good when kdf(hash(u8(op) ‖ all after the nonce), "stamp", hour, nonce) begins with enough zero bits and
its hour is the server's, this or the last.
"""

from itertools import count
from secrets import token_bytes

from crypto.errors import FormatError
from crypto.hashing import digest, kdf, number, u8, u32, u64
from crypto.sizes import STAMP_NONCE, Hour

POLICY_BITS_AT_MOST = 20  # that a directory asks for on a calm day
BITS_AT_MOST = POLICY_BITS_AT_MOST + 6  # under load; some minutes on a cheap phone, and no honest server asks for more
FILLING_SHARE = 0.5  # of a bucket: from here on opening a case in it gets dearer,
BITS_A_HALVING = 2  # by so many bits whenever the room that is left has halved,
LEAST_ROOM = 1 / 32  # down to this share of it


def work_key(op: int, body: bytes | memoryview) -> bytes:
    """What the stamp is bound to: the operation and all that follows the nonce, the filling included."""
    return digest(u8(op), body)


def mint(key: bytes, hour: Hour, bits: int) -> bytes:
    """Find an 8-byte nonce; about 2**bits tries. FormatError for more bits than a person could wait for."""
    return _mint(key, hour, bits, number(token_bytes(STAMP_NONCE)))


def _mint(key: bytes, hour: Hour, bits: int, start: int) -> bytes:
    if not 0 <= bits <= BITS_AT_MOST:
        raise FormatError("a stamp of that many bits is not asked of anyone")
    for attempt in count(start):
        nonce = u64(attempt % (1 << 64))
        if is_good(key, hour, nonce, bits):
            return nonce
    raise AssertionError("counting ended")


def is_good(key: bytes, hour: Hour, nonce: bytes, bits: int) -> bool:
    """Whether the stamp begins with `bits` zero bits."""
    return shown_bits(key, hour, nonce) >= bits


def shown_bits(key: bytes, hour: Hour, nonce: bytes) -> int:
    """The zero bits with which the stamp begins, 256 at most."""
    return 256 - number(kdf(key, "stamp", u32(hour), nonce)).bit_length()


def in_time(hour: int, now: Hour) -> bool:
    """Whether a stamp's hour is the server's, this or the last."""
    return hour in (now, now - 1)
