"""Attack 1: who held a case before tries everything she knows against the next term."""

import pytest

from crypto import case, hashing, wire
from crypto.conversation import FROM_CALLER, TO_CALLER, Cell, OwnKeys, address, open_message
from crypto.errors import NoMatch
from crypto.signing import signer
from crypto.sizes import ACCEPT, CLAIM, CLOSE, DONE, KEY, PUT_BACK, REFUSED, RENEW, Address, CaseId
from hotline.client.caller import Caller
from hotline.client.held import HeldCase
from hotline.client.responder import Responder
from tests.client.conftest import Hotline, Play, hotline, play

__all__ = ["hotline", "play"]
SAID_IN_TERM_1 = ("I read it now.", "Please help.", "I will.")


async def next_term(caller: Caller, other: Responder, name: CaseId) -> bytes:
    """Another responder takes the case and they talk. Returns the root of that term, which nobody else may find."""
    (waiting,) = await other.queue()
    assert waiting.case_id == name
    await other.claim(name)
    await other.accept(name)
    await other.reply(name, SAID_IN_TERM_1[0])
    await caller.read(12)
    await caller.reply(SAID_IN_TERM_1[1])
    await other.read()
    await other.reply(name, SAID_IN_TERM_1[2])
    return other.state.now.conversation(name).root


async def every_door(attacker: Responder, held: HeldCase, name: CaseId) -> list[int]:
    """The statuses that her lease and her claim key get."""
    secret, hour = attacker.state.now.keyring.secret(attacker.directory), attacker.post.hour()
    asked = {
        ACCEPT: case.hold("accept", held.lease_seed, name, secret),
        RENEW: case.renew(held.lease_seed, name, secret, hour),
        PUT_BACK: case.hold("put back", held.lease_seed, name, secret),
        CLOSE: case.hold("close", held.lease_seed, name, secret),
        CLAIM: case.claim(held.case_key, bytes(KEY), secret),
    }
    return [(await attacker.post.send(op, payload)).status for op, payload in asked.items()]


def guessed_roots(held: HeldCase, known_locks: list[bytes]) -> list[bytes]:
    """Roots that follow from the case key and any lock she was ever given, taken for each kind of lock."""
    derived = [hashing.term_lock(lock, term) for lock in known_locks for term in range(3)]
    more = [hashing.term_lock(hashing.terms(lock), term) for lock in known_locks for term in range(3)]
    return [case.root(held.case_key, lock) for lock in [*known_locks, *derived, *more]]


async def nothing_of_the_next_term(
    attacker: Responder, held: HeldCase, known: list[bytes], caller: Caller, true_root: bytes
) -> None:
    roots = guessed_roots(held, known)
    if held.thread is not None:
        roots.append(held.thread.conversation.root)
    assert true_root not in roots
    places = [address(root, way, index) for root in roots for way in (FROM_CALLER, TO_CALLER) for index in range(4)]
    found = await taken(attacker, places)
    keys = [OwnKeys(attacker.state.now.device_seed)]
    if held.thread is not None:
        keys.append(held.thread.conversation.own)
    for cell in [*found, *await taken(attacker, [address(true_root, TO_CALLER, index) for index in range(4)])]:
        for own in keys:
            for root in roots:
                with pytest.raises(NoMatch):
                    open_message(own, root, TO_CALLER, 0, cell)
    await attacker.post.send(4, wire.erase((caller.case_id or CaseId(b""), bytes(64)), None, places))


async def taken(attacker: Responder, places: list[Address]) -> list[Cell]:
    cells: list[Cell] = []
    for at in range(0, len(places), 2):
        cells += (await attacker.post.exchange(down=places[at : at + 2])).cells
    return cells


def test_who_accepted_and_lapsed_reaches_nothing_of_the_next_term(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        attacker, other = await hotline.responder(), await hotline.responder()
        caller = await hotline.caller()
        assert caller.case_id is not None
        name = caller.case_id
        await hotline.met(attacker, caller)
        await caller.read()
        held = attacker.cases[name]
        assert held.thread is not None
        hotline.clock.forward(minutes=32)
        root = await next_term(caller, other, name)

        assert await every_door(attacker, held, name) == [REFUSED] * 5
        await nothing_of_the_next_term(attacker, held, [held.thread.conversation.root], caller, root)
        forged = held.thread.conversation
        forged.say({"kind": "closing", "text": "This is closed."})
        await attacker.post.exchange(up=forged.seal(forged.outbox[-1]))

        await caller.read(12)
        heard = [entry.text for entry in caller.thread() if entry.kind == "text" and not entry.mine]
        assert heard == [SAID_IN_TERM_1[0], SAID_IN_TERM_1[2]]
        assert not caller.closed
        assert other.state.now.conversation(name).root == root

    play(story)


@pytest.mark.drill
def test_who_put_the_case_back_before_accepting_reaches_nothing_of_it(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        attacker, other = await hotline.responder(), await hotline.responder()
        caller = await hotline.caller()
        assert caller.case_id is not None
        name = caller.case_id
        (waiting,) = await attacker.queue()
        await attacker.claim(name)
        held = attacker.cases[name]
        secret = attacker.state.now.keyring.secret(attacker.directory)
        lease = held.lease_seed
        sheet_lock = (await attacker.post.send(CLAIM, case.claim(waiting.case_key, signer(lease), secret))).payload
        await attacker.put_back(name)
        root = await next_term(caller, other, name)

        assert await every_door(attacker, held, name) == [REFUSED] * 5
        await nothing_of_the_next_term(attacker, held, [sheet_lock[4:36]], caller, root)
        await caller.read(12)
        assert caller.term == 0
        answer = await attacker.post.send(CLOSE, case.hold("close", lease, name, secret))
        assert answer.status != DONE

    play(story)
