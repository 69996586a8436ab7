"""Three implementations read each other: `cryptography`, ours on libsodium.js, and @hpke/core with its X-Wing."""

from typing import Any

import pytest

from crypto import attachments, case, conversation, vault
from crypto.errors import FormatError, NoMatch
from crypto.hashing import card_lock, encode, sheet_lock, u8, u32
from crypto.sealing import fresh_pair, open_sealed, pair, seal
from crypto.sizes import OPEN_REQUEST, WRITE_REQUEST
from tests.crypto import reference
from tests.crypto.bridge import call, needs_node
from tests.crypto.vectors.kit import ORDER_EIGHT, fixed

pytestmark = needs_node

NAME, CONTENT = b"case id", b"thirty-two bytes, more or fewer"
INFO = encode("slot", NAME)


def test_the_three_agree_on_public_keys() -> None:
    seed = fixed("interoperability")
    [ours] = call(("sealing", "pair", [seed]))
    assert ours["public"] == pair(seed).public


def test_python_seals_and_the_others_open() -> None:
    own = fresh_pair()
    sealed = seal(own.public, "slot", NAME, content=CONTENT)
    opened = call(
        ("sealing", "openSealed", [own.seed, "slot", [NAME], sealed]), ("other", "open", [own.seed, INFO, sealed])
    )
    assert [*opened, reference.open_sealed(own.seed, INFO, sealed)] == [CONTENT] * 3


def test_the_others_seal_and_python_opens() -> None:
    own = fresh_pair()
    made = call(
        ("sealing", "seal", [own.public, "slot", [NAME], CONTENT]), ("other", "seal", [own.public, INFO, CONTENT])
    )
    made.append(reference.seal(own.public, INFO, CONTENT))
    assert [open_sealed(own.seed, "slot", NAME, sealed=sealed) for sealed in made] == [CONTENT] * 3


def test_javascript_and_the_other_read_each_other() -> None:
    own = fresh_pair()
    [ours, theirs] = call(
        ("sealing", "seal", [own.public, "slot", [NAME], CONTENT]), ("other", "seal", [own.public, INFO, CONTENT])
    )
    opened = call(
        ("other", "open", [own.seed, INFO, ours]), ("sealing", "openSealed", [own.seed, "slot", [NAME], theirs])
    )
    assert opened == [CONTENT] * 2


LOW_ORDER = [bytes(32), u8(1) + bytes(31), bytes.fromhex(ORDER_EIGHT), b"\xec" + b"\xff" * 30 + b"\x7f"]


@pytest.mark.parametrize("point", LOW_ORDER, ids=["zero", "order 4", "order 8", "order 2"])
def test_a_seal_with_a_low_order_ephemeral_key_opens_nowhere(point: bytes) -> None:
    own = fresh_pair()
    sealed = reference.seal(own.public, INFO, CONTENT, low_order=point)
    with pytest.raises(NoMatch):
        open_sealed(own.seed, "slot", NAME, sealed=sealed)
    assert call(("sealing", "openSealed", [own.seed, "slot", [NAME], sealed])) == [{"error": "NoMatch"}]


@pytest.mark.parametrize("point", LOW_ORDER, ids=["zero", "order 4", "order 8", "order 2"])
def test_a_low_order_public_key_is_sealed_to_by_neither(point: bytes) -> None:
    public = fresh_pair().public[:1184] + point
    with pytest.raises(FormatError):
        seal(public, "slot", content=CONTENT)
    assert call(("sealing", "seal", [public, "slot", [], CONTENT])) == [{"error": "FormatError"}]


def test_keys_that_only_look_odd_are_sealed_to_by_both() -> None:
    """A coordinate beyond the prime, or the ignored top bit set, is a key like any other (RFC 7748, 5)."""
    public = fresh_pair().public
    odd = [public[:1184] + b"\xff" * 32, public[:-1] + bytes([public[-1] | 0x80])]
    assert [len(seal(one, "slot", content=CONTENT)) for one in odd] == [1136 + len(CONTENT)] * 2
    sealed = call(*(("sealing", "seal", [one, "slot", [], CONTENT]) for one in odd))
    assert [len(one) for one in sealed] == [1136 + len(CONTENT)] * 2


def documents() -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    return {"matter": "bond", "urgency": "U1"}, {"names": ["José", "宋"]}, {"text": "ñandú\n😀"}


def test_a_case_sealed_in_javascript_is_opened_by_python() -> None:
    desk, (card, sheet, body) = fresh_pair(), documents()
    [drawn] = call(("case", "draw", []))
    slots = [{"bucket": at, "sealPk": desk.public if at == 1 else None} for at in (0, 1, 2)]
    [payload] = call(("case", "sealCase", [drawn, 0, slots, card, sheet, body]))
    fields = OPEN_REQUEST.unpack(payload)
    record = u32(1) + u32(1) + u8(1) + fields["case_id"] + fields["slots"][1172:2340]
    [slot] = case.read_slots(record + card_lock(fields["lock"]) + fields["card"])
    case_key, opened = case.open_slot([fresh_pair().seed, desk.seed], slot)
    assert (case_key, opened) == (drawn["caseKey"], card)
    assert case.open_sheet(case_key, sheet_lock(fields["lock"]), fields["sheet"]) == sheet
    reply_pks = tuple(pair(seed).public for seed in drawn["replySeeds"])
    [lock] = call(("hashing", "bodyLock", [fields["lock"]]))
    assert case.open_body(case_key, lock, fields["body"]) == case.Body(reply_pks, body)


def test_a_case_sealed_in_python_is_opened_by_javascript() -> None:
    desk, (card, sheet, body), secrets = fresh_pair(), documents(), case.draw()
    slots = [case.SlotFor(at, desk.public if at == 1 else None) for at in range(3)]
    fields = OPEN_REQUEST.unpack(case.seal_case(secrets, 2, slots, card, sheet, body))
    slot = {"visible": 1, "opened": 1, "tier": 1, "caseId": fields["case_id"], "card": fields["card"]}
    slot |= {"seal": fields["slots"][1172:2340], "cardLock": card_lock(secrets.lock)}
    [locks_sheet, locks_body] = call(("hashing", "sheetLock", [secrets.lock]), ("hashing", "bodyLock", [secrets.lock]))
    opened = call(
        ("case", "openSlot", [[fixed("wrong"), desk.seed], slot]),
        ("case", "openSheet", [secrets.case_key, locks_sheet, fields["sheet"]]),
        ("case", "openBody", [secrets.case_key, locks_body, fields["body"]]),
    )
    reply_pks = [pair(seed).public for seed in secrets.reply_seeds]
    assert opened == [{"caseKey": secrets.case_key, "card": card}, sheet, {"replyPks": reply_pks, "document": body}]


def test_cells_pass_both_ways() -> None:
    root, caller, claimant = fixed("a root"), fresh_pair(), fresh_pair()
    message = {"seen": 0, "ownPk": caller.public, "document": {"text": "hola"}}
    [cell] = call(("conversation", "sealMessage", [claimant.public, root, 0, 0, message]))
    own = conversation.OwnKeys(claimant.seed)
    read, used = conversation.open_message(own, root, 0, 0, conversation.Cell(**cell))
    assert (read.document, read.own_pk, used) == ({"text": "hola"}, caller.public, claimant.seed)
    reply = conversation.Message(1, own.after(used).public, {"text": "sí"})
    answer = conversation.seal_message(read.own_pk, root, 1, 0, reply)
    asked = {"address": answer.address, "lock": answer.lock, "ciphertext": answer.ciphertext}
    keys = {"mine": fresh_pair().seed, "before": caller.seed}
    [got] = call(("conversation", "openMessage", [keys, root, 1, 0, asked]))
    assert (got["message"]["document"], got["openedWith"]) == ({"text": "sí"}, caller.seed)


def test_vaults_and_attachments_pass_both_ways() -> None:
    mk, key, content = fixed("mk"), fixed("a"), bytes(70_000)
    own = vault.keys(mk)
    [js_own, chunks] = call(("vault", "keys", [mk]), ("attachments", "sealChunks", [key, content]))
    [payload] = call(("vault", "sealWrite", [js_own, 1, {"a": 1}]))
    fields = WRITE_REQUEST.unpack(payload)
    assert vault.open_state(own, 1, fields["lock"], fields["ciphertext"]) == {"a": 1}
    assert attachments.open_chunks(key, [conversation.Cell(**chunk) for chunk in chunks], 70_000) == content
    fields = WRITE_REQUEST.unpack(vault.seal_write(own, 2, {"a": 2}))
    ours = [
        {"address": c.address, "lock": c.lock, "ciphertext": c.ciphertext}
        for c in attachments.seal_chunks(key, content)
    ]
    [state, joined] = call(
        ("vault", "openState", [js_own, 2, fields["lock"], fields["ciphertext"]]),
        ("attachments", "openChunks", [key, ours, 70_000]),
    )
    assert (state, joined) == ({"a": 2}, content)
