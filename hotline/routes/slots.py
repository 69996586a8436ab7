"""POST /slots: a bucket's waiting slots, for members. docs/protocol.md, 5."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from crypto.sizes import SLOTS_REQUEST
from hotline.routes.envelope import OCTETS, read_exactly
from hotline.routes.service import service_of
from hotline.store import buckets


async def slots(request: Request) -> Response:
    """All slots of one bucket that became visible since an hour, whole."""
    asked = SLOTS_REQUEST.unpack(await read_exactly(request, {SLOTS_REQUEST.size}))
    service = service_of(request)
    visible = await service.shelves.ask(
        tuple(asked.values()), lambda: buckets.visible(service.store, asked, service.now())
    )
    if visible is None:
        raise HTTPException(403, "The member secret is not the present one. Read your messages from the coordinator.")
    return Response(visible, media_type=OCTETS)
