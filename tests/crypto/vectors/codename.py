"""Codenames: crypto/vectors/codename.json, made and checked."""

from crypto import codename
from tests.crypto.vectors.kit import Check, Document, attempt, fixed, same, unhex
from tests.crypto.word_lists import LISTS


def make() -> Document:
    site, public = fixed("site"), fixed("public key", 1216)
    tens = [fixed("ten", 10), bytes(10), b"\xff" * 10]
    spelled = {tag: list(codename.to_words(tens[0], site, words)) for tag, words in LISTS.items()}
    digits = codename.to_digits(tens[0], site)
    every = list(LISTS)
    read = [(" ".join(words), [tag]) for tag, words in spelled.items()]
    read += [(" ".join(words), every) for words in spelled.values()]
    read += [
        ("".join(spelled["zh-Hans"]), ["en", "zh-Hans"]),
        (", ".join(word.upper() for word in spelled["es"]), ["es"]),
        (" ".join(word[:4] + "zzz" for word in spelled["en"]), ["en"]),
        ("\n".join(_unaccented(word) for word in spelled["fr"]), ["fr"]),
        (" ".join(spelled["ru"]).upper(), ["ru"]),
        (digits, []),
        (digits.replace(" ", "-"), every),
        *((digits.translate(_digits_from(zero)), []) for zero in (0x660, 0x6F0, 0x966, 0xFF10, 0x1040, 0x1D7D8)),
    ]
    wrong = [spelled["en"][0], *spelled["en"]][:8]
    mistyped = [" ".join(wrong), " ".join(spelled["en"][:7]), " ".join([*spelled["en"], "able"]), "", digits[:-1]]
    mistyped += [digits[:-1] + str(int(digits[-1]) ^ 1), "9" * 27, digits + "a", " ".join(spelled["ru"])[:-1]]
    return {
        "spell": [
            {
                "ten": ten.hex(),
                "site": site.hex(),
                "words": {tag: " ".join(codename.to_words(ten, site, words)) for tag, words in LISTS.items()},
                "digits": codename.to_digits(ten, site),
            }
            for ten in tens
        ],
        "read": [{"typed": typed, "lists": tags, "site": site.hex(), "ten": tens[0].hex()} for typed, tags in read]
        + [{"typed": typed, "lists": every, "site": site.hex(), "error": "CodenameError"} for typed in mistyped]
        + [{"typed": " ".join(spelled["en"]), "lists": ["en"], "site": bytes(32).hex(), "error": "CodenameError"}],
        "master_key": [
            {"ten": tens[0].hex(), "site": site.hex(), "mk": codename.master_key(tens[0], site).hex()},
            {"ten": tens[0][1:].hex(), "site": site.hex(), "error": "FormatError"},
        ],
        "words": [{"public": public.hex(), "list": "en", "words": " ".join(codename.words(public, LISTS["en"]))}],
    }


def _unaccented(word: str) -> str:
    return codename._fold(word)


def _digits_from(zero: int) -> dict[int, int]:
    return {ord("0") + digit: zero + digit for digit in range(10)}


def check_spell(one: Document, _: Document) -> None:
    ten, site = unhex(one["ten"]), unhex(one["site"])
    for tag, words in LISTS.items():
        assert " ".join(codename.to_words(ten, site, words)) == one["words"][tag]
    assert codename.to_digits(ten, site) == one["digits"]


def check_read(one: Document, _: Document) -> None:
    lists = [LISTS[tag] for tag in one["lists"]]
    same(attempt(one, lambda: codename.read(one["typed"], unhex(one["site"]), lists)), one.get("ten"))


def check_master_key(one: Document, _: Document) -> None:
    same(attempt(one, lambda: codename.master_key(unhex(one["ten"]), unhex(one["site"]))), one.get("mk"))


def check_words(one: Document, _: Document) -> None:
    assert " ".join(codename.words(unhex(one["public"]), LISTS[one["list"]])) == one["words"]


CHECKS: dict[str, Check] = {
    "spell": check_spell,
    "read": check_read,
    "master_key": check_master_key,
    "words": check_words,
}
