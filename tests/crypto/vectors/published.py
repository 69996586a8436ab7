"""What others have published, copied from the source that each case names: crypto/vectors/published.json, checked."""

from hashlib import blake2b

import nacl.bindings as sodium
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from crypto import sealing, signing
from tests.crypto import reference
from tests.crypto.vectors.kit import Check, Document, same, unhex


def check_blake2b(one: Document, _: Document) -> None:
    same(blake2b(unhex(one["octets"]), key=unhex(one["key"])).digest(), one["out"])


def check_argon2id(one: Document, _: Document) -> None:
    password, salt, size = unhex(one["password"]), unhex(one["salt"]), len(one["out"]) // 2
    algorithm = sodium.crypto_pwhash_ALG_ARGON2ID13
    made = sodium.crypto_pwhash_alg(size, password, salt, one["passes"], one["memory_bytes"], algorithm)
    same(made, one["out"])


def check_ed25519(one: Document, _: Document) -> None:
    key, message = signing._signing_key(unhex(one["seed"])), unhex(one["message"])
    same(bytes(key.verify_key), one["public"])
    same(key.sign(message).signature, one["signature"])


def check_xchacha20poly1305(one: Document, _: Document) -> None:
    boxed = sealing._box(unhex(one["key"]), unhex(one["bound"]), unhex(one["content"]), unhex(one["nonce"]))
    same(boxed, one["nonce"] + one["ciphertext"])


def check_hkdf_sha256(one: Document, _: Document) -> None:
    same(reference.extract(unhex(one["salt"]), unhex(one["ikm"])), one["prk"])
    same(reference.expand(unhex(one["prk"]), unhex(one["info"]), len(one["okm"]) // 2), one["okm"])


def check_hpke(one: Document, _: Document) -> None:
    """Of the key schedule written out in tests; `cryptography` does not show its own. `seal` above compares the two."""
    derived, nonce = reference.key_schedule(unhex(one["shared_secret"]), unhex(one["info"]), one["kem"])
    assert (derived.hex(), nonce.hex()) == (one["key"], one["base_nonce"])
    made = ChaCha20Poly1305(derived).encrypt(nonce, unhex(one["content"]), unhex(one["bound"]))
    same(made, one["ciphertext"])


def check_xwing(one: Document, _: Document) -> None:
    same(reference.decapsulate(unhex(one["seed"]), unhex(one["ct"])), one["ss"])


CHECKS: dict[str, Check] = {
    "blake2b": check_blake2b,
    "argon2id": check_argon2id,
    "ed25519": check_ed25519,
    "xchacha20poly1305": check_xchacha20poly1305,
    "hkdf_sha256": check_hkdf_sha256,
    "hpke": check_hpke,
    "xwing": check_xwing,
}
