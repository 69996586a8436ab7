"""A conversation together with what was said in it, as far as there is room to keep it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from crypto.conversation import Cell
from hotline.client.conversation import AHEAD, Conversation, Received, split

Json = dict[str, Any]
TEXT, HELLO, CLOSING, NOTICE = "text", "hello", "closing", "notice"
OPENING, LOST, ANOTHER = "opening", "lost", "another"
NOTED_HERE = (OPENING, LOST, ANOTHER)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing said, or that happened. `n` rises in order; `mine` is whether this end said it; `term` the case's."""

    n: int
    mine: bool
    term: int
    document: Json = field(repr=False)

    @property
    def kind(self) -> str:
        """What it is: text, hello, closing, notice, opening, lost or another."""
        return self.word("kind") or TEXT

    @property
    def text(self) -> str:
        """The words, if there are any."""
        return self.word("text")

    def word(self, name: str) -> str:
        """A field that is a text, or nothing: the other end may send whatever it likes."""
        value = self.document.get(name)
        return value if isinstance(value, str) else ""


@dataclass(slots=True)
class Thread:
    """What is kept of a case's conversation: the entries that both ends have, and in the outbox the rest."""

    conversation: Conversation
    term: int = 0
    entries: list[Entry] = field(default_factory=list)
    count: int = 0

    def say(self, document: Json) -> int:
        """Put a message in the outbox and return its number."""
        self.conversation.say(document, self.count)
        self.count += 1
        return self.count - 1

    def say_text(self, text: str) -> None:
        """A text, in as many messages as it needs."""
        parts = split(text)
        for at, part in enumerate(parts):
            self.say({"kind": TEXT, "text": part, **({"more": True} if at < len(parts) - 1 else {})})

    def add(self, document: Json, mine: bool = False) -> Entry:
        """Keep something that came, or that happened, without sending it."""
        entry = Entry(self.count, mine, self.term, document)
        self.count += 1
        self.entries.append(entry)
        return entry

    def receive(self, cells: Iterable[Cell], turn_length: int = AHEAD) -> list[Entry]:
        """Read what came down and keep it; what the other end has read moves out of the outbox."""
        outbox = {one.index: one for one in self.conversation.outbox}
        received = self.conversation.receive(cells, turn_length)
        left = {one.index for one in self.conversation.outbox}
        self.entries += [
            Entry(one.n, True, self.term, one.document) for index, one in outbox.items() if index not in left
        ]
        self.entries.sort(key=lambda entry: entry.n)
        return [self.keep(one) for one in received]

    def keep(self, received: Received) -> Entry:
        """Keep one message that was read. One that was lost is told to the other end as well.

        What this end notes by itself, the other cannot say: its message of such a kind is a text.
        """
        if received.document is not None:
            told = {"kind": TEXT} if received.document.get("kind") in NOTED_HERE else {}
            return self.add({**received.document, **told})
        self.say({"kind": NOTICE, "reason": LOST})
        return self.add({"kind": LOST})

    def all(self) -> list[Entry]:
        """Everything in order, with what the other end has not read yet."""
        outbox = [Entry(one.n, True, self.term, one.document) for one in self.conversation.outbox]
        return sorted([*self.entries, *outbox], key=lambda entry: entry.n)

    def trim(self) -> bool:
        """Let go of the oldest entry; False when there is none."""
        if self.entries:
            del self.entries[0]
            return True
        return False

    def to_json(self) -> Json:
        """As it stands in a vault."""
        return {
            "conversation": self.conversation.to_json(),
            "term": self.term,
            "entries": [[one.n, one.mine, one.term, one.document] for one in self.entries],
            "count": self.count,
        }

    @classmethod
    def from_json(cls, json: Json) -> Self:
        """What `to_json` gave."""
        entries = [Entry(n, mine, term, document) for n, mine, term, document in json["entries"]]
        return cls(Conversation.from_json(json["conversation"]), json["term"], entries, json["count"])
