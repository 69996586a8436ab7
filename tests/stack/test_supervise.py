"""A whole hotline starts, survives the death of its parts, and leaves nothing running."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from redis import Redis

from hotline.stack.errors import AlreadyRunning, StartError
from hotline.stack.folders import Folders
from hotline.stack.part import WIPE_FREED_MEMORY, WIPE_FREED_PYTHON
from hotline.stack.supervise import Stack
from tests.conftest import ANY_PORT, ONLY_REDIS, StartStack
from tests.stack.waiting import eventually


def status_of(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code


def children_of(pid: int) -> set[int]:
    return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def is_running(pid: int) -> bool:
    """A zombie has stopped: it only waits for somebody to ask how it ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_web_answers_once_started(start_stack: StartStack) -> None:
    assert status_of(start_stack().url + "/") < 500


def test_data_outlives_a_stop(start_stack: StartStack) -> None:
    first = start_stack(plan=ONLY_REDIS)
    with Redis(unix_socket_path=str(first.redis_socket)) as redis:
        redis.set("kept", "yes")
    first.stop()
    second = start_stack(plan=ONLY_REDIS)
    with Redis(unix_socket_path=str(second.redis_socket)) as redis:
        assert redis.get("kept") == b"yes"


def test_data_outlives_a_killed_redis(start_stack: StartStack) -> None:
    stack = start_stack(plan=ONLY_REDIS)
    with Redis(unix_socket_path=str(stack.redis_socket)) as redis:
        redis.set("kept", "yes")
    stack.redis.kill()
    stack.redis.start()

    def is_kept() -> bool:
        with Redis(unix_socket_path=str(stack.redis_socket)) as redis:
            return bool(redis.get("kept") == b"yes")

    eventually(is_kept)


def test_dead_web_is_replaced_and_requests_wait_for_it(start_stack: StartStack) -> None:
    stack = start_stack()
    dead = stack.web.pid
    assert dead is not None
    os.kill(dead, signal.SIGKILL)
    assert status_of(stack.url + "/") < 500
    assert stack.web.pid not in (None, dead)


def test_part_killed_through_the_stack_stays_down(start_stack: StartStack) -> None:
    stack = start_stack()
    stack.web.kill()
    assert stack.web.pid is None
    stack.web.start()
    assert status_of(stack.url + "/") < 500


def test_each_dead_worker_is_replaced(start_stack: StartStack) -> None:
    stack = start_stack()
    dead = stack.worker.pid
    assert dead is not None
    os.kill(dead, signal.SIGKILL)
    eventually(lambda: stack.worker.pid not in (None, dead))


def test_dead_queue_is_replaced(start_stack: StartStack) -> None:
    stack = start_stack(plan=ONLY_REDIS)
    dead = stack.queue.pid
    assert dead is not None
    os.kill(dead, signal.SIGKILL)

    def answers() -> bool:
        with Redis(unix_socket_path=str(stack.queue_socket)) as redis:
            return stack.queue.pid != dead and bool(redis.ping())

    eventually(answers)


def test_nothing_runs_after_a_stop(start_stack: StartStack) -> None:
    stack = start_stack()
    pids = [part.pid for part in stack.parts]
    assert None not in pids
    stack.stop()
    assert not any(is_running(pid) for pid in pids if pid)
    assert not stack.redis_socket.parent.exists()


def test_start_clears_away_what_a_killed_run_left(start_stack: StartStack) -> None:
    stack = start_stack(plan=ONLY_REDIS)
    stack.stop()
    left = stack.folders.make_run()
    start_stack(plan=ONLY_REDIS)
    assert not left.exists()


def test_second_start_on_the_same_data_is_refused(start_stack: StartStack) -> None:
    stack = start_stack(plan=ONLY_REDIS)
    other = Stack(stack.folders.root, ONLY_REDIS, root_pk=bytes(32))
    other.folders.patience_seconds = 0
    with pytest.raises(AlreadyRunning, match="already runs"):
        other.start()
    assert stack.redis.pid


def test_port_asked_for_and_taken_is_an_error(start_stack: StartStack, taken_port: int) -> None:
    with pytest.raises(StartError, match="Choose another"):
        start_stack(plan=replace(ANY_PORT, port=taken_port))


def test_usual_port_taken_leads_to_another(
    start_stack: StartStack, taken_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotline.stack.listening.USUAL_PORT", taken_port)
    url = start_stack(plan=replace(ANY_PORT, port=None)).url
    assert not url.endswith(f":{taken_port}")
    assert status_of(url + "/") < 500


def test_web_may_listen_on_a_unix_socket(start_stack: StartStack, tmp_path: Path) -> None:
    path = tmp_path / "web.sock"
    stack = start_stack(plan=replace(ANY_PORT, web_socket=path))
    assert stack.url == f"unix:{path}"
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(path))
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert connection.recv(5) == b"HTTP/"


def test_private_things_are_private(start_stack: StartStack) -> None:
    stack = start_stack(plan=ONLY_REDIS)
    assert stack.redis.pid
    assert stack.queue_socket.parent == stack.redis_socket.parent
    folders = stack.folders
    for folder in (folders.root, folders.redis, folders.keys, stack.redis_socket.parent):
        assert folder.stat().st_mode & 0o077 == 0, folder
    for file in (*folders.redis.rglob("*"), folders.ready, *stack.redis_socket.parent.iterdir()):
        assert file.stat().st_mode & 0o077 == 0, file
    limits = Path(f"/proc/{stack.redis.pid}/limits").read_text()
    assert any(line.split()[4:6] == ["0", "0"] for line in limits.splitlines() if line.startswith("Max core file"))


def test_freed_memory_of_each_part_is_overwritten(start_stack: StartStack) -> None:
    assert WIPE_FREED_MEMORY["MALLOC_PERTURB_"] == "165"
    assert WIPE_FREED_MEMORY["GLIBC_TUNABLES"] == "glibc.malloc.tcache_count=0"
    for name in ("MALLOC_CONF", "JE_MALLOC_CONF"):
        assert WIPE_FREED_MEMORY[name].startswith("junk:free,")
    assert WIPE_FREED_PYTHON == {**WIPE_FREED_MEMORY, "PYTHONMALLOC": "malloc"}
    stack = start_stack()
    for part in stack.parts:
        environment = Path(f"/proc/{part.pid}/environ").read_bytes().decode().split("\0")
        wanted = WIPE_FREED_MEMORY if part in (stack.redis, stack.queue) else WIPE_FREED_PYTHON
        assert {f"{name}={value}" for name, value in wanted.items()} <= set(environment)


def test_ready_file_is_there_only_while_it_runs(start_stack: StartStack) -> None:
    stack = start_stack(plan=ONLY_REDIS, on_ready=lambda stack: {"fingerprint": "f"})
    assert '"fingerprint": "f"' in stack.folders.ready.read_text()
    stack.stop()
    assert not stack.folders.ready.exists()


@pytest.fixture
def foreground(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """`python -m hotline.stack`, ready, as somebody in a terminal would have it."""
    command = [sys.executable, "-m", "hotline.stack", str(tmp_path / "data")]
    environment = {**os.environ, "HOTLINE_ROOT": "00" * 32}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        assert "http://127.0.0.1:" in process.stdout.readline()
        yield process
        process.kill()
    Folders(tmp_path / "data").remove_run()  # what a killed one leaves to the next start


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_ended_supervisor_leaves_no_child(foreground: subprocess.Popen[str], number: signal.Signals) -> None:
    children = children_of(foreground.pid)
    assert len(children) == 4
    foreground.send_signal(number)
    assert foreground.wait(20) == (0 if number != signal.SIGKILL else -signal.SIGKILL)
    eventually(lambda: not any(is_running(child) for child in children))
