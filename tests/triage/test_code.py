"""That the code knows nothing of the field: every id of the first pack stands in the pack alone.

An id that is no plain word (U0, US-CA, officers_here) stands nowhere in code, nor in a comment. A plain word (court,
papers) is not a text of its own in code, unless the code means something else by it.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hotline.triage.model import Pack
from hotline.triage.pack import PACKS

ROOT = PACKS.parents[2]
CODE = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("crypto", "hotline", "workers")
    for ending in ("py", "js")
    for path in (ROOT / folder).rglob(f"*.{ending}")
    if not {"node_modules", "built"} & {*path.parts}
)
SPEAKING = re.compile(r"[_\d-]|[A-Z]{2}")

# Plain words that are ids of the pack, and what the code means by them.
OTHERWISE = {
    "date": "a kind of field on a page",
    "device": "a member's own keys",
    "language": "a field of the card, and an attribute of a page",
    "no": "a setting of Redis",
    "none": "a setting of Redis and of a page, and nobody",
    "notice": "a kind of entry in a conversation",
    "now": "how fast a case goes on, and an argument",
    "other": "a plural of the Unicode CLDR",
    "self": "who wrote, among the names of a conflict sheet",
    "shared": "a folder of the pages",
    "state": "a field of the card",
    "status": "a role of an element",
    "supervised": "a setting of Redis",
    "who": "an argument of a command",
    "yes": "a setting of Redis",
}

# Their ids that are plain words (hello, names, sign) name a text among its kind, and mean nothing by themselves.
OF_TEXTS = {"safety", "rights", "reporting", "templates", "closing", "interview"}


def named_in(pack: Pack) -> set[str]:
    """Every id of a pack: of rows, questions, answers, facts, classes, licences, matters, dates."""
    names = {pack.id, *pack.not_known, *pack.licences, *pack.questions, *pack.timing.dates}
    for question in pack.questions.values():
        names |= set(question.values) if question.kind != "tag" else set()  # tags are everyone's
    for table in pack.tables:
        names |= {table.id, *table.rows, *table.rows.values()}
    names |= {rule.matter for rule in pack.matters}
    for file in {*(PACKS / pack.id).glob("*.toml")} - {PACKS / pack.id / "sample.toml"}:  # whose ids are of desks
        ids = set(row_ids(tomllib.loads(file.read_text(encoding="utf-8"))))
        names |= ids if file.stem not in OF_TEXTS else {name for name in ids if SPEAKING.search(name)}
    return {name for name in names if not name.isdigit()}


def row_ids(document: Any) -> Iterator[str]:
    for value in document.values():
        for row in value if isinstance(value, list) else ():
            if isinstance(row, dict) and "id" in row:
                yield row["id"]


def literals(file: Path) -> set[str]:
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".js":
        return set(re.findall(r'"([^"\n]*)"', text))
    return {
        node.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def ids_in(file: str, pack: Pack) -> set[str]:
    """Which ids of the pack this file of code speaks."""
    names = named_in(pack)
    speaking = {name for name in names if SPEAKING.search(name)}
    words = set(re.findall(r"[\w-]+", (ROOT / file).read_text(encoding="utf-8")))
    return words & speaking | literals(ROOT / file) & (names - speaking - OTHERWISE.keys())


@pytest.mark.parametrize("file", CODE)
def test_no_id_of_the_pack_stands_in_code(pack: Pack, file: str) -> None:
    assert ids_in(file, pack) == set()


def test_a_word_that_means_something_else_is_a_word_of_the_pack(pack: Pack) -> None:
    assert OTHERWISE.keys() - named_in(pack) == set()
