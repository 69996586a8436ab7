"""Vaults: crypto/vectors/vault.json, made and checked."""

from crypto import hashing, sealing, signing, vault
from crypto.hashing import (
    digest,
    dump_json,
    encode,
    kdf,
    u64,
)
from crypto.sealing import _box, pad
from crypto.sizes import (
    CALLER_VAULT,
    RESPONDER_WRITE_REQUEST,
    WRITE_REQUEST,
)
from tests.crypto.vectors.kit import Check, Document, attempt, fixed, patched, same, unhex, unhex_all


def make() -> Document:
    mk, lock, nonce = fixed("mk"), fixed("lock"), fixed("nonce", 24)
    own, document = vault.keys(mk), {"cases": [{"id": "x"}], "n": 1}

    def written(size: int, version: int) -> Document:
        key = kdf(own.key, "vault/state", lock)
        boxed = _box(key, encode("vault", own.address, u64(version)), pad(dump_json(document), size - 40), nonce)
        signature = signing.sign(own.sign_seed, "vault/write", own.address, u64(version), lock, digest(boxed))
        payload = own.address + signing.signer(own.sign_seed) + u64(version) + lock + signature + boxed
        return {"size": size, "version": version, "signature": signature.hex(), "payload_digest": digest(payload).hex()}

    common = {"mk": mk.hex(), "document": document, "draws": [lock.hex(), nonce.hex()]}
    keys = {"address": own.address.hex(), "sign_seed": own.sign_seed.hex(), "key": own.key.hex()}
    return {
        "keys": [{"mk": mk.hex(), **keys}],
        "write": [{**common, **written(size, version)} for size, version in ((24000, 1), (24000, 1 << 40), (262144, 2))]
        + [{**common, "size": 24001, "version": 1, "error": "FormatError"}],
        "refused": [
            {**common, "version": 5, "patches": [], **change}
            for change in (
                {"read_version": 4, "error": "DecryptError"},
                {"lock": fixed("other").hex(), "error": "DecryptError"},
                {"other_mk": fixed("other").hex(), "error": "DecryptError"},
                {"patches": [[100, "0000"]], "error": "DecryptError"},
            )
        ],
        "erase": [{"mk": mk.hex(), "version": 9, "signature": vault.sign_erase(own, 9).hex()}],
    }


def _vault_ciphertext(one: Document, size: int) -> bytes:
    own, (lock, nonce) = vault.keys(unhex(one["mk"])), unhex_all(one["draws"])
    padded = sealing.pad(hashing.dump_json(one["document"]), size - 40)
    bound = encode("vault", own.address, u64(one["version"]))
    return sealing._box(kdf(own.key, "vault/state", lock), bound, padded, nonce)


def check_keys(one: Document, _: Document) -> None:
    own = vault.keys(unhex(one["mk"]))
    assert [own.address.hex(), own.sign_seed.hex(), own.key.hex()] == [one["address"], one["sign_seed"], one["key"]]


def check_write(one: Document, _: Document) -> None:
    own, lock = vault.keys(unhex(one["mk"])), unhex(one["draws"][0])
    step = lambda: vault._seal_write(own, one["version"], one["document"], one["size"], lock)  # noqa: E731
    payload = attempt(one, step)
    if payload is None:
        return
    layout = WRITE_REQUEST if one["size"] == CALLER_VAULT else RESPONDER_WRITE_REQUEST
    parts = layout.unpack(payload)
    assert vault.open_state(own, one["version"], lock, parts["ciphertext"]) == one["document"]
    fixed_parts = {**parts, "ciphertext": _vault_ciphertext(one, one["size"]), "signature": unhex(one["signature"])}
    same(digest(layout.pack(**fixed_parts)), one["payload_digest"])
    signed = (own.address, u64(one["version"]), lock, digest(fixed_parts["ciphertext"]))
    same(signing.sign(own.sign_seed, "vault/write", *signed), one["signature"])


def check_refused(one: Document, _: Document) -> None:
    reader = vault.keys(unhex(one.get("other_mk") or one["mk"]))
    lock = unhex(one.get("lock") or one["draws"][0])
    ciphertext = patched(_vault_ciphertext(one, CALLER_VAULT), one["patches"])
    attempt(one, lambda: vault.open_state(reader, one.get("read_version") or one["version"], lock, ciphertext))


def check_erase(one: Document, _: Document) -> None:
    same(vault.sign_erase(vault.keys(unhex(one["mk"])), one["version"]), one["signature"])


CHECKS: dict[str, Check] = {
    "keys": check_keys,
    "write": check_write,
    "refused": check_refused,
    "erase": check_erase,
}
