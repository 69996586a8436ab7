"""A result says the truth about itself, whoever reads it."""

from tests.bench.results import Result, Run, percentile, plain


def _beside(*pairs: tuple[float, float], goal: float | None = 0.7) -> Result:
    return Result("accept_32", "requests/s", tuple(Run(*pair) for pair in pairs), goal)


def test_median_of_the_runs_counts() -> None:
    result = _beside((80, 100), (70, 90), (10, 100))
    assert (result.value, result.ceiling, result.ratio) == (70, 100, 0.7)
    assert result.fault is None


def test_missed_goal_is_a_fault() -> None:
    assert "0.69 of its ceiling" in str(_beside((69, 100), (69, 100), (69, 100)).fault)
    assert "the most" in str(plain("time_to_visible_p50", "s", (0.9, 0.9, 0.9), goal=0.8).fault)


def test_value_above_its_ceiling_in_every_run_is_a_fault() -> None:
    assert "none" in str(_beside((105, 100), (101, 100), (107, 100)).fault)
    assert _beside((120, 100), (99, 100), (120, 100)).fault is None


def test_what_has_no_goal_has_no_fault() -> None:
    assert _beside((1, 100), (1, 100), (1, 100), goal=None).fault is None


def test_percentile_is_one_of_the_values() -> None:
    assert percentile(range(100), 0.99) == 99
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
