"""A page of another kind than ours: it leaves a mark wherever a page can leave one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = b"""<!doctype html><title>titleMark61</title><p>bodyMark61</p>
<form action="/sent" method="post"><input name="email"><textarea></textarea><button>Go</button></form>
<script>
localStorage.mark = "local" + "Mark61";
sessionStorage.mark = "session" + "Mark61";
window.name = "nameMark61";
history.pushState("state" + "Mark61", "", "?address" + "Mark61");
indexedDB.open("i").onupgradeneeded = ({ target }) => target.result.createObjectStore("o").put("indexed" + "Mark61", 1);
caches.open("c").then((cache) => cache.put("/y", new Response("cache" + "Mark61")));
</script>"""


class _Talker(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.send_header("cache-control", "max-age=3600")
        self.end_headers()
        self.wfile.write(PAGE)

    do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the test's output is no place for it."""


@contextmanager
def leaving_page() -> Iterator[str]:
    """Its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Talker) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
