"""Two ends of a conversation over a shelf of cells, whatever order things happen in."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.conversation import FROM_CALLER, TO_CALLER, Cell, Message, seal_message
from crypto.errors import TooLong
from crypto.sealing import fresh_pair, pair
from crypto.sizes import Address
from hotline.client.conversation import AHEAD, TURNS, Conversation, Received, begin, split
from hotline.client.errors import OldVault


def kept(conversation: Conversation) -> Conversation:
    return Conversation.from_json(json.loads(json.dumps(conversation.to_json())))


@dataclass
class End:
    """One end with its vault: `saved` is what a restart finds."""

    now: Conversation
    saved: Conversation
    read: list[Any] = field(default_factory=list)

    @classmethod
    def of(cls, conversation: Conversation) -> "End":
        return cls(conversation, kept(conversation))

    def save(self) -> None:
        self.saved = kept(self.now)

    def restart(self) -> None:
        self.now = kept(self.saved)


@dataclass
class Shelf:
    cells: dict[Address, Cell] = field(default_factory=dict)

    def put(self, cell: Cell) -> bool:
        return self.cells.setdefault(cell.address, cell) is cell

    def send(self, end: End, *, notes: bool = True, saves: bool = True) -> None:
        """Send the next message; a client killed after it does not note that, or notes it and does not save."""
        outgoing = end.now.unsent()
        if outgoing is not None:
            self.put(end.now.seal(outgoing))
            if notes:
                end.now.mark_sent(outgoing.index)
                if saves:
                    end.save()
            else:
                end.restart()

    def fetch(self, end: End, *, saves: bool = True, erases: bool = True) -> None:
        """Read what stands; a client killed before it saves has read nothing."""
        down = end.now.down()
        received = end.now.receive([self.cells[one] for one in down if one in self.cells])
        if not saves:
            end.restart()
            return
        end.read += [one.document and one.document["n"] for one in received]
        end.save()
        if erases:
            for gone in list(end.now.gone()):
                self.cells.pop(gone, None)
            end.now.erased(list(end.now.gone()))
            end.save()


def ends() -> tuple[End, End]:
    root, first = bytes(range(32)), fresh_pair()
    caller = begin(root, FROM_CALLER, None, first.seed)
    claimant = begin(root, TO_CALLER, first.public)
    return End.of(caller), End.of(claimant)


def greeted() -> tuple[End, End, Shelf]:
    caller, claimant = ends()
    shelf = Shelf()
    claimant.now.say({"n": "hello"})
    claimant.save()
    shelf.send(claimant)
    shelf.fetch(caller)
    return caller, claimant, shelf


ACTIONS = ("say", "send", "send and die", "send, note and die", "fetch", "fetch and die", "fetch and keep", "restart")


def act(action: str, end: End, shelf: Shelf, said: list[int]) -> None:
    if action == "say":
        said.append(len(said))
        end.now.say({"n": said[-1]})
        end.save()
    elif action == "send":
        shelf.send(end)
    elif action == "send and die":
        shelf.send(end, notes=False)
    elif action == "send, note and die":
        shelf.send(end, saves=False)
        end.restart()
    elif action == "fetch":
        shelf.fetch(end)
    elif action == "fetch and die":
        shelf.fetch(end, saves=False)
    elif action == "fetch and keep":
        shelf.fetch(end, erases=False)
    else:
        end.restart()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.sampled_from(ACTIONS)), max_size=60))
def test_every_message_arrives_once_and_in_order_whoever_is_killed_when(steps: list[tuple[bool, str]]) -> None:
    caller, claimant = ends()
    shelf = Shelf()
    said: dict[bool, list[int]] = {True: [], False: []}
    for is_caller, action in [(False, "say"), *steps]:
        act(action, caller if is_caller else claimant, shelf, said[is_caller])
    for _ in range(2 * (len(steps) + 2)):
        for end in (claimant, caller):
            shelf.send(end)
            shelf.fetch(end)
    assert caller.read == said[False]
    assert claimant.read == said[True]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.sampled_from(ACTIONS)), max_size=40))
def test_an_end_never_keeps_more_than_two_key_pairs_and_its_keys_can_be_kept(steps: list[tuple[bool, str]]) -> None:
    caller, claimant = ends()
    shelf = Shelf()
    for is_caller, action in steps:
        act(action, caller if is_caller else claimant, shelf, [])
        for end in (caller, claimant):
            assert kept(end.now).own == end.now.own


def test_a_key_is_destroyed_once_its_successor_was_used() -> None:
    caller, claimant, shelf = greeted()
    seen = [caller.now.own.mine]
    for turn in range(3):
        for end, other in ((caller, claimant), (claimant, caller)):
            end.now.say({"n": turn})
            end.save()
            shelf.send(end)
            shelf.fetch(other)
        seen.append(caller.now.own.mine)
    assert len(set(seen)) == len(seen)
    assert seen[0] not in (caller.now.own.mine, caller.now.own.before)


def test_what_she_says_before_anyone_answers_waits() -> None:
    caller, _claimant = ends()
    caller.now.say({"n": 0})
    assert caller.now.unsent() is None


def test_a_cell_ahead_of_a_missing_one_is_not_opened() -> None:
    caller, claimant, shelf = greeted()
    for n in (1, 2):
        claimant.now.say({"n": n})
        claimant.save()
        shelf.send(claimant)
    missing = shelf.cells.pop(caller.now.expected()[0])
    for _ in range(AHEAD):
        shelf.fetch(caller)
    shelf.put(missing)
    for _ in range(2):
        shelf.fetch(caller)
    assert caller.read == ["hello", 1, 2]


def test_a_message_that_stays_away_is_told_as_lost_after_two_turns() -> None:
    caller, claimant, shelf = greeted()
    for n in (1, 2):
        claimant.now.say({"n": n})
        claimant.save()
        shelf.send(claimant)
    del shelf.cells[caller.now.expected()[0]]
    for _ in range(TURNS * AHEAD + AHEAD):
        shelf.fetch(caller)
    assert caller.read == ["hello", None, 2]
    claimant.now.say({"n": 3})
    claimant.save()
    shelf.send(claimant)
    shelf.fetch(caller)
    assert caller.read[-1] == 3


def test_a_cell_that_does_not_open_holds_nothing_up_for_ever_and_does_not_count_as_read() -> None:
    caller, _claimant, shelf = greeted()
    place = caller.now.expected()[0]
    shelf.put(Cell(place, bytes(32), bytes(8192)))
    keys = caller.now.own
    for _ in range(TURNS * AHEAD):
        shelf.fetch(caller)
    assert (caller.read, caller.now.seen, caller.now.own) == (["hello", None], 1, keys)
    assert place not in caller.now.gone()


def test_a_message_with_a_key_that_cannot_be_sealed_to_is_dropped() -> None:
    caller, _claimant, shelf = greeted()
    message = Message(0, b"\xff" * 1216, {"n": 1})
    shelf.put(seal_message(caller.now.own.public, caller.now.root, TO_CALLER, 1, message))
    before = caller.now.their_pk
    shelf.fetch(caller)
    assert caller.read == ["hello", None]
    assert caller.now.their_pk == before


def test_an_older_vault_is_noticed_when_more_was_read_than_it_remembers_sending() -> None:
    caller, claimant, shelf = greeted()
    old = kept(caller.now)
    caller.now.say({"n": 1})
    caller.save()
    shelf.send(caller)
    shelf.fetch(claimant)
    claimant.now.say({"n": 2})
    claimant.save()
    shelf.send(claimant)
    with pytest.raises(OldVault):
        old.receive(list(shelf.cells.values()))


def test_an_older_vault_is_noticed_when_another_message_was_read_in_the_place_of_its_own() -> None:
    caller, claimant, shelf = greeted()
    old = kept(caller.now)
    caller.now.say({"n": "what was said"})
    caller.save()
    shelf.send(caller)
    shelf.fetch(claimant)
    old.say({"n": "what the old vault says in its place"})
    claimant.now.say({"n": 2})
    claimant.save()
    shelf.send(claimant)
    with pytest.raises(OldVault):
        old.receive(list(shelf.cells.values()))


def test_its_own_address_taken_by_another_message_shows_an_older_vault() -> None:
    caller, _claimant, shelf = greeted()
    old = kept(caller.now)
    caller.now.say({"n": 1})
    caller.save()
    shelf.send(caller)
    index = caller.now.outbox[0].index
    caller.now.verify_taken(index, shelf.cells.values())
    old.say({"n": "another"})
    with pytest.raises(OldVault):
        old.verify_taken(index, shelf.cells.values())


def test_a_lost_message_does_not_make_the_other_end_believe_in_an_older_vault() -> None:
    caller, claimant, shelf = greeted()
    for n in (1, 2):
        claimant.now.say({"n": n})
        claimant.save()
        shelf.send(claimant)
    del shelf.cells[caller.now.expected()[0]]
    for _ in range(TURNS * AHEAD):
        shelf.fetch(caller)
    caller.now.say({"n": 3})
    caller.save()
    shelf.send(caller)
    shelf.fetch(claimant)
    assert claimant.read == [3]


def test_what_was_read_is_erased_by_its_writer_too() -> None:
    caller, claimant, shelf = greeted()
    caller.now.say({"n": 1})
    caller.save()
    shelf.send(caller, notes=False)
    shelf.fetch(claimant)
    claimant.now.say({"n": 2})
    claimant.save()
    shelf.send(claimant)
    shelf.send(caller)
    shelf.fetch(caller)
    assert not [cell for cell in shelf.cells if cell == caller.now.own_address(0)]


@given(st.text(max_size=9000), st.integers(200, 5560))
def test_a_text_of_any_length_is_split_in_parts_that_fit(text: str, room: int) -> None:
    parts = split(text, room)
    assert "".join(parts) == text
    conversation = begin(bytes(32), FROM_CALLER, pair(bytes(32)).public)
    for part in parts:
        conversation.say({"kind": "text", "text": part, "more": True})


def test_a_document_too_long_for_a_cell_is_refused_before_anything_is_kept() -> None:
    conversation = begin(bytes(32), FROM_CALLER, pair(bytes(32)).public)
    with pytest.raises(TooLong):
        conversation.say({"text": "x" * 5800})
    assert conversation == Conversation.from_json(conversation.to_json())
    assert conversation.receive([]) == list[Received]()
