"""What a caller reads whose browser runs no script: the number and her rights, in every language, ready to be printed.

All languages stand on the one page: a path for each would tell the network and the browser's history which was read.
"""

from collections.abc import Iterable, Sequence
from html import escape

from crypto.directory import Organization
from hotline.web.texts import Texts


def plain(languages: Iterable[Texts], cards: Sequence[str], organization: Organization, fingerprint: str) -> str:
    """Links to the languages, then a section for each, with these rights cards. No fingerprint is none shown."""
    every = list(languages)
    links = "".join(f'<li><a href="#{one.language}" lang="{one.language}">{escape(one.name)}</a></li>' for one in every)
    sections = "".join(_section(one, cards, organization, fingerprint) for one in every)
    return f'<nav><ul class="languages">{links}</ul></nav>{sections}'


def _section(texts: Texts, cards: Sequence[str], organization: Organization, fingerprint: str) -> str:
    shown: set[str] = set()

    def say(key: str) -> str:
        shown.add(key)
        return escape(texts.say(key))

    number = organization.phone
    dial = "".join(sign for sign in number if sign.isdigit() or sign == "+")
    call = f'<a href="tel:{escape(dial)}">{say("first.phone")} <bdi dir="ltr">{escape(number)}</bdi></a>'
    six = f'<bdi dir="ltr" lang="en">{escape(fingerprint)}</bdi>'
    words = f'<p>{say("first.words")}</p><p class="words">{six}</p>' if fingerprint else ""
    rights = "".join(f"<div><h3>{say(f'rights.{one}')}</h3><p>{say(f'rights.{one}.text')}</p></div>" for one in cards)
    section = (
        f'<section id="{texts.language}" lang="{texts.language}" dir="{texts.direction}">'
        f"<h2>{escape(texts.name)}</h2>"
        f'<p class="who"><bdi>{escape(organization.name)}</bdi></p>'
        f'<p>{say("first.free")}</p><p class="why">{say("plain.why")}</p>'
        f'<p class="phone">{call}</p>{words}'
        f'<h3>{say("cards.title")}</h3><p>{say("cards.intro")}</p><div class="rights">{rights}</div>'
    )
    machine = texts.machine(shown)
    return section + (f'<p class="small soft">{escape(machine)}</p>' if machine else "") + "</section>"
