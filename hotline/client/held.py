"""A case in a responder's hands, from the claim on, as data. docs/protocol.md, 5."""

from dataclasses import dataclass, field
from typing import Any, Self

from crypto import case
from crypto.conversation import TO_CALLER
from crypto.directory import decode_key, encode_key
from crypto.sizes import REPLY_KEYS, CaseId, Hour
from hotline.client.conversation import begin
from hotline.client.thread import CLOSING, HELLO, Thread

Json = dict[str, Any]
CLAIMING, CLAIMED, ACCEPTING, ACCEPTED = "claiming", "claimed", "accepting", "accepted"
PUTTING_BACK, CLOSING_CASE = "putting back", "closing"


@dataclass(slots=True)
class HeldCase:
    """What a responder has of one case. `stage` is written before what it names is asked of the server.

    `desk` is that of hers which the case was sealed to, by which she is named to the caller; none if to her device.
    """

    case_key: bytes = field(repr=False)
    lease_seed: bytes = field(repr=False)
    card: Json = field(repr=False)
    opened: Hour
    desk: str = ""
    stage: str = CLAIMING
    claims: int = 0
    sheet: Json = field(repr=False, default_factory=dict)
    term: int | None = None
    body: Json = field(repr=False, default_factory=dict)
    thread: Thread | None = None
    lapses: int = 0
    renew_due: bool = False

    @property
    def case_id(self) -> CaseId:
        """The public name of the case."""
        return case.case_id(self.case_key)

    def claimed(self, claims: int, sheet: Json, lapses: int) -> None:
        """The claim was won: the conflict sheet may be read, until `lapses` in seconds since 1970."""
        if self.stage == CLAIMING:
            self.stage, self.claims, self.sheet, self.lapses = CLAIMED, claims, sheet, lapses

    def accepted(self, term: int, term_lock: bytes, body: case.Body, lapses: int) -> None:
        """The body is here; the caller is told at once that someone reads it."""
        if self.stage != ACCEPTING:
            return
        root = case.root(self.case_key, term_lock)
        their_pk = body.reply_pks[min(term, REPLY_KEYS - 1)]
        self.stage, self.term, self.body, self.lapses = ACCEPTED, term, dict(body.document), lapses
        self.thread = Thread(begin(root, TO_CALLER, their_pk), term)
        self.thread.say({"kind": HELLO, **({"desk": self.desk} if self.desk else {})})

    def close(self, document: Json) -> None:
        """The last message, after which the case is erased."""
        self.stage = CLOSING_CASE
        if self.thread is not None and not any(one.kind == CLOSING for one in self.thread.all()):
            self.thread.say({**document, "kind": CLOSING})

    def to_json(self) -> Json:
        """As it stands in a vault."""
        return {
            "case_key": encode_key(self.case_key),
            "lease": encode_key(self.lease_seed),
            "card": self.card,
            "opened": self.opened,
            "desk": self.desk,
            "stage": self.stage,
            "claims": self.claims,
            "sheet": self.sheet,
            "term": self.term,
            "body": self.body,
            "thread": self.thread and self.thread.to_json(),
            "lapses": self.lapses,
            "renew_due": self.renew_due,
        }

    @classmethod
    def from_json(cls, json: Json) -> Self:
        """What `to_json` gave."""
        return cls(
            case_key=decode_key(json["case_key"]),
            lease_seed=decode_key(json["lease"]),
            card=json["card"],
            opened=Hour(json["opened"]),
            desk=json.get("desk", ""),
            stage=json["stage"],
            claims=json["claims"],
            sheet=json["sheet"],
            term=json["term"],
            body=json["body"],
            thread=json["thread"] and Thread.from_json(json["thread"]),
            lapses=json["lapses"],
            renew_due=json["renew_due"],
        )
