"""A failure is one plain answer and one line of type and place: its message may hold content."""

import asyncio
import logging

import pytest
from starlette.types import Message, Receive, Scope, Send

from hotline.middleware import Discreet

SECRET = "They are at the door."


async def fails(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise ValueError(SECRET)


async def ask(headers: list[tuple[bytes, bytes]]) -> tuple[Scope, list[Message]]:
    """The scope as it was left, and what was sent."""
    scope: Scope = {"type": "http", "client": ("192.0.2.1", 4000), "headers": headers}
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    await Discreet(fails)(scope, receive, send)
    return scope, sent


def test_failure_is_told_by_its_type_and_place_alone(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "hotline"):
        _, (start, body) = asyncio.run(ask([]))
    assert start["status"] == 500
    assert SECRET.encode() not in body["body"]
    (line,) = caplog.messages
    assert line.startswith("ValueError at test_middleware.py:")
    assert not caplog.records[0].exc_info


def test_address_and_headers_that_tell_are_gone_before_anything_fails() -> None:
    scope, _ = asyncio.run(ask([(b"user-agent", b"a phone of hers"), (b"host", b"here"), (b"cookie", b"mark")]))
    assert scope["client"] is None
    assert scope["headers"] == [(b"host", b"here")]
