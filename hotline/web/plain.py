"""What a caller reads whose browser runs no script: the number and her rights, in every language, ready to be printed.

All languages stand on the one page: a path for each would tell the network and the browser's history which was read.
It is a template; its places are those of pages.py.
"""

from collections.abc import Iterable, Sequence

from hotline.web.held_page import fixed
from hotline.web.texts import Texts


def plain(languages: Iterable[Texts], cards: Sequence[str]) -> str:
    """Links to the languages, then a section for each, with these rights cards."""
    every = list(languages)
    links = "".join(f'<li><a href="#{one.language}" lang="{one.language}">{fixed(one.name)}</a></li>' for one in every)
    sections = "".join(_section(one, cards) for one in every)
    return f'<nav><ul class="languages">{links}</ul></nav>{sections}'


def _section(texts: Texts, cards: Sequence[str]) -> str:
    shown: set[str] = set()

    def say(key: str) -> str:
        shown.add(key)
        return fixed(texts.say(key))

    call = f'<a href="tel:$dial">{say("first.phone")} <bdi dir="ltr">$phone</bdi></a>'
    words = f'<p>{say("first.words")}</p><p class="words"><bdi dir="ltr" lang="en">$fingerprint</bdi></p>'
    rights = "".join(f"<div><h3>{say(f'rights.{one}')}</h3><p>{say(f'rights.{one}.text')}</p></div>" for one in cards)
    section = (
        f'<section id="{texts.language}" lang="{texts.language}" dir="{texts.direction}">'
        f"<h2>{fixed(texts.name)}</h2>"
        f'<p class="who"><bdi>$organization</bdi></p>'
        f'<p>{say("first.free")}</p><p class="why">{say("plain.why")}</p>'
        f'<p class="phone">{call}</p>{words}'
        f'<h3>{say("cards.title")}</h3><p>{say("cards.intro")}</p><div class="rights">{rights}</div>'
    )
    machine = texts.machine(shown)
    return section + (f'<p class="small soft">{fixed(machine)}</p>' if machine else "") + "</section>"
