"""The two packs that triage is tested with."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from hotline.triage.model import Pack
from hotline.triage.pack import PACKS, load_pack

TENANTS = Path(__file__).parent / "packs" / "tenants"
Change = Callable[[str, str, str], Path]


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The project's first pack."""
    return load_pack(PACKS / "us-immigration")


@pytest.fixture(scope="session")
def tenants() -> Pack:
    """A small one of another field."""
    return load_pack(TENANTS)


@pytest.fixture
def change(tmp_path: Path) -> Change:
    """A copy of the tenants' pack in which one text of one file is another."""

    def changed(file: str, old: str, new: str) -> Path:
        folder = tmp_path / "tenants"
        shutil.copytree(TENANTS, folder)
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return changed
