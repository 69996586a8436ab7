"""Requests that are lost on the way, stamps that are too light, and beats."""

import asyncio
from collections.abc import Callable

import pytest

from crypto.conversation import FROM_CALLER
from crypto.hashing import digest
from crypto.sealing import fresh_pair
from crypto.sizes import EXCHANGE, U32, Hour
from hotline.client.conversation import begin
from hotline.client.errors import LinkWrong, NoDirectory, NotConnected, NotMember, ServerTrouble
from hotline.client.post import Post, fetch_directory
from hotline.client.rhythm import Rhythm
from tests.client.conftest import Hotline, Play


class LossyPost(Post):
    """A post that loses answers, the first of them."""

    def __init__(self, url: str, clock: Callable[[], float], lost: int) -> None:
        super().__init__(url, clock)
        self.lost = lost
        self.sent: list[bytes] = []

    async def carry(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        answer = await super().carry(method, path, body)
        self.sent.append(body)
        if len(self.sent) <= self.lost:
            raise NotConnected
        return answer


def lossy(hotline: Hotline, lost: int) -> LossyPost:
    post = LossyPost(hotline.url, hotline.clock.time, lost)
    hotline.posts.append(post)
    return post


def test_a_request_whose_answer_was_lost_is_sent_again_with_the_same_bytes(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        post = lossy(hotline, 2)
        conversation = begin(bytes(32), FROM_CALLER, fresh_pair().public)
        conversation.say({"n": 1})
        done = await post.exchange(conversation.seal(conversation.outbox[0]))
        assert done.sent
        assert len({digest(body) for body in post.sent}) == 1
        assert len(post.sent) == 3

    play(story)


def test_a_message_that_was_read_and_erased_while_its_answer_was_lost_counts_as_sent(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        conversation = begin(bytes(32), FROM_CALLER, fresh_pair().public)
        conversation.say({"n": 1})
        cell = conversation.seal(conversation.outbox[0])
        post, reader = lossy(hotline, 1), hotline.post()

        class Erasing(LossyPost):
            async def carry(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
                try:
                    return await super().carry(method, path, body)
                finally:
                    await reader.exchange(erase=[cell.address])

        post.__class__ = Erasing
        assert (await post.exchange(cell)).sent
        assert (await reader.exchange(down=[cell.address])).cells == ()

    play(story)


def test_a_stamp_that_is_too_light_or_old_is_minted_again(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        post = lossy(hotline, 0)
        post._bits = (0, 0)
        post._clock = lambda: hotline.clock.time() - 5 * 3600
        await post.exchange()
        hours = [int.from_bytes(body[1 : 1 + U32], "big") for body in post.sent]
        assert hours[-1] - hours[0] == 5
        assert [body[0] for body in post.sent] == [EXCHANGE] * len(hours)
        assert post.hour() == int(hotline.clock.time()) // 3600

    play(story)


def test_all_requests_of_a_caller_have_one_length_and_no_telling_header(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        post = lossy(hotline, 0)
        await fetch_directory(post, hotline.root_pk)
        await post.exchange()
        await post.read_vault(begin(bytes(32), 0, None).own_address(0))
        assert {len(body) for body in post.sent if body} == {24576}
        assert not {"user-agent", "accept", "cookie"} & set(post._http.headers)

    play(story)


def test_a_wrong_member_secret_is_told_from_no_connection(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        with pytest.raises(NotMember):
            await hotline.post().slots(bytes(32), 1, Hour(0))

    play(story)


def test_nobody_there_is_told_and_an_address_that_is_none_too() -> None:
    async def story() -> None:
        async with Post("http://127.0.0.1:9") as post:
            with pytest.raises(NotConnected):
                await post.carry("GET", "/directory", b"")
        with pytest.raises(LinkWrong):
            Post("hotline.example")

    asyncio.run(story())


def test_beats_come_at_fixed_distances_and_are_not_made_up_for(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        directory = await fetch_directory(hotline.post(), hotline.root_pk)
        times = [0.0]
        rhythm = Rhythm(directory.policy, lambda: times[-1])
        waited = []

        async def sleep(seconds: float) -> None:
            waited.append(round(seconds, 6))
            times.append(times[-1] + seconds)

        for spent in (0.0, 0.001, 0.0, 0.012):
            times.append(times[-1] + spent)
            await rhythm.beat(sleep)
        assert waited == [0.0, 0.004, 0.005, 0.003]

    play(story)


def test_a_watcher_hears_of_a_new_case(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        responder = await hotline.responder()

        async def buckets() -> set[int]:
            async for frame in responder.watch():
                if frame.buckets:
                    return set(frame.buckets)
            return set()

        heard = asyncio.create_task(buckets())
        await asyncio.sleep(0)
        await hotline.caller()
        async with asyncio.timeout(20):
            while not heard.done():
                await hotline.caller()
                await asyncio.wait([heard], timeout=1.5)
        assert heard.result() & {1, 2}

    play(story)


def test_a_hotline_without_a_directory_says_so(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        class Empty(Post):
            async def carry(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
                return 503, b"{}"

        post = Empty(hotline.url)
        hotline.posts.append(post)
        with pytest.raises(NoDirectory):
            await fetch_directory(post, hotline.root_pk)

    play(story)


@pytest.mark.parametrize("hours", [-30, -2, 1, 2, 50])
def test_a_device_whose_clock_is_wrong_is_understood_all_the_same(play: Play[None], hours: int) -> None:
    async def story(hotline: Hotline) -> None:
        post = Post(hotline.url, lambda: hotline.clock.time() + hours * 3600)
        hotline.posts.append(post)
        await fetch_directory(post, hotline.root_pk)
        for _ in range(2):
            assert not (await post.exchange()).cells

    play(story)


def test_an_answer_that_asks_for_more_work_than_anyone_does_is_no_answer(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        class Greedy(LossyPost):
            async def carry(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
                status, answer = await super().carry(method, path, body)
                greedy = len(self.sent) == 1
                return status, answer[:5] + bytes([33, 33]) + answer[7:] if greedy else answer

        post = lossy(hotline, 0)
        post.__class__ = Greedy
        with pytest.raises(ServerTrouble):
            await post.exchange()
        await post.exchange()

    play(story)
