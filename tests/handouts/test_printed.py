"""Cards and sheets in every language: every word is there and in its place, and the QR code leads to the address.

On paper of the one size in every language, on that of the other in one; long_printed.py has the rest.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from unicodedata import category, normalize

import pytest
import segno
import uharfbuzz  # type: ignore[import-untyped]

from crypto.directory import Organization
from hotline.handouts import card, sheet
from hotline.handouts.content import Content, Right, content
from hotline.handouts.faces import Face, Faces, Found
from hotline.handouts.layout import largest_that_fits
from hotline.handouts.paper import END, ISOLATE, QUIET_MODULES, SIZES, Paper, Style
from hotline.triage.shipped import shipped, shipped_pack
from hotline.web.texts import languages, texts
from tests.handouts.reading import DARK, Printed, has_stroke, shade

ORGANIZATION = Organization("Example Immigration Hotline (made up)", "+1 555 0100")
ADDRESS, WORDS = "https://hotline.example.org", "under debate wasp dance evidence aspect"
FORMS = {"cards": card.print_cards, "sheet": sheet.print_sheet}
(PACK,) = shipped()
SLIVER = 0.05


@cache
def faces() -> Faces:
    return Faces()


@cache
def said(language: str) -> Content:
    return content(texts(language, PACK), shipped_pack(PACK), ORGANIZATION, ADDRESS, WORDS)


@cache
def octets(language: str, form: str, page: str) -> bytes:
    return drawn(said(language), form, page)


def drawn(one: Content, form: str, page: str) -> bytes:
    with paper_for(one, page) as paper:
        FORMS[form](paper, one)
        return paper.octets()


def paper_for(one: Content, page: str = "a4") -> Paper:
    return Paper(page, one.language, one.title, one.whole(), faces())


def printed(language: str, form: str, page: str = "letter") -> Printed:
    return Printed(octets(language, form, page))


def standing_on(form: str, one: Content) -> list[str]:
    """The texts that a form has."""
    rights = [right.short for right in one.rights if right.on_card]
    if form == "sheet":
        rights = [one.title, one.intro, *(text for right in one.rights for text in (right.short, right.text))]
    return [one.organization, one.free, *rights, one.phone_label, one.phone, one.address, one.words_label, one.words]


def letters(text: str) -> str:
    """Letters and digits alone."""
    return "".join(one for one in normalize("NFKC", text) if category(one)[0] in "LN")


# Two directions and three kinds of letters; the others in `make drill`.
FEW = ("en", "ar", "zh-Hans")
every = pytest.mark.parametrize(
    "language", [one if one in FEW else pytest.param(one, marks=pytest.mark.drill) for one in languages()]
)
both = pytest.mark.parametrize("form", FORMS)


@every
@both
def test_every_word_can_be_read_and_copied(language: str, form: str) -> None:
    one, text = said(language), printed(language, form).text()
    if one.direction == "ltr":
        whole = "".join(text.split())
        assert [part for part in standing_on(form, one) if "".join(part.split()) not in whole] == []
    else:  # readers turn such lines round by rules of their own: their letters are all there
        missing = Counter(letters("".join(standing_on(form, one)))) - Counter(letters(text))
        assert missing == Counter()


@every
def test_no_letter_is_an_empty_box(language: str) -> None:
    for text in [*standing_on("cards", said(language)), *standing_on("sheet", said(language))]:
        assert 0 not in [glyph for face, run in _runs(text) for glyph in _shaped(face, run)]


def _runs(text: str) -> list[tuple[Found, str]]:
    """A text in the runs that one face sets."""
    runs: list[tuple[Found, str]] = []
    for letter in text:
        face = faces().face_of(letter)
        if face is not None and (not runs or runs[-1][0] is not face):
            runs.append((face, ""))
        runs[-1:] = [(one, run + letter) for one, run in runs[-1:]]
    return runs


@cache
def _font(face: Face, path: str) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(path), face.number))


def _shaped(found: Found, run: str) -> list[int]:
    buffer = uharfbuzz.Buffer()
    buffer.add_str(run)
    buffer.guess_segment_properties()
    uharfbuzz.shape(_font(found.face, str(found.bold)), buffer)
    return [info.codepoint for info in buffer.glyph_infos]


@every
@both
def test_nothing_overlaps_or_stands_outside(language: str, form: str) -> None:
    stands_well(language, form, "letter")


@both
@pytest.mark.parametrize("language", ["am"])
def test_nothing_overlaps_or_stands_outside_on_other_paper(language: str, form: str) -> None:
    stands_well(language, form, "a4")


def stands_well(language: str, form: str, page: str) -> None:
    """Within the margins, and nothing over anything else."""
    paper = printed(language, form, page)
    assert (paper.width, paper.height) == pytest.approx(SIZES[page], abs=0.1)
    ink = list(paper.ink())
    assert len(ink) > 10
    margin = 10 if form == "sheet" else card.MARGIN - 1
    for one in ink:
        assert margin < one.left < one.right < paper.width - margin
        assert margin < one.top < one.bottom < paper.height - margin
    for at, one in enumerate(ink):
        for other in ink[at + 1 :]:
            assert abs(one.base - other.base) < 1 or not one.overlaps(other, SLIVER)


def _corner(page: str) -> tuple[float, float]:
    """Where the first card begins."""
    width, height = SIZES[page]
    return (width - card.COLUMNS * card.WIDTH) / 2, (height - card.ROWS * card.HEIGHT) / 2


@pytest.mark.parametrize("page", SIZES)
def test_marks_show_where_to_cut_and_nothing_is_cut_through(page: str) -> None:
    paper, (left, top) = printed("en", "cards", page), _corner(page)
    picture = paper.picture()
    crossings = [
        (left + column * card.WIDTH, top + row * card.HEIGHT)
        for row in range(card.ROWS + 1)
        for column in range(card.COLUMNS + 1)
    ]
    for x, y in crossings:
        assert all(has_stroke(picture, x + away, y) for away in (-1.5, 1.5))
        assert all(has_stroke(picture, x, y + away) for away in (-1.5, 1.5))
        assert not has_stroke(picture, x + 4, y)
        assert not has_stroke(picture, x, y + 4)
    edges = {(x, y) for x, y in crossings}
    for one in paper.ink():
        assert not [x for x, _ in edges if one.left - 3 < x < one.right + 3]
        assert not [y for _, y in edges if one.top - 3 < y < one.bottom + 3]


def _place_of_the_code(one: Content, form: str) -> tuple[float, float, float]:
    with paper_for(one) as paper:
        if form == "sheet":
            whole = largest_that_fits(lambda scale: sheet.sheet_at(paper, one, scale))
            return whole.qr_x, whole.qr_y, sheet.QR_SIDE
        first, (left, top) = largest_that_fits(lambda scale: card.card_at(paper, one, scale)), _corner("a4")
        return left + first.qr_x, top + first.qr_y, card.QR_SIDE


@both
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_qr_code_is_that_of_the_address(language: str, form: str) -> None:
    """Read from the picture, module by module, in all its quiet border."""
    x, y, side = _place_of_the_code(said(language), form)
    matrix = [[bool(module) for module in row] for row in segno.make_qr(ADDRESS, error="m").matrix]
    picture, count = printed(language, form, "a4").picture(), len(matrix) + 2 * QUIET_MODULES
    middle = [(at + 0.5) * side / count for at in range(count)]
    seen = [[shade(picture, x + across, y + down) < DARK for across in middle] for down in middle]
    blank = [[False] * count] * QUIET_MODULES
    quiet = [False] * QUIET_MODULES
    assert seen == [*blank, *([*quiet, *row, *quiet] for row in matrix), *blank]


def test_numbers_to_dial_stand_from_left_to_right_in_arabic() -> None:
    for form in FORMS:
        rows = [row for row in printed("ar", form).rows() if "555" in row]
        assert rows
        assert all("+15550100" in row for row in rows)


def test_the_same_texts_give_the_same_file_which_tells_no_date() -> None:
    assert drawn(said("en"), "cards", "letter") == octets("en", "cards", "letter")
    assert b"/CreationDate (D:20000101000000Z" in octets("en", "cards", "letter")


# Scripts whose letters change places, join or stand without blanks, whatever languages the page has.
SCRIPTS = {
    "pa": ("ਤੁਸੀਂ ਚੁੱਪ ਰਹਿ ਸਕਦੇ ਹੋ", "ਤੁਹਾਨੂੰ ਇਹ ਦੱਸਣ ਦੀ ਲੋੜ ਨਹੀਂ ਕਿ ਤੁਸੀਂ ਕਿੱਥੇ ਜੰਮੇ ਸੀ। ਕ੍ਰਿਪਾ ਕਰਕੇ ਪ੍ਰਸ਼ਨ ਪੁੱਛੋ: “I want a lawyer.”"),
    "am": ("ዝም ማለት ይችላሉ", "የት እንደተወለዱ መናገር የለብዎትም። “I want a lawyer.”"),
    "zh-Hans": ("您可以保持沉默", "您可以说“我想保持沉默。”您不必说出您在哪里出生。“I want a lawyer.”"),
}


@both
@pytest.mark.parametrize("language", SCRIPTS)
def test_other_scripts_are_set_whole_and_can_be_copied(language: str, form: str) -> None:
    short, text = SCRIPTS[language]
    one = replace(said("en"), language=language, rights=(Right(short, text, True),) * 5)
    copied = "".join(Printed(drawn(one, form, "a4")).text().split())
    for part in standing_on(form, one):
        assert "".join(part.split()) in copied
    assert all(0 not in _shaped(face, run) for face, run in _runs(text))


def test_a_punjabi_vowel_stands_before_its_consonant() -> None:
    """In ਕਿ the vowel is written after the consonant and stands to the left of it; unshaped it would stand behind."""
    [(face, _)] = _runs("ਕਿ")
    [consonant] = _shaped(face, "ਕ")
    first, second = _shaped(face, "ਕਿ")
    assert second == consonant != first


LONG = "我想保持沉默。" * 9 + "“我不同意。”" * 9


def _broken(language: str, text: str, style: Style, widths: Iterable[float]) -> list[list[str]]:
    """Its lines in columns of these widths, on one paper: to read a font takes long."""
    with Paper("a4", language, "", text, faces()) as paper:
        return [paper.broken(text, style, width) for width in widths]


def test_chinese_lines_neither_begin_with_what_closes_nor_end_with_what_opens() -> None:
    for lines in _broken("zh-Hans", LONG, Style(10), range(18, 60)):
        assert "".join(lines) == LONG
        assert not [line for line in lines if line[0] in "。”" or line[-1] == "“"]


def test_no_line_begins_with_a_sign_that_a_no_break_space_ties_to_its_word() -> None:
    text = "Vous pouvez dire\u00a0: “Je peux partir\u00a0?” " * 6
    for lines in _broken("fr", text, Style(10), range(25, 60)):
        assert len(lines) > 3
        assert not [line for line in lines if line[0] in ":?\u00a0"]


def test_what_is_isolated_stays_so_on_every_line() -> None:
    text = f"رقمك {ISOLATE}A-number of nine digits{END} على ورقة"
    (lines,) = _broken("ar", text, Style(10, direction="rtl"), [20])
    assert len(lines) > 2
    assert all(line.count(ISOLATE) == line.count(END) for line in lines)


def test_an_address_that_is_wider_than_the_card_is_broken_and_stays_whole() -> None:
    address = "http://" + "abcdefghijklmnopqrstuvwxyz234567" * 2 + ".onion"
    one = replace(said("en"), address=address)
    assert address in "".join(Printed(drawn(one, "cards", "a4")).text().split())
