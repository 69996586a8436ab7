"""A pack that is broken anywhere: each fault is found, at its very line, with what to do."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from hotline.cli import main
from hotline.triage.check.findings import Finding, check
from hotline.triage.pack import PACKS
from hotline.triage.shipped import shipped
from tests.triage.conftest import TENANTS

FIRST = PACKS / "us-immigration"
TODAY = date(2026, 11, 25)
Copy = Callable[..., Path]
MOST_FROM_ONE = 3
TOGETHER = {
    "unknown key",
    "an id twice",
    "no review",
    "a date as a text",
    "a holiday that is no date",
    "a zone of an unknown place",
}


@dataclass(frozen=True)
class Mistake:
    """In a file, the first `old` is `new`.

    It is found on the line where `new` begins, or on that of the last `at` before the end of it.
    """

    name: str
    file: str
    old: str
    new: str
    what: str
    mend: str
    at: str = ""

    def make(self, folder: Path) -> None:
        file = folder / self.file
        text = file.read_text(encoding="utf-8")
        assert self.old in text
        file.write_text(text.replace(self.old, self.new, 1), encoding="utf-8")

    def line(self, folder: Path) -> int:
        start = (FIRST / self.file).read_text(encoding="utf-8").index(self.old)
        text = (folder / self.file).read_text(encoding="utf-8")
        end = start + len(self.new)
        assert text[start:end] == self.new
        return text.count("\n", 0, text.rindex(self.at, 0, end) if self.at else start) + 1

    def is_found(self, folder: Path, found: list[Finding]) -> bool:
        return any(
            (one.file, one.line) == (folder / self.file, self.line(folder))
            and self.what in one.what
            and self.mend in one.mend
            for one in found
        )


# One a line, however long: a table of what is broken and what is then said.
# ruff: noqa: E501
MISTAKES = [
    Mistake("broken TOML", "zones.toml", '"Pacific/Honolulu" = [', '"Pacific/Honolulu = [', "Expected '='", "docs/packs.md"),
    Mistake("an id that is not the folder's", "pack.toml", 'id = "us-immigration"', 'id = "us-imigration"', "us-imigration", "us-immigration"),
    Mistake("unknown key", "urgency.toml", 'class = "U2"', 'clas = "U2"', "clas is unknown", "Did you mean class?"),
    Mistake("key missing", "urgency.toml", 'class = "U3"', "", "'class' is not there", "Add class.", at="[[rule]]"),
    Mistake("unknown question", "matters.toml", 'question = "age", is', 'question = "agee", is', "agee", "Did you mean age?"),
    Mistake("unknown value", "matters.toml", 'is = "fear_denied"', 'is = "fear_deny"', "fear_deny", "Did you mean fear_denied?"),
    Mistake("unknown value in a list", "urgency.toml", '"citizen", "permanent', '"citizens", "permanent', "citizens", "Did you mean citizen?"),
    Mistake("unknown condition", "matters.toml", '"held", "body_in_danger"', '"held", "body_in_danjer"', "body_in_danjer", "Did you mean body_in_danger?"),
    Mistake("condition as a text", "matters.toml", 'when = "appeal_clock"', 'when = "appeal_clok"', "appeal_clok", "Did you mean appeal_clock?"),
    Mistake("no condition at all", "matters.toml", 'when = "always"', "when = 3", "not a condition: 3", "Write the name"),
    Mistake("a condition below", "conditions.toml", 'any = ["held", {', 'any = ["hearing_soon", {', "hearing_soon", "Did you mean hearing?"),
    Mistake("an id twice", "matters.toml", 'id = "medical-in-detention"', 'id = "dependent-alone"', "two have the id dependent-alone", "another id"),
    Mistake("an id of both", "matters.toml", 'id = "minor-detained"', 'id = "u1-violence"', "rule of urgency", "another id"),
    Mistake("no source", "deadlines.toml", 'source = "INA 240(c)(7); 8 CFR 1003.23(b)"\n', "", "it has no source", "Add source.", at="[[deadline]]"),
    Mistake("no review", "deadlines.toml", 'source = "28 USC 2241; local standing orders"\nverified_on = 2026-09-01\nreview_by = 2027-09-01', 'source = "28 USC 2241"\nverified_on = 2026-09-01', "it has no review_by", "Add review_by.", at="[[deadline]]"),
    Mistake("review before reading", "deadlines.toml", "review_by = 2026-12-31", "review_by = 2026-08-31", "is before verified_on 2026-09-01", "a day after"),
    Mistake("read tomorrow", "deadlines.toml", "verified_on = 2026-09-01\nreview_by = 2027-09-01", "verified_on = 2026-11-26", "still to come", "the day it was read"),
    Mistake("a date as a text", "tables.toml", "verified_on = 2026-09-01", 'verified_on = "2026-09-01"', "is not a date", "without quotation marks"),
    Mistake("unknown licence", "matters.toml", 'licence = "partial_rep"', 'licence = "partial_reps"', "partial_reps", "Did you mean partial_rep?"),
    Mistake("unknown class", "urgency.toml", 'class = "U4"', 'class = "U44"', "U44", "Did you mean U4?"),
    Mistake("class out of order", "urgency.toml", 'id = "u3-afraid"\nclass = "U3"', 'id = "u3-afraid"\nclass = "U2"', "below one of U3", "Move it up.", at="class"),
    Mistake("a rule that changes nothing", "urgency.toml", 'when = { question = "next_date", is = "within_14_days" }', 'when = { question = "next_date", is = "today" }', "u1-date-in-three-days", "Move it above"),
    Mistake("a row never reached", "matters.toml", 'when = { all = ["says_afraid", { not = "held" }] }', 'when = { all = ["says_afraid", "hearing", "order", { not = "held" }] }', "asylum-in-court", "Move it above asylum-in-court"),
    Mistake("a row of an unknown value", "tables.toml", '"US-NH", "US-PR"', '"US-NHH", "US-PR"', "US-NHH is no value of state", "Did you mean US-NH?"),
    Mistake("a value in two rows", "tables.toml", 'split = ["7"]', 'split = ["8"]', "two rows speak of 8", "Take one"),
    Mistake("a table of nothing", "tables.toml", 'of = "state"', 'of = "county"', "county", "", at="of ="),
    Mistake("a date that is none", "deadlines.toml", 'from = "finding"', 'from = "findings"', "findings", "Did you mean finding?"),
    Mistake("a wrong unit", "deadlines.toml", "clock = { days = 180 }", "clock = { weeks = 26 }", "weeks is unknown", "There are: hours, days, years"),
    Mistake("a holiday that is no date", "holidays.toml", "2027-05-31", '"2027-05-31"', "is no date", "Write it as"),
    Mistake("an unknown time zone", "zones.toml", '"Pacific/Honolulu" =', '"Pacific/Honolul" =', "is no time zone", "Did you mean Pacific/Honolulu?"),
    Mistake("a zone of an unknown place", "zones.toml", '["US-HI"]', '["US-HH"]', "US-HH is no value of state", "Did you mean US-"),
    Mistake("a class that never goes on", "pack.toml", 'release = "day"', 'release = "days"', "days", "Did you mean day?"),
    Mistake("a question of no kind", "questions.toml", 'kind = "number"', 'kind = "numbers"', "numbers", "Did you mean number?"),
    Mistake("an unknown drawing", "questions.toml", 'detained = "bars"', 'detained = "bar"', "the page has no drawing bar", "Did you mean bars?"),
    Mistake("a drawing named as a value", "questions.toml", 'detained = "bars"', 'detained = "detained"', "the page has no drawing detained", "There are: shield, taken, "),
    Mistake("a desk of no licence", "sample.toml", 'licence = "full_rep"', 'licence = "ful_rep"', "ful_rep", "Did you mean full_rep?"),
    Mistake("an answer of a drill", "sample.toml", 'where = "home"', 'where = "house"', "where takes one of", "docs/packs.md", at="[drill]"),
    Mistake("a question asked too early", "interview.toml", 'when = { question = "now", is = "just_taken" }', 'when = { question = "age", is = "minor" }', "age, which is not asked above it", "Move it below age.", at="[[step]]"),
    Mistake("a step of no safety text", "interview.toml", 'safety = "monitored"', 'safety = "monitord"', "monitord", "Did you mean monitored?"),
    Mistake("wording of no question", "interview.toml", '"returned", "order_ignored"', '"returnd", "order_ignored"', "returnd is no question", "Did you mean returned?"),
    Mistake("a safety text as a text", "safety.toml", "steps = 5", 'steps = "5"', "steps is no whole number", "Write a number"),
    Mistake("a note of no confidence", "reporting.toml", 'confidence = "sourced"', 'confidence = "sorced"', "sorced", "Did you mean sourced?"),
    Mistake("a right that nobody reads again", "rights.toml", 'id = "plan"\nreview_by = 2027-03-01', 'id = "plan"', "it has no review_by", "Add review_by.", at="[[right]]"),
    Mistake("a template's condition", "templates.toml", 'when = "hearing"', 'when = "hearin"', "hearin", "Did you mean hearing?"),
    Mistake("a closing key", "closing.toml", 'id = "advice"', 'id = "advice"\nname = "Advice"', "name is unknown", "There are: id", at="name ="),
    Mistake("an answer of the practice", "practice.toml", 'located = "no"', 'located = "nope"', "located takes one of", "docs/packs.md", at="[answers]"),
    Mistake("a text that is missing", "matters.toml", 'matter = "custody"', 'matter = "custodies"', "matter.custodies is in no catalogue of en, es", 'Add msgid "matter.custodies" to locales/en/pack.po'),
    Mistake("a text that nothing uses", "locales/es/pack.po", 'msgid "matter.custody"', 'msgid "matter.custodi"', "nothing uses matter.custodi", "Did you mean matter.custody?"),
    Mistake("a broken catalogue", "locales/es/pack.po", 'msgid "answer.where.work"', 'msgidd "answer.where.work"', "no gettext file", "Mend this line."),
]  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """A copy of a pack, with two of its languages, in which mistakes are made."""

    def copied(*mistakes: Mistake, source: Path = FIRST) -> Path:
        folder = tmp_path / source.name
        shutil.copytree(
            source, folder, ignore=lambda _, names: [one for one in names if len(one) == 2 and one not in ("en", "es")]
        )
        for mistake in mistakes:
            mistake.make(folder)
        return folder

    return copied


@pytest.mark.parametrize("pack_id", shipped())
def test_nothing_is_wrong_with_a_pack_that_is_shipped(pack_id: str) -> None:
    assert check(PACKS / pack_id, TODAY) == []


def test_nothing_is_wrong_with_the_pack_of_another_field() -> None:
    assert check(TENANTS, TODAY) == []


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_found_at_its_line_with_what_to_do_and_little_else(copy: Copy, mistake: Mistake) -> None:
    folder = copy(mistake)
    found = check(folder, TODAY)
    assert mistake.is_found(folder, found), found
    assert all(one.mend for one in found)
    assert not any(one.warning for one in found)
    assert len(found) <= MOST_FROM_ONE, found


def test_a_recording_of_no_text_is_found_and_those_of_the_pack_and_the_page_are_left_in_peace(copy: Copy) -> None:
    folder = copy()
    (folder / "audio/mam").mkdir(parents=True)
    for key in ("question.device", "question.devise", "first.help", "first.halp"):
        (folder / f"audio/mam/{key}.mp3").touch()
    found = {one.file.name: one for one in check(folder, TODAY)}
    assert list(found) == ["first.halp.mp3", "question.devise.mp3"]
    assert (found["question.devise.mp3"].line, found["question.devise.mp3"].warning) == (1, False)
    assert found["question.devise.mp3"].what == "no text has the key question.devise"
    assert "Did you mean question.device?" in found["question.devise.mp3"].mend
    assert "Did you mean first.help?" in found["first.halp.mp3"].mend


def test_mistakes_of_all_files_are_found_in_one_go(copy: Copy) -> None:
    several = [one for one in MISTAKES if one.name in TOGETHER]
    folder = copy(*several)
    found = check(folder, TODAY)
    assert len(several) == len(TOGETHER)
    for mistake in several:
        assert mistake.is_found(folder, found), (mistake, found)


def test_what_is_past_its_review_is_a_warning(copy: Copy) -> None:
    found = check(copy(source=TENANTS), date(2027, 1, 2))
    assert found
    assert all(one.warning and "2027-01-01" in one.what for one in found if one.file.name != "holidays.toml")


def test_the_command_prints_file_line_and_mend(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copy(next(one for one in MISTAKES if one.name == "unknown class"), source=FIRST)
    assert main(["pack", "check", str(folder)]) == 1
    printed = capsys.readouterr().out
    assert re.search(r"us-immigration/urgency\.toml:\d+: .*U44.*\. Mend: Did you mean U4\?\n", printed)


def test_the_command_refuses_what_is_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", "check", str(tmp_path / "none")]) == 2
    assert "is no folder" in capsys.readouterr().err
