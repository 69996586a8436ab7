"""Argon2id as others have it."""

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from crypto.stretching import stretch


def test_stretching_is_the_argon2id_of_rfc_9106() -> None:
    """libsodium cannot run the RFC's vector (secret, associated data, four lanes). OpenSSL can, and agrees with it."""
    rfc = Argon2id(
        salt=b"\2" * 16, length=32, iterations=3, lanes=4, memory_cost=32, ad=b"\4" * 12, secret=b"\3" * 8
    )  # RFC 9106, 5.3
    assert rfc.derive(b"\1" * 32).hex() == "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    ours = Argon2id(salt=bytes(16), length=32, iterations=2, lanes=1, memory_cost=64 * 1024)
    assert stretch(b"ten bytes!", bytes(16)) == ours.derive(b"ten bytes!")
