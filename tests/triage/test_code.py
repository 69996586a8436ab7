"""That the code of triage knows nothing of the field: every id is in the pack."""

import ast
import re
from pathlib import Path

import pytest

from hotline.triage.model import Pack
from hotline.triage.pack import PACKS

TRIAGE = PACKS.parent
CODE = [*TRIAGE.glob("*.py"), *(TRIAGE / "js").glob("*.js")]
SPEAKING = re.compile(r"[_\d]|[A-Z]{2}")
"""What marks an id that is no plain word: U0, US-CA, officers_here."""


def ids(pack: Pack) -> set[str]:
    names = {pack.id, *pack.not_known, *pack.licences, *pack.questions}
    for level in pack.classes:
        names |= {level.id, level.release}
    for question in pack.questions.values():
        names |= set(question.values)
    for table in pack.tables:
        names |= {table.id, *table.rows, *table.rows.values()}
    names |= {rule.id for rule in pack.urgency} | {rule.id for rule in pack.timing.deadlines} | {*pack.timing.dates}
    return names | {rule.id for rule in pack.matters} | {rule.matter for rule in pack.matters}


def literals(file: Path) -> set[str]:
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".js":
        return set(re.findall(r'"([^"\n]*)"', text))
    return {
        node.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@pytest.mark.parametrize("file", CODE, ids=lambda file: file.name)
def test_no_id_of_the_pack_is_a_text_in_the_code(pack: Pack, file: Path) -> None:
    assert literals(file) & ids(pack) == set()


@pytest.mark.parametrize("file", CODE, ids=lambda file: file.name)
def test_no_id_that_is_no_plain_word_stands_anywhere_in_the_code(pack: Pack, file: Path) -> None:
    words = set(re.findall(r"[\w-]+", file.read_text(encoding="utf-8")))
    assert words & {name for name in ids(pack) if SPEAKING.search(name) and not name.isdigit()} == set()
