"""How codenames and fingerprints are spelled and read with the lists of words. docs/protocol.md, 2."""

from crypto import codename
from hotline.word_lists import LISTS, list_for, word_list


def spelled(ten: bytes, site: bytes, language: str) -> tuple[str, ...]:
    """A codename's eight words in a language's list, or its nine groups of digits where the language has none."""
    tag = list_for(language)
    return codename.to_words(ten, site, word_list(tag)) if tag else tuple(codename.to_digits(ten, site).split())


def read_codename(text: str, site: bytes, language: str = "en") -> bytes:
    """The ten bytes of what was typed, the page's language tried first. CodenameError when it is none."""
    first = list_for(language)
    return codename.read(text, site, (word_list(tag) for tag in sorted(LISTS, key=lambda tag: tag != first)))


def fingerprint(public_key: bytes) -> tuple[str, ...]:
    """The six English words by which people compare a key. As slow as `stretch`."""
    return codename.words(public_key, word_list())
