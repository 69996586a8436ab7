"""Reading what a pack's deadlines are computed from.

    deadlines.toml    [dates] what may be asked; [[deadline]] id, when, in_motion, confidence, note, and either from,
                      clock, earliest, alarm_days, counts, moves, only_with_date, or no_limit
    holidays.toml     [moves] and [closed]: a name, and the days that have it
    zones.toml        elsewhere; [rows] a time zone, and the places that go by it

What each of them means is said in model.py.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from hotline.triage.conditions import Words, encode, parse
from hotline.triage.entries import count, entry, flag, named, one_of, only, text, texts, toml
from hotline.triage.model import Clock, DeadlineRule, Holidays, Timing
from hotline.triage.provenance import CONFIDENCES, PROVENANCE, provenance_json, read_provenance

DATE_KINDS = ("dated", "timed")
UNITS = ("hours", "days", "years")
COUNTS = ("received", "mailed", "act")
RULE = ("id", "when", "in_motion", "confidence", "note", *PROVENANCE)
CLOCKED = ("from", "clock", "earliest", "alarm_days", "counts", "moves", "only_with_date")


def read_timing(folder: Path, words: Words) -> Timing:
    """The deadlines of a pack, whose conditions speak in these words. Raises PackError."""
    dates, deadlines = _deadlines(folder / "deadlines.toml", words)
    zones, elsewhere = _zones(folder / "zones.toml")
    return Timing(MappingProxyType(dates), deadlines, _holidays(folder / "holidays.toml"), zones, elsewhere)


def _deadlines(file: Path, words: Words) -> tuple[dict[str, str], tuple[DeadlineRule, ...]]:
    rows = named(file, "deadline", "dates")
    with entry(file, "dates"):
        raw_dates = toml(file)["dates"]
        dates = {name: one_of(raw_dates, name, DATE_KINDS) for name in raw_dates}
    rules = []
    for where, raw in rows:
        with entry(file, where):
            rules.append(_rule(raw, dates, words))
    with entry(file, "dates"):
        if unused := dates.keys() - {rule.runs_from for rule in rules}:
            raise ValueError(f"no deadline runs from {', '.join(sorted(unused))}")
    return dates, tuple(rules)


def _rule(raw: Mapping[str, Any], dates: Mapping[str, str], words: Words) -> DeadlineRule:
    clocked = "clock" in raw
    only(raw, *RULE, *(CLOCKED if clocked else ["no_limit"]))
    clocks = [_clock(raw[key]) for key in ("clock", "earliest") if key in raw]
    if any(clock.unit == "hours" for clock in clocks) and dates.get(raw["from"]) != "timed":
        raise ValueError("hours run from what is timed")
    return DeadlineRule(
        id=text(raw, "id"),
        when=parse(raw["when"], words),
        runs_from=one_of(raw, "from", dates) if clocked else None,
        clock=clocks[0] if clocked else None,
        earliest=clocks[1] if "earliest" in raw else None,
        alarm_days=count(raw, "alarm_days") if clocked else 0,
        counts=one_of(raw, "counts", COUNTS) if clocked else None,
        moves=clocked and flag(raw, "moves"),
        only_with_date="only_with_date" in raw and flag(raw, "only_with_date"),
        no_limit=None if clocked else text(raw, "no_limit"),
        in_motion="in_motion" in raw and flag(raw, "in_motion"),
        confidence=one_of(raw, "confidence", CONFIDENCES),
        note=text(raw, "note") if "note" in raw else None,
        provenance=read_provenance(raw),
    )


def _clock(raw: Mapping[str, Any]) -> Clock:
    only(raw, *UNITS)
    (unit,) = raw
    return Clock(unit, count(raw, unit))


def _holidays(file: Path) -> Holidays:
    raw = toml(file)
    with entry(file, "file"):
        only(raw, "moves", "closed", *PROVENANCE)
        return Holidays(_days(raw["moves"]), _days(raw["closed"]), read_provenance(raw))


def _days(raw: Mapping[str, Any]) -> frozenset[date]:
    days = [day for name in raw for day in raw[name]]
    if not all(type(day) is date for day in days) or len(set(days)) < len(days):
        raise ValueError("a day is no date, or stands twice")
    return frozenset(days)


def _zones(file: Path) -> tuple[Mapping[str, str], str]:
    raw = toml(file)
    with entry(file, "rows"):
        only(raw, "elsewhere", "rows")
        pairs = [(place, zone) for zone in raw["rows"] for place in texts(raw["rows"], zone)]
        zones, elsewhere = dict(pairs), text(raw, "elsewhere")
        if len(zones) < len(pairs):
            raise ValueError("two rows speak of one place")
        for zone in {*zones.values(), elsewhere}:
            ZoneInfo(zone)
    return MappingProxyType(zones), elsewhere


def timing_json(timing: Timing) -> dict[str, Any]:
    """The same as the browser reads it."""
    return {
        "dates": dict(timing.dates),
        "deadlines": [_rule_json(rule) for rule in timing.deadlines],
        "holidays": sorted(day.isoformat() for day in timing.holidays.moves),
        "closed": sorted(day.isoformat() for day in timing.holidays.closed),
        "holidaysProvenance": provenance_json(timing.holidays.provenance),
        "zones": dict(timing.zones),
        "elsewhere": timing.elsewhere,
    }


def _rule_json(rule: DeadlineRule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "when": encode(rule.when),
        "from": rule.runs_from,
        "clock": _clock_json(rule.clock),
        "earliest": _clock_json(rule.earliest),
        "alarmDays": rule.alarm_days,
        "counts": rule.counts,
        "moves": rule.moves,
        "onlyWithDate": rule.only_with_date,
        "noLimit": rule.no_limit,
        "inMotion": rule.in_motion,
        "confidence": rule.confidence,
        "note": rule.note,
        "provenance": provenance_json(rule.provenance),
    }


def _clock_json(clock: Clock | None) -> dict[str, Any] | None:
    return None if clock is None else {"unit": clock.unit, "count": clock.count}
