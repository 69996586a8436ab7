"""The pure parts of the peers give the same in both languages."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import asdict
from difflib import SequenceMatcher
from itertools import product
from random import Random
from typing import Any

from crypto.directory import encode_key
from crypto.hashing import digest
from crypto.sizes import Hour
from hotline import sample
from hotline.client import errors
from hotline.client.card import card_document
from hotline.client.conflict import conflicts, fold
from hotline.client.conversation import split
from hotline.client.coordinator_state import Office
from hotline.client.draft import Change, next_draft
from hotline.client.enrolment import make_link, newcomer, read_link
from hotline.client.post import Shelf
from hotline.client.responder_state import ResponderState
from hotline.client.seen import SeenDirectories
from hotline.commands.shelves import troubles
from hotline.triage.deadlines import deadlines
from hotline.triage.evaluate import evaluate
from hotline.triage.shipped import shipped, shipped_pack
from tests.crypto.bridge import NODE, ROOT, needs_node

pytestmark = needs_node
NAMES = [
    "José Pérez",
    "PEREZ, Jose",
    "Jose Peres",
    "Nguyễn Văn An",
    "an van nguyen",
    "Maria del Carmen Lopez",
    "Maria Lopez",
    "Straße Weiß",
    "STRASSE WEISS",
    "Ольга Иванова",
    "ольга ивановна",
    "محمد علي",
    "राम कुमार",
    "रम कमर",
    "李小龍",
    "O'Neil-Smith 3rd",
    "\u0130stanbul I\u015f\u0131k",
    "Li",
    "",
    "  ",
    "\u0345a\u0301",
]


def ask(*calls: tuple[str, str, Sequence[object]]) -> list[Any]:
    asked = json.dumps([{"module": module, "name": name, "args": args} for module, name, args in calls])
    command = [NODE, str(ROOT / "tests/js/peer/ask.js")]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    return [answer.get("result", answer) for answer in json.loads(done.stdout)]


def test_errors_have_the_same_names_and_say_what_to_do() -> None:
    (told,) = ask(("made", "errors", []))
    ours = {one.__name__ for one in vars(errors).values() if isinstance(one, type)}
    assert {name for name, _, _ in told} == ours - {"WrongPassphrase"}
    assert all(name == code for name, code, _ in told)
    assert all(len(text) > 5 for _, _, text in told)


def test_names_are_folded_and_compared_alike() -> None:
    assert ask(*(("conflict", "fold", [one]) for one in NAMES)) == [list(fold(one)) for one in NAMES]
    sheet = {"names": [{"role": "self", "name": one} for one in NAMES]}
    (found,) = ask(("conflict", "conflicts", [sheet, NAMES]))
    wanted = [(hit.role, hit.name, hit.client, hit.sure) for hit in conflicts(sheet, NAMES)]
    assert [(hit["role"], hit["name"], hit["client"], hit["sure"]) for hit in found] == wanted


def test_near_misses_are_measured_alike() -> None:
    random = Random(7)
    pairs = [("".join(random.choices("abcde ", k=random.randrange(16))) for _ in range(2)) for _ in range(200)]
    asked = [list(pair) for pair in pairs]
    wanted = [SequenceMatcher(None, one, two).ratio() for one, two in asked]
    assert ask(*(("conflict", "ratio", pair) for pair in asked)) == wanted


def test_texts_are_split_at_the_same_places() -> None:
    texts = ["", "short", "¿Qué hago? " * 900, "😀 " * 2500, '"\\\x01' * 2000, "x" * 7000]
    asked = list(product(texts, (200, 1000, 5560)))
    wanted = [split(text, room) for text, room in asked]
    assert ask(*(("conversation", "split", list(one)) for one in asked)) == wanted


def test_the_next_directory_is_drafted_alike() -> None:
    now, draws = Hour(500_000), [bytes([at]) * 32 for at in range(250)]
    standing: dict[str, Any] = {**sample.plan(), "site": encode_key(bytes(32))}
    known: tuple[int, bytes] | None = None
    changes = [Change(), Change(), Change(("court",), True), Change((), False, ("a",)), Change()]
    for change, later in zip(changes, (0, 30, 1, 170, 400), strict=True):
        now = Hour(now + later)
        left = list(draws)
        draft = next_draft(standing, known, change, now, Hour(now + 100), later, lambda left=left: left.pop(0))  # type: ignore[misc]
        seeds = [[one.desk, one.from_hour, one.to_hour, encode_key(one.seed)] for one in draft.seeds]
        told = {"desks": list(change.desks), "secret": change.secret, "drop": list(change.drop)}
        hours = {"now": now, "until": now + 100, "secretHours": later}
        seen = known and {"version": known[0], "hash": {"$": known[1].hex()}}
        (got,) = ask(("made", "draft", [standing, seen, told, hours, [one.hex() for one in draws]]))
        assert got == [draft.document, seeds, draft.secret and {"$": draft.secret.hex()}]
        standing, known = draft.document, (draft.document["version"], digest(bytes([later % 256])))


def test_a_card_is_doubted_alike() -> None:
    files = [
        [version, encode_key(bytes([version]) * 32), version * 10 if version % 3 else None] for version in (5, 4, 3)
    ]
    asked = [(encode_key(bytes([one]) * 32), opened) for one in (3, 4, 5, 6) for opened in range(38, 54)]
    wanted = [SeenDirectories.from_json(files).doubtful(named, Hour(opened)) for named, opened in asked]
    assert ask(*(("made", "doubtful", [files, *one]) for one in asked)) == wanted
    assert len(set(wanted)) == 2


def test_a_card_is_written_alike() -> None:
    pack = shipped_pack(*shipped())
    answers = {"now": "detained", "ordered": "judge", "papers": ["third_country", "fear_denied"], "state": "US-CA"}
    dates = {"notice": "2026-03-05T14:30", "decision": "2026-03-04", "final_order": "2026-01-02"}
    card, found = evaluate(pack, answers), deadlines(pack, answers, dates, 1_773_000_000)
    asked = [[asdict(card), [asdict(one) for one in found * times], {"$": "07" * 32}] for times in range(5)]
    wanted = [card_document(card, found * times, bytes([7]) * 32) for times in range(5)]
    assert ask(*(("card", "cardDocument", one) for one in asked)) == wanted
    assert ["rules" in one for one in wanted] == [True, True, False, False, False]


def test_a_link_is_read_alike() -> None:
    link = str(make_link("https://hotline.example", b"i" * 32, b"r" * 32, b"s" * 1216))
    (got, broken) = ask(("enrolment", "readLink", [link]), ("enrolment", "readLink", [link[:-4]]))
    told = read_link(link)
    assert got == {
        "url": told.url,
        "invite": {"$": told.invite.hex()},
        "rootPk": {"$": told.root_pk.hex()},
        "hint": {"$": told.hint.hex()},
    }
    assert broken["error"].startswith("LinkWrong")


def test_a_newcomers_vault_with_an_office_is_kept_as_it_is() -> None:
    state = ResponderState(b"r" * 32, b"d" * 32, newcomer(b"i" * 32, b"d" * 32, bytes(1216)))
    state.office = Office.drawn(sample.plan())
    state.office.wanted = Change(("court",), True, ("someone",))
    state.office.invite(b"v" * 32, "responder", ["court"], Hour(500_000))
    state.office.invitation(next(iter(state.office.invitations))).refused = True
    state.office.revoked["someone"] = newcomer(b"i" * 32, b"d" * 32, bytes(1216))
    state.notes.append({"kind": "note", "text": "ñ"})
    state.ended = "refused"
    document = json.loads(json.dumps(state.to_json()))
    assert ask(("made", "again", ["responderState", "ResponderState", document])) == [document]


def test_coordinators_are_told_the_same_of_a_bucket() -> None:
    shelves = [Shelf(7, *counts) for counts in product((0, 50, 51), (0, 3), (4, 5, 12), (0, 6))]
    told = ask(*(("../coordinate/shelves", "troubles", [asdict(one), 100]) for one in shelves))
    assert told == [list(troubles(one, 100)) for one in shelves]
    assert {len(one) for one in told} == {0, 1, 2}
