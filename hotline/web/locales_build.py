"""Makes one small JSON for each gettext file: what pages and the plain page read their texts from.

The page's own texts stand in `locales/<language>/caller.po`, those of a pack in `locales/<language>/pack.po` of its
folder; a pack's domain is its id.

A message's id is a short key, the same in every language; English stands in `en` like the others. Which form a count
takes is written out as a table, because browsers take English rules for languages that they do not know.
"""

import gettext
import json
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from hotline.triage.pack import PACKS

LOCALES = Path(__file__).resolve().parent / "locales"
PACK = "pack"
COUNTS = 200
ORIGINAL = "en"

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
        text = json.dumps(read_catalogue(path, language), ensure_ascii=False, separators=(",", ":"))
        (target / language / f"{domain}.json").write_text(text, encoding="utf-8")


def read_catalogue(path: Path, language: str) -> Json:
    """One gettext file as the browser takes it. Messages that are empty or marked fuzzy are left out."""
    locale = Locale.parse(language, sep="-")
    with path.open("rb") as file:
        catalog = read_po(file, locale=locale)
    name = locale.get_display_name(locale) or language
    return {
        "language": language,
        "name": name[:1].upper() + name[1:],
        "direction": locale.text_direction,
        "reviewed": language == ORIGINAL,
        "plurals": _plurals(catalog),
        "messages": {_key(one): _forms(one) for one in catalog if one.id and one.string and not one.fuzzy},
    }


def _plurals(catalog: Catalog) -> str:
    form = gettext.c2py(catalog.plural_expr)
    return "".join(str(int(form(count))) for count in range(COUNTS))


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _forms(message: Message) -> str | list[str]:
    return message.string if isinstance(message.string, str) else list(message.string or ())


if __name__ == "__main__":
    write_catalogues(LOCALES.parent / "built" / "locales")
