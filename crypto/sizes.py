"""Every layout of the protocol, written as a sum. docs/protocol.md, 4 to 6.

All sizes are in bytes. A `Layout` names the fields of a fixed-size record in order; clients pack with it and the
server unpacks with it, so that neither counts offsets by hand.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NewType

from crypto.errors import FormatError

CaseId = NewType("CaseId", bytes)
Address = NewType("Address", bytes)
Hour = NewType("Hour", int)

ID = KEY = LOCK = HASH = ADDRESS = PUBLIC_KEY = SECRET = 32
SALT = 16
SIGNATURE = 64
U8, U16, U32, U64 = 1, 2, 4, 8

SEAL_PUBLIC_KEY = 1184 + 32  # ML-KEM-768 encapsulation key, X25519 public key
SEAL_ENC = 1088 + 32  # ML-KEM-768 ciphertext, X25519 ephemeral key
TAG = 16
SEAL_OVERHEAD = SEAL_ENC + TAG
BOX_NONCE = 24
BOX_OVERHEAD = BOX_NONCE + TAG
PAD_LENGTH = U32

REPLY_KEYS = 4
TIERS = 3
SLOT_SEAL = SEAL_OVERHEAD + KEY
SLOT = U16 + SLOT_SEAL
CARD_PADDED = 1024
CARD = BOX_OVERHEAD + CARD_PADDED
SHEET_PADDED = 2048
SHEET = BOX_OVERHEAD + SHEET_PADDED
BODY_PADDED = 16384
BODY = BOX_OVERHEAD + BODY_PADDED
BODY_JSON = BODY_PADDED - PAD_LENGTH - REPLY_KEYS * SEAL_PUBLIC_KEY

CELL = 8192
MESSAGE_PADDED = CELL - SEAL_OVERHEAD - BOX_OVERHEAD
MESSAGE_JSON = MESSAGE_PADDED - PAD_LENGTH - U32 - SEAL_PUBLIC_KEY
DOWN_CELLS = 2
ERASE_WITH_EXCHANGE = 2
ERASE_AT_ONCE = 500

CALLER_VAULT = 24000
RESPONDER_VAULT = 262144
VAULTS = (CALLER_VAULT, RESPONDER_VAULT)

CHUNK_CONTENT = 65496
CHUNK = BOX_OVERHEAD + CHUNK_CONTENT
CHUNKS_AT_MOST = 160

CERTIFICATE = PUBLIC_KEY + U32 + U32 + SIGNATURE
DIRECTORY_HEAD = CERTIFICATE + SIGNATURE

STAMP_NONCE = 8
REQUEST_HEAD = U8 + U32 + STAMP_NONCE
REQUEST = 24576
REQUEST_PAYLOAD = REQUEST - REQUEST_HEAD
ANSWER_HEAD = U8 + U32 + U8 + U8
ANSWER = 24576
ANSWER_PAYLOAD = ANSWER - ANSWER_HEAD

FRAME_BUCKETS = 8
FRAME_ADDRESSES = 64
FRAME_PREFIX = 2
FRAME = FRAME_BUCKETS * U16 + FRAME_ADDRESSES * FRAME_PREFIX

EXCHANGE, OPEN, READ, WRITE, ERASE, CLAIM, ACCEPT, RENEW, PUT_BACK, CLOSE, CHUNK_PUT = range(11)
CHUNK_TAKE = 11  # the chunk path's other direction; docs/protocol.md, 6, "Attachments"
DONE, TAKEN, STAMP, REFUSED = range(4)


class Layout:
    """A record of named fields of fixed sizes, in order."""

    def __init__(self, **fields: int) -> None:
        self.fields: Mapping[str, int] = MappingProxyType(fields)
        self.size = sum(fields.values())

    def pack(self, **parts: bytes) -> bytes:
        """Join the fields in order. FormatError when one is missing, unknown or of another size."""
        if parts.keys() != self.fields.keys() or any(len(parts[name]) != size for name, size in self.fields.items()):
            raise FormatError("a record's fields do not have their sizes")
        return b"".join(parts[name] for name in self.fields)

    def unpack(self, record: bytes | memoryview) -> dict[str, bytes]:
        """Split a record of exactly `size` bytes. FormatError for any other length."""
        if len(record) != self.size:
            raise FormatError("a record does not have its size")
        parts, at = {}, 0
        for name, size in self.fields.items():
            parts[name] = bytes(record[at : at + size])
            at += size
        return parts


EXCHANGE_REQUEST = Layout(
    up=ADDRESS, lock=LOCK, cell=CELL, down=DOWN_CELLS * ADDRESS, erase=ERASE_WITH_EXCHANGE * ADDRESS
)
FOUND = Layout(found=U8, lock=LOCK, cell=CELL)
EXCHANGE_ANSWER = Layout(first=FOUND.size, second=FOUND.size)
OPEN_REQUEST = Layout(
    case_id=ID, close_pk=PUBLIC_KEY, lock=LOCK, release=U8, slots=TIERS * SLOT, card=CARD, sheet=SHEET, body=BODY
)
READ_REQUEST = Layout(address=ADDRESS)
READ_ANSWER = Layout(version=U64, lock=LOCK, ciphertext=CALLER_VAULT)
_WRITE_HEAD = {
    "address": ADDRESS,
    "sign_pk": PUBLIC_KEY,
    "version": U64,
    "lock": LOCK,
    "signature": SIGNATURE,
}
WRITE_REQUEST = Layout(**_WRITE_HEAD, ciphertext=CALLER_VAULT)
ERASE_REQUEST = Layout(
    case_id=ID,
    signature=SIGNATURE,
    vault=ADDRESS,
    version=U64,
    vault_signature=SIGNATURE,
    addresses=ERASE_AT_ONCE * ADDRESS,
)
CLAIM_REQUEST = Layout(secret=SECRET, case_id=ID, lease_pk=PUBLIC_KEY, signature=SIGNATURE)
CLAIM_ANSWER = Layout(claims=U32, sheet_lock=LOCK, sheet=SHEET)
HOLD_REQUEST = Layout(secret=SECRET, case_id=ID, signature=SIGNATURE)
ACCEPT_ANSWER = Layout(term=U32, body_lock=LOCK, term_lock=LOCK, body=BODY)
RENEW_REQUEST = Layout(secret=SECRET, case_id=ID, hour=U32, signature=SIGNATURE)

RESPONDER_READ_ANSWER = Layout(version=U64, lock=LOCK, ciphertext=RESPONDER_VAULT)
RESPONDER_WRITE_REQUEST = Layout(**_WRITE_HEAD, ciphertext=RESPONDER_VAULT)

SLOTS_REQUEST = Layout(secret=SECRET, bucket=U16, since=U32)
SHELF_REQUEST = Layout(secret=SECRET, bucket=U16)
SHELF_ANSWER = Layout(cases=U32, held=U32, claims=U32, accepted=U32)
VISIBLE_SLOT = Layout(visible=U32, opened=U32, tier=U8, case_id=ID, seal=SLOT_SEAL, card_lock=LOCK, card=CARD)

CHUNK_PUT_REQUEST = Layout(address=ADDRESS, lock=LOCK, chunk=CHUNK)
CHUNK_TAKE_REQUEST = Layout(address=ADDRESS)
CHUNK_ANSWER = Layout(found=U8, lock=LOCK, chunk=CHUNK)

if (MESSAGE_PADDED, OPEN_REQUEST.size, WRITE_REQUEST.size, VISIBLE_SLOT.size) != (7016, 23183, 24168, 2305):
    raise AssertionError("the layouts do not add up to docs/protocol.md")
if max(OPEN_REQUEST.size, WRITE_REQUEST.size, ERASE_REQUEST.size) > REQUEST_PAYLOAD:
    raise AssertionError("a request does not fit the one size")
