"""The two packs that triage is tested with."""

from pathlib import Path

import pytest

from hotline.triage.model import Pack
from hotline.triage.pack import PACKS, load_pack

TENANTS = Path(__file__).parent / "packs" / "tenants"


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The project's first pack."""
    return load_pack(PACKS / "us-immigration")


@pytest.fixture(scope="session")
def tenants() -> Pack:
    """A small one of another field."""
    return load_pack(TENANTS)
