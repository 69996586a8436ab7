import json
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.directory import Desk, Directory, Epoch, Organization, Policy
from crypto.sizes import Hour
from hotline.triage.evaluate import Card
from hotline.triage.model import Licence, Matter, Urgency
from hotline.triage.pack import PACKS
from hotline.triage.route import route

VECTORS = json.loads((PACKS.parent / "vectors" / "route.json").read_text(encoding="utf-8"))
WEEK_SECONDS = 168 * 3600


def a_desk(**fields: Any) -> Desk:
    """A desk as in the vectors, with what is given laid over the vectors' own."""
    raw = {**VECTORS["desk"], **fields}
    epochs = tuple(Epoch(Hour(one["from"]), Hour(one["to"]), b"") for one in raw["epochs"])
    lists = {name: tuple(raw[name]) for name in ("speaks", "interprets", "jurisdictions", "matters")}
    return Desk(**{**raw, **lists, "epochs": epochs, "hours": tuple((start, end) for start, end in raw["hours"])})


def a_directory(desks: list[Desk], promised_minutes: dict[str, int] = VECTORS["promised_minutes"]) -> Directory:
    policy = Policy(
        case_hours=1,
        cell_hours=1,
        vault_hours=1,
        release_minutes={},
        claim_minutes=1,
        lease_minutes={},
        renew_minutes=1,
        beat_seconds=(),
        beat_slow_after_seconds=1,
        answer_ms=1,
        bits=(),
        bucket_cases=1,
        promised_minutes=MappingProxyType(promised_minutes),
    )
    return Directory(
        organization=Organization("", ""),
        site=b"",
        pack=None,
        version=1,
        issued=Hour(0),
        expires=Hour(1),
        history=(),
        coordinators=(),
        desks=tuple(desks),
        members=(),
        policy=policy,
        hash=b"",
    )


def a_card(**fields: Any) -> Card:
    raw = {**VECTORS["card"], **fields}
    return Card(
        urgency=Urgency(raw["urgency"]),
        matter=Matter(raw["matter"]),
        also=(Matter("asylum"),),
        licence=Licence(raw["licences"][-1]),
        release="",
        rules=(),
        licences=tuple(raw["licences"]),
        waits=raw["waits"],
        state=raw["state"],
        language=raw["language"],
    )


@pytest.mark.parametrize("vector", VECTORS["cases"], ids=lambda vector: vector["name"])
def test_a_card_goes_to_the_desks_of_the_vector(vector: dict[str, Any]) -> None:
    directory = a_directory([a_desk(**fields) for fields in vector["desks"]])
    assert route(directory, a_card(**vector["card"]), vector["now"]) == vector["tiers"]


SOME = {
    "speaks": st.lists(st.sampled_from(["es", "en", "*"]), max_size=2),
    "interprets": st.lists(st.sampled_from(["es", "ht", "*"]), max_size=2),
    "jurisdictions": st.lists(st.sampled_from(["US-TX", "US-NM", "anywhere"]), max_size=2),
    "matters": st.sampled_from([["*"], ["custody"], ["general"]]),
    "licence": st.sampled_from(["federal", "supervised"]),
    "duty": st.booleans(),
    "hours": st.lists(st.integers(0, 167).map(lambda start: [start, start + 1]), max_size=3),
    "epochs": st.sampled_from([[{"from": 0, "to": 1}], [{"from": 0, "to": 2**31}]]),
}
DESKS = st.lists(st.fixed_dictionaries({}, optional=SOME), max_size=5).map(
    lambda raws: [a_desk(**{**raw, "id": f"d{index}"}) for index, raw in enumerate(raws)]
)
CARDS = st.builds(
    a_card,
    urgency=st.sampled_from(list(VECTORS["promised_minutes"])),
    waits=st.booleans(),
    state=st.sampled_from(["US-TX", None]),
    language=st.sampled_from(["es", None]),
)
TIMES = st.integers(1_767_571_200, 1_767_571_200 + WEEK_SECONDS)


@settings(deadline=None)
@given(desks=DESKS, card=CARDS, now=TIMES)
def test_tiers_are_different_and_nothing_is_sealed_to_an_epoch_past_its_end(
    desks: list[Desk], card: Card, now: int
) -> None:
    tiers = route(a_directory(desks), card, now)
    assert len(set(tiers)) == len(tiers) <= 3
    assert all(desk.epochs[-1].to_hour > now // 3600 for desk in desks if desk.id in tiers)


@settings(deadline=None)
@given(desks=DESKS, card=CARDS, now=TIMES)
def test_a_duty_desk_that_lasts_is_always_a_tier(desks: list[Desk], card: Card, now: int) -> None:
    lasting = {desk.id for desk in desks if desk.duty and desk.epochs[-1].to_hour > now // 3600}
    tiers = route(a_directory(desks), card, now)
    assert (tiers[-1:] and tiers[-1] in lasting) or not lasting


@settings(deadline=None)
@given(desks=DESKS, card=CARDS, now=TIMES)
def test_the_order_of_desks_in_the_directory_changes_nothing(desks: list[Desk], card: Card, now: int) -> None:
    assert route(a_directory(desks), card, now) == route(a_directory(desks[::-1]), card, now)


@settings(deadline=None)
@given(desks=DESKS, card=CARDS, now=TIMES)
def test_a_week_later_the_same_desks_stand(desks: list[Desk], card: Card, now: int) -> None:
    assert route(a_directory(desks), card, now) == route(a_directory(desks), card, now + WEEK_SECONDS)
