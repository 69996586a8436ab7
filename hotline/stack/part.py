"""One child process: started on a leash, stopped politely, killed if it does not listen."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

LEASH = Path(__file__).with_name("leash.py")

# Freed memory is overwritten: the first two for programs on glibc's allocator, which overwrites nothing that it puts
# into a thread's cache of small blocks, so there is no such cache; the others for those on jemalloc, which does not
# overwrite a block that it copied to make it larger, so what is free is given back to the kernel within two seconds;
# at once would take a fifth of Redis's time. The jemalloc that Redis brings along reads a variable of another name.
_WIPING_JEMALLOC = "junk:free,dirty_decay_ms:1000,muzzy_decay_ms:0"
WIPE_FREED_MEMORY = {
    "MALLOC_PERTURB_": "165",
    "GLIBC_TUNABLES": "glibc.malloc.tcache_count=0",
    "MALLOC_CONF": _WIPING_JEMALLOC,
    "JE_MALLOC_CONF": _WIPING_JEMALLOC,
}
# For our own processes: Python takes every object from that allocator, and none from arenas of its own.
WIPE_FREED_PYTHON = {**WIPE_FREED_MEMORY, "PYTHONMALLOC": "malloc"}


class Part:
    """A named child. `wanted` is whether it ought to run: a watcher may start it again while that is true."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        keep_open: Sequence[int] = (),
        grace_seconds: float = 5,
    ) -> None:
        self.name = name
        self.command = tuple(command)
        self.environment = {**environment, **WIPE_FREED_MEMORY}
        self.wanted = False
        self._keep_open = tuple(keep_open)
        self._grace_seconds = grace_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The process that runs now, if one does."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    @property
    def exit_code(self) -> int | None:
        """How the last process ended (negative: by that signal); None while it runs or before it ever did."""
        return self._process.poll() if self._process is not None else None

    def start(self) -> None:
        """Starts it unless it runs. The child dies with the *thread* that started it, should that end first."""
        with self._lock:
            self.wanted = True
            if self.pid is None:
                self._process = self._spawn()

    def restart_if_dead(self) -> bool:
        """Starts it again if it ought to run and does not; says whether it did."""
        with self._lock:
            if not self.wanted or self.pid is not None:
                return False
            self._process = self._spawn()
            return True

    def ask_to_stop(self) -> None:
        """Sends SIGTERM and returns at once."""
        with self._lock:
            self.wanted = False
            self._signal(signal.SIGTERM)

    def stop(self) -> None:
        """Asks, waits for the grace, then kills. Returns when the process is gone."""
        self.ask_to_stop()
        if self._process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(self._grace_seconds)
        self._signal(signal.SIGKILL)
        self._process.wait()

    def kill(self) -> None:
        """SIGKILL, as a crash would; it stays down until `start`. Returns when the process is gone."""
        with self._lock:
            self.wanted = False
            self._signal(signal.SIGKILL)
        if self._process is not None:
            self._process.wait()

    def kill_at_once(self) -> None:
        """SIGKILL without waiting for anything: all that a signal handler may do."""
        self.wanted = False
        self._signal(signal.SIGKILL)

    def _spawn(self) -> subprocess.Popen[bytes]:
        leash = [sys.executable, "-I", "-S", str(LEASH), str(os.getpid())]
        # A session of its own: Ctrl-C reaches the supervisor alone, which then stops its parts in order.
        return subprocess.Popen(
            [*leash, *self.command],
            env=self.environment,
            cwd="/",
            stdin=subprocess.DEVNULL,
            pass_fds=self._keep_open,
            start_new_session=True,
        )

    def _signal(self, number: signal.Signals) -> None:
        """To the whole session while the leader lives; afterwards its number may be someone else's."""
        if self._process is None or self._process.poll() is not None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)
