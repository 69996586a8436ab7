"""A whole running hotline that route tests share, with a directory published through its own door."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

import pytest

from crypto import wire
from crypto.sizes import ANSWER, ANSWER_HEAD, Hour
from hotline.stack.supervise import Stack
from tests.conftest import ANY_PORT, say_nothing
from tests.organizations import Organization


def hour_now() -> Hour:
    return Hour(int(time.time()) // 3600)


@dataclass
class Door:
    """The running server as a bare HTTP client sees it."""

    port: int
    stack: Stack
    organization: Organization
    headers: dict[str, str] = field(default_factory=dict)

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def post(self, op: int, payload: bytes = b"", bits: int = 3, hour: Hour | None = None) -> wire.Answer:
        status, _, octets = self.ask("POST", "/post", wire.request(op, payload, hour or hour_now(), bits))
        assert status == 200
        return wire.read_answer(octets)

    def send(self, path: str, body: bytes, size_bytes: int = ANSWER) -> wire.Answer:
        status, _, octets = self.ask("POST", path, body)
        assert status == 200
        return wire.read_answer(octets, ANSWER_HEAD + size_bytes)


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    organization = Organization(hour_now())
    folder: Path = tmp_path_factory.mktemp("server") / "hotline"
    with Stack(folder, ANY_PORT, say=say_nothing, root_pk=organization.root_pk, fingerprint="one two") as stack:
        door = Door(int(stack.url.rsplit(":", 1)[1].strip("/")), stack, organization)
        status, _, _ = door.ask("POST", "/directory", organization.file())
        assert status == 204
        yield door


@pytest.fixture
def door(running: Door) -> Door:
    return running
