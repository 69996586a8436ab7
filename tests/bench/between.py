"""Stands between a browser and the server: counts what goes over the wire, and slows it down if it is to.

What a page's Workers load is not told to whoever watches the page in the browser, nor slowed down by it. Here it is.
Slow is what Chromium calls "Slow 3G", at the wire: 400 ms from question to answer, 50 KB a second each way.
"""

import asyncio
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

ROUND_TRIP_SECONDS = 0.4
BYTES_A_SECOND = 50_000
AT_ONCE = 4096
REQUEST = re.compile(rb"(?:GET|POST) (\S+) HTTP/1\.1\r\n")
END_OF_HEAD = b"\r\n\r\n"


@dataclass
class Wire:
    """What went over it since it was last emptied, by path: requests, bytes both ways, and those of answers' heads."""

    url: str = ""
    requests: Counter[str] = field(default_factory=Counter)
    sent: Counter[str] = field(default_factory=Counter)
    came: Counter[str] = field(default_factory=Counter)
    heads: Counter[str] = field(default_factory=Counter)

    def empty(self) -> None:
        """Count anew."""
        for counts in (self.requests, self.sent, self.came, self.heads):
            counts.clear()


class _Line:
    """One direction of the network, shared by all connections."""

    def __init__(self, slow: bool) -> None:
        self._slow = slow
        self._free_at = 0.0

    async def carry(self, data: bytes, to: asyncio.StreamWriter) -> None:
        if not self._slow:
            to.write(data)
            return
        loop = asyncio.get_running_loop()
        self._free_at = max(loop.time(), self._free_at) + len(data) / BYTES_A_SECOND
        await asyncio.sleep(self._free_at - loop.time())
        loop.call_later(ROUND_TRIP_SECONDS / 2, to.write, data)

    def close(self, to: asyncio.StreamWriter) -> None:
        """After all that is still on its way."""
        asyncio.get_running_loop().call_later(ROUND_TRIP_SECONDS / 2 if self._slow else 0, to.close)


class _Between:
    def __init__(self, server: str, wire: Wire, slow: bool) -> None:
        self._server = urlsplit(server)
        self._wire = wire
        self._slow = slow
        self._up, self._down = _Line(slow), _Line(slow)

    async def connect(self, from_browser: asyncio.StreamReader, to_browser: asyncio.StreamWriter) -> None:
        """One connection."""
        await asyncio.sleep(ROUND_TRIP_SECONDS if self._slow else 0)
        from_server, to_server = await asyncio.open_connection(self._server.hostname, self._server.port)
        path = [""]

        async def ask() -> None:
            while data := await from_browser.read(AT_ONCE):
                if request := REQUEST.match(data):
                    path[0] = request[1].decode()
                    self._wire.requests[path[0]] += 1
                self._wire.sent[path[0]] += len(data)
                await self._up.carry(data, to_server)
            self._up.close(to_server)

        async def answer() -> None:
            while data := await from_server.read(AT_ONCE):
                self._wire.came[path[0]] += len(data)
                if data.startswith(b"HTTP/1.1 "):
                    self._wire.heads[path[0]] += data.index(END_OF_HEAD) + len(END_OF_HEAD)
                await self._down.carry(data, to_browser)
            self._down.close(to_browser)

        with suppress(ConnectionError, asyncio.CancelledError):
            await asyncio.gather(ask(), answer())


@contextmanager
def between(server: str, *, slow: bool) -> Iterator[Wire]:
    """The wire to a server's origin; the browser is to open `url`."""
    wire, loop = Wire(), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    starting = asyncio.start_server(_Between(server, wire, slow).connect, "127.0.0.1", 0)
    listening = asyncio.run_coroutine_threadsafe(starting, loop).result()
    wire.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    yield wire
    asyncio.run_coroutine_threadsafe(_end_all(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


async def _end_all() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for one in others:
        one.cancel()
    await asyncio.gather(*others, return_exceptions=True)
