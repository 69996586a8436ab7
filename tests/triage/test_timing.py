"""What a pack's deadlines are computed from, as it is read and as the browser gets it."""

import os
import subprocess
import sys
from datetime import date

import pytest

from hotline.triage.deadlines import deadlines
from hotline.triage.entries import PackError
from hotline.triage.model import Clock, Pack
from hotline.triage.pack import PACKS, load_pack, to_json
from tests.triage.conftest import Change

MISTAKES = [
    ("deadlines.toml", 'notice = "dated"', 'notice = "hourly"', "dates"),
    ("deadlines.toml", 'notice = "dated"', 'notice = "dated"\nwedding = "dated"', "dates"),
    ("deadlines.toml", "[dates]", "[dats]", "deadlines"),
    ("deadlines.toml", 'id = "reentry"', 'id = "defence"', "deadline 2"),
    ("deadlines.toml", 'from = "notice"', 'from = "wedding"', "defence"),
    ("deadlines.toml", 'from = "notice"', 'form = "notice"', "defence"),
    ("deadlines.toml", "days = 14", "days = 0", "defence"),
    ("deadlines.toml", "days = 14", "days = true", "defence"),
    ("deadlines.toml", "days = 14", "weeks = 2", "defence"),
    ("deadlines.toml", "days = 14", "days = 14, hours = 3", "defence"),
    ("deadlines.toml", "days = 14", "hours = 14", "defence"),
    ("deadlines.toml", "alarm_days = 3", "alarm_days = 1.5", "defence"),
    ("deadlines.toml", "alarm_days = 3\n", "", "defence"),
    ("deadlines.toml", 'counts = "mailed"', 'counts = "sent"', "defence"),
    ("deadlines.toml", "moves = true", 'moves = "yes"', "defence"),
    ("deadlines.toml", 'confidence = "general_knowledge"', 'confidence = "certain"', "defence"),
    ("deadlines.toml", 'when = "cold"', 'when = "warm"', "reentry"),
    ("deadlines.toml", 'no_limit = "At any time."', "", "repairs"),
    ("deadlines.toml", 'no_limit = "At any time."', 'no_limit = "At any time."\nmoves = true', "repairs"),
    ("holidays.toml", "[moves]", "[moved]", "moves"),
    ("holidays.toml", "2026-05-04", '"2026-05-04"', "moves"),
    ("holidays.toml", "2027-05-03", "2026-05-04", "moves"),
    ("zones.toml", "Europe/Berlin", "Europe/Bonn", "rows"),
    ("zones.toml", '["east"]', '["east", "east"]', "rows"),
    ("zones.toml", 'elsewhere = "Asia/Tokyo"', "", "file"),
]


@pytest.mark.parametrize(("file", "old", "new", "where"), MISTAKES)
def test_a_mistake_is_named_with_its_file_and_entry(change: Change, file: str, old: str, new: str, where: str) -> None:
    with pytest.raises(PackError) as mistake:
        load_pack(change(file, old, new))
    assert str(mistake.value).startswith(f"tenants/{file}: {where}: ")


def test_a_pack_of_another_field_has_deadlines_of_its_own(tenants: Pack) -> None:
    answers = {"borough": "east", "rooms": ["no_heat"]}
    dates = {"notice": "2026-04-20", "lockout": "2026-05-03T23:30"}
    found = {one.id: one for one in deadlines(tenants, answers, dates, 1_777_860_000)}
    assert found["defence"].due == "2026-05-05"
    assert (found["reentry"].due, found["reentry"].earliest) == ("2026-05-04T03:30Z", "2026-05-03T23:30Z")
    assert found["repairs"].why == "At any time."
    elsewhere = {one.id: one.due for one in deadlines(tenants, {"rooms": ["no_heat"]}, dates, 1_777_860_000)}
    assert elsewhere["reentry"] == "2026-05-03T20:30Z"


def test_a_rule_keeps_what_is_said_of_it(tenants: Pack) -> None:
    defence, reentry, repairs = tenants.timing.deadlines
    assert (defence.counts, defence.moves, defence.confidence, defence.in_motion) == (
        "mailed",
        True,
        "general_knowledge",
        False,
    )
    assert (reentry.clock, reentry.earliest, reentry.in_motion) == (Clock("hours", 6), Clock("hours", 2), True)
    assert reentry.provenance.review_by == date(2027, 1, 1)
    assert (repairs.runs_from, repairs.clock, repairs.counts) == (None, None, None)
    assert tenants.timing.holidays.provenance.source == "the town's calendar"


def test_the_browser_gets_all_of_it(tenants: Pack) -> None:
    timing = to_json(tenants)["timing"]
    assert timing["dates"] == {"notice": "dated", "lockout": "timed"}
    assert (timing["holidays"], timing["closed"]) == (["2026-05-04", "2027-05-03", "2028-05-01"], ["2026-05-01"])
    assert (timing["zones"], timing["elsewhere"]) == ({"east": "Europe/Berlin"}, "Asia/Tokyo")
    assert timing["deadlines"][1] == {
        "id": "reentry",
        "when": {"question": "rooms", "in": ["no_heat"]},
        "from": "lockout",
        "clock": {"unit": "hours", "count": 6},
        "earliest": {"unit": "hours", "count": 2},
        "alarmDays": 1,
        "counts": "act",
        "moves": False,
        "onlyWithDate": True,
        "noLimit": None,
        "inMotion": True,
        "confidence": "sourced",
        "note": None,
        "provenance": {
            "source": "the housing act",
            "verifiedOn": "2026-01-02",
            "reviewBy": "2027-01-01",
            "signedOffBy": None,
        },
    }


def test_time_zones_are_known_to_a_system_without_a_database_of_its_own() -> None:
    script = "from hotline.triage.pack import *; print(len(load_pack(PACKS / 'us-immigration').timing.zones))"
    environment = os.environ | {"PYTHONTZPATH": ""}
    done = subprocess.run([sys.executable, "-c", script], env=environment, cwd=PACKS.parents[2], capture_output=True)
    assert done.stdout.strip() == b"57"
