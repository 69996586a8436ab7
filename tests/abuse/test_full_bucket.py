"""Who fills a bucket pays more for each case, and honest callers, who open one, still find a place."""

import asyncio

from crypto import case, wire
from crypto.sizes import DONE, EXCHANGE, OPEN, READ, REFUSED, STAMP
from hotline.client.post import Post
from hotline.stack.supervise import Stack
from tests.abuse.honest import open_case
from tests.conftest import StartStack
from tests.organizations import Organization
from tests.routes.conftest import Door, hour_now

ROOM = 32
USUAL_BITS = 3
ATTEMPTS = 60


def _opening(organization: Organization) -> bytes:
    return case.seal_case(case.draw(), 0, [case.SlotFor(organization.bucket, None)] * 3, {}, {}, {})


def _started(start_stack: StartStack) -> tuple[Organization, Stack, Door]:
    organization = Organization(hour_now())
    stack = start_stack(root_pk=organization.root_pk)
    door = Door(int(stack.url.rsplit(":", 1)[1].strip("/")), stack, organization)
    assert door.ask("POST", "/directory", organization.file(bucket_cases=ROOM))[0] == 204
    return organization, stack, door


def test_places_that_are_left_are_not_had_at_the_usual_price_and_honest_callers_get_one(
    start_stack: StartStack,
) -> None:
    organization, stack, door = _started(start_stack)
    taken = sum(door.post(OPEN, _opening(organization), USUAL_BITS).status == DONE for _ in range(ATTEMPTS))
    assert ROOM // 2 < taken < ROOM

    async def one_after_another() -> int:
        opened = 0
        async with Post(stack.url) as post:
            while await open_case(post, organization) is not None:
                opened += 1
        return opened

    assert asyncio.run(one_after_another()) == ROOM - taken
    assert door.post(OPEN, _opening(organization), USUAL_BITS + 8).status == REFUSED


def test_answer_names_what_an_opening_needs_and_nothing_else_gets_dearer(start_stack: StartStack) -> None:
    organization, _, door = _started(start_stack)
    bits = USUAL_BITS
    while bits == USUAL_BITS:
        answer = door.post(OPEN, _opening(organization), USUAL_BITS)
        bits = answer.other_bits
    assert (answer.status, bits) == (STAMP, USUAL_BITS + 2)
    assert door.post(READ, bytes(32), USUAL_BITS).other_bits == USUAL_BITS
    assert door.post(EXCHANGE, wire.exchange(None, []), USUAL_BITS).status == DONE
