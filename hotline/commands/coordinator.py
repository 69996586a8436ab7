"""`hotline coordinator …`, `hotline invite`, `hotline directory …` and `hotline org …`: what coordinators do."""

import time
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from crypto.sizes import Hour
from hotline import sample
from hotline.client.coordinator import COORDINATOR_STATE, Coordinator, root_pk_of
from hotline.client.coordinator_state import Office
from hotline.client.files import FileShelf
from hotline.client.manifest import Manifest
from hotline.client.organization import REAL_POLICY, ROOT_KEY, create, open_organization, read_plan
from hotline.client.post import SECONDS_OF_AN_HOUR, Post, fetch_directory
from hotline.client.state import State
from hotline.client.words import fingerprint
from hotline.commands.shelves import troubles
from hotline.commands.talking import (
    Unclear,
    add_place,
    ask_codename,
    ask_passphrase,
    ask_secret,
    place_of,
    short_id,
    tell,
)
from hotline.triage.shipped import shipped


def add(parser: ArgumentParser) -> None:
    """The coordinator's commands."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    add_invite(verbs.add_parser("invite", help="a link for one newcomer"))
    for name, sentence in (
        ("pending", "who used a link, with her six words"),
        ("approve", "let someone in whose words were right"),
        ("refuse", "let someone not in, and end her link; her device is told"),
        ("revoke", "put someone out at once"),
        ("waiting", "what waits at all desks"),
        ("tend", "publish what is due, hand out keys, read messages; run it daily at least"),
    ):
        verb = verbs.add_parser(name, help=sentence)
        _add_common(verb)
        if name in ("approve", "refuse", "revoke"):
            verb.add_argument("who", help="the id that pending shows")


def add_invite(parser: ArgumentParser) -> None:
    """`hotline invite`."""
    parser.add_argument("role", choices=["responder", "coordinator"])
    parser.add_argument("desks", nargs="*", help="the desks she will be on (default: all)")
    _add_common(parser)


def add_directory(parser: ArgumentParser) -> None:
    """`hotline directory publish|show`."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    _add_common(verbs.add_parser("publish", help="publish organization.json as it is now"))
    add_place(verbs.add_parser("show", help="the directory that stands, verified"))


def add_organization(parser: ArgumentParser) -> None:
    """`hotline org init|certify|sign`."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    init = verbs.add_parser("init", help="make an organization's root, plan and first coordinator")
    init.add_argument("folder", type=Path)
    packs = shipped()
    init.add_argument("--pack", choices=packs, default=packs[0], help="its questions and rules (default: %(default)s)")
    init.add_argument("--no-passphrase", action="store_true", help="for trying out only: the root lies open")
    init.add_argument("--json", action="store_true", help="answer in JSON, for programs")
    _add_common(verbs.add_parser("certify", help="renew certificates with the root"))
    signing = verbs.add_parser("sign", help="sign with the root what this version serves, for hotline verify")
    signing.add_argument("file", type=Path, help="where to write it; it is public")
    signing.add_argument("--organization", type=Path, required=True, help="its folder")
    signing.add_argument("--json", action="store_true", help="answer in JSON, for programs")


def _add_common(parser: ArgumentParser) -> None:
    add_place(parser)
    parser.add_argument("--organization", type=Path, help="its folder (default: below the data directory)")
    parser.add_argument("--codename", action="store_true", help="a coordinator who was invited: ask for her codename")


async def run(options: Namespace) -> int:
    """Do one of the coordinator's."""
    async with _coordinator(options) as coordinator:
        acts: dict[str, Any] = {"invite": _invite, "pending": _pending, "waiting": _waiting, "tend": _tend}
        acts |= {"approve": _approve, "refuse": _refuse, "revoke": _revoke}
        await acts[options.verb](options, coordinator)
    return 0


async def run_invite(options: Namespace) -> int:
    """`hotline invite`."""
    async with _coordinator(options) as coordinator:
        await _invite(options, coordinator)
    return 0


async def run_directory(options: Namespace) -> int:
    """`hotline directory publish|show`."""
    if options.verb == "show":
        place = place_of(options)
        async with Post(place.url) as post:
            directory = await fetch_directory(post, place.root_pk)
            hours = directory.expires - post.hour()
        facts = {
            "version": directory.version,
            "expires_in_hours": hours,
            "pack": directory.pack,
            "desks": [one.id for one in directory.desks],
        }
        desks = [f"  {one.id}: {one.label}" for one in directory.desks]
        lines = [f"Version {directory.version}, good for {hours} hours more.", f"Pack: {directory.pack or 'none'}"]
        tell(options, facts, *lines, *desks)
        return 0
    async with _coordinator(options) as coordinator:
        if not options.codename:
            plan = read_plan(_folder(options))
            await coordinator.replan(plan)
        directory = await coordinator.publish()
        tell(options, {"version": directory.version}, f"Version {directory.version} is published.")
    return 0


async def run_organization(options: Namespace) -> int:
    """`hotline org init|certify|sign`."""
    if options.verb == "init":
        passphrase = None if options.no_passphrase else _new_passphrase()
        organization = create(options.folder, sample.plan(REAL_POLICY, options.pack), passphrase, _hour())
        words = " ".join(fingerprint(organization.root_pk))
        facts = {"root": organization.root_pk.hex(), "fingerprint": words}
        tell(
            options,
            facts,
            f"Made in {options.folder}. Its six words, for callers' cards: {words}",
            "Next: put your name, telephone and desks into organization.json, then hotline up and",
            "hotline directory publish. Keep a copy of root.key offline; without it nobody can renew certificates.",
        )
        return 0
    return _sign(options) if options.verb == "sign" else await _certify(options)


def _sign(options: Namespace) -> int:
    folder = options.organization
    organization = open_organization(folder, ask_passphrase(folder / ROOT_KEY))
    manifest = Manifest.of_this_version(_hour())
    options.file.write_bytes(manifest.signed(organization.root_seed))
    told = f"Signed: {len(manifest.files)} files of version {manifest.version}, in {options.file}. Give it to everyone."
    tell(options, {"files": len(manifest.files), "version": manifest.version}, told)
    return 0


async def _certify(options: Namespace) -> int:
    folder = _folder(options)
    passphrase = ask_passphrase(folder / ROOT_KEY)
    organization = open_organization(folder, passphrase)
    state = await State.read(FileShelf(folder / COORDINATOR_STATE, passphrase), Office.from_json)
    async with Post(place_of(options).url) as post:
        coordinator = Coordinator(post, organization.root_pk, state, lambda office: office)
        count = await coordinator.certify_all(organization)
    tell(
        options, {"certified": count}, f"Certified {count} coordinators for 92 days. Publish: hotline directory publish"
    )
    return 0


@asynccontextmanager
async def _coordinator(options: Namespace) -> AsyncIterator[Coordinator[Any]]:
    if options.codename:
        place = place_of(options)
        async with Post(place.url) as post:
            yield await Coordinator.unlock(post, ask_codename())
        return
    folder = _folder(options)
    options.root = options.root or root_pk_of(folder).hex()
    async with Post(place_of(options).url) as post:
        yield await Coordinator.from_folder(post, folder, ask_passphrase(folder / COORDINATOR_STATE))


async def _invite(options: Namespace, coordinator: Coordinator[Any]) -> None:
    await coordinator.tend()
    desks = [] if coordinator.directory is None else [one.id for one in coordinator.directory.desks]
    unknown = set(options.desks) - set(desks)
    if unknown:
        raise Unclear(f"There is no such desk. The desks are: {', '.join(desks)}.")
    link = await coordinator.invite(options.role, options.desks or desks)
    tell(
        options, {"link": link}, link, "", "It is good for 48 hours and for one person. Send it over something private."
    )


async def _pending(options: Namespace, coordinator: Coordinator[Any]) -> None:
    newcomers = await coordinator.pending()
    root = " ".join(fingerprint(coordinator.root_pk))
    lines = [f"{one.id}  {one.role}  {' '.join(one.words)}" for one in newcomers] or ["Nobody waits for approval."]
    lines += [f"Members: {', '.join(coordinator.members) or 'none'}"]
    lines += [f"When she has read you her six words, read her these: {root}"] if newcomers else []
    waiting = [{"id": one.id, "words": list(one.words), "role": one.role, "desks": one.desks} for one in newcomers]
    tell(options, {"pending": waiting, "members": list(coordinator.members), "root_words": root.split()}, *lines)


async def _approve(options: Namespace, coordinator: Coordinator[Any]) -> None:
    await coordinator.pending()
    await coordinator.approve(options.who)
    tell(options, {"approved": options.who}, "Approved. She has the keys of her desks.")


async def _refuse(options: Namespace, coordinator: Coordinator[Any]) -> None:
    await coordinator.pending()
    await coordinator.refuse(options.who)
    tell(options, {"refused": options.who}, "Refused. Her link is dead, and her device says so.")


async def _revoke(options: Namespace, coordinator: Coordinator[Any]) -> None:
    await coordinator.revoke(options.who)
    tell(options, {"revoked": options.who}, "Out. A new directory is published, and all others have new keys.")


async def _waiting(options: Namespace, coordinator: Coordinator[Any]) -> None:
    waiting = await coordinator.waiting()
    hour = coordinator.post.hour()
    lines = [f"{one.urgency}  {hour - one.opened} h  {one.card.get('matter')}" for one in waiting] or ["Nothing waits."]
    facts = [{"case": short_id(one.case_id), "opened": one.opened, "card": dict(one.card)} for one in waiting]
    shelves = await coordinator.shelves()
    room = coordinator.directory.policy.bucket_cases if coordinator.directory else 0
    told = [sentence for shelf in shelves for sentence in troubles(shelf, room)]
    tell(options, {"waiting": facts, "buckets": [asdict(one) for one in shelves]}, *lines, *told)


async def _tend(options: Namespace, coordinator: Coordinator[Any]) -> None:
    await coordinator.tend()
    notes = [f"Note: {note.get('kind')}" for note in coordinator.notes]
    tell(options, {"notes": list(coordinator.notes)}, "Everything is in order.", *notes)


def _folder(options: Namespace) -> Path:
    folder: Path = options.organization or options.data / sample.FOLDER
    return folder


def _new_passphrase() -> str:
    passphrase = ask_secret("A passphrase for the root and the coordinator (six random words are good)")
    if len(passphrase) < 12:
        raise Unclear("That is too short to keep a root. Take twelve characters at least, or six random words.")
    if ask_secret("Once more") != passphrase:
        raise Unclear("The two are not the same. Nothing was made.")
    return passphrase


def _hour() -> Hour:
    return Hour(int(time.time()) // SECONDS_OF_AN_HOUR)
