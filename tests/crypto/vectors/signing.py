"""Signatures: crypto/vectors/signing.json, made and checked."""

from crypto import signing
from crypto.hashing import (
    u8,
)
from tests.crypto.vectors.kit import Check, Document, attempt, fixed, same, unhex, unhex_all


def make() -> Document:
    seed = fixed("signer")
    public, signature = signing.signer(seed), signing.sign(seed, "claim", b"id", b"key")
    good = {"public": public.hex(), "label": "claim", "parts": [b"id".hex(), b"key".hex()]}
    # The same signature with the group's order added to S: strict verification refuses it.
    order = (1 << 252) + 27742317777372353535851937790883648493
    shifted = (int.from_bytes(signature[32:], "little") + order).to_bytes(32, "little")
    return {
        "sign": [{**good, "seed": seed.hex(), "signature": signature.hex()}],
        "verify": [{**good, "signature": signature.hex()}]
        + [
            {**good, **change, "error": "BadSignature"}
            for change in (
                {"signature": (signature[:-1] + bytes([signature[-1] ^ 1])).hex()},
                {"signature": signature[:-1].hex()},
                {"signature": (signature[:32] + shifted).hex()},
                {"signature": signature.hex(), "public": signing.signer(fixed("other")).hex()},
                {"signature": signature.hex(), "public": public[1:].hex()},
                {"signature": signature.hex(), "label": "close"},
                {"signature": signature.hex(), "parts": [b"idk".hex(), b"ey".hex()]},
                {"signature": (u8(1) + bytes(63)).hex(), "public": (u8(1) + bytes(31)).hex()},
            )
        ],
    }


def check_sign(one: Document, _: Document) -> None:
    same(signing.signer(unhex(one["seed"])), one["public"])
    same(signing.sign(unhex(one["seed"]), one["label"], *unhex_all(one["parts"])), one["signature"])


def check_verify(one: Document, _: Document) -> None:
    public, signature, parts = unhex(one["public"]), unhex(one["signature"]), unhex_all(one["parts"])
    attempt(one, lambda: signing.verify(public, signature, one["label"], *parts))


CHECKS: dict[str, Check] = {
    "sign": check_sign,
    "verify": check_verify,
}
