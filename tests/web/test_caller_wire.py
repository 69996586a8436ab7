"""Attack 4: who watches the network of callers cannot tell five visits apart: one that is idle, one that opens a case,
one that finds no reply, one that finds one, and one that erases everything and is refused afterwards."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from statistics import median

import pytest
from playwright.sync_api import Browser

from crypto.sizes import ERASE, EXCHANGE, OPEN, READ, WRITE
from hotline import sample
from tests.client.conftest import Hotline
from tests.web import desks
from tests.web.complaints import Complaints
from tests.web.conftest import LIVELY, PATIENCE_MS, Aside, in_thread, running_site
from tests.web.visit import Visit
from tests.web.volunteers import Volunteer
from tests.web.wiretap import Passed, Wiretap, wiretap

BEAT_SECONDS = 0.8
ANSWER_SECONDS = 0.4
PACED = {**LIVELY, "beat_seconds": [BEAT_SECONDS, BEAT_SECONDS], "answer_ms": 1000 * ANSWER_SECONDS}
NAMES = ("idle", "opened", "reply absent", "reply read", "erased")
ENOUGH = 20
STEP_MS = 250
SAME_SECONDS = 0.15  # on a machine that others use
OFTEN = 3


@dataclass(frozen=True)
class Watched:
    """One visit and the wire that it goes over."""

    visit: Visit
    tap: Wiretap


@pytest.fixture(scope="module")
def paced_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hotline]:
    """A site with a rhythm and an answering time that can be seen."""
    with running_site(tmp_path_factory.mktemp("paced"), sample.plan(PACED)) as site:
        yield site


@pytest.fixture(scope="module")
def watched(browser: Browser, paced_site: Hotline) -> Iterator[dict[str, Watched]]:
    """The five visits, played side by side, each until it has beaten often enough."""
    aside: Aside = partial(in_thread, paced_site)
    volunteer, complaints = Volunteer.enrolled(aside), Complaints()
    with ExitStack() as stack:
        visits = {name: _open(browser, stack, paced_site, complaints) for name in NAMES}
        for one in visits.values():
            one.visit.first()
        for name in ("opened", "erased"):
            visits[name].visit.open_urgently("They are at the door.")
        for name in ("reply absent", "reply read"):
            visits[name].visit.code = desks.case(aside).digits.split()
        volunteer.meet(visits["reply read"].visit)
        for name in ("reply absent", "reply read"):
            visits[name].visit.come_back(" ".join(visits[name].visit.code))
        volunteer.reply(visits["reply read"].visit, "I am reading this.")
        visits["reply read"].visit.page.get_by_text("I am reading this.").wait_for()
        _erase_and_look(visits["erased"].visit)
        while min(len(one.tap.posts()) for one in visits.values()) < ENOUGH:
            visits["idle"].visit.page.wait_for_timeout(STEP_MS)
        yield visits
    assert complaints.heard == []


def _open(browser: Browser, stack: ExitStack, site: Hotline, complaints: Complaints) -> Watched:
    tap = stack.enter_context(wiretap(site.url))
    context = browser.new_context(locale="en", reduced_motion="reduce")
    stack.callback(context.close)
    context.set_default_timeout(PATIENCE_MS)
    complaints.listen(context)
    page = context.new_page()
    page.goto(tap.url)
    return Watched(Visit(page, "en"), tap)


def _erase_and_look(visit: Visit) -> None:
    """Erase everything, and come back with the code that opens nothing any more: that is refused."""
    visit.erase()
    visit.press("nav.home")
    visit.first()
    visit.press("first.code")
    visit.page.locator("main textarea").fill(" ".join(visit.code))
    visit.press("code.open")
    visit.sees("error.NoVault")


def test_each_visit_did_what_it_is_named_for(watched: dict[str, Watched]) -> None:
    ops = {name: Counter(one.op for one in watch.tap.posts()) for name, watch in watched.items()}
    assert set(ops["idle"]) == {EXCHANGE}
    assert ops["opened"][OPEN] == 1
    assert set(ops["reply absent"]) == {EXCHANGE, READ}
    assert set(ops["reply read"]) == {EXCHANGE, READ, WRITE}
    assert {EXCHANGE, OPEN, WRITE, ERASE, READ} <= set(ops["erased"])


def test_requests_and_answers_have_one_size_and_one_path(watched: dict[str, Watched]) -> None:
    shapes = {
        (one.path, one.asked_bytes, one.answered_bytes) for watch in watched.values() for one in watch.tap.posts()
    }
    assert len(shapes) == 1


def test_the_same_is_loaded_whatever_she_does_and_nothing_later(watched: dict[str, Watched]) -> None:
    loaded = {
        name: Counter((one.path, one.asked_bytes) for one in watch.tap.others()) for name, watch in watched.items()
    }
    assert all(one == loaded["idle"] for one in loaded.values())
    for watch in watched.values():
        beats = watch.tap.posts()
        assert watch.tap.others()[-1].asked_at < beats[4].asked_at


def test_no_beat_is_missed_or_moved_whatever_is_under_way(watched: dict[str, Watched]) -> None:
    beats = {name: watch.tap.posts() for name, watch in watched.items()}
    short_of_breath = sum(_is_moved(one) for one in _intervals(beats["idle"]))  # nothing was under way there
    assert {name: _missed(one) for name, one in beats.items() if _missed(one) > short_of_breath + 2} == {}
    between = {name: median(_intervals(one)) for name, one in beats.items()}
    assert {name: one for name, one in between.items() if _is_moved(one)} == {}


def test_answers_take_one_time_whatever_was_asked(watched: dict[str, Watched]) -> None:
    """The fixed time, or on a machine that is short of breath a whole number of times as long."""
    posts = [one for watch in watched.values() for one in watch.tap.posts()]
    assert min(_waited(one) for one in posts) >= ANSWER_SECONDS
    by_op = {op: [_waited(one) for one in posts if one.op == op] for op in {one.op for one in posts}}
    late = {op: median(one % ANSWER_SECONDS for one in waited) for op, waited in by_op.items()}
    assert {op: one for op, one in late.items() if one > SAME_SECONDS} == {}
    usual = {op: median(waited) for op, waited in by_op.items() if len(waited) >= OFTEN}
    assert {op: one for op, one in usual.items() if one > ANSWER_SECONDS + SAME_SECONDS} == {}
    assert {EXCHANGE, READ, WRITE} <= set(usual)


def test_another_language_or_screen_loads_nothing(watched: dict[str, Watched]) -> None:
    """Last, for it changes the page of the idle visit."""
    visit, tap = watched["idle"].visit, watched["idle"].tap
    before, beats = len(tap.others()), len(tap.posts())
    for language in ("ar", "es", "en"):
        visit.page.locator("header select").select_option(language)
        Visit(visit.page, language).first()
    visit.press("first.rights")
    visit.press("nav.back")
    visit.urgently()
    while len(tap.posts()) < beats + 4:
        visit.page.wait_for_timeout(STEP_MS)
    assert len(tap.others()) == before


def _intervals(posts: list[Passed]) -> list[float]:
    return [later.asked_at - one.asked_at for one, later in pairwise(posts)]


def _missed(posts: list[Passed]) -> int:
    """Beats of the fixed rhythm that nothing went out at."""
    return round((posts[-1].asked_at - posts[0].asked_at) / BEAT_SECONDS) - len(posts) + 1


def _is_moved(interval_seconds: float) -> bool:
    return abs(interval_seconds - BEAT_SECONDS) > SAME_SECONDS


def _waited(one: Passed) -> float:
    return one.answered_at - one.asked_at
