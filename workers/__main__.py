"""`python -m workers`: the clock, and one RQ worker that says nothing of its host."""

import logging
from secrets import token_hex

from redis import Redis
from redis.client import Pipeline
from rq import Worker, worker_registration
from rq.serializers import JSONSerializer

import workers.jobs  # noqa: F401  loaded before the first fork, so that a job starts fast
from hotline.settings import Settings
from workers.clock import Clock, queue_on

_WORKER_TTL_SECONDS = 20
_MAINTENANCE_SECONDS = 5


class QuietWorker(Worker):
    """A worker whose registration names no host and no address."""

    def __init__(self, socket: str) -> None:
        queue = queue_on(socket)
        super().__init__(
            [queue],
            name=f"worker-{token_hex(4)}",
            connection=Redis(unix_socket_path=socket),
            serializer=JSONSerializer,
            worker_ttl=_WORKER_TTL_SECONDS,
            maintenance_interval=_MAINTENANCE_SECONDS,
            log_job_description=False,
        )
        self.hostname = ""

    def _set_ip_address(self, connection: Redis) -> None:
        self.ip_address = ""

    def heartbeat(self, timeout: int | None = None, pipeline: Pipeline | None = None) -> None:
        """Say that it lives, and register again: a queue that was started anew has forgotten everyone."""
        super().heartbeat(timeout, pipeline)
        worker_registration.register(self, pipeline)


def main() -> None:
    """Work until told to stop."""
    settings = Settings.from_environment()
    socket = str(settings.queue_socket)
    logging.disable(logging.CRITICAL)
    Clock(queue_on(socket)).start()
    QuietWorker(socket).work(logging_level="CRITICAL")


if __name__ == "__main__":
    main()
