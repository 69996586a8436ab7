"""The caller's texts: three languages, the same keys, the same places to fill, and an honest mark."""

import re
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from hotline.web.locales_build import read_catalogue, sources, write_catalogues

LANGUAGES = ("en", "es", "ar")
DOMAINS = ("caller", "us-immigration")
PLACE = re.compile(r"\{\w+\}")


def _texts(language: str) -> dict[str, str | list[str]]:
    texts: dict[str, str | list[str]] = {}
    for domain in DOMAINS:
        texts |= _catalogue(language, domain)["messages"]
    return texts


def _catalogue(language: str, domain: str) -> dict[str, Any]:
    return read_catalogue(sources()[language, domain], language)


def _places(text: str | list[str]) -> set[str]:
    return {place for form in ([text] if isinstance(text, str) else text) for place in PLACE.findall(form)}


@pytest.mark.parametrize("language", ["es", "ar"])
def test_a_translation_has_the_places_of_its_message(language: str) -> None:
    source, translated = _texts("en"), _texts(language)
    assert set(translated) <= set(source)
    for key, text in translated.items():
        assert _places(text) - {"{count}"} == _places(source[key]) - {"{count}"}, key
        assert isinstance(text, str) == isinstance(source[key], str), key


def test_what_nobody_has_reviewed_says_so() -> None:
    marks = {language: _catalogue(language, "caller") for language in LANGUAGES}
    assert [marks[language]["reviewed"] for language in LANGUAGES] == [True, False, False]
    assert [marks[language]["direction"] for language in LANGUAGES] == ["ltr", "ltr", "rtl"]
    assert [marks[language]["name"] for language in LANGUAGES] == ["English", "Español", "العربية"]


@pytest.mark.parametrize(("language", "domain"), sources())
def test_every_plural_has_all_forms_of_its_language(language: str, domain: str) -> None:
    with sources()[language, domain].open("rb") as file:
        catalog = read_po(file, locale=language)
    for message in catalog:
        if isinstance(message.id, tuple):
            forms = message.string
            assert isinstance(forms, tuple)
            assert len(forms) == catalog.num_plurals
            assert all(forms)


def test_a_catalogue_is_built_for_each_language(tmp_path: Path) -> None:
    write_catalogues(tmp_path)
    assert {path.parent.name for path in tmp_path.glob("*/caller.json")} == set(LANGUAGES)
    assert all(path.stat().st_size < 40_000 for path in tmp_path.glob("*/caller.json"))
