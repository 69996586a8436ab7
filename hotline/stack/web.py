"""The web process: `python -m hotline.stack.web DESCRIPTOR`, where the descriptor is a socket that already listens.

The supervisor keeps that socket open, so a request that comes while this process is being restarted waits for it.
"""

import gc
import socket
import sys

import uvicorn

from hotline.stack.crowd import raise_file_limit
from hotline.stack.listening import QUEUE
from hotline.stack.quiet_protocol import CROWD, QuietProtocol

OBJECTS_BEFORE_A_LOOK = 20_000


def config() -> uvicorn.Config:
    """httptools refuses the malformed requests that other parsers let through; the asyncio loop keeps no freed bodies.

    No access log; no `X-Forwarded-For` believed, or logged; nothing said about the server. What is logged at all is
    the application's affair: it sets that up when it is made, so a failure before then still reaches the operator.
    """
    return uvicorn.Config(
        "hotline.app:create_app",
        factory=True,
        http=QuietProtocol,
        loop="asyncio",
        ws="none",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        backlog=QUEUE,
        timeout_graceful_shutdown=2,
    )


class Server(uvicorn.Server):
    """uvicorn's, which sets apart what the program itself is made of.

    Python looks through all its objects for what a lost connection left (quiet_protocol.py), and nobody is answered
    meanwhile. Of 40,000 objects nearly all stand for as long as the process does: without them a look takes no
    time worth the name instead of a twentieth of a second. It looks within a second of any answer, so there is no need
    for the looks that it takes by itself, which come with nearly every request.
    """

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn."""
        await super().startup(sockets)
        gc.collect()
        gc.freeze()
        gc.set_threshold(OBJECTS_BEFORE_A_LOOK)


def main(arguments: list[str]) -> None:
    """Serves until SIGTERM."""
    CROWD.most = raise_file_limit()
    Server(config()).run(sockets=[socket.socket(fileno=int(arguments[0]))])


if __name__ == "__main__":
    main(sys.argv[1:])
