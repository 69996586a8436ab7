"""A proxy between players and server that records all that goes either way, as a server that turned would."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from hotline.client.post import UNIX
from hotline.drill.search import Place

_READ_BYTES = 1 << 16
_HEAD = re.compile(rb"POST (/[a-z]+) HTTP/1\.1\r\n(?:[^\r\n]+\r\n)*\r\n")
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)


class Recorder:
    """Listens on a unix socket and hands on to the server, byte for byte. An asynchronous context manager."""

    def __init__(self, server: str, path: Path) -> None:
        self.url = f"{UNIX}{path}"
        self._server, self._path = server, path
        self._up: list[bytearray] = []
        self._down: list[bytearray] = []
        self._tasks = set[asyncio.Task[None]]()

    async def __aenter__(self) -> Self:
        self._listener = await asyncio.start_unix_server(self._serve, self._path)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._listener.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def places(self) -> Iterator[Place]:
        """All that was sent, connection by connection and way by way."""
        for octets in (*self._up, *self._down):
            yield Place("transcript", bytes(octets), is_transcript=True)

    def requests(self) -> Iterator[tuple[str, bytes]]:
        """Path and body of every whole request of the form that clients send."""
        for octets in map(bytes, self._up):
            at = 0
            while head := _HEAD.match(octets, at):
                length = _LENGTH.search(head[0])
                if length is None or head.end() + int(length[1]) > len(octets):
                    break
                at = head.end() + int(length[1])
                yield head[1].decode(), octets[head.end() : at]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        up, down = bytearray(), bytearray()
        self._up.append(up)
        self._down.append(down)
        with suppress(OSError, asyncio.CancelledError):
            server_reader, server_writer = await self._connect()
            async with asyncio.TaskGroup() as ways:
                ways.create_task(_carry(reader, server_writer, up))
                ways.create_task(_carry(server_reader, writer, down))

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._server.startswith(UNIX):
            return await asyncio.open_unix_connection(self._server.removeprefix(UNIX))
        place = urlsplit(self._server)
        return await asyncio.open_connection(place.hostname, place.port, ssl=place.scheme == "https")


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, kept: bytearray) -> None:
    """One way, until it ends or is ended; what is carried is kept."""
    try:
        with suppress(OSError):
            while octets := await reader.read(_READ_BYTES):
                kept += octets
                writer.write(octets)
                await writer.drain()
    finally:
        writer.close()
