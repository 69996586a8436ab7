"""Requests and answers: crypto/vectors/wire.json, made and checked."""

from crypto import conversation, hashing, stamp, wire
from crypto.hashing import (
    digest,
    u8,
    u32,
    u64,
)
from crypto.sizes import (
    ANSWER,
    CELL,
    FOUND,
    LOCK,
    REQUEST_PAYLOAD,
    Address,
    CaseId,
)
from tests.crypto.vectors.kit import HOUR, Check, Document, attempt, fixed, same, unhex, unhex_all


def make() -> Document:
    start = 1 << 40
    cell = conversation.Cell(Address(fixed("up")), fixed("lock"), fixed("cell", CELL))
    down = [Address(fixed("down 0")), Address(fixed("down 1"))]
    payload = wire.exchange(cell, down, down[:1])
    erase = wire.erase((CaseId(fixed("case")), fixed("s", 64)), (Address(fixed("vault")), 3, fixed("v", 64)), down)
    body = payload.ljust(REQUEST_PAYLOAD, b"\0")
    key = stamp.work_key(0, body)
    request = u8(0) + u32(HOUR) + stamp._mint(key, HOUR, 8, start) + body
    found = u8(1) + fixed("lock") + fixed("cell", CELL) + u8(0) + bytes(LOCK) + bytes(CELL)
    answer = (u8(0) + u32(HOUR) + u8(8) + u8(16) + found).ljust(24576, b"\x55")
    return {
        "request": [
            {
                "up": {"address": fixed("up").hex(), "lock": fixed("lock").hex(), "name": "cell"},
                "down": [one.hex() for one in down],
                "erase": [down[0].hex()],
                "hour": HOUR,
                "bits": 8,
                "start": u64(start).hex(),
                "payload_digest": digest(payload).hex(),
                "request_digest": digest(request).hex(),
            }
        ],
        "nothing": [{"payload_digest": digest(wire.exchange(None, [])).hex(), "size": 8384}],
        "erase": [
            {
                "case": [fixed("case").hex(), fixed("s", 64).hex()],
                "vault": [fixed("vault").hex(), 3, fixed("v", 64).hex()],
                "addresses": [one.hex() for one in down],
                "payload_digest": digest(erase).hex(),
            },
            {"case": None, "vault": None, "addresses": [], "payload_digest": digest(wire.erase(None, None, [])).hex()},
        ],
        "answer": [
            {
                "head": answer[:7].hex(),
                "lock": fixed("lock").hex(),
                "cell": "cell",
                "fill": 0x55,
                "status": 0,
                "hour": HOUR,
                "exchange_bits": 8,
                "other_bits": 16,
                "answer_digest": digest(answer).hex(),
            }
        ],
        "bits": [{"op": op, "bits": wire.bits_for(op, 8, 16)} for op in range(12)],
    }


def check_request(one: Document, _: Document) -> None:
    up = conversation.Cell(
        Address(unhex(one["up"]["address"])), unhex(one["up"]["lock"]), fixed(one["up"]["name"], CELL)
    )
    down, erased = ([Address(place) for place in unhex_all(one[name])] for name in ("down", "erase"))
    payload = wire.exchange(up, down, erased)
    same(digest(payload), one["payload_digest"])
    body = payload.ljust(REQUEST_PAYLOAD, b"\0")
    start = hashing.number(unhex(one["start"]))
    nonce = stamp._mint(stamp.work_key(0, body), one["hour"], one["bits"], start)
    head = hashing.u8(0) + hashing.u32(one["hour"])
    same(digest(head + nonce + body), one["request_digest"])
    made = wire.request(0, payload, one["hour"], one["bits"])
    assert (len(made), made[:5]) == (24576, head)


def check_nothing(one: Document, _: Document) -> None:
    payload = wire.exchange(None, [])
    assert (digest(payload).hex(), len(payload)) == (one["payload_digest"], one["size"])


def check_erase(one: Document, _: Document) -> None:
    own = one["case"] and (CaseId(unhex(one["case"][0])), unhex(one["case"][1]))
    vault = one["vault"] and (Address(unhex(one["vault"][0])), one["vault"][1], unhex(one["vault"][2]))
    addresses = [Address(place) for place in unhex_all(one["addresses"])]
    same(digest(wire.erase(own, vault, addresses)), one["payload_digest"])


def check_answer(one: Document, _: Document) -> None:
    lock, cell = unhex(one["lock"]), fixed(one["cell"], CELL)
    content = unhex(one["head"]) + b"\1" + lock + cell + bytes(FOUND.size)
    octets = content.ljust(ANSWER, bytes([one["fill"]]))
    same(digest(octets), one["answer_digest"])
    read = wire.read_answer(octets)
    assert (read.status, read.hour) == (one["status"], one["hour"])
    assert (read.exchange_bits, read.other_bits) == (one["exchange_bits"], one["other_bits"])
    place = Address(lock)
    assert wire.exchanged(read, [place, Address(cell)]) == [conversation.Cell(place, lock, cell), None]
    attempt({"error": "FormatError"}, lambda: wire.read_answer(octets[1:]))


def check_bits(one: Document, _: Document) -> None:
    assert wire.bits_for(one["op"], 8, 16) == one["bits"]


CHECKS: dict[str, Check] = {
    "request": check_request,
    "nothing": check_nothing,
    "erase": check_erase,
    "answer": check_answer,
    "bits": check_bits,
}
