"""A rotation during which Redis is started again, which then goes through what it keeps in another order."""

import asyncio
import time
from contextlib import suppress
from typing import Any

from redis.exceptions import RedisError

from crypto.hashing import u32
from hotline.stack.supervise import Plan, Stack
from hotline.store import holds, rotation
from hotline.store.cells import CELL_KIND
from hotline.store.connection import Store
from tests.bench.filling import add_cells
from tests.conftest import StartStack

CELLS = 20


class Passing(Store):
    """A store whose first scan ends at once, having passed over everything, because Redis was started again."""

    stack: Stack | None = None

    async def run(self, script: str, now: float, *arguments: Any, **given: Any) -> Any:
        if script != "older" or self.stack is None:
            return await super().run(script, now, *arguments, **given)
        redis, self.stack = self.stack.redis, None
        redis.kill()
        redis.start()
        await self.redis.connection_pool.disconnect()
        while not await self._answers():
            await asyncio.sleep(0.02)
        return u32(1) + b"0"

    async def _answers(self) -> bool:
        with suppress(RedisError):
            return bool(await self.redis.ping())
        return False


def test_scan_during_which_redis_was_started_again_is_made_once_more(start_stack: StartStack) -> None:
    stack = start_stack(plan=Plan(web_processes=0, worker_processes=0))

    async def story() -> list[bytes | None]:
        store = Passing.connect(stack.redis_socket, stack.folders.keys)
        assert isinstance(store, Passing)
        await rotation.start(store, time.time())
        await add_cells(store, CELLS, time.time())
        store.stack = stack
        await rotation.rotate(store, time.time())
        members: list[bytes] = await store.ask("ZRANGE", holds.ENDS.key(), 0, -1)
        records = [(member[1:], (await store.fields(holds.CELL.key(member[1:]), "lock"))[0]) for member in members]
        locks = await store.unwrap_all(CELL_KIND, records)
        await store.aclose()
        return locks

    locks = asyncio.run(story())
    assert len(locks) == CELLS
    assert None not in locks
