"""What stands on a server: objects, and entries of the sets that name them. Looked at beside it, never over the net."""

from dataclasses import dataclass
from pathlib import Path

from redis import Redis

from hotline.store import holds

_OBJECTS = (holds.CASE, holds.CELL, holds.CHUNK, holds.VAULT)
_SETS = (holds.DUE, holds.LEASES, holds.ENDS)


@dataclass(frozen=True, slots=True)
class Standing:
    """Keys of objects and members of sets, as text that names them."""

    entries: frozenset[str]


def standing(socket: Path) -> Standing:
    """Everything that belongs to one case, conversation, attachment or person.

    Not what is declared as shared and short-lived: hashes of spent requests, the scratch place, and the flags that
    something was erased.
    """
    with Redis(unix_socket_path=str(socket)) as redis:
        objects = [key for hold in _OBJECTS for key in redis.scan_iter(match=hold.prefix + b"*", count=1000)]
        buckets = list(redis.scan_iter(match=holds.BUCKET.prefix + b"*", count=1000))
        named = [(key, member) for key in buckets for member in redis.zrange(key, 0, -1)]
        named += [(hold.key(), member) for hold in _SETS for member in redis.zrange(hold.key(), 0, -1)]
    return Standing(frozenset([_text(key) for key in objects] + [f"{_text(key)} {m.hex()}" for key, m in named]))


def _text(key: bytes) -> str:
    prefix, colon, rest = key.partition(b":")
    return f"{prefix.decode()}{colon.decode()}{rest.hex()}"
