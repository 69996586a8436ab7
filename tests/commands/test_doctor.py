"""`hotline doctor` names what the organization's pack says that is to be read again."""

from datetime import date

import pytest

from crypto.directory import Directory, verify_file
from crypto.sizes import Hour
from hotline.commands.doctor import reviews
from hotline.triage.pack import PACKS
from hotline.triage.reviews import past_review
from hotline.triage.shipped import shipped
from tests.organizations import Organization

NOW = Hour(500_000)
READ, LONG_AFTER = date(2026, 11, 25), date(2040, 1, 1)


def a_directory(pack: str) -> Directory:
    organization = Organization(NOW, pack=pack)
    return verify_file(organization.file(), organization.root_pk, NOW)


@pytest.mark.parametrize("pack_id", shipped())
def test_what_is_past_its_review_is_named_and_is_no_fault_of_the_hotline(pack_id: str) -> None:
    found = list(reviews(a_directory(pack_id), LONG_AFTER))
    late = past_review(PACKS / pack_id, LONG_AFTER)
    assert len(found) == len(late) > 0
    for finding, entry in zip(found, late, strict=True):
        assert f"{pack_id}/{entry.file.name}: {entry.where} was to be read again by" in finding.what
        assert (finding.good, finding.late, finding.sign) == (True, True, "LATE ")
        assert "review_by" in finding.mend


@pytest.mark.parametrize("pack_id", shipped())
def test_a_pack_that_was_read_in_time_is_said_to_be(pack_id: str) -> None:
    (found,) = reviews(a_directory(pack_id), READ)
    assert found.good
    assert not found.late


def test_a_pack_that_is_not_here_is_to_be_mended() -> None:
    (found,) = reviews(a_directory("divorces"), READ)
    assert not found.good
    assert "organization.json" in found.mend
