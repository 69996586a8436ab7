"""For what another process does in its own time."""

import time
from collections.abc import Callable

from redis.exceptions import RedisError


def eventually(claim: Callable[[], bool], *, seconds: float = 20) -> None:
    """Returns as soon as the claim holds; fails if it never does. Not being reachable counts as not yet."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if claim():
                return
        except (RedisError, OSError):
            pass
        time.sleep(0.02)
    raise AssertionError("still not so")
