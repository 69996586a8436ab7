"""Attack 8: a server that shows an older vault, and two windows at once. Deaths: tests/client/test_killed.py."""

import asyncio

import pytest

from crypto.sizes import CALLER_VAULT, RESPONDER_VAULT, Address
from hotline.client.caller import Caller
from hotline.client.errors import OldVault
from hotline.client.post import Post, Sealed
from hotline.client.responder import Responder
from tests.client.conftest import Hotline, Play, hotline, play

__all__ = ["hotline", "play"]


class RollbackPost(Post):
    """What a dishonest server does: it keeps a vault with its old lock, shows it later, and says yes to every write."""

    shown: Sealed | None = None
    writes_stand = True

    async def write_vault(self, payload: bytes, size_bytes: int = CALLER_VAULT) -> bool:
        return self.writes_stand if self.shown else await super().write_vault(payload, size_bytes)

    async def read_vault(self, address: Address, size_bytes: int = CALLER_VAULT) -> Sealed | None:
        return self.shown or await super().read_vault(address, size_bytes)


def rollback_post(hotline: Hotline, shown: Sealed | None) -> RollbackPost:
    post = RollbackPost(hotline.url, hotline.clock.time)
    post.shown = shown
    hotline.posts.append(post)
    return post


async def vault_of(caller: Caller) -> Sealed | None:
    return await caller.post.read_vault(caller.vault_address)


async def met(hotline: Hotline) -> tuple[Caller, Responder]:
    caller, responder = await hotline.caller(), await hotline.responder()
    await hotline.met(responder, caller)
    await caller.read()
    return caller, responder


def test_an_older_vault_is_noticed_at_the_next_answer_and_nothing_more_is_sent(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        caller, responder = await met(hotline)
        old = await vault_of(caller)
        assert caller.case_id is not None
        await caller.reply("My address is on the paper.")
        await responder.read()
        await responder.reply(caller.case_id, "I have it.")

        back = await Caller.come_back(rollback_post(hotline, old), hotline.root_pk, caller.digits)
        for _ in range(2):
            with pytest.raises(OldVault):
                await back.read()
        with pytest.raises(OldVault):
            await back.reply("Something else.")
        assert await responder.read() == []

    play(story)


def test_an_older_vault_is_noticed_when_its_next_message_would_take_the_place_of_one_sent(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        caller, responder = await met(hotline)
        old = await vault_of(caller)
        await caller.reply("The first.")

        back = await Caller.come_back(rollback_post(hotline, old), hotline.root_pk, caller.digits)
        with pytest.raises(OldVault):
            await back.reply("Not the first.")
        assert [entry.text for _, entry in await responder.read()] == ["The first."]

    play(story)


def test_an_older_vault_is_noticed_when_the_message_in_that_place_was_read_and_erased(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        caller, responder = await met(hotline)
        old = await vault_of(caller)
        await caller.reply("The first.")
        await responder.read()

        back = await Caller.come_back(rollback_post(hotline, old), hotline.root_pk, caller.digits)
        await back.reply("Not the first, and never read.")
        assert caller.case_id is not None
        await responder.reply(caller.case_id, "I have the first.")
        with pytest.raises(OldVault):
            await back.read()

    play(story)


def test_a_vault_that_goes_back_under_an_open_window_is_noticed(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        caller, _responder = await met(hotline)
        old = await vault_of(caller)
        post = rollback_post(hotline, None)
        window = await Caller.come_back(post, hotline.root_pk, caller.digits)
        await window.reply("One.")
        post.shown, post.writes_stand = old, False
        with pytest.raises(OldVault):
            await window.reply("Two.")

    play(story)


def test_of_two_windows_that_reply_at_once_both_messages_arrive_once(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        caller, responder = await met(hotline)
        one = await Caller.come_back(hotline.post(), hotline.root_pk, caller.digits)
        two = await Caller.come_back(hotline.post(), hotline.root_pk, caller.digits)
        await asyncio.gather(one.reply("by one"), two.reply("by two"))
        assert caller.case_id is not None
        await responder.reply(caller.case_id, "both")
        await asyncio.gather(one.read(), two.read())
        await asyncio.gather(one.reply("again one"), two.reply("again two"))
        said = [entry.text for _, entry in await responder.read()]
        assert sorted(said) == ["again one", "again two", "by one", "by two"]
        back = await Caller.come_back(hotline.post(), hotline.root_pk, caller.digits)
        assert [entry.text for entry in back.thread() if entry.kind == "text" and not entry.mine] == ["both"]

    play(story)


def test_two_windows_of_a_responder_claim_one_case_once(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        responder, caller = await hotline.responder(), await hotline.caller()
        assert caller.case_id is not None
        windows = [await Responder.unlock(hotline.post(), responder.digits) for _ in range(2)]
        for window in windows:
            await window.queue()
        await asyncio.gather(*(window.claim(caller.case_id) for window in windows), return_exceptions=True)
        back = await Responder.unlock(hotline.post(), responder.digits)
        await back.tend()
        assert list(back.cases) == [caller.case_id]
        assert back.cases[caller.case_id].claims == 0
        await back.accept(caller.case_id)
        assert [entry.kind for entry in await caller.read()] == ["hello"]

    play(story)


def test_vaults_of_both_sizes_are_of_one_size_each_whatever_is_in_them(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        caller, responder = await met(hotline)
        small = await vault_of(caller)
        shelf = responder.state.shelf
        large = await responder.post.read_vault(shelf.keys.address, RESPONDER_VAULT)  # type: ignore[attr-defined]
        assert small is not None
        assert large is not None
        assert (len(small.ciphertext), len(large.ciphertext)) == (CALLER_VAULT, RESPONDER_VAULT)

    play(story)
