"""The ceiling: the same server with one handler, which reads as many bytes and writes them once to the same Redis.

Same web server, settings, middleware, connections to Redis and size of answer; no stamp, no script, no lock, no rule.
Of a request it writes as many bytes as the hotline keeps of it; for an exchange, which takes a cell up and two down, it
has Redis give as many bytes back twice, in the same round trip. `python -m tests.bench.ceiling DESCRIPTOR` serves.
"""

import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from secrets import token_bytes

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from crypto.sizes import ANSWER, CELL, DOWN_CELLS, OPEN_REQUEST
from hotline.middleware import Discreet, quiet_logging
from hotline.routes.envelope import OCTETS
from hotline.settings import Settings
from hotline.stack.web import Server, config
from hotline.store.connection import Store
from hotline.store.locks import RECORD

KEY = b"ceiling:"
EXCHANGE = "/exchange"
KEPT_BYTES = {"/accept": OPEN_REQUEST.size, EXCHANGE: RECORD + CELL, "/idle": RECORD + CELL}
_ANSWER = bytes(ANSWER)


def create_app() -> Starlette:
    """The application, with the hotline's own settings."""
    settings = Settings.from_environment()
    quiet_logging()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.store = Store.connect(settings.redis_socket, settings.keys)
        yield
        await app.state.store.aclose()

    routes = [Route(path, _write, methods=["POST"]) for path in KEPT_BYTES]
    return Starlette(routes=routes, middleware=[Middleware(Discreet)], lifespan=lifespan)


async def _write(request: Request) -> Response:
    path, key = request.url.path, KEY + token_bytes(32)
    kept = (await request.body())[: KEPT_BYTES[path]]
    store: Store = request.app.state.store
    if path != EXCHANGE:
        await store.redis.set(key, kept)
        return Response(_ANSWER, media_type=OCTETS)
    pipeline = store.redis.pipeline(transaction=False)
    pipeline.set(key, kept)
    for _ in range(DOWN_CELLS):
        pipeline.get(key)
    _, *down = await pipeline.execute()
    return Response(b"".join(down).ljust(ANSWER, b"\0"), media_type=OCTETS)


def main(arguments: list[str]) -> None:
    """Serves until SIGTERM."""
    same = config()
    same.app = create_app
    Server(same).run(sockets=[socket.socket(fileno=int(arguments[0]))])


if __name__ == "__main__":
    main(sys.argv[1:])
