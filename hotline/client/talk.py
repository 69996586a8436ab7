"""Exchanges of one conversation after another, for whoever keeps conversations in a state."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from crypto.conversation import Cell
from crypto.sizes import ERASE_WITH_EXCHANGE, Address
from hotline.client.conversation import Conversation
from hotline.client.post import Post
from hotline.client.state import Remembered, State

S = TypeVar("S", bound=Remembered)
Of = Callable[[S], Conversation]
Receive = Callable[[S, Sequence[Cell]], list[Any]]


class Talk(Generic[S]):
    """Sends what is unsent, reads what has come, erases what was read. `in_doubt`: own addresses found taken."""

    def __init__(self, post: Post, state: State[S]) -> None:
        self.post, self.state = post, state
        self._in_doubt: dict[bytes, int] = {}
        self._turn = asyncio.Lock()

    def due(self, conversation: Conversation) -> bool:
        """Whether there is something to send or erase."""
        return bool(conversation.unsent() or conversation.erase or conversation.root in self._in_doubt)

    async def once(self, of: Of[S], receive: Receive[S], heads: Sequence[Address] = ()) -> list[Any]:
        """One exchange, after which what it changed is noted; `receive` is the step that reads.

        One at a time, and nothing is unsaved when it begins: a cell tells of the state that stands on the shelf.
        """
        async with self._turn:
            await self.state.save()
            return await self._once(of, receive, heads)

    async def _once(self, of: Of[S], receive: Receive[S], heads: Sequence[Address]) -> list[Any]:
        conversation = of(self.state.now)
        doubt = self._in_doubt.get(conversation.root)
        outgoing = conversation.unsent() if doubt is None else None
        down = conversation.down(heads)
        if doubt is not None:
            down = (down[0], conversation.own_address(doubt))
        up = None if outgoing is None else conversation.seal(outgoing)
        erase = list(conversation.gone())[:ERASE_WITH_EXCHANGE]
        done = await self.post.exchange(up, down, erase)
        if doubt is not None:
            await self.state.note(lambda state: of(state).verify_taken(doubt, done.cells))
            del self._in_doubt[conversation.root]
        if outgoing is not None and done.taken:
            self._in_doubt[conversation.root] = outgoing.index
        elif outgoing is not None and done.sent:
            index = outgoing.index
            await self.state.note(lambda state: of(state).mark_sent(index))
        if erase:
            await self.state.note(lambda state: of(state).erased(erase), urgent=False)
        if not done.cells and not conversation.ahead:
            return []
        return await self.state.note(lambda state: receive(state, done.cells), urgent=bool)

    async def drain(self, of: Of[S], receive: Receive[S]) -> list[Any]:
        """Exchange until nothing is due and nothing more comes; what was read stands on the shelf."""
        received = []
        while True:
            new = await self.once(of, receive)
            received += new
            if not new and not self.due(of(self.state.now)):
                break
        await self.state.save()
        return received
