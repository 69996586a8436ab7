"""Takes a picture of every screen and state of a page that has scenes, in every size and scheme."""

from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.client.conftest import Hotline
from tests.screens.play import Camera
from tests.web.conftest import PATIENCE_MS, in_thread
from tests.web.stage import Scene, Stage


def play(browser: Browser, site: Hotline, name: str, scenes: Iterable[Scene], folder: Path) -> None:
    """The pictures lie in folders that begin with this name."""
    for scene in scenes:
        contexts = []

        def open_page(path: str, **_: object) -> Page:
            context = browser.new_context(locale="en", reduced_motion="reduce", base_url=site.url)
            context.set_default_timeout(PATIENCE_MS)
            contexts.append(context)  # noqa: B023
            page = context.new_page()
            page.goto(path)
            return page

        def look(page: Page, screen: str) -> None:
            Camera(page, folder, name)(screen)

        scene(Stage(open_page, lambda story: in_thread(site, story), look))
        for context in contexts:
            context.close()
