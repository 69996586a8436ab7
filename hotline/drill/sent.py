"""What was sent to the server, as marks: ids, addresses, locks and ciphertext, which must be gone once it is erased."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from crypto.hashing import nothing
from crypto.sizes import (
    ACCEPT,
    ADDRESS,
    CHUNK_PUT,
    CHUNK_PUT_REQUEST,
    CLAIM,
    CLAIM_REQUEST,
    CLOSE,
    ERASE,
    ERASE_REQUEST,
    EXCHANGE,
    EXCHANGE_REQUEST,
    HOLD_REQUEST,
    ID,
    OPEN,
    OPEN_REQUEST,
    PUT_BACK,
    READ,
    READ_REQUEST,
    RENEW,
    RENEW_REQUEST,
    REQUEST_HEAD,
    RESPONDER_VAULT,
    RESPONDER_WRITE_REQUEST,
    WRITE,
    WRITE_REQUEST,
    Layout,
)
from hotline.drill.marks import Mark
from hotline.store import holds

_POST: Mapping[int, Layout] = {
    EXCHANGE: EXCHANGE_REQUEST,
    OPEN: OPEN_REQUEST,
    READ: READ_REQUEST,
    WRITE: WRITE_REQUEST,
    ERASE: ERASE_REQUEST,
    CLAIM: CLAIM_REQUEST,
    ACCEPT: HOLD_REQUEST,
    RENEW: RENEW_REQUEST,
    PUT_BACK: HOLD_REQUEST,
    CLOSE: HOLD_REQUEST,
}
_SLICE_BYTES = 32
_IDS = {"case_id": holds.CASE, "up": holds.CELL, "address": holds.VAULT, "vault": holds.VAULT}
_ADDRESSES = ("down", "erase", "addresses")
_PROOFS = {"signature": "signature", "vault_signature": "signature", "secret": "member secret", "lock": "lock"}
_CIPHERTEXTS = ("cell", "chunk", "ciphertext", "slots", "card", "sheet", "body")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a request that the server is shown. `key` is the Redis key under which it may stand; b"" for none."""

    what: str
    octets: bytes = field(repr=False)
    key: bytes = b""


def parts_of(requests: Iterable[tuple[str, bytes]]) -> set[Part]:
    """Everything in these requests that names, locks or is an object, or proves a right to it."""
    found = set[Part]()
    for path, body in requests:
        layout = _layout(path, body)
        if layout is not None:
            fields = layout.unpack(body[REQUEST_HEAD:][: layout.size])
            found |= {part for part in _parts(path, fields) if not nothing(part.octets)}
    return found


def _layout(path: str, body: bytes) -> Layout | None:
    op = body[0] if body else -1
    if path == "/post":
        layout = _POST.get(op)
    elif path == "/chunk":
        layout = CHUNK_PUT_REQUEST if op == CHUNK_PUT else None
    else:
        layout = RESPONDER_WRITE_REQUEST if path == "/vault" and len(body) > RESPONDER_VAULT else None
    return layout if layout is not None and len(body) >= REQUEST_HEAD + layout.size else None


def _parts(path: str, fields: Mapping[str, bytes]) -> Iterator[Part]:
    kinds = {**_IDS, "address": holds.CHUNK} if path == "/chunk" else _IDS
    keys = [kinds[name].key(fields[name]) for name in kinds if name in fields]
    yield from (Part("id or address", fields[name], kinds[name].key(fields[name])) for name in kinds if name in fields)
    for name in _ADDRESSES:
        for at in range(0, len(fields.get(name, b"")), ADDRESS):
            yield Part("id or address", fields[name][at : at + ADDRESS])
    yield from (Part(what, fields[name]) for name, what in _PROOFS.items() if name in fields)
    for name in _CIPHERTEXTS:
        yield from (Part("ciphertext", octets, keys[0]) for octets in slices(fields.get(name, b"")))


def slices(octets: bytes) -> Iterator[bytes]:
    """The beginning, middle and end of a ciphertext."""
    if octets:
        middle = len(octets) // 2
        for at in (0, middle, len(octets) - _SLICE_BYTES):
            yield octets[at : at + _SLICE_BYTES]


def gone(parts: Iterable[Part], standing: Mapping[bytes, bytes]) -> Iterator[Mark]:
    """Marks for all that must not be there any more; `standing` has what stands at each Redis key of an object.

    An id or address whose object stands is declared to stand, and so is ciphertext that stands under its key. Locks,
    signatures and the member secret stand nowhere as they were sent.
    """
    named = {key.partition(b":")[2][:ID] for key in standing}
    for part in parts:
        stands = {
            "id or address": part.octets in named,
            "ciphertext": part.octets in standing.get(part.key, b""),
        }
        if not stands.get(part.what, False):
            yield Mark(part.what, part.octets, False, passes=True)
