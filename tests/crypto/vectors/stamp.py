"""Stamps: crypto/vectors/stamp.json, made and checked."""

from crypto import hashing, stamp
from crypto.hashing import (
    u64,
)
from crypto.sizes import Hour
from tests.crypto.vectors.kit import Check, Document, attempt, same, unhex


def make() -> Document:
    hour, body = Hour(491_000), b"body"
    key = stamp.work_key(1, body)
    start = 0x0001_0203_0405_0607
    nonces = {bits: stamp._mint(key, hour, bits, start) for bits in (0, 1, 8, 10)}
    return {
        "mint": [
            {
                "op": 1,
                "body": body.hex(),
                "key": key.hex(),
                "hour": hour,
                "bits": bits,
                "start": u64(start).hex(),
                "nonce": nonce.hex(),
            }
            for bits, nonce in nonces.items()
        ]
        + [
            {"op": 1, "body": "", "hour": hour, "bits": bits, "start": u64(0).hex(), "error": "FormatError"}
            for bits in (27, -1)
        ],
        "good": [
            {
                "key": key.hex(),
                "hour": at,
                "nonce": nonces[10].hex(),
                "bits": bits,
                "good": stamp.is_good(key, Hour(at), nonces[10], bits),
            }
            for at in (hour, hour + 1)
            for bits in (0, 9, 10, 11, 32)
        ],
        "time": [{"hour": at, "now": hour, "in_time": stamp.in_time(at, hour)} for at in range(hour - 2, hour + 2)],
    }


def check_mint(one: Document, _: Document) -> None:
    key, start = stamp.work_key(one["op"], unhex(one["body"])), hashing.number(unhex(one["start"]))
    assert "error" in one or key.hex() == one["key"]
    same(attempt(one, lambda: stamp._mint(key, one["hour"], one["bits"], start)), one.get("nonce"))


def check_good(one: Document, _: Document) -> None:
    assert stamp.is_good(unhex(one["key"]), one["hour"], unhex(one["nonce"]), one["bits"]) == one["good"]


def check_time(one: Document, _: Document) -> None:
    assert stamp.in_time(one["hour"], one["now"]) == one["in_time"]


CHECKS: dict[str, Check] = {
    "mint": check_mint,
    "good": check_good,
    "time": check_time,
}
