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


class _Looking:
    """Sees that the collector runs at least LOOK_SECONDS after the last connection was lost, however many were."""

    def __init__(self) -> None:
        self._due: asyncio.TimerHandle | None = None
        self._again = False

    def soon(self) -> None:
        """A connection was lost. One that was lost while a look is due may still be in use then: look once more."""
        if self._due is not None:
            self._again = True
            return
        self._due = asyncio.get_running_loop().call_later(LOOK_SECONDS, self._look)

    def _look(self) -> None:
        gc.collect()
        self._due = None
        if self._again:
            self._again = False
            self.soon()


_looking = _Looking()


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
        _looking.soon()
