"""What a pack is, once it is read: frozen, and the same for every field of work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NewType

from hotline.triage.conditions import Condition

URGENCY = "urgency"
"""The name under which the rules of matter may ask for the class of urgency."""

RuleId = NewType("RuleId", str)
Urgency = NewType("Urgency", str)
Matter = NewType("Matter", str)
Licence = NewType("Licence", str)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who says so, and until when it may be relied on unread."""

    source: str | None
    verified_on: date | None
    review_by: date | None
    signed_off_by: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question. `values` are the answers that count (of a tag, those offered); `nothing` gives way to any other."""

    id: str
    kind: str
    values: tuple[str, ...]
    nothing: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """A fact looked up: `rows` maps what is known of `of` to it. What has no row is not known."""

    id: str
    of: str
    rows: Mapping[str, str]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class UrgencyClass:
    """A class of urgency, its release class, and whether it may wait for a desk to come on shift."""

    id: Urgency
    release: str
    waits: bool


@dataclass(frozen=True, slots=True)
class UrgencyRule:
    id: RuleId
    urgency: Urgency
    when: Condition
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class MatterRule:
    """A row of the matters: fires when its condition holds and, if `nothing_above`, no earlier row's matter applies."""

    id: RuleId
    matter: Matter
    when: Condition
    nothing_above: bool
    licence: Licence
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole pack. Classes and licences stand from most to least, rules in the order in which they are tried."""

    id: str
    not_known: tuple[str, ...]
    questions: Mapping[str, Question]
    tables: tuple[Table, ...]
    classes: tuple[UrgencyClass, ...]
    urgency: tuple[UrgencyRule, ...]
    matters: tuple[MatterRule, ...]
    licences: tuple[Licence, ...]
    place_question: str
    language_question: str
