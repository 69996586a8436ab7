"""What is wrong with a pack although it can be read."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from hotline.triage.check.page import drawings
from hotline.triage.check.places import Places
from hotline.triage.check.reach import idle_matters, idle_urgency
from hotline.triage.entries import toml
from hotline.triage.faults import WHOLE, Fault, PackError, instead_of
from hotline.triage.model import Pack
from hotline.triage.reviews import TABLE, Entry, entries_of, past_review

# What an entry has to say of where it comes from, by file and kind. Rules may: they are the writer's own judgement.
REQUIRED = {
    ("tables.toml", TABLE): ("source",),
    ("deadlines.toml", "deadline"): ("source", "review_by"),
    ("holidays.toml", WHOLE): ("source", "review_by"),
    ("safety.toml", "safety"): ("review_by",),
    ("safety.toml", "line"): ("review_by",),
    ("rights.toml", "right"): ("review_by",),
    ("reporting.toml", "note"): ("review_by",),
    ("templates.toml", "template"): ("review_by",),
}
SOURCED = "sourced"
YEARS_AHEAD = 3


def problems(folder: Path, pack: Pack, places: Places, today: date) -> Iterator[PackError]:
    """All that is found; what is wrong with an entry that could not be read is not said twice."""
    for file in sorted(folder.glob("*.toml")):
        for entry in entries_of(file):
            yield from _provenance(entry, today)
    yield from _idle(folder, pack, places)
    yield from _ids(folder, pack)
    yield from _holidays(folder, pack, places, today)
    yield from _zones(folder, pack, places)
    yield from _icons(folder, pack)


def warnings(folder: Path, today: date) -> Iterator[PackError]:
    """What is right as far as is known, and has to be read again."""
    for entry in past_review(folder, today):
        if _is_before_reading(entry):
            continue
        problem = f"it was to be read again by {entry.day('review_by')}"
        mend = "Read it in its source, then set verified_on and review_by."
        yield PackError(entry.file, entry.where, Fault(problem, mend, entry.raw, "review_by"))


def _provenance(entry: Entry, today: date) -> Iterator[PackError]:
    wanted = REQUIRED.get((entry.file.name, entry.kind), ())
    if "source" in wanted and entry.raw.get("confidence") == SOURCED:
        wanted = (*wanted, "verified_on")
    for key in wanted:
        if key not in entry.raw:
            yield PackError(entry.file, entry.where, Fault(f"it has no {key}", f"Add {key}.", entry.raw))
    verified, review = entry.day("verified_on"), entry.day("review_by")
    if _is_before_reading(entry):
        problem = f"review_by {review} is before verified_on {verified}"
        yield PackError(entry.file, entry.where, Fault(problem, "Set a day after it.", entry.raw, "review_by"))
    if verified and verified > today:
        problem = f"verified_on {verified} is still to come"
        yield PackError(entry.file, entry.where, Fault(problem, "Set the day it was read.", entry.raw, "verified_on"))


def _is_before_reading(entry: Entry) -> bool:
    verified, review = entry.day("verified_on"), entry.day("review_by")
    return verified is not None and review is not None and review < verified


def _idle(folder: Path, pack: Pack, places: Places) -> Iterator[PackError]:
    for name, found in (("urgency.toml", idle_urgency(pack)), ("matters.toml", idle_matters(pack))):
        file = folder / name
        for rule, above in found:
            if not places.faulty & {(file, rule), (file, above)}:
                problem = f"it changes nothing: {above}, above it, fires whenever it does"
                yield PackError(file, rule, Fault(problem, f"Move it above {above}, or take it out.", key="when"))


def _ids(folder: Path, pack: Pack) -> Iterator[PackError]:
    urgency = {rule.id for rule in pack.urgency}
    for row in pack.matters:
        if row.id in urgency:
            fault = Fault(f"a rule of urgency has the id {row.id} too", "Give one of them another id.", key="id")
            yield PackError(folder / "matters.toml", row.id, fault)


def _holidays(folder: Path, pack: Pack, places: Places, today: date) -> Iterator[PackError]:
    file = folder / "holidays.toml"
    if places.is_clouded(file, "moves") or not any(rule.moves for rule in pack.timing.deadlines):
        return
    known = {day.year for day in pack.timing.holidays.moves}
    for year in range(today.year, today.year + YEARS_AHEAD):
        if year not in known:
            yield PackError(file, "moves", Fault(f"there is no day of {year}", f"Add the holidays of {year}."))


def _zones(folder: Path, pack: Pack, places: Places) -> Iterator[PackError]:
    question = pack.questions.get(pack.place_question)
    if question is None or places.is_clouded(folder / "questions.toml", question.id):
        return
    for place in pack.timing.zones:
        if place not in question.values:
            fault = Fault(f"{place} is no value of {question.id}", instead_of(place, [*question.values]), word=place)
            yield PackError(folder / "zones.toml", "rows", fault)


def _icons(folder: Path, pack: Pack) -> Iterator[PackError]:
    file, known = folder / "questions.toml", drawings()
    for question in pack.questions.values():
        for value, name in question.icons.items():
            if name not in known:
                fault = Fault(
                    f"the page has no drawing {name}", instead_of(name, known), toml(file)[question.id]["icons"], value
                )
                yield PackError(file, question.id, fault)
