"""The languages that codenames have words in, and their BIP-39 lists as PyPI's mnemonic carries them.

The one table for both twins: Python reads the lists from here, and the build writes what the browser reads. Where a
language has no list, a codename is shown as digits. Standard library alone, because the build runs with nothing else.
"""

from functools import cache
from importlib.resources import files

ENGLISH = "en"
# From a language's BCP 47 tag to the name of its list.
LISTS = {
    ENGLISH: "english",
    "es": "spanish",
    "fr": "french",
    "pt": "portuguese",
    "zh-Hans": "chinese_simplified",
    "ru": "russian",
}
LIST_LENGTH = 2048
# A word that mnemonic 0.21 carries with a broken letter, which nobody could type; the list is in order of letters.
MENDED = {"сно\ufffd\ufffdа": "снова"}  # noqa: RUF001


@cache
def word_list(tag: str = ENGLISH) -> tuple[str, ...]:
    """The 2048 words of the list of a language in LISTS. ValueError when the package no longer has them whole."""
    text = files("mnemonic").joinpath("wordlist", f"{LISTS[tag]}.txt").read_text(encoding="utf-8")
    words = tuple(MENDED.get(word, word) for word in text.split())
    if len(set(words)) != LIST_LENGTH or "\ufffd" in "".join(words):
        raise ValueError(f"PyPI's mnemonic no longer has {LIST_LENGTH} whole words in its list {LISTS[tag]}")
    return words


def list_for(language: str) -> str | None:
    """The tag in LISTS for a language of BCP 47: its own or its first part's; None where there is no list."""
    return next((tag for tag in (language, language.split("-")[0]) if tag in LISTS), None)
