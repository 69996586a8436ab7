"""A classifier that is given sizes and times of 2,000 exchanges cannot tell checking, finding and sending apart.

The same one can, as soon as padding or rhythm is taken away: so it is no weak one. Long: run by `make drill`.
"""

import asyncio
from math import sqrt

import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_predict

from hotline.stack.supervise import Stack
from tests.abuse.conftest import published
from tests.abuse.pages import KINDS, PACED, Play, Seen, in_rhythm, play, unpadded, without_rhythm
from tests.conftest import StartStack
from tests.organizations import Organization

PAGES, EACH, FEWER = 34, 22, 8
CHANCE = 1 / len(KINDS)
MARGIN, KNOWN = 0.05, 0.9
NORMAL_95 = 1.96


@pytest.fixture
def paced(start_stack: StartStack, organization: Organization) -> Stack:
    """A hotline whose rhythm is shorter than people need."""
    return published(start_stack, organization, **PACED)


def _watch(stack: Stack, organization: Organization, how: Play, each: int) -> list[Seen]:
    """As many of each kind, so that chance is what it is."""
    seen = asyncio.run(play(stack, organization, PAGES, each, how))
    least = min(sum(one.kind == kind for one in seen) for kind in KINDS)
    return [one for kind in KINDS for one in [one for one in seen if one.kind == kind][:least]]


def _right(seen: list[Seen]) -> tuple[float, float]:
    """The share that the classifier tells rightly of those it did not learn from, and the 95 % interval's upper end."""
    forest = RandomForestClassifier(300, min_samples_leaf=3)
    said = cross_val_predict(forest, [one.features() for one in seen], [one.kind for one in seen], cv=10)
    share = sum(one.kind == kind for one, kind in zip(seen, said, strict=True)) / len(seen)
    return share, share + NORMAL_95 * sqrt(share * (1 - share) / len(seen))


def test_network_cannot_tell_what_a_caller_does(paced: Stack, organization: Organization) -> None:
    seen = _watch(paced, organization, in_rhythm, EACH)
    assert len(seen) >= 2000
    share, upper = _right(seen)
    without_padding, _ = _right([unpadded(one) for one in seen])
    print(f"{len(seen)} exchanges: {share:.3f} told rightly, {upper:.3f} at most; unpadded {without_padding:.3f}")
    assert upper < CHANCE + MARGIN
    assert without_padding > KNOWN


def test_network_can_tell_where_there_is_no_rhythm(paced: Stack, organization: Organization) -> None:
    seen = _watch(paced, organization, without_rhythm, FEWER)
    share, _ = _right(seen)
    print(f"{len(seen)} exchanges without a rhythm: {share:.3f} told rightly")
    assert share > KNOWN
