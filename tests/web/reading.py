"""How hard an English text is to read: the school year of Flesch and Kincaid.

Pyphen hyphenates, so it never parts a single letter from a word; groups of vowels are counted beside it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from pyphen import Pyphen  # type: ignore[import-untyped]

from hotline.web.locales_build import forms, read

HYPHENS = Pyphen(lang="en_US")
WORD = re.compile(r"[A-Za-z][A-Za-z'\u2019-]*")
END = re.compile(r"[.!?]+[”)]*(?:\s|$)")
VOWELS = re.compile(r"[aeiouy]+")
SILENT_E = re.compile(r"(?<!l)e$")
PLACE = re.compile(r"\{\w+\}")
LABEL_WORDS = 4


def running_text(path: Path) -> Iterator[str]:
    """The texts of a gettext file that are sentences, each ended by a point; short labels are none."""
    for message in read(path):
        for text in forms(message) if message.id else ():
            plain = PLACE.sub("this", text)
            if END.search(plain) or len(plain.split()) > LABEL_WORDS:
                yield plain if END.search(plain) else f"{plain}."


def grade(text: str) -> float:
    """The year of school in which it can be read (Kincaid et al., 1975)."""
    words = WORD.findall(text)
    sentences = len(END.findall(text))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def _syllables(word: str) -> int:
    spoken = SILENT_E.sub("", word.lower())
    return max(1 + len(HYPHENS.positions(word)), len(VOWELS.findall(spoken)))
