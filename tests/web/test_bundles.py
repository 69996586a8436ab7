"""The files with the texts of all languages at once: what stands in which of them."""

import json
from pathlib import Path
from typing import Any

import pytest

from hotline.triage.pack import PACKS, load_pack
from hotline.web.bundles import write_bundles
from hotline.web.locales_build import compiled, sources

PACK_ID = "us-immigration"


@pytest.fixture(scope="module")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Each file by its name, written anew."""
    folder: Path = tmp_path_factory.mktemp("texts")
    write_bundles(folder, PACK_ID)
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in folder.iterdir()}


def test_replies_of_all_languages_stand_in_one_file_and_nothing_else_does(bundles: dict[str, Any]) -> None:
    replies = bundles[f"{PACK_ID}-replies"]
    assert replies["keys"] == [f"template.{one.id}" for one in load_pack(PACKS / PACK_ID).templates]
    assert set(replies["languages"]) == {language for language, domain in sources() if domain == PACK_ID}
    for language, path in ((tag, one) for (tag, domain), one in sources().items() if domain == PACK_ID):
        catalogue, bundled = compiled(path, language), replies["languages"][language]
        assert bundled["texts"] == [catalogue["messages"].get(key) for key in replies["keys"]]
        marked = [key for key, mark in zip(replies["keys"], bundled["unreviewed"], strict=True) if mark == "1"]
        assert marked == [key for key in replies["keys"] if key in catalogue["unreviewed"]]


def test_no_caller_gets_what_only_volunteers_read(bundles: dict[str, Any]) -> None:
    keys = [*bundles["first"]["keys"], *bundles[PACK_ID]["keys"]]
    assert not [key for key in keys if key.startswith(("template.", "matter.", "urgency.", "deadline."))]
    assert not [key for key in keys if key.endswith(".name")]
    assert not set(bundles["first"]["keys"]) & set(bundles[PACK_ID]["keys"])
