"""Opening, visibility, claiming and leases, on a real Redis."""

import asyncio
from secrets import token_bytes

import pytest

from crypto import case, hashing
from crypto.errors import NoMatch
from crypto.signing import sign, signer
from crypto.sizes import CLAIM_REQUEST
from hotline.store import erasure, holds, leases, timers
from hotline.store.connection import Store
from tests.store.conftest import HOUR, MINUTE, NOW, Desk

pytestmark = pytest.mark.anyio


async def test_opened_case_is_visible_at_once_in_its_first_tier_only(desk: Desk) -> None:
    secrets = await desk.open()
    (slot,) = await desk.visible()
    assert (slot.tier, slot.visible, slot.opened, slot.case_id) == (0, HOUR, HOUR, secrets.case_id)
    case_key, card = case.open_slot(desk.organization.desk_seeds.values(), slot)
    assert case_key == secrets.case_key
    assert card == {"urgency": "U1"}


async def test_later_tiers_come_at_their_minute_without_any_worker(desk: Desk) -> None:
    await desk.open()
    assert [slot.tier for slot in await desk.visible(NOW + 4 * MINUTE)] == [0]
    assert sorted(slot.tier for slot in await desk.visible(NOW + 6 * MINUTE)) == [0, 1]
    assert sorted(slot.tier for slot in await desk.visible(NOW + 16 * MINUTE)) == [0, 1, 2]


async def test_slot_that_became_visible_in_a_later_hour_is_found_by_that_hour(desk: Desk) -> None:
    await desk.open(release=1)
    later = NOW + 241 * MINUTE
    assert [slot.tier for slot in await desk.visible(later, since=HOUR + 4)] == [1]
    assert [slot.visible for slot in await desk.visible(later, since=HOUR + 4)] == [HOUR + 4]


async def test_throw_away_slot_opens_for_nobody(desk: Desk) -> None:
    await desk.open()
    slots = await desk.visible(NOW + 20 * MINUTE)
    (third,) = [slot for slot in slots if slot.tier == 2]
    with pytest.raises(NoMatch):
        case.open_slot(desk.organization.desk_seeds.values(), third)


async def test_case_that_stands_is_accepted_again_without_a_change(desk: Desk) -> None:
    secrets = await desk.open()
    before = await desk.store.redis.hgetall(holds.CASE.key(secrets.case_id))
    assert await desk.try_open(secrets, at=NOW + 3600)
    assert await desk.store.redis.hgetall(holds.CASE.key(secrets.case_id)) == before
    assert len(await desk.visible()) == 1


async def test_full_bucket_refuses_and_keeps_what_it_has(desk: Desk, store: Store) -> None:
    object.__setattr__(desk.policy, "bucket_cases", 2)
    await desk.open()
    await desk.open()
    assert not await desk.try_open(case.draw())
    assert len(await desk.visible()) == 2


async def test_first_claim_of_fifty_wins_and_only_hers_is_repeated(desk: Desk) -> None:
    secrets = await desk.open()
    claimers = [token_bytes(32) for _ in range(50)]
    answers = await asyncio.gather(*(desk.claim(secrets, lease) for lease in claimers))
    (winner,) = [at for at, answer in enumerate(answers) if answer is not None]
    again = await asyncio.gather(*(desk.claim(secrets, lease) for lease in claimers))
    assert [at for at, answer in enumerate(again) if answer is not None] == [winner]
    assert again[winner] == answers[winner]
    first = answers[winner]
    assert first is not None
    assert first.claims == 0
    assert case.open_sheet(secrets.case_key, first.sheet_lock, first.sheet) == {"names": []}


async def test_claim_that_another_key_signed_is_refused(desk: Desk) -> None:
    secrets, lease = await desk.open(), signer(token_bytes(32))
    asked = CLAIM_REQUEST.unpack(case.claim(secrets.case_key, lease, desk.organization.member_secret))
    another = {"signature": sign(token_bytes(32), "claim", secrets.case_id, lease)}
    assert await leases.claim(desk.store, asked | another, token_bytes(32), desk.policy, NOW) is None
    assert await leases.claim(desk.store, asked, token_bytes(32), desk.policy, NOW) is not None


async def test_claimed_case_is_gone_from_the_bucket_for_ten_minutes(desk: Desk) -> None:
    secrets = await desk.open()
    await desk.claim(secrets, token_bytes(32))
    assert await desk.visible() == []
    assert await desk.visible(NOW + 9 * MINUTE) == []
    assert sorted(slot.tier for slot in await desk.visible(NOW + 11 * MINUTE)) == [0, 1]


async def test_lapsed_case_is_new_again_in_the_hour_of_its_lapse(desk: Desk) -> None:
    secrets = await desk.open()
    late = NOW + 48 * MINUTE
    await desk.claim(secrets, token_bytes(32), late)
    after = late + 11 * MINUTE
    assert {slot.visible for slot in await desk.visible(after, since=HOUR + 1)} == {HOUR + 1}


async def test_accepting_gives_the_body_and_the_same_again_while_the_lease_lasts(desk: Desk) -> None:
    secrets, lease = await desk.open(), token_bytes(32)
    await desk.claim(secrets, lease)
    accepted = await desk.accept(secrets, lease)
    assert accepted is not None
    assert accepted.term == 0
    assert case.open_body(secrets.case_key, accepted.body_lock, accepted.body).document == {"words": "help"}
    assert accepted.term_lock == hashing.term_lock(hashing.terms(secrets.lock), 0)
    assert await desk.accept(secrets, lease, NOW + 20 * MINUTE) == accepted
    assert await desk.accept(secrets, lease, NOW + 32 * MINUTE) is None


async def test_next_claimant_after_a_lapse_has_the_next_term(desk: Desk) -> None:
    secrets, first, second = await desk.open(), token_bytes(32), token_bytes(32)
    await desk.claim(secrets, first)
    await desk.accept(secrets, first)
    later = NOW + 40 * MINUTE
    claimed = await desk.claim(secrets, second, later)
    assert claimed is not None
    assert claimed.claims == 1
    accepted = await desk.accept(secrets, second, later)
    assert accepted is not None
    assert accepted.term == 1
    assert await desk.accept(secrets, first, later) is None
    assert not await desk.renew(secrets, first, later)
    assert not await desk.close(secrets, first, later)
    assert not await desk.put_back(secrets, first, later)


async def test_lease_of_a_lapsed_claim_is_never_good_again(desk: Desk) -> None:
    secrets, lease = await desk.open(), token_bytes(32)
    stamp = token_bytes(32)
    await desk.claim(secrets, lease, stamp=stamp)
    later = NOW + 20 * MINUTE
    assert await desk.claim(secrets, lease, later, stamp) is None
    assert await desk.claim(secrets, lease, later) is None
    other = token_bytes(32)
    assert await desk.claim(secrets, other, later) is not None


async def test_replayed_claim_after_a_lapse_and_another_claim_is_refused(desk: Desk) -> None:
    secrets, lease, stamp = await desk.open(), token_bytes(32), token_bytes(32)
    await desk.claim(secrets, lease, stamp=stamp)
    await desk.put_back(secrets, lease)
    await desk.claim(secrets, token_bytes(32), NOW)
    assert await desk.claim(secrets, lease, NOW + 30 * MINUTE, stamp) is None


async def test_lease_key_of_any_earlier_claim_is_never_good_again(desk: Desk) -> None:
    secrets, first, second = await desk.open(), token_bytes(32), token_bytes(32)
    for lease in (first, second):
        assert await desk.claim(secrets, lease) is not None
        assert await desk.put_back(secrets, lease)
    assert await desk.claim(secrets, first) is None
    assert await desk.claim(secrets, second) is None
    assert await desk.claim(secrets, token_bytes(32)) is not None


async def test_put_back_case_is_offered_at_once(desk: Desk) -> None:
    secrets, lease = await desk.open(), token_bytes(32)
    await desk.claim(secrets, lease)
    assert await desk.put_back(secrets, lease)
    assert [slot.tier for slot in await desk.visible()] == [0]
    assert not await desk.put_back(secrets, lease)


async def test_renewing_makes_the_lease_last_three_days(desk: Desk) -> None:
    secrets, lease = await desk.open(), token_bytes(32)
    await desk.claim(secrets, lease)
    assert not await desk.renew(secrets, lease)
    await desk.accept(secrets, lease)
    assert await desk.renew(secrets, lease)
    assert await desk.visible(NOW + 71 * 3600) == []
    assert len(await desk.visible(NOW + 73 * 3600)) == 3


async def test_closed_case_leaves_nothing_and_does_not_come_back_within_two_hours(desk: Desk) -> None:
    secrets, lease = await desk.open(), token_bytes(32)
    await desk.claim(secrets, lease)
    assert not await desk.close(secrets, lease)
    await desk.accept(secrets, lease)
    assert await desk.close(secrets, lease)
    assert await desk.visible(NOW + 20 * MINUTE) == []
    for hold in (holds.CASE, holds.DUE, holds.LEASES, holds.ENDS, holds.BUCKET):
        assert await _keys(desk.store, hold.prefix) == []
    assert not await desk.try_open(secrets)
    assert await desk.claim(secrets, lease) is None


async def test_opening_replayed_after_erasure_is_refused(desk: Desk) -> None:
    secrets, lease, stamp = case.draw(), token_bytes(32), token_bytes(32)
    assert await desk.try_open(secrets, stamp=stamp)
    assert await desk.try_open(secrets, stamp=stamp)
    await desk.claim(secrets, lease)
    await desk.accept(secrets, lease)
    assert await desk.close(secrets, lease)
    assert not await desk.try_open(secrets, stamp=stamp)


async def test_case_ends_after_a_week_leases_and_all(desk: Desk) -> None:
    secrets, lease = await desk.open(), token_bytes(32)
    end = NOW + 168 * 3600
    await desk.claim(secrets, lease, end - 3600)
    await desk.accept(secrets, lease, end - 3600)
    assert await desk.renew(secrets, lease, end - 3600)
    assert await desk.accept(secrets, lease, end) is None
    assert await erasure.expire(desk.store, end) == 1
    assert await _keys(desk.store, b"case:") == []
    assert await _keys(desk.store, b"leases") == []


async def test_wrong_member_secret_reads_and_claims_nothing(desk: Desk) -> None:
    secrets = await desk.open()
    right = desk.organization.member_secret
    desk.organization.member_secret = token_bytes(32)
    assert await desk.claim(secrets, token_bytes(32)) is None
    with pytest.raises(AssertionError):
        await desk.visible()
    desk.organization.member_secret = right
    assert len(await desk.visible()) == 1


async def test_watchers_are_woken_once_for_a_case_however_often_it_is_sent(desk: Desk) -> None:
    async with desk.store.redis.pubsub() as subscription:
        await subscription.subscribe("wake:buckets")
        await subscription.get_message(timeout=1)
        secrets = await desk.open()
        message = await subscription.get_message(ignore_subscribe_messages=True, timeout=1)
        assert message is not None
        assert message["data"] == desk.organization.bucket.to_bytes(2, "big")
        await desk.open(secrets=secrets)
        assert await subscription.get_message(ignore_subscribe_messages=True, timeout=0.5) is None


async def test_passed_minutes_are_forgotten_and_wake_the_watchers(desk: Desk) -> None:
    secrets = await desk.open()
    await desk.claim(secrets, token_bytes(32))
    assert await timers.wake(desk.store, NOW + 4 * MINUTE) == 0
    assert await timers.release(desk.store, NOW + 4 * MINUTE) == 0
    async with desk.store.redis.pubsub() as subscription:
        await subscription.subscribe("wake:buckets")
        await subscription.get_message(timeout=1)
        assert await timers.wake(desk.store, NOW + 20 * MINUTE) == 2
        assert await timers.release(desk.store, NOW + 20 * MINUTE) == 1
        message = await subscription.get_message(ignore_subscribe_messages=True, timeout=1)
        assert message is not None
        assert message["data"] == desk.organization.bucket.to_bytes(2, "big")
    assert await _keys(desk.store, b"due") == []
    assert await _keys(desk.store, b"leases") == []
    assert len(await desk.visible(NOW + 20 * MINUTE)) == 3


async def test_blurred_keys_say_nothing_of_when_each_was_last_used(desk: Desk) -> None:
    secrets = await desk.open()
    while not await desk.store.redis.object("idletime", holds.CASE.key(secrets.case_id)):
        await asyncio.sleep(0.05)
    await desk.open()
    keys = [key async for key in desk.store.redis.scan_iter()]
    assert await timers.blur(desk.store, NOW) == len(keys)
    assert {await desk.store.redis.object("idletime", key) for key in keys} == {0}


async def _keys(store: Store, prefix: bytes) -> list[bytes]:
    return [key async for key in store.redis.scan_iter(match=prefix + b"*")]
