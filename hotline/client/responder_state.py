"""What a member's vault holds, and the steps that change it. Nothing here waits. docs/protocol.md, 2, 5 and 6."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from crypto.conversation import Cell
from crypto.directory import Directory, decode_key, encode_key
from crypto.errors import FormatError
from crypto.sizes import CaseId, Hour
from hotline.client.conversation import Conversation
from hotline.client.coordinator_state import ALERT, Office
from hotline.client.enrolment import APPROVED, CERTIFICATE, COORDINATOR, KEYS, REFUSED, REVOKED, newcomers_end
from hotline.client.errors import NoCase, NotApproved
from hotline.client.held import ACCEPTED, CLOSING_CASE, PUTTING_BACK, HeldCase
from hotline.client.keyring import Keyring
from hotline.client.seen import SeenDirectories
from hotline.client.thread import NOTICE, Entry

Json = dict[str, Any]
REPORT = "closing report"


@dataclass(slots=True)
class ResponderState:
    """The whole vault of a member: device key, keyring, the conversation with her coordinator, and the cases she holds.

    `enrolment` is her end of the invite until the approval has come. `office` is there for a coordinator. `ended` says
    that the coordinator wants this device no more: REFUSED or REVOKED.
    """

    root_pk: bytes = field(repr=False)
    device_seed: bytes = field(repr=False)
    enrolment: Conversation | None = None
    coordinator: Conversation | None = None
    role: str = ""
    desks: list[str] = field(default_factory=list)
    keyring: Keyring = field(default_factory=Keyring)
    directories: SeenDirectories = field(default_factory=SeenDirectories)
    cases: dict[CaseId, HeldCase] = field(default_factory=dict)
    declined: dict[CaseId, Hour] = field(default_factory=dict)
    alerted: list[str] = field(default_factory=list)
    notes: list[Json] = field(default_factory=list)
    office: Office | None = None
    ended: str = ""

    def case(self, name: CaseId, *stages: str) -> HeldCase:
        """The case held under this id, at one of these stages if any are named. NoCase."""
        held = self.cases.get(name)
        if held is None or (stages and held.stage not in stages):
            raise NoCase
        return held

    def conversation(self, name: CaseId) -> Conversation:
        """That with the caller of a case. NoCase before it was accepted."""
        thread = self.case(name).thread
        if thread is None:
            raise NoCase
        return thread.conversation

    def read_case(self, name: CaseId, cells: Sequence[Cell]) -> list[Entry]:
        """Read what the caller has sent."""
        thread = self.case(name).thread
        return [] if thread is None else thread.receive(cells)

    def with_coordinator(self) -> Conversation:
        """The conversation with the coordinator. NotApproved before there is one."""
        if self.coordinator is None:
            raise NotApproved
        return self.coordinator

    def invited(self) -> Conversation:
        """This device's end of the invite. NotApproved when there is none."""
        if self.enrolment is None:
            raise NotApproved
        return self.enrolment

    def read_approval(self, cells: Sequence[Cell]) -> list[Json]:
        """The approval brings the root of the conversation with the coordinator. The device seed stays.

        This device's own cell is not erased: so a second use of the link finds the address taken.
        """
        invited = self.invited()
        documents = [one.document for one in invited.receive(cells) if one.document is not None]
        invited.erase = [one for one in invited.erase if one[0] == invited.theirs]
        for document in documents:
            if self.coordinator is None and document.get("kind") == APPROVED:
                self._approved(document, invited)
            elif self.coordinator is None and document.get("kind") == REFUSED:
                self.ended = REFUSED
        return documents

    @property
    def spoiled(self) -> bool:
        """Whether something came in answer to this device that is no answer of the coordinator."""
        return self.coordinator is None and not self.ended and self.invited().next_read > 0

    def _approved(self, document: Json, invited: Conversation) -> None:
        try:
            root = decode_key(document.get("root"))
        except FormatError:
            return
        self.coordinator = newcomers_end(root, self.device_seed, invited)
        self.role, self.desks = str(document.get("role", "")), [str(one) for one in document.get("desks", [])]
        if self.role == COORDINATOR:
            self.office = Office.drawn()
            self.coordinator.say({"kind": COORDINATOR, **self.office.public()})

    def read_coordinator(self, cells: Sequence[Cell]) -> list[Json]:
        """Keys go to the keyring, a certificate to the office, all else to the notes."""
        documents = [one.document for one in self.with_coordinator().receive(cells) if one.document is not None]
        for document in documents:
            try:
                self._take(document)
            except FormatError:
                continue
        return documents

    def _take(self, document: Json) -> None:
        kind = document.get("kind")
        if kind == KEYS:
            self.keyring.take(document)
            self.desks = [str(one) for one in document.get("desks", self.desks)]
            if self.office is not None:
                self.office.keyring.take(document)
                self.office.mark_given_up(document)
        elif kind == CERTIFICATE and self.office is not None:
            self.office.take_certificate(document)
        elif kind == REVOKED:
            self._revoked()
        else:
            self.notes.append(document)

    def _revoked(self) -> None:
        """What opens and claims is destroyed, and every case is to be let go."""
        self.ended, self.keyring, self.office = REVOKED, Keyring(), None
        for name in self.cases:
            self.put_back(name, Hour(0))

    def saw(self, directory: Directory, now: Hour) -> None:
        """A directory that follows: count the seeds that it names, destroy what is over."""
        self.directories.add(directory)
        self.keyring.prove(directory)
        self.keyring.forget(now, directory.policy.case_hours)
        self.declined = {name: until for name, until in self.declined.items() if until > now}
        if self.office is not None:
            self.office.saw(directory, now)

    def put_back(self, name: CaseId, until: Hour) -> None:
        """This case is to go back, and not to be offered here again."""
        held = self.case(name)
        if held.thread is not None and held.stage != PUTTING_BACK:
            held.thread.say({"kind": NOTICE, "reason": "put back"})
        held.stage, held.sheet, held.body = PUTTING_BACK, {}, {}
        self.declined[name] = until

    def close(self, name: CaseId, code: str, text: str, hour: Hour) -> None:
        """This case is to be closed, and the coordinator told how, without a word of what it was.

        NoCase unless it was accepted: its caller could not be told otherwise.
        """
        held = self.case(name, ACCEPTED, CLOSING_CASE)
        if held.stage != CLOSING_CASE:
            held.close({"code": code, "text": text})
            if self.coordinator is not None:
                counted = {key: held.card.get(key) for key in ("matter", "urgency", "language", "state", "licence")}
                self.coordinator.say({"kind": REPORT, "code": code, "opened": held.opened, "closed": hour, **counted})

    def alert(self, directory_hash: str, opened: Hour) -> None:
        """A card was made with a directory that ought not to have been in use: told once for each."""
        if directory_hash not in self.alerted and self.coordinator is not None:
            self.alerted = [*self.alerted[-99:], directory_hash]
            self.coordinator.say({"kind": ALERT, "about": "directory", "directory": directory_hash, "opened": opened})

    def trim(self) -> bool:
        """Let go of the oldest note, or else of the oldest thing said in the longest conversation."""
        if self.notes:
            del self.notes[0]
            return True
        if self.office is not None and self.office.trim():
            return True
        threads = [held.thread for held in self.cases.values() if held.thread is not None and held.thread.entries]
        return bool(threads) and max(threads, key=lambda thread: len(thread.entries)).trim()

    def to_json(self) -> Json:
        """As it stands in the vault."""
        return {
            "root_pk": encode_key(self.root_pk),
            "device": encode_key(self.device_seed),
            "enrolment": self.enrolment and self.enrolment.to_json(),
            "coordinator": self.coordinator and self.coordinator.to_json(),
            "role": self.role,
            "desks": self.desks,
            "keyring": self.keyring.to_json(),
            "directories": self.directories.to_json(),
            "cases": [held.to_json() for held in self.cases.values()],
            "declined": {encode_key(name): until for name, until in self.declined.items()},
            "alerted": self.alerted,
            "notes": self.notes,
            "office": self.office and self.office.to_json(),
            "ended": self.ended,
        }

    @classmethod
    def from_json(cls, json: Json) -> Self:
        """What `to_json` gave."""
        held = [HeldCase.from_json(one) for one in json["cases"]]
        return cls(
            root_pk=decode_key(json["root_pk"]),
            device_seed=decode_key(json["device"]),
            enrolment=json["enrolment"] and Conversation.from_json(json["enrolment"]),
            coordinator=json["coordinator"] and Conversation.from_json(json["coordinator"]),
            role=json["role"],
            desks=json["desks"],
            keyring=Keyring.from_json(json["keyring"]),
            directories=SeenDirectories.from_json(json["directories"]),
            cases={one.case_id: one for one in held},
            declined={CaseId(decode_key(name)): Hour(until) for name, until in json["declined"].items()},
            alerted=json["alerted"],
            notes=json["notes"],
            office=json["office"] and Office.from_json(json["office"]),
            ended=json.get("ended", ""),
        )
