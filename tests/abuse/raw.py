"""Octets sent to a server as they are, and all that it says until it ends the connection."""

import socket
import ssl
from contextlib import AbstractContextManager, suppress

PATIENCE_SECONDS = 60


def connect(port: int) -> socket.socket:
    """To a server of this machine."""
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS)


def converse(connection: AbstractContextManager[socket.socket], octets: bytes) -> bytes:
    """Everything that was answered until the server's end. TimeoutError when it does not end."""
    answered = b""
    with connection as one, suppress(ConnectionError, ssl.SSLError):
        one.sendall(octets)
        while piece := one.recv(65_536):
            answered += piece
    return answered


def abandon(connection: AbstractContextManager[socket.socket], octets: bytes) -> None:
    """Say that much, and go."""
    with connection as one:
        one.sendall(octets)


def status(answered: bytes) -> int:
    """The code of the first answer; 0 for a connection that was ended without one."""
    last = answered.removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n")
    return int(last.split(b" ", 2)[1]) if last else 0


def count(answered: bytes) -> int:
    """How many answers these are; leave to go on is none."""
    return answered.count(b"HTTP/1.1 ") - answered.count(b"HTTP/1.1 100 ")
