"""A made-up organization, for trying a hotline out on one's own machine: five desks that can take every case.

Its root and its coordinator stand without a passphrase below the data directory, and newcomers with one of its links
are approved without anybody comparing words. `hotline up` alone never does that.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from crypto.errors import ProtocolError
from crypto.sizes import Hour
from hotline.client.coordinator import Coordinator
from hotline.client.coordinator_state import Office
from hotline.client.enrolment import COORDINATOR
from hotline.client.errors import ClientError
from hotline.client.organization import REAL_POLICY, create, open_organization
from hotline.client.post import Post
from hotline.client.root import Organization

Json = dict[str, Any]
FOLDER = "organization"
LOOK_SECONDS = 1.0
ALWAYS = [[0, 168]]
STATES = (
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA "
    "RI SC SD TN TX UT VT VA WA WV WI WY DC PR GU VI MP AS"
)
JURISDICTIONS = [f"US-{state}" for state in STATES.split()]

# A real hotline keeps REAL_POLICY: this one is to be tried out without long waits.
QUICK: Json = {"beat_seconds": [1, 2], "bits": [6, 10]}


def plan(policy: Json | None = None) -> Json:
    """Name, desks and policy; entries of `policy` replace the usual ones."""
    return {
        "organization": {"name": "Example Immigration Hotline (made up)", "phone": "+1 555 0100"},
        "desks": [
            _desk("federal", "Federal court desk", 1, "federal"),
            _desk("court", "Immigration court desk", 2, "attorney"),
            _desk("agency", "Agency desk", 2, "full_rep"),
            _desk("community", "Community desk", 1, "supervised"),
            {**_desk("duty", "Duty desk", 1, "federal"), "duty": True},
        ],
        "policy": REAL_POLICY | QUICK | (policy or {}),
    }


def _desk(name: str, label: str, bucket: int, licence: str) -> Json:
    return {
        "id": name,
        "label": label,
        "bucket": bucket,
        "epochs": [],
        "speaks": ["en", "es"],
        "interprets": ["*"],
        "jurisdictions": [*JURISDICTIONS, "anywhere"],
        "matters": ["*"],
        "licence": licence,
        "duty": False,
        "hours": ALWAYS,
    }


def organization(data_dir: Path, now: Hour, policy: Json | None = None) -> Organization:
    """The made-up organization below a data directory, made on the first call."""
    folder = data_dir / FOLDER
    if (folder / "root.key").exists():
        return open_organization(folder, None)
    return create(folder, plan(policy), None, now)


async def first_links(post: Post, data_dir: Path, responders: int = 3) -> Json:
    """Publish what is due, and give out links: one for a coordinator, the rest for responders of every desk."""
    coordinator = await Coordinator.from_folder(post, data_dir / FOLDER, None)
    await coordinator.tend()
    desks = [] if coordinator.directory is None else [desk.id for desk in coordinator.directory.desks]
    return {
        "coordinator": await coordinator.invite(COORDINATOR, desks),
        "responders": [await coordinator.invite("responder", desks) for _ in range(responders)],
    }


async def look_once(post: Post, root: Organization, coordinator: Coordinator[Office]) -> int:
    """Approve whoever waits, certify new coordinators, hand out keys. Returns how many were approved."""
    newcomers = await coordinator.pending()
    for newcomer in newcomers:
        await coordinator.approve(newcomer.id)
    await coordinator.tend()
    for name, member in list(coordinator.members.items()):
        if member.sign_pk is not None and not member.certified_until:
            await coordinator.certify(name, root.certificate(member.sign_pk, post.hour()))
            await coordinator.publish()
    return len(newcomers)


async def approve_all(url: str, data_dir: Path, say: Callable[[str], None]) -> None:
    """Look every second for as long as the hotline runs."""
    root = open_organization(data_dir / FOLDER, None)
    async with Post(url) as post:
        while True:
            with suppress(ClientError, ProtocolError):
                coordinator = await Coordinator.from_folder(post, data_dir / FOLDER, None)
                for _ in range(await look_once(post, root, coordinator)):
                    say("A newcomer was approved by itself, as this organization is made up.")
            await asyncio.sleep(LOOK_SECONDS)
