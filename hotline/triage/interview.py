"""From the answers so far to what comes next. Pure, and twin of js/interview.js."""

from hotline.triage.conditions import holds
from hotline.triage.evaluate import Answers, known_facts
from hotline.triage.model import Pack, Step


def steps(pack: Pack, answers: Answers) -> tuple[Step, ...]:
    """All that she is asked and shown before she tells, in order, by the answers so far.

    What is not answered yet counts as not known, so what follows an answer changes with it; what stands before does
    not. Raises UnknownQuestion and UnknownAnswer.
    """
    facts = known_facts(pack, answers)
    return tuple(step for step in pack.interview.steps if holds(step.when, facts))


def sends_first(pack: Pack, answers: Answers) -> bool:
    """Whether she sends right after the steps. Raises UnknownQuestion and UnknownAnswer."""
    return holds(pack.interview.sends_first, known_facts(pack, answers))


def beside(pack: Pack, answers: Answers, screen: str) -> tuple[str, ...]:
    """The questions on a screen that is there anyway. Raises UnknownQuestion and UnknownAnswer."""
    facts = known_facts(pack, answers)
    return tuple(one.id for one in pack.interview.beside if one.screen == screen and holds(one.when, facts))


def wording(pack: Pack, answers: Answers, question: str) -> str | None:
    """Which other words a question is asked in: the id of the first wording that holds. Raises as the others do."""
    facts = known_facts(pack, answers)
    fitting = (one.id for one in pack.interview.wordings if question in one.of and holds(one.when, facts))
    return next(fitting, None)
