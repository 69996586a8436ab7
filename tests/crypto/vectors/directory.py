"""The directory, and each way for it to be bad: crypto/vectors/directory.json, made and checked."""

import json
from dataclasses import fields, is_dataclass, replace
from types import MappingProxyType
from typing import Any

from crypto import directory, signing
from crypto.hashing import (
    digest,
    dump_json,
    u32,
)
from crypto.sealing import pair
from tests.crypto.vectors.kit import HOUR, Check, Document, attempt, fixed, same, unhex, unhex_all


def directory_document() -> Document:
    """A small directory, in the shape that docs/protocol.md, 3, gives it."""
    key = directory.encode_key
    return {
        "organization": {"name": "Línea", "phone": "+1 555 0100"},
        "site": key(fixed("site")),
        "pack": "example-pack",
        "version": 7,
        "issued": HOUR,
        "expires": HOUR + 192,
        "history": [key(fixed("file 6")), key(fixed("file 5"))],
        "coordinators": [
            {
                "id": "c1",
                "sign_pk": key(signing.signer(fixed("coordinator signer"))),
                "seal_pk": key(pair(fixed("coordinator")).public),
            }
        ],
        "desks": [
            {
                "id": "federal",
                "label": "Federal court desk",
                "bucket": 3,
                "epochs": [
                    {"from": HOUR - 4, "to": HOUR + 20, "seal_pk": key(pair(fixed("epoch 0")).public)},
                    {"from": HOUR + 20, "to": HOUR + 44, "seal_pk": key(pair(fixed("epoch 1")).public)},
                ],
                "speaks": ["en", "es"],
                "interprets": ["*"],
                "jurisdictions": ["US-CA"],
                "matters": ["*"],
                "licence": "federal",
                "duty": True,
                "hours": [[0, 168]],
            }
        ],
        "members": [key(digest(fixed("member secret")))],
        "policy": {
            "case_hours": 168,
            "cell_hours": 504,
            "vault_hours": 2160,
            "release_minutes": {"now": [0, 5, 15], "day": [0, 240, 720], "week": [0, 1440, 4320]},
            "claim_minutes": 10,
            "lease_minutes": {"now": 30, "day": 720, "week": 720},
            "renew_minutes": 4320,
            "beat_seconds": [10, 20.5],
            "beat_slow_after_seconds": 900,
            "answer_ms": 500,
            "bits": [8, 16],
            "bucket_cases": 5000,
            "promised_minutes": {"soon": 15, "Z-1": 60, "a_9": 1440},
        },
    }


ROOT, COORDINATOR = fixed("root"), fixed("coordinator signer")
DOCUMENT = directory_document()
OCTETS = dump_json(DOCUMENT)
DESK_KEY = DOCUMENT["desks"][0]["epochs"][0]["seal_pk"]

# What is wrong, and how the document is changed before it is signed.
BAD_FORMS = [
    ("a name is repeated", '"version":7,', '"version":7,"version":7,'),
    ("lives over 8 days", f'"expires":{HOUR + 192}', f'"expires":{HOUR + 193}'),
    ("ends before it begins", f'"expires":{HOUR + 192}', f'"expires":{HOUR}'),
    ("version is no whole number", '"version":7,', '"version":7.5,'),
    ("version is true", '"version":7,', '"version":true,'),
    ("version is zero", '"version":7,', '"version":0,'),
    ("version is missing", '"version":7,', ""),
    ("history is no list", '"history":[', '"history":"","was":['),
    ("members are none", '"members":["', '"members":[],"was":["'),
    ("desks are an object", '"desks":[', '"desks":{},"was":['),
    ("a bucket beyond 65535", '"bucket":3', '"bucket":65536'),
    ("bucket zero", '"bucket":3', '"bucket":0'),
    ("epochs do not meet", f'"from":{HOUR + 20}', f'"from":{HOUR + 21}'),
    ("an epoch ends before it begins", f'"to":{HOUR + 20}', f'"to":{HOUR - 4}'),
    ("a key too short", DESK_KEY, DESK_KEY[:-4]),
    ("a key with padding", DESK_KEY, DESK_KEY + "=="),
    ("a key of standard base64", DESK_KEY[:4], "+/+/"),
    ("hours beyond the week", "[0,168]", "[0,169]"),
    ("hours that end before they begin", "[0,168]", "[9,9]"),
    ("an interval of three", "[0,168]", "[0,1,2]"),
    ("there is no duty desk", '"duty":true', '"duty":false'),
    ("a desk's id has a blank", '"id":"federal"', '"id":"federal desk"'),
    ("a desk's id is not ASCII", '"id":"federal"', '"id":"fédéral"'),
    ("a desk's id is empty", '"id":"federal"', '"id":""'),
    ("a pack's id has a blank", '"pack":"example-pack"', '"pack":"example pack"'),
    ("a pack's id has a capital letter", '"pack":"example-pack"', '"pack":"Example"'),
    ("a pack's id is empty", '"pack":"example-pack"', '"pack":""'),
    ("a pack's id leads elsewhere", '"pack":"example-pack"', '"pack":"../pack"'),
    ("a pack's id ends with a line", '"pack":"example-pack"', '"pack":"example-pack\\n"'),
    ("a pack's id has 33 letters", '"pack":"example-pack"', f'"pack":"{"p" * 33}"'),
    ("a pack is null", '"pack":"example-pack"', '"pack":null'),
    ("a pack is a number", '"pack":"example-pack"', '"pack":7'),
    ("no class of urgency", '"promised_minutes":{', '"promised_minutes":{},"was":{'),
    ("classes of urgency are a list", '"promised_minutes":{', '"promised_minutes":["soon"],"was":{'),
    ("a class of urgency has a blank", '"soon":15', '"so on":15'),
    ("a class of urgency is a number", '"soon":15', '"0":15'),
    ("a class of urgency is empty", '"soon":15', '"":15'),
    ("a class of urgency is a name of JavaScript", '"soon":15', '"__proto__":15'),
    ("a class of urgency has 33 letters", '"soon":15', f'"{"s" * 33}":15'),
    ("a promise of less than nothing", '"soon":15', '"soon":-15'),
    ("a promise is text", '"soon":15', '"soon":"15"'),
    ("duty is text", '"duty":true', '"duty":"yes"'),
    ("languages are text", '"speaks":["en","es"]', '"speaks":"en"'),
    ("a release class is missing", '"week":[0,1440,4320]', '"month":[0,1440,4320]'),
    ("two delays", '"now":[0,5,15]', '"now":[0,5]'),
    ("bits beyond 20", '"bits":[8,16]', '"bits":[8,21]'),
    ("a beat of no seconds", '"beat_seconds":[10,20.5]', '"beat_seconds":[0,20.5]'),
    ("organization is a list", '"organization":{', '"organization":[],"was":{'),
]

# A file already known (version, hash), the history of a version 7, and what is said of following it.
FOLLOWS = [
    (7, 0, [], None),
    (6, 0, [0], None),
    (6, 0, [1, 0], None),
    (-40, 0, [1], None),
    (7, 1, [], "OlderDirectory"),
    (8, 0, [0], "OlderDirectory"),
    (6, 0, [1], "BrokenHistory"),
    (-25, 0, [1], "BrokenHistory"),
]


def certified(start: int, end: int) -> bytes:
    """A certificate, without the check of its length that `certify` makes."""
    parts = (signing.signer(COORDINATOR), u32(start), u32(end))
    return b"".join(parts) + signing.sign(ROOT, "certificate", *parts)


def signed(note: str, error: str | None = None, change: tuple[str, str] | None = None, **how: Any) -> Document:
    """A case: the head of a signed file, how its document is changed, and what comes of it. `how`: see below."""
    octets = OCTETS.replace(change[0].encode(), change[1].encode(), 1) if change else OCTETS
    head = how.get("certificate", certified(HOUR, HOUR + 2208)) + signing.sign(COORDINATOR, "directory", octets)
    if (at := how.get("flip")) is not None:
        head = head[:at] + bytes([head[at] ^ 1]) + head[at + 1 :]
    made: Document = {"note": note, "head": head.hex(), "now": how.get("now", HOUR)}
    made["root"] = signing.signer(how.get("root", ROOT)).hex()
    if change:
        made["change"] = list(change)
    if "cut" in how:
        made["cut"] = how["cut"]
    return made | ({"error": error} if error else {"hash": digest(head + octets).hex()})


def make() -> Document:
    return {
        "document": OCTETS.decode(),
        "verify": [
            *_good(),
            *_out_of_time(),
            *_not_ours(),
            *(signed(note, "DirectoryError", (before, after)) for note, before, after in BAD_FORMS),
        ],
        "build": _build(),
        "follows": [_follows(*one) for one in FOLLOWS],
        "signer": [
            {"signer": signing.signer(who).hex(), "start": start} | ({"error": "RevokedCoordinator"} if error else {})
            for who, start, error in (
                (COORDINATOR, HOUR - 900, False),
                (fixed("revoked"), HOUR - 1, True),
                (fixed("revoked"), HOUR, True),
                (fixed("new"), HOUR + 1, False),
            )
        ],
        "epoch": [
            {"now": now, "epoch": epoch}
            for now, epoch in ((HOUR - 5, 0), (HOUR - 4, 0), (HOUR + 19, 0), (HOUR + 20, 1), (HOUR + 44, None))
        ],
        "key": [{"text": directory.encode_key(some), "octets": some.hex()} for some in (fixed("k"), b"", b"\xfb\xff")]
        + [
            {"text": text, "size": size, "error": "FormatError"}
            for text, size in (("AAA", 3), ("AB", 1), ("AA==", 1), ("A A", 1), ("é", 1), ("+/+/", 3), ("AAAA\n", 3))
        ],
    }


def _good() -> list[Document]:
    return [
        signed("as issued"),
        signed("in the hour before it is issued: a clock may be behind", now=HOUR - 1),
        signed("in its last hour", now=HOUR + 191),
        signed("a whole number spelled with a point", change=('"version":7,', '"version":7.0,')),
        signed("signed before there were packs", change=('"pack":"example-pack",', "")),
        signed("a class of urgency named as JavaScript names something", change=('"soon":15', '"constructor":15')),
        signed("an unknown field is not minded", change=('"version":7,', '"version":7,"more":null,')),
    ]


def _out_of_time() -> list[Document]:
    error = "ExpiredDirectory"
    return [
        signed("two hours before it is issued", error, now=HOUR - 2),
        signed("expired", error, now=HOUR + 192),
        signed("its certificate has ended", error, certificate=certified(HOUR - 9, HOUR)),
        signed("its certificate has not begun", error, certificate=certified(HOUR + 2, HOUR + 9)),
        signed("its certificate lasts over 92 days", error, certificate=certified(HOUR, HOUR + 2209)),
    ]


def _not_ours() -> list[Document]:
    error = "DirectoryError"
    return [
        signed("another root", error, root=fixed("other")),
        *(signed(f"bit flipped in byte {at}", error, flip=at) for at in (0, 32, 36, 40, 103, 104, 167)),
        *(signed(f"cut to {size} bytes", error, cut=size) for size in (0, 103, 168, 500)),
    ]


def _build() -> list[Document]:
    common = {"root": ROOT.hex(), "coordinator": COORDINATOR.hex(), "start": HOUR}
    certificate, signature = certified(HOUR, HOUR + 2208), signing.sign(COORDINATOR, "directory", OCTETS)
    return [
        {**common, "end": HOUR + 2208, "certificate": certificate.hex(), "signature": signature.hex()},
        {**common, "end": HOUR + 2209, "error": "FormatError"},
        {**common, "end": HOUR, "error": "FormatError"},
        {**common, "end": HOUR + 2208, "change": ['"pack":"example-pack",', ""], "error": "FormatError"},
    ]


def _follows(version: int, known: int, history: list[int], error: str | None) -> Document:
    old = [fixed(f"old {at}").hex() for at in range(2)]
    made = {"hash": old[0], "version": 7, "history": [old[at] for at in history]}
    return {**made, "known_version": version, "known_hash": old[known], **({"error": error} if error else {})}


def plain(value: Any) -> Any:
    """Names and keys as they stand in the document."""
    if is_dataclass(value):
        names = {own.name: own.name.removesuffix("_hour") for own in fields(value)}
        return {name: plain(getattr(value, own)) for own, name in names.items()}
    if isinstance(value, MappingProxyType):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, bytes):
        return directory.encode_key(value)
    return [plain(inner) for inner in value] if isinstance(value, tuple) else value


def good_directory(file: Document) -> directory.Directory:
    one = file["verify"][0]
    return directory.verify_file(unhex(one["head"]) + file["document"].encode(), unhex(one["root"]), one["now"])


def check_verify(one: Document, file: Document) -> None:
    document = file["document"].replace(*one.get("change", ("", "")), 1)
    whole = (unhex(one["head"]) + document.encode())[: one.get("cut")]
    read = attempt(one, lambda: directory.verify_file(whole, unhex(one["root"]), one["now"]))
    if read is not None:
        same(read.hash, one["hash"])
        expected = json.loads(document)
        assert {name: value for name, value in plain(read).items() if name != "hash"} == {
            "pack": None,
            **{name: expected[name] for name in expected if name != "more"},
        }
        assert list(read.policy.promised_minutes) == list(expected["policy"]["promised_minutes"])
    timeless = {} if one.get("error") == "ExpiredDirectory" else one
    attempt(timeless, lambda: directory.read_file(whole, unhex(one["root"])))


def check_build(one: Document, file: Document) -> None:
    coordinator = unhex(one["coordinator"])
    public, root = signing.signer(coordinator), unhex(one["root"])
    certifying = {} if "change" in one else one
    certificate = attempt(certifying, lambda: directory.certify(root, public, one["start"], one["end"]))
    if certificate is not None:
        document = json.loads(file["document"].replace(*one.get("change", ("", "")), 1))
        built = attempt(one, lambda: directory.build(certificate, coordinator, document))
        if built is not None:
            same(built, one["certificate"] + one["signature"] + file["document"].encode().hex())


def check_follows(one: Document, file: Document) -> None:
    history = tuple(unhex_all(one["history"]))
    new = replace(good_directory(file), version=one["version"], hash=unhex(one["hash"]), history=history)
    attempt(one, lambda: directory.follows(new, one["known_version"], unhex(one["known_hash"])))


def check_signer(one: Document, file: Document) -> None:
    head = unhex(one["signer"]) + u32(one["start"]) + bytes(68)
    attempt(one, lambda: directory.check_signer(head, good_directory(file)))


def check_epoch(one: Document, file: Document) -> None:
    desk = good_directory(file).desk("federal")
    assert desk is not None
    found = desk.epoch_at(one["now"])
    assert (None if found is None else desk.epochs.index(found)) == one["epoch"]


def check_key(one: Document, _: Document) -> None:
    if "error" not in one:
        assert directory.encode_key(unhex(one["octets"])) == one["text"]
    size = one.get("size", len(one.get("octets", "")) // 2)
    same(attempt(one, lambda: directory.decode_key(one["text"], size)), one.get("octets"))


CHECKS: dict[str, Check] = {
    "verify": check_verify,
    "build": check_build,
    "follows": check_follows,
    "signer": check_signer,
    "epoch": check_epoch,
    "key": check_key,
}
