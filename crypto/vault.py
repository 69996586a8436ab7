"""Vaults: everything a person would otherwise keep on her device. docs/protocol.md, 6, "Vault".

address, vault seed, vault_key = kdf(mk, "vault/address"), kdf(mk, "vault/sign"), kdf(mk, "vault/key")
ciphertext = box(kdf(vault_key, "vault/state", lock), "vault", address, u64(version); pad(json, size - 40))
write      = address ‖ sign_pk ‖ u64(version) ‖ lock ‖ sign(vault seed, "vault/write", …) ‖ ciphertext
"""

from dataclasses import dataclass, field
from secrets import token_bytes
from typing import Any

from crypto import signing
from crypto.errors import FormatError
from crypto.hashing import digest, dump_json, kdf, parse_object, u64
from crypto.sealing import box, pad, unbox, unpad
from crypto.sizes import BOX_OVERHEAD, CALLER_VAULT, LOCK, RESPONDER_WRITE_REQUEST, VAULTS, WRITE_REQUEST, Address


@dataclass(frozen=True, slots=True)
class VaultKeys:
    """What a codename's master key yields for its vault."""

    address: Address = field(repr=False)
    sign_seed: bytes = field(repr=False)
    key: bytes = field(repr=False)


def keys(mk: bytes) -> VaultKeys:
    """The vault's address and keys of a master key."""
    return VaultKeys(Address(kdf(mk, "vault/address")), kdf(mk, "vault/sign"), kdf(mk, "vault/key"))


def seal_write(own: VaultKeys, version: int, document: dict[str, Any], size_bytes: int = CALLER_VAULT) -> bytes:
    """The payload of a write of this version under a fresh lock. TooLong when the document does not fit the size."""
    return _seal_write(own, version, document, size_bytes, token_bytes(LOCK))


def _seal_write(own: VaultKeys, version: int, document: dict[str, Any], size_bytes: int, lock: bytes) -> bytes:
    if size_bytes not in VAULTS:
        raise FormatError("a vault has one of two sizes")
    padded = pad(dump_json(document), size_bytes - BOX_OVERHEAD)
    ciphertext = box(_state_key(own, lock), "vault", own.address, u64(version), content=padded)
    signature = signing.sign(own.sign_seed, "vault/write", own.address, u64(version), lock, digest(ciphertext))
    layout = WRITE_REQUEST if size_bytes == CALLER_VAULT else RESPONDER_WRITE_REQUEST
    return layout.pack(
        address=own.address,
        sign_pk=signing.signer(own.sign_seed),
        version=u64(version),
        lock=lock,
        signature=signature,
        ciphertext=ciphertext,
    )


def open_state(own: VaultKeys, version: int, lock: bytes, ciphertext: bytes) -> dict[str, Any]:
    """The document of one version. DecryptError or FormatError when it is not this vault's or not this version."""
    padded = unbox(_state_key(own, lock), "vault", own.address, u64(version), boxed=ciphertext)
    return parse_object(unpad(padded))


def sign_erase(own: VaultKeys, version: int) -> bytes:
    """The signature that erases the vault while it stands at this version or an earlier one."""
    return signing.sign(own.sign_seed, "vault/erase", own.address, u64(version))


def _state_key(own: VaultKeys, lock: bytes) -> bytes:
    return kdf(own.key, "vault/state", lock)
