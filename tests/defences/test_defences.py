"""What `make drill` takes out is there to be taken out, and so are the tests that speak for it."""

import pytest

from tests.defences.defence import Defence
from tests.defences.long_defences import DEFENCES, ROOT


def test_each_defence_has_a_name_of_its_own() -> None:
    assert len({one.name for one in DEFENCES}) == len(DEFENCES) > 100


@pytest.mark.parametrize("defence", DEFENCES, ids=lambda defence: defence.name)
def test_its_text_and_its_test_stand_where_they_are_looked_for(defence: Defence) -> None:
    for name, text, instead in defence.edits:
        assert text != instead
        assert text in (ROOT / name).read_text(encoding="utf-8"), name
    file, _, function = defence.test.partition("::")
    assert f"def {function}(" in (ROOT / file).read_text(encoding="utf-8") or not function
