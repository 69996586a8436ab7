"""HPKE base mode over X-Wing, written out from RFC 9180 and the X-Wing draft, for comparing and for making what no
honest sender would make. Slow, and careless of secrets: for tests only."""

import hmac
from hashlib import sha3_256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from crypto.sealing import _private_parts

XWING = 0x647A
LABEL = b"\\.//^\\"


def extract(salt: bytes, ikm: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), ikm, "sha256")


def expand(prk: bytes, info: bytes, size: int) -> bytes:
    out = block = b""
    while len(out) < size:
        block = hmac.digest(prk, block + info + bytes([len(out) // 32 + 1]), "sha256")
        out += block
    return out[:size]


def key_schedule(shared_secret: bytes, info: bytes, kem: int = XWING) -> tuple[bytes, bytes]:
    """RFC 9180, 5.1: key and base nonce, for HKDF-SHA256 and ChaCha20-Poly1305."""
    suite = b"HPKE" + kem.to_bytes(2, "big") + b"\0\1\0\3"

    def labeled_extract(salt: bytes, label: bytes, ikm: bytes) -> bytes:
        return extract(salt, b"HPKE-v1" + suite + label + ikm)

    def labeled_expand(label: bytes, size: int) -> bytes:
        return expand(secret, size.to_bytes(2, "big") + b"HPKE-v1" + suite + label + context, size)

    context = b"\0" + labeled_extract(b"", b"psk_id_hash", b"") + labeled_extract(b"", b"info_hash", info)
    secret = labeled_extract(shared_secret, b"secret", b"")
    return labeled_expand(b"key", 32), labeled_expand(b"base_nonce", 12)


def combine(mlkem_secret: bytes, x25519_secret: bytes, ephemeral: bytes, public: bytes) -> bytes:
    """The X-Wing combiner."""
    return sha3_256(mlkem_secret + x25519_secret + ephemeral + public + LABEL).digest()


def raw(key: X25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def decapsulate(seed: bytes, enc: bytes) -> bytes:
    mlkem, x25519 = _private_parts(seed)
    ephemeral = enc[1088:]
    shared = x25519.exchange(X25519PublicKey.from_public_bytes(ephemeral))
    return combine(mlkem.decapsulate(enc[:1088]), shared, ephemeral, raw(x25519.public_key()))


def open_sealed(seed: bytes, info: bytes, sealed: bytes) -> bytes | None:
    key, nonce = key_schedule(decapsulate(seed, sealed[:1120]), info)
    try:
        return ChaCha20Poly1305(key).decrypt(nonce, sealed[1120:], None)
    except InvalidTag:
        return None


def seal(public: bytes, info: bytes, content: bytes, low_order: bytes | None = None) -> bytes:
    """Seal; with `low_order`, a point for the ephemeral key whose shared secret is all zeros."""
    mlkem_secret, mlkem_enc = MLKEM768PublicKey.from_public_bytes(public[:1184]).encapsulate()
    own = X25519PrivateKey.generate()
    ephemeral = raw(own.public_key()) if low_order is None else low_order
    theirs = X25519PublicKey.from_public_bytes(public[1184:])
    shared = own.exchange(theirs) if low_order is None else bytes(32)
    key, nonce = key_schedule(combine(mlkem_secret, shared, ephemeral, public[1184:]), info)
    return mlkem_enc + ephemeral + ChaCha20Poly1305(key).encrypt(nonce, content, None)
