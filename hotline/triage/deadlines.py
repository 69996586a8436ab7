"""From the dates that a person gives to what must be done by when. Pure, and twin of js/deadlines.js.

Dates are one mapping, date id to text: a day (`2026-03-05`), or a day and the time on the clock where the person is
(`2026-03-05T14:30`). Of a day for a time in hours the first minute counts, of a moment for a time in days its day.

  - Days are calendar days. The first day is not counted. A last day on a Saturday, a Sunday or a holiday moves to the
    next day that is none, where the rule says that it moves. A year from 29 February ends on the 28th.
  - Hours are sixty minutes each, also while clocks are turned, and end at a moment of their own.
  - The place is that of the person, as answered, wherever the device is. The pack says which time zone counts for it.

What is wrong in doubt is wrong on the early side: a deadline is never later than the true one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hotline.triage.conditions import holds
from hotline.triage.days import DAY, day_after, instant, moment, open_day, today
from hotline.triage.evaluate import Answers, known_facts
from hotline.triage.model import Clock, DeadlineRule, Pack, Timing

Dates = Mapping[str, str]

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T([01][0-9]|2[0-3]):[0-5][0-9])?")
FIRST_YEAR = 1900
AHEAD_OF_UTC = timedelta(hours=14)
"""The day begins nowhere earlier."""


class UnknownDate(ValueError):
    """A date that the pack does not ask for. `allowed` are those it does."""

    def __init__(self, allowed: tuple[str, ...]) -> None:
        super().__init__(f"the dates are {', '.join(allowed)}")
        self.allowed = allowed


class WrongDate(ValueError):
    """A text that is no date, or a day that is still to come everywhere on earth: what is asked for has happened."""

    def __init__(self, date: str) -> None:
        super().__init__(f"{date} takes a day that was, such as 2026-03-05, or with the time, 2026-03-05T14:30")
        self.date = date


@dataclass(frozen=True, slots=True)
class Deadline:
    """One that applies. `due` is a day at the place or a moment; None without a date, or when `why` says there is none.

    `alarm` is when it becomes pressing, and `earliest` when it would end by the shorter clock; both as `due`.
    """

    id: str
    due: str | None
    alarm: str | None
    earliest: str | None
    in_motion: bool
    why: str | None


def deadlines(pack: Pack, answers: Answers, dates: Dates, now: float) -> list[Deadline]:
    """All that apply: first those ahead, the soonest first, then those without a date, then those passed, latest first.

    `now` is in seconds since 1970. Raises UnknownDate and WrongDate, and what `evaluate` raises for the answers.
    """
    facts = known_facts(pack, answers)
    given = {name: _given(pack, name, text, now) for name, text in dates.items()}
    place = facts[pack.place_question]
    zone = zone_of(pack, place[0] if isinstance(place, tuple) else None)
    found = [
        _deadline(pack.timing, rule, given, zone)
        for rule in pack.timing.deadlines
        if holds(rule.when, facts) and (rule.runs_from in given or not rule.only_with_date)
    ]
    return _in_order(found, now, zone)


def dates_to_ask(pack: Pack, answers: Answers) -> list[str]:
    """The dates from which a deadline runs that applies to these answers, in the order of asking."""
    facts = known_facts(pack, answers)
    wanted = {rule.runs_from for rule in pack.timing.deadlines if holds(rule.when, facts)}
    return [name for name in pack.timing.dates if name in wanted]


def days_since(pack: Pack, state: str | None, day: str, now: float) -> int:
    """Whole days from a day to this one at a place, never below 0, as a question for a number takes them. WrongDate."""
    then = _read(day)
    if then is None or _is_to_come(then, now):
        raise WrongDate("this")
    return max(0, (today(zone_of(pack, state), now) - then.date()).days)


def zone_of(pack: Pack, state: str | None) -> str:
    """The time zone that counts for a place."""
    return pack.timing.zones.get(state or "", pack.timing.elsewhere)


def _given(pack: Pack, name: str, text: str, now: float) -> datetime:
    if name not in pack.timing.dates:
        raise UnknownDate(tuple(pack.timing.dates))
    read = _read(text)
    if read is None or _is_to_come(read, now):
        raise WrongDate(name)
    return read


def _read(text: str) -> datetime | None:
    if not isinstance(text, str) or not DATE.fullmatch(text):
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.year >= FIRST_YEAR else None


def _is_to_come(read: datetime, now: float) -> bool:
    return read.date() > (datetime.fromtimestamp(now, UTC) + AHEAD_OF_UTC).date()


def _deadline(timing: Timing, rule: DeadlineRule, given: Mapping[str, datetime], zone: str) -> Deadline:
    start = given.get(rule.runs_from or "")
    if start is None or rule.clock is None:
        return Deadline(rule.id, None, None, None, rule.in_motion, rule.no_limit)
    due = _end(timing, rule, rule.clock, start, zone)
    earliest = None if rule.earliest is None else _text(_end(timing, rule, rule.earliest, start, zone))
    return Deadline(rule.id, _text(due), _text(due - rule.alarm_days * DAY), earliest, rule.in_motion, None)


def _end(timing: Timing, rule: DeadlineRule, clock: Clock, start: datetime, zone: str) -> date | datetime:
    if clock.unit == "hours":
        return instant(start, zone) + timedelta(hours=clock.count)
    last = day_after(start.date(), clock)
    return open_day(last, timing.holidays.moves) if rule.moves else last


def _text(end: date | datetime) -> str:
    return moment(end) if isinstance(end, datetime) else end.isoformat()


def _in_order(found: list[Deadline], now: float, zone: str) -> list[Deadline]:
    day, at = today(zone, now).isoformat(), moment(datetime.fromtimestamp(now, UTC))

    def is_ahead(end: str | None) -> bool:
        return end is not None and end >= (at if "T" in end else day)

    def nearest(one: Deadline) -> str:
        return min(end for end in (one.earliest, one.due) if end is not None and is_ahead(end))

    ahead = sorted((one for one in found if is_ahead(one.due)), key=nearest)
    undated = [one for one in found if one.due is None]
    passed = [one for one in found if one.due is not None and not is_ahead(one.due)]
    return [*ahead, *undated, *sorted(passed, key=lambda one: one.due or "", reverse=True)]
