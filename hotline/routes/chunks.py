"""POST /chunk: attachments, piece by piece, putting and taking alike in size. docs/protocol.md, 6, "Attachments"."""

from starlette.requests import Request
from starlette.responses import Response

from crypto.directory import Directory
from crypto.hashing import u8
from crypto.sizes import (
    ADDRESS,
    ANSWER_HEAD,
    CHUNK_ANSWER,
    CHUNK_PUT,
    CHUNK_PUT_REQUEST,
    CHUNK_TAKE,
    DONE,
    REFUSED,
    REQUEST_HEAD,
)
from hotline.routes.envelope import Asked, Said, answer, read_exactly
from hotline.routes.service import Service, service_of
from hotline.store import cells


async def chunk(request: Request) -> Response:
    """The door."""
    body = await read_exactly(request, {REQUEST_HEAD + CHUNK_PUT_REQUEST.size})
    return await answer(service_of(request), body, ANSWER_HEAD + CHUNK_ANSWER.size, _handle)


async def _handle(service: Service, directory: Directory, asked: Asked, now: float) -> Said:
    if asked.op == CHUNK_PUT:
        put = CHUNK_PUT_REQUEST.unpack(asked.payload)
        return Said(await cells.put_chunk(service.store, put, asked.stamp, directory.policy, now))
    if asked.op != CHUNK_TAKE:
        return Said(REFUSED)
    found = await cells.take_chunk(service.store, bytes(asked.payload[:ADDRESS]))
    if found is None:
        return Said(DONE, bytes(CHUNK_ANSWER.size))
    return Said(DONE, CHUNK_ANSWER.pack(found=u8(1), lock=found.lock, chunk=found.content))
