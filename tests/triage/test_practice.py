"""The made-up case of a pack, as it is read."""

import pytest

from hotline.triage.deadlines import dates_to_ask
from hotline.triage.entries import PackError
from hotline.triage.model import Pack
from hotline.triage.pack import PACKS
from hotline.triage.practice import practice_json
from hotline.triage.shipped import shipped, shipped_pack
from tests.triage.conftest import TENANTS, Change

MISTAKES = [
    ('words = "', 'wards = "', "file"),
    ('callback = "Ring twice."', "callback = 2", "file"),
    ('reply = "Thank you. (Made up.)"', "", "file"),
    ('role = "self"', 'role = "judge"', "file"),
    ('name = "A Tenant"', 'nome = "A Tenant"', "file"),
    ("lockout = 4", "lockout = -4", "file"),
    ("lockout = 4", "wedding = 4", "hours_ago"),
    ('["no_heat"]', '["no_light"]', "answers"),
    ("arrears_weeks", "years", "answers"),
]


@pytest.mark.parametrize(("old", "new", "where"), MISTAKES)
def test_a_mistake_is_named_with_its_place(change: Change, tenants: Pack, old: str, new: str, where: str) -> None:
    with pytest.raises(PackError) as mistake:
        practice_json(tenants, change("practice.toml", old, new))
    assert str(mistake.value).startswith(f"tenants/practice.toml: {where}: ")


def test_the_browser_gets_what_the_file_says(tenants: Pack) -> None:
    read = practice_json(tenants, TENANTS)
    assert read is not None
    assert read["answers"] == {"rooms": ["no_heat"], "arrears_weeks": 3}
    assert (read["hoursAgo"], read["names"]) == ({"lockout": 4}, [{"role": "self", "name": "A Tenant"}])


def test_a_pack_may_have_no_practice(change: Change, tenants: Pack) -> None:
    folder = change("practice.toml", "", "")
    (folder / "practice.toml").unlink()
    assert practice_json(tenants, folder) is None


@pytest.mark.parametrize("pack_id", shipped())
def test_practice_of_a_shipped_pack_says_that_it_is_made_up_and_has_dates_that_count(pack_id: str) -> None:
    pack = shipped_pack(pack_id)
    read = practice_json(pack, PACKS / pack_id)
    assert read is not None
    assert all("made up" in read[key].lower() for key in ("words", "callback", "reply"))
    assert {one["role"] for one in read["names"]} == {"self", "client", "other_side"}
    assert set(read["hoursAgo"]) <= set(dates_to_ask(pack, read["answers"]))
