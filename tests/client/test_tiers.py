"""To whom any case is sealed, whatever is answered and whichever desks there are."""

from typing import Any

from hypothesis import given, settings

from crypto.directory import Desk
from crypto.sizes import Hour
from hotline.client.tiers import desks_for, slots_for
from hotline.triage.evaluate import evaluate
from tests.triage.test_danger import ANSWERS, PACK
from tests.triage.test_route import DESKS, TIMES, a_desk, a_directory


@settings(deadline=None)
@given(answers=ANSWERS, desks=DESKS, now=TIMES)
def test_every_card_gets_three_slots_and_no_desk_stands_behind_one_that_nobody_opens(
    answers: dict[str, Any], desks: list[Desk], now: int
) -> None:
    promised = {str(level.id): 60 for level in PACK.classes}
    directory = a_directory([*desks, a_desk(id="duty", duty=True, epochs=[{"from": 0, "to": 2**31}])], promised)
    found = desks_for(directory, evaluate(PACK, answers), now)
    slots = slots_for(found, Hour(now // 3600))
    assert len(slots) == 3
    assert [slot.seal_pk is not None for slot in slots] == [at < len(found) for at in range(3)]
    assert found[-1].duty
    assert len({desk.id for desk in found}) == len(found)
