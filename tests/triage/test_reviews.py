"""What a pack says that is to be read again."""

from datetime import date

from hotline.triage.reviews import past_review
from tests.triage.conftest import TENANTS

LAST_DAY, DAY_AFTER = date(2027, 1, 1), date(2027, 1, 2)


def test_on_its_last_day_nothing_is_past_its_review() -> None:
    assert past_review(TENANTS, LAST_DAY) == []


def test_what_is_past_its_review_is_named_with_its_file() -> None:
    past = {(one.file.name, one.where) for one in past_review(TENANTS, DAY_AFTER)}
    assert past == {
        ("deadlines.toml", "defence"),
        ("deadlines.toml", "reentry"),
        ("deadlines.toml", "repairs"),
        ("holidays.toml", "file"),
        ("templates.toml", "visit"),
        ("urgency.toml", "red-cold"),
    }
