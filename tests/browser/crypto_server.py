"""Serves the cryptography, its vectors and a blank page on this machine, with the headers that the product sends."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread

from tests.crypto.bridge import ROOT
from tests.crypto.word_lists import LISTS

SERVED = ("crypto/js/", "crypto/vectors/", "hotline/web/built/", "tests/js/crypto/")
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".json": "application/json"}
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; "
    "img-src 'self' blob:; media-src blob:; connect-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types hotline-worker; report-uri /reports"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Served:
    """Where the server stands, and the violations of the policy that browsers reported to it."""

    url: str
    reports: Queue[str] = field(default_factory=Queue)


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, reports: Queue[str], *args: object) -> None:
        self.reports = reports
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = self.path.lstrip("/")
        if not path:
            self._answer(200, "text/html; charset=utf-8", b'<!doctype html><html lang="en"><title>.</title></html>')
        elif path == "favicon.ico":
            self._answer(204, "image/x-icon", b"")
        elif path == "word-lists.json":
            self._answer(200, TYPES[".json"], json.dumps(LISTS).encode())
        elif path.startswith(SERVED) and ".." not in path and (ROOT / path).is_file():
            self._answer(200, TYPES.get(Path(path).suffix, "application/octet-stream"), (ROOT / path).read_bytes())
        else:
            self._answer(404, "text/plain", b"")

    def do_POST(self) -> None:
        self.reports.put(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self._answer(204, "text/plain", b"")

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        for name, value in {**HEADERS, "Content-Type": kind, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serve() -> Iterator[Served]:
    """A running server on a port of its own; `localhost` is not used, so that nothing depends on a resolver."""
    reports: Queue[str] = Queue()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, reports)) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Served(f"http://127.0.0.1:{server.server_port}/", reports)
        finally:
            server.shutdown()
            thread.join()
