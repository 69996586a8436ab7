"""Honest callers get through beside attackers of every kind at once. The ten thousand are in long_abuse.py."""

import asyncio
from contextlib import ExitStack

from hotline.client.post import Post
from hotline.stack.supervise import Stack
from tests.abuse.honest import MEBIBYTE, callers, horde, memory_bytes
from tests.abuse.horde import FLOODS, KINDS
from tests.organizations import Organization

SLOW, FLOODING, TRIES = 100, 4, 5


def test_honest_callers_get_through_beside_attackers_of_every_kind(stack: Stack, organization: Organization) -> None:
    before = memory_bytes(stack.web.pid)
    with ExitStack() as attacks:
        for kind in KINDS:
            attacks.enter_context(horde(stack.url, kind, FLOODING if kind in FLOODS else SLOW))
        served = asyncio.run(callers(lambda: Post(stack.url), organization, TRIES))
    assert served.done == TRIES
    assert memory_bytes(stack.web.pid, "VmHWM") - before < 300 * MEBIBYTE
