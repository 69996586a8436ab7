"""Days and moments as they are at a place. Pure, and twin of js/days.js.

A day is written `2026-03-05`, a moment `2026-03-05T14:30Z`, in UTC and to the minute. The time on a clock somewhere is
`2026-03-05T14:30`, without the Z.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hotline.triage.model import Clock

SATURDAY = 5
FEBRUARY_29 = (2, 29)
DAY = timedelta(days=1)


def today(zone: str, now: float) -> date:
    """The day that it is there. `now` is in seconds since 1970."""
    return datetime.fromtimestamp(now, ZoneInfo(zone)).date()


def day_after(start: date, clock: Clock) -> date:
    """The last day of a time in days or years, not counting the first. A year from 29 February ends on the 28th."""
    if clock.unit == "days":
        return start + clock.count * DAY
    if (start.month, start.day) == FEBRUARY_29:
        start -= DAY
    return start.replace(year=start.year + clock.count)


def open_day(day: date, holidays: frozenset[date]) -> date:
    """The day itself, or the next one that is no Saturday, Sunday or holiday."""
    while day.weekday() >= SATURDAY or day in holidays:
        day += DAY
    return day


def instant(clock_time: datetime, zone: str) -> datetime:
    """When a clock there shows this. Of two such moments, as when clocks are turned, the earlier one."""
    readings = (clock_time.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    return min(reading.astimezone(UTC) for reading in readings)


def moment(at: datetime) -> str:
    """A moment as it is written."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
