"""The other way to fetch: a challenge for each stored message and client on every poll, the SecureDrop Protocol's way.

For each poll the server makes two scalar multiplications a stored message and the client one, so that neither learns
more than what is hers. A small reference of that cost alone, on X25519's curve; it is no implementation of theirs.
https://github.com/freedomofpress/securedrop-protocol
"""

import time
from dataclasses import dataclass
from secrets import token_bytes

from nacl.bindings import crypto_scalarmult, crypto_scalarmult_base

SCALAR = 32


@dataclass(frozen=True, slots=True)
class Poll:
    """Processor seconds of one poll over so many stored messages."""

    messages: int
    server_seconds: float
    client_seconds: float


def poll(messages: int) -> Poll:
    """One fetch over this many messages, each with a hint of its own."""
    hints = [crypto_scalarmult_base(token_bytes(SCALAR)) for _ in range(messages)]
    fresh, client = token_bytes(SCALAR), token_bytes(SCALAR)
    public = crypto_scalarmult_base(client)
    began = time.process_time()
    challenges = [(crypto_scalarmult(fresh, hint), crypto_scalarmult(fresh, public)) for hint in hints]
    answered = time.process_time()
    for challenge, _ in challenges:
        crypto_scalarmult(client, challenge)
    return Poll(messages, answered - began, time.process_time() - answered)
