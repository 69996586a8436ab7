"""Caddy in front of a running hotline, with the file that is written for it: all goes through, and no one's address."""

import asyncio
import http.client
import json
import os
import re
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from hotline.client.caller import Caller
from hotline.client.post import Post
from hotline.commands.up import sample_stack
from hotline.drill.transcript import Recorder
from hotline.setup.server import ONION_PORT, RUN, Server
from hotline.setup.write import texts
from hotline.stack.supervise import Plan
from hotline.web.headers import SECURITY_HEADERS
from tests.client.conftest import DOOR, QUICK
from tests.setup.conftest import program
from tests.stack.waiting import eventually

HOST = "help.example.org"
WORDS = "They are at the door."
TELLS = {
    "User-Agent": "Phone of hers",
    "Accept-Language": "ht-x-hers",
    "Referer": "https://where.she.was.example/",
    "Cookie": "mark=1",
    "X-Forwarded-For": "198.51.100.7",
    "X-Real-IP": "198.51.100.7",
    "Forwarded": "for=198.51.100.7",
}
# For a test only: free ports, and certificates of Caddy's own, which no machine trusts.
HERE = "{{\n\thttp_port {}\n\thttps_port {}\n\tlocal_certs\n\tskip_install_trust"


Answer = tuple[int, dict[str, str], bytes]


@dataclass(frozen=True, slots=True)
class Front:
    """Where Caddy answers, whom to trust, what goes on to the hotline, and what it says of itself."""

    plain: int
    secure: int
    onion: int
    authority: Path
    said: Path
    upstream: Path
    ready: dict[str, object]

    def context(self, *protocols: str) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=str(self.authority))
        context.set_alpn_protocols(protocols or ("http/1.1",))
        return context

    def ask(self, method: str, path: str, body: bytes = b"") -> Answer:
        """By its name, over TLS."""
        with ExitStack() as open_now:
            raw = open_now.enter_context(socket.create_connection(("127.0.0.1", self.secure), 30))
            connection = open_now.enter_context(closing(http.client.HTTPConnection(HOST)))
            connection.sock = open_now.enter_context(self.context().wrap_socket(raw, server_hostname=HOST))
            connection.request(method, path, body, TELLS)
            return read(connection)


def read(connection: http.client.HTTPConnection) -> Answer:
    """Status, headers by small names, body."""
    answer = connection.getresponse()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        listening = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [one.getsockname()[1] for one in listening]


@pytest.fixture(scope="module")
def front(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """A hotline on `web.sock`; Caddy speaks to `front.sock`, which leads there, and where a test may listen instead."""
    place, data = tmp_path_factory.mktemp("f"), tmp_path_factory.mktemp("caddy")
    plain, secure, onion = free_ports(3)
    upstream = place / "front.sock"
    upstream.symlink_to(place / "web.sock")
    text = texts(replace(server, host=HOST))["caddy/Caddyfile"]
    text = text.replace(f"{RUN}/web.sock", str(upstream)).replace(f":{ONION_PORT}", f":{onion}")
    (place / "Caddyfile").write_text(text.replace("{", HERE.format(plain, secure), 1))
    environment = {"PATH": os.environ["PATH"], "HOME": str(data), "XDG_DATA_HOME": str(data)}
    command = [program("caddy"), "run", "--config", str(place / "Caddyfile")]
    with (
        sample_stack(place / "data", Plan(web_socket=place / "web.sock"), policy=QUICK),
        (place / "said").open("wb") as said,
        subprocess.Popen(command, env=environment, stdout=said, stderr=said) as caddy,
    ):
        ready = json.loads((place / "data/ready.json").read_text())
        authority = data / "caddy/pki/authorities/local/root.crt"
        one = Front(plain, secure, onion, authority, place / "said", upstream, ready)
        eventually(lambda: authority.is_file() and one.ask("GET", "/")[0] == 200, seconds=60)
        yield one
        caddy.terminate()


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


def test_a_sealed_case_goes_through_and_nothing_that_names_who_sent_it(front: Front) -> None:
    """To the door of the onion service, which is the other door without TLS."""
    seen = asyncio.run(_case(front, f"http://127.0.0.1:{front.onion}"))
    assert seen.count(b"POST /post") > 3
    assert b"GET /" in seen
    heads = seen.lower()
    assert not [value for value in TELLS.values() if value.lower().encode() in heads]
    assert not [name for name in (*TELLS, "X-Forwarded-Proto", "Via") if f"\r\n{name}:".lower().encode() in heads]
    assert b"127.0.0.1" not in heads.replace(f"host: 127.0.0.1:{front.onion}".encode(), b"")


async def _case(front: Front, url: str) -> bytes:
    """Someone opens a case, and comes back to it; all that Caddy sent to the hotline meanwhile."""
    root_pk = bytes.fromhex(str(front.ready["root"]))
    with instead_of(front.upstream) as web:
        recorder = Recorder(f"unix:{web}", front.upstream)
        async with recorder, Post(url) as hers, Post(url) as later:
            await asyncio.to_thread(front.ask, "GET", "/")
            caller = await Caller.start(hers, root_pk)
            await caller.open(DOOR, WORDS)
            again = await Caller.come_back(later, root_pk, caller.digits)
            assert again.case_id == caller.case_id is not None
    return b"".join(place.octets for place in recorder.places())


@contextmanager
def instead_of(upstream: Path) -> Iterator[Path]:
    """The link is away, so that a test may listen there, or nobody. Gives where it leads."""
    web = upstream.readlink()
    upstream.unlink()
    try:
        yield web
    finally:
        upstream.unlink(missing_ok=True)
        upstream.symlink_to(web)


def test_it_says_nothing_of_who_came(front: Front) -> None:
    """Also when the hotline is away, and to who speaks no HTTP."""
    with instead_of(front.upstream):
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
