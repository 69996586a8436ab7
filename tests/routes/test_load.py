"""Under load every stamp must show more work, up to what a person can wait for; calm again, no more than before."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from crypto import stamp, wire
from crypto.directory import Directory
from crypto.hashing import number
from crypto.sizes import ANSWER, DONE, EXCHANGE, REQUEST_HEAD, STAMP, U8, U32, Hour
from hotline.routes.envelope import Asked, Said, answer
from hotline.routes.service import Service
from hotline.settings import Settings
from hotline.store import directories
from hotline.store.connection import Store
from hotline.store.watches import Watch
from tests.organizations import Organization
from tests.routes.conftest import hour_now

pytestmark = pytest.mark.anyio

EXCHANGE_BITS, OTHER_BITS = 2, 3  # that the directory asks for
DEAREST_BITS = EXCHANGE_BITS + 6


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def service(clean_redis: Path, tmp_path: Path) -> AsyncIterator[Service]:
    """What one web process has, with a directory published."""
    organization, store = Organization(hour_now()), Store.connect(clean_redis, tmp_path / "keys")
    watch = Watch(store)
    serving = Service(store, Settings(clean_redis, clean_redis, tmp_path / "keys", organization.root_pk, ""), watch)
    await directories.publish(store, organization.file(), organization.root_pk, serving.now())
    yield serving
    await watch.aclose()
    await store.aclose()


def _showing(bits: int) -> bytes:
    """An exchange whose stamp shows so many bits and no more."""
    while True:
        body = wire.request(EXCHANGE, wire.exchange(None, []), hour_now(), bits)
        hour, nonce = Hour(number(body[U8 : U8 + U32])), body[U8 + U32 : REQUEST_HEAD]
        if stamp.shown_bits(stamp.work_key(EXCHANGE, body[REQUEST_HEAD:]), hour, nonce) == bits:
            return body


async def _do(_service: Service, _directory: Directory, _asked: Asked, _now: float) -> Said:
    return Said(DONE)


async def _asked(service: Service, bits: int) -> tuple[int, int, int]:
    """The status of an exchange with such a stamp, and what the answer says that stamps must show."""
    said = wire.read_answer(bytes((await answer(service, _showing(bits), ANSWER, _do)).body))
    return said.status, said.exchange_bits, said.other_bits


@pytest.mark.parametrize(("under_way", "more"), [(30, 0), (31, 1), (63, 2), (2047, 6)])
async def test_a_stamp_must_show_more_the_more_is_under_way(service: Service, under_way: int, more: int) -> None:
    came, go_on = asyncio.Semaphore(0), asyncio.Event()

    async def work(_service: Service, _directory: Directory, _asked: Asked, _now: float) -> Said:
        came.release()
        await go_on.wait()
        return Said(DONE)

    dear = _showing(DEAREST_BITS)
    working = [asyncio.create_task(answer(service, dear, ANSWER, work)) for _ in range(under_way)]
    for _ in working:
        await came.acquire()
    told = [await _asked(service, EXCHANGE_BITS + more - less) for less in (1, 0)]
    go_on.set()
    await asyncio.gather(*working)
    wanted = (EXCHANGE_BITS + more, OTHER_BITS + more)
    assert told == [(STAMP, *wanted), (DONE, *wanted)]
    assert await _asked(service, EXCHANGE_BITS) == (DONE, EXCHANGE_BITS, OTHER_BITS)
