"""Codenames: 80 random bits and 8 to check them, as words or digits, and the keys they yield. docs/protocol.md, 2.

    codename = ten ‖ kdf(site, "codename/check", ten)[0]        88 bits, big-endian
    words    = 8 indices of 11 bits into a BIP-39 list          digits = the number, 27 decimal digits in threes
    mk       = stretch(ten, kdf(site, "codename/salt")[:16])

Word lists are parameters: each is a sequence of 2048 words. When reading, case and accents are ignored, and in a list
whose words all differ in their first four letters what follows those.
"""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from secrets import token_bytes

from crypto.errors import CodenameError, FormatError
from crypto.hashing import digest, kdf, number
from crypto.sizes import KEY, SALT
from crypto.stretching import stretch

TEN = 10
WORDS = 8
WORD_BITS = 11
LIST_LENGTH = 1 << WORD_BITS
DIGITS = 27
FINGERPRINT_WORDS = 6
FIRST_LETTERS = 4


def draw() -> bytes:
    """Ten random bytes: what a new codename stands for."""
    return token_bytes(TEN)


def master_key(ten: bytes, site: bytes) -> bytes:
    """mk, from which every key of this codename follows; as slow as `stretch`."""
    return stretch(_ten(ten), kdf(site, "codename/salt")[:SALT])


def to_words(ten: bytes, site: bytes, words: Sequence[str]) -> tuple[str, ...]:
    """The eight words of a codename in one list."""
    return _spell(number(_checked(ten, site)), WORDS, words)


def to_digits(ten: bytes, site: bytes) -> str:
    """The 27 digits of a codename, in groups of three."""
    digits = str(number(_checked(ten, site))).zfill(DIGITS)
    return " ".join(digits[at : at + 3] for at in range(0, DIGITS, 3))


def read(text: str, site: bytes, lists: Iterable[Sequence[str]]) -> bytes:
    """The ten bytes of what was typed: words of one of the lists, tried whole one after another, or digits.

    Digits may be of any script. CodenameError when no reading has the right check byte.
    """
    digits = _digits(text)
    for value in [digits] if digits is not None else (_indices(text, words) for words in lists):
        if value is not None and value < 1 << (8 * (TEN + 1)):
            eleven = value.to_bytes(TEN + 1, "big")
            if _checked(eleven[:TEN], site) == eleven:
                return eleven[:TEN]
    raise CodenameError("this is no codename; a word or digit is mistyped")


def strange_word(text: str, lists: Iterable[Sequence[str]]) -> str | None:
    """The first typed word that is in none of the lists, as it was typed; None when each is in one, and for digits."""
    every = list(lists)
    characters = {_fold(word) for words in every for word in words if len(word) == 1}
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(one if _is_of_a_word(one) and _fold(one) not in characters else " " for one in composed)
    readers = [_reader(words) for words in every]
    return next((word for word in kept.split() if all(None in found(word) for found in readers)), None)


def words(public_key: bytes, word_list: Sequence[str]) -> tuple[str, ...]:
    """The six words by which people compare a public key: the first 66 bits of its stretched hash."""
    stretched = number(stretch(digest(public_key), b"hotline/v1/words"))
    return _spell(stretched >> (8 * KEY - FINGERPRINT_WORDS * WORD_BITS), FINGERPRINT_WORDS, word_list)


def _ten(ten: bytes) -> bytes:
    if len(ten) != TEN:
        raise FormatError("a codename stands for ten bytes")
    return ten


def _checked(ten: bytes, site: bytes) -> bytes:
    return _ten(ten) + kdf(site, "codename/check", ten)[:1]


def _spell(value: int, length: int, word_list: Sequence[str]) -> tuple[str, ...]:
    if len(word_list) != LIST_LENGTH:
        raise FormatError("a word list has 2048 words")
    return tuple(word_list[value >> (WORD_BITS * place) & (LIST_LENGTH - 1)] for place in reversed(range(length)))


def _digits(text: str) -> int | None:
    """The number spelled by 27 digits of any script; None when the text holds letters or another count of digits."""
    numerals = [unicodedata.decimal(character, None) for character in text]
    if any(character.isalpha() for character in text):
        return None
    found = [numeral for numeral in numerals if numeral is not None]
    return int("".join(map(str, found))) if len(found) == DIGITS else None


def _indices(text: str, word_list: Sequence[str]) -> int | None:
    typed = _reader(word_list)(text)
    if len(typed) != WORDS:
        return None
    value = 0
    for index in typed:
        if index is None:
            return None
        value = value << WORD_BITS | index
    return value


def _reader(word_list: Sequence[str]) -> Callable[[str], list[int | None]]:
    """Gives for each word of a text its place in the list; None for a word that is not there."""
    folded = [_fold(word) for word in word_list]
    kept = FIRST_LETTERS if len({word[:FIRST_LETTERS] for word in folded}) == len(folded) else None
    known = {word[:kept]: index for index, word in enumerate(folded)}
    single = all(len(word) == 1 for word in folded)
    return lambda text: [known.get(word[:kept]) for word in _split(_fold(text), single)]


def _split(folded: str, single_characters: bool) -> list[str]:
    """Words parted by anything that is no letter; single characters each by itself."""
    parted = "".join(character if character.isalpha() else " " for character in folded)
    return list(parted.replace(" ", "")) if single_characters else parted.split()


def _is_of_a_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM"


def _fold(text: str) -> str:
    """Lower case without marks."""
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(character for character in decomposed if unicodedata.category(character)[0] != "M")
    return unicodedata.normalize("NFC", plain.lower())
