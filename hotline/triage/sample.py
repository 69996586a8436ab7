"""The made-up organization that a pack brings, to try a hotline out with, and the case that a drill plays in it.

    sample.toml    name, phone, speaks; [[desk]] id, label, bucket, licence, duty; [drill] answers, dates, closing

A pack may have none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hotline.triage.entries import count, entry, flag, named, one_of, only, text, texts, toml
from hotline.triage.evaluate import evaluate
from hotline.triage.model import Pack
from hotline.triage.pack import PACKS

FILE = "sample.toml"


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
    file = (folder or PACKS / pack.id) / FILE
    rows = named(file, "desk", "name", "phone", "speaks", "drill")
    desks = []
    for where, raw in rows:
        with entry(file, where):
            desks.append(_desk(raw, pack))
    whole = toml(file)
    with entry(file, "drill"):
        drill = whole["drill"]
        only(drill, "answers", "dates", "closing")
        evaluate(pack, drill["answers"])
        dates = texts(drill, "dates")
        if not set(dates) <= pack.timing.dates.keys():
            raise ValueError(f"the dates are {', '.join(pack.timing.dates)}")
        closing = text(drill, "closing")
    with entry(file, "file"):
        if sum(desk.duty for desk in desks) != 1:
            raise ValueError("exactly one desk is the duty desk")
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
