"""Requests made beforehand: sealed, stamped and written one after another into a file, which wrk then sends."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from secrets import token_bytes
from typing import TypeVar

from crypto import case, conversation, wire
from crypto.case import SlotFor
from crypto.conversation import Cell, Message
from crypto.sealing import fresh_pair, pair
from crypto.sizes import ADDRESS, EXCHANGE, KEY, OPEN, Address, Hour
from tests.organizations import Organization

T = TypeVar("T")

# Stamps get dearer under load, by as much as 6 bits: whoever cannot ask in between brings that much.
STAMP_BITS = 9
NOW_CLASS = 0
CARD = {"v": 1, "urgency": "U1", "language": "es", "place": "US-TX", "matters": ["bond"]}
WORDS = "They took my brother this morning at the garage where he works. He has asthma and no inhaler with him. "
MAKERS = 2


@dataclass(frozen=True)
class Case:
    """A case as its caller sends it, and what a member who opened it could claim it with."""

    request: bytes
    case_key: bytes


def hour_now() -> Hour:
    """The hour that the stamps are of."""
    return Hour(int(time.time()) // 3600)


def _seal_case(slots: Sequence[SlotFor]) -> Case:
    secrets = case.draw()
    payload = case.seal_case(secrets, NOW_CLASS, slots, CARD, {"names": ["Ana Example"]}, {"words": 20 * WORDS})
    return Case(wire.request(OPEN, payload, hour_now(), STAMP_BITS), secrets.case_key)


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


def seal_cases(organization: Organization, count: int) -> list[Case]:
    """Many at once, on as many processes as the machine has for it."""
    return list(_made(partial(_seal_case, _slots(organization)), count))


def write_cases(path: Path, organization: Organization, count: int) -> None:
    """A file of cases."""
    _write(path, (one.request for one in _made(partial(_seal_case, _slots(organization)), count)))


def write_exchanges(path: Path, down: Sequence[Address], count: int) -> None:
    """A file of messages."""
    _write(path, _made(partial(seal_exchange, down), count))


def write_idle(path: Path, count: int) -> None:
    """A file of exchanges with nothing to say."""
    _write(path, _made(idle_exchange, count))


def _slots(organization: Organization) -> list[SlotFor]:
    """To both desks and nobody."""
    desks = [SlotFor(organization.bucket, pair(seed).public) for seed in organization.desk_seeds.values()]
    return [*desks, SlotFor(organization.bucket, None)]


def _write(path: Path, requests: Iterator[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(requests)


def _made(make: Callable[[], T], count: int) -> Iterator[T]:
    with ProcessPoolExecutor(MAKERS) as pool:
        yield from pool.map(partial(_call, make), range(count), chunksize=50)


def _call(make: Callable[[], T], _number: int) -> T:
    return make()
