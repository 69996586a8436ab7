"""Argon2id: crypto/vectors/stretching.json, made and checked."""

from crypto.sizes import SALT
from crypto.stretching import stretch
from tests.crypto.vectors.kit import Check, Document, attempt, fixed, same, unhex


def make() -> Document:
    """Lengths on both sides of what BLAKE2b takes at a time, and of what may be given at all."""
    given = [(fixed("octets", size), fixed("salt", SALT)) for size in (1, 10, 32, 200)] + [(bytes(10), bytes(SALT))]
    refused = [
        (fixed("octets"), fixed("salt", SALT - 1)),
        (fixed("octets"), fixed("salt", SALT + 1)),
        (b"", bytes(SALT)),
    ]
    return {
        "stretch": [
            {"octets": octets.hex(), "salt": salt.hex(), "out": stretch(octets, salt).hex()} for octets, salt in given
        ]
        + [{"octets": octets.hex(), "salt": salt.hex(), "error": "FormatError"} for octets, salt in refused],
    }


def check_stretch(one: Document, _: Document) -> None:
    same(attempt(one, lambda: stretch(unhex(one["octets"]), unhex(one["salt"]))), one.get("out"))


CHECKS: dict[str, Check] = {"stretch": check_stretch}
