"""Many pages at once whose network is watched: each checks, finds or sends at every beat, in an order that chance gave.

The peers are the Python client's: its post, its rhythm, its sealing. Between each and the server is a wire that notes
sizes and times, as tests of the browser's pages use it.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from secrets import token_bytes
from typing import Any

from crypto import conversation
from crypto.conversation import Cell, Message, OwnKeys
from crypto.directory import Policy
from crypto.sealing import fresh_pair
from crypto.sizes import REQUEST_HEAD, Address
from hotline.client.post import Post, fetch_directory
from hotline.client.rhythm import Rhythm
from hotline.stack.supervise import Stack
from tests.organizations import Organization
from tests.stack.waiting import eventually
from tests.web.wiretap import Passed, Wiretap, wiretap

CHECKING, FINDING, SENDING = KINDS = ("checking", "finding", "sending")
BEAT_SECONDS, ANSWER_MS = 1.0, 400
PACED: dict[str, Any] = {"beat_seconds": [BEAT_SECONDS, BEAT_SECONDS], "answer_ms": ANSWER_MS}


@dataclass(frozen=True, slots=True)
class Seen:
    """One exchange as the network sees it, beside those before and after it, and what it was."""

    kind: str
    asked_bytes: int
    answered_bytes: int
    waited: float
    since_last: float
    until_next: float
    rested_before: float
    rested_after: float

    def features(self) -> list[float]:
        """Sizes in bytes, times in seconds: from asking to asking, and how long the wire rested before and after."""
        times = (self.waited, self.since_last, self.until_next, self.rested_before, self.rested_after)
        return [self.asked_bytes, self.answered_bytes, *times]


class LabelledPost(Post):
    """A post that notes of what kind each request was that was answered."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.kind = CHECKING
        self.kinds: list[str] = []

    async def carry(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        """As `Post`."""
        answer = await super().carry(method, path, body)
        if path == "/post":
            self.kinds.append(self.kind)
        return answer


@dataclass
class Page:
    """One page."""

    post: LabelledPost
    root: bytes = field(default_factory=lambda: token_bytes(32))
    keys: OwnKeys = field(default_factory=lambda: OwnKeys(fresh_pair().seed))
    theirs: bytes = field(default_factory=lambda: fresh_pair().public)
    said: int = 0
    heard: int = 0

    async def is_written_to(self, other: Post, count: int) -> None:
        """Whom it talks with has said so much, by a connection that nobody watches."""
        for index in range(count):
            await other.exchange(self._seal(self.keys.public, conversation.TO_CALLER, index))

    async def act(self, kind: str) -> None:
        """One exchange of that kind, with all that a client does for it. What checks asks where nothing stands."""
        up = self._seal(self.theirs, conversation.FROM_CALLER, self.said) if kind == SENDING else None
        nowhere = Address(token_bytes(32))
        found = conversation.address(self.root, conversation.TO_CALLER, self.heard)
        self.post.kind = kind
        done = await self.post.exchange(up, [found if kind == FINDING else nowhere, nowhere])
        self.post.kind = CHECKING
        self.said += kind == SENDING
        assert len(done.cells) == (kind == FINDING)
        for cell in done.cells:
            conversation.open_message(self.keys, self.root, conversation.TO_CALLER, self.heard, cell)
            self.heard += 1

    def _seal(self, to: bytes, direction: int, index: int) -> Cell:
        return conversation.seal_message(to, self.root, direction, index, Message(0, self.keys.public, {"text": "x"}))


Play = Callable[[Page, Policy, list[str]], Awaitable[None]]


async def in_rhythm(page: Page, policy: Policy, kinds: list[str]) -> None:
    """As callers' clients do: whatever there is to do waits for the next beat."""
    await asyncio.sleep(policy.beat_seconds[0] * random.random())
    page.post.rhythm = Rhythm(policy)
    for kind in kinds:
        await page.act(kind)


async def without_rhythm(page: Page, policy: Policy, kinds: list[str]) -> None:
    """As clients do elsewhere: it looks at every beat, sends when there is something, and clears away what it found."""
    for kind in kinds:
        await asyncio.sleep(policy.beat_seconds[0] * (random.uniform(0.3, 0.7) if kind == SENDING else 1))
        await page.act(kind)
        if kind == FINDING:
            await page.act(CHECKING)
            page.post.kinds[-1] = FINDING  # clearing away is what finding looks like


async def play(stack: Stack, organization: Organization, pages: int, each: int, how: Play) -> list[Seen]:
    """All that the network saw of so many pages with so many exchanges of each kind."""
    kinds = [kind for kind in KINDS for _ in range(each)]
    with ExitStack() as wires:
        taps = [wires.enter_context(wiretap(stack.url)) for _ in range(pages)]
        found = await asyncio.gather(
            *(_watched(tap, stack, organization, random.sample(kinds, len(kinds)), how) for tap in taps)
        )
    return [seen for page in found for seen in page]


async def _watched(tap: Wiretap, stack: Stack, organization: Organization, kinds: list[str], how: Play) -> list[Seen]:
    async with LabelledPost(tap.url) as post, Post(stack.url) as other:
        directory = await fetch_directory(post, organization.root_pk)
        other.learn(directory)
        page = Page(post)
        await page.is_written_to(other, kinds.count(FINDING))
        await how(page, directory.policy, kinds)
        await asyncio.to_thread(eventually, lambda: len(tap.posts()) == len(post.kinds))
        posts = tap.posts()
        return [_seen(posts, at, post.kinds[at]) for at in range(1, len(posts) - 1)]


def _seen(posts: list[Passed], at: int, kind: str) -> Seen:
    last, one, following = posts[at - 1 : at + 2]
    return Seen(
        kind,
        one.asked_bytes,
        one.answered_bytes,
        one.answered_at - one.asked_at,
        one.asked_at - last.asked_at,
        following.asked_at - one.asked_at,
        one.asked_at - last.answered_at,
        following.asked_at - one.answered_at,
    )


def unpadded(seen: Seen) -> Seen:
    """The same exchange had it the size of what it carries: a cell up, two addresses, a cell down."""
    cell, address = 8192 + 64, 32
    asked = REQUEST_HEAD + 2 * address + (cell if seen.kind == SENDING else 0)
    answered = cell if seen.kind == FINDING else 0
    return replace(seen, asked_bytes=asked, answered_bytes=answered)
