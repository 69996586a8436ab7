"""Encoding, numbers and JSON, for every input."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crypto.errors import FormatError
from crypto.hashing import dump_json, encode, number, parse_json, u8, u16, u32, u64
from tests.crypto.strategies import json_values, labels, parts, refused, thorough


@thorough
@given(st.tuples(labels, parts), st.tuples(labels, parts))
def test_no_two_lists_of_parts_have_the_same_encoding(one: Any, two: Any) -> None:
    assert (encode(one[0], *one[1]) == encode(two[0], *two[1])) == (one == two)


@thorough
@given(json_values)
def test_what_is_written_as_json_reads_back(value: Any) -> None:
    octets = dump_json(value)
    assert parse_json(octets) == value


@thorough
@given(st.binary(max_size=80))
def test_whatever_reads_as_json_can_be_written(octets: bytes) -> None:
    try:
        value = parse_json(octets)
    except FormatError:
        return
    assert parse_json(dump_json(value)) == value


@thorough
@given(st.sampled_from([(8, u8), (16, u16), (32, u32), (64, u64)]), st.integers(-(2**70), 2**70))
def test_a_number_fits_its_field_or_is_refused(field: Any, value: int) -> None:
    bits, make = field
    if 0 <= value < 2**bits:
        assert number(make(value)) == value
    else:
        refused(FormatError, lambda: make(value))
