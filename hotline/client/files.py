"""State in a file of one's own machine: the organization's root, and its first coordinator.

    {"version": n, "salt": …, "boxed": …}      box(stretch(passphrase, salt), "file/state", u64(n); json)
    {"version": n, "plain": {…}}               without a passphrase, for an organization that is made up

A write is compare and swap as in a vault, so that two programs may share a file.
"""

import asyncio
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_bytes
from typing import Any

from crypto.directory import decode_key, encode_key
from crypto.errors import DecryptError
from crypto.hashing import dump_json, parse_object, u64
from crypto.sealing import box, unbox
from crypto.sizes import SALT
from crypto.stretching import stretch
from hotline.client.errors import ClientError, WrongPassphrase

Json = dict[str, Any]
LABEL = "file/state"
ROOM_BYTES = 1 << 26


class FileMissing(ClientError):
    """There is no such file, or it cannot be read."""

    advice = "The organization's files are not there. hotline org init makes them; or name the right folder."


class FileShelf:
    """One file, readable by its owner alone."""

    room_bytes = ROOM_BYTES

    def __init__(self, path: Path, passphrase: str | None) -> None:
        self.path = path
        self._passphrase = passphrase
        self._keys: dict[bytes, bytes] = {}

    async def read(self) -> tuple[int, Json] | None:
        """Version and document, or None when there is no file. WrongPassphrase."""
        return await asyncio.to_thread(self.read_now)

    async def write(self, version: int, document: Json) -> bool:
        """Compare and swap: False unless the file stood at the version before."""
        return await asyncio.to_thread(self.write_now, version, document)

    def read_now(self) -> tuple[int, Json] | None:
        """As `read`, for programs that wait for nothing else."""
        try:
            stored = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            raise FileMissing from None
        version = int(stored["version"])
        if "plain" in stored:
            return version, stored["plain"]
        boxed = decode_boxed(stored["boxed"])
        try:
            key = self._key(decode_key(stored["salt"], SALT))
            return version, parse_object(unbox(key, LABEL, u64(version), boxed=boxed))
        except DecryptError:
            raise WrongPassphrase from None

    def write_now(self, version: int, document: Json) -> bool:
        """As `write`, for programs that wait for nothing else."""
        with self._alone():
            stored = self.path.read_text(encoding="utf-8") if self.path.exists() else '{"version": 0}'
            standing: Json = json.loads(stored)
            if standing["version"] != version - 1:
                return False
            self._replace({"version": version, **self._seal(version, document, standing.get("salt"))})
        return True

    def _seal(self, version: int, document: Json, salt_text: str | None) -> Json:
        if self._passphrase is None:
            return {"plain": document}
        salt = decode_key(salt_text, SALT) if salt_text else token_bytes(SALT)
        boxed = box(self._key(salt), LABEL, u64(version), content=dump_json(document))
        return {"salt": encode_key(salt), "boxed": encode_key(boxed)}

    def _key(self, salt: bytes) -> bytes:
        if not self._passphrase:
            raise WrongPassphrase
        if salt not in self._keys:
            self._keys[salt] = stretch(self._passphrase.encode(), salt)
        return self._keys[salt]

    def _replace(self, stored: Json) -> None:
        fresh = self.path.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(stored, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        descriptor = os.open(self.path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def decode_boxed(text: str) -> bytes:
    """The bytes of unpadded base64url of any length."""
    return decode_key(text, len(text) * 3 // 4)
