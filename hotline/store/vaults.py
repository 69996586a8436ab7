"""Vaults: versioned, compare and swap, the old lock gone in the same step. docs/protocol.md, 6, "Vault"."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from crypto.directory import Policy
from crypto.errors import BadSignature
from crypto.hashing import digest, number, u64
from crypto.signing import verify
from crypto.sizes import DONE, REFUSED, TAKEN
from hotline.store import holds, locks
from hotline.store.connection import TRIES, Store, StoreUnavailable, backstop, hour_of
from hotline.store.locks import LockLost

VAULT_KIND = 2
VERSION_AT_MOST = 1 << 53  # beyond it Redis's scripts could not count
_STATUS = {b"done": DONE, b"taken": TAKEN, b"refused": REFUSED}


@dataclass(frozen=True, slots=True)
class Vault:
    """A vault as it stands."""

    version: int
    lock: bytes = field(repr=False)
    ciphertext: bytes = field(repr=False)


def spent_vault(address: bytes) -> bytes:
    """What is remembered of an erased vault for two hours: a hash, so that it does not come back."""
    return digest(b"vault" + address)


async def read(store: Store, address: bytes) -> Vault | None:
    """The vault at an address; None when there is none."""
    key = holds.VAULT.key(address)
    for _ in range(TRIES):
        version, record, ciphertext = await store.fields(key, "version", "lock", "content")
        if version is None or record is None or ciphertext is None:
            return None
        try:
            return Vault(int(version), store.key_file.unwrap(locks.name(VAULT_KIND, address), record), ciphertext)
        except LockLost:
            continue  # wrapped anew, or written anew: then lock and content belong together only if both are read again
    raise StoreUnavailable("a lock's record cannot be unwrapped")


async def write(store: Store, asked: Mapping[str, bytes], stamp: bytes, policy: Policy, now: float) -> int:
    """Write a version; TAKEN when it is not exactly one more. `asked` has the fields of a vault's write request."""
    address, version = asked["address"], number(asked["version"])
    signed = (address, u64(version), asked["lock"], digest(asked["ciphertext"]))
    try:
        verify(asked["sign_pk"], asked["signature"], "vault/write", *signed)
    except BadSignature:
        return REFUSED
    if not 1 <= version <= VERSION_AT_MOST:
        return REFUSED
    ends = hour_of(now) + policy.vault_hours
    status = await store.keep(
        "write_vault",
        now,
        VAULT_KIND,
        address,
        asked["lock"],
        asked["sign_pk"],
        version,
        asked["ciphertext"],
        stamp,
        spent_vault(address),
        vault_ends=ends,
        backstop=backstop(ends),
    )
    return _STATUS[status]


async def may_erase(store: Store, address: bytes, version: int, signature: bytes) -> bool:
    """Whether the holder of the vault that stands here signed its erasure at this version."""
    (sign_pk,) = await store.fields(holds.VAULT.key(address), "sign_pk")
    try:
        verify(sign_pk or b"", signature, "vault/erase", address, u64(version))
    except BadSignature:
        return False
    return version <= VERSION_AT_MOST
