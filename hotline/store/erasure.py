"""Erasing: what a caller asks for, what has come to its end, and making both final. docs/protocol.md, 6 and 7."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress

from redis.exceptions import RedisError, ResponseError

from crypto.errors import BadSignature
from crypto.hashing import nothing, number
from crypto.signing import verify
from hotline.store import holds, vaults
from hotline.store.cases import spent_case
from hotline.store.cells import spent_address, split
from hotline.store.connection import Store, StoreUnavailable
from hotline.store.rotation import shred

_BATCH = 200
_REWRITE_SECONDS = 0.1
_REWRITE_TRIES = 500
_SHRED_EVERY = 25


async def erase(store: Store, asked: Mapping[str, bytes], now: float) -> None:
    """Erase a caller's case, vault and cells in one step; says nothing of what was there.

    `asked` has the fields of ERASE_REQUEST. A part whose signature does not hold is not erased; but all that is named
    is remembered, so that nothing of it that is still on its way comes to stand.
    """
    case_id, vault, version = asked["case_id"], asked["vault"], number(asked["version"])
    (close_pk,) = await store.fields(holds.CASE.key(case_id), "close")
    erases_case = _signed(close_pk or b"", asked["signature"], case_id)
    erases_vault = await vaults.may_erase(store, vault, version, asked["vault_signature"])
    addresses = [address for address in split(asked["addresses"]) if not nothing(address)]
    await store.run(
        "erase",
        now,
        case_id,
        int(erases_case),
        b"" if nothing(case_id) else spent_case(case_id),
        vault,
        version if erases_vault else 0,
        b"" if nothing(vault) else vaults.spent_vault(vault),
        *(part for address in addresses for part in (address, spent_address(address))),
    )


async def expire(store: Store, now: float) -> int:
    """Erase all that must end by this hour; returns how many. A job."""
    total = 0
    while looked_at := int(await store.run("expire", now, _BATCH)):
        total += looked_at
    return total


async def rewrite(store: Store, now: float, always: bool = False) -> bool:
    """Have Redis write its files anew, so that they hold only what stands, if anything was erased since. A job.

    Whether a rewrite has ended well; while it has not, the next job asks again.
    """
    try:
        seen = await store.redis.get(holds.REWRITE.key())
        if seen is None and not always:
            return False
        with suppress(ResponseError):  # one that runs already ends first, and may have begun too early for us
            await store.redis.bgrewriteaof()
            if await _rewritten(store, now) and seen is not None:
                await store.run("settle", now, holds.REWRITE.key(), seen)
            return True
        return False
    except RedisError:
        raise StoreUnavailable("Redis did not answer") from None


async def _rewritten(store: Store, now: float) -> bool:
    """Wait for the rewrite; whether it ended well. Locks do not wait for it: they go on being shredded."""
    for attempt in range(1, _REWRITE_TRIES + 1):
        await asyncio.sleep(_REWRITE_SECONDS)
        if attempt % _SHRED_EVERY == 0:
            await shred(store, now)
        state = await store.redis.info("persistence")
        if not state["aof_rewrite_in_progress"] and not state["aof_rewrite_scheduled"]:
            return bool(state["aof_last_bgrewrite_status"] == "ok")
    return False


def _signed(close_pk: bytes, signature: bytes, case_id: bytes) -> bool:
    try:
        verify(close_pk, signature, "erase", case_id)
    except BadSignature:
        return False
    return True
