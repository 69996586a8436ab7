"""A hotline of its own for each attack, with a directory published."""

import asyncio
from typing import Any

import pytest

from hotline.client.post import Post
from hotline.stack.supervise import Stack
from tests.conftest import StartStack
from tests.organizations import Organization
from tests.routes.conftest import hour_now


@pytest.fixture
def organization() -> Organization:
    """Who runs the hotline that is attacked."""
    return Organization(hour_now())


@pytest.fixture
def stack(start_stack: StartStack, organization: Organization) -> Stack:
    """That hotline."""
    return published(start_stack, organization)


def published(start_stack: StartStack, organization: Organization, **policy: Any) -> Stack:
    """A hotline whose directory has this policy."""
    stack = start_stack(root_pk=organization.root_pk)

    async def publish() -> None:
        async with Post(stack.url) as post:
            await post.publish(organization.file(**policy))

    asyncio.run(publish())
    return stack
