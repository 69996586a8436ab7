"""One whole hotline on this machine: both Redis, then the web, then the workers; watched, and stopped in reverse."""

import os
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from hotline.settings import Settings
from hotline.stack.blur import Blur
from hotline.stack.errors import StartError
from hotline.stack.folders import Folders
from hotline.stack.listening import answers_http, listen_on_path, listen_on_port, url_of
from hotline.stack.part import WIPE_FREED_PYTHON, Part
from hotline.stack.redis import QUEUE_MAXMEMORY_BYTES, RedisFiles, redis_part, wait_until_ready, write_config
from hotline.stack.redis_binary import RedisBinary, find_redis
from hotline.stack.watch import Watch
from hotline.web import build

PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR")
WEB_START_SECONDS = 60


def say_on_stderr(sentence: str) -> None:
    """Where a Stack speaks unless told otherwise."""
    print(sentence, file=sys.stderr, flush=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to run. `port`: None for the usual one, or another if that is taken; 0 for any; `web_socket` instead."""

    port: int | None = None
    web_socket: Path | None = None
    web_processes: int = 1
    worker_processes: int = 1
    maxmemory_bytes: int | None = None
    redis_binary: RedisBinary | None = None


class Stack:
    """What runs below one data directory. A context manager: inside it everything runs, after it nothing does.

    `root_pk` is the organization's root public key and `fingerprint` its words; `before_web`, called once Redis
    answers, may set them. `on_ready` is called once the web answers: what it returns goes into ready.json.
    Parts (`redis`, `queue`, `web`, `worker`; `webs` and `workers` for all) have `pid`, `kill()`, `stop()` and
    `start()`; one that dies by itself is started again. Start it from a thread that outlives it: on Linux its children
    die with that.
    """

    def __init__(
        self,
        data_dir: Path,
        plan: Plan | None = None,
        *,
        root_pk: bytes = b"",
        fingerprint: str = "",
        before_web: Callable[["Stack"], None] | None = None,
        on_ready: Callable[["Stack"], Mapping[str, Any]] | None = None,
        say: Callable[[str], None] = say_on_stderr,
    ) -> None:
        self.folders = Folders(data_dir)
        self.plan = plan or Plan()
        self.root_pk = root_pk
        self.fingerprint = fingerprint
        self.url = ""
        self.redis_socket = Path()
        self.queue_socket = Path()
        self.parts: list[Part] = []
        self.webs: list[Part] = []
        self.workers: list[Part] = []
        self._before_web, self._on_ready, self._say = before_web, on_ready, say
        self._undo = ExitStack()
        self._stopped = threading.Event()

    @property
    def redis(self) -> Part:
        """The Redis process that keeps what is stored."""
        return self.parts[0]

    @property
    def queue(self) -> Part:
        """The Redis process that holds the queue of jobs, in memory alone."""
        return self.parts[1]

    @property
    def web(self) -> Part:
        """The first web process."""
        return self.webs[0]

    @property
    def worker(self) -> Part:
        """The first worker process."""
        return self.workers[0]

    def start(self) -> Self:
        """Returns when everything answers. Raises StartError, having stopped what it had started."""
        try:
            self._prepare()
            self._start_redis()
            if self._before_web:
                self._before_web(self)
            self._start_webs()
            self._start_workers()
            self._announce()
            self._start_watch()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Stops all that was started and returns when it is gone; what is kept stays below the data directory."""
        self._undo.close()
        self._stopped.set()

    def wait(self) -> None:
        """Returns once somebody called `stop`."""
        self._stopped.wait()

    def hurry(self) -> None:
        """Kills what still runs. For a signal handler: takes no lock."""
        for part in self.parts:
            part.kill_at_once()

    def environment(self) -> dict[str, str]:
        """What our own processes see: little of ours, all `HOTLINE_…`, and the allocator that wipes what is freed."""
        kept = {name: value for name, value in os.environ.items() if name in PASSED_ON or name.startswith("HOTLINE_")}
        settings = Settings(self.redis_socket, self.queue_socket, self.folders.keys, self.root_pk, self.fingerprint)
        return kept | WIPE_FREED_PYTHON | settings.to_environment()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.stop()

    def _prepare(self) -> None:
        self.folders.make()
        self._lock = self.folders.lock()
        self._undo.callback(os.close, self._lock)
        blur = Blur(self.folders.root)
        self._undo.callback(blur.end)
        blur.start()
        self._run_dir = self.folders.make_run()
        self._undo.callback(self.folders.remove_run)

    def _start_redis(self) -> None:
        binary = self.plan.redis_binary or find_redis()
        kept = RedisFiles(run_dir=self._run_dir, data_dir=self.folders.redis)
        queue = RedisFiles(run_dir=self._run_dir, name="queue")
        write_config(kept, binary, maxmemory_bytes=self.plan.maxmemory_bytes)
        write_config(queue, binary, maxmemory_bytes=QUEUE_MAXMEMORY_BYTES)
        self.redis_socket, self.queue_socket = kept.socket, queue.socket
        parts = [redis_part(binary, kept, keep_open=(self._lock,)), redis_part(binary, queue)]
        self._say(f"Keeping data with {binary}.")
        self._run(parts)
        for part, files in zip(parts, (kept, queue), strict=True):
            wait_until_ready(part, files)

    def _start_webs(self) -> None:
        if self.plan.web_processes == 0:
            return
        if not build.is_complete():
            raise StartError(
                "The browser's library is missing. In a checkout: make up. Else install the hotline again."
            )
        path = self.plan.web_socket
        listener = self._undo.enter_context(listen_on_path(path) if path else listen_on_port(self.plan.port))
        self.url = url_of(listener)
        number = listener.fileno()
        command = [sys.executable, "-P", "-m", "hotline.stack.web", str(number)]
        environment = self.environment()
        for _ in range(self.plan.web_processes):
            self.webs.append(Part("The web server", command, environment, keep_open=(number,)))
        self._run(self.webs)
        deadline = time.monotonic() + WEB_START_SECONDS
        while not answers_http(listener, timeout_seconds=1):
            if self.web.pid is None or time.monotonic() > deadline:
                raise StartError("The web server did not start. What it said stands above.")

    def _start_workers(self) -> None:
        command = [sys.executable, "-P", "-m", "workers"]
        environment = self.environment()
        for _ in range(self.plan.worker_processes):
            self.workers.append(Part("The worker", command, environment, grace_seconds=10))
        self._run(self.workers)

    def _run(self, parts: Sequence[Part]) -> None:
        self.parts.extend(parts)
        self._undo.callback(_stop_all, parts)
        for part in parts:
            part.start()

    def _announce(self) -> None:
        more = self._on_ready(self) if self._on_ready else {}
        self._undo.callback(self.folders.remove_ready)
        sockets = {"redis_socket": str(self.redis_socket), "queue_socket": str(self.queue_socket)}
        self.folders.write_ready({"url": self.url, "pid": os.getpid(), **sockets, **more})

    def _start_watch(self) -> None:
        watch = Watch(self.parts, self._say)
        self._undo.callback(watch.end)
        watch.start()


def _stop_all(parts: Sequence[Part]) -> None:
    for part in parts:
        part.ask_to_stop()
    for part in parts:
        part.stop()
