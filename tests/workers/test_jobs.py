"""The jobs: each has its name, says nothing of itself in Redis, and does its work when the clock says so."""

import asyncio
import importlib
import json
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
from hotline.store.jobs import DUTIES, QUEUE_DB
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


def test_queued_job_is_a_name_and_a_random_number(clean_redis: Path) -> None:
    queue = queue_on(str(clean_redis))
    enqueue(queue, "workers.jobs.expire")
    (job_id,) = queue.job_ids
    with Redis(unix_socket_path=str(clean_redis), db=QUEUE_DB) as redis:
        job = redis.hgetall(f"rq:job:{job_id}")
        assert 0 < redis.ttl(f"rq:job:{job_id}") <= 60 or redis.ttl(f"rq:job:{job_id}") == -1
    name, _, arguments, keywords = json.loads(zlib.decompress(job[b"data"]))
    assert (name, arguments, keywords) == ("workers.jobs.expire", [], {})
    assert job[b"description"] == b"j"
    assert b"meta" not in job or not job[b"meta"]


def test_queue_does_not_grow_while_no_worker_runs(clean_redis: Path) -> None:
    queue = queue_on(str(clean_redis))
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
        with Redis(unix_socket_path=str(stack.redis_socket), db=QUEUE_DB) as redis:
            return any(True for _ in redis.scan_iter(match="rq:worker:*"))

    eventually(registered)
    with Redis(unix_socket_path=str(stack.redis_socket), db=QUEUE_DB) as redis:
        keys = list(redis.scan_iter())
        (worker,) = [redis.hgetall(key) for key in keys if key.startswith(b"rq:worker:") and redis.type(key) == b"hash"]
    everything = b" ".join([*keys, *worker.values()])
    assert socket.gethostname().encode() not in everything
    assert worker[b"hostname"] == b""
    assert worker[b"ip_address"] == b""
