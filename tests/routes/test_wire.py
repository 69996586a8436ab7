"""The wire: one size, one time, one answer, whatever is asked; and exact lengths, checked before reading."""

import socket
import time
from collections.abc import Callable
from secrets import token_bytes

import pytest

from crypto import case, signing, vault, wire
from crypto.conversation import Cell
from crypto.sealing import fresh_pair
from crypto.sizes import (
    ACCEPT,
    ANSWER,
    CELL,
    CHUNK,
    CHUNK_ANSWER,
    CHUNK_PUT,
    CHUNK_PUT_REQUEST,
    CHUNK_TAKE,
    CLAIM,
    CLOSE,
    DONE,
    ERASE,
    EXCHANGE,
    FOUND,
    OPEN,
    READ,
    REFUSED,
    REQUEST,
    RESPONDER_READ_ANSWER,
    RESPONDER_VAULT,
    STAMP,
    TIERS,
    WRITE,
    Address,
    Hour,
)
from tests.conftest import StartStack
from tests.organizations import Organization
from tests.routes.conftest import Door, hour_now

SLOT = case.SlotFor(7, None)


def _opening(secrets: case.Secrets) -> bytes:
    slots = [case.SlotFor(7, fresh_pair().public), SLOT, SLOT]
    return case.seal_case(secrets, 0, slots, {}, {}, {})


def _cell() -> Cell:
    return Cell(Address(token_bytes(32)), token_bytes(32), token_bytes(CELL))


def _requests(door: Door) -> dict[str, bytes]:
    """One of each kind of request, with the answers that callers and claimants must not be told apart by."""
    secrets, own, cell = case.draw(), vault.keys(token_bytes(32)), _cell()
    lease = token_bytes(32)
    member = door.organization.member_secret
    ops = {
        "idle": (EXCHANGE, wire.exchange(None, [])),
        "sending": (EXCHANGE, wire.exchange(cell, [])),
        "finding": (EXCHANGE, wire.exchange(None, [cell.address])),
        "not finding": (EXCHANGE, wire.exchange(None, [_cell().address])),
        "opening": (OPEN, _opening(secrets)),
        "writing": (WRITE, vault.seal_write(own, 1, {})),
        "reading": (READ, own.address),
        "reading nothing": (READ, token_bytes(32)),
        "claiming": (CLAIM, case.claim(secrets.case_key, signing.signer(lease), member)),
        "refused claim": (CLAIM, case.claim(token_bytes(32), signing.signer(lease), member)),
        "accepting": (ACCEPT, case.hold("accept", lease, secrets.case_id, member)),
        "closing": (CLOSE, case.hold("close", lease, secrets.case_id, member)),
        "erasing": (ERASE, wire.erase(None, (own.address, 1, vault.sign_erase(own, 1)), [cell.address])),
        "unknown": (200, b""),
    }
    requests = {name: wire.request(op, payload, hour_now(), 3) for name, (op, payload) in ops.items()}
    return requests | {"bad stamp": wire.request(EXCHANGE, wire.exchange(None, []), Hour(1), 0)}


def test_everything_has_one_size_and_the_same_headers(door: Door) -> None:
    requests = _requests(door)
    assert {len(request) for request in requests.values()} == {REQUEST}
    seen = {name: door.ask("POST", "/post", request) for name, request in requests.items()}
    assert {status for status, _, _ in seen.values()} == {200}
    assert {len(octets) for _, _, octets in seen.values()} == {ANSWER}
    varying = {"date"}
    shapes = {frozenset((k, v) for k, v in headers.items() if k not in varying) for _, headers, _ in seen.values()}
    assert len(shapes) == 1
    statuses = {name: wire.read_answer(octets).status for name, (_, _, octets) in seen.items()}
    refused = {"reading nothing", "refused claim", "unknown"}
    assert {name for name, status in statuses.items() if status == REFUSED} == refused
    assert {name for name, status in statuses.items() if status == STAMP} == {"bad stamp"}
    found = [name for name, (_, _, octets) in seen.items() if octets[7] == 1 and name == "finding"]
    assert found == ["finding"]


def test_filling_is_random_and_never_repeats(door: Door) -> None:
    first, second = (door.post(READ, token_bytes(32)) for _ in range(2))
    assert first.payload != second.payload
    assert len(set(first.payload)) == 256


def test_three_slots_always(door: Door) -> None:
    with pytest.raises(Exception, match="three slots"):
        case.seal_case(case.draw(), 0, [SLOT] * (TIERS - 1), {}, {}, {})


def test_answers_leave_at_the_fixed_time(start_stack: StartStack) -> None:
    organization = Organization(hour_now())
    stack = start_stack(root_pk=organization.root_pk)
    door = Door(int(stack.url.rsplit(":", 1)[1].strip("/")), stack, organization)
    assert door.ask("POST", "/directory", organization.file(answer_ms=300))[0] == 204
    for request in _requests(door).values():
        came = time.monotonic()
        door.ask("POST", "/post", request)
        assert time.monotonic() - came >= 0.3


@pytest.mark.parametrize("path", ["/post", "/chunk", "/vault", "/slots", "/watch"])
@pytest.mark.parametrize("length", ["0", "1", str(REQUEST - 1), str(REQUEST + 1), str(10**9), "-1", "x", "1e3"])
def test_another_length_is_refused_before_it_is_read(door: Door, path: str, length: str) -> None:
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode()
    answer = _raw(door, head)
    assert answer.split(b" ")[1] in (b"400", b"411")


def test_body_without_a_length_is_refused(door: Door) -> None:
    head = b"POST /post HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert _raw(door, head).split(b" ")[1] == b"411"


def _raw(door: Door, octets: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", door.port), timeout=10) as connection:
        connection.sendall(octets)
        return connection.recv(4096)


@pytest.mark.parametrize(
    "change", [lambda hour: hour - 2, lambda hour: hour + 1, lambda hour: 0], ids=["stale", "early", "none"]
)
def test_stamp_of_another_hour_is_told_the_right_one(door: Door, change: Callable[[int], int]) -> None:
    answer = door.post(EXCHANGE, wire.exchange(None, []), hour=Hour(change(hour_now()) or 1))
    assert answer.status == STAMP
    assert answer.hour == hour_now()
    assert (answer.exchange_bits, answer.other_bits) == (2, 3)


def test_forged_stamp_is_refused(door: Door) -> None:
    request = bytearray(wire.request(EXCHANGE, wire.exchange(None, []), hour_now(), 3))
    statuses = set()
    for at in range(64):
        changed = bytearray(request)
        changed[-1 - at] ^= 1
        statuses.add(wire.read_answer(door.ask("POST", "/post", bytes(changed))[2]).status)
    assert STAMP in statuses


def test_random_requests_are_answered_alike_and_change_nothing(door: Door) -> None:
    for op in range(12):
        assert door.post(op, token_bytes(20000)).status in (DONE, REFUSED)


def test_chunks_go_up_and_come_down_at_one_size(door: Door) -> None:
    address, lock, content = token_bytes(32), token_bytes(32), token_bytes(CHUNK)
    size = CHUNK_PUT_REQUEST.size
    put = wire.stamped(CHUNK_PUT, address + lock + content, hour_now(), 3)
    take = wire.stamped(CHUNK_TAKE, address.ljust(size, b"\0"), hour_now(), 3)
    assert len(put) == len(take)
    assert door.send("/chunk", put, CHUNK_ANSWER.size).status == DONE
    answer = door.send("/chunk", take, CHUNK_ANSWER.size)
    parts = answer.unpack(CHUNK_ANSWER)
    assert (parts["found"], parts["lock"], parts["chunk"]) == (b"\1", lock, content)
    absent = wire.stamped(CHUNK_TAKE, token_bytes(32).ljust(size, b"\0"), hour_now(), 3)
    assert door.send("/chunk", absent, CHUNK_ANSWER.size).unpack(CHUNK_ANSWER)["found"] == b"\0"


def test_responders_vault_is_written_and_read(door: Door) -> None:
    own = vault.keys(token_bytes(32))
    write = wire.stamped(WRITE, vault.seal_write(own, 1, {"desk": "court"}, RESPONDER_VAULT), hour_now(), 3)
    assert door.send("/vault", write, 0).status == DONE
    answer = door.send("/vault", wire.stamped(READ, own.address, hour_now(), 3), RESPONDER_READ_ANSWER.size)
    parts = answer.unpack(RESPONDER_READ_ANSWER)
    assert vault.open_state(own, 1, parts["lock"], parts["ciphertext"]) == {"desk": "court"}
    absent = door.send("/vault", wire.stamped(READ, token_bytes(32), hour_now(), 3), RESPONDER_READ_ANSWER.size)
    assert absent.status == REFUSED


def test_found_record_has_its_flag_first() -> None:
    assert next(iter(FOUND.fields)) == "found"
