"""How commands speak: what a stranger wrote is shown and does nothing."""

import json
from argparse import Namespace

import pytest

from hotline.cli import parser
from hotline.commands.talking import tell

CLIPBOARD = "\x1b]52;c;ZXZpbA==\x07"  # would put something on the clipboard of many a terminal
TRICKS = f"Ana {CLIPBOARD}\x9b2J\rJosé \u202e5550-010\x7f\x00\nأخي 字 👩"


def test_words_of_a_stranger_command_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    tell(Namespace(json=False), {}, TRICKS, "second line")
    assert capsys.readouterr().out == "Ana ]52;c;ZXZpbA==2JJosé 5550-010\nأخي 字 👩\nsecond line\n"


def test_facts_command_no_terminal_and_stay_what_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    tell(Namespace(json=True), {"text": TRICKS})
    out = capsys.readouterr().out
    assert out.removesuffix("\n").isprintable()
    assert json.loads(out) == {"text": TRICKS}


def test_an_id_that_begins_like_an_option_is_none() -> None:
    asked = parser().parse_args(["responder", "claim", "-aB3_x-9", "--json"])
    assert (asked.case, asked.json) == ("-aB3_x-9", True)
