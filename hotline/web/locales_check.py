"""Checks the translations against English. `python -m hotline.web.locales_check [LANGUAGE ...]` says what is wrong.

What a machine can see: nothing missing and nothing left over, the same places to fill, all plural forms, telephone
numbers and codes as they are in English, words for officers in English too, no invisible signs, in French no sign that
could begin a line.
"""

import gettext
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message

from hotline.web.locales_build import COUNTS, ORIGINAL, forms, key, locale_of, plural_tags, read, sources

PLACE = re.compile(r"\{\w*\}")
COUNT = "{count}"
CODE = re.compile(r"[A-Z]+-\d+|\d[\d-]*\d{2}|[a-z.]+\.gov")
INVISIBLE = re.compile(r"[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
LOOSE = re.compile(r"(?<!\u00a0)[:;!?]")
TO_OFFICERS = re.compile(r"“(?:I|Am I) [^”]*”")
SPOKEN = ("safety.", "rights.")
LONG_WORDS = 5

Messages = Mapping[str, Message]


def main(languages: list[str]) -> int:
    """Say what is wrong with these languages, or with all. 1 when something is."""
    wrong = [text for language in languages or all_languages() for text in complaints(language)]
    for text in wrong:
        print(text)
    print(f"{len(wrong)} to mend." if wrong else "Nothing to mend.")
    return min(1, len(wrong))


def all_languages() -> list[str]:
    """Every language that there is any text in, as BCP 47 tags."""
    return sorted({language for language, _ in sources()})


def complaints(language: str) -> list[str]:
    """What is wrong with a language, one line each."""
    known = sources()
    domains = [domain for one, domain in known if one == ORIGINAL]
    found = []
    for domain in domains:
        if (language, domain) not in known:
            found.append(f"{language}/{domain}: there is no such file")
            continue
        original, path = known[ORIGINAL, domain], known[language, domain]
        found += [f"{language}/{domain}: {text}" for text in compare(original, path, language)]
    return found


def compare(original: Path, translation: Path, language: str) -> Iterator[str]:
    """What is wrong with one gettext file, as the translation of another into a language."""
    locale, catalog = locale_of(language), read(translation)
    source, translated = _messages(read(original)), _messages(catalog)
    yield from _header(catalog, locale)
    for name in source.keys() - translated.keys():
        yield f"{name} is missing"
    for name in [*(translated.keys() - source.keys()), *map(key, catalog.obsolete.values())]:
        yield f"{name} is left over"
    for name, message in translated.items():
        if name in source:
            yield from (f"{name} {text}" for text in _message(source[name], message, locale))


def _messages(catalog: Catalog) -> Messages:
    return {key(one): one for one in catalog if one.id and any(forms(one))}


def _header(catalog: Catalog, locale: Locale) -> Iterator[str]:
    if catalog.locale != locale:
        yield f"the header says that this is {catalog.locale_identifier}"
    tags, form = plural_tags(locale), gettext.c2py(catalog.plural_expr)
    if catalog.num_plurals != len(tags) or any(
        form(count) != tags.index(locale.plural_form(count)) for count in range(COUNTS)
    ):
        yield f"the header's Plural-Forms are not those of the language: {', '.join(tags)}"


def _message(source: Message, translated: Message, locale: Locale) -> Iterator[str]:
    if translated.fuzzy:
        yield "is marked fuzzy: a person has to look at it"
    texts = forms(translated)
    if isinstance(source.id, tuple) != isinstance(translated.id, tuple):
        yield "has plural forms here and not there"
    elif len(texts) not in (1, len(plural_tags(locale))) or not all(texts):
        yield f"needs {len(plural_tags(locale))} forms"
    else:
        yield from _places(source, translated, locale)
    for text in texts:
        yield from (complaint for complaint in _text(key(source), forms(source)[-1], text, locale))


def _places(source: Message, translated: Message, locale: Locale) -> Iterator[str]:
    """Each form has all places; only where a form is for one number alone, the number may be left out."""
    wanted = {place for text in forms(source) for place in PLACE.findall(text)}
    for at, text in enumerate(forms(translated)):
        places = set(PLACE.findall(text))
        if isinstance(source.id, tuple) and _is_for_one_number(plural_tags(locale)[at], locale):
            places |= {COUNT} & wanted
        if places != wanted:
            yield f"has the places {sorted(places)} and not {sorted(wanted)}"


def _is_for_one_number(tag: str, locale: Locale) -> bool:
    return sum(locale.plural_form(count) == tag for count in range(COUNTS)) == 1


def _text(name: str, source: str, text: str, locale: Locale) -> Iterator[str]:
    if INVISIBLE.search(text):
        yield "has an invisible sign: leave it out"
    if text != text.strip():
        yield "has blanks at an end"
    if any(sign.isdigit() and not sign.isascii() for sign in text):
        yield "has digits other than 0 to 9"
    if sorted(CODE.findall(text)) != sorted(CODE.findall(source)):
        yield f"has the numbers and codes {CODE.findall(text)} and not {CODE.findall(source)}"
    if locale.language == ORIGINAL:
        return
    if name.startswith(SPOKEN) and any(words not in text for words in TO_OFFICERS.findall(source)):
        yield f"lacks the words for officers in English: {' '.join(TO_OFFICERS.findall(source))}"
    if locale.language == "fr" and LOOSE.search(TO_OFFICERS.sub("", text)):
        yield "has a : ; ! or ? without a no-break space (U+00A0) before it"
    if text == source and len(text.split()) >= LONG_WORDS:
        yield "is not translated"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
