"""Every vector holds in Python. tests/js/crypto/vectors.test.js says the same of JavaScript."""

import json
from typing import Any

import pytest

from tests.crypto.bridge import needs_node
from tests.crypto.make_vectors import MAKERS, SUITES, VECTORS, text_of


def read(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))
    return document


def test_every_file_of_vectors_is_read() -> None:
    assert {file.name for file in VECTORS.iterdir()} == {f"{name}.json" for name in SUITES}


@pytest.mark.parametrize("name", SUITES)
def test_every_group_is_read(name: str) -> None:
    assert {group for group, cases in read(name).items() if isinstance(cases, list)} == SUITES[name].keys()


@pytest.mark.parametrize(("name", "group"), [(name, group) for name in SUITES for group in SUITES[name]])
def test_vectors_hold(name: str, group: str) -> None:
    file = read(name)
    for at, one in enumerate(file[group]):
        try:
            SUITES[name][group](one, file)
        except Exception as error:
            error.add_note(f"{name}.json, {group}[{at}] {one.get('note', '')}")
            raise


@needs_node
@pytest.mark.parametrize("name", MAKERS)
def test_making_vectors_again_gives_the_same_bytes(name: str) -> None:
    assert text_of(MAKERS[name]()) == (VECTORS / f"{name}.json").read_text(encoding="utf-8")


def test_all_but_the_published_vectors_are_made() -> None:
    assert SUITES.keys() - MAKERS.keys() == {"published"}
