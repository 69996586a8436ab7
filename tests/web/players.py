"""JavaScript peers for stories with a real server: in Node processes that are told what to do, and killed."""

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


class PeerKilled(Exception):
    """The peer died at the request of the test's choice."""


class PeerFailed(Exception):
    """The peer raised an error; the argument is its name."""


@dataclass(frozen=True)
class Death:
    """Once the answer to the request of this number has come; never with number 0.

    For who comes back, that is the same as before the next request leaves: what a dead process remembered is gone.
    """

    at: int = 0


NEVER = Death()


@dataclass
class Player:
    """One peer. `seen` is what it showed last; `idle` gets the process back when the peer has left or died."""

    process: Process
    idle: list[Process]
    seen: dict[str, Any] = field(default_factory=dict)

    async def make(
        self, how: str, *args: object, call: str | None = None, show: Sequence[str] = (), death: Death = NEVER
    ) -> "Player":
        """Become a peer; `call` does something at once, before the line ends and within reach of the death."""
        line = {"make": how, "call": call, "args": _encode(args), "show": show, "die": death.at}
        await self._obey(line)
        return self

    async def call(self, name: str, *args: object, show: Sequence[str] = (), death: Death = NEVER) -> Any:
        return await self._obey({"call": name, "args": _encode(args), "show": show, "die": death.at})

    async def show(self, what: str) -> Any:
        await self._obey({"show": [what]})
        return self.seen[what]

    async def first_news(self) -> Any:
        return await self._obey({"watch": True})

    def leave(self) -> None:
        """Nobody asks this peer again."""
        self.idle.append(self.process)

    async def _obey(self, line: dict[str, Any]) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(line).encode() + b"\n")
        await self.process.stdin.drain()
        answer = json.loads(await self.process.stdout.readline())
        if "killed" in answer:
            self.leave()
            raise PeerKilled
        if "error" in answer:
            raise PeerFailed(answer["error"])
        self.seen = answer["show"]
        return answer["result"]


Start = Callable[[], Awaitable[Player]]


@asynccontextmanager
async def players(hotline: Hotline) -> AsyncIterator[Start]:
    """A function that gives one more player; all processes have ended afterwards."""
    running: list[Process] = []
    idle: list[Process] = []

    async def start() -> Player:
        if idle:
            return Player(idle.pop(), idle)
        command = [str(ROOT / "tests/js/peer/play.js"), hotline.url, str(hotline.clock.ahead_seconds)]
        process = await asyncio.create_subprocess_exec(NODE, *command, stdin=PIPE, stdout=PIPE, limit=LINE_BYTES)
        running.append(process)
        return Player(process, idle)

    try:
        yield start
    finally:
        for one in running:
            assert one.stdin is not None
            one.stdin.close()
            await one.wait()


def deaths(apart: int = 1) -> list[Death]:
    """So many requests further on each time. A story stops with the first act that survives."""
    return [Death(at) for at in range(1, MOST_REQUESTS, apart)]


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
