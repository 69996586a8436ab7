"""The pages.

A page is one HTML file with places to fill: the root key, its six words, the organization's name and telephone, the
pack, and the languages there are texts in.
The caller's page is whole without JavaScript too: plain.py.
"""

from functools import lru_cache
from html import escape
from pathlib import Path
from string import Template

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from hotline.routes.files import respond
from hotline.routes.plain import plain
from hotline.routes.service import service_of
from hotline.store.beside import FILES, QUEUE, Beside
from hotline.store.holds import HOLDS, PROMISED, Hold, Lives
from hotline.web.served import Served, compressed
from hotline.web.texts import languages, pack_here, rights, texts

_ROOT = Path(__file__).parents[2]
_WEB = _ROOT / "hotline" / "web"
_PAGES = 3
_BEING_SET_UP = "This hotline is being set up. Please come back later."

_PAGE = """<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Hotline</title>
<link rel="stylesheet" href="/hotline/web/shared/tokens.css">
<link rel="stylesheet" href="/hotline/web/shared/base.css">
<link rel="stylesheet" href="/hotline/web/shared/plain.css">
</head>
<body><main class="plain">
{content}
</main></body>
</html>
"""


async def caller(request: Request) -> Response:
    """Where someone who needs help begins."""
    return await _filled(request, "caller")


async def desk(request: Request) -> Response:
    """Where a responder works."""
    return await _filled(request, "desk")


async def coordinate(request: Request) -> Response:
    """Where a coordinator approves newcomers."""
    return await _filled(request, "coordinate")


async def what_we_hold(request: Request) -> Response:
    """Everything that is kept, from the declaration that the store itself uses, with this organization's lives."""
    published = await service_of(request).published()
    lives = PROMISED if published is None else Lives.of(published.directory.policy)
    kinds = "".join(_held(hold, lives) for hold in HOLDS)
    return _page(
        "<h1>What this server holds</h1>"
        "<p>All of it, field by field. Names of keys and cases are random numbers; times are whole hours.</p>"
        f"{kinds}<section><h2>The queue of jobs, in memory alone</h2>{_beside(QUEUE)}</section>"
        f"<section><h2>Files</h2>{_beside(FILES)}</section>"
    )


def _held(hold: Hold, lives: Lives) -> str:
    fields = "".join(
        f"<dt>{escape(field.name)}</dt><dd>{escape(field.why)}; {escape(field.lifetime.in_words(lives))}</dd>"
        for field in hold.fields.values()
    )
    return f"<section><h2>{escape(hold.name)}</h2><dl>{fields}</dl></section>"


def _beside(kinds: tuple[Beside, ...]) -> str:
    entries = "".join(f"<dt>{escape(one.pattern)}</dt><dd>{escape(one.why)}; {escape(one.words)}</dd>" for one in kinds)
    return f"<dl>{entries}</dl>"


async def _filled(request: Request, name: str) -> Response:
    path = _WEB / name / "page.html"
    if not path.is_file():
        raise HTTPException(404, "There is no such page here.")
    service = service_of(request)
    published = await service.published()
    if published is None:
        return _page(f"<h1>Hotline</h1><p>{_BEING_SET_UP}</p>")
    organization, pack = published.directory.organization, pack_here(published.directory.pack)
    places = {
        "root": service.root_pk.hex(),
        "fingerprint": service.fingerprint,
        "organization": organization.name,
        "phone": organization.phone,
        "pack": pack,
        "languages": " ".join(languages()),
    }
    escaped = {key: escape(value) for key, value in places.items()}
    if name == "caller":
        escaped["plain"] = plain(
            [texts(one, pack) for one in languages()], rights(pack), organization, service.fingerprint
        )
    return respond(request.scope, _served(Template(path.read_text(encoding="utf-8")).substitute(escaped)))


@lru_cache(maxsize=_PAGES)
def _served(content: str) -> Served:
    """Compressed once: a page is the same for everyone until another directory is published."""
    octets = content.encode()
    return Served("text/html; charset=utf-8", octets, compressed(octets))


def _page(content: str) -> Response:
    return HTMLResponse(_PAGE.format(content=content))


ROUTES: list[BaseRoute] = [
    Route("/", caller, methods=["GET"]),
    Route("/desk", desk, methods=["GET"]),
    Route("/coordinate", coordinate, methods=["GET"]),
    Route("/what-we-hold", what_we_hold, methods=["GET"]),
]
