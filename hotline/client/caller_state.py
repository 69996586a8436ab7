"""What a caller's vault holds, and the steps that change it. Nothing here waits. docs/protocol.md, 4 and 6."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from crypto import case, hashing
from crypto.case import Secrets
from crypto.conversation import FROM_CALLER, TO_CALLER, Cell, address
from crypto.directory import decode_key, encode_key
from crypto.sizes import REPLY_KEYS, Address, CaseId, Hour
from hotline.client.conversation import AHEAD, Conversation, begin
from hotline.client.errors import CaseEnded
from hotline.client.thread import ANOTHER, CLOSING, OPENING, TEXT, Entry, Thread

Json = dict[str, Any]
TERMS_AHEAD = 8
TURN_LENGTH = AHEAD + TERMS_AHEAD
LAST_REPLY_KEY = REPLY_KEYS - 1


@dataclass(frozen=True, slots=True)
class Intake:
    """What a case is made of, kept until it is acknowledged."""

    card: Json = field(repr=False)
    sheet: Json = field(repr=False)
    body: Json = field(repr=False)


@dataclass(slots=True)
class CallerCase:
    """One case of a caller. `lock` and `intake` are there until it is acknowledged; then only `terms` is kept.

    `desks` are those that it was sealed to: nobody else can have claimed it.
    """

    case_key: bytes = field(repr=False)
    close_seed: bytes = field(repr=False)
    reply_seeds: dict[int, bytes] = field(repr=False)
    terms: bytes = field(repr=False)
    opened: Hour
    card: Json = field(repr=False)
    thread: Thread
    lock: bytes | None = field(repr=False, default=None)
    intake: Intake | None = field(repr=False, default=None)
    erase: list[tuple[int, int, int]] = field(default_factory=list)
    closed: bool = False
    desks: list[str] = field(default_factory=list)

    @classmethod
    def drawn(cls, secrets: Secrets, hour: Hour, intake: Intake) -> Self:
        """A case that is about to be opened."""
        terms = hashing.terms(secrets.lock)
        seeds = dict(enumerate(secrets.reply_seeds))
        root = case.root(secrets.case_key, hashing.term_lock(terms, 0))
        thread = Thread(begin(root, FROM_CALLER, None, seeds[0]), count=1)
        return cls(secrets.case_key, secrets.close_seed, seeds, terms, hour, intake.card, thread, secrets.lock, intake)

    @property
    def case_id(self) -> CaseId:
        """The public name of the case."""
        return case.case_id(self.case_key)

    @property
    def secrets(self) -> Secrets:
        """What the case is sealed with, while it is not acknowledged."""
        if self.lock is None:
            raise CaseEnded
        seeds = tuple(self.reply_seeds[index] for index in range(REPLY_KEYS))
        return Secrets(self.case_key, self.lock, self.close_seed, seeds)

    @property
    def term(self) -> int | None:
        """The highest term in which a cell has opened; None while nobody has answered."""
        return None if self.conversation.their_pk is None else self.thread.term

    @property
    def conversation(self) -> Conversation:
        """That of the term she stays with."""
        return self.thread.conversation

    def goes_to(self, desks: Iterable[str]) -> None:
        """It is about to be sealed to these desks."""
        self.desks += [one for one in desks if one not in self.desks]

    def acknowledge(self) -> None:
        """The case stands on the server: forget its lock, and of what it was made of all but her words."""
        if self.intake is not None:
            words = {"kind": OPENING, "text": self.intake.body.get("words", "")}
            self.thread.entries.insert(0, Entry(0, True, 0, words))
            self.reply_seeds.pop(0, None)
        self.lock, self.intake = None, None

    def say(self, text: str) -> None:
        """Put a text in the outbox, where it waits for who accepts. CaseEnded when the case is closed."""
        if self.closed:
            raise CaseEnded
        self.thread.say_text(text)

    def heads(self) -> list[Address]:
        """The first cells of the next eight terms."""
        return [self._head(term) for term in self._later_terms()]

    def receive(self, cells: Iterable[Cell], alive: bool) -> list[Entry]:
        """Read what came down; the first cell of a later term, while the case is alive, is another volunteer's."""
        cells = list(cells)
        entries = self._enter_later(cells) if alive else []
        entries += self.thread.receive(cells, TURN_LENGTH)
        self.closed = self.closed or any(entry.kind == CLOSING for entry in entries)
        return entries

    def left_behind(self) -> list[Address]:
        """Addresses of earlier terms that are to be erased, all of one term."""
        term = self.erase[0][0] if self.erase else 0
        return [address(self._root(one), way, index) for one, way, index in self.erase if one == term]

    def erased_behind(self, addresses: Iterable[Address]) -> None:
        """These of earlier terms were asked to be erased."""
        done = set(addresses)
        self.erase = [one for one in self.erase if address(self._root(one[0]), *one[1:]) not in done]

    def standing(self) -> list[Address]:
        """Every address at which something of this case may stand."""
        behind = [address(self._root(term), way, index) for term, way, index in self.erase]
        return [*self.conversation.standing(), *self.heads(), *behind]

    def _root(self, term: int) -> bytes:
        return case.root(self.case_key, hashing.term_lock(self.terms, term))

    def _head(self, term: int) -> Address:
        return address(self._root(term), TO_CALLER, 0)

    def _later_terms(self) -> range:
        return range(self.thread.term + 1, self.thread.term + 1 + TERMS_AHEAD)

    def _enter_later(self, cells: list[Cell]) -> list[Entry]:
        for term in reversed(self._later_terms()):
            conversation = begin(self._root(term), FROM_CALLER, None, self.reply_seeds[min(term, LAST_REPLY_KEY)])
            heads = [cell for cell in cells if cell.address == self._head(term)]
            received = conversation.receive(heads, asked=False)
            if received and received[0].document is not None:
                before = self._enter(term, conversation)
                return [*before, *(self.thread.keep(one) for one in received)]
        return []

    def _enter(self, term: int, conversation: Conversation) -> list[Entry]:
        old, thread = self.conversation, self.thread
        self._leave(thread.term, old)
        entries = [thread.add({"kind": ANOTHER})] if old.their_pk is not None else []
        thread.conversation, thread.term, self.closed = conversation, term, False
        for one in old.outbox:
            if one.document.get("kind") == TEXT:
                conversation.say(one.document, one.n)
        gone = [index for index in self.reply_seeds if index <= term and index != LAST_REPLY_KEY]
        for index in gone:
            del self.reply_seeds[index]
        return entries

    def _leave(self, term: int, old: Conversation) -> None:
        mine = [(old.direction, one.index) for one in old.outbox if old.their_pk is not None]
        theirs = [(old.theirs, old.next_read + step) for step in range(1 + AHEAD)]
        self.erase += [(term, way, index) for way, index in [*old.erase, *mine, *theirs]]

    def to_json(self) -> Json:
        """As it stands in the vault."""
        intake = self.intake and [self.intake.sheet, self.intake.body]
        return {
            "case_key": encode_key(self.case_key),
            "close": encode_key(self.close_seed),
            "reply": {str(index): encode_key(seed) for index, seed in self.reply_seeds.items()},
            "lock": self.lock and encode_key(self.lock),
            "terms": encode_key(self.terms),
            "opened": self.opened,
            "card": self.card,
            "intake": intake,
            "thread": self.thread.to_json(),
            "erase": [list(one) for one in self.erase],
            "closed": self.closed,
            "desks": self.desks,
        }

    @classmethod
    def from_json(cls, json: Json) -> Self:
        """What `to_json` gave."""
        return cls(
            case_key=decode_key(json["case_key"]),
            close_seed=decode_key(json["close"]),
            reply_seeds={int(index): decode_key(seed) for index, seed in json["reply"].items()},
            terms=decode_key(json["terms"]),
            opened=Hour(json["opened"]),
            card=json["card"],
            thread=Thread.from_json(json["thread"]),
            lock=json["lock"] and decode_key(json["lock"]),
            intake=json["intake"] and Intake(json["card"], *json["intake"]),
            erase=[(term, way, index) for term, way, index in json["erase"]],
            closed=json["closed"],
            desks=list(json.get("desks", [])),
        )


@dataclass(slots=True)
class CallerState:
    """The whole vault of a caller: one case, or none yet."""

    case: CallerCase | None = None

    def trim(self) -> bool:
        """Let go of the oldest thing said that both ends have read."""
        return self.case is not None and self.case.thread.trim()

    def to_json(self) -> Json:
        """As it stands in the vault."""
        return {"case": self.case and self.case.to_json()}

    @classmethod
    def from_json(cls, json: Mapping[str, Any]) -> Self:
        """What `to_json` gave."""
        return cls(json["case"] and CallerCase.from_json(json["case"]))
