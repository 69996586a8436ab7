"""Encoding, hashing, numbers and JSON: crypto/vectors/hashing.json, made and checked."""

from crypto import hashing
from crypto.hashing import (
    body_lock,
    card_lock,
    digest,
    encode,
    kdf,
    sheet_lock,
    term_lock,
    terms,
    u8,
    u16,
    u32,
    u64,
)
from tests.crypto.vectors.kit import Check, Document, attempt, fixed, same, unhex, unhex_all


def make() -> Document:
    key, lock = bytes(range(32)), fixed("lock")
    parts = [[], [b""], [b"a", b"bc"], [b"ab", b"c"], [u8(1), u32(7)]]
    kept = terms(lock)
    return {
        "encode": [
            {"label": label, "parts": [part.hex() for part in some], "encoded": encode(label, *some).hex()}
            for label in ("slot", "put back")
            for some in parts
        ],
        "kdf": [
            {
                "key": key.hex(),
                "label": "conversation/address",
                "parts": [part.hex() for part in some],
                "out": kdf(key, "conversation/address", *some).hex(),
            }
            for some in parts
        ]
        + [{"key": key[1:].hex(), "label": "x", "parts": [], "error": "FormatError"}],
        "digest": [{"octets": some.hex(), "out": digest(some).hex()} for some in (b"", b"abc", bytes(200))],
        "unsigned": [
            {"bits": bits, "value": value, "octets": make(value).hex()}
            for bits, make, values in (
                (8, u8, (0, 255)),
                (16, u16, (258, 65535)),
                (32, u32, (0, 491_000, (1 << 32) - 1)),
                (64, u64, (1, 1 << 40, (1 << 53) - 1)),
            )
            for value in values
        ]
        + [
            {"bits": bits, "value": value, "error": "FormatError"}
            for bits, value in ((8, 256), (8, -1), (16, 65536), (32, 1 << 32), (64, -1))
        ],
        "locks": [
            {
                "lock": lock.hex(),
                "card_lock": card_lock(lock).hex(),
                "sheet_lock": sheet_lock(lock).hex(),
                "body_lock": body_lock(lock).hex(),
                "terms": kept.hex(),
                "term_locks": [term_lock(kept, term).hex() for term in (0, 1, 9)],
            }
        ],
        "json": [{"octets": octets.hex(), "written": written} for octets, written in _json_read()]
        + [{"note": note, "octets": octets.hex(), "error": "FormatError"} for note, octets in _json_refused()],
    }


def _json_read() -> list[tuple[bytes, str]]:
    return [
        (b' {"a" : [1, 2.5, true, null, "\xc3\xa9"]}\n', '{"a":[1,2.5,true,null,"é"]}'),
        (b"1.0", "1"),
        (b"1e2", "100"),
        (b"-0.0", "0"),
        (b"9007199254740991", "9007199254740991"),
        (b"-9007199254740991", "-9007199254740991"),
        (b'"\\ud83d\\ude00 \\u0000"', '"😀 \\u0000"'),
        (b'{"a":{"a":1},"b":[{"a":1},{"a":2}]}', '{"a":{"a":1},"b":[{"a":1},{"a":2}]}'),
        (b'{"\\":{":1,"[":"\\"a\\":1,\\"a\\":2"}', '{"\\":{":1,"[":"\\"a\\":1,\\"a\\":2"}'),
        (b"[" * 32 + b"]" * 32, "[" * 32 + "]" * 32),
    ]


def _json_refused() -> list[tuple[str, bytes]]:
    return [
        ("a repeated name", b'{"a":1,"b":2,"a":1}'),
        ("a repeated name, spelled in two ways", b'{"a":1,"\\u0061":1}'),
        ("a repeated name inside", b'[{"b":{"a":1,"a":1}}]'),
        ("a number", b"NaN"),
        ("a number", b"Infinity"),
        ("a number beyond 2**53 - 1", b"9007199254740992"),
        ("a number beyond 2**53 - 1", b"1e400"),
        ("a lone surrogate", b'"\\ud800"'),
        ("a lone surrogate in a name", b'{"\\udfff":1}'),
        ("33 levels", b"[" * 33 + b"]" * 33),
        ("a byte order mark", b"\xef\xbb\xbf1"),
        ("not UTF-8", b'"\xff"'),
        ("a comma too many", b"[1,]"),
        ("a control character", b'"\n"'),
        ("two values", b"1 2"),
        ("nothing", b""),
    ]


def check_encode(one: Document, _: Document) -> None:
    same(encode(one["label"], *unhex_all(one["parts"])), one["encoded"])


def check_kdf(one: Document, _: Document) -> None:
    same(attempt(one, lambda: kdf(unhex(one["key"]), one["label"], *unhex_all(one["parts"]))), one.get("out"))


def check_digest(one: Document, _: Document) -> None:
    same(digest(unhex(one["octets"])), one["out"])


def check_unsigned(one: Document, _: Document) -> None:
    make = {8: hashing.u8, 16: hashing.u16, 32: hashing.u32, 64: u64}[one["bits"]]
    octets = attempt(one, lambda: make(one["value"]))
    same(octets, one.get("octets"))
    assert octets is None or hashing.number(octets) == one["value"]


def check_locks(one: Document, _: Document) -> None:
    lock = unhex(one["lock"])
    same(hashing.card_lock(lock), one["card_lock"])
    same(hashing.sheet_lock(lock), one["sheet_lock"])
    same(hashing.body_lock(lock), one["body_lock"])
    same(hashing.terms(lock), one["terms"])
    assert [hashing.term_lock(hashing.terms(lock), term).hex() for term in (0, 1, 9)] == one["term_locks"]


def check_json(one: Document, _: Document) -> None:
    value = attempt(one, lambda: hashing.parse_json(unhex(one["octets"])))
    if "error" not in one:
        assert hashing.dump_json(value).decode() == one["written"]


CHECKS: dict[str, Check] = {
    "encode": check_encode,
    "kdf": check_kdf,
    "digest": check_digest,
    "unsigned": check_unsigned,
    "locks": check_locks,
    "json": check_json,
}
