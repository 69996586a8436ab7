"""Requests made beforehand: sealed, stamped and written one after another into a file, which wrk then sends."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from secrets import token_bytes
from typing import Any, TypeVar

from crypto import case, conversation, wire
from crypto.case import SlotFor
from crypto.conversation import Cell, Message
from crypto.sealing import fresh_pair, pair
from crypto.signing import sign
from crypto.sizes import ADDRESS, ERASE, EXCHANGE, KEY, OPEN, Address, Hour
from tests.organizations import Organization

T = TypeVar("T")

# Stamps get dearer under load, by 4 bits for 256 requests at once: whoever cannot ask in between brings that much.
STAMP_BITS = 6
EXTRA_BITS = 4
CARD = {"matter": "bond", "urgency": "U1", "language": "es", "state": "US-TX"}
WORDS = "They took my brother this morning at the garage where he works. He has asthma and no inhaler with him. "
MAKERS = 2


@dataclass(frozen=True)
class Kind:
    """What cases of one kind have in common: to whom they are sealed, their release class and their card."""

    slots: tuple[SlotFor, ...]
    release: int = 0
    card: Mapping[str, Any] = field(default_factory=lambda: CARD)

    @classmethod
    def of(cls, organization: Organization) -> "Kind":
        """To both desks of a small organization and nobody, to be seen at once."""
        desks = [SlotFor(organization.bucket, pair(seed).public) for seed in organization.desk_seeds.values()]
        return cls((*desks, SlotFor(organization.bucket, None)))


@dataclass(frozen=True)
class Case:
    """A case as its caller sends it, and its secrets."""

    request: bytes
    secrets: case.Secrets

    def erasure(self) -> bytes:
        """The request with which its caller erases it."""
        name = self.secrets.case_id
        signed = (name, sign(self.secrets.close_seed, "erase", name))
        return wire.request(ERASE, wire.erase(signed, None, ()), hour_now(), STAMP_BITS)


def hour_now() -> Hour:
    """The hour that the stamps are of."""
    return Hour(int(time.time()) // 3600)


def _seal_case(kind: Kind) -> Case:
    secrets = case.draw()
    documents = kind.card, {"names": [{"name": "Ana Example", "role": "self"}]}, {"words": 20 * WORDS}
    payload = case.seal_case(secrets, kind.release, kind.slots, *documents)
    return Case(wire.request(OPEN, payload, hour_now(), STAMP_BITS), secrets)


def seal_exchange(down: Sequence[Address]) -> bytes:
    """A message up, two addresses down."""
    mine, theirs = fresh_pair(), fresh_pair()
    message = Message(0, mine.public, {"type": "text", "text": 10 * WORDS})
    return ask(conversation.seal_message(theirs.public, token_bytes(KEY), 0, 0, message), down)


def idle_exchange() -> bytes:
    """What a client sends that has nothing to say: nothing up, and two addresses at which nothing stands."""
    return ask(None, [Address(token_bytes(ADDRESS)) for _ in range(2)])


def ask(up: Cell | None, down: Sequence[Address]) -> bytes:
    """An exchange, stamped."""
    return wire.request(EXCHANGE, wire.exchange(up, down), hour_now(), STAMP_BITS)


def seal_cases(kind: Kind, count: int) -> list[Case]:
    """Many at once, on as many processes as the machine has for it."""
    return list(_made(partial(_seal_case, kind), count))


def write_cases(path: Path, kind: Kind, count: int) -> None:
    """A file of cases."""
    _write(path, (one.request for one in _made(partial(_seal_case, kind), count)))


def write_exchanges(path: Path, down: Sequence[Address], count: int) -> None:
    """A file of messages."""
    _write(path, _made(partial(seal_exchange, down), count))


def write_idle(path: Path, count: int) -> None:
    """A file of exchanges with nothing to say."""
    _write(path, _made(idle_exchange, count))


def _write(path: Path, requests: Iterator[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(requests)


def _made(make: Callable[[], T], count: int) -> Iterator[T]:
    with ProcessPoolExecutor(MAKERS) as pool:
        yield from pool.map(partial(_call, make), range(count), chunksize=50)


def _call(make: Callable[[], T], _number: int) -> T:
    return make()
