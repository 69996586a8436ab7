"""The pages, filled with what an organization says of itself in its directory."""

from collections.abc import Awaitable, Callable
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from hotline.routes.files import respond
from hotline.routes.service import service_of
from hotline.web.headers import POLICY
from hotline.web.held_page import being_set_up
from hotline.web.pages import HTML, PAGES, WHAT_WE_HOLD, Contents, Page, load, places
from hotline.web.served import Served, compressed
from hotline.web.texts import pack_here


def routes(contents: Contents) -> list[BaseRoute]:
    """One for each page, from the contents of the files that are served."""

    @lru_cache
    def pages(pack: str) -> dict[str, Page]:
        return load(contents, pack)

    pages(pack_here(None))  # made before the first visitor comes
    return [Route(path, _filled(path, pages), methods=["GET"]) for path in (*PAGES, WHAT_WE_HOLD)]


def _filled(path: str, pages: Callable[[str], dict[str, Page]]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        service = service_of(request)
        published = await service.published()
        directory = published.directory if published else None
        if directory is None and path in PAGES:
            return respond(request.scope, _html(being_set_up()))
        page = pages(pack_here(directory.pack if directory else None))[path]
        text = page.filled(places(service.root_pk, service.fingerprint, directory))
        return respond(request.scope, _html(text), {POLICY: page.policy})

    return answer


@lru_cache(maxsize=16)
def _html(text: str) -> Served:
    """Compressed once, since a page is the same for everyone: there is no secret in it, and nothing of who asks.

    Compression gives a secret away where it stands beside what a stranger chose, in one answer. What is sealed, and
    all that callers ask for, is never compressed: it is random, and of one size.
    """
    content = text.encode()
    return Served(HTML, content, compressed(content))
