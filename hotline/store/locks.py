"""Locks at rest: wrapped under a key that is replaced after every erasure. docs/protocol.md, 7.

    record = u64(generation) ‖ box(wrapping key, "lock", name, u64(generation); lock)       80 bytes
    name   = u8(kind) ‖ id or address
    block  = u64(generation) ‖ key(32) ‖ hash(generation ‖ key), zeros up to 4096

The wrapping keys stand in a file of two blocks, written in place through O_DSYNC and never renamed, copied or backed
up. Nothing keeps a key in memory: every use reads the file, so an overwritten key is gone from every process.
Wrapping a lock is the one cipher that the server side has; it never sees content.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from secrets import token_bytes

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)
from nacl.exceptions import CryptoError

from crypto.hashing import digest, encode, number, u8, u64
from crypto.sizes import BOX_NONCE, HASH, KEY, U64

BLOCK = 4096
BLOCKS = 2
_HEAD = U64 + KEY + HASH
RECORD = U64 + BOX_NONCE + KEY + 16
_FILE = "wrapping-key"


class LockLost(Exception):
    """A lock cannot be unwrapped: its wrapping key is gone, or the record was changed."""


class KeyFileError(Exception):
    """The wrapping key's file is missing, damaged or readable by others; nothing that stands can be opened."""


class RotationRunning(Exception):
    """Another process is changing the wrapping key."""


def name(kind: int, identity: bytes) -> bytes:
    """What a record is bound to."""
    return u8(kind) + identity


def generation_of(record: bytes) -> int:
    """The generation under which a record is wrapped."""
    return number(record[:U64])


class KeyFile:
    """The file of two blocks in a directory of its own."""

    def __init__(self, directory: Path) -> None:
        self.path = directory / _FILE

    def prepare(self) -> int:
        """Give a new file its first key; the newest generation in it. For who holds `rotating`."""
        if self.path.stat().st_size < BLOCKS * BLOCK:
            self._write(0, bytes(BLOCK))
            self._write(1, bytes(BLOCK))
        return max(self.standing(), default=0) or self.draw(1)

    def standing(self) -> dict[int, bytes]:
        """The wrapping keys by generation, one or two; a block that was cut off while written holds none."""
        try:
            heads = self._heads()
        except OSError:
            raise KeyFileError("the wrapping key's file cannot be read") from None
        return dict(filter(None, map(_read_head, heads)))

    def draw(self, generation: int) -> int:
        """Write a fresh key into the block that holds none, read it back, and return its generation."""
        place = self._free_block()
        head = u64(generation) + token_bytes(KEY)
        self._write(place, (head + digest(head)).ljust(BLOCK, b"\0"))
        if generation not in self.standing():
            raise KeyFileError("the wrapping key did not reach its file")
        return generation

    def overwrite_all_but(self, generation: int) -> None:
        """Overwrite in place every block but that of one generation: what was wrapped under the others is gone."""
        for place, head in enumerate(self._heads()):
            kept = _read_head(head)
            if kept is None or kept[0] != generation:
                self._write(place, token_bytes(BLOCK))

    @contextmanager
    def rotating(self) -> Iterator[None]:
        """Hold the file for one rotation, made if it is not there; RotationRunning when another process holds it.

        The kernel lets go of it when a process dies.
        """
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            flock(file, LOCK_EX | LOCK_NB)
            yield
        except BlockingIOError:
            raise RotationRunning("another process rotates") from None
        finally:
            os.close(file)

    def wrap(self, generation: int, bound: bytes, lock: bytes) -> bytes:
        """A record of this lock; LockLost when the generation's key is not in the file."""
        return _record(generation, self._key(generation), bound, lock)

    def wrap_newest(self, bound: bytes, lock: bytes) -> bytes:
        """A record of this lock under the newest key in the file; LockLost when there is none."""
        standing = self.standing()
        if not standing:
            raise LockLost("there is no wrapping key")
        newest = max(standing)
        return _record(newest, standing[newest], bound, lock)

    def unwrap(self, bound: bytes, record: bytes) -> bytes:
        """The lock in a record; LockLost when its key is gone or it was changed."""
        return _lock_in(record, self._key(generation_of(record)), bound)

    def unwrap_all(self, records: Iterable[tuple[bytes, bytes]]) -> list[bytes | None]:
        """The locks in records, given with what they are bound to; None where `unwrap` raises. Reads the file once."""
        standing = self.standing()
        return [_lock_or_none(standing, bound, record) for bound, record in records]

    def wrap_again(self, generation: int, records: Iterable[tuple[bytes, bytes]]) -> list[bytes]:
        """Records of one generation for these, given with what they are bound to; b"" in place of a damaged one.

        The file is read once for all of them. LockLost when the generation's key is not in it.
        """
        standing = self.standing()
        if generation not in standing:
            raise LockLost("the new wrapping key is gone")
        return [_again(standing, generation, bound, record) for bound, record in records]

    def _key(self, generation: int) -> bytes:
        key = self.standing().get(generation)
        if key is None:
            raise LockLost("a lock's wrapping key is gone")
        return key

    def _heads(self) -> list[bytes]:
        """What begins each block, and no more of the file: this is done for every lock."""
        file = os.open(self.path, os.O_RDONLY)
        try:
            return [os.pread(file, _HEAD, place * BLOCK) for place in range(BLOCKS)]
        finally:
            os.close(file)

    def _free_block(self) -> int:
        for place, head in enumerate(self._heads()):
            if _read_head(head) is None:
                return place
        raise KeyFileError("both blocks of the wrapping key's file are in use")

    def _write(self, place: int, block: bytes) -> None:
        file = os.open(self.path, os.O_WRONLY | os.O_DSYNC)
        try:
            if os.pwrite(file, block, place * BLOCK) != BLOCK:
                raise KeyFileError("a block of the wrapping key's file was not written whole")
        finally:
            os.close(file)


def _record(generation: int, key: bytes, bound: bytes, lock: bytes) -> bytes:
    nonce = token_bytes(BOX_NONCE)
    associated = encode("lock", bound, u64(generation))
    return u64(generation) + nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(lock, associated, nonce, key)


def _lock_in(record: bytes, key: bytes, bound: bytes) -> bytes:
    nonce, wrapped = record[U64 : U64 + BOX_NONCE], record[U64 + BOX_NONCE :]
    try:
        associated = encode("lock", bound, record[:U64])
        return crypto_aead_xchacha20poly1305_ietf_decrypt(wrapped, associated, nonce, key)
    except CryptoError:
        raise LockLost("a lock's record was changed") from None


def _lock_or_none(standing: Mapping[int, bytes], bound: bytes, record: bytes) -> bytes | None:
    key = standing.get(generation_of(record))
    try:
        return None if key is None else _lock_in(record, key, bound)
    except LockLost:
        return None


def _again(standing: Mapping[int, bytes], generation: int, bound: bytes, record: bytes) -> bytes:
    lock = _lock_or_none(standing, bound, record)
    return b"" if lock is None else _record(generation, standing[generation], bound, lock)


def _read_head(head: bytes) -> tuple[int, bytes] | None:
    named, check = head[: U64 + KEY], head[U64 + KEY :]
    generation = number(named[:U64])
    return (generation, named[U64:]) if generation and digest(named) == check else None
