"""Takes what a seizure would: files, both Redis key by key, logs; `processes` has what is taken of processes."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from redis import Redis
from redis.exceptions import ResponseError

from hotline.drill.search import Place

_DATABASES = 16
_NUMBER = re.compile(r"\.\d+\.")  # of the append-only file, each time it is written anew


def files(folder: Path, without: Path | None = None) -> Iterator[Place]:
    """Every file below a folder, and of the folder for sockets that it points to; `without` one that is not taken."""
    for path in _below(folder):
        if without is not None and path.is_relative_to(without):
            continue
        with suppress(OSError):
            yield Place(f"file {_NUMBER.sub('.', str(path.relative_to(folder)))}", path.read_bytes())


def _below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            yield from _below(path)
        elif path.is_file():
            yield path


def redis_keys(name: str, socket: Path) -> Iterator[Place]:
    """Every key, field and value of the Redis of that name."""
    with Redis(unix_socket_path=str(socket)) as redis:
        for database in range(_DATABASES):
            with suppress(ResponseError):
                redis.select(database)
                for key in redis.scan_iter(count=1000):
                    for octets in (key, *_parts(redis, key)):
                        yield Place(f"{name} keys", octets)


def _parts(redis: Any, key: bytes) -> Iterator[bytes]:
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
        for entry, fields in redis.xrange(key):
            yield from (entry, *fields, *fields.values())


def log(pid: int) -> Iterator[Place]:
    """What a process has printed, where that goes to a file."""
    for number, name in ((1, "standard output"), (2, "standard error")):
        path = Path(f"/proc/{pid}/fd/{number}")
        with suppress(OSError):
            if path.is_file():
                yield Place(name, path.read_bytes())
