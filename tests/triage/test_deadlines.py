"""Deadlines: the vectors, and what holds for every date."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.triage import deadlines as module
from hotline.triage.deadlines import Deadline, UnknownDate, WrongDate, dates_to_ask, days_since, deadlines, zone_of
from hotline.triage.model import Pack
from hotline.triage.pack import PACKS, load_pack

VECTORS = json.loads((PACKS.parent / "vectors/deadlines.json").read_text(encoding="utf-8"))
PACK = load_pack(PACKS / "us-immigration")
RULES = {rule.id: rule for rule in PACK.timing.deadlines}
STATES = PACK.questions["state"].values
EVERYTHING = {
    "now": "detained",
    "age": "minor",
    "afraid": "told",
    "bond_denied": "yes",
    "papers": ["notice_to_appear", "fear_denied", "third_country", "reinstatement"],
}
"""Answers to which every deadline applies, beside one of how an order came about."""
WAYS = ("judge", "missed_court", "no")
LATER = datetime(2040, 1, 1, tzinfo=UTC).timestamp()

DAYS = st.dates(date(2020, 1, 1), date(2029, 12, 31))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2029, 12, 31))


def seconds(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def named(found: list[Deadline]) -> dict[str, dict[str, Any]]:
    return {one.id: {**asdict(one), "inMotion": one.in_motion} for one in found}


def due(name: str, text: str, state: str = "unknown") -> Deadline:
    """One deadline from the date that it runs from."""
    runs_from = RULES[name].runs_from
    assert runs_from is not None
    for way in WAYS:
        for one in deadlines(PACK, {**EVERYTHING, "ordered": way, "state": state}, {runs_from: text}, LATER):
            if one.id == name:
                return one
    raise AssertionError(name)


def by_clock(*units: str) -> Iterator[str]:
    return (name for name, rule in RULES.items() if rule.clock is not None and rule.clock.unit in units)


@pytest.mark.parametrize("vector", VECTORS["cases"], ids=lambda one: one["name"])
def test_dates_come_to_the_deadlines_of_the_vector(vector: dict[str, Any]) -> None:
    found = named(deadlines(PACK, vector["answers"], vector["dates"], seconds(vector["now"])))
    for name, expected in vector["expect"].items():
        assert expected == (None if expected is None else {key: found[name][key] for key in expected})
        assert (name in found) == (expected is not None)


@pytest.mark.parametrize("vector", VECTORS["orders"], ids=lambda one: one["name"])
def test_deadlines_stand_in_the_order_of_the_vector(vector: dict[str, Any]) -> None:
    found = deadlines(PACK, vector["answers"], vector["dates"], seconds(vector["now"]))
    assert [one.id for one in found if one.id in vector["order"]] == vector["order"]


@pytest.mark.parametrize("vector", VECTORS["refused"], ids=lambda one: one["name"])
def test_a_date_that_cannot_be_is_refused(vector: dict[str, Any]) -> None:
    with pytest.raises(getattr(module, vector["error"])):
        deadlines(PACK, {}, vector["dates"], seconds(VECTORS["now"]))


@pytest.mark.parametrize("vector", VECTORS["asked"], ids=lambda one: one["name"])
def test_only_dates_that_a_deadline_needs_are_asked_for(vector: dict[str, Any]) -> None:
    assert dates_to_ask(PACK, vector["answers"]) == vector["dates"]


@pytest.mark.parametrize("vector", VECTORS["since"], ids=lambda one: one["name"])
def test_days_are_counted_where_the_person_is(vector: dict[str, Any]) -> None:
    assert days_since(PACK, vector["state"], vector["day"], seconds(vector["now"])) == vector["days"]


def test_what_is_wrong_with_a_date_is_said_with_its_name() -> None:
    with pytest.raises(WrongDate, match=r"^arrest takes a day that was") as wrong:
        deadlines(PACK, {}, {"arrest": "soon"}, LATER)
    assert wrong.value.date == "arrest"
    with pytest.raises(UnknownDate) as unknown:
        deadlines(PACK, {}, {"wedding": "2026-03-05"}, LATER)
    assert unknown.value.allowed == tuple(PACK.timing.dates)
    with pytest.raises(WrongDate):
        days_since(PACK, "US-CA", "2026-02-30", LATER)


def test_every_deadline_applies_to_somebody() -> None:
    found = [
        one.id
        for way in WAYS
        for one in deadlines(
            PACK, {**EVERYTHING, "ordered": way}, dict.fromkeys(PACK.timing.dates, "2026-03-05"), LATER
        )
    ]
    assert set(found) | {"expedited_removal_scope"} == set(RULES)


def _is_open(day: date) -> bool:
    return day.weekday() < 5 and day not in PACK.timing.holidays.moves


@settings(deadline=None)
@given(name=st.sampled_from(list(by_clock("days"))), start=DAYS)
def test_days_end_on_the_naive_day_or_the_first_open_one_after_it(name: str, start: date) -> None:
    rule = RULES[name]
    assert rule.clock is not None
    naive = start + timedelta(days=rule.clock.count)
    wanted = next(day for n in count() if _is_open(day := naive + timedelta(days=n))) if rule.moves else naive
    found = due(name, start.isoformat())
    assert found.due == wanted.isoformat()
    assert found.alarm == (wanted - timedelta(days=rule.alarm_days)).isoformat()


@settings(deadline=None)
@given(start=DAYS)
def test_a_year_is_never_longer_than_a_year(start: date) -> None:
    end = date.fromisoformat(str(due("asylum_one_year", start.isoformat()).due))
    leap_day = (start.month, start.day) == (2, 29)
    naive = (start - timedelta(days=leap_day)).replace(year=start.year + 1)
    assert naive <= end
    assert not any(_is_open(naive + timedelta(days=n)) for n in range((end - naive).days))


@settings(deadline=None)
@given(name=st.sampled_from(list(by_clock("hours"))), start=MOMENTS, state=st.sampled_from(STATES))
def test_hours_end_so_many_hours_after_the_clock_there_showed_the_start(name: str, start: datetime, state: str) -> None:
    rule, zone = RULES[name], ZoneInfo(zone_of(PACK, state))
    assert rule.clock is not None
    end = datetime.fromisoformat(str(due(name, start.strftime("%Y-%m-%dT%H:%M"), state).due))
    began = (end - timedelta(hours=rule.clock.count)).astimezone(zone)
    skipped = start.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0) != start
    assert began.fold == 0
    assert began.replace(tzinfo=None) <= start.replace(second=0, microsecond=0)
    assert skipped or began.replace(tzinfo=None) == start.replace(second=0, microsecond=0)


@settings(deadline=None)
@given(name=st.sampled_from(list(by_clock("days", "years"))), days=st.tuples(DAYS, DAYS))
def test_an_earlier_date_never_gives_a_later_deadline(name: str, days: tuple[date, date]) -> None:
    sooner, later = (due(name, day.isoformat()) for day in sorted(days))
    assert str(sooner.due) <= str(later.due)
    assert str(sooner.alarm) <= str(later.alarm)
    assert sooner.earliest is None or sooner.earliest <= str(later.earliest)


@settings(deadline=None)
@given(name=st.sampled_from(list(by_clock("hours"))), starts=st.tuples(MOMENTS, MOMENTS))
def test_an_earlier_moment_never_gives_a_later_deadline(name: str, starts: tuple[datetime, datetime]) -> None:
    sooner, later = (due(name, start.strftime("%Y-%m-%dT%H:%M"), "US-HI") for start in sorted(starts))
    assert str(sooner.due) <= str(later.due)


@settings(deadline=None)
@given(start=MOMENTS, state=st.sampled_from([one for one in STATES if one != "abroad"]))
def test_a_place_not_known_is_never_later_than_the_true_one(start: datetime, state: str) -> None:
    text = start.strftime("%Y-%m-%dT%H:%M")
    assert str(due("third_country", text).due) <= str(due("third_country", text, state).due)
    assert days_since(PACK, None, text, LATER) >= days_since(PACK, state, text, LATER)


@settings(deadline=None)
@given(start=DAYS, name=st.sampled_from(list(RULES)))
def test_the_shorter_clock_and_the_alarm_never_come_after_the_deadline(start: date, name: str) -> None:
    if RULES[name].clock is not None:
        found = due(name, start.isoformat())
        assert str(found.alarm) < str(found.due)
        assert found.earliest is None or found.earliest < str(found.due)


def test_every_place_has_its_time_zone(pack: Pack) -> None:
    assert set(pack.timing.zones) == set(STATES) - {"unknown"}
    assert zone_of(pack, None) == zone_of(pack, "unknown") == pack.timing.elsewhere


def test_the_day_ends_first_abroad_then_at_a_place_not_known_then_in_a_state() -> None:
    for state in (one for one in STATES if one.startswith("US-")):
        for month in range(1, 13):
            noon = datetime(2027, month, 15, 12, tzinfo=UTC)
            clocks = [noon.astimezone(ZoneInfo(zone_of(PACK, one))) for one in ("abroad", None, state)]
            assert clocks == sorted(clocks, key=lambda clock: clock.replace(tzinfo=None), reverse=True)


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _by_statute(year: int) -> Iterator[date]:
    """5 USC 6103(a)."""
    yield from (date(year, *one) for one in ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25)))
    yield from (_nth(year, *one) for one in ((1, 0, 3), (2, 0, 3), (9, 0, 1), (10, 0, 2), (11, 3, 4)))
    yield _nth(year, 6, 0, 1) - timedelta(days=7)


def test_holidays_are_those_of_the_statute_with_the_days_on_which_they_are_kept(pack: Pack) -> None:
    days = {day for year in (2026, 2027, 2028) for day in _by_statute(year)}
    mondays = {day + timedelta(days=1) for day in days if day.weekday() == 6}
    fridays = {day - timedelta(days=1) for day in days if day.weekday() == 5}
    assert pack.timing.holidays.moves == days | mondays
    assert pack.timing.holidays.closed == fridays


def test_what_is_general_knowledge_is_not_said_to_be_verified(pack: Pack) -> None:
    for rule in pack.timing.deadlines:
        assert (rule.confidence == "sourced") == (rule.provenance.verified_on is not None)
        assert rule.provenance.source
        assert rule.provenance.review_by
        assert rule.provenance.signed_off_by is None
