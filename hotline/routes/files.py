"""The browser's files, from memory: one URL each, compressed when the server started.

There is no path to a disk here, so none can be tricked. No ETag, no Last-Modified and no ranges: the first two would be
marks by which a browser shows that it has been here before, and nothing of a caller's visit is to stay on her phone.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.types import Receive, Scope, Send

from hotline.web.served import KEPT_HEADERS, Served, kept_below

METHODS = ("GET", "HEAD")
VARY = {"vary": "accept-encoding"}
NO_MORE: Mapping[str, str] = MappingProxyType({})


def routes(files: Mapping[str, Served]) -> list[BaseRoute]:
    """One mount for each first part of a path, and one for the files as browsers may keep them."""
    app, below = Files(files), kept_below({path: file.content for path, file in files.items()})
    kept = Files({below + path: file for path, file in files.items()}, KEPT_HEADERS)
    return [Mount(below, kept), *(Mount(f"/{first}", app) for first in sorted({path.split("/")[1] for path in files}))]


class Files:
    """The table as an ASGI application; `more` are headers that its answers have."""

    def __init__(self, files: Mapping[str, Served], more: Mapping[str, str] = NO_MORE) -> None:
        self._files = files
        self._more = more

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._answer(scope)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response:
        path = scope["path"]
        # Spelled in another way (%63ase.js, caller%2fmain.js) it would be the same file at a second URL.
        file = self._files.get(path) if scope["raw_path"] == path.encode() else None
        if file is None:
            raise HTTPException(404, "There is no such file here.")
        if scope["method"] not in METHODS:
            raise HTTPException(405, "Files are only read.", headers={"allow": ", ".join(METHODS)})
        return respond(scope, file, self._more)


def respond(scope: Scope, file: Served, more: Mapping[str, str] = NO_MORE) -> Response:
    """The file, in the smallest form that the request accepts; `more` are headers of its own."""
    accept, headers = Headers(scope=scope).get("accept-encoding", ""), {**more, **VARY}
    for coding, smaller in (("br", file.brotli), ("gzip", file.gzipped)):
        if smaller is not None and accepts(accept, coding):
            return Response(smaller, headers={"content-encoding": coding, **headers}, media_type=file.kind)
    return Response(file.content, headers=headers, media_type=file.kind)


def accepts(accept: str, coding: str) -> bool:
    """Whether a request's accept-encoding names it, with a weight that is not zero. RFC 9110, 12.5.3."""
    wishes = (wish.partition(";") for wish in accept.lower().split(","))
    return any(name.strip() == coding and not _is_zero(weight) for name, _, weight in wishes)


def _is_zero(weight: str) -> bool:
    return re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight) is not None
