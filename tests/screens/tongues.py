"""The first screen, the first question and the first safety text in every language, side by side."""

from pathlib import Path

from playwright.sync_api import Browser

from hotline.web.texts import languages
from tests.client.conftest import Hotline
from tests.web.visit import Visit

SIZE = (360, 740)
FOLDER = f"languages-{SIZE[0]}-light"


def play(browser: Browser, site: Hotline, folder: Path) -> None:
    """One caller for each language, as far as the text for officers at the door."""
    (folder / FOLDER).mkdir(parents=True)
    for language in languages():
        page = browser.new_page(locale=language, viewport={"width": SIZE[0], "height": SIZE[1]})
        page.goto(site.url)
        visit = Visit(page, language, lambda name: None)
        visit.first()
        visit.press("first.help")
        for name, key, onwards in (
            ("question", "question.now", "answer.now.officers_here"),
            ("safety", "safety.officers.title", "go.urgent"),
        ):
            visit.at(key, name)
            page.screenshot(path=folder / FOLDER / f"{language} {name}.png", full_page=True)
            visit.press(onwards)
        page.close()
