"""POST /vault: responders' vaults, on a path of their own because of their size. docs/protocol.md, 6, "Vault"."""

from starlette.requests import Request
from starlette.responses import Response

from crypto.directory import Directory
from crypto.hashing import u64
from crypto.sizes import (
    ANSWER_HEAD,
    DONE,
    READ,
    READ_REQUEST,
    REFUSED,
    REQUEST_HEAD,
    RESPONDER_READ_ANSWER,
    RESPONDER_VAULT,
    RESPONDER_WRITE_REQUEST,
    WRITE,
)
from hotline.routes.envelope import Asked, Said, answer, read_exactly
from hotline.routes.service import Service, service_of
from hotline.store import vaults

_READ_SIZE = REQUEST_HEAD + READ_REQUEST.size
_WRITE_SIZE = REQUEST_HEAD + RESPONDER_WRITE_REQUEST.size


async def vault(request: Request) -> Response:
    """The door: a short request reads, a long one writes."""
    body = await read_exactly(request, {_READ_SIZE, _WRITE_SIZE})
    if len(body) == _READ_SIZE:
        return await answer(service_of(request), body, ANSWER_HEAD + RESPONDER_READ_ANSWER.size, _read)
    return await answer(service_of(request), body, ANSWER_HEAD, _write)


async def _read(service: Service, _directory: Directory, asked: Asked, _now: float) -> Said:
    standing = await vaults.read(service.store, READ_REQUEST.unpack(asked.payload)["address"])
    if asked.op != READ or standing is None or len(standing.ciphertext) != RESPONDER_VAULT:
        return Said(REFUSED)
    return Said(
        DONE,
        RESPONDER_READ_ANSWER.pack(version=u64(standing.version), lock=standing.lock, ciphertext=standing.ciphertext),
    )


async def _write(service: Service, directory: Directory, asked: Asked, now: float) -> Said:
    if asked.op != WRITE:
        return Said(REFUSED)
    written = RESPONDER_WRITE_REQUEST.unpack(asked.payload)
    return Said(await vaults.write(service.store, written, asked.stamp, directory.policy, now))
