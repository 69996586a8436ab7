"""POST /watch: the same frame to every member, once a second. docs/protocol.md, 6."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from crypto.sizes import SECRET
from hotline.routes.envelope import OCTETS, read_exactly
from hotline.routes.service import service_of
from hotline.store import buckets


async def watch(request: Request) -> Response:
    """A stream of frames of FRAME bytes, without end but for one of too many watchers."""
    service = service_of(request)
    if not await buckets.is_member(service.store, await read_exactly(request, {SECRET})):
        raise HTTPException(403, "The member secret is not the present one. Read your messages from the coordinator.")
    return StreamingResponse(service.watch.frames(), media_type=OCTETS)
