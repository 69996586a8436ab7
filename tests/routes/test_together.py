"""Who asks the same at the same moment shares a read, and nobody is told what was so before she asked."""

import asyncio

import pytest

from hotline.routes.together import Together

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Shelf:
    """Counts how often it is read; a read takes until it is let go."""

    def __init__(self) -> None:
        self.reads = 0
        self.content = "old"
        self.gate = asyncio.Event()

    async def read(self) -> str:
        self.reads += 1
        seen = self.content
        await self.gate.wait()
        return seen


async def _turn() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_who_comes_during_a_read_shares_the_next_one_and_sees_what_is_new() -> None:
    together, shelf = Together[str](), Shelf()
    first = asyncio.create_task(together.ask("shelf", shelf.read))
    await _turn()
    shelf.content = "new"
    later = [asyncio.create_task(together.ask("shelf", shelf.read)) for _ in range(50)]
    await _turn()
    shelf.gate.set()
    assert await first == "old"
    assert [await one for one in later] == ["new"] * 50
    assert shelf.reads == 2


async def test_different_questions_do_not_wait_for_each_other() -> None:
    together, slow, quick = Together[str](), Shelf(), Shelf()
    quick.gate.set()
    waiting = asyncio.create_task(together.ask("slow", slow.read))
    assert await together.ask("quick", quick.read) == "old"
    slow.gate.set()
    assert await waiting == "old"


async def test_one_who_leaves_does_not_take_the_answer_from_the_others() -> None:
    together, shelf = Together[str](), Shelf()
    leaves, stays = (asyncio.create_task(together.ask("shelf", shelf.read)) for _ in range(2))
    await _turn()
    leaves.cancel()
    shelf.gate.set()
    assert await stays == "old"


async def test_a_read_that_fails_fails_for_all_and_the_next_is_a_new_one() -> None:
    together, shelf = Together[str](), Shelf()

    async def fail() -> str:
        raise ConnectionError

    both = await asyncio.gather(*(together.ask("shelf", fail) for _ in range(2)), return_exceptions=True)
    assert [type(one) for one in both] == [ConnectionError] * 2
    shelf.gate.set()
    assert await together.ask("shelf", shelf.read) == "old"
