"""Whatever is sent, the server gives one plain answer or none, stores nothing by it, and goes on. Hypothesis chooses.

`make drill` sets HYPOTHESIS_CASES to many more than are tried here.
"""

import os
from http.client import HTTPResponse

import pytest
from hypothesis import HealthCheck, example, given, settings

from crypto import wire
from crypto.sizes import ANSWER, DONE, EXCHANGE, REFUSED, STAMP, TAKEN
from tests.abuse.honest import stored
from tests.abuse.raw import abandon, connect, converse, count, status
from tests.abuse.wrong import HOST, SMUGGLERS, cut, flipped, head, made_well, of_another_size, strange
from tests.routes.conftest import Door, door, running

__all__ = ["door", "running"]
CASES = int(os.environ.get("HYPOTHESIS_CASES", "40"))
some = settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
REFUSALS = {400, 403, 404, 405, 408, 411}


def _is_well(door: Door) -> bool:
    return door.post(EXCHANGE, wire.exchange(None, [])).status == DONE


@some
@given(octets=of_another_size())
@example(octets=head("POST", "/post", 10**18))
def test_body_of_another_size_is_refused_and_nothing_of_it_stored(door: Door, octets: bytes) -> None:
    before = stored(door.stack.redis_socket)
    answered = converse(connect(door.port), octets)
    assert (count(answered), status(answered)) == (1, 400)
    assert stored(door.stack.redis_socket) == before


@some
@given(octets=flipped())
def test_flipped_bits_get_an_answer_of_the_one_size(door: Door, octets: bytes) -> None:
    answered = converse(connect(door.port), octets)
    assert (count(answered), status(answered)) == (1, 200)
    body = answered.partition(b"\r\n\r\n")[2]
    assert len(body) == ANSWER
    assert body[0] in (DONE, TAKEN, STAMP, REFUSED)


@some
@given(octets=strange())
def test_strange_heads_get_one_answer_or_none_and_store_nothing(door: Door, octets: bytes) -> None:
    before = stored(door.stack.redis_socket)
    answered = converse(connect(door.port), octets)
    assert count(answered) <= 1
    assert status(answered) in {0, 200, 204} | REFUSALS
    assert b"[project]" not in answered
    assert b"HOTLINE_" not in answered
    assert stored(door.stack.redis_socket) == before


@some
@given(octets=cut())
def test_request_that_is_cut_stores_nothing(door: Door, octets: bytes) -> None:
    before = stored(door.stack.redis_socket)
    abandon(connect(door.port), octets)
    assert _is_well(door)
    assert stored(door.stack.redis_socket) == before


def test_no_second_request_is_smuggled_behind_a_length_that_is_in_doubt(door: Door) -> None:
    body = made_well()[str(EXCHANGE)]
    for headers in SMUGGLERS:
        octets = head("POST", "/post", None, *headers) + b"0\r\n\r\n" + head("POST", "/post", len(body)) + body
        answered = converse(connect(door.port), octets)
        assert count(answered) == 1
        assert status(answered) == 400, headers
    assert _is_well(door)


def _answered(door: Door, asked: bytes, more: bytes) -> tuple[int, str | None, bytes]:
    """What the answer to a head says: its status, and of the connection; then all that follows when more is sent."""
    with connect(door.port) as connection:
        connection.sendall(asked)
        answer = HTTPResponse(connection)
        answer.begin()
        answer.read()
        return answer.status, answer.getheader("connection"), converse(connection, more)


def test_what_follows_an_answer_that_came_early_is_not_taken_for_a_request(door: Door) -> None:
    stays = head("POST", "/post", ANSWER - 1, "Expect: 100-continue").replace(b"Connection: close\r\n", b"")
    assert _answered(door, stays, head("GET", "/directory", None)) == (400, "close", b"")


@pytest.mark.parametrize("length", [None, 0, ANSWER])
@pytest.mark.parametrize("asks", [("POST", "/post"), ("GET", "/"), ("CONNECT", HOST)])
def test_who_asks_for_another_protocol_is_refused_and_nothing_more_is_read(
    door: Door, asks: tuple[str, str], length: int | None
) -> None:
    upgrades = head(*asks, length, "Upgrade: h2c").replace(b"Connection: close", b"Connection: upgrade")
    assert _answered(door, upgrades, head("GET", "/directory", None)) == (400, "close", b"")


def test_the_processes_are_those_that_were_started(door: Door) -> None:
    """Last: nothing above made one of them end."""
    stack = door.stack
    assert all(part.pid is not None and part.exit_code is None for part in stack.parts)
    assert _is_well(door)
