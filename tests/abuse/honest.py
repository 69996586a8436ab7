"""Honest callers beside a horde of attackers: how many get through, how long it takes, what the server holds."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from redis import Redis

from crypto import case
from crypto.sealing import pair
from crypto.sizes import DONE, OPEN, CaseId, Hour
from hotline.client.errors import ClientError
from hotline.client.post import Post
from hotline.store import holds
from tests.organizations import Organization

HORDE = Path(__file__).with_name("horde.py")
KIBIBYTE, MEBIBYTE = 1 << 10, 1 << 20
PAUSE_SECONDS = 0.1

Connect = Callable[[], Post]


@dataclass(frozen=True, slots=True)
class Served:
    """How many honest cases were tried, how many stood and were seen by the desk, and the longest that one took."""

    tried: int
    done: int
    longest_seconds: float

    @property
    def share(self) -> float:
        return self.done / self.tried


@contextmanager
def horde(url: str, kind: str, count: int, file: Path | None = None) -> Iterator[dict[str, int]]:
    """So many attackers of one kind, once all have connected; afterwards the dictionary has what they saw."""
    command = [sys.executable, str(HORDE), kind, url, str(count), *([str(file)] if file else [])]
    seen: dict[str, int] = {}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield seen
        finally:
            told, _ = process.communicate()
    seen |= json.loads(told.replace("'", '"'))


async def callers(connect: Connect, organization: Organization, tries: int) -> Served:
    """One after another opens a case, as a real client sends it, and a member of the desk looks for it."""
    done, longest = 0, 0.0
    for _ in range(tries):
        began = time.monotonic()
        try:
            done += await _one(connect, organization)
        except ClientError:
            continue
        finally:
            longest = max(longest, time.monotonic() - began)
        await asyncio.sleep(PAUSE_SECONDS)
    return Served(tries, done, longest)


async def _one(connect: Connect, organization: Organization) -> bool:
    async with connect() as post:
        secrets = await open_case(post, organization)
        if secrets is None:
            return False
        waiting = await post.slots(organization.member_secret, organization.bucket, Hour(0))
        return CaseId(secrets.case_id) in {slot.case_id for slot in waiting}


async def open_case(post: Post, organization: Organization) -> case.Secrets | None:
    """A case for the court desk; None when it was refused."""
    secrets, seal_pk = case.draw(), pair(organization.desk_seeds["court"]).public
    slots = [case.SlotFor(organization.bucket, one) for one in (seal_pk, None, None)]
    answer = await post.send(OPEN, case.seal_case(secrets, 0, slots, {}, {}, {"words": "help"}))
    return secrets if answer.status == DONE else None


def memory_bytes(pid: int | None, which: str = "VmRSS") -> int:
    """What a process holds now, or (VmHWM) held at most."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{which}:"):
            return int(line.split()[1]) * KIBIBYTE
    raise AssertionError("the process has ended")


def stored(redis_socket: Path) -> set[bytes]:
    """Keys of all cases, cells, vaults and chunks."""
    kinds = (holds.CASE, holds.CELL, holds.VAULT, holds.CHUNK)
    with Redis(unix_socket_path=str(redis_socket)) as redis:
        return {key for kind in kinds for key in redis.scan_iter(match=kind.prefix + b"*", count=10_000)}
