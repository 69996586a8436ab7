"""`hotline cards`: know-your-rights cards and sheets to print, with the hotline's number, address and six words."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from crypto.directory import Organization
from hotline.client.coordinator import root_pk_of
from hotline.client.organization import read_plan
from hotline.client.packs import pack_of
from hotline.client.post import Post, fetch_directory
from hotline.client.words import fingerprint
from hotline.commands.talking import Unclear, add_place, place_of, read_ready, tell
from hotline.triage.model import Pack
from hotline.triage.shipped import shipped_pack
from hotline.web.texts import languages, texts

PAGES = ("a4", "letter")
MISSING = "Printing needs packages that a server does without. Install them: make cards (or the extra: hotline[cards])."


def add(parser: ArgumentParser) -> None:
    """`hotline cards`."""
    parser.add_argument("--language", default="en", help="the language of the texts")
    parser.add_argument("--out", type=Path, required=True, help="the PDF to write")
    parser.add_argument("--page", default="letter", choices=PAGES, help="the paper")
    parser.add_argument("--sheet", action="store_true", help="all rights in full on one page, in place of eight cards")
    parser.add_argument("--organization", type=Path, help="its folder, where no hotline runs yet; needs --url")
    add_place(parser)


async def run(options: Namespace) -> int:
    """Write the PDF."""
    try:
        from hotline.handouts import card, content, faces, paper, sheet
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.startswith("hotline"):
            raise
        raise Unclear(MISSING) from None
    if options.language not in languages():
        raise Unclear(f"There are no texts in {options.language}. There are: {', '.join(languages())}.")
    organization, pack, root_pk, address = await _who(options)
    words = " ".join(fingerprint(root_pk))
    printed = content.content(texts(options.language, pack.id), pack, organization, address.rstrip("/"), words)
    with paper.Paper(options.page, printed.language, printed.title, printed.whole(), faces.Faces()) as page:
        (sheet.print_sheet if options.sheet else card.print_cards)(page, printed)
        options.out.write_bytes(page.octets())
    facts = {"out": str(options.out), "language": printed.language, "address": printed.address, "fingerprint": words}
    tell(options, facts, f"Written to {options.out}. Check the number and the address before you print many.")
    return 0


async def _who(options: Namespace) -> tuple[Organization, Pack, bytes, str]:
    """The organization, its pack, its root and the address, from its folder or from the hotline that runs."""
    if options.organization is not None:
        address = options.url or read_ready(options.data).get("url")
        if not address:
            raise Unclear("The cards need the address that callers go to. Say it: --url https://…")
        plan = read_plan(options.organization)
        about = Organization(plan["organization"]["name"], plan["organization"]["phone"])
        return about, shipped_pack(plan["pack"]), root_pk_of(options.organization), str(address)
    place = place_of(options)
    async with Post(place.url) as post:
        directory = await fetch_directory(post, place.root_pk)
    return directory.organization, pack_of(directory), place.root_pk, place.url
