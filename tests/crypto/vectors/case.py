"""Cases: crypto/vectors/case.json, made and checked."""

from crypto import case, hashing, sealing, signing
from crypto.hashing import (
    card_lock,
    digest,
    dump_json,
    encode,
    kdf,
    term_lock,
    terms,
    u8,
    u32,
)
from crypto.sealing import _box, pad, pair
from crypto.sizes import (
    BODY_PADDED,
    CARD_PADDED,
    OPEN_REQUEST,
    SHEET_PADDED,
)
from tests.crypto.bridge import call, draws
from tests.crypto.vectors.kit import HOUR, Check, Document, attempt, fixed, patched, same, unhex, unhex_all


def make() -> Document:
    seeds = [fixed(f"desk {at}") for at in range(2)]
    secrets = case.Secrets(
        fixed("case key"), fixed("lock"), fixed("close"), tuple(fixed(f"reply {at}") for at in range(4))
    )
    card, sheet, body = {"matter": "bond"}, {"names": ["Ana"]}, {"text": "Necesito ayuda"}
    drawn = [fixed("enc 0", 64), fixed("enc 1", 64), fixed("thrown away"), fixed("enc 2", 64)]
    drawn += [fixed(f"nonce {at}", 24) for at in range(3)]
    buckets = [3, 4, 3]
    js_secrets: Document = {"caseKey": secrets.case_key, "lock": secrets.lock, "closeSeed": secrets.close_seed}
    js_secrets |= {"replySeeds": secrets.reply_seeds}
    keys = [pair(seeds[0]).public, pair(seeds[1]).public, None]
    slots_for = [{"bucket": bucket, "sealPk": key} for bucket, key in zip(buckets, keys, strict=True)]
    name = secrets.case_id
    crafted = encode("slot", name)
    [payload, wrong] = call(
        ("case", "sealCaseWith", [js_secrets, 1, slots_for, card, sheet, body, draws(*drawn)]),
        ("sealing", "sealWith", [keys[0], crafted, fixed("another case key"), drawn[0]]),
    )
    fields = OPEN_REQUEST.unpack(payload)
    slots = [fields["slots"][at : at + 1170] for at in range(0, 3510, 1170)]
    record = u32(HOUR) + u32(HOUR - 1) + u8(0) + name + slots[0][2:] + card_lock(secrets.lock) + fields["card"]
    at_seal, at_lock = 41, 41 + 1168
    wrong_card_key = kdf(fixed("another case key"), "case/card", card_lock(secrets.lock))
    wrong_card = _box(wrong_card_key, encode("card", name), pad(dump_json(card), 1024), fixed("nonce 0", 24))
    lease, member = fixed("lease"), fixed("member secret")
    opening = {"seeds": [seeds[1].hex(), seeds[0].hex()]}
    return {
        "seal": [
            {
                "case_key": secrets.case_key.hex(),
                "lock": secrets.lock.hex(),
                "close_seed": secrets.close_seed.hex(),
                "reply_seeds": [seed.hex() for seed in secrets.reply_seeds],
                "release": 1,
                "buckets": buckets,
                "desk_seeds": [seeds[0].hex(), seeds[1].hex(), None],
                "card": card,
                "sheet": sheet,
                "body": body,
                "draws": [one.hex() for one in drawn],
                "slots": [slot.hex() for slot in slots],
                "case_id": name.hex(),
                "payload_digest": digest(payload).hex(),
            }
        ],
        "record": record.hex(),
        "open": [{**opening, "patches": [], "case_key": secrets.case_key.hex(), "card": card}]
        + [
            {**opening, "patches": [], **change, "error": "NoMatch"}
            for change in (
                {"note": "no seed", "seeds": []},
                {"note": "another desk's seed", "seeds": [seeds[1].hex()]},
                {"note": "a changed seal", "patches": [[at_seal + 1130, "00000000"]]},
                {"note": "another case's lock", "patches": [[at_lock, fixed("other").hex()]]},
                {"note": "a changed card", "patches": [[at_lock + 40, "00000000"]]},
                {"note": "another case id", "patches": [[9, fixed("other").hex()]]},
                {"note": "a key that the case id does not follow from", "patches": [[at_seal, wrong.hex()]]},
                {
                    "note": "such a key, with a card that opens under it",
                    "patches": [[at_seal, wrong.hex()], [at_lock + 32, wrong_card.hex()]],
                },
            )
        ],
        "claim": [
            {
                "case_key": secrets.case_key.hex(),
                "lease_seed": lease.hex(),
                "member": member.hex(),
                "hour": HOUR,
                "claim": case.claim(secrets.case_key, signing.signer(lease), member).hex(),
                "accept": case.hold("accept", lease, name, member).hex(),
                "put back": case.hold("put back", lease, name, member).hex(),
                "close": case.hold("close", lease, name, member).hex(),
                "renew": case.renew(lease, name, member, HOUR).hex(),
                "term_lock": term_lock(terms(secrets.lock), 2).hex(),
                "root": case.root(secrets.case_key, term_lock(terms(secrets.lock), 2)).hex(),
            }
        ],
    }


def check_seal(one: Document, _: Document) -> None:
    case_key, lock, drawn = unhex(one["case_key"]), unhex(one["lock"]), unhex_all(one["draws"])
    name, reply_pks = case.case_id(case_key), [sealing.pair(seed).public for seed in unhex_all(one["reply_seeds"])]
    same(name, one["case_id"])
    for slot, seed in zip(one["slots"], one["desk_seeds"], strict=True):
        sealed = unhex(slot)[2:]
        assert seed is None or sealing.open_sealed(unhex(seed), "slot", name, sealed=sealed) == case_key
    parts = {
        "card": (hashing.card_lock(lock), hashing.dump_json(one["card"]), CARD_PADDED),
        "sheet": (hashing.sheet_lock(lock), hashing.dump_json(one["sheet"]), SHEET_PADDED),
        "body": (hashing.body_lock(lock), b"".join(reply_pks) + hashing.dump_json(one["body"]), BODY_PADDED),
    }
    boxes = {
        label: sealing._box(
            kdf(case_key, f"case/{label}", part), encode(label, name), sealing.pad(content, size), nonce
        )
        for (label, (part, content, size)), nonce in zip(parts.items(), drawn[-3:], strict=True)
    }
    payload = OPEN_REQUEST.pack(
        case_id=name,
        close_pk=signing.signer(unhex(one["close_seed"])),
        lock=lock,
        release=hashing.u8(one["release"]),
        slots=b"".join(unhex_all(one["slots"])),
        **boxes,
    )
    same(digest(payload), one["payload_digest"])
    assert case.open_sheet(case_key, hashing.sheet_lock(lock), boxes["sheet"]) == one["sheet"]
    assert case.open_body(case_key, hashing.body_lock(lock), boxes["body"]) == case.Body(tuple(reply_pks), one["body"])


def check_open(one: Document, file: Document) -> None:
    [slot] = case.read_slots(patched(unhex(file["record"]), one["patches"]))
    opened = attempt(one, lambda: case.open_slot(unhex_all(one["seeds"]), slot))
    assert opened is None or opened == (unhex(one["case_key"]), one["card"])


def check_claim(one: Document, _: Document) -> None:
    case_key, lease, member = unhex(one["case_key"]), unhex(one["lease_seed"]), unhex(one["member"])
    name = case.case_id(case_key)
    same(case.claim(case_key, signing.signer(lease), member), one["claim"])
    for verb in ("accept", "put back", "close"):
        same(case.hold(verb, lease, name, member), one[verb])
    same(case.renew(lease, name, member, one["hour"]), one["renew"])
    same(case.root(case_key, unhex(one["term_lock"])), one["root"])


CHECKS: dict[str, Check] = {
    "seal": check_seal,
    "open": check_open,
    "claim": check_claim,
}
