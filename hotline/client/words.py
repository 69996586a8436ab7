"""Word lists, and how codenames and fingerprints are spelled with them. docs/protocol.md, 2.

The lists are the BIP-39 lists of PyPI's mnemonic, read from the package.
"""

from functools import cache
from importlib.resources import files

from crypto import codename

ENGLISH = "english"
LANGUAGES = {
    "en": ENGLISH,
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "pt": "portuguese",
    "cs": "czech",
    "ja": "japanese",
    "ko": "korean",
    "ru": "russian",
    "tr": "turkish",
    "zh-Hans": "chinese_simplified",
    "zh-Hant": "chinese_traditional",
}


@cache
def word_list(name: str = ENGLISH) -> tuple[str, ...]:
    """The 2048 words of one list."""
    text = files("mnemonic").joinpath("wordlist", f"{name}.txt").read_text(encoding="utf-8")
    return tuple(text.split())


def list_for(language: str) -> str:
    """The name of the list for a language of BCP 47; English where there is none."""
    return LANGUAGES.get(language) or LANGUAGES.get(language.split("-")[0], ENGLISH)


def read_codename(text: str, site: bytes, language: str = "en") -> bytes:
    """The ten bytes of what was typed, the page's language tried first. CodenameError when it is none."""
    first = list_for(language)
    names = [first, *(name for name in LANGUAGES.values() if name != first)]
    return codename.read(text, site, (word_list(name) for name in names))


def fingerprint(public_key: bytes) -> tuple[str, ...]:
    """The six English words by which people compare a key. As slow as `stretch`."""
    return codename.words(public_key, word_list())
