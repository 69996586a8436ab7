"""What a backup holds: an organization's plan, its signed directory and its root's public key. All of it is public.

    {"hotline backup": 1, "root": 64 hexadecimal digits, "plan": {…} or null, "directory": base64url}

Never cases, cells, vaults, locks or a private key: what is erased stays so, whatever is put back.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crypto.directory import read_file
from crypto.errors import ProtocolError
from hotline.client.coordinator import ROOT_PUB
from hotline.client.errors import ClientError
from hotline.client.organization import PLAN, read_plan, write_plan

Json = dict[str, Any]
FORM = "hotline backup"
VERSION = 1


class BackupWrong(ClientError):
    """A file is no backup, or one of another organization than it says."""

    advice = "That is no backup of a hotline, or a part of it was changed. Nothing was restored."


class OtherOrganization(ClientError):
    """The folder belongs to an organization with another root."""

    advice = "The folder holds another organization. Restore into an empty one: say --organization FOLDER."


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup. `plan` is None where the server has none, as it needs none."""

    root_pk: bytes
    directory: bytes
    plan: Json | None

    def write(self, path: Path) -> None:
        """To a new file. FileExistsError when there is one of that name."""
        document = {
            FORM: VERSION,
            "root": self.root_pk.hex(),
            "plan": self.plan,
            "directory": urlsafe_b64encode(self.directory).decode(),
        }
        with path.open("x", encoding="utf-8") as file:
            json.dump(document, file, ensure_ascii=False, indent=1)

    @classmethod
    def read(cls, path: Path) -> "Backup":
        """From a file. BackupWrong unless the directory in it is certified by the root in it."""
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
            if document[FORM] != VERSION:
                raise BackupWrong
            backup = cls(
                bytes.fromhex(document["root"]), urlsafe_b64decode(document["directory"]), document.get("plan")
            )
            read_file(backup.directory, backup.root_pk)
        except (OSError, ValueError, KeyError, TypeError, ProtocolError):
            raise BackupWrong from None
        return backup

    @classmethod
    def of(cls, folder: Path, root_pk: bytes, directory: bytes) -> "Backup":
        """With the plan of an organization's folder, where there is one."""
        return cls(root_pk, directory, read_plan(folder) if (folder / PLAN).is_file() else None)

    def unpack(self, folder: Path) -> None:
        """Write the root's public key and the plan into an organization's folder. OtherOrganization."""
        public = folder / ROOT_PUB
        if public.is_file() and public.read_text(encoding="ascii").strip() != self.root_pk.hex():
            raise OtherOrganization
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        public.write_text(self.root_pk.hex() + "\n", encoding="ascii")
        if self.plan is not None and not (folder / PLAN).exists():
            write_plan(folder, self.plan)
