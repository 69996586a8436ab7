"""The other doors: slots and watch for members, the directory, the pages, and what every answer carries."""

import json
from contextlib import closing
from dataclasses import replace
from http.client import HTTPConnection
from secrets import token_bytes

import pytest

from crypto import case, wire
from crypto.directory import read_file
from crypto.hashing import digest
from crypto.sealing import pair
from crypto.sizes import DONE, EXCHANGE, FRAME, OPEN, REFUSED, SHELF_ANSWER, SHELF_REQUEST, SLOTS_REQUEST
from tests.conftest import StartStack
from tests.organizations import Organization
from tests.routes.conftest import Door, hour_now
from tests.routes.test_wire import _cell


def _slots(door: Door, secret: bytes, since: int = 0) -> tuple[int, bytes]:
    bucket = door.organization.bucket.to_bytes(2, "big")
    body = SLOTS_REQUEST.pack(secret=secret, bucket=bucket, since=since.to_bytes(4, "big"))
    status, _, octets = door.ask("POST", "/slots", body)
    return status, octets


def _open(door: Door) -> case.Secrets:
    secrets = case.draw()
    seal_pk = pair(door.organization.desk_seeds["court"]).public
    slots = [case.SlotFor(door.organization.bucket, one) for one in (seal_pk, None, None)]
    assert door.post(OPEN, case.seal_case(secrets, 0, slots, {"a": 1}, {}, {})).status == DONE
    return secrets


def test_member_sees_the_case_and_nobody_else_does(door: Door) -> None:
    secrets = _open(door)
    status, octets = _slots(door, door.organization.member_secret)
    assert status == 200
    mine = [slot for slot in case.read_slots(octets) if slot.case_id == secrets.case_id]
    key, card = case.open_slot([door.organization.desk_seeds["court"]], mine[0])
    assert (key, card) == (secrets.case_key, {"a": 1})
    status, octets = _slots(door, token_bytes(32))
    assert status == 403
    assert "coordinator" in json.loads(octets)["error"]


def test_case_for_a_bucket_that_the_directory_does_not_name_is_refused(door: Door) -> None:
    named, unnamed = (case.SlotFor(bucket, None) for bucket in (door.organization.bucket, 65_535))
    for slots in ([named, named, unnamed], [unnamed] * 3):
        assert door.post(OPEN, case.seal_case(case.draw(), 0, slots, {}, {}, {})).status == REFUSED
    assert door.post(OPEN, case.seal_case(case.draw(), 0, [named] * 3, {}, {}, {})).status == DONE


def test_counts_of_a_bucket_are_for_members(door: Door) -> None:
    def counted(secret: bytes) -> tuple[int, bytes]:
        bucket = door.organization.bucket.to_bytes(2, "big")
        status, _, octets = door.ask("POST", "/shelf", SHELF_REQUEST.pack(secret=secret, bucket=bucket))
        return status, octets

    before = SHELF_ANSWER.unpack(counted(door.organization.member_secret)[1])
    _open(door)
    after = SHELF_ANSWER.unpack(counted(door.organization.member_secret)[1])
    assert int.from_bytes(after["cases"], "big") == int.from_bytes(before["cases"], "big") + 1
    assert {name for name in after if after[name] != before[name]} == {"cases"}
    assert counted(token_bytes(32))[0] == 403


def test_watchers_get_frames_of_one_size_that_name_what_is_new(door: Door) -> None:
    connection = HTTPConnection("127.0.0.1", door.port, timeout=20)
    connection.request("POST", "/watch", door.organization.member_secret)
    stream = connection.getresponse()
    assert stream.status == 200
    assert len(stream.read(FRAME)) == FRAME
    _open(door)
    cell = _cell()
    door.post(EXCHANGE, wire.exchange(cell, []))
    frames = [stream.read(FRAME) for _ in range(3)]
    connection.close()
    buckets = {frame[at : at + 2] for frame in frames for at in range(0, 16, 2)}
    assert door.organization.bucket.to_bytes(2, "big") in buckets
    assert any(frame[at : at + 2] == cell.address[:2] for frame in frames for at in range(16, FRAME, 2))


def test_watching_needs_the_member_secret(door: Door) -> None:
    with closing(HTTPConnection("127.0.0.1", door.port, timeout=20)) as connection:
        connection.request("POST", "/watch", token_bytes(32))
        assert connection.getresponse().status == 403


def test_directory_is_replaced_only_by_one_that_follows_it(start_stack: StartStack) -> None:
    organization = Organization(hour_now())
    stack = start_stack(root_pk=organization.root_pk)
    door = Door(int(stack.url.rsplit(":", 1)[1].strip("/")), stack, organization)
    assert door.ask("GET", "/directory")[0] == 503
    assert door.ask("POST", "/post", bytes(24576))[0] == 503
    first = organization.file()
    assert door.ask("POST", "/directory", Organization(hour_now()).file())[0] == 400
    assert door.ask("POST", "/directory", first)[0] == 204
    assert door.ask("POST", "/directory", first)[0] == 204
    assert door.ask("GET", "/directory")[2] == first
    assert door.ask("POST", "/directory", organization.file(1, bits=[5, 5]))[0] == 409
    assert door.ask("POST", "/directory", organization.file(2))[0] == 409
    second = organization.file(2, (digest(first),))
    assert door.ask("POST", "/directory", second)[0] == 204
    assert door.ask("POST", "/directory", first)[0] == 409
    assert read_file(second, organization.root_pk).version == 2


def test_new_directory_shuts_old_members_out_at_once(start_stack: StartStack) -> None:
    organization = Organization(hour_now())
    stack = start_stack(root_pk=organization.root_pk)
    door = Door(int(stack.url.rsplit(":", 1)[1].strip("/")), stack, organization)
    first = organization.file()
    assert door.ask("POST", "/directory", first)[0] == 204
    old = organization.member_secret
    assert _slots(door, old)[0] == 200
    organization.member_secret = token_bytes(32)
    assert door.ask("POST", "/directory", organization.file(2, (digest(first),)))[0] == 204
    assert _slots(door, old)[0] == 403
    assert _slots(door, organization.member_secret)[0] == 200


def test_coordinator_who_is_left_out_publishes_no_more(start_stack: StartStack) -> None:
    organization = Organization(hour_now())
    stack = start_stack(root_pk=organization.root_pk)
    door = Door(int(stack.url.rsplit(":", 1)[1].strip("/")), stack, organization)
    first = organization.file()
    assert door.ask("POST", "/directory", first)[0] == 204
    revoked = replace(organization, coordinator_seed=token_bytes(32))
    assert door.ask("POST", "/directory", revoked.file(2, (digest(first),)))[0] == 403
    assert door.ask("GET", "/directory")[2] == first
    assert door.ask("POST", "/directory", organization.file(2, (digest(first),)))[0] == 204


@pytest.mark.parametrize("path", ["/", "/what-we-hold", "/directory", "/hotline/web/shared/plain.css", "/absent"])
def test_every_answer_carries_the_headers_and_no_cookie(door: Door, path: str) -> None:
    _, headers, _ = door.ask("GET", path)
    assert headers["cache-control"] == "no-store"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "set-cookie" not in headers
    assert "server" not in headers


def test_pages_say_who_runs_this_and_what_is_held(door: Door) -> None:
    home = door.ask("GET", "/")[2].decode()
    assert "Example Legal Aid" in home
    assert "one two" in home
    assert "+1 555 0100" in home
    assert "only the second net" not in home
    held = door.ask("GET", "/what-we-hold")[2].decode()
    assert "ciphertext, for who accepts" in held


@pytest.mark.parametrize("path", ["/crypto/js/../../pyproject.toml", "/crypto/js/%2e%2e/hashing.py", "/.env", "//etc"])
def test_no_file_but_the_browsers_is_served(door: Door, path: str) -> None:
    assert door.ask("GET", path)[0] == 404


def test_wrong_method_and_path_say_so_in_a_sentence(door: Door) -> None:
    assert door.ask("GET", "/post")[0] == 405
    status, _, octets = door.ask("GET", "/nothing")
    assert status == 404
    assert json.loads(octets)["error"]
