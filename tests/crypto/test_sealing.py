"""Padding, boxes and seals, for every input."""

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import case, signing, vault
from crypto.errors import (
    DecryptError,
    FormatError,
    NoMatch,
    TooLong,
)
from crypto.sealing import box, fresh_pair, open_sealed, pad, pair, seal, unbox, unpad
from tests.crypto.strategies import keys, labels, parts, quick, refused, spoil, thorough
from tests.crypto.vectors.kit import fixed


@thorough
@given(st.binary(max_size=60), st.integers(0, 70))
def test_padding_reads_back_or_is_too_long(content: bytes, size: int) -> None:
    if len(content) + 4 <= size:
        assert unpad(pad(content, size)) == content
    else:
        refused(TooLong, lambda: pad(content, size))


@thorough
@given(st.data(), st.binary(max_size=20), st.integers(24, 40))
def test_spoiled_padding_is_a_format_error_or_other_content(data: Any, content: bytes, size: int) -> None:
    spoiled = spoil(data.draw, pad(content, size))
    with contextlib.suppress(FormatError):
        assert unpad(spoiled) != content or len(spoiled) != size


@thorough
@given(st.data(), keys, labels, parts, st.binary(max_size=100))
def test_a_box_opens_whole_or_not_at_all(data: Any, key: bytes, label: str, some: list[bytes], content: bytes) -> None:
    boxed = box(key, label, *some, content=content)
    assert unbox(key, label, *some, boxed=boxed) == content
    refused(DecryptError, lambda: unbox(key, label, *some, boxed=spoil(data.draw, boxed)))
    refused(DecryptError, lambda: unbox(key, label, *some, b"more", boxed=boxed))


@quick
@given(st.data(), keys, labels, parts, st.binary(max_size=100))
def test_a_seal_opens_whole_or_not_at_all(
    data: Any, seed: bytes, label: str, some: list[bytes], content: bytes
) -> None:
    sealed = seal(pair(seed).public, label, *some, content=content)
    assert open_sealed(seed, label, *some, sealed=sealed) == content
    refused(NoMatch, lambda: open_sealed(seed, label, *some, sealed=spoil(data.draw, sealed)))
    refused(NoMatch, lambda: open_sealed(seed, label, *some, b"more", sealed=sealed))


def test_every_truncation_of_a_seal_and_of_a_box_is_the_named_error() -> None:
    own, key = fresh_pair(), fixed("key")
    sealed, boxed = seal(own.public, "slot", content=key), box(key, "card", content=key)
    for size in range(len(boxed)):
        refused(DecryptError, lambda size=size: unbox(key, "card", boxed=boxed[:size]))  # type: ignore[misc]
    for size in (*range(0, 1136, 71), *range(1100, len(sealed))):
        refused(NoMatch, lambda size=size: open_sealed(own.seed, "slot", sealed=sealed[:size]))  # type: ignore[misc]


@pytest.mark.parametrize("size", [0, 31, 33])
def test_keys_of_a_wrong_length_are_format_errors(size: int) -> None:
    key = bytes(size)
    for step in (
        lambda: signing.signer(key),
        lambda: pair(key),
        lambda: box(key, "x", content=b""),
        lambda: unbox(key, "x", boxed=bytes(40)),
        lambda: open_sealed(key, "x", sealed=bytes(1168)),
        lambda: case.root(key, bytes(32)),
        lambda: vault.keys(key),
    ):
        refused(FormatError, step)
    refused(FormatError, lambda: seal(bytes(1215), "x", content=b""))
