"""An organization's folder: its root, its plan, its first coordinator. docs/protocol.md, 2.

root.key            the root's seed, sealed with a passphrase; needed to certify, and never by a server
root.pub            its public key, 64 hexadecimal digits
organization.json   the plan: name, telephone, pack, desks and policy, for people to edit
coordinator.state   the first coordinator
"""

import json
from pathlib import Path
from secrets import token_bytes
from typing import Any

from crypto.directory import decode_key, encode_key
from crypto.signing import signer
from crypto.sizes import KEY, Hour
from hotline.client.coordinator import COORDINATOR_STATE, ROOT_PUB
from hotline.client.coordinator_state import Office
from hotline.client.errors import ClientError
from hotline.client.files import FileMissing, FileShelf
from hotline.client.root import Organization
from hotline.triage.model import Pack

Json = dict[str, Any]
ROOT_KEY, PLAN = "root.key", "organization.json"


# What docs/protocol.md promises; an organization may choose otherwise.
REAL_POLICY: Json = {
    "case_hours": 168,
    "cell_hours": 504,
    "vault_hours": 2160,
    "release_minutes": {"now": [0, 5, 15], "day": [0, 240, 720], "week": [0, 1440, 4320]},
    "claim_minutes": 10,
    "lease_minutes": {"now": 30, "day": 720, "week": 720},
    "renew_minutes": 4320,
    "beat_seconds": [10, 20],
    "beat_slow_after_seconds": 900,
    "answer_ms": 500,
    "bits": [12, 16],
    "bucket_cases": 5000,
}


def policy_of(pack: Pack) -> Json:
    """REAL_POLICY, and what the pack promises for each of its classes of urgency."""
    return {**REAL_POLICY, "promised_minutes": {str(one.id): one.promised_minutes for one in pack.classes}}


class OrganizationExists(ClientError):
    """The folder holds an organization already."""

    advice = "There is an organization in this folder already. Choose another folder; a root is never replaced."


def create(folder: Path, plan: Json, passphrase: str | None, now: Hour) -> Organization:
    """A new organization with one certified coordinator. OrganizationExists."""
    if (folder / ROOT_KEY).exists():
        raise OrganizationExists
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    root_seed = token_bytes(KEY)
    organization = Organization(folder, signer(root_seed), root_seed)
    office = Office.drawn({**plan, "site": encode_key(token_bytes(KEY))})
    office.certificate = organization.certificate(signer(office.sign_seed), now)
    FileShelf(folder / COORDINATOR_STATE, passphrase).write_now(1, office.to_json())
    write_plan(folder, plan)
    (folder / ROOT_PUB).write_text(organization.root_pk.hex() + "\n", encoding="ascii")
    FileShelf(folder / ROOT_KEY, passphrase).write_now(1, {"root": encode_key(root_seed)})
    return organization


def open_organization(folder: Path, passphrase: str | None) -> Organization:
    """The root, opened. FileMissing; WrongPassphrase."""
    found = FileShelf(folder / ROOT_KEY, passphrase).read_now()
    if found is None:
        raise FileMissing
    root_seed = decode_key(found[1]["root"])
    return Organization(folder, signer(root_seed), root_seed)


def read_plan(folder: Path) -> Json:
    """The plan as people have edited it. FileMissing."""
    try:
        plan: Json = json.loads((folder / PLAN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise FileMissing("organization.json is not there, or is not JSON. Mend it, then publish again.") from None
    return plan


def write_plan(folder: Path, plan: Json) -> None:
    """For people to edit."""
    (folder / PLAN).write_text(json.dumps(plan, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
