"""POST /post: the one path. Ten operations, one size, one time, one kind of refusal. docs/protocol.md, 6."""

from starlette.requests import Request
from starlette.responses import Response

from crypto.directory import Directory
from crypto.hashing import number, u8, u32, u64
from crypto.sizes import (
    ACCEPT,
    ACCEPT_ANSWER,
    ANSWER,
    CALLER_VAULT,
    CLAIM,
    CLAIM_ANSWER,
    CLAIM_REQUEST,
    CLOSE,
    DONE,
    ERASE,
    ERASE_REQUEST,
    EXCHANGE,
    EXCHANGE_ANSWER,
    EXCHANGE_REQUEST,
    FOUND,
    HOLD_REQUEST,
    OPEN,
    PUT_BACK,
    READ,
    READ_ANSWER,
    READ_REQUEST,
    REFUSED,
    RENEW,
    RENEW_REQUEST,
    REQUEST,
    WRITE,
    WRITE_REQUEST,
    Layout,
)
from hotline.routes.envelope import Asked, Handle, Said, answer, read_exactly, refuse
from hotline.routes.service import Service, service_of
from hotline.store import cases, cells, erasure, leases, vaults
from hotline.store.cases import Work
from hotline.store.cells import Found


async def post(request: Request) -> Response:
    """The door."""
    body = await read_exactly(request, {REQUEST})
    return await answer(service_of(request), body, ANSWER, _handle)


async def _handle(service: Service, directory: Directory, asked: Asked, now: float) -> Said:
    return await _OPERATIONS.get(asked.op, refuse)(service, directory, asked, now)


def _fields(layout: Layout, asked: Asked) -> dict[str, bytes]:
    """The operation's fields; the zeros that fill the request are left."""
    return layout.unpack(asked.payload[: layout.size])


async def _exchange(service: Service, directory: Directory, asked: Asked, now: float) -> Said:
    done = await cells.exchange(service.store, _fields(EXCHANGE_REQUEST, asked), asked.stamp, directory.policy, now)
    first, second = (_found(one) for one in done.down)
    return Said(done.status, EXCHANGE_ANSWER.pack(first=first, second=second))


def _found(found: Found | None) -> bytes:
    if found is None:
        return bytes(FOUND.size)
    return FOUND.pack(found=u8(1), lock=found.lock, cell=found.content)


async def _open(service: Service, directory: Directory, asked: Asked, now: float) -> Said:
    opening = _fields(cases.OPENING, asked)
    if not set(map(number, cases.buckets_of(opening["sealed"]))) <= {desk.bucket for desk in directory.desks}:
        return Said(REFUSED)
    work = Work(asked.bits, service.wanted_bits(directory)[1])
    opened = await cases.open_case(service.store, opening, asked.stamp, directory.policy, now, work)
    return Said(opened.status, bits=opened.bits)


async def _read(service: Service, _directory: Directory, asked: Asked, _now: float) -> Said:
    vault = await vaults.read(service.store, _fields(READ_REQUEST, asked)["address"])
    if vault is None or len(vault.ciphertext) != CALLER_VAULT:
        return Said(REFUSED)
    payload = READ_ANSWER.pack(version=u64(vault.version), lock=vault.lock, ciphertext=vault.ciphertext)
    return Said(DONE, payload)


async def _write(service: Service, directory: Directory, asked: Asked, now: float) -> Said:
    written = _fields(WRITE_REQUEST, asked)
    return Said(await vaults.write(service.store, written, asked.stamp, directory.policy, now))


async def _erase(service: Service, _directory: Directory, asked: Asked, now: float) -> Said:
    await erasure.erase(service.store, _fields(ERASE_REQUEST, asked), now)
    return Said(DONE)


async def _claim(service: Service, directory: Directory, asked: Asked, now: float) -> Said:
    claimed = await leases.claim(service.store, _fields(CLAIM_REQUEST, asked), asked.stamp, directory.policy, now)
    if claimed is None:
        return Said(REFUSED)
    return Said(DONE, CLAIM_ANSWER.pack(claims=u32(claimed.claims), sheet_lock=claimed.sheet_lock, sheet=claimed.sheet))


async def _accept(service: Service, directory: Directory, asked: Asked, now: float) -> Said:
    accepted = await leases.accept(service.store, _fields(HOLD_REQUEST, asked), directory.policy, now)
    if accepted is None:
        return Said(REFUSED)
    payload = ACCEPT_ANSWER.pack(
        term=u32(accepted.term),
        body_lock=accepted.body_lock,
        term_lock=accepted.term_lock,
        body=accepted.body,
    )
    return Said(DONE, payload)


async def _renew(service: Service, directory: Directory, asked: Asked, now: float) -> Said:
    done = await leases.renew(service.store, _fields(RENEW_REQUEST, asked), directory.policy, now)
    return Said(DONE if done else REFUSED)


async def _put_back(service: Service, _directory: Directory, asked: Asked, now: float) -> Said:
    done = await leases.put_back(service.store, _fields(HOLD_REQUEST, asked), now)
    return Said(DONE if done else REFUSED)


async def _close(service: Service, _directory: Directory, asked: Asked, now: float) -> Said:
    done = await leases.close(service.store, _fields(HOLD_REQUEST, asked), now)
    return Said(DONE if done else REFUSED)


_OPERATIONS: dict[int, Handle] = {
    EXCHANGE: _exchange,
    OPEN: _open,
    READ: _read,
    WRITE: _write,
    ERASE: _erase,
    CLAIM: _claim,
    ACCEPT: _accept,
    RENEW: _renew,
    PUT_BACK: _put_back,
    CLOSE: _close,
}
