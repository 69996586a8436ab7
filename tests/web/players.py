"""JavaScript peers for stories with a real server: each a Node process that is told what to do, and killed."""

import asyncio
import json
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from crypto.directory import encode_key
from tests.client.conftest import Hotline
from tests.crypto.bridge import NODE, ROOT

LINE_BYTES = 1 << 22
MOST_REQUESTS = 40
KILLED = 9


class PeerKilled(Exception):
    """The process ended at the request of the test's choice."""


class PeerFailed(Exception):
    """The peer raised an error; the argument is its name."""


@dataclass(frozen=True)
class Death:
    """Once the answer to the request of this number has come; never with number 0.

    For who comes back, that is the same as before the next request leaves: what a dead process remembered is gone.
    """

    at: int = 0
    after: bool = True


NEVER = Death()


@dataclass
class Player:
    """One peer. `seen` is what it showed last."""

    process: Process
    seen: dict[str, Any] = field(default_factory=dict)

    async def make(
        self, how: str, *args: object, call: str | None = None, show: Sequence[str] = (), death: Death = NEVER
    ) -> "Player":
        """Become a peer; `call` does something at once, before the line ends and within reach of the death."""
        line = {"make": how, "call": call, "args": _encode(args), "show": show, "die": vars(death)}
        await self._obey(line)
        return self

    async def call(self, name: str, *args: object, show: Sequence[str] = (), death: Death = Death()) -> Any:
        return await self._obey({"call": name, "args": _encode(args), "show": show, "die": vars(death)})

    async def show(self, what: str) -> Any:
        await self._obey({"show": [what]})
        return self.seen[what]

    async def first_news(self) -> Any:
        return await self._obey({"watch": True})

    async def leave(self) -> int:
        assert self.process.stdin is not None
        self.process.stdin.close()
        return await self.process.wait()

    async def _obey(self, line: dict[str, Any]) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(line).encode() + b"\n")
        await self.process.stdin.drain()
        told = await self.process.stdout.readline()
        if not told:
            assert await self.process.wait() == KILLED
            raise PeerKilled
        answer = json.loads(told)
        if "error" in answer:
            raise PeerFailed(answer["error"])
        self.seen = answer["show"]
        return answer["result"]


Start = Callable[[], Awaitable[Player]]


@asynccontextmanager
async def players(hotline: Hotline) -> AsyncIterator[Start]:
    """A function that starts one more process; all have ended afterwards."""
    running: list[Player] = []

    async def start() -> Player:
        command = [str(ROOT / "tests/js/peer/play.js"), hotline.url, str(hotline.clock.ahead_seconds)]
        process = await asyncio.create_subprocess_exec(NODE, *command, stdin=PIPE, stdout=PIPE, limit=LINE_BYTES)
        running.append(Player(process))
        return running[-1]

    try:
        yield start
    finally:
        for one in running:
            await one.leave()


def deaths() -> list[Death]:
    """One request further on each time. A story stops with the first act that survives."""
    return [Death(at) for at in range(1, MOST_REQUESTS)]


async def survives(act: Callable[[], Awaitable[object]]) -> bool:
    """Whether a peer gets to the end of what it does."""
    try:
        await act()
    except PeerKilled:
        return False
    return True


def id_of(octets: bytes | None) -> str:
    """A case's name as JavaScript peers have it."""
    assert octets is not None
    return encode_key(octets)


def _encode(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"$": value.hex()}
    return [_encode(one) for one in value] if isinstance(value, list | tuple) else value
