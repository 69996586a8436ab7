"""A responder's list of clients stays in her page: in no request while it is compared, and in no file afterwards."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, Playwright, Request, expect

from tests.client.conftest import Hotline
from tests.web import desks
from tests.web.complaints import Complaints
from tests.web.conftest import Aside
from tests.web.desks import WIDE
from tests.web.profile import profile, search, spellings
from tests.web.test_caller_traces import NOTHING, left
from tests.web.test_desk_modules import PASTE

DROP = """(box, octets) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([Uint8Array.from(octets)], "clients.csv"));
  return box.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}"""
MARK = "clientMark64"
ASKED = [{"role": "self", "name": "Zoe Nunez"}]
CLIENT = "NÚÑEZ, Zoë"
LIST = f"{CLIENT}\r\n{MARK} Façade\r\n"


def close(page: Page) -> None:
    page.get_by_role("button", name="Close", exact=True).click()


def by_file(page: Page, octets: bytes) -> None:
    chosen = {"name": "clients.csv", "mimeType": "text/csv", "buffer": octets}
    page.get_by_label("A text or CSV file").set_input_files(chosen)  # type: ignore[arg-type]
    close(page)


def by_drop(page: Page, octets: bytes) -> None:
    assert page.get_by_role("dialog").evaluate(DROP, list(octets)) is False, "the browser opens the file itself"
    close(page)


def by_paste(page: Page, octets: bytes) -> None:
    page.get_by_label("Or paste names, one to a line").evaluate(PASTE, octets.decode())
    page.get_by_role("button", name="Use these names").click()


WAYS: list[tuple[Callable[[Page, bytes], None], bytes]] = [
    (by_file, LIST.encode()),
    (by_drop, LIST.encode("utf-8-sig")),
    (by_file, f"\ufeff{LIST}".encode("utf-16-le")),
    (by_drop, f"\ufeff{LIST}".encode("utf-16-be")),
    (by_file, LIST.encode("cp1252")),
    (by_paste, LIST.encode()),
]


def shape(request: Request) -> tuple[str, str, int]:
    """All that can be told of a request whose body is sealed."""
    return request.method, request.url, len(request.post_data_buffer or b"")


def test_list_of_clients_leaves_in_no_request_and_stays_in_no_file(
    driver: Playwright, tmp_path: Path, site: Hotline, aside: Aside
) -> None:
    opened, codename, complaints = desks.case(aside, names=ASKED), desks.responder(aside), Complaints()
    asked: list[Request] = []
    with profile(driver, tmp_path) as context:
        complaints.listen(context)
        context.on("request", lambda one: asked.append(one))
        page = context.new_page()
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        page.goto(f"{site.url}/desk")
        desks.unlock(page, codename)
        desks.row(page, opened).click()
        page.get_by_role("button", name="Claim", exact=True).click()
        page.get_by_text("No client list loaded").wait_for()
        for load, octets in WAYS:
            before = len(asked)
            page.get_by_role("button", name="Clients").click()
            load(page, octets)
            expect(page.locator(".notice", has_text="Certain")).to_contain_text(f"Zoe Nunez is there as {CLIENT}.")
            assert {shape(one) for one in asked[before:]} <= {shape(one) for one in asked[:before]}
            page.get_by_role("button", name="Clients").click()
            page.get_by_role("button", name="Forget the list").click()
            close(page)
            page.get_by_text("No client list loaded").wait_for()
        assert left(page) == {**NOTHING, "state": "case", "title": page.title(), "address": "/desk"}
        sent = [(one.url.encode(), str(one.headers).encode(), one.post_data_buffer or b"") for one in asked]
        page.close()
    assert [part for one in sent for part in one if any(way in part for way in spellings(MARK))] == []
    assert search(tmp_path, {MARK, CLIENT}) == {}
    assert complaints.heard == []
