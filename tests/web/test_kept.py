"""What a browser may keep: the files of members' pages, which come once, and nothing of a caller's page."""

from collections import Counter

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import OpenPage
from tests.web.visit import Visit

# Bytes that came over the network, each time that the page took a file; 0 where the browser had it.
CAME = """() => performance.getEntriesByType("resource").filter(({ name }) => name.includes("/web/"))
  .map(({ name, transferSize }) => [new URL(name).pathname, transferSize])"""


def came(page: Page) -> Counter[str]:
    sizes: Counter[str] = Counter()
    for name, size in page.evaluate(CAME):
        sizes[name] += size
    return sizes


@pytest.mark.parametrize("path", ["/desk", "/coordinate"])
def test_a_members_page_loads_its_files_once(open_page: OpenPage, path: str) -> None:
    page = open_page(path)
    address = page.url
    expect(page.get_by_role("textbox").first).to_be_visible()
    first = {name: size for name, size in came(page).items() if name.startswith("/kept/")}
    assert len(first) > 20
    assert all(first.values())
    page.goto("about:blank")
    page.goto(address)
    expect(page.get_by_role("textbox").first).to_be_visible()
    again = came(page)
    assert {name: again[name] for name in first} == dict.fromkeys(first, 0)


def test_a_callers_page_loads_everything_anew(open_page: OpenPage) -> None:
    page = open_page("/")
    address = page.url
    Visit(page, "en").first()
    first = came(page)
    page.goto("about:blank")
    page.goto(address)
    Visit(page, "en").first()
    again = came(page)
    assert not [name for name in {*first, *again} if name.startswith("/kept/")]
    assert len(again) > 20
    assert all(again.values())
