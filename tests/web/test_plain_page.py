"""The caller's page where no script runs: every language one link away, and good on paper."""

import pytest
from playwright.sync_api import Page, PdfMargins

from hotline.triage.shipped import shipped
from hotline.web.texts import languages, rights, texts
from tests.handouts.reading import pages_of
from tests.web.conftest import OpenPage, axe, text_fits

(PACK,) = shipped()
READ_BACK = ("en", "es", "fr", "ht", "pt-BR", "vi", "ru", "uk")
"""A PDF gives the letters of other scripts in the shapes and order in which they stand, not as they were written."""

MARGINS: PdfMargins = {"top": "15mm", "bottom": "15mm", "left": "15mm", "right": "15mm"}


@pytest.fixture
def plain(open_page: OpenPage) -> Page:
    return open_page(java_script_enabled=False)


def on_paper(page: Page) -> list[str]:
    """What each sheet of paper says, without blanks."""
    return ["".join(text.split()) for text in pages_of(page.pdf(format="Letter", margin=MARGINS))]


def test_every_language_says_why_and_has_the_number_the_words_and_the_rights(plain: Page) -> None:
    fingerprint = plain.locator("meta[name=hotline-fingerprint]").get_attribute("content")
    assert fingerprint
    for language in languages():
        part = plain.locator(f"section[lang={language}]")
        assert part.get_by_text("JavaScript").is_visible()
        for text in ("+1 555 0100", fingerprint, texts(language, PACK).say("rights.silent.text")):
            assert part.get_by_text(text).first.is_visible()


def test_a_link_leads_to_each_language(plain: Page) -> None:
    for language in languages():
        plain.get_by_role("link", name=texts(language, PACK).name, exact=True).click()
        assert plain.locator("section:target").get_attribute("lang") == language


def test_the_whole_page_is_accessible_and_fits_a_phone(open_page: OpenPage) -> None:
    """Without its script, but in a browser that runs that of the measure."""
    page = open_page(allowed=("ERR_FAILED",))
    page.route("**/main.js", lambda route: route.abort())
    page.reload()
    page.locator("section").last.wait_for()  # the page shows itself when its script does not come
    axe(page)
    text_fits(page)


def test_on_paper_each_language_begins_a_page_and_shares_none(plain: Page) -> None:
    sheets = on_paper(plain)
    begins = [at for at, sheet in enumerate(sheets) if "555" in sheet]
    assert len(begins) == len(languages())
    for language, begin, end in zip(languages(), begins, [*begins[1:], len(sheets)], strict=True):
        own = "".join(sheets[begin:end])
        titles = ["".join(texts(language, PACK).say(f"rights.{one}").split()) for one in rights(PACK)]
        if language in READ_BACK:
            assert [title for title in titles if title not in own] == [], language


def test_the_language_that_was_gone_to_is_printed_alone(plain: Page) -> None:
    plain.get_by_role("link", name="Español", exact=True).click()
    sheet = "".join(on_paper(plain))
    spanish = texts("es", PACK)
    cards = [spanish.say(f"rights.{one}.text") for one in rights(PACK)]
    assert [text for text in cards if "".join(text.split()) not in sheet] == []
    assert "JavaScript" not in sheet
