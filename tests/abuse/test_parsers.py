"""Every parser gives an answer or a documented error, whatever a stranger wrote; for longer in long_parsers.py."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.abuse.parsers import BEGINNINGS, PARSERS, feed
from tests.crypto.strategies import json_values, spoil

some = settings(max_examples=10, deadline=None)


def _shaken(draw: Any, value: Any) -> Any:
    """A document with any value in any place."""
    if draw(st.integers(0, 5)) == 0:
        return draw(json_values)
    if isinstance(value, dict):
        return {name: _shaken(draw, one) for name, one in value.items()}
    return [_shaken(draw, one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", PARSERS)
@some
@given(octets=st.binary(max_size=300))
def test_any_octets_are_read_or_refused(name: str, octets: bytes) -> None:
    feed(PARSERS[name], octets)


@pytest.mark.parametrize("name", BEGINNINGS)
@some
@given(data=st.data())
def test_what_is_nearly_right_is_read_or_refused(name: str, data: st.DataObject) -> None:
    feed(PARSERS[name], spoil(data.draw, BEGINNINGS[name]))


@pytest.mark.parametrize("name", sorted(BEGINNINGS.keys() - {"codename", "link"}))
@some
@given(data=st.data())
def test_any_value_in_any_place_of_a_document_is_read_or_refused(name: str, data: st.DataObject) -> None:
    begins = BEGINNINGS[name].index(b'{"')
    head, document = BEGINNINGS[name][:begins], json.loads(BEGINNINGS[name][begins:])
    document = _shaken(data.draw, document)
    feed(PARSERS[name], head + json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass"))
