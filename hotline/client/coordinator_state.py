"""What a coordinator holds beside her own membership, and the steps that change it. docs/protocol.md, 2, 3 and 6."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from secrets import token_bytes
from typing import Any, Self

from crypto.conversation import Cell
from crypto.directory import Directory, decode_key, encode_key
from crypto.errors import FormatError
from crypto.hashing import digest
from crypto.sealing import pair
from crypto.signing import signer
from crypto.sizes import CERTIFICATE, KEY, PUBLIC_KEY, SEAL_PUBLIC_KEY, U32, Hour
from hotline.client.conversation import Conversation
from hotline.client.draft import Change, Draft
from hotline.client.enrolment import (
    APPROVED,
    COORDINATOR,
    ENROL,
    KEYS,
    LINK_HOURS,
    REFUSED,
    REVOKED,
    coordinators_end,
    inviter,
)
from hotline.client.enrolment import CERTIFICATE as CERTIFICATE_KIND
from hotline.client.errors import NoSuchMember
from hotline.client.keyring import Keyring, Seed
from hotline.client.seen import SeenDirectories

Json = dict[str, Any]
ALERT = "alert"
ID_BYTES = 6
SEEDS_AT_ONCE = 50


@dataclass(slots=True)
class Invitation:
    """A link that was given out. `desks` are those the newcomer will be on; the device key is there once she came."""

    invite: bytes = field(repr=False)
    role: str
    desks: list[str]
    until: Hour
    conversation: Conversation
    approved: bool = False
    refused: bool = False

    @property
    def device_pk(self) -> bytes | None:
        """The newcomer's device key, or None while nobody used the link."""
        return self.conversation.their_pk

    def read(self, cells: Sequence[Cell]) -> list[Json]:
        """The newcomer's cell, which stays where it is: so a second use of the link finds the address taken."""
        if self.device_pk is not None:
            return []
        documents = [one.document for one in self.conversation.receive(cells) if one.document is not None]
        self.conversation.erase.clear()
        return [one for one in documents if one.get("kind") == ENROL]


@dataclass(slots=True)
class Member:
    """Someone approved here. `given` are hashes of the keys that she has been told."""

    role: str
    desks: list[str]
    conversation: Conversation
    given: list[str] = field(repr=False, default_factory=list)
    sign_pk: bytes | None = field(repr=False, default=None)
    seal_pk: bytes | None = field(repr=False, default=None)
    certified_until: int = 0


@dataclass(slots=True)
class Office:
    """A coordinator's keys, people, and the directory that she is about to publish."""

    sign_seed: bytes = field(repr=False)
    seal_seed: bytes = field(repr=False)
    certificate: bytes | None = field(repr=False, default=None)
    keyring: Keyring = field(default_factory=Keyring)
    secret_hash: str = ""
    secret_since: int = 0
    directories: SeenDirectories = field(default_factory=SeenDirectories)
    invitations: dict[str, Invitation] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    revoked: dict[str, Conversation] = field(default_factory=dict)
    given_up: list[str] = field(repr=False, default_factory=list)
    plan: Json | None = field(repr=False, default=None)
    draft: Draft | None = None
    wanted: Change | None = None
    notes: list[Json] = field(default_factory=list)

    @classmethod
    def drawn(cls, plan: Json | None = None) -> Self:
        """A new coordinator, without a certificate."""
        return cls(token_bytes(KEY), token_bytes(KEY), plan=plan)

    @property
    def id(self) -> str:
        """Her short public id."""
        return short(pair(self.seal_seed).public)

    def public(self) -> Json:
        """What others need of her."""
        return {"sign_pk": encode_key(signer(self.sign_seed)), "seal_pk": encode_key(pair(self.seal_seed).public)}

    def take_certificate(self, document: Json) -> None:
        """A certificate for this coordinator's key. FormatError for another."""
        certificate = decode_key(document.get("certificate"), CERTIFICATE)
        if certificate[:PUBLIC_KEY] != signer(self.sign_seed):
            raise FormatError("a certificate is for another key")
        self.certificate = certificate

    def saw(self, directory: Directory, now: Hour) -> None:
        """A directory that stands: its seeds count from now on."""
        self.directories.add(directory)
        self.keyring.prove(directory)
        self.keyring.forget(now, directory.policy.case_hours)
        newest = encode_key(directory.members[0])
        if newest != self.secret_hash:
            self.secret_hash, self.secret_since = newest, directory.issued
        living = {name: one for name, one in self.invitations.items() if one.until > now or _owes(one)}
        self.invitations = living

    def start(self, draft: Draft) -> None:
        """A draft to be published; what was drawn for it waits until it is."""
        self.draft, self.wanted = draft, None
        self.keyring.unproven += draft.seeds
        if draft.secret is not None:
            self.keyring.secrets = [draft.secret, *self.keyring.secrets][:3]

    def replan(self, plan: Json) -> None:
        """New settings for the next directory."""
        self.plan = plan

    def published(self, directory: Directory, now: Hour) -> None:
        """The draft stands."""
        self.draft = self.plan = None
        self.saw(directory, now)

    def overtaken(self) -> None:
        """Another coordinator published first: what was wanted is wanted still."""
        if self.draft is not None:
            self.wanted, self.draft = self.draft.change, None

    def invite(self, invite: bytes, role: str, desks: list[str], now: Hour) -> None:
        """A link that lives 48 hours."""
        conversation = inviter(invite, self.seal_seed)
        self.invitations[short(invite)] = Invitation(invite, role, desks, Hour(now + LINK_HOURS), conversation)

    def invitation(self, name: str) -> Invitation:
        """The invitation of this id. NoSuchMember."""
        if name not in self.invitations:
            raise NoSuchMember
        return self.invitations[name]

    def member(self, name: str) -> Member:
        """The member of this id. NoSuchMember."""
        if name not in self.members:
            raise NoSuchMember
        return self.members[name]

    def approve(self, name: str, root: bytes) -> None:
        """The newcomer's words were right: she becomes a member. NoSuchMember unless somebody waits here."""
        one = self.invitation(name)
        if one.device_pk is None or one.refused:
            raise NoSuchMember
        if one.approved:
            return
        one.conversation.say({"kind": APPROVED, "root": encode_key(root), "role": one.role, "desks": one.desks})
        one.approved = True
        self.members[name] = Member(one.role, one.desks, coordinators_end(root, one.conversation))

    def refuse(self, name: str) -> None:
        """She is not let in, and nobody ever is with this link; her device is told. NoSuchMember as for `approve`."""
        one = self.invitation(name)
        if one.device_pk is None or one.approved:
            raise NoSuchMember
        if not one.refused:
            one.refused = True
            one.conversation.say({"kind": REFUSED})

    def spoil(self, name: str) -> None:
        """Something stands in this invite that neither end put there: nobody is let in with it."""
        one = self.invitation(name)
        one.refused = True
        one.conversation.outbox.clear()
        self.members.pop(name, None)
        self.notes.append({"kind": ALERT, "about": "link", "link": name})

    def revoke(self, name: str, all_desks: Sequence[str]) -> None:
        """Out at once: the next directory has new keys for her desks, a coordinator's being all, and a new secret.

        She is told, and nothing else that was not sent yet.
        """
        member = self.member(name)
        before = self.wanted or Change()
        drop = () if member.seal_pk is None else (short(member.seal_pk),)
        lost = all_desks if member.role == COORDINATOR else member.desks
        self.wanted = Change(tuple(sorted({*before.desks, *lost})), True, (*before.drop, *drop))
        member.conversation.say_instead({"kind": REVOKED})
        self.revoked[name] = self.members.pop(name).conversation

    def leaver(self, name: str) -> Conversation:
        """The conversation with someone revoked who has not been told yet. NoSuchMember."""
        if name not in self.revoked:
            raise NoSuchMember
        return self.revoked[name]

    def forget(self, name: str) -> None:
        """Someone who has left: member and invitation go."""
        self.member(name)
        del self.members[name]
        self.invitations.pop(name, None)

    def give_keys(self, directory: Directory) -> None:
        """Say to everyone what keys she ought to have and was not told."""
        for member in self.members.values():
            desks = None if member.role == COORDINATOR else member.desks
            self._tell(member.conversation, member.given, directory, desks)

    def give_up(self, coordinator: Conversation, directory: Directory) -> None:
        """Say to the coordinator who approved this one what she has not been told."""
        self._tell(coordinator, self.given_up, directory, None)

    def mark_given_up(self, message: Json) -> None:
        """What that coordinator has told need not be told to her."""
        self.given_up += [name for name in _names(message) if name not in self.given_up]

    def certify(self, name: str, certificate: bytes, until: Hour) -> None:
        """Pass on the root's certificate to a coordinator approved here."""
        member = self.member(name)
        member.certified_until = until
        member.conversation.say({"kind": CERTIFICATE_KIND, "certificate": encode_key(certificate)})

    def read_member(self, name: str, cells: Sequence[Cell]) -> list[Json]:
        """Keys of another coordinator go to the keyring; her public keys are kept; all else is a note."""
        member = self.member(name)
        documents = [one.document for one in member.conversation.receive(cells) if one.document is not None]
        for document in documents:
            try:
                self._take(name, member, document)
            except FormatError:
                continue
        return documents

    def _take(self, name: str, member: Member, document: Json) -> None:
        kind = document.get("kind")
        if member.role == COORDINATOR and kind == KEYS:
            self.keyring.take(document)
            member.given += [one for one in _names(document) if one not in member.given]
        elif member.role == COORDINATOR and kind == COORDINATOR:
            sign_pk, seal_pk = decode_key(document.get("sign_pk")), decode_key(document.get("seal_pk"), SEAL_PUBLIC_KEY)
            member.sign_pk, member.seal_pk = sign_pk, seal_pk
        else:
            self.notes.append({**document, "from": name})

    def _tell(self, to: Conversation, given: list[str], directory: Directory, desks: list[str] | None) -> None:
        """Say what was not given yet of what this directory names; None is every desk."""
        kept = {_name(one.seed) for one in self.keyring.seeds} | {_name(one) for one in self.keyring.secrets}
        given[:] = [one for one in given if one in kept]
        secrets = [one for one in self.keyring.secrets if digest(one) in directory.members and _name(one) not in given]
        seeds = [
            one
            for one in self.keyring.seeds
            if (desks is None or one.desk in desks) and _name(one.seed) not in given and _stands(one, directory)
        ]
        while secrets or seeds:
            now, seeds = seeds[:SEEDS_AT_ONCE], seeds[SEEDS_AT_ONCE:]
            to.say(_keys(secrets, now, desks))
            given += [_name(one) for one in [*secrets, *(one.seed for one in now)]]
            secrets = []

    def to_json(self) -> Json:
        """As it stands in a vault or file."""
        return {
            "sign": encode_key(self.sign_seed),
            "seal": encode_key(self.seal_seed),
            "certificate": self.certificate and encode_key(self.certificate),
            "keyring": self.keyring.to_json(),
            "secret": [self.secret_hash, self.secret_since],
            "directories": self.directories.to_json(),
            "invitations": [_invitation_json(one) for one in self.invitations.values()],
            "members": {name: _member_json(one) for name, one in self.members.items()},
            "revoked": {name: one.to_json() for name, one in self.revoked.items()},
            "given_up": self.given_up,
            "plan": self.plan,
            "draft": self.draft and {"json": self.draft.document, **_change_json(self.draft.change)},
            "wanted": self.wanted and _change_json(self.wanted),
            "notes": self.notes,
        }

    @classmethod
    def from_json(cls, json: Json) -> Self:
        """What `to_json` gave."""
        invitations = [_read_invitation(one) for one in json["invitations"]]
        draft = json["draft"]
        return cls(
            sign_seed=decode_key(json["sign"]),
            seal_seed=decode_key(json["seal"]),
            certificate=json["certificate"] and decode_key(json["certificate"], CERTIFICATE),
            keyring=Keyring.from_json(json["keyring"]),
            secret_hash=json["secret"][0],
            secret_since=json["secret"][1],
            directories=SeenDirectories.from_json(json["directories"]),
            invitations={short(one.invite): one for one in invitations},
            members={name: _read_member(one) for name, one in json["members"].items()},
            revoked={name: Conversation.from_json(one) for name, one in json.get("revoked", {}).items()},
            given_up=json["given_up"],
            plan=json["plan"],
            draft=draft and Draft(draft["json"], _read_change(draft)),
            wanted=json["wanted"] and _read_change(json["wanted"]),
            notes=json["notes"],
        )

    def trim(self) -> bool:
        """Let go of the oldest note."""
        if self.notes:
            del self.notes[0]
            return True
        return False


def short(octets: bytes) -> str:
    """A short public id that follows from a key."""
    return encode_key(digest(octets)[:ID_BYTES])


def certificate_until(certificate: bytes | None) -> Hour:
    """The hour at which a certificate ends; 0 for none."""
    if certificate is None:
        return Hour(0)
    return Hour(int.from_bytes(certificate[PUBLIC_KEY + U32 : PUBLIC_KEY + 2 * U32], "big"))


def _owes(one: Invitation) -> bool:
    return one.conversation.unsent() is not None


def _stands(one: Seed, directory: Directory) -> bool:
    desk = directory.desk(one.desk)
    return desk is not None and any(epoch.seal_pk == pair(one.seed).public for epoch in desk.epochs)


def _keys(secrets: list[bytes], seeds: list[Seed], desks: list[str] | None) -> Json:
    by_desk: dict[str, list[Any]] = {}
    for one in seeds:
        by_desk.setdefault(one.desk, []).append([one.from_hour, one.to_hour, encode_key(one.seed)])
    message: Json = {"kind": KEYS, "members": [encode_key(one) for one in secrets], "seeds": by_desk}
    return message if desks is None else {**message, "desks": desks}


def _names(message: Json) -> list[str]:
    try:
        seeds = [decode_key(epoch[2]) for epochs in message.get("seeds", {}).values() for epoch in epochs]
        return [_name(one) for one in [*seeds, *(decode_key(one) for one in message.get("members", []))]]
    except (AttributeError, IndexError, TypeError):
        raise FormatError("keys are not of their form") from None


def _name(secret: bytes) -> str:
    return encode_key(digest(secret)[:ID_BYTES])


def _change_json(change: Change) -> Json:
    return {"desks": list(change.desks), "secret": change.secret, "drop": list(change.drop)}


def _read_change(json: Json) -> Change:
    return Change(tuple(json["desks"]), json["secret"], tuple(json["drop"]))


def _invitation_json(one: Invitation) -> Json:
    return {
        "invite": encode_key(one.invite),
        "role": one.role,
        "desks": one.desks,
        "until": one.until,
        "conversation": one.conversation.to_json(),
        "approved": one.approved,
        "refused": one.refused,
    }


def _read_invitation(json: Json) -> Invitation:
    return Invitation(
        decode_key(json["invite"]),
        json["role"],
        json["desks"],
        Hour(json["until"]),
        Conversation.from_json(json["conversation"]),
        json["approved"],
        json.get("refused", False),
    )


def _member_json(one: Member) -> Json:
    return {
        "role": one.role,
        "desks": one.desks,
        "conversation": one.conversation.to_json(),
        "given": one.given,
        "sign_pk": one.sign_pk and encode_key(one.sign_pk),
        "seal_pk": one.seal_pk and encode_key(one.seal_pk),
        "certified_until": one.certified_until,
    }


def _read_member(json: Json) -> Member:
    return Member(
        json["role"],
        json["desks"],
        Conversation.from_json(json["conversation"]),
        json["given"],
        json["sign_pk"] and decode_key(json["sign_pk"]),
        json["seal_pk"] and decode_key(json["seal_pk"], SEAL_PUBLIC_KEY),
        json["certified_until"],
    )
