"""What stands on a card or sheet, in one language."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from crypto.directory import Organization
from hotline.triage.model import Pack
from hotline.web.texts import Texts


@dataclass(frozen=True, slots=True)
class Right:
    """What everyone may do: in a few words, and with the rest."""

    short: str
    text: str
    on_card: bool


@dataclass(frozen=True, slots=True)
class Content:
    """Every text. `words` are the six English words of the root, `address` is what the QR code leads to.

    `machine` says that a machine translated some of it, and is empty where people have read it all.
    """

    language: str
    direction: str
    organization: str
    phone: str
    address: str
    words: str
    title: str
    free: str
    intro: str
    phone_label: str
    words_label: str
    machine: str
    rights: tuple[Right, ...]

    def whole(self) -> str:
        """All letters that will be printed."""
        return "".join(self._parts())

    def _parts(self) -> Iterator[str]:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, str):
                yield value
        for right in self.rights:
            yield right.short + right.text


def content(texts: Texts, pack: Pack, organization: Organization, address: str, words: str) -> Content:
    """In the language of these texts."""
    shown: set[str] = set()

    def say(key: str) -> str:
        shown.add(key)
        return texts.say(key)

    return Content(
        language=texts.language,
        direction=texts.direction,
        organization=organization.name,
        phone=organization.phone,
        address=address,
        words=words,
        title=say("cards.title"),
        free=say("first.free"),
        intro=say("cards.intro"),
        phone_label=say("first.phone"),
        words_label=say("cards.words"),
        rights=tuple(Right(say(f"rights.{one.id}"), say(f"rights.{one.id}.text"), one.on_card) for one in pack.rights),
        machine=texts.machine(shown),
    )
