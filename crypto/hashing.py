"""How parts become bytes without ambiguity, and how bytes become keys. docs/protocol.md, 1.

    encode(label, *parts)    for each of ("hotline/v1/" + label, *parts): u32(length) then the bytes
    kdf(key, label, *parts)  BLAKE2b-256 keyed with 32 bytes, over encode(label, *parts)

BLAKE2b is RFC 7693.
"""

import json
from hashlib import blake2b
from secrets import token_bytes
from typing import Any

import nacl.bindings as sodium

from crypto.errors import FormatError
from crypto.sizes import KEY

PREFIX = "hotline/v1/"
JSON_LEVELS = 32
JSON_NUMBER_AT_MOST = (1 << 53) - 1


def u8(number: int) -> bytes:
    """One byte."""
    return _unsigned(number, 1)


def u16(number: int) -> bytes:
    """Two bytes, big-endian."""
    return _unsigned(number, 2)


def u32(number: int) -> bytes:
    """Four bytes, big-endian; hours, counters and lengths."""
    return _unsigned(number, 4)


def u64(number: int) -> bytes:
    """Eight bytes, big-endian; versions and generations."""
    return _unsigned(number, 8)


def number(octets: bytes) -> int:
    """The unsigned big-endian number that `octets` spell."""
    return int.from_bytes(octets, "big")


def _unsigned(value: int, size_bytes: int) -> bytes:
    try:
        return value.to_bytes(size_bytes, "big")
    except OverflowError:
        raise FormatError("a number does not fit its field") from None


def encode(label: str, *parts: bytes) -> bytes:
    """Join a label (ASCII) and parts so that no two lists of parts give the same bytes."""
    pieces = ((PREFIX + label).encode("ascii"), *parts)
    return b"".join([u32(len(piece)) + piece for piece in pieces])


def dump_json(document: object) -> bytes:
    """The document as compact UTF-8 JSON. FormatError for what `parse_json` would not read back."""
    try:
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        octets = text.encode("utf-8")
    except (TypeError, ValueError, RecursionError):
        raise FormatError("a document cannot be written as JSON") from None
    parse_json(octets)
    return octets


def parse_json(octets: bytes) -> Any:
    """Read UTF-8 JSON that is I-JSON (RFC 7493), so that it means the same in JavaScript and can be written again.

    FormatError for anything else: repeated names, lone surrogates, a number beyond 2**53 - 1, over 32 levels.
    A whole number is an int however it is spelled: 1.0 is 1.
    """
    try:
        document = json.loads(
            octets.decode("utf-8"),
            object_pairs_hook=_distinct,
            parse_int=_number,
            parse_float=_number,
            parse_constant=_refuse,
        )
        _check_text_and_depth(document, JSON_LEVELS)
    except (ValueError, RecursionError):
        raise FormatError("a document is not strict JSON") from None
    return document


def parse_object(octets: bytes) -> dict[str, Any]:
    """Read a JSON object; FormatError for any other JSON."""
    document = parse_json(octets)
    if not isinstance(document, dict):
        raise FormatError("a document is no JSON object")
    return document


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = dict(pairs)
    if len(names) != len(pairs):
        raise ValueError("a name is repeated")
    return names


def _number(text: str) -> int | float:
    value = float(text)
    if not abs(value) <= JSON_NUMBER_AT_MOST:
        raise ValueError("a number is too big")
    return int(value) if value.is_integer() else value


def _refuse(constant: str) -> None:
    raise ValueError("not a JSON number")


def _check_text_and_depth(value: object, levels: int) -> None:
    if isinstance(value, str):
        value.encode("utf-8")  # UnicodeEncodeError, a ValueError, for a lone surrogate
    elif isinstance(value, dict | list):
        if levels == 0:
            raise ValueError("nested too deeply")
        for inner in (*value, *value.values()) if isinstance(value, dict) else value:
            _check_text_and_depth(inner, levels - 1)


def random_filling(size_bytes: int) -> bytes:
    """Random bytes for the room that is left: ChaCha20 under a fresh seed, in a fifth of the kernel's time."""
    return bytes(sodium.randombytes_buf_deterministic(size_bytes, token_bytes(KEY)))


def digest(*parts: bytes | memoryview) -> bytes:
    """BLAKE2b-256 of these bytes, one after the other, without a key; `hash` in docs/protocol.md."""
    running = blake2b(digest_size=32)
    for part in parts:
        running.update(part)
    return running.digest()


def kdf(key: bytes, label: str, *parts: bytes) -> bytes:
    """Derive 32 bytes from a 32-byte key. FormatError for a key of another length."""
    if len(key) != KEY:
        raise FormatError("a key has 32 bytes")
    return blake2b(encode(label, *parts), key=key, digest_size=32).digest()


# The parts of a case's lock: made by the caller, and by the server, which gives them out singly. docs/protocol.md, 4.


def card_lock(lock: bytes) -> bytes:
    """Given out with every visible slot."""
    return kdf(lock, "lock/card")


def sheet_lock(lock: bytes) -> bytes:
    """Given to who claims."""
    return kdf(lock, "lock/sheet")


def body_lock(lock: bytes) -> bytes:
    """Given to who accepts."""
    return kdf(lock, "lock/body")


def terms(lock: bytes) -> bytes:
    """Given to nobody: what the caller keeps of the lock."""
    return kdf(lock, "lock/terms")


def term_lock(terms_key: bytes, term: int) -> bytes:
    """Given to who accepts as number `term`, and to nobody else."""
    return kdf(terms_key, "lock/term", u32(term))


def nothing(octets: bytes) -> bool:
    """Whether a field says "none": all zeros."""
    return not any(octets)
