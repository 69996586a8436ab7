"""From answers to a card: how urgent, what it is about, who may take it. Pure, and twin of js/evaluate.js.

Answers are one mapping, question to answer, as JSON has them: text for a question of one answer or a tag, a list of
texts for several (one text by itself is a list of it), a whole number from 0 for a number. *Not known* is one thing: no
answer, null, a word of the pack's `not_known`, whatever the question, and for several a list of nothing but such words,
or of nothing.

Of several answers ticked together the weightier count: first the pack's `nothing` ("none of these") gives way to
anything else, then a word for not known gives way to what is left.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from hotline.triage.conditions import Facts, holds
from hotline.triage.model import URGENCY, Licence, Matter, Pack, Question, RuleId, Urgency

Answers = Mapping[str, object]

TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
"""The outline of a BCP 47 tag. Tags are compared as they are written."""

TAKES = {"one": "one of", "several": "some of", "tag": "a BCP 47 tag, as", "number": "a whole number from 0, or"}

LARGEST_NUMBER = 2**53 - 1
"""What JavaScript counts to without rounding."""


class UnknownQuestion(ValueError):
    """Answers speak of a question that the pack does not have. `allowed` are those it has."""

    def __init__(self, allowed: tuple[str, ...]) -> None:
        super().__init__(f"the questions are {', '.join(allowed)}")
        self.allowed = allowed


class UnknownAnswer(ValueError):
    """An answer that the question does not allow. `allowed` are the words it does."""

    def __init__(self, question: str, kind: str, allowed: tuple[str, ...]) -> None:
        super().__init__(f"{question} takes {TAKES[kind]} {', '.join(allowed)}")
        self.question = question
        self.allowed = allowed


@dataclass(frozen=True, slots=True)
class Card:
    """What the answers come to.

    `also` are the other matters that apply and `rules` the ids of all rules of the class `urgency` that fired, in the
    pack's order. `licence` is the least that may take the leading matter, `licences` all that may, from most to least.
    `waits` says whether it may wait for a desk to come on shift. `state` and `language` are as answered, None when not
    known.
    """

    urgency: Urgency
    matter: Matter
    also: tuple[Matter, ...]
    licence: Licence
    release: str
    rules: tuple[RuleId, ...]
    licences: tuple[Licence, ...]
    waits: bool
    state: str | None
    language: str | None


def evaluate(pack: Pack, answers: Answers) -> Card:
    """The card of these answers. Raises UnknownQuestion and UnknownAnswer for what is outside the pack's vocabulary.

    Urgency is the class of the first rule that fires. Matters are tried row by row: a row whose matter applies already
    is passed over, a row with `nothing_above` also when any matter applies; else it applies if its condition holds.
    The first matter leads, with its row's licence. docs/protocol.md, 8.
    """
    facts = known_facts(pack, answers)
    fired = [rule for rule in pack.urgency if holds(rule.when, facts)]
    urgency = fired[0].urgency
    applied = _matters(pack, {**facts, URGENCY: (urgency,)})
    matter, licence = next(iter(applied.items()))
    level = next(one for one in pack.classes if one.id == urgency)
    return Card(
        urgency=urgency,
        matter=matter,
        also=tuple(applied)[1:],
        licence=licence,
        release=level.release,
        rules=tuple(rule.id for rule in fired if rule.urgency == urgency),
        licences=pack.licences[: pack.licences.index(licence) + 1],
        waits=level.waits,
        state=_word(pack, facts, pack.place_question),
        language=_word(pack, facts, pack.language_question),
    )


def known_facts(pack: Pack, answers: Answers) -> Facts:
    """Every question and table of the pack with what is known of it. Raises UnknownQuestion and UnknownAnswer."""
    if not answers.keys() <= pack.questions.keys():
        raise UnknownQuestion(tuple(pack.questions))
    facts = {name: _fact(pack, question, answers.get(name)) for name, question in pack.questions.items()}
    for table in pack.tables:
        of = facts[table.of]
        known = [table.rows[word] for word in of if word in table.rows] if isinstance(of, tuple) else []
        facts[table.id] = tuple(known) or pack.not_known[:1]
    return facts


def _fact(pack: Pack, question: Question, answer: object) -> tuple[str, ...] | int:
    several = question.kind == "several" and isinstance(answer, list | tuple)
    given = list(cast(Sequence[object], answer)) if several else [] if answer is None else [answer]
    if not all(_allows(pack, question, one) for one in given):
        raise UnknownAnswer(question.id, question.kind, question.values)
    weighty = [one for one in given if one != question.nothing] or given
    known = [one for one in weighty if one not in pack.not_known]
    if known and isinstance(known[0], int):
        return known[0]
    return tuple(str(one) for one in known) or pack.not_known[:1]


def _allows(pack: Pack, question: Question, one: object) -> bool:
    if isinstance(one, str):
        in_shape = question.kind == "tag" and TAG.fullmatch(one) is not None
        return in_shape or one in question.values or one in pack.not_known
    return question.kind == "number" and type(one) is int and 0 <= one <= LARGEST_NUMBER


def _matters(pack: Pack, facts: Facts) -> dict[Matter, Licence]:
    applied: dict[Matter, Licence] = {}
    for rule in pack.matters:
        if rule.matter in applied or (rule.nothing_above and applied):
            continue
        if holds(rule.when, facts):
            applied[rule.matter] = rule.licence
    return applied


def _word(pack: Pack, facts: Facts, question: str) -> str | None:
    fact = facts[question]
    return fact[0] if isinstance(fact, tuple) and fact[0] not in pack.not_known else None
