"""What the other end sends is taken for what it says it is only where that is a text."""

from typing import Any

import pytest

from hotline.client.thread import LOST, TEXT, Entry


@pytest.mark.parametrize("strange", [None, 7, True, ["lost"], {"toString": "lost"}])
def test_a_field_that_is_no_text_is_none(strange: Any) -> None:
    entry = Entry(0, mine=False, term=0, document={"kind": strange, "text": strange})
    assert (entry.kind, entry.text) == (TEXT, "")


def test_a_field_that_is_a_text_is_that() -> None:
    entry = Entry(0, mine=False, term=0, document={"kind": LOST, "text": "words", "code": "advice"})
    assert (entry.kind, entry.text, entry.word("code"), entry.word("desk")) == (LOST, "words", "advice", "")
