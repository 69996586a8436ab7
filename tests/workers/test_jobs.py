"""The jobs: each has its name, says nothing of itself in Redis, and does its work when the clock says so."""

import asyncio
import importlib
import json
import re
import socket
import time
import zlib
from pathlib import Path
from secrets import token_bytes

import pytest
from redis import Redis

from crypto.directory import verify_file
from crypto.sizes import EXCHANGE_REQUEST
from hotline.store import cells, holds, jobs
from hotline.store.connection import Store
from hotline.store.jobs import DUTIES
from tests.conftest import StartStack
from tests.organizations import Organization
from tests.routes.conftest import hour_now
from tests.stack.waiting import eventually
from workers.clock import enqueue, queue_on


@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty.function)
def test_every_name_is_a_function_without_arguments(duty: jobs.Duty) -> None:
    module, name = duty.function.rsplit(".", 1)
    function = getattr(importlib.import_module(module), name)
    assert function.__code__.co_argcount == 0


def test_names_stand_in_one_file_only() -> None:
    root = Path(__file__).parents[2]
    naming = [
        path.relative_to(root).as_posix()
        for package in ("hotline", "workers", "crypto")
        for path in (root / package).rglob("*.py")
        if "workers.jobs." in path.read_text()
    ]
    assert naming == ["hotline/store/jobs.py"]


def test_queued_job_is_a_name_and_a_random_number(clean_queue: Path) -> None:
    queue = queue_on(str(clean_queue))
    enqueue(queue, "workers.jobs.expire")
    (job_id,) = queue.job_ids
    with Redis(unix_socket_path=str(clean_queue)) as redis:
        job = redis.hgetall(f"rq:job:{job_id}")
        assert 0 < redis.ttl(f"rq:job:{job_id}") <= 60 or redis.ttl(f"rq:job:{job_id}") == -1
    name, _, arguments, keywords = json.loads(zlib.decompress(job[b"data"]))
    assert (name, arguments, keywords) == ("workers.jobs.expire", [], {})
    assert job[b"description"] == b"j"
    assert b"meta" not in job or not job[b"meta"]


def test_queue_does_not_grow_while_no_worker_runs(clean_queue: Path) -> None:
    queue = queue_on(str(clean_queue))
    for _ in range(100):
        enqueue(queue, "workers.jobs.expire")
    assert queue.count <= 2 * len(DUTIES)


def test_worker_makes_an_erasure_final_within_the_minute(start_stack: StartStack) -> None:
    organization = Organization(hour_now())
    stack = start_stack(root_pk=organization.root_pk)
    lock, content = token_bytes(32), token_bytes(8192)
    address = token_bytes(32)
    policy = verify_file(organization.file(), organization.root_pk, hour_now()).policy

    async def put_and_erase() -> tuple[bytes | None, set[bytes]]:
        store = Store.connect(stack.redis_socket, stack.folders.keys)
        asked = EXCHANGE_REQUEST.unpack(bytes(EXCHANGE_REQUEST.size)) | {"up": address, "lock": lock, "cell": content}
        await cells.exchange(store, asked, token_bytes(32), policy, time.time())
        (record,) = await store.fields(holds.CELL.key(address), "lock")
        before = set(store.key_file.standing().values())
        erase = EXCHANGE_REQUEST.unpack(bytes(EXCHANGE_REQUEST.size)) | {"erase": address + bytes(32)}
        await cells.exchange(store, erase, token_bytes(32), policy, time.time())
        await store.aclose()
        return record, before

    record, keys = asyncio.run(put_and_erase())
    assert record is not None
    assert any(content in path.read_bytes() for path in stack.folders.redis.rglob("*") if path.is_file())
    wrapping = stack.folders.keys / "wrapping-key"
    eventually(lambda: not any(key in wrapping.read_bytes() for key in keys), seconds=15)
    eventually(
        lambda: (
            not any(
                content in path.read_bytes() or record in path.read_bytes()
                for path in stack.folders.redis.rglob("*")
                if path.is_file()
            )
        ),
        seconds=60,
    )


def test_worker_registration_names_no_host_and_no_address(start_stack: StartStack) -> None:
    stack = start_stack()

    def registered() -> bool:
        with Redis(unix_socket_path=str(stack.queue_socket)) as redis:
            return any(True for _ in redis.scan_iter(match="rq:worker:*"))

    eventually(registered)
    with Redis(unix_socket_path=str(stack.queue_socket)) as redis:
        keys = list(redis.scan_iter())
        (worker,) = [redis.hgetall(key) for key in keys if key.startswith(b"rq:worker:") and redis.type(key) == b"hash"]
    everything = b" ".join([*keys, *worker.values()])
    assert socket.gethostname().encode() not in everything
    assert worker[b"hostname"] == b""
    assert worker[b"ip_address"] == b""


def test_nothing_of_the_queue_is_on_disk_while_what_is_kept_is(start_stack: StartStack) -> None:
    stack = start_stack()
    kept = b"case:" + token_bytes(16).hex().encode()
    with Redis(unix_socket_path=str(stack.redis_socket)) as redis:
        redis.hset(kept, "card", b"sealed")

    def done() -> int:
        with Redis(unix_socket_path=str(stack.queue_socket)) as redis:
            workers = redis.smembers("rq:workers")
            return sum(int(redis.hget(worker, "successful_job_count") or 0) for worker in workers)

    eventually(lambda: done() >= len(DUTIES), seconds=40)
    octets = b"".join(path.read_bytes() for path in stack.folders.redis.rglob("*") if path.is_file())
    assert kept in octets
    assert b"rq:" not in octets
    time_to_the_second = re.compile(rb"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d")
    assert not time_to_the_second.search(octets)
    with Redis(unix_socket_path=str(stack.queue_socket)) as redis:
        (worker,) = redis.smembers("rq:workers")
        assert time_to_the_second.match(redis.hget(worker, "last_heartbeat"))
        assert redis.info("persistence")["aof_enabled"] == 0
    beside = {path.name for path in stack.queue_socket.parent.iterdir()}
    assert beside <= {f"{name}.{ending}" for name in ("redis", "queue") for ending in ("sock", "conf", "log")}


def test_worker_goes_on_once_a_killed_queue_is_back(start_stack: StartStack) -> None:
    stack = start_stack()

    def works() -> bool:
        with Redis(unix_socket_path=str(stack.queue_socket)) as redis:
            return any(redis.hget(key, "successful_job_count") for key in redis.smembers("rq:workers"))

    eventually(works)
    stack.queue.kill()
    stack.queue.start()
    eventually(works, seconds=40)
