"""One end of a conversation, as data: what to send, what to expect, and the keys. docs/protocol.md, 6.

Messages are taken in order only. A cell fetched ahead of a missing one is left unopened, for opening it could destroy
the key that the missing one needs. Where later cells stand, or the one expected does not open, and that stays so for
two full turns of the second address, the message is told as lost and passed over. A message is opened, and the vault
that says so written, before its cell is erased. One that is sent again, by a client that was killed, has the same lock.

`seen` tells how many of one's messages the other end has read. Beside it a message names, under "heard", the lock of
the last cell read: a vault that is older by one message alone would otherwise count the wrong message as read.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from secrets import token_bytes
from typing import Any, Self

from crypto import conversation
from crypto.conversation import FROM_CALLER, TO_CALLER, Cell, Message, OwnKeys, address
from crypto.errors import FormatError, NoMatch, TooLong
from crypto.hashing import digest, dump_json
from crypto.sealing import fresh_pair, seal
from crypto.sizes import LOCK, MESSAGE_JSON, Address
from hotline.client.errors import OldVault

Json = dict[str, Any]
HEARD = "heard"
HEARD_BYTES = 8
ROOM_BYTES = MESSAGE_JSON - 32
AHEAD = 3
TURNS = 2


@dataclass(slots=True)
class Outgoing:
    """A message that the other end has not read, as far as this end knows. `n` is the owner's own number for it."""

    n: int
    index: int
    lock: bytes = field(repr=False)
    document: Json = field(repr=False)
    sent: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """A message of the other end; None for one that was lost."""

    index: int
    document: Json | None = field(repr=False)


@dataclass(slots=True)
class Conversation:
    """One end. `direction` is that of what it sends; `erase` are (direction, index) that may go from the server."""

    root: bytes = field(repr=False)
    direction: int
    own: OwnKeys = field(repr=False)
    their_pk: bytes | None = field(repr=False, default=None)
    next_send: int = 0
    next_read: int = 0
    seen: int = 0
    heard: bytes = field(repr=False, default=b"")
    outbox: list[Outgoing] = field(default_factory=list)
    erase: list[tuple[int, int]] = field(default_factory=list)
    turn: int = 0
    ahead: bool = False
    missed: int = 0

    @property
    def theirs(self) -> int:
        """The direction of what is read."""
        return TO_CALLER if self.direction == FROM_CALLER else FROM_CALLER

    def say(self, document: Json, n: int = 0) -> None:
        """Put a message in the outbox, to be sent once this stands in the vault. TooLong over 5760 bytes of JSON."""
        if len(dump_json(document)) > ROOM_BYTES:
            raise TooLong("a message is too long; say it in several")
        self.outbox.append(Outgoing(n, self.next_send, token_bytes(LOCK), document))
        self.next_send += 1

    def say_instead(self, document: Json) -> None:
        """Say this in place of all that was not sent."""
        unsent = [one for one in self.outbox if not one.sent]
        self.outbox = [one for one in self.outbox if one.sent]
        self.next_send -= len(unsent)
        self.say(document)

    def unsent(self) -> Outgoing | None:
        """The next message to send, or None: also while there is nobody yet to seal it to."""
        if self.their_pk is None:
            return None
        return next((one for one in self.outbox if not one.sent), None)

    def seal(self, outgoing: Outgoing) -> Cell:
        """A message as the cell that goes up now."""
        if self.their_pk is None:
            raise FormatError("there is nobody yet to seal to")
        document = dict(outgoing.document)
        if self.heard:
            document[HEARD] = _text(self.heard)
        message = Message(self.seen, self.own.public, document)
        return conversation.seal_message(
            self.their_pk, self.root, self.direction, outgoing.index, message, outgoing.lock
        )

    def mark_sent(self, index: int) -> None:
        """The message stands on the server, or stood."""
        for outgoing in self.outbox:
            if outgoing.index == index:
                outgoing.sent = True

    def verify_taken(self, index: int, cells: Iterable[Cell]) -> None:
        """Another cell stood at a message's own address: it must be the same message, sent before, or be gone by now.

        OldVault when it is under another lock: this vault does not remember having sent it.
        """
        lock = next((one.lock for one in self.outbox if one.index == index), None)
        standing = next((cell.lock for cell in cells if cell.address == self.own_address(index)), None)
        if lock is not None and standing is not None and standing != lock:
            raise OldVault
        self.mark_sent(index)

    def own_address(self, index: int) -> Address:
        """Where a message of this end stands."""
        return address(self.root, self.direction, index)

    def expected(self, count: int = 1) -> list[Address]:
        """The addresses of the next messages to read."""
        return [address(self.root, self.theirs, self.next_read + step) for step in range(count)]

    def down(self, heads: Sequence[Address] = ()) -> tuple[Address, Address]:
        """What to ask for next: the message expected, and in turn one of the three after it and of `heads`."""
        first, *others = [*self.expected(1 + AHEAD), *heads]
        self.turn = (self.turn + 1) % len(others)
        return first, others[self.turn]

    def receive(self, cells: Iterable[Cell], turn_length: int = AHEAD, asked: bool = True) -> list[Received]:
        """Read what came down; what was read before is passed over. OldVault, and nothing changed, when it shows one.

        `asked` says that the message expected was asked for, so that its absence counts.
        """
        by_address = {cell.address: cell for cell in cells}
        received = []
        expected = None
        while (expected := by_address.get(self.expected()[0])) is not None:
            one = self._read(expected)
            if one is None:
                break
            received.append(one)
        if received or not asked:
            return received
        self.ahead = self.ahead or any(place in by_address for place in self.expected(1 + AHEAD)[1:])
        if expected is not None or self.ahead:
            self.missed += 1
        if self.missed >= TURNS * turn_length:
            received.append(self._pass_over())
        return received

    def gone(self) -> Iterable[Address]:
        """The addresses to erase, oldest first."""
        return [address(self.root, direction, index) for direction, index in self.erase]

    def erased(self, addresses: Iterable[Address]) -> None:
        """These were asked to be erased; asking again would do no harm."""
        done = set(addresses)
        self.erase = [one for one in self.erase if address(self.root, *one) not in done]

    def standing(self) -> list[Address]:
        """Every address of both directions at which something of this conversation may stand unread or unerased."""
        mine = [self.own_address(one.index) for one in self.outbox]
        return [*mine, *self.expected(1 + AHEAD), *self.gone()]

    def _read(self, cell: Cell) -> Received | None:
        index = self.next_read
        try:
            message, opened_with = conversation.open_message(self.own, self.root, self.theirs, index, cell)
        except NoMatch:
            return None
        document = dict(message.document)
        heard = document.pop(HEARD, None)
        self._check(message.seen, heard)
        if not can_be_sealed_to(message.own_pk):
            return self._pass_over()
        self.own = self.own.after(opened_with)
        self.their_pk = message.own_pk
        self.seen, self.heard = index + 1, digest(cell.lock)[:HEARD_BYTES]
        self._go_on()
        self.erase.append((self.theirs, index))
        self._acknowledged(message.seen)
        return Received(index, document)

    def _pass_over(self) -> Received:
        lost = Received(self.next_read, None)
        self._go_on()
        return lost

    def _go_on(self) -> None:
        self.next_read += 1
        self.ahead, self.missed = False, 0

    def _check(self, seen: int, heard: object) -> None:
        last = next((one for one in self.outbox if one.index == seen - 1), None)
        if seen > self.next_send:
            raise OldVault
        if last is not None and isinstance(heard, str) and not _same(heard, last.lock):
            raise OldVault

    def _acknowledged(self, seen: int) -> None:
        """What was read needs no sending; its cell may stand again, if it was sent twice, so it is erased here too."""
        self.erase += [(self.direction, one.index) for one in self.outbox if one.index < seen]
        self.outbox = [one for one in self.outbox if one.index >= seen]

    def to_json(self) -> Json:
        """As it stands in a vault."""
        return {
            "root": _text(self.root),
            "direction": self.direction,
            "mine": _text(self.own.mine),
            "before": _text(self.own.before or b""),
            "their_pk": _text(self.their_pk or b""),
            "next": [self.next_send, self.next_read, self.seen],
            HEARD: _text(self.heard),
            "outbox": [[one.n, one.index, _text(one.lock), one.document, one.sent] for one in self.outbox],
            "erase": [list(one) for one in self.erase],
        }

    @classmethod
    def from_json(cls, json: Json) -> Self:
        """What `to_json` gave."""
        return cls(
            root=_bytes(json["root"]),
            direction=json["direction"],
            own=OwnKeys(_bytes(json["mine"]), _bytes(json["before"]) or None),
            their_pk=_bytes(json["their_pk"]) or None,
            next_send=json["next"][0],
            next_read=json["next"][1],
            seen=json["next"][2],
            heard=_bytes(json[HEARD]),
            outbox=[Outgoing(n, index, _bytes(lock), doc, sent) for n, index, lock, doc, sent in json["outbox"]],
            erase=[(direction, index) for direction, index in json["erase"]],
        )


def begin(root: bytes, direction: int, their_pk: bytes | None, seed: bytes | None = None) -> Conversation:
    """A conversation with nothing said; `seed` is that of the first key pair, drawn now if not given."""
    return Conversation(root, direction, OwnKeys(seed or fresh_pair().seed), their_pk)


def split(text: str, room_bytes: int = ROOM_BYTES - 200) -> list[str]:
    """A text in as many parts as messages need, cut at blanks where that can be."""
    parts = []
    while len(dump_json(text)) > room_bytes:
        end = room_bytes // 8
        while len(dump_json(text[: end + 64])) <= room_bytes:
            end += 64
        blank = text.rfind(" ", end // 2, end)
        end = blank + 1 if blank > 0 else end
        parts.append(text[:end])
        text = text[end:]
    return [*parts, text]


def can_be_sealed_to(public_key: bytes) -> bool:
    """Whether a key that another has sent is one at all."""
    try:
        seal(public_key, "cell", content=b"")
    except FormatError:
        return False
    return True


def _same(heard: str, lock: bytes) -> bool:
    return heard == _text(digest(lock)[:HEARD_BYTES])


def _text(octets: bytes) -> str:
    return urlsafe_b64encode(octets).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
