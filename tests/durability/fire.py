"""Players who write, claim, exchange and erase while the processes under them are killed at random moments."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from secrets import token_bytes
from typing import TypeVar

from crypto import case, signing, vault, wire
from crypto.conversation import Cell
from crypto.sizes import (
    ACCEPT,
    CELL,
    CHUNK,
    CLAIM,
    CLOSE,
    DONE,
    ERASE,
    EXCHANGE,
    OPEN,
    OPEN_REQUEST,
    WRITE,
    WRITE_REQUEST,
    Address,
)
from hotline.client.errors import Busy, NotConnected, ServerTrouble
from hotline.client.post import Post
from hotline.stack.supervise import Stack
from tests.durability.ledger import Kept, Ledger
from tests.organizations import Organization

T = TypeVar("T")
PLAYERS = 4
TRIES = 40
LOOK_SECONDS = 0.02


@dataclass
class Fire:
    """Some `operations` played by several at once; after every `between` of them processes are killed and started."""

    stack: Stack
    organization: Organization
    operations: int
    between: int
    chance: random.Random
    ledger: Ledger = field(default_factory=Ledger)
    done: int = 0
    kills: int = 0

    async def burn(self) -> Ledger:
        """Play to the end, with everything running again."""
        async with asyncio.TaskGroup() as group:
            for _ in range(PLAYERS):
                group.create_task(self._player())
            group.create_task(self._killer())
        return self.ledger

    async def _killer(self) -> None:
        after = self.between
        while self.done < self.operations:
            await asyncio.sleep(LOOK_SECONDS)
            if self.done >= after:
                after = self.done + self.between
                await asyncio.to_thread(self._kill)

    def _kill(self) -> None:
        stack = self.stack
        victims = self.chance.choice([[stack.web], [stack.worker], [stack.redis], [stack.redis], stack.parts])
        for part in victims:
            part.kill()
        for part in victims:
            part.start()
        self.kills += 1

    async def _player(self) -> None:
        async with Post(self.stack.url) as post:
            while self.done < self.operations:
                await self.chance.choice([self._case, self._messages, self._vault, self._chunk])(post)

    async def _case(self, post: Post) -> None:
        """Opened, claimed by two at once, and closed, erased or left."""
        secrets = case.draw()
        slots = [case.SlotFor(self.organization.bucket, None)] * 3
        payload = case.seal_case(secrets, 0, slots, {}, {}, {"words": "help"})
        if await self._status(post, OPEN, payload) != DONE:
            self.ledger.doubled.append("a new case was refused")
            return
        body = OPEN_REQUEST.unpack(payload)["body"]
        self.ledger.keep(Kept(0, secrets.case_id, secrets.lock, "body", body))
        leases = [token_bytes(32), token_bytes(32)]
        answers = await asyncio.gather(*(self._claim(post, secrets, lease) for lease in leases))
        for lease, status in zip(leases, answers, strict=True):
            if status == DONE:
                self.ledger.won(secrets.case_id, signing.signer(lease))
        fate = self.chance.randrange(3)
        if fate == 0:
            named = (secrets.case_id, signing.sign(secrets.close_seed, "erase", secrets.case_id))
            await self._status(post, ERASE, wire.erase(named, None, []))
            await self._stays_erased(post, 0, secrets.case_id, OPEN, payload)
        elif fate == 1 and DONE in answers:
            await self._close(post, secrets, leases[answers.index(DONE)], payload)

    async def _claim(self, post: Post, secrets: case.Secrets, lease: bytes) -> int:
        payload = case.claim(secrets.case_key, signing.signer(lease), self.organization.member_secret)
        return await self._status(post, CLAIM, payload)

    async def _close(self, post: Post, secrets: case.Secrets, lease: bytes, payload: bytes) -> None:
        """By who holds it. Refused is a close whose answer was lost: the case is gone all the same."""
        for verb, op in (("accept", ACCEPT), ("close", CLOSE)):
            await self._status(post, op, case.hold(verb, lease, secrets.case_id, self.organization.member_secret))
        await self._stays_erased(post, 0, secrets.case_id, OPEN, payload)

    async def _messages(self, post: Post) -> None:
        """Two at once write different messages at one address; one stands, and is read, or erased."""
        place = Address(token_bytes(32))
        rivals = [Cell(place, token_bytes(32), token_bytes(CELL)) for _ in range(2)]
        payloads = [wire.exchange(cell, []) for cell in rivals]
        answers = await asyncio.gather(*(self._status(post, EXCHANGE, payload) for payload in payloads))
        if answers.count(DONE) != 1:
            self.ledger.doubled.append(f"of two messages at one address {answers.count(DONE)} were taken")
            return
        sent = answers.index(DONE)
        cell = rivals[sent]
        self.ledger.keep(Kept(1, place, cell.lock, "content", cell.ciphertext))
        if self.chance.random() < 0.5:
            await self._status(post, EXCHANGE, wire.exchange(None, [], [place]))
            await self._stays_erased(post, 1, place, EXCHANGE, payloads[sent])

    async def _vault(self, post: Post) -> None:
        """Written once, then by two tabs at once, and erased or left."""
        own = vault.keys(token_bytes(32))
        first = vault.seal_write(own, 1, {})
        if await self._status(post, WRITE, first) != DONE:
            self.ledger.doubled.append("a new vault was refused")
            return
        rivals = [vault.seal_write(own, 2, {"tab": tab}) for tab in range(2)]
        answers = await asyncio.gather(*(self._status(post, WRITE, payload) for payload in rivals))
        if answers.count(DONE) != 1:
            self.ledger.doubled.append(f"of two tabs {answers.count(DONE)} wrote one version")
            return
        written = WRITE_REQUEST.unpack(rivals[answers.index(DONE)])
        self.ledger.keep(Kept(2, own.address, written["lock"], "content", written["ciphertext"]))
        if self.chance.random() < 0.5:
            seal = (own.address, 2, vault.sign_erase(own, 2))
            await self._status(post, ERASE, wire.erase(None, seal, []))
            await self._stays_erased(post, 2, own.address, WRITE, first)

    async def _chunk(self, post: Post) -> None:
        """A piece of an attachment, erased or left."""
        chunk = Cell(Address(token_bytes(32)), token_bytes(32), token_bytes(CHUNK))
        if not await self._again(lambda: post.put_chunk(chunk)):
            self.ledger.doubled.append("a new chunk was refused")
            return
        self.ledger.keep(Kept(3, chunk.address, chunk.lock, "content", chunk.ciphertext))
        if self.chance.random() < 0.5:
            await self._status(post, ERASE, wire.erase(None, None, [chunk.address]))
            self.ledger.erase(3, chunk.address)
            if await self._again(lambda: post.put_chunk(chunk)):
                self.ledger.doubled.append("an erased chunk was taken again")

    async def _stays_erased(self, post: Post, kind: int, identity: bytes, op: int, payload: bytes) -> None:
        """Its erasure was acknowledged; what it was made of, sent again under a new stamp, does not bring it back."""
        self.ledger.erase(kind, identity)
        if await self._status(post, op, payload) == DONE:
            self.ledger.doubled.append("what was erased was taken again")

    async def _status(self, post: Post, op: int, payload: bytes) -> int:
        return (await self._again(lambda: post.send(op, payload))).status

    async def _again(self, request: Callable[[], Awaitable[T]]) -> T:
        """Asked until it is answered, as a person would; counted once."""
        for _ in range(TRIES):
            try:
                answer = await request()
                self.done += 1
                return answer
            except (NotConnected, ServerTrouble, Busy):
                await asyncio.sleep(LOOK_SECONDS)
        raise AssertionError("the hotline did not come back by itself")
