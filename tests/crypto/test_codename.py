"""Codenames in every list and script."""

import sys
import unicodedata
from contextlib import suppress
from functools import cache

import pytest
from hypothesis import given, settings
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
def test_every_word_of_a_list_can_be_typed_and_is_read_as_no_other(tag: str) -> None:
    assert all(one.isalpha() or unicodedata.combining(one) for word in LISTS[tag] for one in word)
    assert len({codename._fold(word) for word in LISTS[tag]}) == codename.LIST_LENGTH == len(LISTS[tag])


def test_four_letters_are_enough_in_every_list_but_the_russian() -> None:
    ten, site = fixed("ten", 10), fixed("site")
    enough = set()
    for tag, words in LISTS.items():
        short = " ".join(codename._fold(word)[: codename.FIRST_LETTERS] for word in codename.to_words(ten, site, words))
        with suppress(CodenameError):
            enough |= {tag} if codename.read(short, site, [words]) == ten else set()
    assert enough == set(LISTS) - {"ru"}


SEPARATORS = {
    "words": [" ", "\n", ", ", " - ", "\u3000", " / ", "\t", ". 7. "],
    "digits": ["", " ", "-", "\n", ",", "، "],
}


@st.composite
def typings(draw: st.DrawFn) -> tuple[str, bytes, bytes]:
    """What someone types, for which codename and site."""
    ten, site = draw(st.binary(min_size=10, max_size=10)), draw(keys)
    tag = draw(st.sampled_from([*LISTS, "digits"]))
    if tag == "digits":
        row, mark = draw(st.sampled_from(digit_rows())), draw(st.sampled_from(SEPARATORS["digits"]))
        return mark.join(codename.to_digits(ten, site).split()).translate(row), ten, site
    mark = draw(st.sampled_from([*SEPARATORS["words"], *([""] if tag == "zh-Hans" else [])]))
    case = draw(st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
    words = case(mark.join(codename.to_words(ten, site, LISTS[tag])))
    return unicodedata.normalize("NFKD" if draw(st.booleans()) else "NFC", words), ten, site


@needs_node
@settings(max_examples=4, deadline=None)
@given(st.lists(typings(), min_size=25, max_size=25))
def test_however_it_is_typed_both_languages_read_it(typed: list[tuple[str, bytes, bytes]]) -> None:
    lists = list(LISTS.values())
    assert [codename.read(text, site, lists) for text, _, site in typed] == [ten for _, ten, _ in typed]
    assert call(*(("codename", "read", [text, site, lists]) for text, _, site in typed)) == [ten for _, ten, _ in typed]


@cache
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
