"""How many may watch one process, and who goes when there are more."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from crypto.sizes import FRAME
from hotline.store.connection import Store
from hotline.store.watches import WATCHERS_AT_MOST, Watch

pytestmark = pytest.mark.anyio


@pytest.fixture
async def watch(store: Store) -> AsyncIterator[Watch]:
    watching = Watch(store)
    yield watching
    await watching.aclose()


async def test_of_too_many_watchers_the_one_that_has_been_there_longest_goes(watch: Watch) -> None:
    longest, *others = [watch.frames() for _ in range(WATCHERS_AT_MOST + 1)]
    first = await asyncio.gather(*(anext(one) for one in (longest, *others)))
    assert {len(frame) for frame in first} == {FRAME}
    ended, *following = await asyncio.gather(*(anext(one, None) for one in (longest, *others)))
    assert ended is None
    assert None not in following
