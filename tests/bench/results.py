"""A measured thing: at least three runs, their median and spread, the ceiling measured beside it, and its goal."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

RUNS_AT_LEAST = 3


@dataclass(frozen=True, slots=True)
class Run:
    """One run, and the run of the ceiling just after it, where there is one."""

    value: float
    ceiling: float | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What the runs say. `goal` is the least ratio where there is a ceiling, else the most that the value may be."""

    name: str
    unit: str
    runs: tuple[Run, ...]
    goal: float | None = None
    note: str = ""

    @property
    def value(self) -> float:
        """The median of the runs."""
        return median(run.value for run in self.runs)

    @property
    def ceiling(self) -> float | None:
        """The median of the ceiling's runs."""
        return median(self._ceilings) if self._ceilings else None

    @property
    def ratio(self) -> float | None:
        """Of the two medians."""
        return self.value / self.ceiling if self.ceiling else None

    @property
    def spread(self) -> float:
        """Between the least and the greatest run, as a share of the median; of the ceiling's runs, if that is more."""
        return max(_spread([run.value for run in self.runs]), _spread(self._ceilings))

    @property
    def fault(self) -> str | None:
        """Why this result fails: a ceiling that is none, or a goal that was missed."""
        if all(run.ceiling is not None and run.value > run.ceiling for run in self.runs):
            return f"{self.name}: more than its ceiling in every run, which is therefore none"
        if self.goal is not None and self.ratio is not None and self.ratio < self.goal:
            return f"{self.name}: {self.ratio:.2f} of its ceiling, and {self.goal} is the goal"
        if self.goal is not None and self.ratio is None and self.value > self.goal:
            return f"{self.name}: {self.value:.4g} {self.unit}, and {self.goal:g} is the most that it may be"
        return None

    def as_json(self) -> dict[str, Any]:
        """As docs/benchmarks.json has it."""
        runs = [{"value": run.value} | ({} if run.ceiling is None else {"ceiling": run.ceiling}) for run in self.runs]
        return {
            "value": self.value,
            "unit": self.unit,
            "ceiling": self.ceiling,
            "ratio": self.ratio,
            "goal": self.goal,
            "spread": self.spread,
            "runs": runs,
            "note": self.note,
        }

    @property
    def _ceilings(self) -> list[float]:
        return [run.ceiling for run in self.runs if run.ceiling is not None]


def plain(name: str, unit: str, values: Iterable[float], goal: float | None = None, note: str = "") -> Result:
    """A result that has no ceiling."""
    return Result(name, unit, tuple(Run(value) for value in values), goal, note)


def percentile(values: Iterable[float], share: float) -> float:
    """The least value that this share of all does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _spread(values: list[float]) -> float:
    return (max(values) - min(values)) / median(values) if values and median(values) else 0.0
