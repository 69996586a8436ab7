"""Load from wrk: a client in C, so that what is measured is the server. https://github.com/wg/wrk"""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).with_name("post.lua")


class LoadFailed(Exception):
    """wrk is missing, could not reach the server, or was answered with errors."""


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk saw."""

    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float

    @property
    def a_second(self) -> float:
        """Requests answered, a second."""
        return self.requests / self.seconds


def send(url: str, path: str, requests: Path, connections: int, seconds: int) -> Load:
    """Send a file of requests over so many connections, for so long or until all were sent. LoadFailed."""
    wrk = shutil.which("wrk")
    if wrk is None:
        raise LoadFailed("wrk is missing. Install it with: sudo apt-get install wrk")
    command = [wrk, "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", str(SCRIPT), url]
    told = subprocess.run([*command, "--", str(requests), path], capture_output=True, text=True, check=False)
    if told.returncode:
        raise LoadFailed(f"wrk failed: {told.stderr}")
    seen = json.loads(told.stdout.strip().splitlines()[-1])
    if seen["errors"]:
        raise LoadFailed(f"{seen['errors']} of {seen['requests']} requests failed at {path}")
    return Load(seen["requests"], seen["seconds"], seen["p50_ms"], seen["p99_ms"])
