"""Cells, for every input."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crypto import conversation
from crypto.errors import (
    NoMatch,
)
from crypto.sealing import fresh_pair
from tests.crypto.strategies import json_values, quick, refused, spoil, text
from tests.crypto.vectors.kit import fixed


@quick
@given(st.data(), st.dictionaries(text, json_values, max_size=3))
def test_a_cell_opens_whole_or_not_at_all(data: Any, document: dict[str, Any]) -> None:
    own, root = fresh_pair(), fixed("root")
    message = conversation.Message(0, own.public, document)
    cell = conversation.seal_message(own.public, root, 0, 0, message)
    held = conversation.OwnKeys(fresh_pair().seed, own.seed)
    assert conversation.open_message(held, root, 0, 0, cell) == (message, own.seed)
    spoiled = conversation.Cell(cell.address, cell.lock, spoil(data.draw, cell.ciphertext))
    refused(NoMatch, lambda: conversation.open_message(held, root, 0, 0, spoiled))
    elsewhere = conversation.Cell(cell.address, spoil(data.draw, cell.lock), cell.ciphertext)
    refused(NoMatch, lambda: conversation.open_message(held, root, 0, 0, elsewhere))
