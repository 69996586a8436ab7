"""A server of this machine's Python and Redis, and the programs that read what is written for it."""

from pathlib import Path

import pytest

from hotline.setup.server import Server
from hotline.setup.write import write
from hotline.stack.prepare import find_program
from hotline.stack.redis_binary import find_redis

MEMORY_BYTES = 64 << 20


@pytest.fixture(scope="session")
def server() -> Server:
    return Server(
        host="help.example.org",
        root_pk=bytes(range(32)),
        fingerprint="one two three four five six",
        python=Path("/usr/bin/env"),
        redis=find_redis(),
        maxmemory_bytes=MEMORY_BYTES,
    )


@pytest.fixture(scope="session")
def etc(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that was written, which nobody changes."""
    target = tmp_path_factory.mktemp("server")
    write(server, target)
    return target / "etc"


def program(name: str) -> str:
    """Where it is; `make test` brings it, or says that it is missing."""
    path = find_program(name)
    assert path is not None, f"{name} is missing; make test names its package"
    return path
