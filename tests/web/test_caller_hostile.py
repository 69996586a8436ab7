"""A dishonest server, and a dishonest volunteer, against the caller's page: it says so plainly, and shows nothing that
is not hers.

Of answers that are none, some; all others are in long_caller.py.
"""

import time
from collections.abc import Iterator, Sequence
from secrets import token_bytes
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from crypto.hashing import u8, u32
from crypto.sizes import ANSWER, ANSWER_HEAD, DONE, ERASE, OPEN, READ, REFUSED, STAMP, U64
from hotline import sample
from tests.client.conftest import Hotline
from tests.web import desks
from tests.web.complaints import Complaints
from tests.web.conftest import LIVELY, PATIENCE_MS, Aside, OpenPage, axe, in_thread, running_site
from tests.web.lies import Liar, Lie, honest, in_both_places, keeping, swapped, with_head
from tests.web.visit import Visit
from tests.web.volunteers import Volunteer, volunteer

__all__ = ["volunteer"]

FAILED = ("Failed to load resource",)
WORDS = "They took my sister."
FAR = 0xFFFF_FFFF
ENOUGH = 4
STEP_MS = 25
MARKUP = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'>&amp;"


def in_conversation(open_page: OpenPage, aside: Aside, volunteer: Volunteer) -> Visit:
    """A caller whose case somebody has accepted, and who has read that."""
    visit, opened = Visit(open_page(language="en", allowed=FAILED), "en"), desks.case(aside, WORDS)
    visit.code = opened.digits.split()
    volunteer.meet(visit)
    assert desks.told(aside, opened) == [("hello", "")]
    visit.first()
    visit.come_back(opened.digits)
    visit.sees("talk.hello")
    return visit


def bubbles(page: Page) -> list[str]:
    return page.locator(".bubble-text").all_inner_texts()


def lied_to(visit: Visit, liar: Liar) -> None:
    visit.page.route("**/post", liar)


@pytest.mark.drill
def test_swapped_cells_are_not_read_in_the_wrong_order(open_page: OpenPage, aside: Aside, volunteer: Volunteer) -> None:
    visit, liar = in_conversation(open_page, aside, volunteer), Liar(swapped)
    lied_to(visit, liar)
    volunteer.reply(visit, "The first.")
    volunteer.reply(visit, "The second.")
    visit.sees("talk.lost")
    assert {"The first.", "The second."} & set(bubbles(visit.page)) == set()
    liar.lie = honest
    volunteer.reply(visit, "The third.")
    visit.page.get_by_text("The third.").wait_for()
    assert "The first." not in bubbles(visit.page)


@pytest.mark.drill
def test_what_was_said_to_another_caller_is_not_shown(open_page: OpenPage, aside: Aside, volunteer: Volunteer) -> None:
    other, cells = in_conversation(open_page, aside, volunteer), list[bytes]()
    lied_to(other, Liar(keeping(cells)))
    volunteer.reply(other, "For nobody else.")
    other.page.get_by_text("For nobody else.").wait_for()
    visit, liar = in_conversation(open_page, aside, volunteer), Liar(in_both_places(cells[-1]))
    lied_to(visit, liar)
    visit.sees("talk.lost")
    expect(visit.page.get_by_text("For nobody else.")).to_have_count(0)
    liar.lie = honest
    volunteer.reply(visit, "Said in the place of what was lost.")
    volunteer.reply(visit, "For you.")
    visit.page.get_by_text("For you.").wait_for()


@pytest.mark.drill
def test_an_old_answer_that_is_shown_again_and_again_is_read_once(
    open_page: OpenPage, aside: Aside, volunteer: Volunteer
) -> None:
    cells = list[bytes]()
    visit, liar = in_conversation(open_page, aside, volunteer), Liar(keeping(cells))
    lied_to(visit, liar)
    volunteer.reply(visit, "Only once.")
    visit.page.get_by_text("Only once.").wait_for()
    liar.lie = in_both_places(cells[-1])
    visit.sees("talk.lost")
    expect(visit.page.get_by_text("Only once.")).to_have_count(1)


Nonsense = tuple[Lie, int, str]
NONSENSE: list[Nonsense] = [
    (lambda answer: b"", 200, "error.ServerTrouble"),
    (lambda answer: answer[:-1], 200, "error.ServerTrouble"),
    (lambda answer: answer + b"\0", 200, "error.ServerTrouble"),
    (lambda answer: answer * 40, 200, "error.ServerTrouble"),
    (lambda answer: b"<h1>Not found</h1>", 404, "error.ServerTrouble"),
    (lambda answer: answer, 500, "error.ServerTrouble"),
    (with_head(status=200), 200, "talk.live"),
    (with_head(status=STAMP), 200, "error.Busy"),
    (with_head(hour=FAR), 200, "error.Busy"),
    (with_head(hour=0), 200, "talk.live"),
    (with_head(bits=255), 200, "error.ServerTrouble"),
]


@pytest.mark.drill
def test_answers_that_are_none_are_called_the_servers_trouble_and_the_page_goes_on(
    open_page: OpenPage, aside: Aside, volunteer: Volunteer
) -> None:
    go_on_after(open_page, aside, volunteer, NONSENSE[4:8:3])


def go_on_after(open_page: OpenPage, aside: Aside, volunteer: Volunteer, nonsense: Sequence[Nonsense]) -> None:
    """After each of these the page says what is so, and goes on."""
    visit, liar = in_conversation(open_page, aside, volunteer), Liar()
    lied_to(visit, liar)
    for at, (lie, status, said) in enumerate(nonsense):
        liar.lie, liar.status, liar.told = lie, status, 0
        while liar.told < ENOUGH:
            visit.page.wait_for_timeout(STEP_MS)
        visit.sees(said)
        axe(visit.page)
        liar.lie = honest
        volunteer.reply(visit, f"Said after the lie, {at}.")
        visit.page.get_by_text(f"Said after the lie, {at}.").wait_for()
        visit.sees("talk.live")
        expect(visit.page.locator(".net")).to_have_text("")
    assert visit.page.get_by_text(visit.text("talk.lost")).count() == 0


VAULTS: list[Any] = [
    pytest.param(lambda answer: answer[:ANSWER_HEAD] + token_bytes(len(answer) - ANSWER_HEAD), False, id="noise"),
    pytest.param(
        lambda answer: answer[:ANSWER_HEAD] + b"\xff" * U64 + answer[ANSWER_HEAD + U64 :], False, id="no version"
    ),
    pytest.param(
        lambda answer: answer[:ANSWER_HEAD] + b"\0" * U64 + answer[ANSWER_HEAD + U64 :], False, id="another version"
    ),
    pytest.param(lambda answer: answer[:-1], True, id="a byte less"),
]


@pytest.mark.parametrize(("lie", "goes_on"), VAULTS[:1])
def test_what_is_not_her_vault_is_not_opened(open_page: OpenPage, aside: Aside, lie: Lie, goes_on: bool) -> None:
    is_not_opened(open_page, aside, lie, goes_on)


def is_not_opened(open_page: OpenPage, aside: Aside, lie: Lie, goes_on: bool) -> None:
    """What the lie makes of her vault is not opened; her own is, at once or when she asks again."""
    opened = desks.case(aside, WORDS)
    page, liar = open_page(language="en", allowed=FAILED), Liar(lie, op=READ)
    visit = Visit(page, "en")
    lied_to(visit, liar)
    visit.first()
    visit.try_code(opened.digits)
    visit.sees("error.ServerTrouble")
    assert page.get_by_text(WORDS).count() == 0
    liar.lie = honest
    if not goes_on:
        visit.press("code.open")
    visit.at("talk.title", "talk")


def test_another_callers_vault_is_not_opened(open_page: OpenPage, aside: Aside) -> None:
    mine, other = desks.case(aside, "Mine."), desks.case(aside, "Not mine.")
    kept: list[bytes] = []
    page, liar = open_page(language="en"), Liar(kept.append, op=READ)
    visit = Visit(page, "en")
    lied_to(visit, liar)
    visit.first()
    visit.come_back(other.digits)
    page.get_by_text("Not mine.").wait_for()
    page.reload()
    liar.lie = lambda answer: kept[-1]
    visit.first()
    visit.try_code(mine.digits)
    visit.sees("error.ServerTrouble")
    assert page.get_by_text("Not mine.").count() == 0


def test_a_case_that_is_refused_is_not_called_sent(open_page: OpenPage, volunteer: Volunteer) -> None:
    waiting = len(volunteer.waiting())
    visit = Visit(open_page(language="en"), "en")
    liar = Liar(with_head(status=REFUSED), op=OPEN)
    lied_to(visit, liar)
    visit.write_urgently(WORDS)
    visit.press("send.now")
    visit.sees("error.CaseRefused")
    axe(visit.page)
    assert visit.page.locator("main a[href^='tel:']").count() > 0
    liar.lie = honest
    visit.press("nav.again")
    visit.keep_code()
    visit.next_screen()
    assert len(volunteer.waiting()) == waiting + 1
    volunteer.meet(visit)
    assert volunteer.heard(visit) == [WORDS]


def test_a_server_that_says_erased_and_has_erased_nothing_is_found_out(
    open_page: OpenPage, aside: Aside, volunteer: Volunteer
) -> None:
    visit = in_conversation(open_page, aside, volunteer)

    def say_done(route: Route) -> None:
        if (route.request.post_data_buffer or b"")[0] == ERASE:
            route.fulfill(body=u8(DONE) + u32(int(time.time()) // 3600) + u8(2) * 2 + bytes(ANSWER - ANSWER_HEAD))
        else:
            route.continue_()

    visit.page.route("**/post", say_done)
    visit.press("erase.button")
    visit.press("erase.yes")
    visit.sees("erase.failed")
    axe(visit.page)
    visit.page.unroute_all(behavior="wait")
    visit.press("nav.again")
    visit.press("erase.yes")
    visit.at("erase.done", "erased")


STRANGE: tuple[dict[str, Any], ...] = (
    {"kind": "text", "text": MARKUP},
    {"kind": MARKUP, "text": f"{MARKUP} of no kind"},
    {"kind": "hello", "desk": MARKUP, "text": MARKUP},
    {"kind": "hello", "desk": "__proto__"},
    {"kind": "notice", "reason": MARKUP, "text": MARKUP},
    {"kind": "opening", "text": f"{MARKUP} said to be hers"},
    {"kind": "another", "text": f"{MARKUP} said to be the page's"},
    {"kind": "__proto__", "text": "of the kind of all things"},
    {"kind": ["text"], "text": {"toString": "no text"}},
    {"kind": "text", "text": "javascript:alert(3) https://elsewhere.example/"},
    {"__proto__": {"kind": "closing"}, "text": "closed by a trick"},
    {},
)


def test_what_a_volunteer_sends_is_shown_as_text_whatever_it_is(
    open_page: OpenPage, aside: Aside, volunteer: Volunteer
) -> None:
    visit = in_conversation(open_page, aside, volunteer)
    page = visit.page
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    volunteer.say(visit, *STRANGE)
    page.get_by_text("And that is all.").wait_for()
    shown = bubbles(page)
    assert {MARKUP, f"{MARKUP} of no kind", f"{MARKUP} said to be hers", "closed by a trick"} <= set(shown)
    assert page.locator("main .bubble-mine").count() == 1
    assert page.locator("main :is(img, script, a[href^='javascript'], a[href^='http'])").count() == 0
    axe(page)
    visit.say("I am still here.")
    visit.sent()
    assert volunteer.heard(visit)[-1] == "I am still here."
    volunteer.close(visit, "constructor", MARKUP)
    visit.sees("talk.closed.title")
    assert MARKUP in bubbles(page)


@pytest.fixture(scope="module")
def marked_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hotline]:
    """An organization that has markup in all of its words."""
    plan = sample.plan(LIVELY)
    plan["organization"] = {"name": MARKUP, "phone": f"+1 555 0100 {MARKUP}"}
    for desk in plan["desks"]:
        desk["label"] = f"{desk['id']} {MARKUP}"
    with running_site(tmp_path_factory.mktemp("marked"), plan) as one:
        yield one


def test_what_an_organization_says_of_itself_is_shown_as_text(browser: Browser, marked_site: Hotline) -> None:
    complaints, volunteer = Complaints(), Volunteer.enrolled(lambda story: in_thread(marked_site, story))
    with browser.new_context(locale="en") as context:
        complaints.listen(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        page.goto(marked_site.url)
        visit = Visit(page, "en", lambda _: no_markup(page))
        visit.first()
        assert page.get_by_role("heading", level=1).inner_text() == MARKUP
        visit.open_urgently(WORDS)
        volunteer.meet(visit)
        page.get_by_text(f"duty {MARKUP}").or_(page.get_by_text(MARKUP)).first.wait_for()
        no_markup(page)
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(marked_site.url)
        assert page.get_by_role("heading", level=1).inner_text() == MARKUP
        no_markup(page)
    assert complaints.heard == []


def no_markup(page: Page) -> None:
    assert page.locator("body :is(img, script)").count() == 0
