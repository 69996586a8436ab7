"""Attachments: chunks of one size at addresses that follow from one key. docs/protocol.md, 6, "Attachments".

address = kdf(a, "attachment/address", u32(j))
chunk   = box(kdf(a, "attachment/chunk", u32(j), lock), "chunk", u32(j), u32(count); 65496 bytes)
"""

from collections.abc import Sequence
from secrets import token_bytes

from crypto.conversation import Cell
from crypto.errors import DecryptError, FormatError, TooLong
from crypto.hashing import kdf, u32
from crypto.sealing import box, unbox
from crypto.sizes import CHUNK_CONTENT, CHUNKS_AT_MOST, KEY, LOCK, Address


def draw() -> bytes:
    """A fresh key for one attachment."""
    return token_bytes(KEY)


def address(key: bytes, index: int) -> Address:
    """Where chunk `index` stands."""
    return Address(kdf(key, "attachment/address", u32(index)))


def seal_chunks(key: bytes, content: bytes) -> list[Cell]:
    """Box a whole attachment, each chunk under a lock of its own. TooLong for over 160 chunks (10,479,360 bytes)."""
    count = -(-len(content) // CHUNK_CONTENT) or 1
    if count > CHUNKS_AT_MOST:
        raise TooLong("an attachment has more chunks than are allowed")
    pieces = (content[at * CHUNK_CONTENT : (at + 1) * CHUNK_CONTENT] for at in range(count))
    return [_seal_chunk(key, at, count, piece, token_bytes(LOCK)) for at, piece in enumerate(pieces)]


def _seal_chunk(key: bytes, index: int, count: int, piece: bytes, lock: bytes) -> Cell:
    filled = piece.ljust(CHUNK_CONTENT, b"\0")
    boxed = box(_chunk_key(key, index, lock), "chunk", u32(index), u32(count), content=filled)
    return Cell(address(key, index), lock, boxed)


def open_chunks(key: bytes, chunks: Sequence[Cell], size_bytes: int) -> bytes:
    """Join all chunks of an attachment whose size the manifest names. DecryptError for any that is not its own."""
    count = len(chunks)
    if not 1 <= count <= CHUNKS_AT_MOST or not (count - 1) * CHUNK_CONTENT <= size_bytes <= count * CHUNK_CONTENT:
        raise FormatError("an attachment's size and its chunks do not agree")
    content = b"".join(
        unbox(_chunk_key(key, at, chunk.lock), "chunk", u32(at), u32(count), boxed=chunk.ciphertext)
        for at, chunk in enumerate(chunks)
    )
    if any(content[size_bytes:]):
        raise DecryptError("an attachment's fill is not zeros")
    return content[:size_bytes]


def _chunk_key(key: bytes, index: int, lock: bytes) -> bytes:
    return kdf(key, "attachment/chunk", u32(index), lock)
