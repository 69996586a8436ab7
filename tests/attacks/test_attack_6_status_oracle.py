"""Attack 6: a holder of a card asks about cases that are held, closed, erased, ended and invented.

The answers are equal but for their random filling and leave at the same time. Before accepting, no answer holds the
body or its part of the lock.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_bytes

import pytest

from crypto import case, hashing, signing, wire
from crypto.sealing import pair
from crypto.sizes import (
    ACCEPT,
    ANSWER,
    BODY,
    CLAIM,
    CLAIM_ANSWER,
    CLOSE,
    DONE,
    ERASE,
    OPEN,
    OPEN_REQUEST,
    PUT_BACK,
    REFUSED,
    RENEW,
    SHEET,
    CaseId,
)
from hotline.store import erasure
from tests.conftest import StartStack
from tests.organizations import Organization
from tests.routes.conftest import Door, hour_now
from tests.store.conftest import NOW, Desk

ANSWER_MS = 60
TRIES = 7


@dataclass
class Case:
    secrets: case.Secrets
    opening: bytes
    lease: bytes


def _open(door: Door) -> Case:
    secrets = case.draw()
    seal_pk = pair(door.organization.desk_seeds["court"]).public
    slots = [case.SlotFor(door.organization.bucket, one) for one in (seal_pk, None, None)]
    opening = case.seal_case(secrets, 0, slots, {}, {"names": ["x"]}, {"words": "y"})
    assert door.post(OPEN, opening).status == DONE
    return Case(secrets, opening, token_bytes(32))


def _claim(door: Door, one: Case, lease: bytes | None = None) -> wire.Answer:
    lease_pk = signing.signer(lease or one.lease)
    return door.post(CLAIM, case.claim(one.secrets.case_key, lease_pk, door.organization.member_secret))


def _hold(door: Door, op: int, verb: str, one: Case) -> wire.Answer:
    payload = case.hold(verb, one.lease, one.secrets.case_id, door.organization.member_secret)
    return door.post(op, payload)


def _held(door: Door) -> Case:
    one = _open(door)
    assert _claim(door, one, token_bytes(32)).status == DONE
    return one


def _closed(door: Door) -> Case:
    one = _open(door)
    assert _claim(door, one).status == DONE
    assert _hold(door, CLOSE, "close", one).status == REFUSED
    assert _hold(door, ACCEPT, "accept", one).status == DONE
    assert _hold(door, CLOSE, "close", one).status == DONE
    return Case(one.secrets, one.opening, token_bytes(32))


def _erased(door: Door) -> Case:
    one = _open(door)
    name = one.secrets.case_id
    signature = signing.sign(one.secrets.close_seed, "erase", name)
    assert door.post(ERASE, wire.erase((name, signature), None, [])).status == DONE
    return one


def _invented(_door: Door) -> Case:
    return Case(case.draw(), b"", token_bytes(32))


KINDS: dict[str, Callable[[Door], Case]] = {
    "held": _held,
    "closed": _closed,
    "erased": _erased,
    "invented": _invented,
}


def test_refused_claims_look_alike_in_size_content_and_time(start_stack: StartStack) -> None:
    organization = Organization(hour_now())
    stack = start_stack(root_pk=organization.root_pk)
    door = Door(int(stack.url.rsplit(":", 1)[1].strip("/")), stack, organization)
    assert door.ask("POST", "/directory", organization.file(answer_ms=ANSWER_MS, claim_minutes=60))[0] == 204
    asked = {kind: make(door) for kind, make in KINDS.items()}
    took: dict[str, list[float]] = {kind: [] for kind in asked}
    shapes: set[frozenset[tuple[str, str]]] = set()
    for _ in range(TRIES):
        for kind, one in asked.items():
            lease_pk = signing.signer(token_bytes(32))
            payload = case.claim(one.secrets.case_key, lease_pk, organization.member_secret)
            request = wire.request(CLAIM, payload, hour_now(), 3)
            came = time.monotonic()
            status, headers, octets = door.ask("POST", "/post", request)
            took[kind].append(time.monotonic() - came)
            answer = wire.read_answer(octets)
            assert (status, len(octets), answer.status) == (200, ANSWER, REFUSED)
            assert len(set(answer.payload)) == 256
            shapes.add(frozenset((name, value) for name, value in headers.items() if name != "date"))
    assert len(shapes) == 1
    fastest = {kind: min(times) for kind, times in took.items()}
    assert min(fastest.values()) >= ANSWER_MS / 1000
    assert max(fastest.values()) - min(fastest.values()) < ANSWER_MS / 2000, fastest
    assert max(statistics.median(times) for times in took.values()) < 3 * ANSWER_MS / 1000


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_learned_by_other_verbs_either(door: Door, kind: str) -> None:
    one = KINDS[kind](door)
    for op, verb in ((ACCEPT, "accept"), (PUT_BACK, "put back"), (CLOSE, "close")):
        assert _hold(door, op, verb, one).status == REFUSED
    renew = case.renew(one.lease, one.secrets.case_id, door.organization.member_secret, hour_now())
    assert door.post(RENEW, renew).status == REFUSED
    erase = wire.erase((CaseId(one.secrets.case_id), token_bytes(64)), None, [])
    assert door.post(ERASE, erase).status == DONE


@pytest.mark.anyio
async def test_case_past_its_end_is_refused_before_and_after_it_is_swept(desk: Desk) -> None:
    secrets = await desk.open()
    end = NOW + 168 * 3600
    assert await desk.claim(secrets, token_bytes(32), end) is None
    assert await erasure.expire(desk.store, end) == 1
    assert await desk.claim(secrets, token_bytes(32), end) is None


def test_no_answer_before_accepting_holds_the_body_or_its_lock(door: Door) -> None:
    one = _open(door)
    opened = OPEN_REQUEST.unpack(one.opening)
    kept_back = [
        opened["body"][:64],
        opened["body"][BODY // 2 : BODY // 2 + 64],
        hashing.body_lock(one.secrets.lock),
        hashing.terms(one.secrets.lock),
        hashing.term_lock(hashing.terms(one.secrets.lock), 0),
        one.secrets.lock,
    ]
    bucket = door.organization.bucket.to_bytes(2, "big")
    _, _, slots = door.ask("POST", "/slots", door.organization.member_secret + bucket + bytes(4))
    claimed = _claim(door, one)
    answers = [slots, claimed.payload, _claim(door, one, token_bytes(32)).payload]
    parts = claimed.unpack(CLAIM_ANSWER)
    assert len(parts["sheet"]) == SHEET
    assert hashing.sheet_lock(one.secrets.lock) == parts["sheet_lock"]
    for answer in answers:
        assert not [secret for secret in kept_back if secret in answer]
    assert kept_back[0] in _hold(door, ACCEPT, "accept", one).payload
