"""The connection to Redis: scripts, times and channels that every other module of the store uses."""

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha1
from pathlib import Path
from typing import Any

from redis.asyncio import BlockingConnectionPool, Redis, UnixDomainSocketConnection
from redis.asyncio.connection import AbstractConnection
from redis.exceptions import NoScriptError, RedisError

from crypto import sizes, stamp
from crypto.hashing import number, u64
from crypto.sizes import U32, Hour
from hotline.store import holds, locks
from hotline.store.batches import Batches
from hotline.store.holds import BACKSTOP_HOURS, FLAG_HOURS, GENERATION_HOURS, HOUR_SECONDS, SPENT_HOURS, TIMER_HOURS
from hotline.store.locks import KeyFile, LockLost

MINUTE_SECONDS = 60
SET_BACK_HOURS = 25  # how far a clock may be set back without anything that was erased coming back
WAKE_BUCKETS = "wake:buckets"
WAKE_CELLS = "wake:cells"
TRIES = 20
CONNECTION_SECONDS = 10.0
_CONNECTIONS = 64
_WAIT_SECONDS = 10

_SCRIPTS = Path(__file__).parent / "scripts"
_PREFIXES = {
    "case": holds.CASE,
    "cell": holds.CELL,
    "chunk": holds.CHUNK,
    "vault": holds.VAULT,
    "bucket": holds.BUCKET,
    "due": holds.DUE,
    "leases": holds.LEASES,
    "ends": holds.ENDS,
    "spent": holds.SPENT,
    "scratch": holds.SCRATCH,
    "directory": holds.DIRECTORY,
    "members": holds.MEMBERS,
    "gen": holds.GENERATION,
    "shred": holds.SHRED,
    "rewrite": holds.REWRITE,
}

# What every script knows, as a Lua table: Redis compiles it once, and no call has to bring it.
_FIXED = "local fixed = {{{}}}\n".format(
    ", ".join(
        f"{name} = {json.dumps(value)}"
        for name, value in {
            **{name: hold.prefix.decode("ascii") for name, hold in _PREFIXES.items()},
            "spent_hours": SPENT_HOURS,
            "flag_hours": FLAG_HOURS,
            "timer_hours": TIMER_HOURS,
            "hours_set_back": SET_BACK_HOURS,
            "wake_buckets": WAKE_BUCKETS,
            "slot_size": sizes.SLOT,
            "card_size": sizes.CARD,
            "sheet_size": sizes.SHEET,
            "bits_at_most": stamp.BITS_AT_MOST,
            "filling_share": stamp.FILLING_SHARE,
            "bits_a_halving": stamp.BITS_A_HALVING,
            "least_room": stamp.LEAST_ROOM,
            "record_size": locks.RECORD,
            "cell_size": sizes.CELL,
        }.items()
    )
)


class _DatedConnection(UnixDomainSocketConnection):
    """A connection that knows how long it has stood."""

    since = 0.0
    is_timed = False

    async def connect(self) -> None:
        """As redis-py; the time counts from here."""
        await super().connect()  # type: ignore[no-untyped-call]
        self.since = time.monotonic()


class _FreshPool(BlockingConnectionPool):
    """Ends every connection after a while: Redis keeps what was last said on one that stays, in use or not."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._ending: set[asyncio.Task[None]] = set()

    async def release(self, connection: AbstractConnection) -> None:
        """As redis-py; one that is old ends now, another when it is, should it lie idle then."""
        if isinstance(connection, _DatedConnection):
            if time.monotonic() - connection.since > CONNECTION_SECONDS:
                await connection.disconnect()
            elif not connection.is_timed:
                connection.is_timed = True
                asyncio.get_running_loop().call_later(CONNECTION_SECONDS, self._end_if_idle, connection)
        await super().release(connection)

    def _end_if_idle(self, connection: _DatedConnection) -> None:
        connection.is_timed = False
        if connection in self._available_connections:
            self._available_connections.remove(connection)
            task = asyncio.create_task(connection.disconnect())
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)


class StoreUnavailable(Exception):
    """Redis cannot take a write or give a read now; nothing was acknowledged."""


def hour_of(now: float) -> Hour:
    """The whole hours since 1970 of unix seconds."""
    return Hour(int(now) // HOUR_SECONDS)


def minute_of(now: float) -> int:
    """The whole minutes since 1970 of unix seconds."""
    return int(now) // MINUTE_SECONDS


def minute_after(now: float, minutes: int) -> int:
    """The minute in which a timer of that many minutes, begun now, has run out."""
    return -(-int(now) // MINUTE_SECONDS) + minutes


def backstop(ends: int) -> int:
    """When Redis itself drops what the sweeper should have erased at the hour `ends`: a whole hour, unix seconds."""
    return (ends + BACKSTOP_HOURS) * HOUR_SECONDS


def parts(joined: bytes) -> Iterator[bytes]:
    """The strings that a script has joined into one, each behind its length, u32."""
    at = 0
    while at < len(joined):
        size, at = number(joined[at : at + U32]), at + U32
        yield joined[at : at + size]
        at += size


@cache
def _script(name: str) -> tuple[str, str]:
    """A script's text, and its digest, by which Redis knows it."""
    text = _FIXED + (_SCRIPTS / "_shared.lua").read_text() + (_SCRIPTS / f"{name}.lua").read_text()
    return text, sha1(text.encode(), usedforsecurity=False).hexdigest()


class Store:
    """One connection pool to Redis, and the file of the wrapping key."""

    def __init__(self, redis: Redis, key_file: KeyFile) -> None:
        self.redis = redis
        self.key_file = key_file
        self._batches = Batches(redis)

    @classmethod
    def connect(cls, socket: Path, keys: Path) -> "Store":
        """A store on Redis's unix socket."""
        pool = _FreshPool(
            connection_class=_DatedConnection,
            path=str(socket),
            max_connections=_CONNECTIONS,
            timeout=_WAIT_SECONDS,
        )
        return cls(Redis.from_pool(pool), KeyFile(keys))

    async def aclose(self) -> None:
        """Close the connections."""
        await self.redis.aclose()

    async def run(self, script: str, now: float, *arguments: Any, **given: Any) -> Any:
        """Run one script atomically. StoreUnavailable when Redis cannot."""
        try:
            return await self._evaluate(script, json.dumps({"now": int(now)} | given), *arguments)
        except RedisError:
            raise StoreUnavailable("Redis did not take a step") from None

    async def _evaluate(self, script: str, *arguments: Any) -> Any:
        text, sha = _script(script)
        try:
            return await self._batches.send("EVALSHA", sha, 0, *arguments)
        except NoScriptError:
            return await self._batches.send("EVAL", text, 0, *arguments)

    def wake(self, channel: str, new: bytes) -> None:
        """Have watchers look at once. What this process does not come to say, they see when they next look at all."""
        self._batches.publish(channel, new)

    async def generation(self) -> int:
        """The generation under which new locks are wrapped; 0 before the first start."""
        value: bytes | None = await self.ask("GET", holds.GENERATION.key())
        return number(value or b"")

    async def set_generation(self, generation: int, now: float) -> None:
        """Name the generation for new locks; from here on no script stores a lock under another."""
        until = (hour_of(now) + GENERATION_HOURS) * HOUR_SECONDS
        await self.run("set_generation", now, u64(generation), until)

    async def keep(
        self, script: str, now: float, kind: int, identity: bytes, lock: bytes, *arguments: Any, **given: Any
    ) -> Any:
        """Run a script that stores a lock's record, wrapping again while the wrapping key changes under it.

        The script takes the identity, the record and `arguments`, and answers "generation" when the record is of an
        older generation.
        """
        bound = locks.name(kind, identity)
        for attempt in range(TRIES):
            try:
                # Nearly always the newest key is the one that Redis names; only if it was not, Redis is asked.
                record = (
                    self.key_file.wrap(await self.generation(), bound, lock)
                    if attempt
                    else self.key_file.wrap_newest(bound, lock)
                )
            except LockLost:
                continue
            answer = await self.run(script, now, identity, record, *arguments, **given)
            if answer != b"generation":
                return answer
        raise StoreUnavailable("the wrapping key changes too fast")

    async def unwrap(self, kind: int, identity: bytes, record: bytes | None) -> bytes | None:
        """The lock in a record, read again while it is being wrapped anew; None when the object is gone."""
        for _ in range(TRIES):
            if record is None:
                return None
            try:
                return self.key_file.unwrap(locks.name(kind, identity), record)
            except LockLost:
                (record,) = await self.fields(holds.LOCKED[kind].key(identity), "lock")
        raise StoreUnavailable("a lock's record cannot be unwrapped")

    async def unwrap_all(self, kind: int, records: Sequence[tuple[bytes, bytes | None]]) -> list[bytes | None]:
        """The locks in the records of these identities, as `unwrap`; the key's file is read once for all of them."""
        bound = [(locks.name(kind, identity), record) for identity, record in records if record is not None]
        found = iter(self.key_file.unwrap_all(bound))
        return [
            None if record is None else next(found) or await self.unwrap(kind, identity, record)
            for identity, record in records
        ]

    async def fields(self, key: bytes, *names: str) -> list[bytes | None]:
        """Fields of one object, None for each that is absent."""
        found: list[bytes | None] = await self.ask("HMGET", key, *names)
        return found

    async def ask(self, *command: Any) -> Any:
        """What Redis answers to a command that changes nothing. StoreUnavailable when it cannot."""
        try:
            return await self._batches.send(*command)
        except RedisError:
            raise StoreUnavailable("Redis did not answer") from None
