"""Codenames: crypto/vectors/codename.json, made and checked."""

from unicodedata import combining, normalize

from crypto import codename
from tests.crypto.vectors.kit import Check, Document, attempt, fixed, same, unhex
from tests.crypto.word_lists import LISTS

# English words that are French ones too, so that each line is eight words of both lists. The check byte is right when
# they are read as English, as French, as either.
IN_TWO_LISTS = {
    ("en", "fr"): "service cruel palace coyote volume jaguar usage relief",
    ("fr", "en"): "train suspect panda double bonus surprise figure piano",
}
IN_EITHER_LIST = "machine romance muscle voyage minute humble immense surprise"


def make() -> Document:
    site, public = fixed("site"), fixed("public key", 1216)
    tens = [fixed("ten", 10), bytes(10), b"\xff" * 10, _beginning_with(1572)]
    spelled = {tag: list(codename.to_words(tens[0], site, words)) for tag, words in LISTS.items()}
    digits = codename.to_digits(tens[0], site)
    every = list(LISTS)
    read = [(" ".join(words), [tag], tens[0]) for tag, words in spelled.items()]
    read += [(typed, every, tens[0]) for typed in [" ".join(words) for words in spelled.values()]]
    read += [(typed, every, tens[0]) for typed in [*_disguised(spelled), *_disguised_digits(digits)]]
    read += [(digits, [], tens[0]), (" ".join(codename.to_words(tens[3], site, LISTS["ru"])), every, tens[3])]
    read += [(typed, [*tags, "es"], _as(typed, site, right)) for right, tags, typed in _in_two_lists()]
    wrong = [spelled["en"][0], *spelled["en"]][:8]
    mistyped = [" ".join(wrong), " ".join(spelled["en"][:7]), " ".join([*spelled["en"], "able"]), "", digits[:-1]]
    mistyped += [digits[:-1] + str(int(digits[-1]) ^ 1), "9" * 27, digits + "a", " ".join(spelled["ru"])[:-1]]
    mistyped += [" ".join(word[:4] for word in spelled["ru"]), "".join(spelled["en"]), digits + " 1", "፩፪፫ " * 9]
    mistyped += [" ".join([*spelled["en"][:7], spelled["fr"][7]])]
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
        "read": [{"typed": typed, "lists": tags, "site": site.hex(), "ten": ten.hex()} for typed, tags, ten in read]
        + [{"typed": typed, "lists": every, "site": site.hex(), "error": "CodenameError"} for typed in mistyped]
        + [{"typed": " ".join(spelled["en"]), "lists": ["en"], "site": bytes(32).hex(), "error": "CodenameError"}],
        "strange_word": [
            {"typed": typed, "lists": tags, "word": codename.strange_word(typed, [LISTS[tag] for tag in tags])}
            for typed, tags in [*((typed, every) for typed in _strange(spelled)), (" ".join(spelled["ru"]), ["en"])]
        ],
        "master_key": [
            {"ten": tens[0].hex(), "site": site.hex(), "mk": codename.master_key(tens[0], site).hex()},
            {"ten": tens[0][1:].hex(), "site": site.hex(), "error": "FormatError"},
        ],
        "words": [{"public": public.hex(), "list": "en", "words": " ".join(codename.words(public, LISTS["en"]))}],
    }


def _disguised(spelled: dict[str, list[str]]) -> list[str]:
    """The words as people type them."""
    russian = " ".join(spelled["ru"])
    return [
        "".join(spelled["zh-Hans"]),
        "\uff0c".join(spelled["zh-Hans"]) + "\u3002",
        "\u3000".join(f"{word}\ufe00" for word in spelled["zh-Hans"]),
        ", ".join(word.upper() for word in spelled["es"]),
        " ".join(word[:4] + "zzz" for word in spelled["en"]),
        "-".join(spelled["pt"]),
        "\n".join(f"{place}. {word}" for place, word in enumerate(spelled["en"], 1)),
        " ".join(spelled["en"]).translate({ord("a") + at: 0xFF41 + at for at in range(26)}),
        "\n".join(_unaccented(word) for word in spelled["fr"]),
        normalize("NFD", " ".join(spelled["fr"])),
        russian.upper(),
        russian.replace("\u0435", "\u0451").title(),
        normalize("NFD", russian),
        russian.replace("\u0439", "\u0438"),
    ]


def _strange(spelled: dict[str, list[str]]) -> list[str]:
    """Words of which one is strange, or none, as people type them."""
    russian, chinese = " ".join(spelled["ru"]), "".join(spelled["zh-Hans"])
    return [
        *_disguised(spelled),
        " ".join([*spelled["en"][:3], "Xyzzy", *spelled["en"][4:]]),
        normalize("NFD", " ".join([*spelled["es"][:7], "Ñandúxyz"])),
        f"1. {spelled['fr'][0]}, 2. Ящщерица",
        russian[1:],
        f"{chinese}龘",
        f"{chinese} xyzzy",
        "",
        "123 456",
        "٣٢١ \u0301",
    ]


def _disguised_digits(digits: str) -> list[str]:
    """The digits in other scripts, and parted otherwise."""
    arabic, gurmukhi, *others = (
        digits.translate(_digits_from(zero)) for zero in (0x660, 0xA66, 0x6F0, 0x966, 0xFF10, 0x1040, 0x1D7D8)
    )
    parted = [digits.replace(" ", mark) for mark in ("", "-", "\n", ", ", "، ", "\u00a0", " \u2013 ")]
    return [arabic, gurmukhi, *others, *parted, arabic.replace(" ", "،"), f"\u2066{gurmukhi}\u2069."]


def _in_two_lists() -> list[tuple[str, list[str], str]]:
    """Under which list it is right, the order in which lists are tried, what is typed."""
    right = [
        (first, list(order), typed)
        for (first, other), typed in IN_TWO_LISTS.items()
        for order in ((first, other), (other, first))
    ]
    return [*right, ("en", ["en", "fr"], IN_EITHER_LIST), ("fr", ["fr", "en"], IN_EITHER_LIST)]


def _as(typed: str, site: bytes, tag: str) -> bytes:
    return codename.read(typed, site, [LISTS[tag]])


def _beginning_with(index: int) -> bytes:
    """A codename whose first word is the one at this place of a list."""
    return (index << 8 * codename.TEN - codename.WORD_BITS).to_bytes(codename.TEN, "big")


def _unaccented(word: str) -> str:
    return "".join(one for one in normalize("NFD", word) if not combining(one))


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


def check_strange_word(one: Document, _: Document) -> None:
    assert codename.strange_word(one["typed"], [LISTS[tag] for tag in one["lists"]]) == one["word"]


def check_master_key(one: Document, _: Document) -> None:
    same(attempt(one, lambda: codename.master_key(unhex(one["ten"]), unhex(one["site"]))), one.get("mk"))


def check_words(one: Document, _: Document) -> None:
    assert " ".join(codename.words(unhex(one["public"]), LISTS[one["list"]])) == one["words"]


CHECKS: dict[str, Check] = {
    "spell": check_spell,
    "read": check_read,
    "strange_word": check_strange_word,
    "master_key": check_master_key,
    "words": check_words,
}
