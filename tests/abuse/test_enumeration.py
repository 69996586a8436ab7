"""Who asks for addresses learns nothing from how long the answer takes: what stands and what does not is one time."""

import time
from collections.abc import Callable
from secrets import token_bytes
from statistics import median

import pytest

from crypto import vault, wire
from crypto.conversation import Cell
from crypto.sizes import CELL, CHUNK, CHUNK_PUT, CHUNK_PUT_REQUEST, CHUNK_TAKE, DONE, EXCHANGE, READ, WRITE, Address
from hotline.stack.supervise import Stack
from tests.conftest import StartStack
from tests.organizations import Organization
from tests.routes.conftest import Door, hour_now

ANSWER_MS = 60
TRIES = 25
BITS = 3
TELLING = 0.85  # of pairs in which what stands took longer, or shorter: chance is a half


@pytest.fixture
def door(start_stack: StartStack) -> Door:
    organization = Organization(hour_now())
    stack: Stack = start_stack(root_pk=organization.root_pk)
    door = Door(int(stack.url.rsplit(":", 1)[1].strip("/")), stack, organization)
    assert door.ask("POST", "/directory", organization.file(answer_ms=ANSWER_MS))[0] == 204
    return door


def _vault(door: Door) -> bytes:
    own = vault.keys(token_bytes(32))
    assert door.post(WRITE, vault.seal_write(own, 1, {})).status == DONE
    return own.address


def _cell(door: Door) -> bytes:
    cell = Cell(Address(token_bytes(32)), token_bytes(32), token_bytes(CELL))
    assert door.post(EXCHANGE, wire.exchange(cell, [])).status == DONE
    return cell.address


def _chunk(door: Door) -> bytes:
    put = token_bytes(64) + token_bytes(CHUNK)
    assert door.ask("POST", "/chunk", wire.stamped(CHUNK_PUT, put, hour_now(), BITS))[0] == 200
    return put[:32]


def _read(address: bytes) -> tuple[str, bytes]:
    return "/post", wire.request(READ, address, hour_now(), BITS)


def _exchange(address: bytes) -> tuple[str, bytes]:
    return "/post", wire.request(EXCHANGE, wire.exchange(None, [Address(address)]), hour_now(), BITS)


def _take(address: bytes) -> tuple[str, bytes]:
    return "/chunk", wire.stamped(CHUNK_TAKE, address.ljust(CHUNK_PUT_REQUEST.size, b"\0"), hour_now(), BITS)


Ask = Callable[[bytes], tuple[str, bytes]]


def _seconds(door: Door, path: str, body: bytes) -> float:
    came = time.monotonic()
    assert door.ask("POST", path, body)[0] == 200
    return time.monotonic() - came


def _pair(door: Door, one: tuple[str, bytes], other: tuple[str, bytes], *, absent_first: bool) -> tuple[float, float]:
    """In turn one or the other is asked first, so that the order tells nothing."""
    if absent_first:
        later = _seconds(door, *other)
        return _seconds(door, *one), later
    return _seconds(door, *one), _seconds(door, *other)


@pytest.mark.parametrize(("stand", "ask"), [(_vault, _read), (_cell, _exchange), (_chunk, _take)])
def test_answering_time_does_not_tell_what_stands(door: Door, stand: Callable[[Door], bytes], ask: Ask) -> None:
    standing, absent = stand(door), token_bytes(32)
    took = [_pair(door, ask(standing), ask(absent), absent_first=bool(turn % 2)) for turn in range(TRIES)]
    assert min(min(pair) for pair in took) >= ANSWER_MS / 1000
    longer = sum(one > other for one, other in took) / TRIES
    assert 1 - TELLING < longer < TELLING, took
    assert abs(median(one for one, _ in took) - median(other for _, other in took)) < ANSWER_MS / 2000
