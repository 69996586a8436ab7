"""A thousand slow connections of each kind over TLS, and floods, through Caddy: 19 of 20 honest callers get through.

Behind Caddy the hotline has few connections, whatever comes: so it is Caddy whose bounds are tried here, and neither
process grows without end. Long: run by `make drill`.
"""

import asyncio
from collections.abc import Iterator

import pytest

from hotline.setup.server import Server
from tests.abuse.behind import Behind, behind_caddy
from tests.abuse.honest import MEBIBYTE, callers, horde
from tests.setup.conftest import server

__all__ = ["server"]
HONEST, AT_LEAST = 20, 0.95
MEMORY_AT_MOST = 500 * MEBIBYTE


@pytest.fixture(scope="module")
def behind(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    with behind_caddy(server, tmp_path_factory.mktemp("b")) as one:
        yield one


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("silent", 1_000),
        ("half_head", 1_000),
        ("half_body", 1_000),
        ("unread", 1_000),
        ("long_head", 100),
        ("wrong_length", 100),
        ("wrong_stamp", 100),
    ],
)
def test_honest_callers_get_through_and_memory_is_bounded(behind: Behind, kind: str, count: int) -> None:
    before = behind.front.said.read_bytes()
    with horde(behind.url, kind, count) as seen:
        served = asyncio.run(callers(behind.connect, behind.organization, HONEST))
    held = behind.most_memory_bytes()
    stood = f"{served.done} of {served.tried} honest cases stand, the slowest after {served.longest_seconds:.1f} s"
    most = ", ".join(f"{name} held {octets / MEBIBYTE:.0f} MiB at most" for name, octets in held.items())
    print(f"{count} x {kind} behind Caddy: {stood}; {most}; they saw {seen}")
    assert served.share >= AT_LEAST
    assert max(held.values()) < MEMORY_AT_MOST
    assert seen["connected"] >= count
    assert behind.front.said.read_bytes() == before
