"""POST /watch: the same frame to every member, once a second. docs/protocol.md, 6."""

from collections.abc import AsyncIterator

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from crypto.sizes import SECRET
from hotline.routes.envelope import OCTETS, read_exactly
from hotline.routes.service import Service, service_of
from hotline.store import buckets


async def watch(request: Request) -> Response:
    """A stream of frames of FRAME bytes, without end."""
    service = service_of(request)
    if not await buckets.is_member(service.store, await read_exactly(request, {SECRET})):
        raise HTTPException(403, "The member secret is not the present one. Read your messages from the coordinator.")
    return StreamingResponse(_frames(service), media_type=OCTETS)


async def _frames(service: Service) -> AsyncIterator[bytes]:
    while True:
        yield await service.watch.frame()
