"""Requests and answers, and what does not fit them."""

from hypothesis import given
from hypothesis import strategies as st

from crypto import attachments, case, conversation, vault, wire
from crypto.errors import (
    FormatError,
    TooLong,
)
from crypto.hashing import u8
from crypto.sealing import fresh_pair
from crypto.sizes import ANSWER, EXCHANGE_REQUEST, VISIBLE_SLOT, Address
from tests.crypto.strategies import quick, refused
from tests.crypto.vectors.kit import HOUR, fixed


def test_a_document_too_long_for_its_size_is_said_to_be() -> None:
    secrets, own = case.draw(), fresh_pair()
    slots = [case.SlotFor(1, None)] * 3
    long = {"text": "x" * 20_000}
    message = conversation.Message(0, own.public, {"text": "x" * (5792 - len('{"text":""}') + 1)})
    refused(TooLong, lambda: case.seal_case(secrets, 0, slots, {}, {}, long))
    refused(TooLong, lambda: case.seal_case(secrets, 0, slots, long, {}, {}))
    refused(TooLong, lambda: conversation.seal_message(own.public, bytes(32), 0, 0, message))
    refused(TooLong, lambda: vault.seal_write(vault.keys(bytes(32)), 1, {"text": "x" * 24_000}))
    refused(TooLong, lambda: attachments.seal_chunks(bytes(32), bytes(160 * 65_496 + 1)))
    refused(TooLong, lambda: wire.request(0, bytes(24_564), HOUR, 0))


@quick
@given(st.binary(max_size=200))
def test_records_of_another_size_are_format_errors(octets: bytes) -> None:
    refused(FormatError, lambda: EXCHANGE_REQUEST.unpack(octets))
    refused(FormatError, lambda: wire.read_answer(octets))
    if octets:
        refused(FormatError, lambda: case.read_slots(bytes(VISIBLE_SLOT.size) + octets))


def test_an_exchange_says_where_and_what_it_found() -> None:
    down = [Address(fixed("one")), Address(fixed("two"))]
    found = u8(1) + fixed("lock") + bytes(8192)
    answer = wire.read_answer((bytes(7) + u8(0) + bytes(8224) + found).ljust(ANSWER, b"\xff"))
    assert wire.exchanged(answer, down) == [None, conversation.Cell(down[1], fixed("lock"), bytes(8192))]
