"""Compares what is really there with what is declared: keys, fields, lifetimes and files."""

from collections.abc import Iterator
from pathlib import Path

from redis import Redis

from hotline.store import holds
from hotline.store.beside import FILES, QUEUE, beside_of
from hotline.store.holds import HOUR_SECONDS, Lives

NEVER = -1


def undeclared(kept: Path, queue: Path, data: Path, lives: Lives) -> list[str]:
    """Whatever stands and is not declared, or may stand for longer than is declared; one line each, without ids."""
    found = [*_undeclared_keys(kept, lives), *_undeclared_in_queue(queue), *_undeclared_files(data)]
    return sorted(set(found))


def counted(kept: Path) -> dict[str, int]:
    """How many keys of each declared kind stand now."""
    with Redis(unix_socket_path=str(kept)) as redis:
        kinds = [holds.hold_of(key) for key in redis.scan_iter(count=1000)]
    return {hold.name: kinds.count(hold) for hold in holds.HOLDS}


def _undeclared_keys(socket: Path, lives: Lives) -> Iterator[str]:
    with Redis(unix_socket_path=str(socket)) as redis:
        for key in redis.scan_iter(count=1000):
            hold = holds.hold_of(key)
            if hold is None:
                yield f"a key that begins with {_beginning(key)}"
                continue
            if redis.type(key) == b"hash":
                strange = {name.decode("utf-8", "replace") for name in redis.hkeys(key)} - hold.fields.keys()
                yield from (f"field {name} of {hold.name}" for name in strange)
            left_seconds = redis.ttl(key)
            if left_seconds == NEVER or left_seconds > (hold.expiry(lives) + 1) * HOUR_SECONDS:
                yield f"{hold.name} may stand for longer than is declared"


def _undeclared_in_queue(socket: Path) -> Iterator[str]:
    with Redis(unix_socket_path=str(socket)) as redis:
        for key in redis.scan_iter(count=1000):
            kind = beside_of(QUEUE, key.decode("utf-8", "replace"))
            if kind is None:
                yield f"a key of the queue that begins with {_beginning(key)}"
            elif redis.type(key) == b"hash":
                strange = {name.decode("utf-8", "replace") for name in redis.hkeys(key)} - kind.fields
                yield from (f"field {name} of {kind.name}" for name in strange)


def _undeclared_files(data: Path) -> Iterator[str]:
    for path in (*data.rglob("*"), *(data / "run").iterdir()):
        if path.is_file() and beside_of(FILES, str(path.relative_to(data))) is None:
            yield f"file {path.relative_to(data)}"


def _beginning(key: bytes) -> str:
    """A key's name up to its first colon, which is no id."""
    return repr(key.partition(b":")[0][:16])[2:-1]
