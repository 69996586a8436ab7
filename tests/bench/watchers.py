"""Members who watch, in a process of their own: they hold the stream and read the bucket whenever it is named.

`python -m tests.bench.watchers HOST PORT BUCKET COUNT`, with the member secret in hexadecimal on the first line of
standard input. Says "watching" once all of them do, and ends when standard input does. They open nothing: their trial
openings belong to their own devices.
"""

import asyncio
import sys
import time
from asyncio import FIRST_COMPLETED

from crypto.hashing import u16, u32
from crypto.sizes import FRAME, FRAME_BUCKETS, SLOTS_REQUEST, U16


class Watcher:
    """One member, with a connection for the stream and one for reading."""

    def __init__(self, host: str, port: int, secret: bytes, bucket: int) -> None:
        self._host, self._port = host, port
        self._secret, self._bucket = secret, u16(bucket)
        self._woken = asyncio.Event()

    async def watch(self) -> None:
        """Begin; returns with the first frame, and goes on by itself."""
        reader, self._stream = await asyncio.open_connection(self._host, self._port)
        self._stream.write(self._request("/watch", self._secret))
        await reader.readuntil(b"\r\n\r\n")
        await self._frame(reader)
        self.tasks = [asyncio.create_task(self._keep_watching(reader)), asyncio.create_task(self._keep_reading())]

    async def _keep_watching(self, reader: asyncio.StreamReader) -> None:
        while True:
            named = (await self._frame(reader))[: FRAME_BUCKETS * U16]
            if self._bucket in (named[at : at + U16] for at in range(0, len(named), U16)):
                self._woken.set()

    async def _frame(self, reader: asyncio.StreamReader) -> bytes:
        """One chunk of the stream: its length in hexadecimal, the frame, and the end of a line."""
        await reader.readuntil(b"\r\n")
        return (await reader.readexactly(FRAME + 2))[:FRAME]

    async def _keep_reading(self) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            await self._read()

    async def _read(self) -> None:
        """On a connection of its own: the server ends one that says nothing for some seconds."""
        reader, writer = await asyncio.open_connection(self._host, self._port)
        try:
            since = u32(int(time.time()) // 3600 - 1)
            writer.write(
                self._request("/slots", SLOTS_REQUEST.pack(secret=self._secret, bucket=self._bucket, since=since))
            )
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            if not head.startswith(b"http/1.1 200"):
                raise ConnectionError("the bucket was not given")
            await reader.readexactly(int(head.partition(b"content-length:")[2].split()[0]))
        finally:
            writer.close()

    def _request(self, path: str, body: bytes) -> bytes:
        head = f"POST {path} HTTP/1.1\r\nhost: {self._host}:{self._port}\r\ncontent-length: {len(body)}\r\n\r\n"
        return head.encode() + body


async def main(host: str, port: int, bucket: int, count: int) -> None:
    """Watch until standard input ends. What ends one of the watchers before that is raised."""
    secret = bytes.fromhex(sys.stdin.readline())
    watchers = [Watcher(host, port, secret, bucket) for _ in range(count)]
    await asyncio.gather(*(one.watch() for one in watchers))
    print("watching", flush=True)
    over = asyncio.create_task(asyncio.to_thread(sys.stdin.read))
    ended, _ = await asyncio.wait(
        [over, *(task for one in watchers for task in one.tasks)], return_when=FIRST_COMPLETED
    )
    for one in ended:
        one.result()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))
