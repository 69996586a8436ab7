"""The clock: enqueues each job when it is due, quietly. No description, no arguments, no result, no lasting failure."""

import threading
import time

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer

from hotline.store.jobs import DUTIES, QUEUE

_LIFE_SECONDS = 60
_TIMEOUT_SECONDS = 120
_WAITING_AT_MOST = 2 * len(DUTIES)
_TICK_SECONDS = 0.5


def queue_on(socket: str) -> Queue:
    """The queue of all jobs, in the Redis at that socket, which keeps nothing on disk."""
    return Queue(QUEUE, connection=Redis(unix_socket_path=socket), serializer=JSONSerializer)


def enqueue(queue: Queue, function: str) -> None:
    """Put one job on the queue, unless a dead worker has left it long already."""
    if queue.count < _WAITING_AT_MOST:
        queue.enqueue_call(
            function,
            timeout=_TIMEOUT_SECONDS,
            ttl=_LIFE_SECONDS,
            result_ttl=0,
            failure_ttl=1,
            description="j",
        )


class Clock(threading.Thread):
    """A thread beside the worker that enqueues what is due, every duty first at its start."""

    def __init__(self, queue: Queue) -> None:
        super().__init__(name="clock", daemon=True)
        self._queue = queue
        self._due = {duty.function: 0.0 for duty in DUTIES}

    def run(self) -> None:
        """Go on until the process ends; a Redis that is away is asked again."""
        while True:
            self._enqueue_due(time.monotonic())
            time.sleep(_TICK_SECONDS)

    def _enqueue_due(self, moment: float) -> None:
        for duty in DUTIES:
            if self._due[duty.function] <= moment:
                try:
                    enqueue(self._queue, duty.function)
                except RedisError:
                    return
                self._due[duty.function] = moment + duty.every_seconds
