"""What somebody sees who watches a caller's network: each request and answer, how large it is and when it passes."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import BinaryIO
from urllib.parse import urlsplit

PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Passed:
    """One request and its answer. Sizes in bytes, heads included; seconds of a clock that never goes back.

    `op` is what a watcher does not see, behind TLS: the first byte of the body. Tests ask what looks alike by it.
    """

    path: str
    op: int | None
    asked_bytes: int
    answered_bytes: int
    asked_at: float
    answered_at: float


@dataclass
class Wiretap:
    """One caller's wire. `url` is the origin for her page."""

    url: str
    passed: list[Passed] = field(default_factory=list)

    def posts(self) -> list[Passed]:
        """What went on the one path, in order."""
        return sorted((one for one in self.passed if one.path == "/post"), key=lambda one: one.asked_at)

    def others(self) -> list[Passed]:
        """All else, in order."""
        return sorted((one for one in self.passed if one.path != "/post"), key=lambda one: one.asked_at)


@contextmanager
def wiretap(site_url: str) -> Iterator[Wiretap]:
    """A wire of its own to a site, for one page."""
    address = urlsplit(site_url)
    assert address.hostname is not None
    assert address.port is not None
    target = (address.hostname, address.port)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        tap = Wiretap(f"http://127.0.0.1:{listener.getsockname()[1]}")
        threading.Thread(target=_accept, args=(listener, target, tap), daemon=True).start()
        yield tap
        listener.shutdown(socket.SHUT_RDWR)


def _accept(listener: socket.socket, target: tuple[str, int], tap: Wiretap) -> None:
    with suppress(OSError):
        while True:
            near, _ = listener.accept()
            near.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=_carry, args=(near, target, tap), daemon=True).start()


def _carry(near: socket.socket, target: tuple[str, int], tap: Wiretap) -> None:
    """One connection: requests and answers in turn, until one end lets go."""
    with suppress(OSError, EOFError), near, socket.create_connection(target) as far:
        far.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        asking, answering = near.makefile("rb"), far.makefile("rb")
        while True:
            head = _head(asking)
            asked_at = time.monotonic()
            body = asking.read(_length(head))
            far.sendall(head + body)
            answer_head = _head(answering)
            answered_at = time.monotonic()
            near.sendall(answer_head)
            left = length = _length(answer_head)
            while left:
                piece = answering.read(min(left, PIECE))
                near.sendall(piece)
                left -= len(piece)
            path, op = head.split(b" ")[1].decode(), body[0] if body else None
            asked, answered = len(head) + len(body), len(answer_head) + length
            tap.passed.append(Passed(path, op, asked, answered, asked_at, answered_at))


def _head(stream: BinaryIO) -> bytes:
    lines: list[bytes] = []
    while not lines or lines[-1] != b"\r\n":
        line = stream.readline()
        if not line:
            raise EOFError
        lines.append(line)
    return b"".join(lines)


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 0
