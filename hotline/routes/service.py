"""What every door needs: the store, the directory that stands, the clock and the work that stamps must show."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.exceptions import HTTPException
from starlette.requests import Request

from crypto.directory import Directory
from crypto.stamp import BITS_AT_MOST, POLICY_BITS_AT_MOST
from hotline.routes.together import Together
from hotline.settings import Settings
from hotline.store import directories
from hotline.store.connection import Store
from hotline.store.directories import Published
from hotline.store.watches import Watch

_FRESH_SECONDS = 1.0
_CALM_REQUESTS = 32  # handled at once by one process before stamps get dearer
_EXTRA_BITS_AT_MOST = BITS_AT_MOST - POLICY_BITS_AT_MOST


class Service:
    """One process's share of the post office."""

    def __init__(self, store: Store, settings: Settings, watch: Watch) -> None:
        self.store = store
        self.watch = watch
        self.shelves: Together[bytes | None] = Together()
        self.root_pk = settings.root_pk
        self.fingerprint = settings.fingerprint
        self._published: Published | None = None
        self._asked_at = 0.0
        self._asking = asyncio.Lock()
        self._handling = 0

    def now(self) -> float:
        """Unix seconds: the one place where the server side reads the clock for what it stores."""
        return time.time()

    async def published(self, fresh_seconds: float = _FRESH_SECONDS) -> Published | None:
        """The directory and its file, as they stood at most this long ago."""
        loop = asyncio.get_running_loop()
        since = loop.time() - fresh_seconds
        if not self._knows_since(since):
            async with self._asking:  # one asks for all who came together
                if not self._knows_since(since):
                    moment = loop.time()
                    self._published = await directories.current(self.store, self.root_pk, self._published)
                    self._asked_at = moment
        return self._published

    def _knows_since(self, moment: float) -> bool:
        return self._published is not None and self._asked_at > moment

    async def directory(self) -> Directory:
        """The directory that stands; a clear refusal while none was ever published."""
        published = await self.published()
        if published is None:
            raise HTTPException(503, "No directory is published yet. A coordinator publishes the first one.")
        return published.directory

    @contextmanager
    def handling(self) -> Iterator[None]:
        """Count a request while it is worked on; waiting for its answer's time does not count."""
        self._handling += 1
        try:
            yield
        finally:
            self._handling -= 1

    def wanted_bits(self, directory: Directory) -> tuple[int, int]:
        """Zero bits that a stamp must show for an exchange and for the rest: the policy's, more under load."""
        extra = min((self._handling // _CALM_REQUESTS).bit_length(), _EXTRA_BITS_AT_MOST)
        exchange, other = directory.policy.bits
        return exchange + extra, other + extra


def service_of(request: Request) -> Service:
    """The service of the application that this request reached."""
    service: Service = request.app.state.service
    return service
