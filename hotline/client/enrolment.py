"""Links, and the first cells of a newcomer and her coordinator. docs/protocol.md, 6, "Enrolment".

    link = {url}/desk# ‖ base64url(invite(32) ‖ root_pk(32) ‖ hash(the coordinator's seal_pk)[:8])

The newcomer's cell stands at d = 0, i = 0 of the invite, sealed to the coordinator, with the device key as its own_pk.
It is not erased once read, so that a second use of the link finds the address taken. The answer stands at d = 1, i = 0,
sealed to the device key: an approval brings the root of their conversation, and a refusal ends it.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field

from crypto.conversation import FROM_CALLER, TO_CALLER, OwnKeys
from crypto.directory import Coordinator, Directory
from crypto.hashing import digest
from crypto.sizes import KEY
from hotline.client.conversation import Conversation, begin
from hotline.client.errors import LinkExpired, LinkWrong

HINT_BYTES = 8
LINK_HOURS = 48
FROM_NEWCOMER, TO_NEWCOMER = FROM_CALLER, TO_CALLER
ENROL, APPROVED, REFUSED = "enrol", "approved", "refused"
KEYS, CERTIFICATE, COORDINATOR, REVOKED = "keys", "certificate", "coordinator", "revoked"


@dataclass(frozen=True, slots=True)
class Link:
    """What a newcomer is given."""

    url: str
    invite: bytes = field(repr=False)
    root_pk: bytes = field(repr=False)
    hint: bytes = field(repr=False)

    def __str__(self) -> str:
        secret = urlsafe_b64encode(self.invite + self.root_pk + self.hint).rstrip(b"=").decode()
        return f"{self.url}/desk#{secret}"

    def coordinator(self, directory: Directory) -> Coordinator:
        """Who invited. LinkExpired when she is no longer in the directory."""
        for one in directory.coordinators:
            if digest(one.seal_pk)[:HINT_BYTES] == self.hint:
                return one
        raise LinkExpired


def read_link(text: str) -> Link:
    """The parts of a link. LinkWrong when it is not of its form."""
    url, mark, secret = text.strip().partition("/desk#")
    try:
        octets = urlsafe_b64decode(secret.encode("ascii") + b"=" * (-len(secret) % 4))
    except ValueError:
        raise LinkWrong from None
    if not mark or len(octets) != 2 * KEY + HINT_BYTES:
        raise LinkWrong
    return Link(url, octets[:KEY], octets[KEY : 2 * KEY], octets[2 * KEY :])


def make_link(url: str, invite: bytes, root_pk: bytes, seal_pk: bytes) -> Link:
    """The link for an invite of the coordinator with this sealing key."""
    return Link(url, invite, root_pk, digest(seal_pk)[:HINT_BYTES])


def newcomer(invite: bytes, device_seed: bytes, seal_pk: bytes) -> Conversation:
    """The newcomer's end, with her first cell in the outbox."""
    conversation = begin(invite, FROM_NEWCOMER, seal_pk, device_seed)
    conversation.say({"kind": ENROL})
    return conversation


def inviter(invite: bytes, seal_seed: bytes) -> Conversation:
    """The coordinator's end of an invite."""
    return begin(invite, TO_NEWCOMER, None, seal_seed)


def newcomers_end(root: bytes, device_seed: bytes, approval: Conversation) -> Conversation:
    """The newcomer's end of the conversation that the approval brings."""
    return Conversation(root, FROM_NEWCOMER, OwnKeys(device_seed), approval.their_pk)


def coordinators_end(root: bytes, approval: Conversation) -> Conversation:
    """The coordinator's end: her keys are those that the approval carried, theirs is the device key."""
    return Conversation(root, TO_NEWCOMER, OwnKeys(approval.own.mine), approval.their_pk)
