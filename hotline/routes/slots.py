"""POST /slots and /shelf: a bucket's waiting slots, and how much stands in it, for members. docs/protocol.md, 5."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from crypto.sizes import SHELF_REQUEST, SLOTS_REQUEST, Layout
from hotline.routes.envelope import OCTETS, read_exactly
from hotline.routes.service import service_of
from hotline.store import buckets
from hotline.store.connection import Store

Look = Callable[[Store, Mapping[str, bytes], float], Awaitable[bytes | None]]


async def slots(request: Request) -> Response:
    """All slots of one bucket that became visible since an hour, whole."""
    return await _look(request, SLOTS_REQUEST, buckets.visible)


async def shelf(request: Request) -> Response:
    """Counts of one bucket's cases and claims: coordinators see that it fills, or that claims come to nothing."""
    return await _look(request, SHELF_REQUEST, buckets.shelf)


async def _look(request: Request, layout: Layout, look: Look) -> Response:
    asked = layout.unpack(await read_exactly(request, {layout.size}))
    service = service_of(request)
    found = await service.shelves.ask(tuple(asked.values()), lambda: look(service.store, asked, service.now()))
    if found is None:
        raise HTTPException(403, "The member secret is not the present one. Read your messages from the coordinator.")
    return Response(found, media_type=OCTETS)
