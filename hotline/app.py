"""The blind post office as a Starlette application: route table, middleware, error map."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hotline.middleware import Discreet, log, place_of, quiet_logging
from hotline.routes import chunks, directory, files, pages, post, slots, vaults, watch
from hotline.routes.service import Service
from hotline.settings import Settings
from hotline.store import rotation
from hotline.store.connection import Store, StoreUnavailable
from hotline.store.locks import KeyFileError
from hotline.store.watches import Watch
from hotline.web import served


def create_app(settings: Settings | None = None) -> Starlette:
    """The application of these settings, or of the environment's."""
    chosen = settings or Settings.from_environment()
    quiet_logging()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        store = Store.connect(chosen.redis_socket, chosen.keys)
        try:
            await rotation.start_with_others(store, time.time())
        except KeyFileError as failure:
            log.error("did not start: %s. docs/operating.md says what to do.", failure)
            raise
        except Exception as failure:
            log.error("did not start: %s", place_of(failure))
            raise
        watcher = Watch(store)
        app.state.service = Service(store, chosen, watcher)
        yield
        await watcher.aclose()
        await store.aclose()

    table = served.load()
    app = Starlette(
        routes=[
            Route("/post", post.post, methods=["POST"]),
            Route("/chunk", chunks.chunk, methods=["POST"]),
            Route("/vault", vaults.vault, methods=["POST"]),
            Route("/slots", slots.slots, methods=["POST"]),
            Route("/shelf", slots.shelf, methods=["POST"]),
            Route("/watch", watch.watch, methods=["POST"]),
            Route("/directory", directory.fetch, methods=["GET"]),
            Route("/directory", directory.publish, methods=["POST"]),
            *pages.routes({path: file.content for path, file in table.items()}),
            *files.routes(table),
        ],
        middleware=[Middleware(Discreet)],
        exception_handlers={HTTPException: _refused, StoreUnavailable: _unavailable},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False  # one URL for each thing, and no answer that repeats what was asked
    return app


async def _refused(_request: Request, refusal: Exception) -> Response:
    if not isinstance(refusal, HTTPException):
        raise refusal
    return JSONResponse({"error": refusal.detail}, status_code=refusal.status_code, headers=refusal.headers)


async def _unavailable(_request: Request, _failure: Exception) -> Response:
    error = "The server cannot store or read now. Nothing was accepted; send again in a minute."
    return JSONResponse({"error": error}, status_code=503)
