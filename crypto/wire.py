"""The one path's requests and answers, all of one size, as a client makes and reads them. docs/protocol.md, 6.

request = u8(op) ‖ stamp hour ‖ nonce(8) ‖ payload ‖ zeros        24576 bytes
answer  = u8(status) ‖ hour ‖ u8(bits) ‖ u8(bits) ‖ payload ‖ random  24576 bytes
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from crypto import stamp
from crypto.conversation import Cell
from crypto.errors import FormatError, TooLong
from crypto.hashing import nothing, number, u8, u32, u64
from crypto.sizes import (
    ADDRESS,
    ANSWER,
    ANSWER_HEAD,
    CELL,
    CHUNK_TAKE,
    DOWN_CELLS,
    ERASE_AT_ONCE,
    ERASE_REQUEST,
    ERASE_WITH_EXCHANGE,
    EXCHANGE,
    EXCHANGE_ANSWER,
    EXCHANGE_REQUEST,
    FOUND,
    ID,
    LOCK,
    REQUEST_PAYLOAD,
    SIGNATURE,
    U8,
    U32,
    Address,
    CaseId,
    Hour,
    Layout,
)

NOWHERE = Address(bytes(ADDRESS))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said: status, its hour, the stamp bits it wants for an exchange and for the rest, payload."""

    status: int
    hour: Hour
    exchange_bits: int
    other_bits: int
    payload: bytes = field(repr=False)

    def unpack(self, layout: Layout) -> dict[str, bytes]:
        """The fields of the payload; what follows them is random filling."""
        return layout.unpack(self.payload[: layout.size])


def bits_for(op: int, exchange_bits: int, other_bits: int) -> int:
    """The zero bits that a stamp for this operation needs: few for what is done at every beat, more for the rest."""
    return exchange_bits if op in (EXCHANGE, CHUNK_TAKE) else other_bits


def request(op: int, payload: bytes, hour: Hour, bits: int) -> bytes:
    """A stamped request of the one size."""
    if len(payload) > REQUEST_PAYLOAD:
        raise TooLong("a payload is longer than a request")
    return stamped(op, payload.ljust(REQUEST_PAYLOAD, b"\0"), hour, bits)


def stamped(op: int, body: bytes, hour: Hour, bits: int) -> bytes:
    """Head and body, stamped; for the paths of other sizes."""
    return u8(op) + u32(hour) + stamp.mint(stamp.work_key(op, body), hour, bits) + body


def read_answer(octets: bytes, size_bytes: int = ANSWER) -> Answer:
    """Read an answer of exactly `size_bytes`; FormatError for any other length."""
    if len(octets) != size_bytes:
        raise FormatError("an answer has another size")
    head, payload = octets[:ANSWER_HEAD], octets[ANSWER_HEAD:]
    return Answer(head[0], Hour(number(head[U8 : U8 + U32])), head[-2], head[-1], payload)


def exchange(up: Cell | None, down: Sequence[Address], erase: Sequence[Address] = ()) -> bytes:
    """The payload of an exchange: at most one cell up, two addresses to read, two to erase. None goes to nowhere."""
    up = Cell(NOWHERE, bytes(LOCK), bytes(CELL)) if up is None else up
    return EXCHANGE_REQUEST.pack(
        up=up.address,
        lock=up.lock,
        cell=up.ciphertext,
        down=_addresses(down, DOWN_CELLS),
        erase=_addresses(erase, ERASE_WITH_EXCHANGE),
    )


def exchanged(answer: Answer, down: Sequence[Address]) -> list[Cell | None]:
    """The cells found at the addresses asked for, in their order."""
    parts = answer.unpack(EXCHANGE_ANSWER)
    found = [FOUND.unpack(parts[name]) for name in ("first", "second")]
    return [
        Cell(place, record["lock"], record["cell"]) if not nothing(record["found"]) else None
        for place, record in zip(down, found, strict=False)
    ]


def erase(
    case: tuple[CaseId, bytes] | None, vault: tuple[Address, int, bytes] | None, addresses: Sequence[Address]
) -> bytes:
    """The payload of "erase everything": a case with its signature, a vault with version and signature, cells."""
    name, signature = case or (CaseId(bytes(ID)), bytes(SIGNATURE))
    place, version, vault_signature = vault or (NOWHERE, 0, bytes(SIGNATURE))
    return ERASE_REQUEST.pack(
        case_id=name,
        signature=signature,
        vault=place,
        version=u64(version),
        vault_signature=vault_signature,
        addresses=_addresses(addresses, ERASE_AT_ONCE),
    )


def _addresses(addresses: Sequence[Address], count: int) -> bytes:
    if len(addresses) > count:
        raise TooLong("more addresses than one request holds")
    return b"".join([*addresses, *[NOWHERE] * (count - len(addresses))])
