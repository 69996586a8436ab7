"""The made-up organization that a pack brings, to try a hotline out with, and the case that a drill plays in it.

    sample.toml    name, phone, speaks; [[desk]] id, label, bucket, licence, duty; [drill] answers, dates, closing

A pack may have none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hotline.triage.entries import count, entry, flag, named, one_of, only, text, texts, toml
from hotline.triage.evaluate import known_facts
from hotline.triage.faults import WHOLE, Fault, apart, instead_of
from hotline.triage.model import Pack
from hotline.triage.pack import PACKS

SAMPLE = "sample.toml"


@dataclass(frozen=True, slots=True)
class SampleDesk:
    """A desk, which takes every case that its licence is enough for."""

    id: str
    label: str
    bucket: int
    licence: str
    duty: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """The organization; then what a caller in a drill answers, which dates she gives, and how her case is closed."""

    name: str
    phone: str
    speaks: tuple[str, ...]
    desks: tuple[SampleDesk, ...]
    answers: Mapping[str, Any]
    dates: tuple[str, ...]
    closing: str


def read_sample(pack: Pack, folder: Path | None = None) -> Sample:
    """The sample of a pack, one of those shipped unless the folder is said. Raises PackError, also without one."""
    file = (folder or PACKS / pack.id) / SAMPLE
    desks: list[SampleDesk] = []
    for where, raw in named(file, "desk", "name", "phone", "speaks", "drill"):
        with apart(), entry(file, where):
            desks.append(_desk(raw, pack))
    whole = toml(file)
    with entry(file, "drill"):
        drill = whole["drill"]
        only(drill, "answers", "dates", "closing")
        known_facts(pack, drill["answers"])
        dates, closing = texts(drill, "dates"), one_of(drill, "closing", pack.closings)
        for at, name in enumerate(dates):
            if name not in pack.timing.dates:
                raise Fault(f"{name} is no date", instead_of(name, [*pack.timing.dates]), drill["dates"], at, name)
    with entry(file, WHOLE):
        if sum(desk.duty for desk in desks) != 1:
            raise Fault("not exactly one desk is the duty desk", "Give one desk duty = true.")
        name, phone, speaks = text(whole, "name"), text(whole, "phone"), texts(whole, "speaks")
    return Sample(name, phone, speaks, tuple(desks), drill["answers"], dates, closing)


def _desk(raw: Mapping[str, Any], pack: Pack) -> SampleDesk:
    only(raw, "id", "label", "bucket", "licence", "duty")
    return SampleDesk(
        id=text(raw, "id"),
        label=text(raw, "label"),
        bucket=count(raw, "bucket"),
        licence=one_of(raw, "licence", pack.licences),
        duty="duty" in raw and flag(raw, "duty"),
    )
