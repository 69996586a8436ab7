"""Ten thousand `watch` streams on one web process: what each costs in memory, and how soon all of them are woken."""

import resource
import select
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from crypto.hashing import u16
from crypto.sizes import FRAME, FRAME_BUCKETS, SECRET, U16
from tests.bench import sealed
from tests.bench.results import RUNS_AT_LEAST, Result, percentile, plain
from tests.bench.sealed import Kind
from tests.bench.site import Site, running

STREAMS = 10_000
TOGETHER = 500  # opened at once: fewer than may wait to be accepted
SPARE_FILES = 500
CHUNK_HEAD = f"{FRAME:x}\r\n".encode()
OPEN_SECONDS = 120
WAKE_SECONDS = 60


class TooFewFiles(Exception):
    """This system lets a process open fewer files than there are to be streams."""


def measure(folder: Path, say: Callable[[str], None]) -> Iterator[Result]:
    """Memory in KB, and seconds from the acknowledged case to the frame that names its bucket."""
    _raise_limit()
    wakes, spreads = [], []
    with running(folder / "streams") as site:
        before = _resident_kb(site)
        say(f"{STREAMS} streams")
        with _opened(site) as streams:
            each = [(_resident_kb(site) - before) / STREAMS for _ in range(RUNS_AT_LEAST) if streams.read_beat()]
            for case in sealed.seal_cases(Kind.of(site.organization), RUNS_AT_LEAST):
                site.ask("/post", case.request)
                arrivals = streams.woken(site.organization.bucket)
                wakes.append(percentile(arrivals, 0.99))
                spreads.append(percentile(arrivals, 0.99) - min(arrivals))
    yield plain("watch_memory", "KB a stream", each, note=f"{STREAMS} streams on one process")
    yield plain("watch_wake_p99", "s", wakes, note="from the acknowledged case, the beat of a second included")
    yield plain("watch_spread_p99", "s", spreads, note="from the first stream that was woken")


class Streams:
    """All the sockets, read by one thread."""

    def __init__(self, sockets: list[socket.socket]) -> None:
        self._by_number = {one.fileno(): one for one in sockets}
        self._poll = select.epoll()
        for number in self._by_number:
            self._poll.register(number, select.EPOLLIN)

    def read_beat(self) -> bool:
        """Read whatever comes until everybody has had something: the server is at rest with all of them."""
        missing = set(self._by_number)
        while missing:
            missing -= {number for number, _ in self._frames()}
        return True

    def woken(self, bucket: int) -> list[float]:
        """For every stream, the seconds from now to the frame that names the bucket. TimeoutError after a minute."""
        began = time.perf_counter()
        arrivals: dict[int, float] = {}
        while len(arrivals) < len(self._by_number):
            for number, frame in self._frames():
                names = [frame[at : at + U16] for at in range(0, FRAME_BUCKETS * U16, U16)]
                if u16(bucket) in names:
                    arrivals.setdefault(number, time.perf_counter() - began)
            if time.perf_counter() - began > WAKE_SECONDS:
                raise TimeoutError(f"{len(arrivals)} of {len(self._by_number)} streams were woken")
        return list(arrivals.values())

    def _frames(self) -> Iterator[tuple[int, bytes]]:
        for number, _ in self._poll.poll(1.0, len(self._by_number)):
            for part in self._by_number[number].recv(65536).split(CHUNK_HEAD)[1:]:
                yield number, part[:FRAME]


@contextmanager
def _opened(site: Site) -> Iterator[Streams]:
    where = urlsplit(site.url)
    head = f"POST /watch HTTP/1.1\r\nhost: {where.netloc}\r\ncontent-length: {SECRET}\r\n\r\n".encode()
    sockets: list[socket.socket] = []
    try:
        began = time.perf_counter()
        while len(sockets) < STREAMS:
            if time.perf_counter() - began > OPEN_SECONDS:
                raise TimeoutError(f"only {len(sockets)} streams were open after {OPEN_SECONDS} s")
            new = [socket.create_connection((where.hostname, where.port), timeout=60) for _ in range(TOGETHER)]
            sockets += new
            for one in new:
                one.sendall(head + site.organization.member_secret)
            for one in new:
                said = one.recv(4096)
                if not said.startswith(b"HTTP/1.1 200"):
                    raise ConnectionError(f"stream {len(sockets)} was refused: {said[:12]!r}")
        yield Streams(sockets)
    finally:
        for one in sockets:
            one.close()


def _resident_kb(site: Site) -> int:
    status = Path(f"/proc/{site.stack.web.pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))


def _raise_limit() -> None:
    """For this process, and for those that it starts."""
    soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = STREAMS + SPARE_FILES
    if most != resource.RLIM_INFINITY and most < wanted:
        raise TooFewFiles(f"{STREAMS} streams need a limit of {wanted} open files: `ulimit -Hn`")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(wanted, soft), most))
