"""`hotline setup DIR`: the files of a real server for systemd, Redis, Caddy and Tor, to be copied to its /etc."""

import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from hotline.client.coordinator import root_pk_of
from hotline.client.words import fingerprint
from hotline.commands.talking import Unusable, tell
from hotline.commands.up import add_memory, memory_of
from hotline.setup.server import Server
from hotline.setup.write import write
from hotline.stack.redis_binary import find_redis

HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])")
HIDDEN = (Path("/home"), Path("/root"), Path("/tmp"), Path("/var/tmp"), Path("/run/user"))
NO_HOST = "--host is no name of a server. It looks like help.example.org"
BUNDLED = "A server needs Redis 7 or later of its own: sudo apt-get install redis-server"
NEXT = "Copy it to the server's /etc, and go on as docs/operating.md says: sudo cp -rT {etc} /etc"
UNSEEN = "The units cannot run what is below {folder}, as {python} is. Use the system's Python, installed below /opt."


def add(parser: ArgumentParser) -> None:
    """`hotline setup`."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="where to write; nothing else is changed")
    parser.add_argument("--organization", type=Path, required=True, help="its folder; only root.pub is read")
    parser.add_argument("--host", required=True, help="the server's public name: help.example.org")
    parser.add_argument("--json", action="store_true", help="answer in JSON, for programs")
    add_memory(parser)


async def run(options: Namespace) -> int:
    """Write the files. Unusable: what was given does not make a server."""
    if HOST.fullmatch(options.host) is None:
        raise Unusable(NO_HOST)
    redis = find_redis()
    if redis.bundled:
        raise Unusable(BUNDLED)
    root_pk, python = root_pk_of(options.organization), Path(sys.executable)
    server = Server(
        host=options.host,
        root_pk=root_pk,
        fingerprint=" ".join(fingerprint(root_pk)),
        python=python,
        redis=redis,
        maxmemory_bytes=memory_of(options),
    )
    written = write(server, options.folder)
    unseen = [UNSEEN.format(folder=folder, python=path) for path, folder in _hidden(python)]
    etc = options.folder / "etc"
    tell(options, {"written": [str(path) for path in written]}, *map(str, written), *unseen, NEXT.format(etc=etc))
    return 0


def _hidden(python: Path) -> Iterator[tuple[Path, Path]]:
    """Where the program, or what it is a link to, lies in a folder that the units do not see."""
    for path in dict.fromkeys((python, python.resolve())):
        yield from ((path, folder) for folder in HIDDEN if path.is_relative_to(folder))
