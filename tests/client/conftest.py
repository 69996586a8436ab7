"""A hotline for peers: the real application on a real port and a real Redis, whose clock the test moves."""

import asyncio
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest
import uvicorn

from crypto.sizes import Hour
from hotline import sample
from hotline.app import create_app
from hotline.client.caller import Caller
from hotline.client.coordinator import Coordinator
from hotline.client.coordinator_state import Office
from hotline.client.organization import create
from hotline.client.post import Post
from hotline.client.responder import Responder
from hotline.client.root import Organization
from hotline.client.words import fingerprint
from hotline.routes import service
from hotline.settings import Settings
from hotline.web import served

T = TypeVar("T")
QUICK = {"beat_seconds": [0.005, 0.005], "answer_ms": 0, "bits": [2, 2]}
DOOR = {"now": "officers_here", "where": "home", "state": "US-CA", "language": "es", "who": "self"}
DESKS = ["federal", "court", "agency", "community", "duty"]
# Every hotline of this process serves the same files, read and compressed once.
served_files = cache(served.load)


@dataclass
class Clock:
    """The time of day for the server and all peers; `forward` moves it."""

    ahead_seconds: float = 0

    def time(self) -> float:
        return time.time() + self.ahead_seconds

    def forward(self, minutes: float) -> None:
        self.ahead_seconds += 60 * minutes


class Killed(BaseException):
    """The client died here."""


@dataclass
class Fuse:
    """Kills at the n-th request: before it leaves, or once its answer has come."""

    at: int = 0
    after: bool = False
    count: int = 0
    log: list[str] = field(default_factory=list)


class FusedPost(Post):
    """A post whose client is killed at a request of the test's choice."""

    def __init__(self, url: str, clock: Callable[[], float], fuse: Fuse) -> None:
        super().__init__(url, clock)
        self.fuse = fuse

    async def carry(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        self.fuse.count += 1
        if self.fuse.count == self.fuse.at and not self.fuse.after:
            raise Killed
        answer = await super().carry(method, path, body)
        if self.fuse.count == self.fuse.at:
            raise Killed
        return answer


@dataclass
class Hotline:
    """One running hotline, its organization, and the making of peers."""

    url: str
    clock: Clock
    folder: Path
    root: Organization
    posts: list[Post] = field(default_factory=list)

    def post(self, fuse: Fuse | None = None) -> Post:
        post = Post(self.url, self.clock.time) if fuse is None else FusedPost(self.url, self.clock.time, fuse)
        self.posts.append(post)
        return post

    def run(self, story: Callable[["Hotline"], Awaitable[T]]) -> T:
        """Play a story, and let go of every connection at its end."""

        async def whole() -> T:
            try:
                return await story(self)
            finally:
                for post in self.posts:
                    await post.close()
                self.posts.clear()

        return asyncio.run(whole())

    @property
    def root_pk(self) -> bytes:
        return self.root.root_pk

    async def coordinator(self, fuse: Fuse | None = None) -> Coordinator[Office]:
        return await Coordinator.from_folder(self.post(fuse), self.folder, None)

    async def responder(self, desks: list[str] | None = None) -> Responder:
        """Someone invited, enrolled and approved, with her keys."""
        coordinator = await self.coordinator()
        link = await coordinator.invite("responder", desks or DESKS)
        responder = await Responder.enrol(self.post(), link)
        for newcomer in await coordinator.pending():
            await coordinator.approve(newcomer.id)
        await responder.tend()
        return responder

    async def caller(self, words: str = "They are at the door.", **more: Any) -> Caller:
        """Someone with an open case."""
        caller = await Caller.start(self.post(), self.root_pk)
        await caller.open(DOOR, words, **more)
        return caller

    async def met(self, responder: Responder, caller: Caller) -> None:
        """The responder claims and accepts this caller's case."""
        await responder.queue()
        assert caller.case_id is not None
        await responder.claim(caller.case_id)
        await responder.accept(caller.case_id)


@pytest.fixture
def hotline(
    clean_redis: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Hotline]:
    """With the sample organization's desks, its directory published.

    Its pages show the six words of the root where a module says `FINGERPRINT = True`: they take long.
    """
    clock, folder, keys = Clock(), tmp_path / "organization", tmp_path / "keys"
    keys.mkdir(mode=0o700)
    root = create(folder, sample.plan(QUICK), None, Hour(int(clock.time()) // 3600))
    monkeypatch.setattr(service, "time", SimpleNamespace(time=clock.time))
    monkeypatch.setattr(served, "load", served_files)
    words = " ".join(fingerprint(root.root_pk)) if getattr(request.module, "FINGERPRINT", False) else ""
    app = create_app(Settings(clean_redis, Path("/nowhere"), keys, root.root_pk, words))
    config = uvicorn.Config(
        app,
        http="httptools",
        loop="asyncio",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        one = Hotline(f"http://127.0.0.1:{listener.getsockname()[1]}", clock, folder, root)
        one.run(_publish)
        yield one
        server.should_exit = True
        thread.join()


async def _publish(hotline: Hotline) -> None:
    coordinator = await hotline.coordinator()
    await coordinator.tend()


Play = Callable[[Callable[[Hotline], Awaitable[T]]], T]


@pytest.fixture
def play(hotline: Hotline) -> Play[Any]:
    """Runs one story against the hotline."""
    return hotline.run
