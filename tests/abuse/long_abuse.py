"""Ten thousand slow connections of each kind, and floods: 19 of 20 honest callers get through. Long: `make drill`."""

import asyncio
from pathlib import Path
from secrets import token_bytes

import pytest

from crypto import wire
from crypto.conversation import Cell
from crypto.sizes import CELL, EXCHANGE, Address
from hotline.client.post import Post
from hotline.stack.supervise import Stack
from tests.abuse.honest import MEBIBYTE, Served, callers, horde, memory_bytes, stored
from tests.organizations import Organization
from tests.routes.conftest import hour_now
from tests.stack.waiting import eventually

HONEST, AT_LEAST = 20, 0.95
MORE_MEMORY = 400 * MEBIBYTE
RECORDED, DEAREST_BITS = 400, 9  # the policy's three, and six more under load


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("silent", 10_000),
        ("half_head", 10_000),
        ("half_body", 10_000),
        ("unread", 10_000),
        ("long_head", 200),
        ("wrong_length", 200),
        ("wrong_stamp", 200),
    ],
)
def test_honest_callers_get_through_and_memory_is_bounded(
    stack: Stack, organization: Organization, kind: str, count: int
) -> None:
    before = memory_bytes(stack.web.pid)
    with horde(stack.url, kind, count) as seen:
        served = asyncio.run(callers(lambda: Post(stack.url), organization, HONEST))
    grown = memory_bytes(stack.web.pid, "VmHWM") - before
    _tell(f"{count} x {kind}", served, grown, seen)
    assert served.share >= AT_LEAST
    assert grown < MORE_MEMORY
    assert seen["connected"] >= count


def test_replayed_requests_store_each_once_and_honest_callers_get_through(
    stack: Stack, organization: Organization, tmp_path: Path
) -> None:
    file = tmp_path / "recorded"
    file.write_bytes(b"".join(_recorded() for _ in range(RECORDED)))
    with horde(stack.url, "recorded", 200, file) as seen:
        eventually(lambda: len(stored(stack.redis_socket)) == RECORDED, seconds=120)
        served = asyncio.run(callers(lambda: Post(stack.url), organization, HONEST))
    _tell(f"{RECORDED} requests replayed", served, 0, seen)
    assert seen["answered"] > 2 * RECORDED
    assert len(stored(stack.redis_socket)) == RECORDED + served.done
    assert served.share >= AT_LEAST


def _recorded() -> bytes:
    cell = Cell(Address(token_bytes(32)), token_bytes(32), token_bytes(CELL))
    return wire.request(EXCHANGE, wire.exchange(cell, []), hour_now(), DEAREST_BITS)


def _tell(what: str, served: Served, grown: int, seen: dict[str, int]) -> None:
    stood = f"{served.done} of {served.tried} honest cases stand, the slowest after {served.longest_seconds:.1f} s"
    print(f"{what}: {stood}; {grown / MEBIBYTE:.0f} MiB more; they saw {seen}")
