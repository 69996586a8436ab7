"""The socket on which the web processes answer, opened before they start and kept open while they are replaced."""

import socket
from pathlib import Path

from hotline.stack.errors import StartError

HOST = "127.0.0.1"
USUAL_PORT = 8700
QUEUE = 4096


def listen_on_port(port: int | None) -> socket.socket:
    """On this machine only. None: the usual port, or any other if that is taken; 0: any. Raises StartError."""
    if port is not None:
        try:
            return _listen(port)
        except OSError as error:
            raise StartError(f"Port {port} cannot be used ({error.strerror}). Choose another one.") from error
    try:
        return _listen(USUAL_PORT)
    except OSError:
        return _listen(0)


def listen_on_path(path: Path) -> socket.socket:
    """On a unix socket for a proxy of the same group, replacing one that was left behind. Raises StartError."""
    if path.is_socket():
        path.unlink()
    listener = socket.socket(socket.AF_UNIX)
    try:
        listener.bind(str(path))
        path.chmod(0o660)
        listener.listen(QUEUE)
    except OSError as error:
        listener.close()
        raise StartError(f"Cannot listen on {path} ({error.strerror}).") from error
    return listener


def url_of(listener: socket.socket) -> str:
    """What to open in a browser, or `unix:` and the path."""
    if listener.family == socket.AF_UNIX:
        return f"unix:{listener.getsockname()}"
    host, port = listener.getsockname()
    return f"http://{host}:{port}"


def answers_http(listener: socket.socket, *, timeout_seconds: float) -> bool:
    """Whether whoever accepts on that socket says anything in HTTP within the time."""
    try:
        with socket.socket(listener.family) as connection:
            connection.settimeout(timeout_seconds)
            connection.connect(listener.getsockname())
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return connection.recv(5) == b"HTTP/"
    except OSError:
        return False


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(QUEUE)
    except OSError:
        listener.close()
        raise
    return listener
