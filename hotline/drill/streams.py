"""What is compressed or written as base64 inside other bytes: RQ compresses a job's arguments, others do likewise.

A zlib or gzip stream is found wherever it begins, by its header. Raw deflate has none, so it is looked for where a
value or file begins, and where a run of base64 does.
"""

import re
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from contextlib import suppress

_HEADER = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}")
_TO_URL = bytes.maketrans(b"+/", b"-_")
_INPUT_BYTES = 1 << 20
_OUTPUT_BYTES = 1 << 22
_LEAST_BYTES = 8
_DEPTH = 3
_ANY_HEADER, _RAW = 47, -15


def within(octets: bytes, depth: int = _DEPTH) -> Iterator[bytes]:
    """The contents of zlib and gzip streams anywhere in these bytes, and of streams in those."""
    if depth:
        for header in _HEADER.finditer(octets):
            stream = memoryview(octets)[header.start() : header.start() + _INPUT_BYTES]
            yield from _inflated(stream, _ANY_HEADER, depth)


def of_value(octets: bytes, depth: int = _DEPTH) -> Iterator[bytes]:
    """As `within`, for a whole value or file: also raw deflate, and base64 with whatever is in it."""
    yield from within(octets, depth)
    if depth:
        yield from _inflated(octets, _RAW, depth)
        for run in _BASE64.finditer(octets):
            plain = _from_base64(run[0])
            yield plain
            yield from of_value(plain, depth - 1)


def _inflated(octets: bytes | memoryview, window_bits: int, depth: int) -> Iterator[bytes]:
    with suppress(zlib.error):
        content = zlib.decompressobj(window_bits).decompress(octets, _OUTPUT_BYTES)
        if len(content) >= _LEAST_BYTES:
            yield content
            yield from within(content, depth - 1)


def _from_base64(run: bytes) -> bytes:
    whole = run[: len(run) - (len(run) % 4 == 1)]
    return urlsafe_b64decode(whole.translate(_TO_URL) + b"=" * (-len(whole) % 4))
