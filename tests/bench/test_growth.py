"""A curve that is to stay flat, or to grow with what stands, is looked at whether it does."""

from tests.bench.growth import faults_of


def test_what_is_to_stay_flat_may_not_grow() -> None:
    assert "a poll: 6 times as much" in next(faults_of({"a poll": [(1e3, 1.0), (1e4, 2.0), (1e6, 6.0)]}))
    assert not list(faults_of({"a poll": [(1e3, 1.0), (1e4, 9.0), (1e6, 4.0)]}))


def test_what_grows_may_grow_with_what_stands() -> None:
    assert not list(faults_of({"the file written anew": [(1e3, 1.0), (1e4, 19.0)]}))
    assert list(faults_of({"the file written anew": [(1e3, 1.0), (1e4, 21.0)]}))
