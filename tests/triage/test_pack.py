import json
from datetime import date
from pathlib import Path

import pytest

from hotline.triage.entries import PackError
from hotline.triage.model import Pack
from hotline.triage.pack import PACKS, load_pack, to_json, write_browser_packs
from hotline.triage.practice import practice_json
from tests.triage.conftest import Change

MISTAKES = [
    ("pack.toml", 'id = "tenants"', 'id = "landlords"', "pack"),
    ("pack.toml", 'id = "tenants"\n', "", "pack"),
    ("pack.toml", 'not_known = ["dunno", "pass"]', "not_known = []", "pack"),
    ("pack.toml", "waits = false", 'waits = "no"', "classes 1"),
    ("pack.toml", 'release = "now"', 'release = "tonight"', "classes 1"),
    ("pack.toml", 'id = "red"', 'id = "1"', "classes 1"),
    ("pack.toml", 'id = "red"', 'id = "green"', "classes 2"),
    ("pack.toml", "promised_minutes = 30", "promised_minutes = 0", "classes 1"),
    ("pack.toml", "promised_minutes = 30", "promised_minutes = true", "classes 1"),
    ("pack.toml", '"borough"', '"city"', "pack"),
    ("pack.toml", 'id = "tenants"', "id = tenants", "file"),
    ("questions.toml", 'kind = "several"', 'kind = "many"', "rooms"),
    ("questions.toml", 'nothing = "fine"', 'nothing = "grand"', "rooms"),
    ("questions.toml", 'nothing = "fine"', 'noting = "fine"', "rooms"),
    ("questions.toml", 'values = ["dunno"]', 'values = ["few"]', "arrears_weeks"),
    ("questions.toml", 'values = ["mould", "no_heat",', 'values = ["mould", 3,', "rooms"),
    ("questions.toml", 'nothing = "fine"', 'nothing = "fine"\nicons = { damp = "house" }', "rooms"),
    ("tables.toml", 'of = "borough"', 'of = "city"', "court"),
    ("tables.toml", '["east"]', '["north"]', "court"),
    ("tables.toml", '["east"]', '["east", "east"]', "court"),
    ("tables.toml", "2026-01-02", '"lately"', "court"),
    ("conditions.toml", '"cold"', '"warm"', "cold_in_the_east"),
    ("conditions.toml", '"cold"', '"cold_in_the_east"', "cold_in_the_east"),
    ("conditions.toml", '"no_heat"', '"no_light"', "cold"),
    ("conditions.toml", '"no_heat"', '"pass"', "cold"),
    ("conditions.toml", "is =", "are =", "cold"),
    ("conditions.toml", 'is = "no_heat"', 'is = "no_heat", at_most = 3', "cold"),
    ("conditions.toml", 'is = "no_heat"', "in = []", "cold"),
    ("conditions.toml", 'question = "rooms"', 'question = "halls"', "cold"),
    ("conditions.toml", "{ all = [] }", '{ question = "urgency", is = "red" }', "always"),
    ("urgency.toml", "at_most = 8", "at_most = 8.5", "red-many-weeks"),
    ("urgency.toml", "at_most = 8", "at_most = true", "red-many-weeks"),
    ("urgency.toml", 'question = "arrears_weeks", at', 'question = "rooms", at', "red-many-weeks"),
    ("urgency.toml", 'class = "red"', 'class = "amber"', "red-cold"),
    ("urgency.toml", 'class = "red"', 'class = "green"', "red-many-weeks"),
    ("urgency.toml", '"always"', '"cold"', "green-rest"),
    ("urgency.toml", '"red-many-weeks"', '"red-cold"', "rule 2"),
    ("urgency.toml", 'signed_off_by = "a solicitor"', 'signed_of_by = "a solicitor"', "red-cold"),
    ("questions.toml", "[tongue]", "[urgency]", "urgency"),
    ("tables.toml", "[court]", "[rooms]", "rooms"),
    ("matters.toml", 'licence = "solicitor"', 'licence = "friend"', "eviction"),
    ("matters.toml", "nothing_above = true", "nothing_above = 1", "rest"),
    ("matters.toml", "nothing_above = true", "nothing_above = false", "rest"),
    ("matters.toml", 'matter = "repairs"', "", "repairs"),
    ("matters.toml", 'matter = "rest"', 'matter = "eviction"', "rest"),
    ("templates.toml", 'places = ["day"]', 'places = ["day"]\ndue = "mailed"', "visit"),
    ("templates.toml", 'places = ["day"]', 'places = ["date"]\ndue = "some day"', "visit"),
]


@pytest.mark.parametrize(("file", "old", "new", "where"), MISTAKES)
def test_a_mistake_is_named_with_its_file_and_rule(change: Change, file: str, old: str, new: str, where: str) -> None:
    with pytest.raises(PackError) as mistake:
        load_pack(change(file, old, new))
    assert str(mistake.value).startswith(f"tenants/{file}: {where}: ")


@pytest.mark.parametrize("file", ["urgency.toml", "matters.toml"])
def test_a_table_without_rules_is_named(change: Change, file: str) -> None:
    folder = change(file, "", "")
    (folder / file).write_text("rule = []", encoding="utf-8")
    with pytest.raises(PackError, match=rf"^tenants/{file}: rules: "):
        load_pack(folder)


def test_a_missing_file_is_named(change: Change) -> None:
    folder = change("tables.toml", "", "")
    (folder / "tables.toml").unlink()
    with pytest.raises(PackError, match=r"^tenants/tables\.toml: file: "):
        load_pack(folder)


def test_a_rule_keeps_who_says_so_and_until_when(tenants: Pack) -> None:
    provenance = tenants.urgency[0].provenance
    assert (provenance.source, provenance.review_by) == ("the housing act", date(2027, 1, 1))
    assert (provenance.verified_on, provenance.signed_off_by) == (None, "a solicitor")
    assert tenants.tables[0].provenance.verified_on == date(2026, 1, 2)


def test_the_browser_gets_all_of_a_pack_with_conditions_in_full(tenants: Pack) -> None:
    browser = to_json(tenants)
    assert browser["urgency"][0]["when"] == {
        "all": [{"question": "rooms", "in": ["no_heat"]}, {"question": "court", "in": ["county"]}]
    }
    assert browser["urgency"][1]["when"]["all"][0] == {"not": {"question": "arrears_weeks", "atMost": 8}}
    assert browser["urgency"][0]["provenance"]["reviewBy"] == "2027-01-01"
    assert browser["tables"][0]["rows"] == {"east": "county"}


def test_packs_are_written_for_the_browser_the_same_each_time(tmp_path: Path, pack: Pack) -> None:
    write_browser_packs(tmp_path / "one")
    write_browser_packs(tmp_path / "two")
    written = sorted((tmp_path / "one").iterdir())
    assert [file.name for file in written] == sorted(f"{folder.name}.json" for folder in PACKS.iterdir())
    assert all(file.read_bytes() == (tmp_path / "two" / file.name).read_bytes() for file in written)
    whole = {**to_json(pack), "practice": practice_json(pack, PACKS / pack.id)}
    assert json.loads(written[0].read_text(encoding="utf-8")) == json.loads(json.dumps(whole))


def test_every_state_has_a_circuit_and_every_circuit_a_bond_row(pack: Pack) -> None:
    circuit, bond_hearing = pack.tables
    states = [value for value in pack.questions["state"].values if value.startswith("US-")]
    assert len(states) == 56
    assert set(circuit.rows) == set(states)
    assert set(bond_hearing.rows) == set(circuit.rows.values())


def test_rule_ids_are_unique_across_the_pack(pack: Pack) -> None:
    ids = [rule.id for rule in pack.urgency] + [rule.id for rule in pack.matters]
    assert len(set(ids)) == len(ids)
