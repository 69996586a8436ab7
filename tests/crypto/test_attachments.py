"""Attachments, for every input."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from crypto import attachments, conversation
from crypto.errors import (
    DecryptError,
)
from tests.crypto.strategies import refused, spoil


@settings(max_examples=8, deadline=None)
@given(st.data(), st.integers(1, 140_000))
def test_an_attachment_opens_whole_or_not_at_all(data: Any, size: int) -> None:
    key, content = attachments.draw(), bytes(size - 1) + b"\1"
    chunks = attachments.seal_chunks(key, content)
    assert attachments.open_chunks(key, chunks, size) == content
    last = chunks[-1]
    chunks[-1] = conversation.Cell(last.address, last.lock, spoil(data.draw, last.ciphertext))
    refused(DecryptError, lambda: attachments.open_chunks(key, chunks, size))
