"""That every letter of every language can be seen, with the fonts of the system alone."""

from playwright.sync_api import Page

from hotline.web.texts import languages
from tests.web.conftest import OpenPage
from tests.web.visit import catalogue

INVISIBLE = "\u2066\u2067\u2068\u2069\u200b\u200c\u200d\u200e\u200f\u00a0 "
UNASSIGNED = "\u0378"

DRAWN = """letters => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 60, height: 60 });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.font = `32px ${getComputedStyle(document.body).fontFamily}`;
  return letters.map((letter) => {
    pen.clearRect(0, 0, 60, 60);
    pen.fillText(letter, 14, 40);
    return pen.getImageData(0, 0, 60, 60).data.filter((_, at) => at % 4 === 3).join();
  });
}"""


def drawn(page: Page, letters: list[str]) -> list[str]:
    """What ink each of them leaves."""
    pictures: list[str] = page.evaluate(DRAWN, letters)
    return pictures


def letters_of(language: str) -> set[str]:
    texts = catalogue(language).values()
    return {letter for text in texts for one in ([text] if isinstance(text, str) else text) for letter in one}


def test_no_letter_of_any_language_falls_back_to_a_box(open_page: OpenPage) -> None:
    page = open_page(language="en")
    letters = sorted({letter for language in languages() for letter in letters_of(language)} - {*INVISIBLE, "\n"})
    box, blank, known = drawn(page, [UNASSIGNED, " ", "A"])
    assert len({box, blank, known}) == 3  # an unassigned sign is drawn as a box, else nothing here could be seen
    pictures = dict(zip(letters, drawn(page, letters), strict=True))
    assert [letter for letter, picture in pictures.items() if picture in (box, blank)] == []
    assert len(letters) > 1000
