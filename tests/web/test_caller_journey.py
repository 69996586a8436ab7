"""Callers on their phones, from the first screen to "everything is erased", with a responder in Python."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.web.conftest import OpenPage, axe, text_fits
from tests.web.stage import hold
from tests.web.visit import Visit
from tests.web.volunteers import Volunteer, volunteer

__all__ = ["volunteer"]

NEUTRAL = "https://www.wikipedia.org/"
OFFLINE = "ERR_INTERNET_DISCONNECTED"


def check(page: Page) -> None:
    """What holds on every screen: accessible, nothing cut off, large targets, one address and title."""
    page.evaluate("scrollTo(0, document.body.scrollHeight)")  # nothing stands half behind the way out
    axe(page)
    text_fits(page)
    assert page.title() == "Hotline"
    assert page.evaluate("location.pathname + location.search + location.hash") == "/"
    assert page.evaluate("history.length") <= 2
    small = page.evaluate(
        "[...document.querySelectorAll('button, select, a, main input:not([type=checkbox]), textarea, summary')]"
        ".filter((one) => one.checkVisibility() && Math.min(one.offsetWidth, one.offsetHeight) < 44)"
        ".map((one) => one.outerHTML.slice(0, 80))"
    )
    assert small == []


def stored(page: Page) -> Any:
    """Everything that a page can leave in a browser."""
    return page.evaluate(
        """async () => [localStorage.length, sessionStorage.length, document.cookie, (await caches.keys()).length,
           (await indexedDB.databases()).length, (await navigator.serviceWorker.getRegistrations()).length]"""
    )


def test_from_the_first_screen_to_erased_in_arabic(open_page: OpenPage, volunteer: Volunteer) -> None:
    goes_the_whole_way(open_page, volunteer, "ar", "ليلى حداد", "أخذوا أخي من العمل هذا الصباح.")


def goes_the_whole_way(open_page: OpenPage, volunteer: Volunteer, language: str, name: str, words: str) -> None:
    """In Arabic from right to left and in the dark; in Spanish in long_caller.py."""
    page = open_page(language=language, allowed=(OFFLINE,), dark=language == "ar")
    visit = Visit(page, language, lambda _: check(page))
    visit.first()
    assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    visit.answers()
    visit.tell(name, words)
    visit.note_code()
    visit.send()
    volunteer.meet(visit)
    volunteer.reply(visit, "I am reading this.")
    page.get_by_text("I am reading this.").wait_for()
    visit.sees("talk.hello")
    check(page)
    page.context.set_offline(True)
    visit.say("Gracias 1")
    visit.sees("talk.sending")
    visit.sees("net.off")
    check(page)
    page.context.set_offline(False)
    page.get_by_text(visit.text("talk.sending")).wait_for(state="detached")
    assert page.get_by_text("Gracias 1").count() == 1
    assert stored(page) == [0, 0, "", 0, 0, 0]
    page.reload()
    visit.first()
    visit.come_back(" ".join(visit.code))
    page.get_by_text("I am reading this.").wait_for()
    assert page.get_by_text("Gracias 1").count() == 1
    visit.erase()
    visit.press("nav.home")
    visit.first()
    visit.press("first.code")
    page.locator("main textarea").fill(" ".join(visit.code))
    visit.press("code.open")
    visit.sees("error.NoVault")
    check(page)


def test_with_officers_at_the_door_she_sends_after_four_answers_and_gets_the_code_after(open_page: OpenPage) -> None:
    page = open_page(language="en")
    visit = Visit(page, "en", lambda _: check(page))
    visit.first()
    visit.press("first.help")
    visit.at("question.now", "now")
    visit.press("answer.now.officers_here")
    visit.at("safety.officers.title", "officers")
    visit.press("go.urgent")
    visit.at("question.where", "where")
    visit.press("answer.where.home")
    visit.at("safety.home.title", "home")
    visit.press("nav.next")
    visit.at("question.danger", "danger")
    visit.press("nav.unknown")
    visit.at("question.state", "state")
    visit.choose_state("US-CA")
    visit.at("send.urgent.title", "urgent")
    visit.press("send.now")
    visit.note_code()
    visit.next_screen()
    visit.sees("talk.nowords")
    visit.wait_minutes(20)
    visit.sees("talk.late.title")
    check(page)


def _to_neutral(route: Route) -> None:
    route.fulfill(content_type="text/html", body="<title>Neutral</title>")


@pytest.mark.parametrize("way", ["button", "escape"])
def test_leaving_wipes_the_page_and_back_does_not_return_to_it(open_page: OpenPage, way: str) -> None:
    page = open_page(language="es")
    page.route(f"{NEUTRAL}**", _to_neutral)
    visit = Visit(page, "es")
    visit.first()
    visit.press("first.help")
    visit.press("answer.now.worried")
    before = page.evaluate("history.length")
    if way == "button":
        visit.press("exit.button")
    else:
        for _ in range(3):
            page.keyboard.press("Escape")
    page.wait_for_url(NEUTRAL)
    assert page.evaluate("history.length") == before
    page.go_back()
    assert page.url == "about:blank"


def test_one_escape_leaves_nothing(open_page: OpenPage) -> None:
    page = open_page(language="en")
    visit = Visit(page, "en")
    visit.first()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    visit.first()


def test_a_page_that_comes_back_from_the_browsers_memory_is_empty_and_loads_anew(open_page: OpenPage) -> None:
    page = open_page(language="en")
    page.route(f"{NEUTRAL}**", _to_neutral)
    visit = Visit(page, "en")
    visit.first()
    visit.press("first.code")
    page.locator("main textarea").fill("secret words of hers")
    page.goto(NEUTRAL)
    page.evaluate("history.back()")
    visit.first()
    assert "secret" not in page.content()


def test_a_closed_case_says_why_and_the_next_one_goes_under_another_code(
    open_page: OpenPage, volunteer: Volunteer
) -> None:
    page = open_page(language="en")
    visit = Visit(page, "en")
    visit.open_urgently("They are here.")
    volunteer.meet(visit)
    volunteer.close(visit, "referral_accepted", "Ask for Rosa at the clinic.")
    visit.sees("talk.closed.title")
    visit.sees("closing.referral_accepted")
    page.get_by_text("Ask for Rosa at the clinic.").wait_for()
    check(page)
    first = visit.code
    visit.press("nav.home")
    visit.open_urgently("They are here again.")
    visit.sees("talk.nobody")
    assert visit.code != first


def test_what_a_stranger_wrote_is_shown_as_text_and_turns_nothing_around_by_force(
    open_page: OpenPage, volunteer: Volunteer
) -> None:
    words = "<img src=x onerror=alert(1)>"
    page = open_page(language="en")
    visit = Visit(page, "en")
    visit.open_urgently(words)
    volunteer.meet(visit)
    volunteer.reply(visit, "<b>bold</b><script>alert(2)</script>")
    page.get_by_text("<b>bold</b><script>alert(2)</script>").wait_for()
    assert page.get_by_text(words).is_visible()
    assert page.locator("main img, main b, main script").count() == 0
    volunteer.reply(visit, "Call \u202e5550-010\u202c now, \u202dnot later.")
    page.get_by_text("Call 5550-010\u202c now, not later.").wait_for()


def test_what_is_more_than_can_be_sent_is_said_at_once_and_kept(open_page: OpenPage, volunteer: Volunteer) -> None:
    page = open_page(language="en")
    visit = Visit(page, "en")
    visit.urgently()
    box = page.get_by_label(visit.text("send.urgent.words"))
    box.fill("字" * 4001)
    visit.sees("words.over")
    axe(page)
    visit.press("send.now")
    expect(box).to_be_focused()
    assert box.input_value() == "字" * 4001
    box.fill("字" * 4000)
    expect(page.get_by_text(visit.text("words.over"))).to_have_count(0)
    visit.press("send.now")
    visit.keep_code()
    visit.next_screen()
    volunteer.meet(visit)
    visit.sees("talk.hello")
    while len(volunteer.heard(visit)) < 2:
        pass
    assert "".join(volunteer.heard(visit)).replace(" […]", "") == "字" * 4000


@pytest.mark.parametrize("language", ["es", "ar"])
def test_numbers_to_dial_read_from_left_to_right(open_page: OpenPage, language: str) -> None:
    page = open_page(language=language)
    Visit(page, language).first()
    left, right = page.evaluate(
        """() => {
          const text = document.querySelector('a[href^="tel:"] bdi').firstChild;
          const leftOf = (at) => {
            const range = document.createRange();
            range.setStart(text, at);
            range.setEnd(text, at + 1);
            return range.getBoundingClientRect().left;
          };
          return [leftOf(0), leftOf(text.length - 1)];
        }"""
    )
    assert left < right


def test_another_language_keeps_what_she_has_typed(open_page: OpenPage) -> None:
    page = open_page(language="en")
    visit = Visit(page, "en")
    visit.first()
    visit.answers()
    visit.page.locator("main ul li").first.wait_for()
    visit.press("consent.agree")
    visit.fill("names.self", "Ana")
    page.locator("header select").select_option("ar")
    visit = Visit(page, "ar")
    visit.at("names.title", "names")
    assert page.locator("main input").first.input_value() == "Ana"
    assert page.evaluate("document.documentElement.dir") == "rtl"


def test_a_server_without_the_organizations_signature_is_sent_nothing(open_page: OpenPage) -> None:
    page = open_page(language="es")
    posted: list[str] = []
    page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    page.route("**/directory", lambda route: route.fulfill(body=b"x" * 300))
    page.reload()
    posted.clear()
    visit = Visit(page, "es")
    visit.urgently()
    visit.press("send.now")
    visit.sees("error.DirectoryError")
    check(page)
    assert posted == []


def test_without_webassembly_she_is_told_to_wait_and_sends_all_the_same(open_page: OpenPage) -> None:
    page = open_page(language="es", allowed=("WebAssembly is not defined",))
    page.add_init_script("delete globalThis.WebAssembly")
    let_go = hold(page, "**/directory")
    with page.expect_worker():  # it waits for a code to stretch before she has pressed anything
        page.reload()
    visit = Visit(page, "es")
    visit.first()
    visit.press("first.code")
    page.locator("main textarea").fill("uno dos tres")
    visit.press("code.open")
    bar = page.locator("main progress.steps-bar")
    bar.wait_for()
    visit.sees("load.slow")
    assert 0 < float(bar.evaluate("bar => bar.value / bar.max")) < 1
    axe(page)
    let_go()
    visit.sees("error.CodenameError")
    visit.press("nav.back")
    visit.urgently()
    visit.press("send.now")
    visit.note_code()
    visit.at("next.title", "next")


def test_a_browser_that_cannot_lock_her_words_says_so_and_sends_nothing(open_page: OpenPage) -> None:
    forbid = "WebAssembly.instantiate = () => Promise.reject(new Error('WebAssembly is forbidden'))"
    page = open_page(language="es", allowed=("WebAssembly", "wasm"), before=lambda page: page.add_init_script(forbid))
    posted: list[str] = []
    page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    visit = Visit(page, "es")
    visit.urgently()
    visit.press("send.now")
    page.get_by_role("alert").first.wait_for()
    assert page.locator("main a[href^='tel:']").count() > 0
    check(page)
    assert posted == []


def test_a_phones_own_way_back_leads_to_the_screen_before(open_page: OpenPage) -> None:
    page = open_page(language="es", has_touch=True, is_mobile=True)
    visit = Visit(page, "es")
    visit.first()
    visit.button("first.help").tap()
    visit.at("question.now", "now")
    visit.button("answer.now.worried").tap()
    visit.at("question.device", "device")
    page.keyboard.press("Escape")  # the same request to close as the button's
    visit.at("question.now", "now")
    visit.button("answer.now.papers").tap()
    visit.at("question.device", "device")
    page.keyboard.press("Escape")
    visit.at("question.now", "now")
    assert page.evaluate("history.length") <= 2
