"""Requests that no client sends: of another size, cut, flipped, smuggled, or for a path that is spelled strangely."""

from functools import cache

from hypothesis import strategies as st

from crypto import case, vault, wire
from crypto.conversation import Cell
from crypto.sizes import (
    CELL,
    CHUNK_PUT_REQUEST,
    ERASE,
    EXCHANGE,
    OPEN,
    READ,
    READ_REQUEST,
    REQUEST,
    REQUEST_HEAD,
    RESPONDER_WRITE_REQUEST,
    SECRET,
    SHELF_REQUEST,
    SLOTS_REQUEST,
    WRITE,
    Address,
)
from tests.routes.conftest import hour_now

BITS = 3
SIZES = {
    "/post": REQUEST,
    "/chunk": REQUEST_HEAD + CHUNK_PUT_REQUEST.size,
    "/vault": REQUEST_HEAD + RESPONDER_WRITE_REQUEST.size,
    "/slots": SLOTS_REQUEST.size,
    "/shelf": SHELF_REQUEST.size,
    "/watch": SECRET,
}
TAKEN = {*SIZES.values(), REQUEST_HEAD + READ_REQUEST.size}  # reading a responder's vault is shorter than writing it
METHODS = ("GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "PATCH", "TRACE", "POST\t", "post", "PRI", "")
TARGETS = (
    "//post", "/post/", "/./post", "/x/../post", "/%70ost", "/post%00", "/post;x", "/post?x", "/POST", "/post%2f",
    "/hotline/web/../../hotline/settings.py", "/hotline/web/%2e%2e/%2e%2e/pyproject.toml", "/..%5c..%5cetc/passwd",
    "/hotline/web//caller/main.js", "/hotline/web/caller/%6dain.js", "/keys/wrapping-key", "/.env", "/ready.json",
    "http://127.0.0.1/post", "http://elsewhere.example/", "*", "?", "#", "/\xff", "/" + "a" * 9000,
)  # fmt: skip
HEADERS = (
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: identity",
    "Transfer-Encoding : chunked",
    "Transfer-Encoding: xchunked",
    "Transfer-Encoding:\tchunked",
    "Content-Length: 0",
    "Content-Length: 5, 5",
    "Content-Length: +5",
    "Content-Length: 0x5",
    "Content-Length : 5",
    " Content-Length: 5",
    "X: y\n z: w",
    "X\0: y",
    "Upgrade: websocket\r\nConnection: upgrade",
    "Upgrade: h2c\r\nConnection: upgrade, HTTP2-Settings",
    "Expect: 100-continue",
    "Host: other.example",
    "X-Forwarded-For: 192.0.2.1",
    "X-HTTP-Method-Override: DELETE",
)
HOST = "help.example.org"
SMUGGLED = f"GET /directory HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()
SMUGGLERS = (
    ("Content-Length: 5", "Transfer-Encoding: chunked"),
    ("Transfer-Encoding: chunked", "Transfer-Encoding: identity"),
    ("Content-Length: 5", "Content-Length: 6"),
    (" Transfer-Encoding: chunked",),
)


@cache
def made_well() -> dict[str, bytes]:
    """One stamped request of each kind that a caller sends, made once: their stamps are good for an hour at least."""
    secrets, own = case.draw(), vault.keys(bytes(31) + b"\1")
    slots = [case.SlotFor(7, None)] * 3
    payloads = {
        OPEN: case.seal_case(secrets, 0, slots, {}, {}, {}),
        EXCHANGE: wire.exchange(Cell(Address(bytes(31) + b"\1"), bytes(32), bytes(CELL)), []),
        READ: own.address,
        WRITE: vault.seal_write(own, 1, {}),
        ERASE: wire.erase(None, (own.address, 1, vault.sign_erase(own, 1)), []),
    }
    return {str(op): wire.request(op, payload, hour_now(), BITS) for op, payload in payloads.items()}


def head(method: str, target: str, length: int | None, *more: str) -> bytes:
    """The head of a request after whose answer the connection ends."""
    lines = [f"{method} {target} HTTP/1.1", f"Host: {HOST}", "Connection: close", *more]
    lines += [] if length is None else [f"Content-Length: {length}"]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"


@st.composite
def flipped(draw: st.DrawFn) -> bytes:
    """A good request's body with some bits flipped, at its right size."""
    body = bytearray(draw(st.sampled_from(sorted(made_well().values()))))
    for _ in range(draw(st.integers(1, 8))):
        body[draw(st.integers(0, len(body) - 1))] ^= 1 << draw(st.integers(0, 7))
    return head("POST", "/post", len(body)) + bytes(body)


@st.composite
def of_another_size(draw: st.DrawFn) -> bytes:
    """A body of another size than its path takes, announced truly."""
    path = draw(st.sampled_from(sorted(SIZES)))
    size = draw(st.integers(0, 2 * REQUEST).filter(lambda size: size not in TAKEN))
    return head("POST", path, size) + bytes(size)


@st.composite
def strange(draw: st.DrawFn) -> bytes:
    """Any method for any target with any of those headers, twice perhaps, and a second request behind."""
    method, target = draw(st.sampled_from(METHODS)), draw(st.sampled_from([*TARGETS, *SIZES]))
    more = draw(st.lists(st.sampled_from(HEADERS), max_size=3))
    length = draw(st.sampled_from([None, 0, 5, len(SMUGGLED)]))
    return (
        head(method, target, length, *more) + draw(st.sampled_from([b"", b"0\r\n\r\n", b"5\r\nhello\r\n"])) + SMUGGLED
    )


@st.composite
def cut(draw: st.DrawFn) -> bytes:
    """The beginning of a good request."""
    body = draw(st.sampled_from(sorted(made_well().values())))
    whole = head("POST", "/post", len(body)) + body
    return whole[: draw(st.integers(1, len(whole) - 1))]
