"""Caddy in front of a running hotline, with the file that is written for it: all goes through, and no one's address."""

import asyncio
import http.client
import re
import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest

from hotline.client.caller import Caller
from hotline.client.post import Post
from hotline.commands.up import sample_stack
from hotline.drill.transcript import Recorder
from hotline.setup.server import Server
from hotline.stack.supervise import Plan, Stack
from hotline.web.headers import SECURITY_HEADERS
from tests.client.conftest import DOOR, QUICK
from tests.setup.front import HOST, TELLS, Front, caddy_before, instead_of, read

WORDS = "They are at the door."


@dataclass(frozen=True, slots=True)
class Sample:
    """A made-up hotline behind Caddy."""

    stack: Stack
    front: Front
    root_pk: bytes


@pytest.fixture(scope="module")
def sample(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    place, web = tmp_path_factory.mktemp("f"), tmp_path_factory.mktemp("w") / "web.sock"
    with (
        sample_stack(place / "data", Plan(web_socket=web), policy=QUICK) as stack,
        caddy_before(web, server, place, tmp_path_factory.mktemp("caddy")) as front,
    ):
        yield Sample(stack, front, stack.root_pk)


@pytest.fixture(scope="module")
def front(sample: Sample) -> Front:
    return sample.front


def test_a_page_comes_through_with_all_its_headers_and_none_that_tell(front: Front) -> None:
    status, headers, page = front.ask("GET", "/")
    assert status == 200
    assert b'name="hotline-root"' in page
    own_list = re.compile(" 'sha256-[^']+'")
    assert {name: own_list.sub("", headers[name]) for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert headers["strict-transport-security"] == "max-age=31536000"
    allowed = {*SECURITY_HEADERS, "strict-transport-security", "content-type", "content-length", "date", "vary"}
    assert headers.keys() == allowed


def test_the_second_http_is_spoken_and_the_third_is_not_offered(front: Front) -> None:
    with (
        socket.create_connection(("127.0.0.1", front.secure), 30) as raw,
        front.context("h2", "http/1.1").wrap_socket(raw, server_hostname=HOST) as connection,
    ):
        assert connection.selected_alpn_protocol() == "h2"
        assert connection.version() == "TLSv1.3"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", front.secure))


def test_without_tls_one_is_sent_on_and_what_was_asked_is_not_repeated(front: Front) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", front.plain)) as connection:
        connection.request("GET", "/desk?her=words", headers={"Host": HOST})
        status, headers, _ = read(connection)
    assert (status, headers["location"]) == (301, f"https://{HOST}/")
    assert "server" not in headers


def test_what_is_too_large_is_refused(front: Front) -> None:
    assert front.ask("POST", "/directory", bytes(1_000_001))[0] == 413


def test_a_sealed_case_goes_through_and_nothing_that_names_who_sent_it(sample: Sample) -> None:
    """To the door of the onion service, which is the other door without TLS."""
    front = sample.front
    seen = asyncio.run(_case(sample, f"http://127.0.0.1:{front.onion}"))
    assert seen.count(b"POST /post") > 3
    assert b"GET /" in seen
    heads = seen.lower()
    assert not [value for value in TELLS.values() if value.lower().encode() in heads]
    assert not [name for name in (*TELLS, "X-Forwarded-Proto", "Via") if f"\r\n{name}:".lower().encode() in heads]
    assert b"127.0.0.1" not in heads.replace(f"host: 127.0.0.1:{front.onion}".encode(), b"")


async def _case(sample: Sample, url: str) -> bytes:
    """Someone opens a case, and comes back to it; all that Caddy sent to the hotline meanwhile."""
    front, root_pk = sample.front, sample.root_pk
    with instead_of(sample.stack.web, front.upstream) as web:
        recorder = Recorder(f"unix:{web}", front.upstream)
        async with recorder, Post(url) as hers, Post(url) as later:
            await asyncio.to_thread(front.ask, "GET", "/")
            caller = await Caller.start(hers, root_pk)
            await caller.open(DOOR, WORDS)
            again = await Caller.come_back(later, root_pk, caller.digits)
            assert again.case_id == caller.case_id is not None
    return b"".join(place.octets for place in recorder.places())


def test_it_says_nothing_of_who_came(sample: Sample) -> None:
    """Also when the hotline is away, and to who speaks no HTTP."""
    front = sample.front
    with instead_of(sample.stack.web, front.upstream):
        status, headers, body = front.ask("GET", "/never-logged")
    assert (status, body, headers["cache-control"]) == (502, b"", "no-store")
    assert "server" not in headers
    with socket.create_connection(("127.0.0.1", front.secure), 30) as raw:
        raw.sendall(b"GET /never-logged HTTP/1.1\r\n\r\n")
        raw.recv(100)
    said = front.said.read_bytes()
    assert b"never-logged" not in said
    assert b"remote" not in said
    assert TELLS["User-Agent"].encode() not in said
