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
    """A question. `values` are the answers that count (of a tag, those offered); `nothing` gives way to any other.

    `since` names the date of `Timing.dates` from which a number counts the days. `icons` are drawings beside answers.
    """

    id: str
    kind: str
    values: tuple[str, ...]
    nothing: str | None
    since: str | None
    icons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A fact looked up: `rows` maps what is known of `of` to it. What has no row is not known."""

    id: str
    of: str
    rows: Mapping[str, str]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class UrgencyClass:
    """A class of urgency, its release class, and whether it may wait for a desk to come on shift.

    `promised_minutes` is what an organization promises that says nothing else.
    """

    id: Urgency
    release: str
    waits: bool
    promised_minutes: int


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
class Clock:
    """How long: a count of "hours", of calendar "days", or of "years"."""

    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """A row of the deadlines, which applies when its condition holds.

    `runs_from` is the date from which `clock` counts; without a clock there is `no_limit`, which says so in words.
    `earliest` is a shorter clock that may turn out to count. `counts` is what must have happened by then: a paper
    "received" or "mailed", or an "act". `moves` says whether a last day on which offices are closed moves on.
    `only_with_date` keeps it back until its date is given. `confidence` is "sourced" or "general_knowledge".
    """

    id: str
    when: Condition
    runs_from: str | None
    clock: Clock | None
    earliest: Clock | None
    alarm_days: int
    counts: str | None
    moves: bool
    only_with_date: bool
    no_limit: str | None
    in_motion: bool
    confidence: str
    note: str | None
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Holidays:
    """Days of public offices: `moves` those over which a last day moves on, `closed` those on which it stays."""

    moves: frozenset[date]
    closed: frozenset[date]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Timing:
    """All that deadlines are computed from.

    `dates` are what a person may be asked for, in that order: "dated", or "timed" with the time on the clock there.
    `zones` maps places to names of the IANA time zone database; `elsewhere` is for a place that has none.
    """

    dates: Mapping[str, str]
    deadlines: tuple[DeadlineRule, ...]
    holidays: Holidays
    zones: Mapping[str, str]
    elsewhere: str


@dataclass(frozen=True, slots=True)
class Step:
    """A screen before she sends: `kind` is "question", "safety" (a text), or "lines" to call; `id` says which of them.

    It is taken when its condition holds, which depends only on what was asked above it.
    """

    kind: str
    id: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Beside:
    """A question asked on a `screen` that is there anyway, "names" or "callback", when the condition holds."""

    screen: str
    id: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Wording:
    """Other words for the questions in `of`, when the condition holds."""

    id: str
    when: Condition
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Interview:
    """In which order someone is asked. Who `sends_first` is asked for nothing more before she has sent."""

    sends_first: Condition
    steps: tuple[Step, ...]
    beside: tuple[Beside, ...]
    wordings: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class SafetyText:
    """What to do now: so many numbered `steps`, or one text (0). `stops` advises against going on from here."""

    id: str
    steps: int
    stops: bool
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Line:
    """A telephone line for an emergency, shown when its condition holds."""

    id: str
    number: str
    when: Condition
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Right:
    """A card on what everyone may do; `on_card` when it stands on the small printed card too."""

    id: str
    on_card: bool
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Note:
    """What helpers may have to tell others, when the condition holds. `confidence` as in DeadlineRule."""

    id: str
    when: Condition
    confidence: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Template:
    """A reply that a responder can send; `when` says for which cases it stands first. `places` are filled in before.

    `due` says of what kind the nearest deadline is whose day fills the place "date": what `DeadlineRule.counts` says.
    Without it the responder fills in the day.
    """

    id: str
    when: Condition
    places: tuple[str, ...]
    due: str | None
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole pack. Classes and licences stand from most to least, rules in the order in which they are tried.

    `closings` are the ids of the ways in which a case can end.
    """

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
    timing: Timing
    interview: Interview
    safety: tuple[SafetyText, ...]
    lines: tuple[Line, ...]
    rights: tuple[Right, ...]
    notes: tuple[Note, ...]
    templates: tuple[Template, ...]
    closings: tuple[str, ...]
