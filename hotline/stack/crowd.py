"""The connections of one web process, within bounds: whoever has kept it waiting longest makes room.

A server that knows no addresses cannot tell ten thousand slow connections from ten thousand callers. But an honest
request is here within seconds, so under pressure the connection goes that has waited longest for its other end: for
the rest of a request, or to be read what it was answered. Those that are being answered stay.
"""

import asyncio
import resource
from typing import Protocol

CONNECTIONS_AT_MOST = 12_288
FILES_BESIDE_CONNECTIONS = 256
HELD_BYTES_AT_MOST = 128 << 20
WAIT_SECONDS = 75.0
LOOK_SECONDS = 5.0


class Connection(Protocol):
    """What a crowd is made of."""

    def drop(self) -> None:
        """End at once, whatever was still to be said."""

    def late(self) -> None:
        """End because its time is over, and say so if it was sending a request."""


def raise_file_limit() -> int:
    """Let this process open as many files as it ever may; how many connections it then has room for."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return min(CONNECTIONS_AT_MOST, most - FILES_BESIDE_CONNECTIONS)


class Crowd:
    """At most so many connections, holding at most so many bytes; `held_bytes` is what they hold."""

    def __init__(self, most: int = CONNECTIONS_AT_MOST, most_bytes: int = HELD_BYTES_AT_MOST) -> None:
        self.most = most
        self.most_bytes = most_bytes
        self.held_bytes = 0
        self._held: dict[Connection, int] = {}
        self._waiting: dict[Connection, float] = {}
        self._look_due: asyncio.TimerHandle | None = None

    def waits(self, connection: Connection, held_bytes: int = 0) -> None:
        """From here on it is waited for: for a request, or until it has read an answer of which so much is unsent."""
        self.begins(connection)
        self._hold(connection, held_bytes)
        self._look_later()

    def begins(self, connection: Connection) -> None:
        """It is waited for anew: its request has begun."""
        self._waiting.pop(connection, None)
        self._waiting[connection] = asyncio.get_running_loop().time()

    def works(self, connection: Connection) -> None:
        """Its request is whole: it is this process's turn."""
        self._waiting.pop(connection, None)

    def brings(self, connection: Connection, size_bytes: int) -> None:
        """It sent so much more of a request."""
        if connection in self._held:
            self._hold(connection, self._held[connection] + size_bytes)

    def leaves(self, connection: Connection) -> None:
        """It has ended."""
        self._waiting.pop(connection, None)
        self.held_bytes -= self._held.pop(connection, 0)

    def _hold(self, connection: Connection, size_bytes: int) -> None:
        self.held_bytes += size_bytes - self._held.get(connection, 0)
        self._held[connection] = size_bytes
        while self._waiting and (len(self._held) > self.most or self.held_bytes > self.most_bytes):
            longest = next(iter(self._waiting))
            self.leaves(longest)
            longest.drop()

    def _look_later(self) -> None:
        if self._look_due is None:
            self._look_due = asyncio.get_running_loop().call_later(LOOK_SECONDS, self._look)

    def _look(self) -> None:
        """End those whose time is over."""
        self._look_due = None
        over = asyncio.get_running_loop().time() - WAIT_SECONDS
        for connection in [one for one, since in self._waiting.items() if since < over]:
            self.leaves(connection)
            connection.late()
        if self._waiting:
            self._look_later()
