"""A server as its files describe it. Places are the same on every server; the rest is its own."""

from dataclasses import dataclass
from pathlib import Path

from hotline.settings import Settings
from hotline.stack.part import WIPE_FREED_PYTHON
from hotline.stack.redis import QUEUE_MAXMEMORY_BYTES, RedisFiles, config_text
from hotline.stack.redis_binary import RedisBinary

DATA = Path("/var/lib/hotline")
KEYS = Path("/var/lib/hotline-keys")  # beside the data: what copies one is not to copy the other
RUN = Path("/run/hotline")
TOR_DATA = Path("/var/lib/tor/hotline")
ONION_PORT = 8701  # of this machine alone; Tor's way to Caddy

KEPT = RedisFiles(run_dir=RUN, data_dir=DATA / "redis")
QUEUE = RedisFiles(run_dir=RUN, name="queue")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """`host` is its public name; `python` runs the hotline, `redis` is to keep its data in so much memory at most."""

    host: str
    root_pk: bytes
    fingerprint: str
    python: Path
    redis: RedisBinary
    maxmemory_bytes: int

    def places(self) -> dict[str, str]:
        """What is filled into the files below `etc/`."""
        return {
            "host": self.host,
            "python": str(self.python),
            "redis_server": str(self.redis.path),
            "data": str(DATA),
            "keys": str(KEYS),
            "run": str(RUN),
            "tor_data": str(TOR_DATA),
            "onion_port": str(ONION_PORT),
        }

    def made(self) -> dict[str, str]:
        """The files that come from what `hotline up` uses as well, by their place below /etc."""
        settings = Settings(KEPT.socket, QUEUE.socket, KEYS, self.root_pk, self.fingerprint)
        environment = settings.to_environment() | WIPE_FREED_PYTHON
        return {
            "hotline/environment": "".join(f'{name}="{value}"\n' for name, value in environment.items()),
            "hotline/redis.conf": config_text(KEPT, self.redis, maxmemory_bytes=self.maxmemory_bytes),
            "hotline/queue.conf": config_text(QUEUE, self.redis, maxmemory_bytes=QUEUE_MAXMEMORY_BYTES),
        }
