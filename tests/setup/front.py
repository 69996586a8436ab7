"""Caddy in front of a hotline that listens on a unix socket, with the file that `hotline setup` writes for it."""

import http.client
import os
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from hotline.setup.server import ONION_PORT, RUN, Server
from hotline.setup.write import texts
from hotline.stack.part import Part
from tests.setup.conftest import program
from tests.stack.waiting import eventually

HOST = "help.example.org"
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
    """Where Caddy answers, whom to trust, what goes on to the hotline, what it says of itself, and its process."""

    plain: int
    secure: int
    onion: int
    authority: Path
    said: Path
    upstream: Path
    pid: int

    def context(self, *protocols: str) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=str(self.authority))
        context.set_alpn_protocols(protocols or ("http/1.1",))
        return context

    @contextmanager
    def connected(self) -> Iterator[ssl.SSLSocket]:
        """By its name, over TLS."""
        with (
            socket.create_connection(("127.0.0.1", self.secure), 30) as raw,
            self.context().wrap_socket(raw, server_hostname=HOST) as connection,
        ):
            yield connection

    def ask(self, method: str, path: str, body: bytes = b"") -> Answer:
        """One request of a client that tells all it knows."""
        with self.connected() as connected, closing(http.client.HTTPConnection(HOST)) as connection:
            connection.sock = connected
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


@contextmanager
def caddy_before(web: Path, server: Server, place: Path, data: Path) -> Iterator[Front]:
    """Caddy speaks to `front.sock`, which leads to the hotline's `web`, and where a test may listen instead."""
    plain, secure, onion = free_ports(3)
    upstream, log = place / "front.sock", place / "said"
    upstream.symlink_to(web)
    text = texts(replace(server, host=HOST))["caddy/Caddyfile"]
    text = text.replace(f"{RUN}/web.sock", str(upstream)).replace(f":{ONION_PORT}", f":{onion}")
    (place / "Caddyfile").write_text(text.replace("{", HERE.format(plain, secure), 1))
    environment = {"PATH": os.environ["PATH"], "HOME": str(data), "XDG_DATA_HOME": str(data)}
    command = [program("caddy"), "run", "--config", str(place / "Caddyfile")]
    with log.open("wb") as said, subprocess.Popen(command, env=environment, stdout=said, stderr=said) as caddy:
        authority = data / "caddy/pki/authorities/local/root.crt"
        front = Front(plain, secure, onion, authority, log, upstream, caddy.pid)
        try:
            eventually(lambda: authority.is_file() and front.ask("GET", "/")[0] == 200, seconds=60)
            yield front
        finally:
            caddy.terminate()


@contextmanager
def instead_of(web: Part, upstream: Path) -> Iterator[Path]:
    """The link is away, so that a test may listen there, or nobody. Gives where it leads.

    The web process begins anew, since Caddy would go on asking it over the connections that it has kept.
    """
    web.kill()
    leads = upstream.readlink()
    upstream.unlink()
    web.start()
    try:
        yield leads
    finally:
        upstream.unlink(missing_ok=True)
        upstream.symlink_to(leads)
