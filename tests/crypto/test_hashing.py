"""Encoding, numbers and JSON, for every input."""

from typing import Any

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import given
from hypothesis import strategies as st

from crypto.errors import (
    FormatError,
)
from crypto.hashing import dump_json, encode, number, parse_json, stretch, u8, u16, u32, u64
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


def test_stretching_is_the_argon2id_of_rfc_9106() -> None:
    """libsodium cannot run the RFC's vector (secret, associated data, four lanes). OpenSSL can, and agrees with it."""
    rfc = Argon2id(
        salt=b"\2" * 16, length=32, iterations=3, lanes=4, memory_cost=32, ad=b"\4" * 12, secret=b"\3" * 8
    )  # RFC 9106, 5.3
    assert rfc.derive(b"\1" * 32).hex() == "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    ours = Argon2id(salt=bytes(16), length=32, iterations=2, lanes=1, memory_cost=64 * 1024)
    assert stretch(b"ten bytes!", bytes(16)) == ours.derive(b"ten bytes!")
