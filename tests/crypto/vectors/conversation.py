"""Cells: crypto/vectors/conversation.json, made and checked."""

from typing import Any

from crypto import conversation, hashing, sealing
from crypto.hashing import (
    digest,
    encode,
)
from crypto.sealing import pair
from crypto.sizes import (
    Address,
)
from tests.crypto.bridge import call, draws
from tests.crypto.vectors.kit import Check, Document, attempt, fixed, patched, same, unhex, unhex_all


def make() -> Document:
    root, seed, own = fixed("root"), fixed("theirs"), pair(fixed("own")).public
    lock, nonce, randomness = fixed("cell lock"), fixed("nonce", 24), fixed("enc", 64)
    message = {"seen": 3, "ownPk": own, "document": {"text": "hola"}}
    asked = [pair(seed).public, root, 1, 7, message, lock, draws(nonce, randomness)]
    [cell] = call(("conversation", "sealMessageWith", asked))
    sealed = {"seed": seed.hex(), "root": root.hex(), "direction": 1, "index": 7, "lock": lock.hex()}
    sealed |= {"own_pk": digest(own).hex(), "seen": 3, "document": {"text": "hola"}}
    return {
        "ciphertext": cell["ciphertext"].hex(),
        "address": [
            {"root": root.hex(), "direction": d, "index": i, "address": conversation.address(root, d, i).hex()}
            for d, i in ((0, 0), (1, 0), (0, 1), (1, 4_294_967_295))
        ],
        "seal": [{**sealed, "own_seed": fixed("own").hex(), "draws": [nonce.hex(), randomness.hex()]}],
        "open": [{**sealed, "mine": fixed("newer").hex(), "patches": []}, {**sealed, "mine": None, "patches": []}]
        + [
            {**sealed, "mine": None, "patches": [], **change, "error": "NoMatch"}
            for change in (
                {"root": fixed("other").hex()},
                {"direction": 0},
                {"index": 8},
                {"lock": fixed("other").hex()},
                {"seed": fixed("other").hex()},
                {"patches": [[0, f"{cell['ciphertext'][0] ^ 1:02x}"]]},
                {"patches": [[8191, f"{cell['ciphertext'][-1] ^ 1:02x}"]]},
            )
        ],
        "keys": [
            {"mine": 1, "before": 0, "opened_with": 1, "fresh": 2, "after": [2, 1]},
            {"mine": 1, "before": 0, "opened_with": 0, "fresh": 2, "after": [1, 0]},
            {"mine": 1, "before": None, "opened_with": 1, "fresh": 2, "after": [2, 1]},
        ],
    }


def check_address(one: Document, _: Document) -> None:
    same(conversation.address(unhex(one["root"]), one["direction"], one["index"]), one["address"])


def check_seal(one: Document, file: Document) -> None:
    """As with `seal`: Python opens, and finds inside the box that it makes with the same lock and nonce."""
    root, lock, (nonce, _) = unhex(one["root"]), unhex(one["lock"]), unhex_all(one["draws"])
    place = conversation.address(root, one["direction"], one["index"])
    head = hashing.u32(one["seen"]) + sealing.pair(unhex(one["own_seed"])).public
    padded = sealing.pad(head + hashing.dump_json(one["document"]), 7016)
    key = conversation._message_key(root, one["direction"], one["index"], lock)
    boxed = sealing.open_sealed(unhex(one["seed"]), "cell", place, sealed=unhex(file["ciphertext"]))
    assert boxed == sealing._box(key, encode("message", place), padded, nonce)


def check_open(one: Document, file: Document) -> None:
    seed, mine = unhex(one["seed"]), one["mine"]
    own = conversation.OwnKeys(unhex(mine), seed) if mine else conversation.OwnKeys(seed)
    cell = conversation.Cell(Address(b""), unhex(one["lock"]), patched(unhex(file["ciphertext"]), one["patches"]))
    step = lambda: conversation.open_message(own, unhex(one["root"]), one["direction"], one["index"], cell)  # noqa: E731
    opened = attempt(one, step)
    if opened is not None:
        message, used = opened
        assert (message.seen, message.document, used) == (one["seen"], one["document"], seed)
        same(digest(message.own_pk), one["own_pk"])


def check_keys(one: Document, _: Document) -> None:
    seeds: dict[int | None, Any] = {None: None, **{at: bytes([at]) * 32 for at in range(3)}}
    own = conversation.OwnKeys(seeds[one["mine"]], seeds[one["before"]])
    after = own.after(seeds[one["opened_with"]], sealing.pair(seeds[one["fresh"]]))
    assert [after.mine, after.before] == [seeds[at] for at in one["after"]]
    assert own.public == sealing.pair(own.mine).public


CHECKS: dict[str, Check] = {
    "address": check_address,
    "seal": check_seal,
    "open": check_open,
    "keys": check_keys,
}
