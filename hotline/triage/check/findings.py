"""Every fault of a pack, with its line and what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hotline.triage.check import texts
from hotline.triage.check.page import own_texts
from hotline.triage.check.places import Places
from hotline.triage.check.rules import problems, warnings
from hotline.triage.faults import Fault, PackError, apart, gather, instead_of
from hotline.triage.model import Pack
from hotline.triage.pack import load_pack
from hotline.triage.practice import practice_json
from hotline.triage.sample import SAMPLE, read_sample
from hotline.web.recordings import AUDIO, ENDING


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A fault, or a warning: what is wrong at a line of a file, and what to do."""

    file: Path
    line: int
    what: str
    mend: str
    warning: bool = False


def check(folder: Path, today: date) -> list[Finding]:
    """All that can be found, by file and line."""
    with gather() as gathered:
        pack = load_pack(folder)
        if (folder / SAMPLE).exists():
            with apart():
                read_sample(pack, folder)
        with apart():
            practice_json(pack, folder)
        places = Places(gathered)
        read = [*gathered.faults, *_strange_files(folder, {file.name for file in gathered.documents})]
        found = [one for one in read if not places.follows(one)]
        found += problems(folder, pack, places, today)
        late = [_finding(places, one, warning=True) for one in warnings(folder, today)]
    findings = {_finding(places, one) for one in found}
    return sorted({*findings, *late, *_texts(folder, pack, places)})


def _finding(places: Places, problem: PackError, warning: bool = False) -> Finding:
    mend = problem.fault.mend or f"See {problem.file.name} in docs/packs.md."
    about = "" if problem.where == problem.file.name else f"{problem.where}: "
    return Finding(problem.file, places.line(problem), f"{about}{problem.fault}", mend, warning)


def _strange_files(folder: Path, known: set[str]) -> Iterator[PackError]:
    for file in sorted(folder.glob("*.toml")):
        if file.name not in known:
            near = instead_of(file.name, sorted({*known, SAMPLE}))
            yield PackError(file, file.name, Fault("no file of a pack has this name", near))


def _texts(folder: Path, pack: Pack, places: Places) -> Iterator[Finding]:
    """What catalogues lack, at the entry that needs it, and what they have too much, where it stands."""
    found = texts.catalogues(folder)
    if not any(one.language == texts.ORIGINAL for one in found):
        file = folder / "locales" / texts.ORIGINAL / texts.NAME
        yield Finding(file, 1, "there is no catalogue in English", "Write it: the others follow it.")
    for one in found:
        if one.broken is not None:
            yield Finding(one.file, one.broken[0], f"it is no gettext file: {one.broken[1]}", "Mend this line.")
    whole = [one for one in found if one.broken is None]
    for text in texts.needed(pack):
        lacking = [one.language for one in whole if not one.keys.keys() & {*text.keys}]
        if lacking:
            problem = f"{' or '.join(text.keys)} is in no catalogue of {', '.join(lacking)}"
            fault = Fault(problem, f'Add msgid "{text.keys[-1]}" to locales/{lacking[0]}/{texts.NAME}.', word=text.word)
            yield _finding(places, PackError(folder / text.file, text.where, fault))
    used = {key for text in texts.needed(pack) for key in text.keys} | texts.may_be(pack)
    for one in whole:
        for key, line in one.keys.items():
            kind, *words = key.split(".")
            if key not in used and not places.is_clouded(folder / texts.FILES.get(kind, ""), *words):
                yield Finding(one.file, line, f"nothing uses {key}", f"Take it out. {instead_of(key, sorted(used))}")
    yield from _recordings(folder, used | own_texts(), places)


def _recordings(folder: Path, known: set[str], places: Places) -> Iterator[Finding]:
    """Those that would never be heard: no text has their name."""
    for file in sorted((folder / AUDIO).glob(f"*/*{ENDING}")):
        key = file.name.removesuffix(ENDING)
        kind, *words = key.split(".")
        if key not in known and not places.is_clouded(folder / texts.FILES.get(kind, ""), *words):
            mend = f"Name the file by the key of the text that it reads. {instead_of(key, sorted(known))}"
            yield Finding(file, 1, f"no text has the key {key}", mend)
