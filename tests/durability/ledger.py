"""What was acknowledged by a hotline under fire, and the look afterwards whether all of it is so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from redis.exceptions import RedisError

from hotline.store import holds, locks
from hotline.store.connection import Store


@dataclass(frozen=True, slots=True)
class Kept:
    """An object that was acknowledged: its kind, id, lock and some field's value."""

    kind: int
    identity: bytes
    lock: bytes
    field: str
    value: bytes


@dataclass
class Ledger:
    """Everything that was acknowledged; `unknown` are ids of which an answer never came."""

    kept: dict[bytes, Kept] = field(default_factory=dict)
    erased: set[tuple[int, bytes]] = field(default_factory=set)
    unknown: set[bytes] = field(default_factory=set)
    winners: dict[bytes, list[bytes]] = field(default_factory=dict)
    doubled: list[str] = field(default_factory=list)
    acknowledged: int = 0

    def keep(self, one: Kept) -> None:
        """It was acknowledged, in place of what stood under this id."""
        self.acknowledged += 1
        self.kept[one.identity] = one

    def erase(self, kind: int, identity: bytes) -> None:
        """Its erasure was acknowledged."""
        self.acknowledged += 1
        self.kept.pop(identity, None)
        self.erased.add((kind, identity))

    def won(self, case_id: bytes, lease_pk: bytes) -> None:
        """A claim was acknowledged."""
        self.acknowledged += 1
        self.winners.setdefault(case_id, []).append(lease_pk)


async def faults(ledger: Ledger, socket: Path, keys: Path) -> list[str]:
    """All that is not as it was acknowledged, in sentences without ids."""
    store = Store.connect(socket, keys)
    try:
        found = list(ledger.doubled)
        found += [f"a {_NAMES[one.kind]} was lost" for one in ledger.kept.values() if not await _stands(store, one)]
        for kind, identity in ledger.erased:
            if await store.redis.exists(holds.LOCKED[kind].key(identity)):
                found.append(f"a {_NAMES[kind]} came back")
        for case_id, leases in ledger.winners.items():
            found += ["a case was claimed twice"] if len(set(leases)) > 1 else []
            (lease,) = await store.fields(holds.CASE.key(case_id), "lease")
            found += ["a claim was lost"] if lease not in (None, leases[0]) else []
        return found
    finally:
        await store.aclose()


_NAMES: Mapping[int, str] = {0: "case", 1: "cell", 2: "vault", 3: "chunk"}


async def _stands(store: Store, one: Kept) -> bool:
    """Under its lock and with its value; an object whose next write is unknown only has to stand."""
    try:
        record, value = await store.fields(holds.LOCKED[one.kind].key(one.identity), "lock", one.field)
    except RedisError:
        return False
    if record is None or value is None:
        return False
    lock = store.key_file.unwrap(locks.name(one.kind, one.identity), record)
    return lock == one.lock and value == one.value
