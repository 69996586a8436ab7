"""Plays callers through every screen and state of their page, and looks at each in every size, light and dark."""

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from playwright.sync_api import Browser, Page

from crypto.sizes import CaseId
from hotline.client.responder import Responder
from tests.client.conftest import Hotline
from tests.web.visit import Visit

SIZES = ((360, 740), (768, 1024), (1440, 900))
SCHEMES = ("light", "dark")
TALLEST = 3000  # of a picture: the page without a script has every language below the other
WHOLE = """Math.max(document.documentElement.scrollHeight, ...Array.from(document.querySelectorAll(".pane"), (pane) =>
  pane.scrollHeight + Math.ceil(pane.getBoundingClientRect().top)))"""
WORDS = {
    "en": "They took my brother at work this morning. His name is José and he has two small children.",
    "es": "Esta mañana se llevaron a mi hermano de su trabajo. Se llama José y tiene dos hijos pequeños.",
    "ar": "أخذوا أخي من عمله هذا الصباح. اسمه خوسيه ولديه طفلان صغيران.",
}
ANSWER = {
    "en": "I am a lawyer of this hotline. Do you know where they took him? Please do not sign anything.",
    "es": "Soy abogada de esta línea. ¿Sabe adónde lo llevaron? Por favor, no firme nada.",
    "ar": "أنا محامية في هذا الخط. هل تعرف إلى أين أخذوه؟ من فضلك لا توقّع أي شيء.",
}


class Camera:
    """Takes every screen once in each size and scheme, numbered in the order in which they come."""

    def __init__(self, page: Page, folder: Path, language: str) -> None:
        self.page, self.folder, self.language = page, folder, language

    def __call__(self, name: str) -> None:
        for width, height in SIZES:
            self.page.set_viewport_size({"width": width, "height": height})
            whole = min(TALLEST, self.page.evaluate(WHOLE))
            self.page.set_viewport_size({"width": width, "height": max(height, whole)})
            for scheme in SCHEMES:
                self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                folder = self.folder / f"{self.language}-{width}-{scheme}"
                folder.mkdir(parents=True, exist_ok=True)
                number = len(list(folder.glob("*.png"))) + 1
                self.page.screenshot(path=folder / f"{number:02} {name}.png", animations="disabled")
        width, height = SIZES[0]
        self.page.set_viewport_size({"width": width, "height": height})


def play(browser: Browser, site: Hotline, language: str, folder: Path) -> None:
    """All screens in one language."""
    for scene in (_without_script, _side_ways, _long_way, _officers, _in_trouble):
        context = browser.new_context(
            locale=language, reduced_motion="reduce", java_script_enabled=scene is not _without_script
        )
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.goto(site.url)
        scene(Visit(page, language, Camera(page, folder, language)), site)
        context.close()


def _without_script(visit: Visit, _site: Hotline) -> None:
    visit.look("without a script")


def _side_ways(visit: Visit, _site: Hotline) -> None:
    visit.first()
    visit.press("first.rights")
    visit.at("cards.title", "rights")
    visit.press("nav.back")
    visit.press("first.code")
    visit.at("code.title", "code")
    visit.page.locator("main textarea").fill("uno dos tres")
    visit.press("code.open")
    visit.sees("error.CodenameError")
    visit.look("code wrong")
    visit.press("code.lost")
    visit.at("code.lost.title", "code lost")
    visit.press("code.lost.start")
    visit.press("answer.now.date")
    visit.press("answer.device.monitored")
    visit.at("safety.monitored.title", "monitored")
    visit.press("go.anyway")
    visit.tick("answer.danger.violence_at_home")
    visit.press("nav.next")
    visit.at("lines.title", "violence")
    visit.press("nav.next")
    visit.press("answer.who.self")
    visit.press("nav.skip")
    visit.at("question.papers", "papers")
    visit.tick("answer.papers.judge_order")
    visit.press("nav.next")
    visit.at("question.ordered.self", "ordered")
    visit.press("answer.ordered.judge")
    visit.at("question.decision_days", "days since")
    visit.page.locator("main input").last.fill("40")
    visit.press("nav.next")
    visit.at("question.next_date", "next date")
    visit.press("answer.next_date.within_3_days")
    visit.at("question.date_kind", "date kind")
    visit.press("answer.date_kind.court")
    visit.at("safety.dates.title", "dates")


def _long_way(visit: Visit, site: Hotline) -> None:
    words, answer = WORDS[visit.language], ANSWER[visit.language]
    visit.first()
    visit.answers()
    visit.tell("Ana", words)
    visit.note_code()
    visit.send()
    first = _aside(site, lambda hotline: _answered(hotline, words, answer))
    visit.page.get_by_text(answer).wait_for()
    visit.look("talk answered")
    visit.page.context.set_offline(True)
    visit.say(words)
    visit.sees("net.off")
    visit.look("talk not sent yet")
    visit.page.context.set_offline(False)
    visit.page.get_by_text(visit.text("talk.sending")).wait_for(state="detached")
    visit.say(" ".join([words] * 20))
    visit.page.get_by_text(visit.text("talk.sending")).wait_for(state="detached")
    visit.look("talk long")
    _aside(site, lambda hotline: _put_back(hotline, first))
    _aside(site, lambda hotline: _closed(hotline, words, answer))
    visit.sees("talk.closed.title")
    visit.look("talk handed on and closed")
    visit.erase()


def _officers(visit: Visit, _site: Hotline) -> None:
    visit.first()
    visit.press("first.help")
    visit.press("answer.now.officers_here")
    visit.at("safety.officers.title", "officers")
    visit.press("go.urgent")
    visit.at("question.where", "where")
    visit.press("answer.where.home")
    visit.at("safety.home.title", "home")
    visit.press("nav.next")
    visit.press("nav.skip")
    visit.press("nav.skip")
    visit.at("send.urgent.title", "urgent")
    visit.page.context.set_offline(True)
    visit.press("send.now")
    visit.sees("send.not")
    visit.look("not sent yet")
    visit.page.context.set_offline(False)
    visit.press("send.again")
    visit.note_code()
    visit.next_screen()
    visit.wait_minutes(20)
    visit.sees("talk.late.title")
    visit.look("talk late")


def _in_trouble(visit: Visit, _site: Hotline) -> None:
    visit.page.route("**/directory", lambda route: route.fulfill(body=b"no directory"))
    visit.page.reload()
    visit.urgently()
    visit.press("send.now")
    visit.sees("error.DirectoryError")
    visit.look("not the hotline")


T = TypeVar("T")


def _aside(site: Hotline, story: Callable[[Hotline], Awaitable[T]]) -> T:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(site.run, story).result()


async def _hold(hotline: Hotline, words: str) -> tuple[Responder, CaseId]:
    responder = await hotline.responder()
    for waiting in await responder.queue():
        await responder.claim(waiting.case_id)
        held = await responder.accept(waiting.case_id)
        if held.body is not None and held.body["words"] == words:
            return responder, waiting.case_id
        await responder.put_back(waiting.case_id)
    raise AssertionError("no such case")


async def _answered(hotline: Hotline, words: str, answer: str) -> str:
    """Who has answered, by her codename."""
    responder, case_id = await _hold(hotline, words)
    await responder.reply(case_id, answer)
    return " ".join(responder.codename())


async def _put_back(hotline: Hotline, code: str) -> None:
    responder = await Responder.unlock(hotline.post(), code, hotline.root_pk)
    await responder.tend()
    for case_id in list(responder.cases):
        await responder.put_back(case_id)


async def _closed(hotline: Hotline, words: str, answer: str) -> None:
    responder, case_id = await _hold(hotline, words)
    await responder.reply(case_id, answer)
    await responder.close(case_id, "referral_accepted", answer)
