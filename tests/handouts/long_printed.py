"""Cards and sheets in every language on paper of every size. Long: run by `make drill`."""

import pytest

from hotline.handouts.paper import SIZES
from tests.handouts.test_printed import both, every, stands_well


@every
@both
@pytest.mark.parametrize("page", SIZES)
def test_nothing_overlaps_or_stands_outside(language: str, form: str, page: str) -> None:
    stands_well(language, form, page)
