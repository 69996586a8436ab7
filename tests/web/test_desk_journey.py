"""A responder at her desk in a real browser, with callers and coordinators who are Python peers."""

import time
from collections.abc import Callable, Mapping

import pytest
from playwright.sync_api import Page, expect

from crypto.directory import encode_key
from hotline.client.caller import Caller
from tests.client.conftest import DESKS, Hotline
from tests.web import desks
from tests.web.conftest import Aside, OpenPage, axe, text_fits
from tests.web.desks import PHONE, WIDE

HOSTILE = "<img src=x onerror=window.broken=1><script>window.broken=1</script>"


class HostileCaller(Caller):
    """Writes markup wherever a card holds text."""

    def _card(self, answers: Mapping[str, object], dates: Mapping[str, str]) -> dict[str, object]:
        fields = ("matter", "language", "state", "licence")
        return {
            **super()._card(answers, dates),
            **dict.fromkeys(fields, HOSTILE),
            "needs": [HOSTILE],
            "rules": [HOSTILE],
        }


@pytest.fixture
def open_desk(open_page: OpenPage) -> Callable[..., Page]:
    return lambda path="/desk", **more: open_page(path, **{**WIDE, **more})


def test_newcomer_enrols_by_a_link(open_desk: OpenPage, aside: Aside) -> None:
    async def invite(hotline: Hotline) -> str:
        return await (await hotline.coordinator()).invite("responder", DESKS)

    async def approve(hotline: Hotline) -> list[list[str]]:
        coordinator = await hotline.coordinator()
        newcomers = await coordinator.pending()
        for one in newcomers:
            await coordinator.approve(one.id)
        return [list(one.words) for one in newcomers]

    link = aside(invite)
    page = open_desk("/desk" + link[link.index("#") :], **PHONE)
    page.get_by_label("Your codename in words").wait_for()
    assert page.evaluate("location.href").endswith("/desk")
    axe(page)
    codename = desks.write_down(page)
    axe(page)
    page.reload()
    page.get_by_label("Codename").fill(" ".join(codename))
    page.keyboard.press("Enter")
    page.get_by_label("Your device's six words").wait_for()
    assert desks.words_of(page, "Your device's six words") in aside(approve)
    page.get_by_role("heading", name="Waiting").wait_for()
    page.reload()
    desks.unlock(page, " ".join(codename))
    again = open_desk("/desk" + link[link.index("#") :], **PHONE)
    expect(again.get_by_role("alert")).to_contain_text("used already")
    axe(again)
    again.get_by_role("button", name="Unlock with a codename").click()
    desks.unlock(again, " ".join(codename))


def test_case_is_claimed_answered_and_closed(open_desk: OpenPage, aside: Aside) -> None:
    page = open_desk()
    axe(page)
    desks.unlock(page, desks.responder(aside))
    names = [{"role": "self", "name": "María Gómez"}, {"role": "other_side", "name": "Jon Smith"}]
    opened = desks.case(aside, "Two men are outside.", names=names, callback="After six, say the clinic.")
    desks.row(page, opened).click()
    axe(page)
    page.get_by_role("button", name="Claim").click()
    expect(page.get_by_text("No client list loaded")).to_be_visible()
    axe(page)
    desks.load_clients(page, "GOMEZ, Maria\nJohn Smith\nAda Byron")
    expect(page.locator(".notice", has_text="Certain")).to_contain_text("GOMEZ, Maria")
    expect(page.locator(".notice", has_text="Possible")).to_contain_text("John Smith")
    assert page.get_by_text("Two men are outside.").count() == 0
    page.get_by_role("button", name="Accept and open the story").click()
    page.get_by_role("button", name="Accept all the same").click()
    expect(page.get_by_text("Two men are outside.")).to_be_visible()
    expect(page.get_by_text("After six, say the clinic.")).to_be_visible()
    desks.send(page, "Do not open the door.")
    expect(page.get_by_text("Do not open the door.")).to_be_visible()
    assert desks.told(aside, opened, "Thank you.") == [("hello", ""), ("text", "Do not open the door.")]
    expect(page.get_by_text("Thank you.")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Close the case…").click()
    axe(page)
    page.get_by_label("How did it end?").select_option("advice")
    page.get_by_label("Last words to the caller").fill("Call the clinic.")
    page.get_by_role("button", name="Close and erase").click()
    expect(desks.row(page, opened)).to_have_count(0)
    assert ("closing", "Call the clinic.") in desks.told(aside, opened)


@pytest.mark.drill
def test_case_put_back_goes_to_someone_else(open_desk: OpenPage, aside: Aside) -> None:
    async def queue(hotline: Hotline) -> list[str]:
        return [encode_key(one.case_id) for one in await (await hotline.responder()).queue()]

    opened = desks.case(aside)
    page = open_desk(**PHONE)
    desks.unlock(page, desks.responder(aside))
    desks.row(page, opened).click()
    page.get_by_role("button", name="Claim", exact=True).click()
    page.get_by_text("No names on the sheet").wait_for()
    assert opened.name not in aside(queue)
    page.get_by_role("button", name="Put back", exact=True).click()
    expect(page.get_by_role("heading", name="You put this case back")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Back to the queue").click()
    expect(desks.row(page, opened)).to_have_count(0)
    assert opened.name in aside(queue)


@pytest.mark.drill
def test_draft_survives_the_lock_and_idleness_locks(open_desk: OpenPage, aside: Aside) -> None:
    codename, opened = desks.responder(aside), desks.case(aside)
    page = open_desk(**PHONE)
    page.clock.install(time=time.time() - 1800)  # a page may run behind the server's clock, not ahead of it
    page.reload()
    desks.unlock(page, codename)
    text_fits(page)
    desks.accept(page, opened)
    text_fits(page)
    axe(page)
    page.get_by_label("Your answer").fill("half a sentence")
    page.clock.fast_forward("09:30")
    expect(page.get_by_text("Press any key to stay")).to_be_visible()
    page.clock.fast_forward("01:00")
    expect(page.get_by_label("Codename")).to_be_visible()
    assert page.get_by_text("They are at the door.").count() == 0
    axe(page)
    desks.unlock(page, codename)
    desks.row(page, opened).click()
    expect(page.get_by_label("Your answer")).to_have_value("half a sentence")


@pytest.mark.drill
def test_lost_connection_is_shown_and_what_was_said_is_sent_once_or_survives_the_lock_as_a_draft(
    open_desk: OpenPage, aside: Aside
) -> None:
    codename, opened = desks.responder(aside), desks.case(aside)
    page = open_desk(allowed=("ERR_INTERNET_DISCONNECTED", "ERR_NETWORK"))
    desks.unlock(page, codename)
    desks.accept(page, opened)
    page.context.set_offline(True)
    desks.send(page, "Wait for me.")
    expect(page.locator(".banner")).to_contain_text("Not connected")
    expect(page.get_by_role("list", name="Messages")).to_contain_text("Not sent yet")
    expect(page.get_by_label("Your answer")).to_have_value("")
    assert page.get_by_text("Nothing waits.").count() == 0
    axe(page)
    page.context.set_offline(False)
    expect(page.get_by_role("list", name="Messages")).not_to_contain_text("Not sent yet")
    page.context.set_offline(True)
    desks.send(page, "Wait once more.")
    expect(page.get_by_role("list", name="Messages")).to_contain_text("Not sent yet")
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_enabled()
    page.get_by_role("button", name="Lock", exact=True).click()
    page.context.set_offline(False)
    desks.unlock(page, codename)
    desks.row(page, opened).click()
    expect(page.get_by_label("Your answer")).to_have_value("Wait once more.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("list", name="Messages")).to_contain_text("Wait once more.")
    expect(page.get_by_role("list", name="Messages")).not_to_contain_text("Not sent yet")
    assert desks.told(aside, opened)[1:] == [("text", "Wait for me."), ("text", "Wait once more.")]


def test_what_a_stranger_wrote_is_text(open_desk: OpenPage, aside: Aside) -> None:
    names = [{"role": HOSTILE, "name": HOSTILE}]
    opened = desks.case(aside, HOSTILE, HostileCaller, names=names, callback=HOSTILE)
    page = open_desk()
    desks.unlock(page, desks.responder(aside))
    expect(desks.row(page, opened)).to_contain_text("<img src=x")
    desks.row(page, opened).click()
    page.get_by_role("button", name="Claim").click()
    expect(page.get_by_label("Names on the sheet")).to_contain_text(HOSTILE)
    page.get_by_role("button", name="Accept and open the story").click()
    expect(page.locator(".story")).to_have_text(HOSTILE)
    desks.told(aside, opened, HOSTILE)
    expect(page.locator(".bubble-text", has_text=HOSTILE)).to_be_visible()
    assert page.evaluate("[document.images.length, document.scripts.length, window.broken]") == [0, 2, None]
    text_fits(page)
