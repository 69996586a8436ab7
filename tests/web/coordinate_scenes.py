"""Every screen and state of the coordinator's page, for contact sheets and for axe."""

from playwright.sync_api import Page, expect

from crypto.conversation import Cell
from crypto.sizes import CELL, LOCK
from hotline.client.enrolment import inviter, read_link
from hotline.client.responder import Responder
from tests.client.conftest import DESKS, Hotline
from tests.web import cases, desks
from tests.web.conftest import Aside
from tests.web.desk_scenes import CLASSES
from tests.web.stage import OFFLINE, Scene, Stage, hold, later


def unlock(page: Page, codename: str) -> None:
    """Type the codename, and wait for the page."""
    page.get_by_label("Codename").fill(codename)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Newcomers").wait_for()


def make_link(page: Page) -> str:
    """Press the button; the link."""
    page.get_by_role("button", name="Make a link").click()
    return page.get_by_label("The link").input_value()


def enrol(aside: Aside, link: str) -> list[str]:
    """Somebody uses the link; the words of her device."""

    async def story(hotline: Hotline) -> list[str]:
        return list((await Responder.enrol(hotline.post(), link)).device_words)

    return list(aside(story))


def gate(stage: Stage) -> None:
    """Before the page."""
    page = stage.open("/coordinate")
    page.get_by_label("Codename").wait_for()
    stage.look(page, "locked")
    page.get_by_label("Codename").fill(desks.responder(stage.aside))
    page.keyboard.press("Enter")
    page.get_by_text("Not unlocked").wait_for()
    stage.look(page, "no coordinator")
    codename = desks.coordinator(stage.aside)
    let_go = hold(page, "**/directory")
    page.get_by_label("Codename").fill(codename)
    page.keyboard.press("Enter")
    page.get_by_text("Unlocking.").wait_for()
    stage.look(page, "unlocking")
    let_go()
    page.get_by_role("heading", name="Newcomers").wait_for()
    page.get_by_text("Nobody waits for approval.").wait_for()
    page.get_by_role("table").wait_for()
    stage.look(page, "empty")


def people(stage: Stage) -> None:
    """Links, newcomers, members, alerts."""
    page = stage.open("/coordinate")
    unlock(page, desks.coordinator(stage.aside))
    page.get_by_role("button", name="Make a link").wait_for()
    for desk in page.get_by_role("checkbox").all():
        desk.uncheck()
    page.get_by_role("button", name="Make a link").click()
    page.get_by_text("Choose a desk at least.").wait_for()
    stage.look(page, "link without a desk")
    for desk in page.get_by_role("checkbox").all():
        desk.check()
    link = make_link(page)
    stage.look(page, "link made")
    enrol(stage.aside, link)
    enrol(stage.aside, make_link(page))
    page.get_by_label("The newcomer's six words").nth(1).wait_for()
    stage.look(page, "newcomers wait")
    page.get_by_role("button", name="Approve…").first.click()
    page.get_by_role("dialog").wait_for()
    stage.look(page, "approve")
    page.get_by_role("button", name="Yes, approve").click()
    page.get_by_text("Member 1").wait_for()
    expect(page.get_by_label("The newcomer's six words")).to_have_count(1)
    page.get_by_role("button", name="Refuse…").click()
    page.get_by_role("dialog").wait_for()
    stage.look(page, "refuse")
    page.get_by_role("button", name="Refuse", exact=True).click()
    page.get_by_text("Nobody waits for approval.").wait_for()
    page.get_by_role("button", name="Revoke…").click()
    page.get_by_role("dialog").wait_for()
    stage.look(page, "revoke")
    page.get_by_role("button", name="Go back").click()
    stage.look(page, "member")
    spoiled = make_link(page)

    async def meddle(hotline: Hotline) -> None:
        await Responder.enrol(hotline.post(), spoiled)
        place = inviter(read_link(spoiled).invite, bytes(32)).own_address(0)
        await hotline.post().exchange(Cell(place, bytes(LOCK), bytes(CELL)))

    stage.aside(meddle)
    page.get_by_role("button", name="Approve…").click()
    page.get_by_role("button", name="Yes, approve").click()
    page.get_by_text("A link is in other hands").wait_for()
    stage.look(page, "link in other hands")


def waits(stage: Stage) -> None:
    """Who waits, late, and not connected."""
    for desk in DESKS:
        cases.put(stage.aside, *CLASSES, desk=desk)
    page = stage.open("/coordinate", allowed=OFFLINE)
    unlock(page, desks.coordinator(stage.aside))
    page.get_by_role("table").wait_for()
    stage.look(page, "who waits")
    later(page, hours=3)
    page.locator("td.late").first.wait_for()
    stage.look(page, "late")
    page.context.set_offline(True)
    page.get_by_text("What you see may be old").wait_for()
    stage.look(page, "not connected")


SCENES: tuple[Scene, ...] = (gate, people, waits)
