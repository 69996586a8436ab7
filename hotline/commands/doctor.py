"""`hotline doctor`: what is wrong with a hotline on this machine, and how to mend it."""

import json
import stat
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from redis import Redis
from redis.exceptions import RedisError

from crypto.directory import Directory
from crypto.errors import DirectoryError
from hotline.client.errors import ClientError, NoPack
from hotline.client.packs import pack_of
from hotline.client.post import Post, fetch_directory
from hotline.commands.talking import DATA, tell
from hotline.triage.pack import PACKS
from hotline.triage.reviews import past_review

SOON_HOURS = 48
PREPARED_HOURS = 24 * 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `mend` says what to do when it is not good.

    What is `late` is good so far, and due to be read again.
    """

    good: bool
    what: str
    mend: str = ""
    late: bool = False

    @property
    def sign(self) -> str:
        """What its line begins with."""
        return "LATE " if self.late else "ok   " if self.good else "MEND "


def add(parser: ArgumentParser) -> None:
    """`hotline doctor`."""
    parser.add_argument("--data", type=Path, default=DATA, help="data directory of the hotline")
    parser.add_argument("--json", action="store_true", help="answer in JSON, for programs")


async def run(options: Namespace) -> int:
    """Look at everything; 1 when something is to be mended."""
    findings = [finding async for finding in _look(options.data)]
    facts = {"findings": [{"good": one.good, "what": one.what, "mend": one.mend, "late": one.late} for one in findings]}
    lines = [f"{one.sign} {one.what}" + (f"\n      {one.mend}" if one.mend else "") for one in findings]
    tell(options, facts, *lines)
    return 0 if all(one.good for one in findings) else 1


def reviews(directory: Directory, today: date) -> Iterator[Finding]:
    """What the organization's pack says that ought to have been read again before this day."""
    try:
        pack = pack_of(directory)
    except NoPack:
        yield Finding(False, "The directory names no pack that is here.", NoPack.advice)
        return
    late = past_review(PACKS / pack.id, today)
    for one in late:
        what = f"{pack.id}/{one.file.name}: {one.where} was to be read again by {one.day('review_by')}."
        yield Finding(True, what, "Read it in its source, then set verified_on and review_by.", late=True)
    if not late:
        yield Finding(True, f"Nothing in the pack {pack.id} is past its review.")


async def _look(data: Path) -> Any:
    ready = data / "ready.json"
    if not ready.is_file():
        yield Finding(False, "No hotline runs on this data directory.", "Start it: hotline up")
        return
    told = json.loads(ready.read_text(encoding="utf-8"))
    for check in (
        lambda: _redis(told["redis_socket"]),
        lambda: _queue(told["queue_socket"]),
        lambda: _keys(data / "keys"),
    ):
        for finding in _careful(check):
            yield finding
    for finding in await _directory(told):
        yield finding


def _careful(check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from check()
    except (RedisError, OSError):
        yield Finding(False, "Redis does not answer.", "Stop the hotline (Ctrl-C) and start it again: hotline up")


def _redis(socket: str) -> Iterator[Finding]:
    with Redis(unix_socket_path=socket, decode_responses=True) as connection:
        info: dict[str, Any] = connection.info("everything")
    yield Finding(True, f"Redis {info['redis_version']} answers.")
    restart = "Start Redis through hotline up, which writes its settings."
    yield _is(info.get("aof_enabled") == 1, "Every write is on disk before it is answered.", restart)
    yield _is(info.get("maxmemory_policy") == "noeviction", "Redis never drops what waits.", restart)
    wrote = info.get("aof_last_write_status") == "ok"
    yield _is(wrote, "The last write to disk went well.", "Make room on the disk, then start the hotline again.")


def _queue(socket: str) -> Iterator[Finding]:
    with Redis(unix_socket_path=socket, decode_responses=True) as connection:
        info: dict[str, Any] = connection.info("persistence")
        workers = connection.scard("rq:workers")
    restart = "Start Redis through hotline up, which writes its settings."
    yield _is(info.get("aof_enabled") == 0, "The queue of jobs is in memory alone.", restart)
    yield _is(bool(workers), "A worker is alive.", "Start the hotline again; if it stays so, look at what it prints.")


def _keys(folder: Path) -> Iterator[Finding]:
    file = folder / "wrapping-key"
    there = file.is_file()
    yield _is(
        there, "The wrapping key is there.", "It is made at the start. If it was lost, nothing stored opens again."
    )
    if there:
        closed = not stat.S_IMODE(file.stat().st_mode) & 0o077 and not stat.S_IMODE(folder.stat().st_mode) & 0o077
        yield _is(closed, "Only its owner can read it.", f"chmod 700 {folder}; chmod 600 {file}")


async def _directory(told: dict[str, Any]) -> list[Finding]:
    publish = "A coordinator runs: hotline directory publish (daily: hotline coordinator tend)"
    root = told.get("root")
    if not root:
        return [Finding(False, "The organization's root is not known here.", "Start it through hotline up.")]
    try:
        async with Post(told["url"]) as post:
            directory = await fetch_directory(post, bytes.fromhex(root))
            hour = post.hour()
    except (ClientError, DirectoryError) as problem:
        return [Finding(False, f"There is no good directory: {problem}", publish)]
    left = directory.expires - hour
    prepared = min(max((epoch.to_hour for epoch in desk.epochs), default=0) - hour for desk in directory.desks)
    return [
        Finding(True, f"Directory version {directory.version} is signed by this organization."),
        _is(left > SOON_HOURS, f"It is good for {left} hours more.", publish),
        _is(prepared > PREPARED_HOURS, f"Desk keys are prepared for {prepared} hours.", publish),
        *reviews(directory, datetime.fromtimestamp(hour * 3600, UTC).date()),
    ]


def _is(good: bool, what: str, mend: str) -> Finding:
    return Finding(good, what, "" if good else mend)
