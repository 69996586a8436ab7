"""GET and POST /directory: the organization's signed document, the same bytes for everyone. docs/protocol.md, 3."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from crypto.errors import BrokenHistory, DirectoryError, ExpiredDirectory, OlderDirectory, RevokedCoordinator
from hotline.routes.envelope import OCTETS, read_exactly
from hotline.routes.service import service_of
from hotline.store import directories

SIZE_AT_MOST = 1 << 20


async def fetch(request: Request) -> Response:
    """The file that stands."""
    published = await service_of(request).published(fresh_seconds=0)
    if published is None:
        raise HTTPException(503, "No directory is published yet. A coordinator publishes the first one.")
    return Response(published.file, media_type=OCTETS)


async def publish(request: Request) -> Response:
    """Replace it by one that the organization's root certifies and that follows it; no other permission is asked."""
    service = service_of(request)
    file = await read_exactly(request, range(1, SIZE_AT_MOST + 1))
    try:
        await directories.publish(service.store, file, service.root_pk, service.now())
    except (OlderDirectory, BrokenHistory):
        raise HTTPException(
            409, "Another directory stands already. Fetch it, and publish one that follows it."
        ) from None
    except RevokedCoordinator:
        raise HTTPException(
            403, "You are no longer a coordinator here. Another coordinator, or the root, can help."
        ) from None
    except ExpiredDirectory:
        raise HTTPException(
            400, "The directory or its certificate is out of time. Renew it, and check the clock."
        ) from None
    except DirectoryError:
        raise HTTPException(400, "The directory is not signed by this organization, or not of its form.") from None
    return Response(status_code=204)
