"""Every reader of what a stranger may have written, fed with octets: it answers or raises a documented error.

What is sealed is fed twice: as ciphertext, which nobody can make open, and as what stands inside a seal that opens,
which any caller, volunteer or coordinator can make.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path

from crypto import attachments, case, codename, conversation, directory, hashing, sealing, vault, wire
from crypto.conversation import Cell, OwnKeys
from crypto.errors import ProtocolError
from crypto.hashing import kdf, u8, u32
from crypto.sealing import box, pair, seal
from crypto.signing import sign, signer
from crypto.sizes import (
    ANSWER,
    BODY_PADDED,
    CALLER_VAULT,
    CARD_PADDED,
    CELL,
    CHUNK,
    EXCHANGE_REQUEST,
    MESSAGE_PADDED,
    OPEN_REQUEST,
    SHEET_PADDED,
    VISIBLE_SLOT,
    Address,
    Hour,
)
from hotline.backup import Backup
from hotline.client.board import Board
from hotline.client.conflict import conflicts
from hotline.client.conversation import begin
from hotline.client.enrolment import read_link
from hotline.client.errors import ClientError
from hotline.client.keyring import Keyring, Seed
from hotline.client.thread import Thread
from hotline.word_lists import word_list
from tests.organizations import Organization

SEED, LOCK, SITE = bytes(31) + b"\1", bytes(31) + b"\2", bytes(31) + b"\3"
SECRETS = case.draw()
CASE_KEY, NAME = SECRETS.case_key, SECRETS.case_id
HOUR = Hour(500_000)
CLASSES = ("U1", "U2", "U3")
CERTIFICATE = directory.certify(SEED, signer(LOCK), HOUR, Hour(HOUR + 24))
PUBLIC = pair(SEED).public
VAULT = vault.keys(SEED)

Read = Callable[[bytes], object]


def _fit(octets: bytes, size_bytes: int) -> bytes:
    return octets[:size_bytes].ljust(size_bytes, b"\0")


def _fields(octets: bytes) -> object:
    return [layout.unpack(_fit(octets, layout.size)) for layout in (OPEN_REQUEST, EXCHANGE_REQUEST)], (
        OPEN_REQUEST.unpack(octets)
    )


def _answer(octets: bytes) -> object:
    answer = wire.read_answer(_fit(octets, ANSWER))
    return wire.exchanged(answer, [wire.NOWHERE, wire.NOWHERE]), wire.read_answer(octets)


def _slots(octets: bytes) -> object:
    for slot in case.read_slots(_fit(octets, -(-len(octets) // VISIBLE_SLOT.size) * VISIBLE_SLOT.size)):
        Board().show([slot], Hour(0), SEED, Keyring(), CLASSES)
    return case.read_slots(octets)


def _card(octets: bytes) -> object:
    """A slot that opens, with any card."""
    card_lock = hashing.card_lock(LOCK)
    card = box(kdf(CASE_KEY, "case/card", card_lock), "card", NAME, content=sealing.pad(octets, CARD_PADDED))
    slot = case.VisibleSlot(HOUR, HOUR, 0, NAME, seal(PUBLIC, "slot", NAME, content=CASE_KEY), card_lock, card)
    keyring = Keyring([Seed("court", HOUR, Hour(HOUR + 24), SEED)])
    return Board().show([slot], Hour(0), LOCK, keyring, CLASSES), case.open_slot([SEED], slot)


def _sheet(octets: bytes) -> object:
    key = kdf(CASE_KEY, "case/sheet", LOCK)
    sheet = case.open_sheet(CASE_KEY, LOCK, box(key, "sheet", NAME, content=sealing.pad(octets, SHEET_PADDED)))
    return conflicts(sheet, ["Ana María Pérez", "王小明", "x"])


def _body(octets: bytes) -> object:
    key = kdf(CASE_KEY, "case/body", LOCK)
    return case.open_body(CASE_KEY, LOCK, box(key, "body", NAME, content=sealing.pad(octets, BODY_PADDED)))


def _cell(content: bytes) -> Cell:
    place = conversation.address(SEED, conversation.TO_CALLER, 0)
    key = kdf(SEED, "conversation/message", u8(conversation.TO_CALLER), u32(0), LOCK)
    boxed = box(key, "message", place, content=sealing.pad(content, MESSAGE_PADDED))
    return Cell(place, LOCK, seal(PUBLIC, "cell", place, content=boxed))


def _message(octets: bytes) -> object:
    """A cell that opens, with any message, kept in a thread as the reader's client keeps it."""
    thread = Thread(begin(SEED, conversation.FROM_CALLER, None, SEED))
    said = [(one.kind, one.text) for one in thread.receive([_cell(octets)])]
    Thread.from_json(hashing.parse_json(hashing.dump_json(thread.to_json())))
    return said, conversation.open_message(OwnKeys(SEED), SEED, conversation.TO_CALLER, 0, _cell(octets))


def _sealed_message(octets: bytes) -> object:
    cell = Cell(conversation.address(SEED, 1, 0), LOCK, _fit(octets, CELL))
    return conversation.open_message(OwnKeys(SEED, LOCK), SEED, 1, 0, cell)


def _chunks(octets: bytes) -> object:
    chunk = Cell(Address(LOCK), LOCK, _fit(octets, CHUNK))
    return attachments.open_chunks(SEED, [chunk], len(octets))


def _vault(octets: bytes) -> object:
    key = kdf(VAULT.key, "vault/state", LOCK)
    content = sealing.pad(octets, CALLER_VAULT - 40)
    boxed = box(key, "vault", VAULT.address, hashing.u64(1), content=content)
    return vault.open_state(VAULT, 1, LOCK, boxed), vault.open_state(VAULT, 1, LOCK, _fit(octets, CALLER_VAULT))


def _directory(octets: bytes) -> object:
    """Any document that a coordinator signed."""
    file = CERTIFICATE + sign(LOCK, "directory", octets) + octets
    return directory.verify_file(file, signer(SEED), HOUR), directory.read_file(octets, signer(SEED))


def _unsigned_directory(octets: bytes) -> object:
    return directory.read_file(octets, signer(SEED))


def _keys(octets: bytes) -> None:
    """Any message of keys from a coordinator."""
    Keyring().take(hashing.parse_object(octets))


def _text(read: Callable[[str], object]) -> Read:
    return lambda octets: read(octets.decode("utf-8", "replace"))


def _backup(octets: bytes) -> object:
    with tempfile.NamedTemporaryFile() as file:
        file.write(octets)
        file.flush()
        return Backup.read(Path(file.name))


PARSERS: dict[str, Read] = {
    "answer": _answer,
    "backup": _backup,
    "body": _body,
    "card": _card,
    "chunks": _chunks,
    "codename": _text(lambda text: codename.read(text, SITE, [word_list("es")])),
    "directory": _directory,
    "fields": _fields,
    "json": hashing.parse_object,
    "key": _text(directory.decode_key),
    "keys": _keys,
    "link": _text(read_link),
    "message": _message,
    "padding": sealing.unpad,
    "sealed": lambda octets: sealing.open_sealed(SEED, "cell", sealed=octets),
    "sealed message": _sealed_message,
    "sheet": _sheet,
    "slots": _slots,
    "unsigned directory": _unsigned_directory,
    "vault": _vault,
}


# What some of them take, from which a fuzzer finds its way. The names of fields are worth more than chance.
BEGINNINGS: dict[str, bytes] = {
    "backup": b'{"hotline backup":1,"root":"00","plan":null,"directory":""}',
    "body": bytes(4 * 1216) + b'{"words":"help","callback":"no","attachments":[{"key":"","count":1}],"answers":{}}',
    "card": b'{"matter":"m","urgency":"U1","needs":[],"deadlines":[{"id":"x","due":"2026-01-01"}],"rules":[]}',
    "codename": b"abandonar abeja abogado abono aborto abrazo abrir abuelo",
    "directory": hashing.dump_json(Organization(HOUR).document()),
    "json": b'{"a":[1,1.5,true,null,"x"],"b":{}}',
    "keys": b'{"kind":"keys","seeds":[{"desk":"court","from":1,"to":2,"seed":""}],"secrets":[""]}',
    "link": b"http://127.0.0.1:8700/desk#AAAA",
    "message": u32(1) + PUBLIC + b'{"kind":"text","text":"x","more":true,"heard":""}',
    "sheet": b'{"names":[{"role":"other_side","name":"Ana Perez"}]}',
    "vault": b'{"version":2}',
}


def feed(read: Read, octets: bytes) -> None:
    """Let it read. Any error but a documented one is a fault, and goes through."""
    try:
        read(octets)
    except (ProtocolError, ClientError):
        return
