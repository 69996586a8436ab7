"""The made-up organization of a pack, as it is read."""

import pytest

from hotline import sample
from hotline.triage.entries import PackError
from hotline.triage.model import Pack
from hotline.triage.sample import read_sample
from hotline.triage.shipped import shipped, shipped_pack
from tests.triage.conftest import TENANTS, Change

MISTAKES = [
    ("bucket = 1", "bucket = 0", "duty"),
    ('licence = "solicitor"', 'licence = "friend"', "duty"),
    ("duty = true", "duty = false", "file"),
    ("duty = true", "dutty = true", "duty"),
    ('phone = "+44 20 7946 0000"', "phone = 4420", "file"),
    ('speaks = ["en"]', "speaks = []", "file"),
    ('["notice"]', '["wedding"]', "drill"),
    ('["no_heat"]', '["no_light"]', "drill"),
    ('closing = "helped"', "", "drill"),
    ("[[desk]]", "[[dask]]", "desks"),
]


@pytest.mark.parametrize(("old", "new", "where"), MISTAKES)
def test_a_mistake_is_named_with_its_place(change: Change, tenants: Pack, old: str, new: str, where: str) -> None:
    with pytest.raises(PackError) as mistake:
        read_sample(tenants, change("sample.toml", old, new))
    assert str(mistake.value).startswith(f"tenants/sample.toml: {where}: ")


def test_a_sample_is_what_the_pack_says(tenants: Pack) -> None:
    read = read_sample(tenants, TENANTS)
    assert (read.name, read.speaks, read.dates, read.closing) == (
        "Example Tenants' Line (made up)",
        ("en",),
        ("notice",),
        "helped",
    )
    assert [(desk.id, desk.bucket, desk.licence, desk.duty) for desk in read.desks] == [("duty", 1, "solicitor", True)]


@pytest.mark.parametrize("pack_id", shipped())
def test_every_pack_that_is_shipped_has_a_sample_that_a_hotline_can_start_with(pack_id: str) -> None:
    plan, pack = sample.plan(pack_id=pack_id), shipped_pack(pack_id)
    assert plan["pack"] == pack_id
    assert list(plan["policy"]["promised_minutes"]) == [level.id for level in pack.classes]
    assert {desk["licence"] for desk in plan["desks"]} <= set(pack.licences)
