"""A caller at her page, as tests and contact sheets play her: what she presses is named by the key of its message."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from unicodedata import normalize

from playwright.sync_api import Locator, Page, expect

from tests.crypto.bridge import ROOT
from tests.web.hands import Finger, Hand

Look = Callable[[str], object]
Answers = Mapping[str, Sequence[str]]
QUESTION, WAITING = "question.", "load.title"
SHOWN = (QUESTION, "safety.", "lines.", "days.", "load.", "consent.", "send.")
FINGER = Finger()
CATALOGUES = ROOT / "hotline/web/built/locales"


@cache
def catalogue(language: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for path in (CATALOGUES / language).glob("*.json"):
        texts |= json.loads(path.read_text(encoding="utf-8"))["messages"]
    return texts


class Visit:
    """One page in one language. `look` is called with a name on every screen that is passed, `hand` does it all."""

    def __init__(self, page: Page, language: str, look: Look = lambda name: None, hand: Hand = FINGER) -> None:
        self.page, self.language, self.look, self.hand = page, language, look, hand
        self.code: list[str] = []

    def text(self, key: str) -> str:
        return catalogue(self.language)[key]

    def button(self, key: str) -> Locator:
        return self.page.get_by_role("button", name=self.text(key), exact=True)

    def press(self, key: str) -> None:
        self.hand.press(self.button(key))

    def tick(self, key: str) -> None:
        self.hand.tick(self.page.get_by_label(self.text(key), exact=True))

    def fill(self, key: str, text: str) -> None:
        self.hand.write(self.page.get_by_label(self.text(key), exact=True), text)

    def choose(self, key: str, value: str) -> None:
        self.hand.choose(self.page.get_by_label(self.text(key), exact=True), value)

    def sees(self, key: str) -> None:
        """The title of a screen, or a text on it, is there."""
        self.page.get_by_text(self.text(key).split("{")[0].strip()).first.wait_for()

    def at(self, key: str, name: str) -> None:
        """She has come to the screen of this title: look at it."""
        self.page.get_by_role("heading", level=1, name=self.text(key), exact=True).wait_for()
        self.look(name)

    def first(self) -> None:
        self.button("first.help").wait_for()
        self.look("first")

    def answers(self) -> None:
        """From the first screen to the end of the questions: her brother was just taken, someone is ill."""
        self.press("first.help")
        self.at("question.now", "now")
        self.press("answer.now.just_taken")
        self.at("safety.taken.title", "taken")
        self.press("nav.next")
        self.at("question.device", "device")
        self.press("answer.device.shared")
        self.at("safety.shared.title", "shared")
        self.press("nav.next")
        self.at("question.danger", "danger")
        self.tick("answer.danger.medical")
        self.tick("answer.danger.self_harm")
        self.press("nav.next")
        self.at("lines.title", "lines")
        self.press("nav.next")
        self.at("question.who", "who")
        self.press("answer.who.relative")
        self.at("question.state", "state")
        self.choose_state("US-TX")
        self.at("question.located", "located")
        self.press("answer.no")
        self.at("question.age", "age")
        self.press("nav.unknown")
        self.at("question.status", "status")
        self.press("nav.skip")
        self.at("days.title", "days")
        self.hand.write(self.page.locator("main input[type=date]").first, "2026-02-03")
        self.press("nav.next")

    def urgently(self) -> None:
        """To the screen on which someone with officers at the door sends, nothing answered."""
        self.first()
        self.press("first.help")
        self.press("answer.now.officers_here")
        self.press("go.urgent")
        for _ in range(3):
            self.press("nav.skip")

    def choose_state(self, value: str) -> None:
        self.hand.choose(self.page.locator("main select"), value)
        self.press("nav.next")

    def tell(self, name: str, words: str) -> None:
        """Consent, names, words, no call back."""
        self.page.locator("main ul li").first.wait_for()
        self.at("consent.title", "consent")
        self.press("consent.agree")
        self.at("names.title", "names")
        self.fill("names.self", name)
        self.choose("question.lawyer", "no")
        self.press("nav.next")
        self.at("words.title", "words")
        self.fill("words.label", words)
        self.press("nav.next")
        self.at("callback.title", "callback")
        self.choose("question.language", "mam")
        self.press("callback.no")

    def spell(self, spelling: str) -> None:
        """Have the code shown as digits or in the words of a language."""
        self.choose("codename.as", spelling)

    def note_code(self, spelling: str | None = None) -> None:
        """Read the code off the screen, as it stands there or in another spelling, and show that it is on paper."""
        parts = self.page.locator(".code-words bdi")
        parts.first.wait_for()
        self.at("codename.title", "codename")
        first = self.page.get_by_label(self.text("codename.as"), exact=True).input_value()
        self.spell("digits")
        self.page.locator(".code-digits").wait_for()
        self.look("codename-digits")
        self.spell(spelling or first)
        self.code = parts.all_inner_texts()
        self.press("codename.done")
        self.at("confirm.title", "confirm")
        boxes = self.page.locator("main input")
        self.hand.write(boxes.first, "x")
        self.press("nav.next")
        self.sees("confirm.wrong")
        self.look("confirm-wrong")
        self.confirm_code()

    def keep_code(self) -> None:
        """As `note_code`, straight on."""
        parts = self.page.locator(".code-words bdi")
        parts.first.wait_for()
        self.code = parts.all_inner_texts()
        self.press("codename.done")
        self.confirm_code()

    def confirm_code(self) -> None:
        """Type the two parts of the code that are asked for."""
        labels = self.page.locator("main .field-label")
        labels.first.wait_for()
        for at, label in enumerate(labels.all_inner_texts()):
            number = int("".join(sign for sign in label if sign.isdigit()))
            box = self.page.locator("main input").nth(at)
            self.hand.write(box, normalize("NFC", self.code[number - 1]).upper())
        self.press("nav.next")

    def walk(self, until: str, answers: Answers = MappingProxyType({})) -> None:
        """Through whatever is asked and told, to the screen of this title. Answers by question; all else is skipped."""
        titles = {
            text: key for key, text in catalogue(self.language).items() if key.startswith(SHOWN) and str(text) == text
        }
        heading = self.page.locator("main h1")
        while (title := heading.inner_text()) != self.text(until):
            shown = titles.get(title, "")
            self.look(shown)
            if shown.startswith(QUESTION):
                question = shown.split(".")[1]
                self.answer(question, answers.get(question, ()))
            elif shown != WAITING:
                self.onwards()
            expect(heading).not_to_have_text(title)

    def answer(self, question: str, values: Sequence[str]) -> None:
        """Answer the question that is shown with one value or several; with none, skip it."""
        known = catalogue(self.language)
        for value in values:
            own = f"answer.{question}.{value}"
            text = known.get(own, known.get(f"answer.{value}", ""))
            option = self.page.locator(f'main option[value="{value}"]')
            box = self.page.get_by_label(text, exact=True).and_(self.page.get_by_role("checkbox"))
            if option.count():
                self.hand.choose(self.page.locator("main select"), value)
            elif box.count():
                self.hand.tick(box)
            elif self.page.locator("main input[inputmode=numeric]").count():
                self.page.locator("main input[inputmode=numeric]").fill(value)
            else:
                self.hand.press(self.page.get_by_role("button", name=text, exact=True))
                return
        self.press("nav.next" if values else "nav.skip")

    def onwards(self) -> None:
        """The way on from a screen that only tells something: its first button, unless another one stands out."""
        main = self.page.locator("main")
        first, way = main.get_by_role("button").first, main.locator("button.button-primary")
        self.hand.press(way if way.count() else first)

    def shortly(self, words: str) -> None:
        """From the first screen to the code: a worried caller who skips all that can be skipped."""
        self.first()
        self.press("first.help")
        self.walk("consent.title", {"now": ["worried"]})
        self.press("consent.agree")
        self.press("nav.next")
        self.fill("words.label", words)
        self.press("nav.next")
        self.press("callback.no")

    def write_urgently(self, words: str) -> None:
        """With officers at the door, to her words and no further."""
        self.urgently()
        self.hand.write(self.page.locator("main textarea"), words)

    def open_urgently(self, words: str) -> None:
        """As that, and into her conversation."""
        self.write_urgently(words)
        self.press("send.now")
        self.keep_code()
        self.next_screen()

    def send(self) -> None:
        """Send, and read what happens next."""
        self.at("send.title", "send")
        self.press("send.now")
        self.next_screen()

    def next_screen(self) -> None:
        self.at("next.title", "next")
        self.press("next.open")
        self.at("talk.title", "talk-nobody")

    def come_back(self, code: str) -> None:
        """From the first screen into the conversation of a code."""
        self.try_code(code)
        self.at("talk.title", "talk-back")

    def try_code(self, code: str) -> None:
        """From the first screen as far as a code leads."""
        self.press("first.code")
        self.at("code.title", "code")
        self.hand.write(self.page.locator("main textarea"), code)
        self.press("code.open")

    def say(self, text: str) -> None:
        self.hand.write(self.page.locator("main textarea"), text)
        self.press("talk.send")

    def sent(self) -> None:
        """Nothing that she said is on its way any more."""
        self.page.get_by_text(self.text("talk.sending")).first.wait_for(state="detached")

    def wait_minutes(self, minutes: int) -> None:
        """Her device's clock goes on; its timers do not."""
        self.page.evaluate(
            "seconds => { const now = Date.now; Date.now = () => now() + 1000 * seconds; }", 60 * minutes
        )

    def erase(self) -> None:
        self.press("erase.button")
        self.button("erase.yes").wait_for()
        self.look("erase")
        self.press("erase.yes")
        self.at("erase.done", "erased")
