"""The processes of a running hotline, and what can be taken of one: memory, environment, command line, deleted files.

Linux alone, and for who may trace them: the same user, where the machine allows that to others than a parent, or root.
"""

import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hotline.client.errors import ClientError
from hotline.drill.search import Place

_PROC = Path("/proc")
_PIECE_BYTES = 64 << 20
_OVERLAP_BYTES = 4096
_ENV_START = 47  # of the fields after the name; proc(5) counts it as 50
_KERNELS = ("[vvar", "[vsyscall", "[vdso")


class NotTraceable(ClientError):
    """The memory of the hotline's processes cannot be read."""

    advice = (
        "The memory of the hotline's processes cannot be read. Run the drill on Linux, as the user that the hotline "
        "runs as or as root."
    )


@dataclass(frozen=True, slots=True)
class Process:
    """One process of the server, named by what it does."""

    name: str
    pid: int

    @property
    def environment(self) -> Mapping[str, str]:
        """Its environment as it was started with."""
        octets = (_PROC / str(self.pid) / "environ").read_bytes()
        pairs = (one.decode("utf-8", "replace").partition("=") for one in octets.split(b"\0") if one)
        return {name: value for name, _, value in pairs}

    def beside_memory(self) -> Iterator[Place]:
        """Its environment, its command line, and files that it holds open though they were deleted."""
        folder = _PROC / str(self.pid)
        yield Place(f"environment of {self.name}", (folder / "environ").read_bytes())
        yield Place(f"command line of {self.name}", (folder / "cmdline").read_bytes())
        for opened in (folder / "fd").iterdir():
            with suppress(OSError):
                if str(opened.readlink()).endswith(" (deleted)") and opened.is_file():
                    yield Place(f"deleted file of {self.name}", opened.read_bytes())

    def memory(self) -> Iterator[Place]:
        """All of its memory that is not a program's unchanged file, as it stands now."""
        with (_PROC / str(self.pid) / "mem").open("rb", buffering=0) as octets:
            for start, end in self._spans():
                yield from self._stretch(octets, start, end)

    def _spans(self) -> Iterator[tuple[int, int]]:
        for line in (_PROC / str(self.pid) / "maps").read_text().splitlines():
            span, rights, _, _, inode, *path = line.split(None, 5)
            is_own = rights.startswith("rw") or inode == "0"
            if rights.startswith("r") and is_own and not (path and path[0].startswith(_KERNELS)):
                start, _, end = span.partition("-")
                yield int(start, 16), int(end, 16)

    def _stretch(self, octets: Any, start: int, end: int) -> Iterator[Place]:
        for at in range(start, end, _PIECE_BYTES - _OVERLAP_BYTES):
            with suppress(OSError, ValueError):  # a stretch that was unmapped meanwhile, or cannot be read
                octets.seek(at)
                yield Place(f"memory of {self.name}", octets.read(min(_PIECE_BYTES, end - at)), is_value=False)

    def read(self, at: int, size_bytes: int) -> bytes:
        """What stands in its memory there."""
        with (_PROC / str(self.pid) / "mem").open("rb", buffering=0) as octets:
            octets.seek(at)
            return octets.read(size_bytes)

    @contextmanager
    def overwritten(self, at: int, octets: bytes) -> Iterator[None]:
        """Other bytes stand there for a while, and then again what stood. For a process that is held still."""
        before = self.read(at, len(octets))
        try:
            self._write(at, octets)
            yield
        finally:
            self._write(at, before)

    def _write(self, at: int, octets: bytes) -> None:
        with (_PROC / str(self.pid) / "mem").open("r+b", buffering=0) as memory:
            memory.seek(at)
            memory.write(octets)

    def stack_pointer(self) -> int:
        """Where the stack of its first thread is in use down to. For a process that is held still."""
        return int((_PROC / str(self.pid) / "syscall").read_text().split()[-2], 16)

    def environment_span(self) -> tuple[int, int]:
        """Where its environment stands in its memory: beginning and end."""
        fields = (_PROC / str(self.pid) / "stat").read_text().rpartition(")")[2].split()
        return int(fields[_ENV_START]), int(fields[_ENV_START + 1])

    @contextmanager
    def held_still(self) -> Iterator[None]:
        """Stopped, as a seizure would have it; it goes on afterwards and has missed nothing."""
        os.kill(self.pid, signal.SIGSTOP)
        try:
            while self._state() not in "Tt":
                os.sched_yield()
            yield
        finally:
            os.kill(self.pid, signal.SIGCONT)

    def _state(self) -> str:
        return (_PROC / str(self.pid) / "stat").read_text().rpartition(")")[2].split()[0]


def processes_of(supervisor: int, with_supervisor: bool) -> list[Process]:
    """The server's processes below a supervisor, by what they do; with itself where it is no player. NotTraceable."""
    found = [Process("supervisor", supervisor)] if with_supervisor else []
    for pid in _below(supervisor):
        with suppress(OSError):
            name = _name_of((_PROC / str(pid) / "cmdline").read_bytes().split(b"\0"))
            if name:
                found.append(Process(name, pid))
    if not found or not all(os.access(_PROC / str(one.pid) / "mem", os.R_OK | os.W_OK) for one in found):
        raise NotTraceable
    return found


def _below(pid: int) -> Iterator[int]:
    """All descendants, parents first. Children are listed by the thread that made them."""
    with suppress(OSError):
        for task in (_PROC / str(pid) / "task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                yield child
                yield from _below(child)


def _name_of(command: list[bytes]) -> str:
    if b"hotline.stack.web" in command:
        return "web"
    if b"workers" in command:
        return "worker and clock"
    if any(word.endswith(b"/redis.conf") for word in command):
        return "redis"
    return "queue redis" if any(word.endswith(b"/queue.conf") for word in command) else ""
