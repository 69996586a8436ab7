"""A coordinator: publishes, invites, approves, hands out keys, revokes, sees who waits. docs/protocol.md, 2 and 3.

What she decides is a step in her state; `tend` brings about whatever has not been brought about yet: it publishes what
is wanted or due, sends what is unsent, and tells everyone the keys that she ought to have.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_bytes
from typing import Any, Generic, TypeVar

from crypto import directory as directories
from crypto import wire
from crypto.conversation import FROM_CALLER, TO_CALLER, Cell, address
from crypto.directory import Directory, encode_key
from crypto.hashing import parse_object
from crypto.sealing import pair
from crypto.signing import signer
from crypto.sizes import DIRECTORY_HEAD, ERASE, ERASE_AT_ONCE, KEY, Hour
from hotline.client.board import Board, Waiting
from hotline.client.conversation import Conversation
from hotline.client.coordinator_state import Invitation, Member, Office, certificate_until, short
from hotline.client.draft import Change, Draft, due, next_draft, with_coordinators
from hotline.client.enrolment import COORDINATOR, make_link
from hotline.client.errors import (
    LinkUsed,
    NoDirectory,
    NoPack,
    NotApproved,
    NotCertified,
    NotFollowing,
    NotMember,
    OldVault,
)
from hotline.client.files import FileMissing, FileShelf
from hotline.client.post import STALE_SECONDS, Post, Shelf, fetch_file
from hotline.client.responder import Responder
from hotline.client.responder_state import ResponderState
from hotline.client.root import Organization
from hotline.client.state import Remembered, State
from hotline.client.talk import Talk
from hotline.client.words import fingerprint

Json = dict[str, Any]
S = TypeVar("S", bound=Remembered)
RESPONDER = "responder"
ROOT_PUB, COORDINATOR_STATE = "root.pub", "coordinator.state"
PUBLISH_TRIES = 5
SPOILED = (
    "Somebody else wrote where this newcomer's answer belongs, so she was not let in: the link is in other hands. "
    "Send her a new one by another way."
)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Someone who used a link and waits for approval; `words` are what she reads aloud."""

    id: str
    words: tuple[str, ...]
    role: str
    desks: tuple[str, ...]
    until: Hour


class Coordinator(Generic[S]):
    """One coordinator, whose office stands in a file or in a member's vault."""

    def __init__(
        self,
        post: Post,
        root_pk: bytes,
        state: State[S],
        office: Callable[[S], Office],
        responder: Responder | None = None,
    ) -> None:
        self.post, self.root_pk, self.state, self.responder = post, root_pk, state, responder
        self.directory: Directory | None = None
        self._office = office
        self._talk = Talk(post, state)
        self._board = Board()
        self._words: dict[str, tuple[str, ...]] = {}

    @classmethod
    async def from_folder(cls, post: Post, folder: Path, passphrase: str | None) -> "Coordinator[Office]":
        """The organization's first coordinator. FileMissing; WrongPassphrase."""
        root_pk = root_pk_of(folder)
        state = await State.read(FileShelf(folder / COORDINATOR_STATE, passphrase), Office.from_json)
        return Coordinator(post, root_pk, state, lambda office: office)

    @classmethod
    async def unlock(
        cls, post: Post, typed: str, root_pk: bytes | None = None, language: str = "en"
    ) -> "Coordinator[ResponderState]":
        """A coordinator who was invited, by her codename. NotApproved for anyone else."""
        responder = await Responder.unlock(post, typed, root_pk, language)
        return Coordinator(post, responder.state.now.root_pk, responder.state, _office_of_member, responder)

    @property
    def office(self) -> Office:
        """Her office as it stands in memory; only to be looked at."""
        return self._office(self.state.now)

    @property
    def members(self) -> Mapping[str, Member]:
        """Those whom she approved, by id."""
        return self.office.members

    @property
    def notes(self) -> Sequence[Json]:
        """What members have told: alerts, closing reports."""
        return self.office.notes

    async def tend(self) -> None:
        """Bring about what has not been: publish, send, read, hand out keys. Call it often."""
        if self.responder is not None:
            await self.responder.tend()
        standing = await self._fetch()
        if self.office.draft or self.office.wanted or standing is None or due(_document(standing), self.post.hour()):
            await self.publish()
        for name in list(self.office.invitations):
            await self._drain_invitation(name)
        await self._hand_out()
        for name in list(self.office.members):
            await self._drain(_conversation_of(self._office, name), _reader_of(self._office, name))
        await self._hand_out()
        for name in list(self.office.revoked):
            await self._dismiss(name)

    async def publish(self) -> Directory:
        """A directory that follows the one that stands, and says what is wanted. NotCertified; NoPack."""
        for _ in range(PUBLISH_TRIES):
            if self.office.draft is None:
                await self._write_draft()
            file = self._file(self.office.draft)
            try:
                await self.post.publish(file)
            except NotFollowing:
                await self._change(Office.overtaken)
                await asyncio.sleep(STALE_SECONDS)
                continue
            return await self._published(file)
        raise NotFollowing

    async def invite(self, role: str, desks: Sequence[str]) -> str:
        """A link that lives 48 hours, for one newcomer."""
        invite, hour = token_bytes(KEY), self.post.hour()
        await self._change(lambda office: office.invite(invite, role, list(desks), hour))
        return str(make_link(self.post.url, invite, self.root_pk, pair(self.office.seal_seed).public))

    async def pending(self) -> list[Newcomer]:
        """Who used a link and waits for approval."""
        for name, one in list(self.office.invitations.items()):
            if one.device_pk is None:
                await self._drain_invitation(name)
        hour = self.post.hour()
        living = [(name, one) for name, one in self.office.invitations.items() if one.until > hour]
        waiting = [(name, one) for name, one in living if one.device_pk and not one.approved and not one.refused]
        return [await self._newcomer(name, one) for name, one in waiting]

    async def approve(self, name: str) -> None:
        """Her six words were right: she is a member, and gets the keys of her desks. NoSuchMember; LinkUsed."""
        root = token_bytes(KEY)
        await self._change(lambda office: office.approve(name, root))
        await self._drain_invitation(name)
        if self.office.invitation(name).refused:
            raise LinkUsed(SPOILED)
        await self._fetch()
        await self._hand_out()

    async def refuse(self, name: str) -> None:
        """She is not let in, and nobody ever is with her link; her device is told. NoSuchMember."""
        await self._change(lambda office: office.refuse(name))
        await self._drain_invitation(name)

    async def revoke(self, name: str) -> None:
        """Out at once: a new directory, new keys for her desks, a new member secret for all others. NoSuchMember."""
        directory = await self._fetch()
        desks = [] if directory is None else [desk["id"] for desk in _document(directory)["desks"]]
        await self._change(lambda office: office.revoke(name, desks))
        await self.tend()

    async def forget(self, name: str) -> None:
        """Someone who has left by herself, and so destroyed her keys; who may have kept them is to be revoked instead.

        NoSuchMember. What stands of her invitation and of the conversation with her is erased.
        """
        left = self.office.member(name).conversation.standing()
        invitation = self.office.invitations.get(name)
        if invitation is not None:
            left += [address(invitation.invite, direction, 0) for direction in (FROM_CALLER, TO_CALLER)]
        await self.post.send(ERASE, wire.erase(None, None, left[:ERASE_AT_ONCE]))
        await self._change(lambda office: office.forget(name))

    async def certify(self, name: str, certificate: bytes) -> None:
        """Pass on a certificate of the root to a coordinator approved here."""
        until = certificate_until(certificate)
        await self._change(lambda office: office.certify(name, certificate, until))
        await self._drain(_conversation_of(self._office, name), _reader_of(self._office, name))

    async def certify_all(self, organization: Organization) -> int:
        """Renew this coordinator's certificate and give one to each approved here that has told her key."""
        hour = self.post.hour()
        own = organization.certificate(signer(self.office.sign_seed), hour)
        await self._change(lambda office: office.take_certificate({"certificate": encode_key(own)}))
        others = [(name, member.sign_pk) for name, member in self.members.items() if member.sign_pk is not None]
        for name, sign_pk in others:
            await self.certify(name, organization.certificate(sign_pk, hour))
        return 1 + len(others)

    async def replan(self, plan: Json) -> None:
        """Let the next directory have these settings; desks that stay keep their keys."""
        site = None if self.office.plan is None else self.office.plan.get("site")
        whole = plan if site is None else {**plan, "site": site}
        await self._change(lambda office: office.replan(whole))

    async def waiting(self) -> list[Waiting]:
        """What waits at all desks, by urgency, then age."""
        await self._fetch()
        try:
            return await self._look()
        except NotMember:  # another coordinator has changed the secret
            await asyncio.sleep(STALE_SECONDS)
            await self.tend()
            return await self._look()

    async def shelves(self) -> list[Shelf]:
        """How full each bucket is, and how much of it is claimed and not accepted."""
        await self._fetch()
        if self.directory is None:
            raise NoDirectory
        secret = self.office.keyring.secret(self.directory)
        return [
            await self.post.shelf(secret, bucket) for bucket in sorted({one.bucket for one in self.directory.desks})
        ]

    async def _look(self) -> list[Waiting]:
        if self.directory is None:
            raise NoDirectory
        office, since = self.office, Hour(max(0, self.post.hour() - self.directory.policy.case_hours - 1))
        secret = office.keyring.secret(self.directory)
        buckets = {desk.bucket for desk in self.directory.desks}
        slots = [slot for bucket in buckets for slot in await self.post.slots(secret, bucket, since)]
        classes = self.directory.policy.urgencies
        return await asyncio.to_thread(self._board.show, slots, since, office.seal_seed, office.keyring, classes)

    async def _newcomer(self, name: str, one: Invitation) -> Newcomer:
        if name not in self._words:
            self._words[name] = await asyncio.to_thread(fingerprint, one.device_pk or b"")
        return Newcomer(name, self._words[name], one.role, tuple(one.desks), one.until)

    async def _fetch(self) -> bytes | None:
        """The file that stands, verified and noted; None when there is none."""
        latest = self.office.directories.latest
        try:
            file, directory = await fetch_file(self.post, self.root_pk, latest)
        except NoDirectory:
            return None
        self.directory, hour = directory, self.post.hour()
        if latest != (directory.version, directory.hash) or self.office.keyring.unproven:
            await self._change(lambda office: office.saw(directory, hour))
        return file

    async def _published(self, file: bytes) -> Directory:
        hour = self.post.hour()
        self.directory = directory = directories.verify_file(file, self.root_pk, hour)
        await self._change(lambda office: office.published(directory, hour))
        return directory

    async def _write_draft(self) -> None:
        standing, hour = await self._fetch(), self.post.hour()
        document = {} if standing is None else _document(standing)
        known = None if standing is None or self.directory is None else (self.directory.version, self.directory.hash)
        await self._change(lambda office: office.start(self._draft(office, document, known, hour)))

    def _draft(self, office: Office, standing: Json, known: tuple[int, bytes] | None, hour: Hour) -> Draft:
        until = certificate_until(office.certificate)
        if until <= hour:
            raise NotCertified
        document = _planned(office.plan, standing)
        if "pack" not in document:
            raise NoPack
        others = [
            (short(one.seal_pk), one.sign_pk, one.seal_pk)
            for one in office.members.values()
            if one.sign_pk is not None and one.seal_pk is not None and one.certified_until > hour
        ]
        document = with_coordinators(
            document, [(office.id, signer(office.sign_seed), pair(office.seal_seed).public), *others]
        )
        age = hour - office.secret_since
        return next_draft(document, known, office.wanted or Change(), hour, until, age, _draw)

    def _file(self, draft: Draft | None) -> bytes:
        office = self.office
        if draft is None or office.certificate is None:
            raise NotCertified
        return directories.build(office.certificate, office.sign_seed, draft.document)

    async def _hand_out(self) -> None:
        directory = self.directory
        if directory is None:
            return
        await self.state.note(lambda state: self._office(state).give_keys(directory))
        await self.state.save()
        for name, member in list(self.office.members.items()):
            if self._talk.due(member.conversation):
                await self._drain(_conversation_of(self._office, name), _reader_of(self._office, name))
        if self.responder is not None:
            await self._hand_up(self.responder, directory)

    async def _hand_up(self, responder: Responder, directory: Directory) -> None:
        await responder.state.note(lambda state: _give_up(state, directory))
        await responder.state.save()
        await responder.member.tend_coordinator()

    async def _drain_invitation(self, name: str) -> None:
        of = self._office
        one = self.office.invitations[name]
        if (one.device_pk is not None or one.refused) and not self._talk.due(one.conversation):
            return
        try:
            await self._drain(
                lambda state: of(state).invitation(name).conversation,
                lambda state, cells: of(state).invitation(name).read(cells),
            )
        except OldVault:  # who else has the link can write there
            await self._change(lambda office: office.spoil(name))

    async def _dismiss(self, name: str) -> None:
        """Tell someone that she was revoked. What she says or puts in the way changes nothing."""
        of = self._office
        with suppress(OldVault):
            await self._drain(lambda state: of(state).leaver(name), lambda state, cells: [])
        await self._change(lambda office: office.revoked.pop(name, None))

    async def _drain(self, of: Callable[[S], Conversation], read: Callable[[S, Sequence[Cell]], list[Any]]) -> None:
        await self._talk.drain(of, read)

    async def _change(self, step: Callable[[Office], object]) -> None:
        await self.state.change(lambda state: step(self._office(state)))


def root_pk_of(folder: Path) -> bytes:
    """The root's public key, which needs no passphrase. FileMissing."""
    try:
        return bytes.fromhex((folder / ROOT_PUB).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        raise FileMissing from None


def _conversation_of(office: Callable[[S], Office], name: str) -> Callable[[S], Conversation]:
    return lambda state: office(state).member(name).conversation


def _reader_of(office: Callable[[S], Office], name: str) -> Callable[[S, Sequence[Cell]], list[Any]]:
    return lambda state, cells: office(state).read_member(name, cells)


def _office_of_member(state: ResponderState) -> Office:
    if state.office is None or state.role != COORDINATOR:
        raise NotApproved
    return state.office


def _give_up(state: ResponderState, directory: Directory) -> None:
    if state.coordinator is not None and state.office is not None and state.office.certificate is not None:
        state.office.give_up(state.coordinator, directory)


def _document(file: bytes) -> Json:
    return parse_object(file[DIRECTORY_HEAD:])


def _planned(plan: Json | None, standing: Json) -> Json:
    """What stands, with the settings of a plan; desks keep the epochs they have."""
    if plan is None:
        return standing
    epochs = {desk["id"]: desk["epochs"] for desk in standing.get("desks", [])}
    desks = [{**desk, "epochs": epochs.get(desk["id"], [])} for desk in plan["desks"]]
    kept: Json = {name: standing[name] for name in ("site", "members", "history", "coordinators") if name in standing}
    return plan | kept | {"desks": desks}


def _draw() -> bytes:
    return token_bytes(KEY)
