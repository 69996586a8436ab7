"""Attachments: crypto/vectors/attachments.json, made and checked."""

from crypto import attachments, hashing, sealing
from crypto.hashing import (
    digest,
    encode,
    kdf,
    u32,
)
from crypto.sealing import _box
from crypto.sizes import (
    CHUNK_CONTENT,
)
from tests.crypto.vectors.kit import Check, Document, attempt, fixed, same, unhex, unhex_all


def make() -> Document:
    key = fixed("attachment")
    drawn = [(fixed(f"lock {at}"), fixed(f"nonce {at}", 24)) for at in range(2)]

    def sealed(size: int) -> Document:
        content = attachment_content(size)
        count = -(-size // CHUNK_CONTENT) or 1
        made = []
        for at in range(count):
            lock, nonce = drawn[at]
            chunk_key = kdf(key, "attachment/chunk", u32(at), lock)
            piece = content[at * CHUNK_CONTENT :][:CHUNK_CONTENT].ljust(CHUNK_CONTENT, b"\0")
            made.append(digest(_box(chunk_key, encode("chunk", u32(at), u32(count)), piece, nonce)).hex())
        asked = [one.hex() for two in drawn[:count] for one in two]
        return {"key": key.hex(), "size": size, "draws": asked, "chunk_digests": made}

    return {
        "address": [{"key": key.hex(), "index": at, "address": attachments.address(key, at).hex()} for at in (0, 159)],
        "seal": [sealed(size) for size in (0, 1, CHUNK_CONTENT, CHUNK_CONTENT + 1)],
        "refused": [
            {"key": key.hex(), "made": 70000, "size": size, "order": order, "error": error}
            for size, order, error in (
                (70000, [1, 0], "DecryptError"),
                (70000, [0, 0], "DecryptError"),
                (65000, [0, 1], "FormatError"),
                (65496, [0, 1], "DecryptError"),
                (65496, [0], "DecryptError"),
                (131_000, [0, 1], "FormatError"),
                (69999, [0, 1], "DecryptError"),
                (0, [], "FormatError"),
            )
        ],
    }


def attachment_content(size: int) -> bytes:
    """Content that any language makes at once."""
    return bytes(at * 7 % 251 for at in range(size))


def check_address(one: Document, _: Document) -> None:
    same(attachments.address(unhex(one["key"]), one["index"]), one["address"])


def check_seal(one: Document, _: Document) -> None:
    own, content, drawn = unhex(one["key"]), attachment_content(one["size"]), unhex_all(one["draws"])
    chunks = attachments.seal_chunks(own, content)
    assert attachments.open_chunks(own, chunks, one["size"]) == content
    count = len(one["chunk_digests"])
    assert len(chunks) == count
    for at, made in enumerate(one["chunk_digests"]):
        lock, nonce = drawn[2 * at : 2 * at + 2]
        piece = content[at * 65496 :][:65496].ljust(65496, b"\0")
        bound = encode("chunk", hashing.u32(at), hashing.u32(count))
        same(digest(sealing._box(attachments._chunk_key(own, at, lock), bound, piece, nonce)), made)


def check_refused(one: Document, _: Document) -> None:
    own = unhex(one["key"])
    chunks = attachments.seal_chunks(own, attachment_content(one["made"]))
    some = [chunks[at] for at in one["order"]]
    attempt(one, lambda: attachments.open_chunks(own, some, one["size"]))


CHECKS: dict[str, Check] = {
    "address": check_address,
    "seal": check_seal,
    "refused": check_refused,
}
