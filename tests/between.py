"""Whoever stands between a client and the server: hands on what both send, and changes the server's answers first."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, dict[str, str], bytes]
Change = Callable[[str, Answer], Answer]
ENDLESS = "/watch"


class _Between(BaseHTTPRequestHandler):
    def __init__(self, url: str, change: Change, *more: object) -> None:
        self.url, self.change = url, change
        super().__init__(*more)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        sent = self.rfile.read(int(self.headers.get("content-length", 0)))
        named = {"content-type": kind} if (kind := self.headers.get("content-type")) else {}
        with closing(HTTPConnection(self.url.removeprefix("http://"))) as connection:
            connection.request(self.command, self.path, sent, named)
            answer = connection.getresponse()
            body = b"" if self.path == ENDLESS else answer.read()
        headers = {name: value for name, value in answer.getheaders() if name.lower() != "transfer-encoding"}
        status, headers, body = self.change(self.path, (answer.status, headers, body))
        with suppress(ConnectionError):  # who asked may have gone
            self._give(status, headers, body)

    do_POST = do_GET

    def _give(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in {**headers, "content-length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def standing_between(url: str, change: Change) -> Iterator[str]:
    """The address of somebody who stands before the server at `url` and changes answers so; a watch ends at once."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Between, url, change)) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
