"""A web process makes room by ending the connection that has kept it waiting longest, and holds a bounded amount."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import Response

from hotline.stack import crowd, quiet_protocol
from hotline.stack.crowd import Crowd
from hotline.stack.quiet_protocol import HEAD_BYTES_AT_MOST, QuietProtocol
from tests.stack.waiting import eventually

MOST, MOST_BYTES = 20, 4 << 20
ASK = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
ANSWER_BYTES = 16 << 20  # more than kernels keep for a connection that nobody reads


@dataclass
class Server:
    """A server of that protocol with room for MOST connections; answers to /slow begin at `begun`, wait for `slow`."""

    port: int
    crowd: Crowd
    begun: threading.Event
    slow: threading.Event
    stack: ExitStack

    def connect(self, octets: bytes = b"") -> socket.socket:
        connection = self.stack.enter_context(socket.create_connection(("127.0.0.1", self.port), timeout=20))
        connection.sendall(octets)
        return connection


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    own, begun, slow = Crowd(MOST, MOST_BYTES), threading.Event(), threading.Event()
    monkeypatch.setattr(quiet_protocol, "CROWD", own)

    async def app(scope: object, receive: object, send: object) -> None:
        request = Request(scope, receive)  # type: ignore[arg-type]
        if request.url.path == "/slow":
            begun.set()
            await asyncio.to_thread(slow.wait, 30)
        body = await request.body()
        content = b"%d" % len(body)
        if request.url.path == "/large":
            content = bytes(ANSWER_BYTES)
        if request.url.path == "/heard":
            content = f"{request.client} {request.headers.items()}".encode()
        answer = Response(content)
        await answer(scope, receive, send)  # type: ignore[arg-type]

    config = uvicorn.Config(app, http=QuietProtocol, ws="none", lifespan="off", log_config=None, access_log=False)
    running = uvicorn.Server(config)
    with ExitStack() as stack, socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
        thread.start()
        yield Server(listener.getsockname()[1], own, begun, slow, stack)
        running.should_exit = True
        slow.set()
        thread.join()


def _is_ended(connection: socket.socket) -> bool:
    _bytes_until_ended(connection)
    return True


def _bytes_until_ended(connection: socket.socket) -> int:
    size = 0
    with suppress(ConnectionResetError):
        connection.settimeout(20)
        while octets := connection.recv(1 << 16):
            size += len(octets)
    return size


def _is_answered(connection: socket.socket) -> bool:
    octets = b""
    while not octets.partition(b"\r\n\r\n")[2]:
        octets += connection.recv(64) or b"\r\n\r\nended"
    return octets.startswith(b"HTTP/1.1 200")


def test_of_too_many_the_one_that_was_waited_for_longest_goes_and_a_new_one_is_answered(server: Server) -> None:
    slow = [server.connect(b"POST / HTTP/1.1\r\nX: ") for _ in range(MOST)]
    assert _is_answered(server.connect(ASK))
    assert _is_ended(slow[0])
    slow[-1].sendall(b"x\r\nContent-Length: 0\r\n\r\n")
    assert _is_answered(slow[-1])


def test_who_begins_to_ask_is_waited_for_anew(server: Server) -> None:
    first, second, *_, last = [server.connect() for _ in range(MOST)]
    last.sendall(ASK)
    assert _is_answered(last)  # so all have been heard of
    first.sendall(ASK[:5])
    last.sendall(ASK)
    assert _is_answered(last)  # so that has been read
    assert _is_answered(server.connect(ASK))
    assert _is_ended(second)
    first.sendall(ASK[5:])
    assert _is_answered(first)


def test_who_is_being_answered_stays_whoever_comes(server: Server) -> None:
    asked = server.connect(ASK.replace(b"/ ", b"/slow "))
    assert server.begun.wait(20)
    crowd = [server.connect() for _ in range(2 * MOST)]
    assert _is_ended(crowd[0])
    server.slow.set()
    assert _is_answered(asked)


def test_half_bodies_are_held_up_to_a_bound(server: Server) -> None:
    half = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n" + bytes(800_000)
    slow = [server.connect(half) for _ in range(8)]
    assert _is_ended(slow[0])
    assert server.crowd.held_bytes <= MOST_BYTES
    for one in slow:
        one.close()
    eventually(lambda: server.crowd.held_bytes == 0)


def test_answers_that_nobody_reads_are_held_up_to_a_bound(server: Server) -> None:
    unread = [server.connect(ASK.replace(b"/ ", b"/large ")) for _ in range(4)]
    assert all(_bytes_until_ended(one) < ANSWER_BYTES for one in unread)
    assert _is_answered(server.connect(ASK))
    assert server.crowd.held_bytes <= MOST_BYTES


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is waited for longer than a moment."""
    monkeypatch.setattr(crowd, "WAIT_SECONDS", 0.2)
    monkeypatch.setattr(crowd, "LOOK_SECONDS", 0.1)


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("begun", [b"GET / HT", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nhalf"])
def test_who_is_waited_for_too_long_is_told_so_and_goes(server: Server, begun: bytes) -> None:
    with server.connect(begun).makefile("rb") as said:
        head, _, error = said.read().partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408 ")
    assert f"content-length: {len(error)}".encode() in head
    assert json.loads(error) == {"error": "The request did not arrive in time. Send it again."}


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("asked", [b"", ASK, ASK.replace(b"/ ", b"/large ")])
def test_who_asks_nothing_more_or_does_not_read_goes_without_another_answer(server: Server, asked: bytes) -> None:
    connection = server.connect(asked)
    time.sleep(0.6)
    said = b""
    with suppress(ConnectionResetError):
        while octets := connection.recv(1 << 16):
            said += octets
    assert b"408" not in said
    assert len(said) < ANSWER_BYTES


@pytest.mark.usefixtures("soon")
def test_who_is_being_answered_is_not_late(server: Server) -> None:
    asked = server.connect(ASK.replace(b"/ ", b"/slow "))
    assert server.begun.wait(20)
    assert _is_ended(server.connect())
    server.slow.set()
    assert _is_answered(asked)


def test_address_and_headers_that_tell_are_not_kept(server: Server) -> None:
    told = b"GET /heard HTTP/1.1\r\nHost: here\r\nUser-Agent: hers\r\nCookie: hers\r\nConnection: close\r\n\r\n"
    with server.connect(told) as connection, connection.makefile("rb") as answer:
        _, _, heard = answer.read().partition(b"\r\n\r\n")
    assert heard == b"None [('host', 'here'), ('connection', 'close')]"


def test_head_without_end_is_cut(server: Server) -> None:
    server.crowd.most_bytes = 1 << 30  # so that it is not cut for want of room
    connection = server.connect(b"GET / HTTP/1.1\r\nHost: ")
    with suppress(OSError):
        for _ in range(1000):
            connection.sendall(b"x" * HEAD_BYTES_AT_MOST)
    assert _is_ended(connection)
    body = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\n\r\n" + bytes(70_000)
    assert _is_answered(server.connect(body))


def test_next_request_is_refused_until_the_last_is_answered(server: Server) -> None:
    assert server.connect(ASK.replace(b"/ ", b"/slow ") + ASK).recv(64).startswith(b"HTTP/1.1 400")
    patient = server.connect()
    for _ in range(3):
        patient.sendall(ASK)
        assert _is_answered(patient)
