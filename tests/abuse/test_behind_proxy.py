"""Behind the proxy of a server: attackers of every kind, wrong requests, and nothing that is added to name a caller.

All through Caddy's TLS listener, with the file that `hotline setup` writes. `make drill` has more of each.
"""

import asyncio
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.sizes import ANSWER, EXCHANGE
from hotline.drill.transcript import Recorder
from hotline.setup.server import Server
from tests.abuse.behind import Behind, behind_caddy
from tests.abuse.honest import MEBIBYTE, callers, horde, stored
from tests.abuse.horde import FLOODS, KINDS
from tests.abuse.raw import abandon, converse, count, status
from tests.abuse.test_wrong_requests import REFUSALS, some
from tests.abuse.wrong import SMUGGLERS, cut, flipped, head, made_well, of_another_size, strange
from tests.setup.conftest import server
from tests.setup.front import TELLS, instead_of

__all__ = ["server"]
SLOW, FLOODING, TRIES = 50, 4, 5
BY_CADDY = REFUSALS | {200, 204, 413, 421, 431, 501, 502, 505}
NAMES = (*TELLS, "X-Forwarded-Host", "X-Forwarded-Proto", "Via", "Caddy")
SPELLED = ("x-forwarded-for: 198.51.100.7", "X-FORWARDED-FOR: 198.51.100.8", "Forwarded: for=198.51.100.7, for=unknown")


@pytest.fixture(scope="module")
def behind(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    with behind_caddy(server, tmp_path_factory.mktemp("b")) as one:
        yield one


@pytest.fixture
def quiet(behind: Behind) -> Iterator[None]:
    """Inside, Caddy says nothing, and the hotline's processes stay those that they were."""
    before, pids = behind.front.said.read_bytes(), [part.pid for part in behind.stack.parts]
    yield
    assert behind.front.said.read_bytes() == before
    assert [part.pid for part in behind.stack.parts] == pids


@pytest.mark.usefixtures("quiet")
def test_honest_callers_get_through_beside_attackers_of_every_kind(behind: Behind) -> None:
    with ExitStack() as attacks:
        for kind in KINDS:
            attacks.enter_context(horde(behind.url, kind, FLOODING if kind in FLOODS else SLOW))
        served = asyncio.run(callers(behind.connect, behind.organization, TRIES))
    assert served.done == TRIES
    assert max(behind.most_memory_bytes().values()) < 300 * MEBIBYTE


@pytest.mark.usefixtures("quiet")
@some
@given(octets=st.one_of(strange(), of_another_size()))
def test_strange_requests_get_one_answer_or_none_and_store_nothing(behind: Behind, octets: bytes) -> None:
    before = stored(behind.stack.redis_socket)
    answered = converse(behind.front.connected(), octets)
    assert count(answered) <= 1
    assert status(answered) in BY_CADDY | {0}
    assert b"HOTLINE_" not in answered
    assert stored(behind.stack.redis_socket) == before


@pytest.mark.usefixtures("quiet")
@some
@given(octets=flipped())
def test_flipped_bits_get_an_answer_of_the_one_size(behind: Behind, octets: bytes) -> None:
    answered = converse(behind.front.connected(), octets)
    assert (count(answered), status(answered)) == (1, 200)
    assert len(answered.partition(b"\r\n\r\n")[2]) == ANSWER


@pytest.mark.usefixtures("quiet")
@some
@given(octets=cut())
def test_request_that_is_cut_stores_nothing(behind: Behind, octets: bytes) -> None:
    before = stored(behind.stack.redis_socket)
    abandon(behind.front.connected(), octets)
    assert behind.front.ask("GET", "/directory")[0] == 200
    assert stored(behind.stack.redis_socket) == before


def test_nothing_is_smuggled_behind_a_length_that_is_in_doubt(behind: Behind) -> None:
    body = next(iter(made_well().values()))
    second = head("POST", "/post", len(body)) + body
    asked = [head("POST", "/chunk", None, *one) + b"0\r\n\r\n" + second for one in SMUGGLERS]
    seen = _handed_on(behind, [*asked, head("GET", "/directory", None)])
    assert b"GET /directory " in seen
    assert b"POST /post " not in seen


def test_who_asks_for_leave_to_go_on_spoils_no_request_of_another(behind: Behind) -> None:
    asked, honest = head("POST", "/post", ANSWER - 1, "Expect: 100-continue"), made_well()[str(EXCHANGE)]
    for _ in range(5):
        assert status(converse(behind.front.connected(), asked)) == 400
        assert behind.front.ask("POST", "/post", honest)[0] == 200
    assert b"expect:" not in _handed_on(behind, [asked + bytes(ANSWER - 1)]).lower()


def test_who_asks_for_another_protocol_spoils_no_request_of_another(behind: Behind) -> None:
    upgrades = head("POST", "/post", ANSWER, "Upgrade: h2c").replace(
        b"Connection: close", b"Connection: close, upgrade"
    )
    honest = made_well()[str(EXCHANGE)]
    for _ in range(20):
        with behind.front.connected() as stranger:
            stranger.sendall(upgrades + b"\r\n" * 2100)  # so much that a proxy begins to hand it on
            time.sleep(0.01)
            stranger.sendall(head("GET", "/nowhere", None))
            assert [behind.front.ask("POST", "/post", honest)[0] for _ in range(3)] == [200, 200, 200]
    assert b"upgrade" not in _handed_on(behind, [upgrades + bytes(ANSWER)]).lower()


def test_hotline_hears_nothing_that_names_who_asks_however_it_is_spelled(behind: Behind) -> None:
    told = [f"{name}: {value}" for name, value in TELLS.items()]
    asked = [head("GET", "/directory", None, *more) for more in (told, SPELLED, [one.upper() for one in told])]
    heads = _handed_on(behind, asked).lower()
    assert heads.count(b"get /directory http/1.1\r\n") == len(asked)
    assert not [name for name in NAMES if f"\r\n{name}:".lower().encode() in heads]
    assert b"198.51.100" not in heads
    assert b"127.0.0.1" not in heads
    assert b"hers" not in heads


def _handed_on(behind: Behind, asked: list[bytes]) -> bytes:
    """All that Caddy sends to the hotline when it is asked so."""

    async def story() -> bytes:
        with instead_of(behind.stack.web, behind.front.upstream) as web:
            async with Recorder(f"unix:{web}", behind.front.upstream) as recorder:
                for octets in asked:
                    await asyncio.to_thread(converse, behind.front.connected(), octets)
        return b"".join(place.octets for place in recorder.places())

    return asyncio.run(story())
