"""A throw-away hotline for a drill: a made-up organization in quick rhythm, and `hotline up` as an operator runs it."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crypto.sizes import Hour
from hotline import sample
from hotline.client.errors import ClientError
from hotline.client.organization import create
from hotline.client.post import SECONDS_OF_AN_HOUR
from hotline.stack.part import LEASH

QUICK = {"beat_seconds": [0.02, 0.02], "answer_ms": 0, "bits": [2, 2]}
START_SECONDS = 120
STOP_SECONDS = 30
LOOK_SECONDS = 0.05


class NotStarted(ClientError):
    """The throw-away hotline did not start."""

    advice = "The throw-away hotline did not start. Try hotline up --sample, which says why."


@dataclass(frozen=True, slots=True)
class Running:
    """A hotline that runs on this machine: its data directory, its organization's folder, what it says of itself."""

    data: Path
    organization: Path
    ready: dict[str, Any]
    throw_away: bool = False

    @property
    def url(self) -> str:
        """Where it answers."""
        return str(self.ready["url"])

    @property
    def is_made_up(self) -> bool:
        """Whether its coordinator is a part of it: with invitations in ready.json, approving newcomers by itself."""
        return "invites" in self.ready

    @property
    def players_folder(self) -> Path | None:
        """Of what is below the data directory, the part that is a player's."""
        return self.data / sample.FOLDER if self.is_made_up else None

    @property
    def kept(self) -> Path:
        """The socket of the Redis that keeps what is stored."""
        return Path(self.ready["redis_socket"])

    @property
    def queue(self) -> Path:
        """The socket of the queue's Redis."""
        return Path(self.ready["queue_socket"])


@asynccontextmanager
async def throw_away() -> AsyncIterator[Running]:
    """Everything of it is in a directory that is gone afterwards. NotStarted."""
    with tempfile.TemporaryDirectory(prefix="hotline-drill-") as folder:
        data, organization = Path(folder) / "hotline", Path(folder) / "organization"
        create(organization, sample.plan(QUICK), None, Hour(int(time.time()) // SECONDS_OF_AN_HOUR))
        with (Path(folder) / "out").open("ab") as out, (Path(folder) / "err").open("ab") as err:
            command = [sys.executable, "-m", "hotline.cli", "up", "--port", "0", "--data", str(data)]
            leash = [sys.executable, "-I", "-S", str(LEASH), str(os.getpid())]
            started = [*leash, *command, "--organization", str(organization)]
            process = subprocess.Popen(started, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        try:
            yield Running(data, organization, await _ready(process, data), True)
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(STOP_SECONDS)
            process.kill()
            process.wait()


async def _ready(process: subprocess.Popen[bytes], data: Path) -> dict[str, Any]:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(OSError, ValueError):
            ready: dict[str, Any] = json.loads((data / "ready.json").read_text(encoding="utf-8"))
            return ready
        await asyncio.sleep(LOOK_SECONDS)
    raise NotStarted
