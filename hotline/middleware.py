"""The outermost layer: what names a caller is taken away before anything sees it, and nothing that fails is quoted.

An exception's message may hold content, so only its type and place are logged.
"""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hotline.web.headers import SECURITY_HEADERS

log = logging.getLogger("hotline")

KEPT_HEADERS = frozenset({b"content-length", b"content-type", b"transfer-encoding", b"accept-encoding", b"host"})


class Discreet:
    """Forgets who asks, adds the security headers, and turns a failure into one plain answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_plainly(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)  # a page has a policy of its own
            await send(message)

        _forget(scope)
        try:
            await self.app(scope, receive, send_plainly)
        except Exception as failure:
            log.error("%s", place_of(failure))
            if started:
                raise ConnectionAbortedError("an answer was cut off") from None
            answer = JSONResponse({"error": "The server failed. Nothing was accepted; send again."}, status_code=500)
            await answer(scope, receive, send_plainly)


def _forget(scope: MutableMapping[str, Any]) -> None:
    """Take the address and most headers away, in place: what the web server holds on to is the same list."""
    scope["client"] = None
    scope["headers"][:] = [(name, value) for name, value in scope["headers"] if name in KEPT_HEADERS]


def place_of(failure: BaseException) -> str:
    """Type and place of a failure: file and line of its innermost frame, no message."""
    frames = traceback.extract_tb(failure.__traceback__)
    where = f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else "nowhere"
    return f"{type(failure).__name__} at {where}"


def quiet_logging() -> None:
    """Only our own type-and-place lines go to standard error; nothing of a library's is printed."""
    logging.basicConfig(stream=sys.stderr, format="%(name)s: %(message)s", level=logging.CRITICAL, force=True)
    log.setLevel(logging.ERROR)
