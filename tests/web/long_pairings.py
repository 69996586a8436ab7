"""Further pairings of page and Python peer that go the whole way. Long: run by `make drill`."""

import pytest

from tests.web.alone import site
from tests.web.conftest import Aside, OpenPage
from tests.web.test_pairings import goes_the_whole_way

__all__ = ["site"]


@pytest.mark.parametrize(
    ("calling", "responding"), [("page ar", "page"), ("page es", "peer"), ("peer", "page"), ("peer", "peer")]
)
def test_a_case_goes_the_whole_way(open_page: OpenPage, aside: Aside, calling: str, responding: str) -> None:
    goes_the_whole_way(open_page, aside, calling, responding)
