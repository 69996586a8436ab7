"""Padding, boxes and seals: the only file that touches a cipher. docs/protocol.md, 1.

    pad(x, size)  = u32(length of x), x, zeros up to size
    box(key, …)   XChaCha20-Poly1305-IETF; nonce(24), ciphertext, tag(16); associated data = encode(label, *parts)
    seal(pk, …)   HPKE base mode (RFC 9180), KEM 0x647a X-Wing, KDF 0x0001 HKDF-SHA256, AEAD 0x0003
                  ChaCha20-Poly1305; info = encode(label, *parts), no AAD; enc(1120), ciphertext, tag(16)

Neither commits to its key. Keys are tried one after another in two places only, a slot and a cell, and both check
what they found by other means.
"""

from dataclasses import dataclass, field
from hashlib import shake_256
from secrets import token_bytes

import nacl.bindings as sodium
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from nacl.exceptions import CryptoError

from crypto.errors import DecryptError, FormatError, NoMatch, TooLong
from crypto.hashing import encode, number, u32
from crypto.sizes import BOX_NONCE, BOX_OVERHEAD, KEY, PAD_LENGTH, SEAL_OVERHEAD, SEAL_PUBLIC_KEY

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_MLKEM_SEED = 64
_MLKEM_PUBLIC = 1184


def pad(content: bytes, size_bytes: int) -> bytes:
    """Content, its length before it and zeros after it, `size_bytes` in all. TooLong when it does not fit."""
    if len(content) > size_bytes - PAD_LENGTH:
        raise TooLong("content is longer than its padding")
    return (u32(len(content)) + content).ljust(size_bytes, b"\0")


def unpad(padded: bytes) -> bytes:
    """The content. FormatError for a length that does not fit, and for any fill but zeros."""
    end = PAD_LENGTH + number(padded[:PAD_LENGTH])
    if len(padded) < PAD_LENGTH or end > len(padded) or any(padded[end:]):
        raise FormatError("padding is not of its form")
    return padded[PAD_LENGTH:end]


def box(key: bytes, label: str, *parts: bytes, content: bytes) -> bytes:
    """Encrypt under a 32-byte key; 40 bytes longer than the content."""
    return _box(key, encode(label, *parts), content, token_bytes(BOX_NONCE))


def _box(key: bytes, bound: bytes, content: bytes, nonce: bytes) -> bytes:
    if len(key) != KEY:
        raise FormatError("a key has 32 bytes")
    return nonce + sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(content, bound, nonce, key)


def unbox(key: bytes, label: str, *parts: bytes, boxed: bytes) -> bytes:
    """Decrypt what `box` made with the same key, label and parts; DecryptError otherwise."""
    if len(key) != KEY:
        raise FormatError("a key has 32 bytes")
    if len(boxed) < BOX_OVERHEAD:
        raise DecryptError("a box is shorter than its overhead")
    nonce, ciphertext = boxed[:BOX_NONCE], boxed[BOX_NONCE:]
    try:
        return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(ciphertext, encode(label, *parts), nonce, key)
    except CryptoError:
        raise DecryptError("a box does not open") from None


@dataclass(frozen=True, slots=True)
class KeyPair:
    """An X-Wing key pair, kept as the 32-byte seed it follows from; `public` has 1216 bytes."""

    seed: bytes = field(repr=False)
    public: bytes = field(repr=False)


def pair(seed: bytes) -> KeyPair:
    """The X-Wing key pair of a 32-byte seed (draft-connolly-cfrg-xwing-kem, expandDecapsulationKey)."""
    mlkem, x25519 = _private_parts(seed)
    return KeyPair(seed, mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw())


def fresh_pair() -> KeyPair:
    """A key pair from a seed drawn now."""
    return pair(token_bytes(KEY))


def _private_parts(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    if len(seed) != KEY:
        raise FormatError("a seed has 32 bytes")
    expanded = shake_256(seed).digest(_MLKEM_SEED + KEY)
    return (
        MLKEM768PrivateKey.from_seed_bytes(expanded[:_MLKEM_SEED]),
        X25519PrivateKey.from_private_bytes(expanded[_MLKEM_SEED:]),
    )


def seal(public_key: bytes, label: str, *parts: bytes, content: bytes) -> bytes:
    """Encrypt to an X-Wing public key of 1216 bytes; 1136 bytes longer than the content. FormatError for a bad key."""
    if len(public_key) != SEAL_PUBLIC_KEY:
        raise FormatError("a sealing key has 1216 bytes")
    try:
        recipient = MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(public_key[:_MLKEM_PUBLIC]),
            X25519PublicKey.from_public_bytes(public_key[_MLKEM_PUBLIC:]),
        )
        return _SUITE.encrypt(content, recipient, info=encode(label, *parts))
    except ValueError:
        raise FormatError("a sealing key cannot be sealed to") from None


def open_sealed(seed: bytes, label: str, *parts: bytes, sealed: bytes) -> bytes:
    """Decrypt what `seal` made to pair(seed) with the same label and parts; NoMatch otherwise, for whatever reason."""
    if len(sealed) < SEAL_OVERHEAD:
        raise NoMatch("a seal is shorter than its overhead")
    try:
        return _SUITE.decrypt(sealed, MLKEM768X25519PrivateKey(*_private_parts(seed)), info=encode(label, *parts))
    except (InvalidTag, ValueError):
        raise NoMatch("a seal does not open") from None
