"""Cells: one message each, at an address used once, sealed to the last key that came. docs/protocol.md, 6.

address     = kdf(root, "conversation/address", u8(d), u32(i))        d: 0 from the caller, 1 to her
message_key = kdf(root, "conversation/message", u8(d), u32(i), lock)
message     = pad(u32(seen) ‖ own_pk ‖ json, 7016)                    seen: one more than the last i read, or 0
cell        = seal(their_pk, "cell", address; box(message_key, "message", address; message))
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from secrets import token_bytes
from typing import Any

from crypto.errors import DecryptError, FormatError, NoMatch
from crypto.hashing import dump_json, kdf, number, parse_object, u8, u32
from crypto.sealing import KeyPair, box, fresh_pair, open_sealed, pad, pair, seal, unbox, unpad
from crypto.sizes import KEY, LOCK, MESSAGE_PADDED, SEAL_PUBLIC_KEY, U32, Address

FROM_CALLER = 0
TO_CALLER = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """What is put at an address: the lock and 8192 bytes of ciphertext."""

    address: Address = field(repr=False)
    lock: bytes = field(repr=False)
    ciphertext: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Message:
    """What a cell held. `seen` counts the reader's own messages that the writer has read."""

    seen: int
    own_pk: bytes = field(repr=False)
    document: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """The at most two key pairs that one end can be written to with, as seeds."""

    mine: bytes = field(repr=False)
    before: bytes | None = field(repr=False, default=None)

    @property
    def public(self) -> bytes:
        """The key that every message of this end carries."""
        return pair(self.mine).public

    def after(self, opened_with: bytes, fresh: KeyPair | None = None) -> "OwnKeys":
        """The keys once a cell has opened with one of these: used with `mine`, `before` is gone for good."""
        return self if opened_with != self.mine else OwnKeys((fresh or fresh_pair()).seed, self.mine)


def address(root: bytes, direction: int, index: int) -> Address:
    """Where message `index` of one direction stands."""
    return Address(kdf(root, "conversation/address", u8(direction), u32(index)))


def seal_message(
    their_pk: bytes, root: bytes, direction: int, index: int, message: Message, lock: bytes | None = None
) -> Cell:
    """Seal one message under a fresh lock. TooLong when the document is over 5792 bytes of JSON."""
    lock = token_bytes(LOCK) if lock is None else lock
    place = address(root, direction, index)
    padded = pad(u32(message.seen) + message.own_pk + dump_json(message.document), MESSAGE_PADDED)
    boxed = box(_message_key(root, direction, index, lock), "message", place, content=padded)
    return Cell(place, lock, seal(their_pk, "cell", place, content=boxed))


def open_message(own: OwnKeys, root: bytes, direction: int, index: int, cell: Cell) -> tuple[Message, bytes]:
    """The message, and the seed of the two that opened it, for `OwnKeys.after`. NoMatch for whatever reason."""
    for seed in (own.mine, own.before):
        try:
            if seed is not None:
                return _open_message(seed, root, direction, index, cell), seed
        except (NoMatch, DecryptError, FormatError):
            continue
    raise NoMatch("a cell opens with neither key")


def _open_message(seed: bytes, root: bytes, direction: int, index: int, cell: Cell) -> Message:
    place = address(root, direction, index)
    boxed = open_sealed(seed, "cell", place, sealed=cell.ciphertext)
    key = _message_key(root, direction, index, cell.lock)
    content = unpad(unbox(key, "message", place, boxed=boxed))
    end = U32 + SEAL_PUBLIC_KEY
    if len(content) < end:
        raise FormatError("a message is shorter than its head")
    return Message(number(content[:U32]), content[U32:end], parse_object(content[end:]))


def _message_key(root: bytes, direction: int, index: int, lock: bytes) -> bytes:
    if len(lock) != LOCK or len(root) != KEY:
        raise FormatError("a lock and a root have 32 bytes")
    return kdf(root, "conversation/message", u8(direction), u32(index), lock)
