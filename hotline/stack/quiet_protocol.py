"""uvicorn's HTTP protocol without what names a caller: no address, and only the headers that an answer depends on.

What a closed connection leaves are objects that refer to each other, which Python frees only when it looks for such
circles. It is made to look within a second, so that nothing of a caller's request waits in freed-to-be memory.
"""

import asyncio
import gc

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

KEPT_HEADERS = frozenset(
    {b"content-length", b"content-type", b"transfer-encoding", b"connection", b"host", b"expect", b"accept-encoding"}
)
LOOK_SECONDS = 1.0

_looking: list[asyncio.TimerHandle] = []


class QuietProtocol(HttpToolsProtocol):
    """One connection, from nowhere."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """As uvicorn, without the other end's address."""
        super().connection_made(transport)
        self.client = None

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header that is kept."""
        if name.lower() in KEPT_HEADERS:
            super().on_header(name, value)

    def connection_lost(self, exc: Exception | None) -> None:
        """As uvicorn; then see that memory is freed soon."""
        super().connection_lost(exc)
        if not _looking:
            _looking.append(asyncio.get_running_loop().call_later(LOOK_SECONDS, _look))


def _look() -> None:
    _looking.clear()
    gc.collect()
