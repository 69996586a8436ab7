"""What the property tests draw, and how they spoil it."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st

from crypto.errors import (
    ProtocolError,
)

quick = settings(max_examples=30, deadline=None)
thorough = settings(max_examples=150, deadline=None)
keys = st.binary(min_size=32, max_size=32)
parts = st.lists(st.binary(max_size=40), max_size=4)
labels = st.text(st.characters(codec="ascii", exclude_categories=["C"]), max_size=20)
whole = st.integers(-(2**53) + 1, 2**53 - 1)
text = st.text(st.characters(exclude_categories=["Cs"]))
json_values = st.recursive(
    st.none() | st.booleans() | whole | st.floats(-1e9, 1e9) | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=12,
)


def spoil(draw: Any, octets: bytes) -> bytes:
    """One flipped bit, a cut, or a byte too many."""
    match draw(st.sampled_from(["flip", "cut", "grow"])):
        case "flip":
            at, bit = draw(st.integers(0, len(octets) - 1)), draw(st.integers(0, 7))
            return octets[:at] + bytes([octets[at] ^ 1 << bit]) + octets[at + 1 :]
        case "cut":
            size: int = draw(st.integers(0, len(octets) - 1))
            return octets[:size]
        case _:
            more: bytes = draw(st.binary(min_size=1, max_size=3))
            return octets + more


def refused(error: type[ProtocolError], step: Callable[[], object]) -> None:
    with pytest.raises(error) as caught:
        step()
    assert caught.type is error
