"""Names are compared without case, accents or order; near misses are shown as possible."""

import pytest

from hotline.client.conflict import conflicts


def check(name: str, client: str) -> bool | None:
    hits = conflicts({"names": [{"role": "other_side", "name": name}]}, [client])
    return hits[0].sure if hits else None


@pytest.mark.parametrize(("name", "client"), [("José Pérez", "PEREZ, Jose"), ("Nguyễn Văn An", "an van nguyen")])
def test_the_same_name_is_sure(name: str, client: str) -> None:
    assert check(name, client) is True


@pytest.mark.parametrize(("name", "client"), [("Jose Peres", "José Pérez"), ("Maria del Carmen Lopez", "Maria Lopez")])
def test_a_near_miss_is_possible(name: str, client: str) -> None:
    assert check(name, client) is False


@pytest.mark.parametrize(
    ("name", "client"), [("Ana", "Eva"), ("Maria Lopez", "Juan Garcia"), ("", "Ana"), ("Li", "Lu")]
)
def test_others_are_none(name: str, client: str) -> None:
    assert check(name, client) is None


def test_a_sheet_that_is_not_of_its_form_has_no_names() -> None:
    assert conflicts({"names": [None, 3, {"role": "self"}]}, ["Ana"]) == []
