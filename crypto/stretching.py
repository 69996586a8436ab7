"""What makes a codename slow to guess: Argon2id, RFC 9106 version 1.3. docs/protocol.md, 1."""

import nacl.bindings as sodium

from crypto.errors import FormatError
from crypto.sizes import KEY, SALT

PASSES = 2
MEMORY_BYTES = 64 * 1024 * 1024


def stretch(octets: bytes, salt: bytes) -> bytes:
    """32 bytes of 64 MiB, 2 passes and one lane; takes 0.1 to 1 s. Never with smaller parameters.

    FormatError for no bytes at all, and for a salt that has not 16.
    """
    if not octets or len(salt) != SALT:
        raise FormatError("there is nothing to stretch, or a salt has another size")
    return sodium.crypto_pwhash_alg(KEY, octets, salt, PASSES, MEMORY_BYTES, sodium.crypto_pwhash_ALG_ARGON2ID13)
