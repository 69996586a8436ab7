"""Pages that need no JavaScript, and the files that the browser's modules are. Paths mirror the repository."""

from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from hotline.routes.service import service_of
from hotline.store.holds import HOLDS

_ROOT = Path(__file__).parents[2]
_FOLDERS = ("crypto/js", "hotline/triage/js", "hotline/web/built", "hotline/web/shared")

_PAGE = """<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Hotline</title>
<link rel="stylesheet" href="/hotline/web/shared/plain.css">
</head>
<body><main>
{content}
</main></body>
</html>
"""


async def home(request: Request) -> Response:
    """Who runs this, how to reach them by telephone, and how to check that this is their server."""
    service = service_of(request)
    published = await service.published()
    if published is None:
        return _page("<h1>Hotline</h1><p>This hotline is being set up. Please come back later.</p>")
    organization = published.directory.organization
    return _page(
        f"<h1>{escape(organization.name)}</h1>"
        "<p>Free legal help. We never ask for money.</p>"
        f'<p class="phone">Telephone: <a href="tel:{escape(organization.phone)}">'
        f"<bdi dir='ltr'>{escape(organization.phone)}</bdi></a></p>"
        "<p>Nobody at this server can read what a caller writes. It is locked on the caller's device, and only the "
        "person who helps can unlock it.</p>"
        f"<p>These six words belong to this hotline. Compare them with its printed card:</p>"
        f'<p class="words">{escape(service.fingerprint)}</p>'
        '<p><a href="/what-we-hold">What this server holds</a></p>'
    )


async def what_we_hold(_request: Request) -> Response:
    """The table of everything that is kept, from the declaration that the store itself uses."""
    rows = "".join(
        f"<tr><td>{escape(hold.name)}</td><td>{escape(name)}</td><td>{escape(why)}</td>"
        f"<td>{escape(hold.lifetime)}</td></tr>"
        for hold in HOLDS
        for name, why in hold.fields.items()
    )
    return _page(
        "<h1>What this server holds</h1>"
        "<p>All of it, field by field. Names of keys and cases are random numbers; times are whole hours.</p>"
        '<div class="wide"><table><thead><tr><th scope="col">Key</th><th scope="col">Field</th>'
        '<th scope="col">What it is</th><th scope="col">How long</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _page(content: str) -> Response:
    return HTMLResponse(_PAGE.format(content=content))


ROUTES: list[BaseRoute] = [
    Route("/", home, methods=["GET"]),
    Route("/what-we-hold", what_we_hold, methods=["GET"]),
    *(Mount(f"/{folder}", StaticFiles(directory=_ROOT / folder, check_dir=False)) for folder in _FOLDERS),
]
