"""Nothing acknowledged is lost and nothing erased returns, whatever is killed and whenever."""

import asyncio
import random

from hotline.client.errors import ClientError
from hotline.client.post import Post
from hotline.stack.supervise import Stack
from tests.conftest import StartStack
from tests.durability.fire import Fire
from tests.durability.ledger import faults
from tests.organizations import Organization
from tests.routes.conftest import hour_now

OPERATIONS, BETWEEN = 300, 50


def burn(start_stack: StartStack, operations: int, between: int, seed: int) -> tuple[Fire, list[str]]:
    """A fire and the faults afterwards: as it stands, and after everything was killed once more."""
    organization = Organization(hour_now())
    stack = start_stack(root_pk=organization.root_pk)
    fire = Fire(stack, organization, operations, between, random.Random(seed))

    async def play() -> list[str]:
        async with Post(stack.url) as post:
            await post.publish(organization.file())
        ledger = await fire.burn()
        found = await faults(ledger, stack.redis_socket, stack.folders.keys)
        await asyncio.to_thread(_kill_all, stack)
        await _back(stack)
        return found + await faults(ledger, stack.redis_socket, stack.folders.keys)

    return fire, asyncio.run(play())


def _kill_all(stack: Stack) -> None:
    for part in stack.parts:
        part.kill()
    for part in stack.parts:
        part.start()


async def _back(stack: Stack) -> None:
    """A start rotates before it serves, so an answer says that all locks are wrapped again."""
    async with Post(stack.url) as post:
        for _ in range(40):
            try:
                await post.directory_file()
                return
            except ClientError:
                await asyncio.sleep(0.1)
    raise AssertionError("the hotline did not come back")


def test_nothing_acknowledged_is_lost_and_nothing_erased_returns(start_stack: StartStack) -> None:
    seed = random.randrange(2**32)
    fire, found = burn(start_stack, OPERATIONS, BETWEEN, seed)
    assert found == [], f"seed {seed}"
    assert fire.kills >= 3
    assert fire.ledger.acknowledged > OPERATIONS // 4
    assert fire.ledger.kept
    assert fire.ledger.erased
    assert any(fire.ledger.winners.values())
