"""What a drill says: what was searched, and what of it was found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hotline.drill.search import Finding
from hotline.store.what_we_hold import Held


@dataclass(frozen=True, slots=True)
class Report:
    """What was searched, which controls were planted and found, what was found, and what the server holds."""

    searched: Mapping[str, int]
    planted: frozenset[Finding]
    controls_found: frozenset[Finding]
    found: tuple[Finding, ...]
    holds: tuple[Held, ...]
    counted: Mapping[str, int]
    undeclared: tuple[str, ...]
    unwiped: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Whether every control was found, and nothing else."""
        all_found = self.planted == self.controls_found and bool(self.planted)
        return all_found and not (self.found or self.undeclared or self.unwiped)

    def to_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "searched": [{"place": place, "bytes": size} for place, size in sorted(self.searched.items())],
            "controls": {"planted": len(self.planted), "found": len(self.controls_found)},
            "found": [_finding_json(one) for one in self.found],
            "holds": [{"name": one.name, "why": one.why, "lifetime_s": one.seconds} for one in self.holds],
            "undeclared": list(self.undeclared),
            "unwiped": list(self.unwiped),
            "missed": [_finding_json(one) for one in sorted(self.planted - self.controls_found)],
        }


def _finding_json(one: Finding) -> dict[str, str]:
    return {"mark": one.mark, "place": one.place, "encoding": one.encoding}
