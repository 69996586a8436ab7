"""Attacks 3, 7 and 8 through the desk's own page: crafted slots, keys that are missing, an older vault, two windows."""

import time
from dataclasses import dataclass
from secrets import token_bytes

import pytest
from playwright.sync_api import Page, Route, expect

from crypto import case
from crypto.case import Secrets
from crypto.directory import encode_key
from crypto.hashing import card_lock, u8, u32
from crypto.sealing import box, pad, seal
from crypto.sizes import OPEN_REQUEST, READ, TIERS, VISIBLE_SLOT
from hotline.client.post import fetch_directory
from tests.client.conftest import Hotline
from tests.crypto.test_attack_3_two_desk_slot import two_desk_seal
from tests.web import cases, desks
from tests.web.conftest import Aside, OpenPage
from tests.web.desks import PHONE, WIDE, Opened
from tests.web.stage import hold

CLUTTER = 1200
TWO = ("agency", "federal")


def crafted(hotline_seeds: list[bytes], payload: bytes, secrets: Secrets, bucket: int) -> bytes:
    """An opening whose first slot opens under both seeds, and begins with the true case key under the first."""
    sealed = two_desk_seal(hotline_seeds, secrets.case_id, secrets.case_key[:16])
    parts = OPEN_REQUEST.unpack(payload)
    first = bucket.to_bytes(2, "big") + sealed
    return OPEN_REQUEST.pack(**{**parts, "slots": first + parts["slots"][len(first) :]})


def put_crafted(aside: Aside) -> str:
    """Through the open door, by someone who knows the seeds of both desks; the name of the case."""

    async def story(hotline: Hotline) -> str:
        member = await hotline.responder(list(TWO))
        hour, secrets = member.post.hour(), case.draw()
        epochs = member.state.now.keyring.near(hour, [0])
        near = [one.seed for desk in TWO for one in epochs if one.desk == desk]
        assert len(near) == 2
        slot = cases.slot(member.directory, TWO[0], hour)
        payload = cases.sealed(member.directory, secrets, {}, [slot] * TIERS)
        await cases.send(hotline, [crafted(near, payload, secrets, slot.bucket)])
        return encode_key(secrets.case_id)

    return str(aside(story))


def wrong_slots(aside: Aside, desk: str, count: int) -> bytes:
    """Slots sealed to the desk's own key, each wrong in one way: case id, card, ciphertext."""

    async def story(hotline: Hotline) -> bytes:
        post = hotline.post()
        slot = cases.slot(await fetch_directory(post, hotline.root_pk), desk, post.hour())
        assert slot.seal_pk is not None
        made = [wrong(at % 3, slot.seal_pk) for at in range(12)]
        return b"".join(with_new_id(made[at % 12], at) for at in range(count))

    return bytes(aside(story))


def wrong(way: int, seal_pk: bytes) -> bytes:
    hour, key, lock = u32(int(time.time()) // 3600), token_bytes(32), card_lock(token_bytes(32))
    name = case.case_id(key)
    sealed = seal(seal_pk, "slot", name, content=token_bytes(32) if way == 0 else key)
    card = box(token_bytes(32), "card", name, content=pad(b'{"matter":"wrong card"}', 1024))
    if way == 2:
        sealed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    return hour + hour + u8(0) + name + sealed + lock + card


def with_new_id(slot: bytes, at: int) -> bytes:
    """One of twelve keeps its id, so that what is wrong is what was meant; all else is clutter of other names."""
    return slot if at < 12 else slot[:9] + token_bytes(32) + slot[41:]


def test_slot_for_two_desks_shows_a_card_to_neither_and_hides_no_honest_case(open_page: OpenPage, aside: Aside) -> None:
    bad = put_crafted(aside)
    for desk in TWO:
        (honest,) = cases.put(aside, {"urgency": "U4"}, desk=desk)
        page = open_page("/desk", **WIDE)
        desks.unlock(page, desks.responder(aside, [desk]))
        page.locator(f'[data-case="{honest}"]').wait_for()
        assert page.locator(f'[data-case="{bad}"]').count() == 0


@pytest.mark.drill
def test_a_thousand_wrong_slots_show_nothing_and_hide_no_honest_case(open_page: OpenPage, aside: Aside) -> None:
    (honest,) = cases.put(aside, {"urgency": "U4"}, desk=TWO[0])
    clutter = wrong_slots(aside, TWO[0], CLUTTER)
    assert len(clutter) == CLUTTER * VISIBLE_SLOT.size
    names = {encode_key(clutter[at + 9 : at + 41]) for at in range(0, len(clutter), VISIBLE_SLOT.size)}
    page = open_page("/desk", **WIDE)

    def answer(route: Route) -> None:
        real = route.fetch()
        route.fulfill(response=real, body=clutter + real.body())

    page.route("**/slots", answer)
    desks.unlock(page, desks.responder(aside, [TWO[0]]))
    page.locator(f'[data-case="{honest}"]').wait_for()
    assert not names & set(page.locator(".case-row").evaluate_all("rows => rows.map(row => row.dataset.case)"))
    assert page.get_by_text("wrong card").count() == 0
    desks.accept(page, Opened(honest, ""))
    page.unroute_all(behavior="ignoreErrors")


@pytest.mark.drill
def test_who_has_not_the_new_keys_yet_sees_no_queue_and_is_not_told_that_it_is_empty(
    open_page: OpenPage, aside: Aside
) -> None:
    (waits,) = cases.put(aside, {}, desk=TWO[0])
    page = open_page("/desk", allowed=("403",), **WIDE)
    desks.unlock(page, desks.responder(aside))
    page.locator(f'[data-case="{waits}"]').wait_for()
    page.route("**/slots", lambda route: route.fulfill(status=403, body=b""))
    expect(page.locator(".banner")).to_contain_text("she may have taken you off")
    expect(page.get_by_text("The queue cannot be shown.")).to_be_visible()
    assert page.locator("[data-case]").count() == 0


@dataclass
class Rollback:
    """A dishonest server: keeps the vault as it was read first, and shows it from the moment it is told to."""

    old: bytes = b""
    shows: bool = False

    def __call__(self, route: Route) -> None:
        body = route.request.post_data_buffer or b""
        if body[:1] != u8(READ):
            route.continue_()
        elif self.shows:
            route.fulfill(body=self.old, headers={"content-type": "application/octet-stream"})
        else:
            answer = route.fetch()
            self.old = answer.body()
            route.fulfill(response=answer)


@pytest.mark.drill
def test_older_vault_is_noticed_and_nothing_more_is_sent(open_page: OpenPage, aside: Aside) -> None:
    codename, opened = desks.responder(aside), desks.case(aside)
    page, server = open_page("/desk", **WIDE), Rollback()
    page.route("**/vault", server)
    desks.unlock(page, codename)
    desks.accept(page, opened)
    desks.told(aside, opened)
    page.get_by_role("button", name="Lock", exact=True).click()
    desks.unlock(page, codename)
    desks.row(page, opened).click()
    desks.send(page, "The first answer.")
    page.get_by_text("The first answer.").wait_for()
    assert ("text", "The first answer.") in desks.told(aside, opened, "I have read it.")
    page.get_by_role("button", name="Lock", exact=True).click()
    server.shows = True
    page.get_by_label("Codename").fill(codename)
    page.keyboard.press("Enter")
    expect(page.locator(".banner")).to_contain_text("the server has shown an old copy")
    desks.row(page, opened).click()
    desks.send(page, "Not the second.")
    expect(page.locator(".case")).to_contain_text("old copy")
    assert desks.told(aside, opened)[1:] == [("text", "The first answer.")]


@pytest.mark.drill
def test_two_windows_of_one_responder_do_everything_once(open_page: OpenPage, aside: Aside) -> None:
    codename, opened = desks.responder(aside), desks.case(aside)
    one, two = open_page("/desk", **WIDE), open_page("/desk", **PHONE)
    desks.unlock(one, codename)
    desks.unlock(two, codename)
    desks.row(two, opened).wait_for()
    let_go = hold(two, "**/slots")  # what the second shows is old from here on
    desks.accept(one, opened)
    desks.row(two, opened).click()
    claim_or_answer(two)
    let_go()
    for page, text in ((one, "From the first."), (two, "From the second.")):
        desks.send(page, text)
        expect(page.get_by_role("list", name="Messages")).to_contain_text(text)
    told = desks.told(aside, opened, "Thank you both.")
    assert told == [("hello", ""), ("text", "From the first."), ("text", "From the second.")]
    one.close()
    two.get_by_role("button", name="Lock", exact=True).click()
    desks.unlock(two, codename)
    desks.row(two, opened).click()
    expect(two.get_by_text("Thank you both.")).to_be_visible()
    expect(two.locator(".bubble-text", has_text="From the")).to_have_count(2)


def claim_or_answer(page: Page) -> None:
    """Whatever this window knows by now: the case is hers, and is claimed and accepted once."""
    claim, answer = page.get_by_role("button", name="Claim", exact=True), page.get_by_label("Your answer")
    expect(claim.or_(answer).first).to_be_visible()
    if claim.is_visible():
        claim.click()
    answer.wait_for()
