"""Takes what a seizure would: files, Redis's keys with what is compressed in them, and the memory of processes."""

import re
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from redis import Redis

from hotline.drill.marks import Mark, encodings

_DATABASES = 2
_PIECE_BYTES = 64 * 1024 * 1024
_OVERLAP_BYTES = 4096
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}")


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere that was looked into, and a stretch of the bytes that were there."""

    name: str
    octets: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """A mark that was found: what it is, where, and in which form."""

    mark: str
    place: str
    encoding: str


def search(places: Iterable[Place], marks: Iterable[Mark]) -> tuple[list[Finding], dict[str, int]]:
    """Every mark in every form that stands in these places, and how many bytes of each place were searched."""
    forms = [(mark, name, form) for mark in marks for name, form in encodings(mark)]
    found, searched = [], dict[str, int]()
    for place in places:
        searched[place.name] = searched.get(place.name, 0) + len(place.octets)
        found += [Finding(mark.what, place.name, name) for mark, name, form in forms if form in place.octets]
    return found, searched


def files(folder: Path) -> Iterator[Place]:
    """Every file below a folder."""
    for path in sorted(folder.rglob("*")):
        with suppress(FileNotFoundError):
            if path.is_file():
                yield Place(f"file {path.name}", path.read_bytes())


def redis_keys(name: str, socket: Path) -> Iterator[Place]:
    """Every key and value of the Redis of that name, and what is compressed or base64 in them."""
    for database in range(_DATABASES):
        with Redis(unix_socket_path=str(socket), db=database) as redis:
            for key in redis.scan_iter(count=1000):
                for octets in _parts(redis, key):
                    yield Place(f"{name} database {database}", octets)
                    for decoded in _decoded(octets):
                        yield Place(f"{name} database {database}, decoded", decoded)


def memory(name: str, pid: int) -> Iterator[Place]:
    """All that a process can write to, as it stands in its memory now."""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as octets:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, rights, *_ = line.split()
            if rights.startswith("rw"):
                start, end = (int(one, 16) for one in span.split("-"))
                yield from _stretch(name, octets, start, end)


def _stretch(name: str, octets: Any, start: int, end: int) -> Iterator[Place]:
    for at in range(start, end, _PIECE_BYTES - _OVERLAP_BYTES):
        with suppress(OSError, ValueError):  # a stretch that was unmapped meanwhile, or is the kernel's
            octets.seek(at)
            yield Place(f"memory of {name}", octets.read(min(_PIECE_BYTES, end - at)))


def _parts(redis: Any, key: bytes) -> Iterator[bytes]:
    yield key
    kind = redis.type(key)
    if kind == b"string":
        yield redis.get(key) or b""
    elif kind == b"hash":
        for name, value in redis.hgetall(key).items():
            yield from (name, value)
    elif kind == b"set":
        yield from redis.smembers(key)
    elif kind == b"zset":
        yield from redis.zrange(key, 0, -1)
    elif kind == b"list":
        yield from redis.lrange(key, 0, -1)
    elif kind == b"stream":
        yield repr(redis.xrange(key)).encode()


def _decoded(octets: bytes) -> Iterator[bytes]:
    """What a value holds once it is decompressed, or read as base64 and then decompressed."""
    yield from _inflated(octets)
    for run in _BASE64.findall(octets):
        with suppress(ValueError):
            plain = urlsafe_b64decode(run + b"=" * (-len(run) % 4))
            yield plain
            yield from _inflated(plain)


def _inflated(octets: bytes) -> Iterator[bytes]:
    for window_bits in (15, 31, -15):
        with suppress(zlib.error):
            yield zlib.decompress(octets, window_bits)
