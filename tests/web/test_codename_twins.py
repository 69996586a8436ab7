"""In which words a codename is shown to whom, and whose words are read first: the same in both languages."""

import pytest

from hotline.client.words import read_codename, spelled
from hotline.web.texts import languages
from hotline.word_lists import LISTS, list_for, word_list
from tests.crypto.bridge import needs_node
from tests.crypto.vectors.codename import IN_EITHER_LIST, IN_TWO_LISTS
from tests.crypto.vectors.kit import fixed
from tests.web.test_peers_are_twins import ask

TEN, SITE = fixed("ten", 10), fixed("site")
WITHOUT = ("ht", "pa", "ar", "vi", "am", "uk")
OTHERS = ("pt-BR", "pt-PT", "es-MX", "zh-Hant", "quc", "x")


def _hex(octets: bytes) -> dict[str, str]:
    return {"$": octets.hex()}


@needs_node
def test_each_language_is_shown_the_same_words_or_digits() -> None:
    tags = [*LISTS, *WITHOUT, *OTHERS, *languages()]
    asked = ask(*(("made", "spelled", [_hex(TEN), _hex(SITE), tag]) for tag in tags))
    assert asked == [list(spelled(TEN, SITE, tag)) for tag in tags]


def test_a_language_without_a_list_is_shown_digits_and_a_region_the_words_of_its_language() -> None:
    assert {tag: list_for(tag) for tag in WITHOUT} == dict.fromkeys(WITHOUT)
    assert [list_for(tag) for tag in OTHERS] == ["pt", "pt", "es", None, None, None]
    assert [len(spelled(TEN, SITE, tag)) for tag in ("ht", "pt-BR")] == [9, 8]
    assert set(spelled(TEN, SITE, "pt-BR")) <= set(word_list("pt"))


@needs_node
@pytest.mark.parametrize("language", [*LISTS, *WITHOUT])
def test_any_spelling_is_read_on_a_page_in_any_language(language: str) -> None:
    typed = [" ".join(spelled(TEN, SITE, tag)) for tag in (*LISTS, "ht")]
    assert {read_codename(one, SITE, language) for one in typed} == {TEN}
    found = ask(*(("made", "readCodename", [one, _hex(SITE), language]) for one in typed))
    assert found == [_hex(TEN)] * len(typed)


@needs_node
def test_of_two_lists_the_check_byte_decides_and_the_pages_language_is_read_first() -> None:
    right = {typed: order[0] for order, typed in IN_TWO_LISTS.items()}
    cases = [(typed, page, right[typed]) for typed in right for page in ("en", "fr", "ar")]
    cases += [(IN_EITHER_LIST, page, page) for page in ("en", "fr")]
    wanted = []
    for typed, page, tag in cases:
        ten = read_codename(typed, SITE, page)
        assert spelled(ten, SITE, tag) == tuple(typed.split())
        wanted.append(_hex(ten))
    assert ask(*(("made", "readCodename", [typed, _hex(SITE), page]) for typed, page, _ in cases)) == wanted
