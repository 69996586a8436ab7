"""How a language writes days and times, from the Unicode CLDR: names and patterns, for pages to fill."""

import re
from typing import Any

from babel import Locale

SUNDAY = 6

# The CLDR has the French names for Haitian Creole.
HAITIAN = {
    "weekdays": ["dimanch", "lendi", "madi", "mèkredi", "jedi", "vandredi", "samdi"],
    "months": [
        *("janvye", "fevriye", "mas", "avril", "me", "jen"),
        *("jiyè", "out", "septanm", "oktòb", "novanm", "desanm"),
    ],
}

# Signs for the halves of a day that hardly anyone knows, where English ones are used.
KNOWN_HALVES = {"pa": ["AM", "PM"]}

# Where the day has its own twelve hours, beginning at six, a time without halves is not mistaken for one of those.
FULL_CLOCK = {"am": "HH:mm"}


def dates(locale: Locale) -> dict[str, Any]:
    """Names of weekdays (from Sunday), months and halves of the day, and three patterns of CLDR letters.

    `day` has EEEE, d and MMMM or M; `time` h or H, mm and perhaps a; `both` has the day at {1} and the time at {0}.
    """
    names = {
        "weekdays": [locale.days["format"]["wide"][(SUNDAY + day) % 7] for day in range(7)],
        "months": [locale.months["format"]["wide"][month] for month in range(1, 13)],
    }
    halves = locale.day_periods["format"]["abbreviated"]
    return {
        **(HAITIAN if locale.language == "ht" else names),
        "halves": KNOWN_HALVES.get(locale.language, [halves["am"], halves["pm"]]),
        "day": _day_pattern(locale),
        "time": FULL_CLOCK.get(locale.language, locale.time_formats["short"].pattern),
        "both": locale.datetime_formats["medium"],
    }


def _day_pattern(locale: Locale) -> str:
    """Weekday, day and month: the CLDR has it with short names, and the long ones go to the same places."""
    known = locale.datetime_skeletons
    pattern = (known.get("MMMMEd") or known["MMMEd"]).pattern
    return re.sub(r"MMM+", "MMMM", re.sub(r"[Ec]+", "EEEE", pattern))
