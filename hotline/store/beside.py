"""What stands beside the store: the keys that RQ makes in the queue's Redis, which writes nothing to disk, and files.

Of the queue's keys none says when anyone called: all jobs run by the clock. A file is named by its path below the data
directory, or below the directory that is made for one run.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch

MINUTE_SECONDS = 60
WHILE_IT_RUNS = "until the hotline stops"


@dataclass(frozen=True, slots=True)
class Beside:
    """Keys of the queue (`pattern` as a shell has it) or files, why they are there and how long.

    `fields` are those of a hash; `seconds` is None for what stands as long as the hotline runs, or is kept.
    """

    name: str
    pattern: str
    why: str
    words: str
    seconds: int | None = None
    fields: frozenset[str] = frozenset()

    def names(self, key: str) -> bool:
        """Whether a key or path is of this kind."""
        return fnmatch(key, self.pattern)


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_A_JOB = "until it is done: seconds; three minutes at most"
_JOB_SECONDS = 3 * MINUTE_SECONDS
_A_WORKER = "until the worker stops, or a minute and a half after it was killed"
_WORKER_SECONDS = 3 * MINUTE_SECONDS

QUEUE = (
    Beside(
        "queue job",
        "rq:job:*",
        "one run of one of the seven jobs: a function's name without arguments, and when it was queued",
        _A_JOB,
        _JOB_SECONDS,
        _names(
            "status created_at data success_callback_name failure_callback_name stopped_callback_name "
            "started_at ended_at last_heartbeat worker_name group_id origin description enqueued_at "
            "timeout result_ttl failure_ttl ttl exc_info retries_left"
        ),
    ),
    Beside("queue executions", "rq:executions:*", "which run of a job is under way", _A_JOB, _JOB_SECONDS),
    Beside(
        "queue execution",
        "rq:execution:*",
        "that run: the job, the worker, when it began",
        _A_JOB,
        _JOB_SECONDS,
        _names("id job_id created_at last_heartbeat worker_name"),
    ),
    Beside("queue result", "rq:results:*", "that a run failed, as a bare code", "a second", _JOB_SECONDS),
    Beside("queue waiting", "rq:queue:*", "the numbers of jobs that wait", _A_JOB),
    Beside("queue names", "rq:queues", "that there is one queue", WHILE_IT_RUNS),
    Beside("queue runs", "rq:wip:*", "the numbers of jobs that run", _A_JOB),
    Beside("queue failures", "rq:failed:*", "the numbers of jobs that failed", "until the next tidying: minutes"),
    Beside("queue done", "rq:finished:*", "the numbers of jobs that are done", "until the next tidying: minutes"),
    Beside("queue tidying", "rq:clean_*", "that RQ tidied up lately", "15 minutes", 15 * MINUTE_SECONDS),
    Beside(
        "queue worker",
        "rq:worker:*",
        "a worker's registration without host and address: when it began, what it has done",
        _A_WORKER,
        _WORKER_SECONDS,
        _names(
            "birth last_heartbeat queues pid hostname ip_address version python_version state "
            "current_job current_job_working_time successful_job_count failed_job_count "
            "total_working_time death shutdown_requested_date"
        ),
    ),
    Beside("queue workers", "rq:workers*", "the names of workers", WHILE_IT_RUNS),
)

FILES = (
    Beside("file wrapping-key", "keys/wrapping-key", "the key under which locks are wrapped", "overwritten in place"),
    Beside("file append-only", "redis/appendonlydir/appendonly.aof.*", "the store's keys, on disk", "as the keys"),
    Beside("file lock", "lock", "nothing: whoever holds it open runs the hotline", "kept"),
    Beside("file ready.json", "ready.json", "where the running hotline answers, and its process", WHILE_IT_RUNS),
    Beside("file run", "run", "which directory has the sockets", WHILE_IT_RUNS),
    Beside("file of a run", "run/*.conf", "the settings of both Redis", WHILE_IT_RUNS),
    Beside("log of a run", "run/*.log", "warnings of both Redis, and where a process failed", WHILE_IT_RUNS),
    Beside("file organization", "organization/*", "a made-up organization's own files, where there is one", "kept"),
)


def beside_of(kinds: Iterable[Beside], key: str) -> Beside | None:
    """The kind that a key or path is of; None for one that is not declared."""
    return next((one for one in kinds if one.names(key)), None)
