"""Five seconds after an erasure is acknowledged, the key that its lock was wrapped under is on the disk no more.

Long: run by `make drill`, on a machine that has nothing else to do.
"""

import asyncio
import time
from pathlib import Path
from secrets import token_bytes

from redis import Redis

from crypto import wire
from crypto.conversation import Cell
from crypto.sizes import CELL, DONE, ERASE, EXCHANGE, Address
from hotline.client.post import Post
from hotline.stack.supervise import Stack
from hotline.store import holds, locks
from hotline.store.locks import KeyFile, LockLost
from tests.conftest import StartStack
from tests.organizations import Organization
from tests.routes.conftest import hour_now
from tests.stack.waiting import eventually

PROMISED_SECONDS = 5.0
TIMES = 8


def test_lock_is_gone_five_seconds_after_its_erasure(start_stack: StartStack) -> None:
    organization = Organization(hour_now())
    stack = start_stack(root_pk=organization.root_pk)

    async def story() -> list[float]:
        async with Post(stack.url) as post:
            await post.publish(organization.file())
            return [await _erased(stack, post) for _ in range(TIMES)]

    took = asyncio.run(story())
    print("locks were gone after", ", ".join(f"{one:.1f} s" for one in took))
    assert max(took) <= PROMISED_SECONDS


async def _erased(stack: Stack, post: Post) -> float:
    """Seconds from the acknowledgement until the record that stood opens no more."""
    cell = Cell(Address(token_bytes(32)), token_bytes(32), token_bytes(CELL))
    assert (await post.send(EXCHANGE, wire.exchange(cell, []))).status == DONE
    record = _record(stack.redis_socket, cell.address)
    key_file, name = KeyFile(stack.folders.keys), locks.name(1, cell.address)
    assert key_file.unwrap(name, record) == cell.lock
    assert (await post.send(ERASE, wire.erase(None, None, [cell.address]))).status == DONE
    acknowledged = time.monotonic()
    await asyncio.to_thread(eventually, lambda: _is_lost(key_file, name, record), seconds=60)
    return time.monotonic() - acknowledged


def _record(socket: Path, address: bytes) -> bytes:
    with Redis(unix_socket_path=str(socket)) as redis:
        record = redis.hget(holds.CELL.key(address), "lock")
    assert isinstance(record, bytes)
    return record


def _is_lost(key_file: KeyFile, name: bytes, record: bytes) -> bool:
    try:
        key_file.unwrap(name, record)
    except LockLost:
        return True
    return False
