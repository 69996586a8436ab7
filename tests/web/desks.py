"""What tests of the desk share: responders to unlock it with, and the ways of a hand on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from crypto.directory import encode_key
from hotline import sample
from hotline.client.caller import Caller
from hotline.client.enrolment import COORDINATOR
from hotline.client.responder import Responder
from tests.client.conftest import DESKS, DOOR, Hotline
from tests.web.conftest import PATIENCE_MS, Aside

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}

expect.set_options(timeout=PATIENCE_MS)  # while a connection is lost, a peer tries for some seconds before it says so


# So that rules which a test has changed are taken, as those of another version would be.
UNCOMPARED = "const real = fetch; globalThis.fetch = (what, how) => real(what, { ...how, integrity: '' });"


def with_other_rules(page: Page, path: str, answer: Any) -> None:
    """Have a page take other rules than those that it lists; `answer` is what route takes."""
    page.add_init_script(UNCOMPARED)
    page.route(path, answer)


@dataclass(frozen=True)
class Opened:
    """A case that waits, and the codename with which its caller comes back."""

    name: str
    digits: str


def responder(aside: Aside, of: list[str] = DESKS) -> str:
    """Somebody enrolled and approved for these desks; her codename."""

    async def story(hotline: Hotline) -> str:
        return " ".join((await hotline.responder(of)).codename())

    return str(aside(story))


def revoke(aside: Aside, codename: str) -> None:
    """The first coordinator takes the responder of this codename off."""

    async def story(hotline: Hotline) -> None:
        first = await hotline.coordinator()
        root = (await Responder.unlock(hotline.post(), codename)).state.now.with_coordinator().root
        for name, one in list(first.members.items()):
            if one.conversation.root == root:
                await first.revoke(name)

    aside(story)


def coordinator(aside: Aside) -> str:
    """A second coordinator, approved and certified; her codename."""

    async def story(hotline: Hotline) -> str:
        first = await hotline.coordinator()
        member = await Responder.enrol(hotline.post(), await first.invite(COORDINATOR, DESKS))
        for _ in range(2):
            await sample.look_once(hotline.post(), hotline.root, first)
            await member.tend()
        return " ".join(member.codename())

    return str(aside(story))


def case(
    aside: Aside,
    words: str = "They are at the door.",
    kind: type[Caller] = Caller,
    answers: Mapping[str, object] | None = None,
    **more: Any,
) -> Opened:
    """Somebody calls."""

    async def story(hotline: Hotline) -> Opened:
        caller = await kind.start(hotline.post(), hotline.root_pk)
        await caller.open(answers or DOOR, words, **more)
        assert caller.case_id is not None
        return Opened(encode_key(caller.case_id), caller.digits)

    found = aside(story)
    assert isinstance(found, Opened)
    return found


def told(aside: Aside, opened: Opened, reply: str | None = None) -> list[tuple[str, str]]:
    """The caller comes back: kind and text of all that the other end has said. She may say something herself."""

    async def story(hotline: Hotline) -> list[tuple[str, str]]:
        caller = await Caller.come_back(hotline.post(), hotline.root_pk, opened.digits)
        await caller.read(beats=2)
        if reply is not None:
            await caller.reply(reply)
        return [(one.kind, one.text) for one in caller.thread() if not one.mine]

    return list(aside(story))


def unlock(page: Page, codename: str) -> None:
    """Type the codename, and wait for the desk."""
    page.get_by_label("Codename").fill(codename)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Waiting").wait_for()


def row(page: Page, opened: Opened) -> Locator:
    """The row of a case, in whichever list."""
    return page.locator(f'[data-case="{opened.name}"]')


def accept(page: Page, opened: Opened) -> None:
    """From the list to the story."""
    row(page, opened).click()
    page.get_by_role("button", name="Claim").click()
    page.get_by_role("button", name="Accept and open the story").click()
    page.get_by_label("Your answer").wait_for()


def load_clients(page: Page, text: str) -> None:
    """Paste a list of clients."""
    page.get_by_role("button", name="Clients").click()
    page.get_by_label("Or paste names, one to a line").fill(text)
    page.get_by_role("button", name="Use these names").click()


def send(page: Page, text: str) -> None:
    """Write and send an answer."""
    page.get_by_label("Your answer").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


def words_of(page: Page, label: str) -> list[str]:
    """A codename or a fingerprint as it is shown."""
    return page.get_by_label(label, exact=True).get_by_role("listitem").all_inner_texts()


def write_down(page: Page) -> list[str]:
    """As `introduce`, until there are words to compare."""
    words = introduce(page)
    page.get_by_label("Your device's six words").wait_for()
    return words


def introduce(page: Page) -> list[str]:
    """A newcomer writes her codename on paper and types what is asked; the codename."""
    page.get_by_label("Your codename in words").wait_for()
    words = words_of(page, "Your codename in words")
    page.get_by_role("button", name="I have written it down").click()
    confirm(page, words)
    return words


def confirm(page: Page, words: list[str]) -> None:
    """Type the words of the codename that are asked for."""
    for field in page.get_by_role("textbox").all():
        label = str(field.evaluate("box => box.labels[0].textContent"))
        field.fill(words[int(label.removeprefix("Word ")) - 1])
    page.get_by_role("button", name="Go on").click()


def back(page: Page) -> None:
    """To the list, as a key does it whatever the width."""
    page.keyboard.press("Escape")
    page.get_by_role("heading", name="Waiting").wait_for()
