"""Every screen and state of the responder's desk, played one after another, for contact sheets and for axe."""

import time
from collections.abc import Mapping
from datetime import date, timedelta

from playwright.sync_api import Page

from crypto.directory import decode_key
from crypto.sealing import fresh_pair
from crypto.sizes import KEY, CaseId
from hotline.client.coordinator import Coordinator
from hotline.client.enrolment import make_link
from hotline.client.responder import Responder
from tests.client.conftest import DESKS, Hotline
from tests.web import cases, desks
from tests.web.desks import Opened
from tests.web.stage import OFFLINE, Scene, Stage, decide, hold, later, link_of

ARABIC = "أخذوا أخي من عمله هذا الصباح. اسمه خوسيه ولديه طفلان صغيران، ورقم القضية A 123 456 789."
CHINESE = "今天早上他们在我哥哥上班的地方把他带走了。他叫何塞,有两个年幼的孩子。"
SHORT = "They took my brother at work this morning."
LONG = " ".join([SHORT, "His name is José and he has two small children."] * 40)
UNBROKEN = "https://example.org/" + "a1b2c3d4e5" * 40
CLASSES: list[Mapping[str, object]] = [
    {},
    {"urgency": "U1", "matter": "fear_review", "language": "ht", "licence": "attorney", "state": "US-FL"},
    {"urgency": "U2", "matter": "custody", "language": "zh-Hant", "licence": "full_rep", "state": "US-NY"},
    {"urgency": "U3", "matter": "check_in", "language": "quc", "licence": "partial_rep", "state": "US-TX"},
    {"urgency": "U4", "matter": "general", "language": None, "state": None, "rules": []},
]
EMPTY, FULL_DESK = "agency", "community"  # a desk that gets no case in any scene, and one that gets many
QUIET = [one for one in DESKS if one != FULL_DESK]
TODAY = date.today()
DEADLINE = {
    "id": "removal_appeal",
    "due": (TODAY + timedelta(days=9)).isoformat(),
    "alarm": (TODAY - timedelta(days=1)).isoformat(),
    "earliest": (TODAY + timedelta(days=2)).isoformat(),
}
UNDATED = [{"id": "habeas"}, {"id": "reconsider"}, {"id": "bond_without_inspection"}]
PASSED = {"id": "reopen", "due": (TODAY - timedelta(days=9)).isoformat()}
FULL = {
    "also": ["minor_detained", "medical_in_detention"],
    "needs": ["interpreter", "wheelchair"],
    "deadlines": [DEADLINE, *UNDATED, PASSED, {"id": "of another pack", "due": "soon"}],
    "rules": ["u0-officers-here", "u0-child-alone", "u0-medical"],
}


def unlocked(stage: Stage, of: list[str], *allowed: str) -> Page:
    """The page of somebody new on these desks."""
    page = stage.open("/desk", allowed=allowed)
    desks.unlock(page, desks.responder(stage.aside, of))
    return page


def enrolment(stage: Stage) -> None:
    """From the link to the desk."""
    link = link_of(stage.aside, [EMPTY])
    page = stage.open(link)
    page.get_by_label("Your codename in words").wait_for()
    stage.look(page, "enrol codename")
    page.get_by_text("The same codename as digits").click()
    page.get_by_label("Your codename in digits").wait_for()
    stage.look(page, "enrol codename digits")
    words = desks.words_of(page, "Your codename in words")
    page.get_by_role("button", name="I have written it down").click()
    page.get_by_role("textbox").first.fill("wrong")
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("Check the paper").wait_for()
    stage.look(page, "enrol confirm wrong")
    desks.confirm(page, words)
    page.get_by_label("Your device's six words").wait_for()
    page.get_by_text("This page goes on by itself").wait_for()
    stage.look(page, "enrol words to compare")
    decide(stage.aside, Coordinator.approve)
    page.get_by_role("heading", name="Waiting").wait_for()
    page.get_by_text("Nothing waits.").wait_for()
    stage.look(page, "empty queue")
    practice(stage, page)
    again = stage.open(link)
    again.get_by_role("alert").wait_for()
    stage.look(again, "enrol link used")


def practice(stage: Stage, page: Page) -> None:
    """The made-up case, to its end."""
    page.get_by_role("button", name="Practise on a made-up case").click()
    page.locator(".case-row").wait_for()
    stage.look(page, "practice queue")
    page.locator(".case-row").click()
    page.get_by_role("button", name="Claim", exact=True).click()
    page.get_by_text("No client list loaded").wait_for()
    stage.look(page, "practice conflict check")
    page.get_by_role("button", name="Accept and open the story").click()
    desks.send(page, "Ask him not to sign anything.")
    page.get_by_text("He called me").wait_for()
    stage.look(page, "practice conversation")
    page.get_by_role("button", name="Close the case…").click()
    page.get_by_label("How did it end?").select_option("advice")
    page.get_by_role("button", name="Close and erase").click()
    page.get_by_text("You closed this case").wait_for()
    stage.look(page, "practice closed")
    page.get_by_role("button", name="End practice").click()
    page.get_by_text("Nothing waits.").wait_for()


def ended_links(stage: Stage) -> None:
    """Links that let nobody in."""
    page = stage.open("/desk#abc")
    page.get_by_role("alert").wait_for()
    stage.look(page, "enrol link wrong")

    async def stranger(hotline: Hotline) -> str:
        link = str(make_link(hotline.url, bytes(KEY), hotline.root_pk, fresh_pair().public))
        return link.removeprefix(hotline.url)

    page = stage.open(stage.aside(stranger))
    page.get_by_role("alert").wait_for()
    stage.look(page, "enrol link expired")
    page = stage.open(link_of(stage.aside, [EMPTY]))
    desks.write_down(page)
    decide(stage.aside, Coordinator.refuse)
    page.get_by_role("heading", name="You were not let in").wait_for()
    stage.look(page, "enrol refused")


def gate(stage: Stage) -> None:
    """Before the desk."""
    page = stage.open("/desk", allowed=OFFLINE)
    page.get_by_label("Codename").wait_for()
    stage.look(page, "locked")
    page.get_by_label("Codename").fill("one two three")
    page.keyboard.press("Enter")
    page.get_by_text("This is not a codename").wait_for()
    stage.look(page, "wrong codename")
    codename = desks.responder(stage.aside, [EMPTY])
    let_go = hold(page, "**/vault")
    page.get_by_label("Codename").fill(codename)
    page.keyboard.press("Enter")
    page.get_by_text("Unlocking.").wait_for()
    stage.look(page, "unlocking")
    wait = hold(page, "**/slots")
    let_go()
    page.get_by_role("heading", name="Waiting").wait_for()
    page.get_by_text("Looking at the queue").wait_for()
    stage.look(page, "loading")
    wait()
    page.get_by_role("button", name="Lock", exact=True).click()
    page.context.set_offline(True)
    page.get_by_label("Codename").fill(codename)
    page.keyboard.press("Enter")
    page.get_by_text("Not unlocked").wait_for()
    stage.look(page, "not unlocked offline")


def queue(stage: Stage) -> None:
    """What waits: few, filtered, late, very many, not connected."""
    long = {"urgency": "U1", "matter": UNBROKEN[:200], "deadlines": [DEADLINE]}
    cases.put(stage.aside, *CLASSES, long, desk=FULL_DESK)
    page = unlocked(stage, [FULL_DESK], *OFFLINE)
    page.locator(".case-row").nth(5).wait_for()
    stage.look(page, "queue few")
    page.get_by_label("Language").select_option("ht")
    stage.look(page, "queue filtered")
    page.get_by_label("Licence").select_option("supervised")
    page.get_by_text("None of the cases").wait_for()
    stage.look(page, "queue filtered to nothing")
    page.get_by_label("Language").select_option("")
    page.get_by_label("Licence").select_option("")
    later(page, hours=1)
    cases.put(stage.aside, *[CLASSES[at % 5] for at in range(54)], desk=FULL_DESK)
    page.locator(".case-row").nth(59).wait_for()
    stage.look(page, "queue very many, late")
    page.context.set_offline(True)
    page.get_by_text("The queue may have changed").wait_for()
    stage.look(page, "queue not connected")


def checking(stage: Stage) -> None:
    """From the card to the conflict check, in each of its outcomes."""
    named = [
        {"role": "self", "name": "María Gómez Peña"},
        {"role": "client", "name": "محمد عبد الله الأحمد"},
        {"role": "other_side", "name": "Jon Smith"},
    ]
    (full,) = cases.put(stage.aside, {**FULL, "language": "ar"}, names=named, words=ARABIC)
    bare, taken = cases.put(stage.aside, CLASSES[2], CLASSES[3], words=CHINESE)
    page = unlocked(stage, QUIET)
    page.locator(f'[data-case="{taken}"]').click()
    stage.look(page, "card")

    codename = desks.responder(stage.aside)

    async def take(hotline: Hotline) -> None:
        other = await Responder.unlock(hotline.post(), codename)
        await other.queue()
        await other.claim(CaseId(decode_key(taken)))

    let_go = hold(page, "**/slots")
    stage.aside(take)
    page.get_by_role("button", name="Claim", exact=True).click()
    page.get_by_text("did not go through").or_(page.get_by_text("not here any more")).first.wait_for()
    stage.look(page, "claim refused")
    let_go()
    page.get_by_text("not here any more").wait_for()
    stage.look(page, "case gone")
    desks.back(page)
    page.locator(f'[data-case="{bare}"]').click()
    page.get_by_role("button", name="Claim", exact=True).click()
    page.get_by_text("No names on the sheet").wait_for()
    stage.look(page, "conflict sheet without names")
    desks.back(page)
    page.locator(f'[data-case="{full}"]').click()
    stage.look(page, "card full")
    page.get_by_role("button", name="Claim", exact=True).click()
    page.get_by_text("No client list loaded").wait_for()
    stage.look(page, "conflict check without a list")
    page.get_by_role("button", name="Load my client list").click()
    page.get_by_role("dialog").wait_for()
    stage.look(page, "client list")
    page.keyboard.press("Escape")
    for text, seen, name in (
        ("Ada Byron\nAlan Turing", "No conflict found", "conflict none"),
        ("Marie Gomes Pena\nAda Byron", "Possible", "conflict possible"),
        ("Gomez, Maria\nSMITH JON\nJohn Smyth", "Certain", "conflict certain"),
    ):
        desks.load_clients(page, text)
        page.get_by_text(seen).first.wait_for()
        stage.look(page, name)
    page.get_by_role("button", name="Accept and open the story").click()
    page.get_by_role("dialog").wait_for()
    stage.look(page, "accept in spite of a conflict")
    page.get_by_role("button", name="Accept all the same").click()
    page.get_by_label("Your answer").wait_for()
    stage.look(page, "story Arabic")
    page.get_by_text("Ready replies").click()
    stage.look(page, "ready replies, Arabic")
    page.locator(".replies > li summary").first.click()
    stage.look(page, "ready reply, Arabic")
    page.get_by_text("Ready replies").click()
    page.get_by_text("Card, names and answers").click()
    stage.look(page, "story Arabic with the card open")


def talking(stage: Stage) -> None:
    """Stories, the conversation, and its ends."""
    opened = desks.case(stage.aside, LONG, callback="After six, say the clinic. +1 555 0134")
    page = unlocked(stage, QUIET, *OFFLINE)
    desks.accept(page, opened)
    page.get_by_text("The caller was told").wait_for()
    stage.look(page, "story very long")
    for at in range(4):
        desks.send(page, f"Message {at + 1}. {SHORT} Do not sign anything before we have talked.")
        page.get_by_text(f"Message {at + 1}.").wait_for()
        desks.told(stage.aside, opened, (ARABIC, UNBROKEN, CHINESE, LONG)[at])
    page.locator(".bubble").nth(8).wait_for()
    stage.look(page, "conversation long")
    page.get_by_label("Your answer").fill("Half a sentence that is not")
    stage.look(page, "draft")
    page.get_by_role("button", name="Close the case…").click()
    stage.look(page, "closing")
    page.get_by_role("button", name="Close and erase").click()
    stage.look(page, "closing without a code")
    page.get_by_role("button", name="Keep it open").click()
    page.get_by_role("button", name="Put back…").click()
    stage.look(page, "put back")
    page.get_by_role("button", name="Keep it", exact=True).click()
    page.context.set_offline(True)
    desks.send(page, "Wait for me.")
    page.get_by_text("keep this page open").wait_for()
    stage.look(page, "not sent yet")
    page.context.set_offline(False)
    page.get_by_text("keep this page open").wait_for(state="detached")
    page.get_by_label("Your answer").fill("A draft that is kept.")
    page.get_by_role("button", name="Lock", exact=True).click()
    page.get_by_text("still here, sealed").wait_for()
    stage.look(page, "locked with a draft")


def stories(stage: Stage) -> None:
    """Stories in other scripts, short, empty and unbroken."""
    page = unlocked(stage, QUIET)
    for words, name in ((SHORT, "short"), (CHINESE, "Chinese"), (UNBROKEN, "unbroken"), ("", "empty")):
        (one,) = cases.put(stage.aside, {}, words=words, callback=None)
        desks.accept(page, Opened(one, ""))
        stage.look(page, f"story {name}")
        desks.back(page)


def asides(stage: Stage) -> None:
    """Help, idleness, and a case that is gone."""
    (one,) = cases.put(stage.aside, {})
    page = stage.open("/desk")
    page.clock.install(time=time.time() - 1800)
    page.reload()
    desks.unlock(page, desks.responder(stage.aside))
    page.get_by_text("Choose a case").or_(page.locator(".case-row")).first.wait_for()
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    stage.look(page, "keys")
    page.keyboard.press("Escape")
    page.locator(f'[data-case="{one}"]').click()
    page.clock.fast_forward("09:30")
    page.get_by_text("Press any key to stay").wait_for()
    stage.look(page, "idle warning")
    page.keyboard.press("Shift")
    page.get_by_role("button", name="Claim", exact=True).click()
    page.get_by_role("button", name="Put back", exact=True).click()
    page.get_by_text("You put this case back").wait_for()
    stage.look(page, "case put back")


def endings(stage: Stage) -> None:
    """The directory expired; the responder revoked."""
    codename = desks.responder(stage.aside)
    page = stage.open("/desk")
    desks.unlock(page, codename)
    later(page, hours=24 * 9)
    page.get_by_text("cannot be brought up to date").wait_for()
    stage.look(page, "directory expired")
    page = stage.open("/desk")
    desks.unlock(page, codename)

    desks.revoke(stage.aside, codename)
    page.get_by_role("heading", name="You have been taken off").wait_for()
    stage.look(page, "revoked")


SCENES: tuple[Scene, ...] = (enrolment, ended_links, gate, queue, checking, talking, stories, asides, endings)
