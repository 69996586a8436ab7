"""The only reader of the environment.

HOTLINE_REDIS_SOCKET   path of Redis's unix socket
HOTLINE_QUEUE_SOCKET   path of the unix socket of the second Redis, which holds the queue of jobs in memory alone
HOTLINE_KEYS           directory of the wrapping key, outside the data and outside every backup
HOTLINE_ROOT           the organization's root public key, 64 hexadecimal digits
HOTLINE_FINGERPRINT    the six words of that key, as callers are shown them (may be empty)
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from crypto.sizes import PUBLIC_KEY


class SettingsError(Exception):
    """A setting is missing or not of its form; the message names it and says what it is."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a web process or a worker needs to know of its machine."""

    redis_socket: Path
    queue_socket: Path
    keys: Path
    root_pk: bytes
    fingerprint: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings; SettingsError names what is missing."""
        return cls(
            redis_socket=Path(_required(environment, "HOTLINE_REDIS_SOCKET", "the path of Redis's unix socket")),
            queue_socket=Path(_required(environment, "HOTLINE_QUEUE_SOCKET", "the path of the queue's unix socket")),
            keys=Path(_required(environment, "HOTLINE_KEYS", "the directory of the wrapping key")),
            root_pk=_root(_required(environment, "HOTLINE_ROOT", "the organization's root public key in hexadecimal")),
            fingerprint=environment.get("HOTLINE_FINGERPRINT", ""),
        )

    def to_environment(self) -> dict[str, str]:
        """The variables that `from_environment` reads these settings from."""
        return {
            "HOTLINE_REDIS_SOCKET": str(self.redis_socket),
            "HOTLINE_QUEUE_SOCKET": str(self.queue_socket),
            "HOTLINE_KEYS": str(self.keys),
            "HOTLINE_ROOT": self.root_pk.hex(),
            "HOTLINE_FINGERPRINT": self.fingerprint,
        }


def _required(environment: Mapping[str, str], name: str, meaning: str) -> str:
    value = environment.get(name, "")
    if not value:
        raise SettingsError(f"{name} is not set: {meaning}. `hotline up` and `hotline setup` set it.")
    return value


def _root(text: str) -> bytes:
    try:
        root_pk = bytes.fromhex(text)
    except ValueError:
        root_pk = b""
    if len(root_pk) != PUBLIC_KEY:
        raise SettingsError("HOTLINE_ROOT is not 64 hexadecimal digits; `hotline org init` prints the right ones.")
    return root_pk
