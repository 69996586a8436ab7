"""Makes one small JSON for each gettext file: what pages and the plain page read their texts from.

The page's own texts stand in `locales/<language>/caller.po`, those of a pack in `locales/<language>/pack.po` of its
folder; a pack's domain is its id. A folder is named by a BCP 47 tag.

A message's id is a short key, the same in every language; English stands in `en` like the others. A line
`# reviewed: NAME, DATE` above a message says that a person has checked its translation. Which form a count takes and
how dates are written comes from the Unicode CLDR as tables, because browsers take those of another language where they
do not know one.
"""

import json
import re
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from hotline.triage.pack import PACKS
from hotline.web.locales_dates import dates

LOCALES = Path(__file__).resolve().parent / "locales"
PACK = "pack"
ORIGINAL = "en"
COUNTS = 200
TAGS = ("zero", "one", "two", "few", "many", "other")
REVIEWED = re.compile(r"reviewed: \S.*, \d{4}-\d{2}-\d{2}")

# Latin words, codes and numbers, with what stands in brackets after them; what stands in quotation marks keeps those.
LEFT_TO_RIGHT = re.compile(
    r"“[^”\u0590-\u08ff]*[A-Za-z][^”\u0590-\u08ff]*”"
    r"|[A-Za-z0-9](?:[A-Za-z0-9 .,'\u2019:/@+&-]*[A-Za-z0-9])?(?: \([A-Za-z0-9 -]+\))?"
)
PLACE = re.compile(r"(\{\w+\})")
ISOLATED = "\u2066{}\u2069"

Json = dict[str, Any]


def sources() -> dict[tuple[str, str], Path]:
    """Every gettext file there is, by language and domain."""
    pages = {(path.parent.name, path.stem): path for path in LOCALES.glob("*/*.po")}
    packs = {(path.parent.name, path.parents[2].name): path for path in PACKS.glob(f"*/locales/*/{PACK}.po")}
    return dict(sorted({**pages, **packs}.items()))


def write_catalogues(target: Path) -> None:
    """Compile every gettext file to `target/<language>/<domain>.json`."""
    for (language, domain), path in sources().items():
        (target / language).mkdir(parents=True, exist_ok=True)
        text = json.dumps(compiled(path, language), ensure_ascii=False, separators=(",", ":"))
        (target / language / f"{domain}.json").write_text(text, encoding="utf-8")


def compiled(path: Path, language: str) -> Json:
    """One gettext file as the browser takes it. Messages that are empty or marked fuzzy are left out."""
    locale = locale_of(language)
    name, tags = locale.get_display_name(locale) or language, plural_tags(locale)
    messages = [one for one in read(path) if one.id and one.string and not one.fuzzy]
    return {
        "language": language,
        "name": name[:1].upper() + name[1:],
        "direction": locale.text_direction,
        "plurals": "".join(str(tags.index(locale.plural_form(count))) for count in range(COUNTS)),
        "dates": dates(locale),
        "unreviewed": [] if language == ORIGINAL else [key(one) for one in messages if not is_reviewed(one)],
        "messages": {key(one): _in_order(one, locale) for one in messages},
    }


def read(path: Path) -> Catalog:
    """A gettext file. Raises babel.messages.pofile.PoFileError when it is none."""
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def locale_of(language: str) -> Locale:
    """What the CLDR knows about a BCP 47 tag."""
    return Locale.parse(language, sep="-")


def plural_tags(locale: Locale) -> list[str]:
    """The forms that whole numbers take, in the order of gettext."""
    used = {locale.plural_form(count) for count in range(COUNTS)}
    return [tag for tag in TAGS if tag in used]


def key(message: Message) -> str:
    """The name of a message."""
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> tuple[str, ...]:
    """The texts of a message: one, or one for each plural form."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def is_reviewed(message: Message) -> bool:
    """Whether a person has put her name to the translation."""
    return any(REVIEWED.fullmatch(comment) for comment in message.user_comments)


def _in_order(message: Message, locale: Locale) -> str | list[str]:
    texts = forms(message)
    if locale.text_direction == "rtl":
        texts = tuple(_isolating_latin(text) for text in texts)
    return texts[0] if isinstance(message.string, str) else list(texts)


def _isolating_latin(text: str) -> str:
    """So that nothing that reads from left to right is torn apart; what is filled in is isolated by the page."""
    parts = PLACE.split(text)
    return "".join(
        part if at % 2 else LEFT_TO_RIGHT.sub(lambda found: ISOLATED.format(found[0]), part)
        for at, part in enumerate(parts)
    )


if __name__ == "__main__":
    write_catalogues(LOCALES.parent / "built" / "locales")
