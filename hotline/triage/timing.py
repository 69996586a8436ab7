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
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from hotline.triage.conditions import Words, encode, parse
from hotline.triage.entries import count, entry, flag, named, one_of, only, text, texts, toml
from hotline.triage.faults import WHOLE, Fault, apart, instead_of, refuse
from hotline.triage.model import Clock, DeadlineRule, Holidays, Provenance, Timing
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
    dates, raw_dates = _dates(file)
    rules = []
    for where, raw in rows:
        with apart(), entry(file, where):
            rules.append(_rule(raw, dates, words))
    if len(rules) == len(rows):
        with apart(), entry(file, "dates"):
            for name in dates.keys() - {rule.runs_from for rule in rules}:
                refuse(Fault(f"no deadline runs from {name}", "Take it out, or write one.", raw_dates, name))
    return dates, tuple(rules)


def _dates(file: Path) -> tuple[dict[str, str], Mapping[str, Any]]:
    dates: dict[str, str] = {}
    raw: Mapping[str, Any] = {}
    with apart(), entry(file, "dates"):
        raw = toml(file)["dates"]
    for name in raw:
        with apart(), entry(file, "dates"):
            dates[name] = one_of(raw, name, DATE_KINDS)
    return dates, raw


def _rule(raw: Mapping[str, Any], dates: Mapping[str, str], words: Words) -> DeadlineRule:
    clocked = "clock" in raw
    only(raw, *RULE, *(CLOCKED if clocked else ["no_limit"]))
    clocks = [_clock(raw, key) for key in ("clock", "earliest") if key in raw]
    runs_from = one_of(raw, "from", dates) if clocked else None
    if any(clock.unit == "hours" for clock in clocks) and dates.get(runs_from or "") != "timed":
        raise Fault("hours run from what is timed", 'Make its date "timed", or count in days.', raw, "clock")
    return DeadlineRule(
        id=text(raw, "id"),
        when=parse(raw["when"], words, raw, "when"),
        runs_from=runs_from,
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


def _clock(raw: Mapping[str, Any], key: str) -> Clock:
    clock = raw[key]
    only(clock, *UNITS)
    if len(clock) != 1:
        raise Fault(f"{key} has no unit, or several", f"Write one of {', '.join(UNITS)}, and a number.", raw, key)
    (unit,) = clock
    return Clock(unit, count(clock, unit))


def _holidays(file: Path) -> Holidays:
    raw = toml(file)
    moves, closed = (_days(file, raw, key) for key in ("moves", "closed"))
    provenance = Provenance(None, None, None, None)
    with apart(), entry(file, WHOLE):
        only(raw, "moves", "closed", *PROVENANCE)
        provenance = read_provenance(raw)
    return Holidays(moves, closed, provenance)


def _days(file: Path, raw: Mapping[str, Any], key: str) -> frozenset[date]:
    days: set[date] = set()
    with apart(), entry(file, key):
        for name in raw[key]:
            for at, day in enumerate(raw[key][name]):
                if type(day) is not date:
                    refuse(Fault(f"{day!r} is no date", "Write it as 2027-01-01.", raw[key][name], at))
                elif day in days:
                    refuse(Fault(f"{day} stands twice", "Take it out here or there.", raw[key][name], at))
                else:
                    days.add(day)
    return frozenset(days)


def _zones(file: Path) -> tuple[Mapping[str, str], str]:
    raw, zones, elsewhere = toml(file), dict[str, str](), ""
    with apart(), entry(file, WHOLE):
        only(raw, "elsewhere", "rows")
        elsewhere = text(raw, "elsewhere")
        _check_zone(elsewhere, raw)
    with apart(), entry(file, "rows"):
        for zone in raw["rows"]:
            _check_zone(zone, raw["rows"], zone)
            for at, place in enumerate(texts(raw["rows"], zone)):
                if place in zones:
                    refuse(Fault(f"two rows speak of {place}", "Take one of them out.", raw["rows"][zone], at))
                zones[place] = zone
    return MappingProxyType(zones), elsewhere


def _check_zone(name: str, inside: Mapping[str, Any], key: str = "elsewhere") -> None:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        mend = instead_of(name, sorted(available_timezones()))
        refuse(Fault(f"{name} is no time zone of the IANA database", mend, inside, key))


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
