"""The cryptography in a real browser, under the product's Content-Security-Policy, in pages and in Workers."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, sync_playwright

from crypto import case, codename
from crypto.hashing import body_lock, card_lock, sheet_lock, u8, u32
from crypto.sealing import fresh_pair
from crypto.sizes import OPEN_REQUEST
from crypto.stretching import stretch
from tests.browser.crypto_server import Served, serve
from tests.chromium import ENGINE, FLAGS
from tests.crypto.make_vectors import SUITES, VECTORS
from tests.crypto.vectors.kit import fixed
from tests.crypto.word_lists import LISTS

ASK = "([name, ...args]) => import('/tests/js/crypto/page.js').then((page) => page[name](...args))"

pytestmark = pytest.mark.skipif(ENGINE is None, reason="Chromium is missing")


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serve() as server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=ENGINE, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def page(browser: Browser, served: Served) -> Page:
    opened = browser.new_page()
    opened.goto(served.url)
    return opened


def ask(page: Page, name: str, *args: object) -> Any:
    return page.evaluate(ASK, [name, *args])


@pytest.fixture(autouse=True)
def quiet(page: Page) -> Iterator[None]:
    """Nothing that a test does may make the browser complain, of the policy or of anything else."""
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    page.on("console", listen)
    yield
    page.remove_listener("console", listen)
    assert complaints == []


def test_every_vector_holds_in_a_page(page: Page) -> None:
    assert ask(page, "runVectors") == [[name, None] for name in SUITES]


def test_stretching_runs_in_a_worker(page: Page) -> None:
    octets, salt = fixed("octets"), fixed("salt", 16)
    assert ask(page, "stretch", octets.hex(), salt.hex()) == stretch(octets, salt).hex()


def test_a_worker_without_webassembly_comes_to_the_same(browser: Browser, served: Served) -> None:
    page, asked = browser.new_page(), list[str]()
    without = {"body": "delete globalThis.WebAssembly", "content_type": "text/javascript"}

    def begin_without(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body='import "/crypto/js/without.js";' + answer.text())

    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.route("**/without.js", lambda route: route.fulfill(**without))
    page.route("**/stretcher.js", begin_without)
    page.goto(served.url)
    octets, salt = fixed("octets"), fixed("salt", 16)
    assert ask(page, "stretch", octets.hex(), salt.hex()) == stretch(octets, salt).hex()
    assert "libsodium-slow.mjs" in asked
    page.close()


def test_a_codename_and_six_words_are_worked_out_in_workers(page: Page) -> None:
    ten, site, public = fixed("ten", 10), fixed("site"), fixed("public", 1216)
    mk, words = ask(page, "codenameJobs", ten.hex(), site.hex(), public.hex())
    assert mk == codename.master_key(ten, site).hex()
    assert words == " ".join(codename.words(public, LISTS["en"]))


def test_a_workers_failure_is_the_named_error(page: Page) -> None:
    assert ask(page, "failInWorker") == "FormatError"


def test_a_worker_finds_the_one_slot_while_the_page_stays_free(page: Page) -> None:
    file = json.loads((VECTORS / "case.json").read_text())
    one = file["open"][0]
    answer = ask(page, "openInWorker", file["record"], one["seeds"], 200, 130)
    assert answer["found"] == [[130, one["case_key"], one["card"]]]
    assert answer["again"] == [one["case_key"]]
    assert answer["turns"] > 3


def test_a_case_sealed_in_the_page_is_opened_by_python(page: Page) -> None:
    desk = fresh_pair()
    payload, case_key = ask(page, "sealCase", desk.public.hex())
    fields = OPEN_REQUEST.unpack(bytes.fromhex(payload))
    lock = fields["lock"]
    record = u32(0) + u32(0) + u8(0) + fields["case_id"] + fields["slots"][2:1170] + card_lock(lock) + fields["card"]
    found, card = case.open_slot([desk.seed], *case.read_slots(record))
    assert (found.hex(), card) == (case_key, {"matter": "bond"})
    assert case.open_sheet(found, sheet_lock(lock), fields["sheet"]) == {"names": ["José"]}
    assert case.open_body(found, body_lock(lock), fields["body"]).document == {"text": "ñ"}


def test_a_case_sealed_by_python_is_opened_in_the_page(page: Page) -> None:
    desk, nobody = fresh_pair(), case.SlotFor(2, None)
    slots = [case.SlotFor(1, desk.public), nobody, nobody]
    payload = case.seal_case(case.draw(), 1, slots, {"a": 1}, {"names": ["宋"]}, {"text": "😀"})
    assert ask(page, "openCase", payload.hex(), desk.seed.hex()) == [{"a": 1}, {"names": ["宋"]}, {"text": "😀"}]


def test_only_a_deliberate_violation_is_reported(page: Page, browser: Browser, served: Served) -> None:
    """The policy is in force: text is no Worker's address. And its report is the only one that ever came."""
    assert page.evaluate("crossOriginIsolated") is True
    other = browser.new_page()
    other.goto(served.url)
    assert other.evaluate("() => { try { new Worker('/x.js') } catch (error) { return error.name } }") == "TypeError"
    first = served.reports.get(timeout=10)
    assert json.loads(first)["csp-report"]["effective-directive"] == "require-trusted-types-for"
    assert served.reports.empty()
    other.close()
