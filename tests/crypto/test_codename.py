"""Codenames in every list and script."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import codename
from crypto.errors import (
    CodenameError,
)
from tests.crypto.bridge import call, needs_node
from tests.crypto.strategies import keys, quick, refused
from tests.crypto.vectors.kit import fixed
from tests.crypto.word_lists import LISTS


@quick
@given(st.binary(min_size=10, max_size=10), keys, st.sampled_from(sorted(LISTS)))
def test_a_codename_reads_back_in_every_spelling(ten: bytes, site: bytes, tag: str) -> None:
    words = codename.to_words(ten, site, LISTS[tag])
    assert codename.read(" ".join(words).title(), site, LISTS.values()) == ten
    assert codename.read(codename.to_digits(ten, site), site, []) == ten
    refused(CodenameError, lambda: codename.read(" ".join(words[:-1]), site, LISTS.values()))


@pytest.mark.parametrize("tag", LISTS)
def test_no_two_words_of_a_list_are_read_alike(tag: str) -> None:
    assert len({codename._fold(word) for word in LISTS[tag]}) == codename.LIST_LENGTH == len(LISTS[tag])


def digit_rows() -> list[dict[int, int]]:
    """For each script that this Python knows, its ten digits in place of ours."""
    zeros = [code for code in range(sys.maxunicode + 1) if unicodedata.decimal(chr(code), None) == 0]
    return [{ord("0") + digit: zero + digit for digit in range(10)} for zero in zeros]


@needs_node
def test_digits_of_every_script_are_read_in_both_languages() -> None:
    ten, site = fixed("ten", 10), fixed("site")
    typed = [codename.to_digits(ten, site).translate(row) for row in digit_rows()]
    assert len(typed) > 60
    assert {codename.read(one, site, []) for one in typed} == {ten}
    assert call(*(("codename", "read", [one, site, []]) for one in typed)) == [ten] * len(typed)
