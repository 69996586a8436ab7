"""A made-up organization, as its pack has it, for trying a hotline out on one's own machine.

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
from hotline.client.organization import create, open_organization, policy_of
from hotline.client.post import Post
from hotline.client.root import Organization
from hotline.triage.sample import SampleDesk, read_sample
from hotline.triage.shipped import shipped, shipped_pack

Json = dict[str, Any]
FOLDER = "organization"
LOOK_SECONDS = 1.0
ALWAYS = [[0, 168]]
# A real hotline keeps REAL_POLICY: this one is to be tried out without long waits.
QUICK: Json = {"beat_seconds": [1, 2], "bits": [6, 10]}


def plan(policy: Json | None = None, pack_id: str | None = None) -> Json:
    """Name, pack, desks and policy; entries of `policy` replace the usual ones. The first pack, unless one is said."""
    name = pack_id or shipped()[0]
    pack = shipped_pack(name)
    sample = read_sample(pack)
    return {
        "organization": {"name": sample.name, "phone": sample.phone},
        "pack": name,
        "desks": [_desk(desk, sample.speaks) for desk in sample.desks],
        "policy": policy_of(pack) | QUICK | (policy or {}),
    }


def _desk(desk: SampleDesk, speaks: tuple[str, ...]) -> Json:
    return {
        "id": desk.id,
        "label": desk.label,
        "bucket": desk.bucket,
        "epochs": [],
        "speaks": list(speaks),
        "interprets": ["*"],
        "jurisdictions": ["anywhere"],
        "matters": ["*"],
        "licence": desk.licence,
        "duty": desk.duty,
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
