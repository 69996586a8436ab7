"""Controls: marks planted in every place in every form just before the search, which must find each of them.

Nothing in the product helps with this. Both Redis, the files, the logs and the transcript are given the control as they
are given anything: a key, a file, a printed line, a request. A process's memory and environment are written to from
outside while it is stopped: into the stack below where it is in use, and over the environment, which is then put back.
What stood there before is taken first. The web process is also sent a request whose last byte is kept back, so that a
control waits in its memory where bodies do.
"""

import gzip
import socket
import zlib
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from redis import Redis
from rq.job import Job
from rq.serializers import JSONSerializer

from crypto.sizes import CHUNK_PUT_REQUEST, REQUEST_HEAD
from hotline.client.post import UNIX, Post
from hotline.drill.marks import Mark, forms
from hotline.drill.processes import Process
from hotline.drill.search import INSIDE, Finding, Place

KEY = "drill:control"
FILE = "drill-control"

_BELOW_BYTES = 16384  # what a signal's frame and the red zone may need, several times over
_GAP = b"\n\0\n"


@dataclass
class Controls:
    """Marks that are planted together under a name; `expected` is what a search must say of them."""

    name: str
    expected: set[Finding] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.text, self.octets = Mark.draw(f"control {self.name}"), Mark.draw_octets(f"control bytes {self.name}")
        self.nested, self.deflated, self.coded = (
            Mark.draw_octets(f"control {how} {self.name}") for how in ("twice compressed", "deflated", "in base64")
        )

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All of them, for the search."""
        return self.text, self.octets, self.nested, self.deflated, self.coded

    def plain(self) -> list[bytes]:
        """Every form of a text and of bytes, and what is compressed."""
        every = [form for mark in (self.text, self.octets) for _, form in forms(mark)]
        streams = [zlib.compress(self.text.octets), gzip.compress(self.octets.octets)]
        return [*every, *streams, zlib.compress(gzip.compress(self.nested.octets))]

    def values(self) -> list[bytes]:
        """What is seen only where a value is whole: raw deflate, and base64 of what is compressed."""
        return [_deflate(self.deflated.octets), b64encode(zlib.compress(self.coded.octets))]

    def expect(self, place: str, *, values: bool = False) -> None:
        """All forms are to be found in this place; `values` too, where they were planted."""
        for mark in (self.text, self.octets):
            self.expected |= {Finding(mark.what, place, name) for name, _ in forms(mark)}
        inside = (self.text, self.octets, self.nested, *((self.deflated, self.coded) if values else ()))
        self.expected |= {Finding(mark.what, place, f"{next(forms(mark))[0]}{INSIDE}") for mark in inside}


def in_redis(control: Controls, socket: Path) -> None:
    """As values of a hash under a key that is not declared."""
    values = [_joined(control.plain()), *control.values()]
    with Redis(unix_socket_path=str(socket)) as redis:
        redis.hset(KEY, mapping={f"{at}": value for at, value in enumerate(values)})


def out_of_redis(socket: Path) -> None:
    """The key is gone again."""
    with Redis(unix_socket_path=str(socket)) as redis:
        redis.delete(KEY)


def as_job(control: Controls, socket: Path) -> None:
    """As the arguments of a job, written by RQ itself as it writes them; no worker is told of it."""
    with Redis(unix_socket_path=str(socket)) as redis:
        job = Job.create("nowhere.nothing", (control.text.text,), connection=redis, serializer=JSONSerializer)
        redis.hset(KEY, "job", job.to_dict()["data"])
    control.expected.add(Finding(control.text.what, "queue redis keys", f"json{INSIDE}"))


@contextmanager
def in_files(control: Controls, data: Path, without: Path | None) -> Iterator[None]:
    """A file of all forms in every folder below the data directory but one, and in the first a file of each value."""
    folders = [data, *(path for path in data.rglob("*") if path.is_dir() and path != without), data / "run"]
    planted = {folder / FILE: _joined(control.plain()) for folder in folders}
    planted |= {data / f"{FILE}-{at}": value for at, value in enumerate(control.values())}
    try:
        for path, octets in planted.items():
            path.write_bytes(octets)
        for folder in folders:
            control.expect(_file_place(folder / FILE, data))
        for at, mark in enumerate((control.deflated, control.coded)):
            control.expected.add(Finding(mark.what, _file_place(data / f"{FILE}-{at}", data), f"bytes{INSIDE}"))
        yield
    finally:
        for path in planted:
            path.unlink(missing_ok=True)


def in_log(control: Controls, pid: int) -> None:
    """Printed to where the process prints, after what it has said, if that is a file."""
    for number, name in ((1, "standard output"), (2, "standard error")):
        path = Path(f"/proc/{pid}/fd/{number}")
        if path.is_file():
            with path.open("ab") as printed:
                printed.write(_joined(control.plain()))
            control.expect(name)


@contextmanager
def in_request(control: Controls, server: str, headers: Mapping[str, str]) -> Iterator[None]:
    """A request for a chunk whose last byte is kept back, so that its body waits in the web process's memory.

    The headers come with it, and are no control: a server that keeps them for as long as a request lasts is caught.
    """
    size = REQUEST_HEAD + CHUNK_PUT_REQUEST.size
    body = _joined(control.plain()).ljust(size, b"\n")
    lines = {"Host": "localhost", "Content-Length": str(size), **headers}
    named = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    head = f"POST /chunk HTTP/1.1\r\n{named}\r\n".encode()
    with connected(server) as connection:
        connection.sendall(head + body[:-1])
        _until_heard(server)
        control.expect("memory of web")
        yield


async def in_transcript(control: Controls, url: str) -> None:
    """A request of a wrong length, refused by the server."""
    async with Post(url) as post:
        await post.carry("POST", "/post", _joined(control.plain()))
    control.expect("transcript")


def taken(process: Process, control: Controls, *, environment: bool) -> list[Place]:
    """All that is in a process, with the control in it: what it has without, and then all of its memory with it.

    Written below the part of the stack that is in use, and for one process with an environment long enough over that.
    """
    written = _joined(control.plain())
    with process.held_still():
        at = process.stack_pointer() - _BELOW_BYTES - len(written)
        places = [*process.beside_memory(), Place(f"memory of {process.name}", process.read(at, len(written)))]
        with process.overwritten(at, written):
            places += process.memory()
        if environment:
            places += _environment_with(process, control)
    control.expect(f"memory of {process.name}")
    return places


def _environment_with(process: Process, control: Controls) -> Iterator[Place]:
    start, end = process.environment_span()
    for form in control.plain():
        with process.overwritten(start, form[: end - start]):
            yield from process.beside_memory()
    control.expect(f"environment of {process.name}")


def _until_heard(server: str) -> None:
    """Later requests are answered, so what was sent before has been read."""
    for _ in range(3):
        with connected(server) as connection:
            connection.sendall(b"GET /what-we-hold HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            while connection.recv(1 << 16):
                pass


def _file_place(path: Path, data: Path) -> str:
    return f"file {path.relative_to(data)}"


def _joined(parts: list[bytes]) -> bytes:
    return _GAP + _GAP.join(parts) + _GAP


def _deflate(octets: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(octets) + packer.flush()


def connected(server: str) -> socket.socket:
    """A bare connection to a hotline."""
    if server.startswith(UNIX):
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(server.removeprefix(UNIX))
        return connection
    place = urlsplit(server)
    return socket.create_connection((place.hostname, place.port))
