"""Marks: what must not be found, and every form in which it could stand somewhere.

A mark is a random text that means something to nobody, or bytes that somebody's device drew: a key, a lock, an address.
"""

import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from secrets import token_bytes, token_hex
from urllib.parse import quote, quote_plus

SHORTEST_FORM_BYTES = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that must not be found: what it is, and its bytes; text is UTF-8.

    `passes` for what the server is shown on its way (a lock, an address, a header): it may stand in the transcript of
    what was sent, and nowhere else.
    """

    what: str
    octets: bytes = field(repr=False)
    is_text: bool = True
    passes: bool = False

    @property
    def text(self) -> str:
        """The mark as text."""
        return self.octets.decode()

    @classmethod
    def of(cls, what: str, text: str, passes: bool = False) -> "Mark":
        """A text that is known already."""
        return cls(what, text.encode(), True, passes)

    @classmethod
    def draw(cls, what: str, passes: bool = False) -> "Mark":
        """A random text with letters that every encoding writes in its own way."""
        return cls.of(what, f"mark{token_hex(8)} ñ/ü?{token_hex(8)}", passes)

    @classmethod
    def draw_plain(cls, what: str, passes: bool = True) -> "Mark":
        """A random text for where only plain letters are allowed, as in a header."""
        return cls.of(what, f"mark{token_hex(12)}", passes)

    @classmethod
    def draw_octets(cls, what: str) -> "Mark":
        """Random bytes, as a key has them."""
        return cls(what, token_bytes(32), False)


def forms(mark: Mark) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each form that could carry the mark. Of forms that are the same bytes, the first."""
    seen = set[bytes]()
    for name, form in _forms(mark):
        if form not in seen and len(form) >= SHORTEST_FORM_BYTES:
            seen.add(form)
            yield name, form


def _forms(mark: Mark) -> Iterator[tuple[str, bytes]]:
    octets = mark.octets
    text = octets.decode("utf-8" if mark.is_text else "latin-1")
    yield "utf-8" if mark.is_text else "bytes", octets
    yield "utf-8 of latin-1", text.encode()
    yield "utf-16-le", text.encode("utf-16-le")
    yield "utf-16-be", text.encode("utf-16-be")
    yield "utf-32-le", text.encode("utf-32-le")
    yield "latin-1", text.encode("latin-1", "replace")
    yield "hex", octets.hex().encode()
    yield "HEX", octets.hex().upper().encode()
    yield "percent", quote(octets, safe="").encode()
    yield "percent, lower case", _lower_percent(quote(octets, safe=""))
    yield "percent, as in forms", quote_plus(octets, safe="").encode()
    yield "json", json.dumps(text)[1:-1].encode()
    yield "json, letters as they are", json.dumps(text, ensure_ascii=False)[1:-1].encode()
    yield "json in json", json.dumps(json.dumps(text)[1:-1])[1:-1].encode()
    yield "python", repr(octets)[2:-1].encode()
    yield "numbers", ",".join(map(str, octets)).encode()
    yield "spaced numbers", ", ".join(map(str, octets)).encode()
    for offset in range(3):
        yield f"base64 at {offset}", _base64_within(octets, offset, b64encode)
        yield f"base64url at {offset}", _base64_within(octets, offset, urlsafe_b64encode)


def _lower_percent(quoted: str) -> bytes:
    first, *rest = quoted.split("%")
    return "%".join([first, *(one[:2].lower() + one[2:] for one in rest)]).encode()


def _base64_within(octets: bytes, offset: int, encode: Callable[[bytes], bytes]) -> bytes:
    """The characters that the mark gives wherever it begins at this offset within a group of three bytes.

    What stands at either end, padding too, depends on the neighbours and is left out.
    """
    encoded = encode(bytes(offset) + octets)
    first = -(-offset * 4 // 3) + (1 if offset else 0)
    last = len(encoded) - 4 if (offset + len(octets)) % 3 else len(encoded)
    return encoded[first:last]
