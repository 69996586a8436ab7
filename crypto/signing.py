"""Ed25519 (RFC 8032) over labelled parts. docs/protocol.md, 1.

Verification is libsodium's strict one: keys of small order and non-canonical encodings are refused, in both twins.
"""

from nacl.exceptions import CryptoError
from nacl.signing import SigningKey, VerifyKey

from crypto.errors import BadSignature, FormatError
from crypto.hashing import encode
from crypto.sizes import KEY, PUBLIC_KEY, SIGNATURE


def signer(seed: bytes) -> bytes:
    """The 32-byte public key of a 32-byte seed."""
    return bytes(_signing_key(seed).verify_key)


def sign(seed: bytes, label: str, *parts: bytes) -> bytes:
    """A 64-byte signature over encode(label, *parts)."""
    return _signing_key(seed).sign(encode(label, *parts)).signature


def verify(public_key: bytes, signature: bytes, label: str, *parts: bytes) -> None:
    """Return when the signature holds; BadSignature otherwise."""
    if len(public_key) != PUBLIC_KEY or len(signature) != SIGNATURE:
        raise BadSignature("a signature or key has a wrong length")
    try:
        VerifyKey(public_key).verify(encode(label, *parts), signature)
    except CryptoError:
        raise BadSignature("a signature does not hold") from None


def _signing_key(seed: bytes) -> SigningKey:
    if len(seed) != KEY:
        raise FormatError("a seed has 32 bytes")
    return SigningKey(seed)
