"""What a dishonest server answers a caller's page in place of the truth."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Route

from crypto.sizes import ANSWER_HEAD, EXCHANGE, EXCHANGE_ANSWER, FOUND

OCTETS = "application/octet-stream"
Lie = Callable[[bytes], bytes | None]  # what is said in place of an answer; None for the answer itself


def honest(_answer: bytes) -> None:
    return None


@dataclass
class Liar:
    """Answers requests of one operation with a lie, whatever the server said; `told` counts those since it was set."""

    lie: Lie = honest
    op: int = EXCHANGE
    status: int = 200
    told: int = 0

    def __call__(self, route: Route) -> None:
        if (route.request.post_data_buffer or b"")[0] != self.op:
            route.continue_()
            return
        answer = route.fetch()
        said = self.lie(answer.body())
        if said is None:
            route.fulfill(response=answer)
        else:
            route.fulfill(status=self.status, body=said, content_type=OCTETS)
            self.told += 1


def swapped(answer: bytes) -> bytes:
    """The two cells of an exchange, each in the other's place."""
    end = ANSWER_HEAD + EXCHANGE_ANSWER.size
    parts = EXCHANGE_ANSWER.unpack(answer[ANSWER_HEAD:end])
    return answer[:ANSWER_HEAD] + parts["second"] + parts["first"] + answer[end:]


def in_both_places(cell: bytes) -> Lie:
    """One cell, with its lock, at whichever address is asked for."""
    found = FOUND.pack(found=b"\x01", lock=cell[: -FOUND.fields["cell"]], cell=cell[-FOUND.fields["cell"] :])
    return lambda answer: answer[:ANSWER_HEAD] + found + found + answer[ANSWER_HEAD + EXCHANGE_ANSWER.size :]


def first_found(answer: bytes) -> bytes | None:
    """Lock and cell of the first that an exchange has brought, or None."""
    parts = EXCHANGE_ANSWER.unpack(answer[ANSWER_HEAD : ANSWER_HEAD + EXCHANGE_ANSWER.size])
    return next((one[1:] for one in (parts["first"], parts["second"]) if answer[0] == 0 and one[0]), None)


def keeping(cells: list[bytes]) -> Lie:
    """The truth, of which is kept what an exchange brings."""
    return lambda answer: cells.extend(filter(None, [first_found(answer)]))


def with_head(status: int | None = None, hour: int | None = None, bits: int | None = None) -> Lie:
    """The answer with another status, hour or stamp bits."""

    def lie(answer: bytes) -> bytes:
        said = bytearray(answer)
        if status is not None:
            said[0] = status
        if hour is not None:
            said[1:5] = hour.to_bytes(4, "big")
        if bits is not None:
            said[5:7] = bytes([bits, bits])
        return bytes(said)

    return lie
