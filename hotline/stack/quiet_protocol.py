"""uvicorn's HTTP protocol without what names a caller: no address, and only the headers that an answer depends on.

Nobody can make it hold more than a little: a head has a bounded size, the next request is not read before the last is
answered, and all connections together are kept within bounds (crowd.py).

An answer that leaves before its request has come whole ends the connection, and says so. A proxy may never send the
rest (those in Go before 1.22.5, if they waited for "100 Continue": CVE-2024-24791), and what another caller asks next
would be taken for it. Nor may anyone ask for another protocol: the parser takes the body of such a request for the next
one.

What an answer or a closed connection leaves may be objects that refer to each other, which Python frees only when it
looks for such circles. It is made to look within a second, so that nothing of a caller's request waits in freed-to-be
memory. Where thousands of connections make a look long, looking takes a tenth of the time at most.
"""

import asyncio
import gc
import time
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from hotline.stack.crowd import Crowd

KEPT_HEADERS = frozenset(
    {b"content-length", b"content-type", b"transfer-encoding", b"connection", b"host", b"expect", b"accept-encoding"}
)
LOOK_SECONDS = 1.0
SHARE_OF_LOOKING = 0.1
HEAD_BYTES_AT_MOST = 16384
_LATE = b'{"error": "The request did not arrive in time. Send it again."}'
_LATE_HEAD = (
    b"HTTP/1.1 408 Request Timeout\r\ncontent-type: application/json\r\ncontent-length: %d\r\nconnection: close\r\n\r\n"
)


class _Looking:
    """Sees that the collector runs LOOK_SECONDS after the last answer and connection, or later while looks are long."""

    def __init__(self) -> None:
        self._due: asyncio.TimerHandle | None = None
        self._again = False
        self._pause_seconds = LOOK_SECONDS

    def soon(self) -> None:
        """Something has ended. What ends while a look is due may still be in use then: look once more."""
        if self._due is not None:
            self._again = True
            return
        self._due = asyncio.get_running_loop().call_later(self._pause_seconds, self._look)

    def _look(self) -> None:
        began = time.monotonic()
        gc.collect()
        self._pause_seconds = max(LOOK_SECONDS, (time.monotonic() - began) / SHARE_OF_LOOKING)
        self._due = None
        if self._again:
            self._again = False
            self.soon()


_looking = _Looking()
CROWD = Crowd()


class RefusedRequest(Exception):
    """What no client of ours sends: a request before the last was answered, or one for another protocol."""


class QuietProtocol(HttpToolsProtocol):
    """One connection, from nowhere."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._head_bytes = 0
        self._in_head = False
        self._may_stay = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """As uvicorn, without the other end's address."""
        super().connection_made(transport)
        self.client = None
        CROWD.waits(self)

    def data_received(self, data: bytes) -> None:
        """As uvicorn, as long as the head of a request is of a size that a head may have."""
        CROWD.brings(self, len(data))
        super().data_received(data)
        if self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES_AT_MOST:
                self.drop()

    def on_message_begin(self) -> None:
        """As uvicorn, for one request at a time. RefusedRequest, which the parser turns into a plain refusal."""
        if self.cycle is not None and not self.cycle.response_complete:
            raise RefusedRequest
        self._in_head, self._head_bytes = True, 0
        CROWD.begins(self)
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header that is kept."""
        if name.lower() in KEPT_HEADERS:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """As uvicorn; the head has ended. Until the body has, an answer is the last on this connection.

        RefusedRequest for `Upgrade` and CONNECT.
        """
        self._in_head = False
        if self.parser.should_upgrade():
            raise RefusedRequest
        super().on_headers_complete()
        self._may_stay, self.cycle.keep_alive = self.cycle.keep_alive, False

    def on_message_complete(self) -> None:
        """As uvicorn; nothing more is waited for, unless it was answered before it was whole."""
        if not self.cycle.response_started:
            self.cycle.keep_alive = self._may_stay
        if not self.cycle.response_complete:
            CROWD.works(self)
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """As uvicorn; now the other end is to read, and may ask again."""
        super().on_response_complete()
        CROWD.waits(self, self.transport.get_write_buffer_size())
        _looking.soon()

    def connection_lost(self, exc: Exception | None) -> None:
        """As uvicorn; then see that memory is freed soon."""
        CROWD.leaves(self)
        super().connection_lost(exc)
        _looking.soon()

    def late(self) -> None:
        """Answer what has come of a request, unless somebody began to, and end. What is unsent is not waited for."""
        if self._in_head or (self.cycle is not None and not self.cycle.response_started):
            self.transport.write(_LATE_HEAD % len(_LATE) + _LATE)
        if self.transport.get_write_buffer_size():
            self.drop()
        else:
            self.transport.close()

    def drop(self) -> None:
        """End at once: what is unsent would else be kept until the other end reads it."""
        self.transport.abort()
