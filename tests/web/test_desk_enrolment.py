"""Attack 9 through the pages: somebody else has the link that a coordinator sent to a newcomer."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from crypto import wire
from crypto.conversation import FROM_CALLER, TO_CALLER
from crypto.directory import encode_key
from crypto.sizes import ERASE, KEY
from hotline.client.conversation import begin
from hotline.client.enrolment import APPROVED, coordinators_end, read_link
from hotline.client.errors import LinkUsed
from hotline.client.keyring import Seed
from hotline.client.responder import Responder
from tests.client.conftest import DESKS, Hotline
from tests.web import cases, coordinate_scenes, desks
from tests.web.conftest import Aside, OpenPage, pages
from tests.web.desks import PHONE, WIDE
from tests.web.stage import OFFLINE

NEWCOMERS = "The newcomer's six words"
MINE = "Your device's six words"


@pytest.fixture(scope="module")
def office(browser: Browser, site: Hotline, aside: Aside) -> Iterator[Page]:
    """A coordinator's page, unlocked once for all newcomers of this module."""
    with pages(browser, site) as open_page:
        page = open_page("/coordinate", allowed=OFFLINE, **WIDE)
        coordinate_scenes.unlock(page, desks.coordinator(aside))
        yield page


def path_of(link: str) -> str:
    return link[link.index("/desk#") :]


def refuse(office: Page) -> None:
    office.get_by_role("button", name="Refuse…").click()
    office.get_by_role("button", name="Refuse", exact=True).click()
    expect(office.get_by_text("Nobody waits for approval.")).to_be_visible()


@pytest.mark.drill
def test_who_writes_first_shuts_the_newcomer_out_before_she_has_a_codename(
    open_page: OpenPage, aside: Aside, office: Page
) -> None:
    link = coordinate_scenes.make_link(office)
    theirs = coordinate_scenes.enrol(aside, link)
    newcomer = open_page(path_of(link), **PHONE)
    expect(newcomer.get_by_role("heading", name="This link has been used")).to_be_visible()
    expect(newcomer.get_by_role("alert")).to_contain_text("tell your coordinator by telephone at once")
    assert newcomer.get_by_label("Your codename in words").count() == 0
    office.get_by_label(NEWCOMERS).wait_for()
    assert desks.words_of(office, NEWCOMERS) == theirs
    refuse(office)


@pytest.mark.drill
def test_who_writes_second_is_refused_and_the_newcomer_is_not_disturbed(
    open_page: OpenPage, aside: Aside, office: Page
) -> None:
    link = coordinate_scenes.make_link(office)
    newcomer = open_page(path_of(link), **PHONE)
    desks.write_down(newcomer)
    with pytest.raises(LinkUsed):
        coordinate_scenes.enrol(aside, link)
    office.get_by_label(NEWCOMERS).wait_for()
    assert desks.words_of(office, NEWCOMERS) == desks.words_of(newcomer, MINE)
    office.get_by_role("button", name="Approve…").click()
    office.get_by_role("button", name="Yes, approve").click()
    newcomer.get_by_role("heading", name="Waiting").wait_for()


def test_who_erases_and_writes_again_is_not_seen_by_the_coordinator(
    open_page: OpenPage, aside: Aside, office: Page
) -> None:
    link = coordinate_scenes.make_link(office)
    newcomer = open_page(path_of(link), **PHONE)
    office.context.set_offline(True)
    desks.write_down(newcomer)

    async def erase(hotline: Hotline) -> None:
        place = begin(read_link(link).invite, FROM_CALLER, None).own_address(0)
        await hotline.post().send(ERASE, wire.erase(None, None, [place]))

    aside(erase)
    coordinate_scenes.enrol(aside, link)  # nothing takes the place of what was erased, for two hours
    office.context.set_offline(False)
    expect(office.locator(".live")).to_have_text("Live")
    expect(office.get_by_text("Nobody waits for approval.")).to_be_visible()
    expect(newcomer.get_by_text("Waiting for approval.")).to_be_visible()
    expect(newcomer.get_by_text("She does not see you on her page?")).to_be_visible()


@pytest.mark.drill
def test_who_is_refused_at_the_page_is_told_at_hers_and_never_let_in(
    open_page: OpenPage, aside: Aside, office: Page
) -> None:
    link = coordinate_scenes.make_link(office)
    newcomer = open_page(path_of(link), **PHONE)
    words = desks.write_down(newcomer)
    office.get_by_label(NEWCOMERS).wait_for()
    refuse(office)
    expect(newcomer.get_by_role("heading", name="You were not let in")).to_be_visible()
    newcomer.get_by_role("button", name="Unlock with a codename").click()
    newcomer.get_by_label("Codename").fill(" ".join(words))
    newcomer.keyboard.press("Enter")
    expect(newcomer.get_by_role("heading", name="You were not let in")).to_be_visible()
    again = open_page(path_of(link), **PHONE)
    expect(again.get_by_role("heading", name="This link has been used")).to_be_visible()
    assert newcomer.get_by_role("heading", name="Waiting").count() == 0


def forge(aside: Aside, link: str) -> None:
    """The worst: an approval by someone who has learned the newcomer's public key, with keys of her own making."""

    async def story(hotline: Hotline) -> None:
        first = await hotline.coordinator()
        await first.pending()
        invite, root = read_link(link).invite, bytes(range(KEY))
        (theirs,) = [one.device_pk for one in first.office.invitations.values() if one.invite == invite]
        forged = begin(invite, TO_CALLER, theirs)
        forged.say({"kind": APPROVED, "root": encode_key(root), "role": "responder", "desks": DESKS})
        own = coordinators_end(root, forged)
        hour = hotline.post().hour()
        seeds = {desk: [[hour, hour + 24, encode_key(bytes([at]) * KEY)]] for at, desk in enumerate(DESKS)}
        own.say({"kind": "keys", "members": [encode_key(bytes(KEY))], "seeds": seeds, "desks": DESKS})
        for one in (forged, own):
            assert (await hotline.post().exchange(one.seal(one.outbox[0]))).sent

    aside(story)


def test_forged_approval_opens_nothing_because_its_seeds_are_not_in_the_directory(
    open_page: OpenPage, aside: Aside
) -> None:
    cases.put(aside, {}, {"urgency": "U1"})

    async def invite(hotline: Hotline) -> str:
        return await (await hotline.coordinator()).invite("responder", DESKS)

    link = str(aside(invite))
    newcomer = open_page(path_of(link), **PHONE)
    words = desks.write_down(newcomer)
    forge(aside, link)
    newcomer.get_by_role("heading", name="Waiting").wait_for()
    expect(newcomer.locator(".banner")).to_contain_text("call your coordinator")
    expect(newcomer.get_by_text("The queue cannot be shown.")).to_be_visible()
    assert newcomer.locator(".case-row").count() == 0

    async def kept(hotline: Hotline) -> list[Seed]:
        back = await Responder.unlock(hotline.post(), " ".join(words))
        return back.state.now.keyring.seeds

    assert aside(kept) == []
