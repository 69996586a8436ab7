"""Padding, boxes and seals: crypto/vectors/sealing.json, made and checked."""

from crypto import sealing
from crypto.hashing import (
    encode,
    u32,
)
from crypto.sealing import _box, pad, pair
from tests.crypto import reference
from tests.crypto.bridge import call
from tests.crypto.vectors.kit import ORDER_EIGHT, Check, Document, attempt, fixed, patched, same, unhex, unhex_all


def make() -> Document:
    key, nonce = fixed("key"), fixed("nonce", 24)
    boxed = _box(key, encode("card", b"part"), b"content", nonce)
    box = {"key": key.hex(), "label": "card", "parts": [b"part".hex()]}
    seed, randomness = fixed("seed"), fixed("randomness", 64)
    [sealed] = call(("sealing", "sealWith", [pair(seed).public, encode("slot", b"id"), b"content", randomness]))
    seal = {"seed": seed.hex(), "label": "slot", "parts": [b"id".hex()], "content": b"content".hex()}
    padded = pad(b"abc", 12)
    return {
        "pad": [
            {"content": some.hex(), "size": size, "padded": pad(some, size).hex()}
            for some, size in ((b"", 4), (b"", 8), (b"abc", 12), (b"abc", 7))
        ]
        + [{"content": b"abc".hex(), "size": size, "error": "TooLong"} for size in (6, 3)],
        "unpad": [{"padded": padded.hex(), "content": b"abc".hex()}, {"padded": bytes(4).hex(), "content": ""}]
        + [
            {"padded": bad.hex(), "error": "FormatError"}
            for bad in (b"", bytes(3), padded[:-1] + b"\1", padded[:6], u32(9) + bytes(8), b"\xff" * 12)
        ],
        "box": [{**box, "content": b"content".hex(), "nonce": nonce.hex(), "boxed": boxed.hex()}],
        "unbox": [{**box, "boxed": boxed.hex(), "content": b"content".hex()}]
        + [{**box, "boxed": bad.hex(), "error": "DecryptError"} for bad in _spoiled(boxed, (0, 23, 24, -1))]
        + [
            {**box, "label": "sheet", "boxed": boxed.hex(), "error": "DecryptError"},
            {**box, "parts": [], "boxed": boxed.hex(), "error": "DecryptError"},
            {**box, "key": fixed("other").hex(), "boxed": boxed.hex(), "error": "DecryptError"},
            {**box, "key": key[1:].hex(), "boxed": boxed.hex(), "error": "FormatError"},
        ],
        "pair": [
            {"seed": seed.hex(), "public": pair(seed).public.hex()},
            {"seed": seed[1:].hex(), "error": "FormatError"},
        ],
        "sealed": sealed.hex(),
        "seal": [{**seal, "randomness": randomness.hex()}],
        "open": [{**seal, "patches": []}]
        + [
            {**seal, "patches": [], **change, "error": "NoMatch"}
            for change in (
                *(_flip(sealed, at) for at in (0, 1087, 1119, 1120, len(sealed) - 1)),
                {"patches": [[1088, bytes(32).hex()]]},
                {"label": "cell"},
                {"parts": []},
                {"seed": fixed("other").hex()},
            )
        ],
        "bad_key": [
            {"note": note, "seed": seed.hex(), "patches": patches, "error": "FormatError"}
            for note, patches in (
                ("X25519 key of all zeros", [[1184, bytes(32).hex()]]),
                ("X25519 key of order four", [[1184, (b"\1" + bytes(31)).hex()]]),
                ("X25519 key of order eight", [[1184, ORDER_EIGHT]]),
                ("an ML-KEM coefficient of 4095", [[0, "ffffff"]]),
                ("an ML-KEM coefficient of 3329, the modulus", [[0, "010d00"]]),
            )
        ],
    }


def _flip(octets: bytes, at: int) -> Document:
    return {"patches": [[at, f"{octets[at] ^ 1:02x}"]]}


def _spoiled(octets: bytes, at: tuple[int, ...]) -> list[bytes]:
    flipped = [octets[:where] + bytes([octets[where] ^ 1]) + octets[where:][1:] for where in at]
    return [*flipped, octets[:-1], octets[:39], b""]


def check_pad(one: Document, _: Document) -> None:
    same(attempt(one, lambda: sealing.pad(unhex(one["content"]), one["size"])), one.get("padded"))


def check_unpad(one: Document, _: Document) -> None:
    same(attempt(one, lambda: sealing.unpad(unhex(one["padded"]))), one.get("content"))


def check_box(one: Document, _: Document) -> None:
    bound = encode(one["label"], *unhex_all(one["parts"]))
    same(sealing._box(unhex(one["key"]), bound, unhex(one["content"]), unhex(one["nonce"])), one["boxed"])


def check_unbox(one: Document, _: Document) -> None:
    key, parts, boxed = unhex(one["key"]), unhex_all(one["parts"]), unhex(one["boxed"])
    same(attempt(one, lambda: sealing.unbox(key, one["label"], *parts, boxed=boxed)), one.get("content"))


def check_pair(one: Document, _: Document) -> None:
    same(attempt(one, lambda: sealing.pair(unhex(one["seed"])).public), one.get("public"))


def check_seal(one: Document, file: Document) -> None:
    """Python cannot fix what an encapsulation draws: it opens, and the key schedule written out opens as well."""
    seed, parts, sealed = unhex(one["seed"]), unhex_all(one["parts"]), unhex(file["sealed"])
    same(sealing.open_sealed(seed, one["label"], *parts, sealed=sealed), one["content"])
    same(reference.open_sealed(seed, encode(one["label"], *parts), sealed), one["content"])


def check_open(one: Document, file: Document) -> None:
    seed, parts, sealed = unhex(one["seed"]), unhex_all(one["parts"]), patched(unhex(file["sealed"]), one["patches"])
    opened = attempt(one, lambda: sealing.open_sealed(seed, one["label"], *parts, sealed=sealed))
    same(opened, None if "error" in one else one["content"])


def check_bad_key(one: Document, _: Document) -> None:
    public = patched(sealing.pair(unhex(one["seed"])).public, one["patches"])
    attempt(one, lambda: sealing.seal(public, "slot", content=b"x"))


CHECKS: dict[str, Check] = {
    "pad": check_pad,
    "unpad": check_unpad,
    "box": check_box,
    "unbox": check_unbox,
    "pair": check_pair,
    "seal": check_seal,
    "open": check_open,
    "bad_key": check_bad_key,
}
