"""Marks: random words that a rehearsal says, and every form in which one could stand somewhere."""

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from secrets import token_hex
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that must not be found: what it is, and its text."""

    what: str
    text: str

    @classmethod
    def draw(cls, what: str) -> "Mark":
        """A random text that means something to nobody."""
        return cls(what, f"mark{token_hex(12)}")


def encodings(mark: Mark) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each form that could carry the mark."""
    plain = mark.text.encode()
    yield "utf-8", plain
    yield "utf-16-le", mark.text.encode("utf-16-le")
    yield "utf-16-be", mark.text.encode("utf-16-be")
    yield "utf-32", mark.text.encode("utf-32-le")
    yield "hex", plain.hex().encode()
    yield "HEX", plain.hex().upper().encode()
    yield "percent", quote(mark.text, safe="").encode()
    yield "json", json.dumps(mark.text).strip('"').encode()
    for offset in range(3):
        yield f"base64 at {offset}", _base64_within(plain, offset)


def _base64_within(plain: bytes, offset: int) -> bytes:
    """The characters that the mark gives wherever it begins at this offset within a group of three bytes."""
    encoded = b64encode(bytes(offset) + plain)
    first = -(-offset * 4 // 3) + (1 if offset else 0)
    last = len(encoded) - 4 if encoded.endswith(b"=") else len(encoded)
    return encoded[first:last]
