"""`make bench`: measures all, or the parts that are named; exit 1 when a goal is missed or a ceiling is none.

All parts together write docs/benchmarks.md and docs/benchmarks.json; single ones are printed alone.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.bench import claims, device, opening, report, streams, throughput, visible
from tests.bench.results import Result

Part = Callable[[Path, Callable[[str], None]], Iterator[Result]]
PARTS: dict[str, Part] = {
    "throughput": throughput.measure,
    "claims": claims.measure,
    "streams": streams.measure,
    "visible": visible.measure,
    "device": device.measure,
    "opening": opening.measure,
}


def main(names: Sequence[str]) -> int:
    """Returns the exit code."""
    head, began = report.before(), time.monotonic()
    results: list[Result] = []
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        for name in names or PARTS:
            try:
                results.extend(PARTS[name](Path(scratch), _say))
            except Exception as failure:  # what the other parts measured is not to be lost
                faults.append(f"{name} was not measured: {type(failure).__name__}: {failure}")
    faults += [result.fault for result in results if result.fault]
    print(report.table(results))
    if not names:
        report.write(head | {"minutes": round((time.monotonic() - began) / 60, 1)}, results, faults)
    print("\n".join(faults or ["Every goal is met."]))
    return 1 if faults else 0


def _say(doing: str) -> None:
    print(f"Measuring {doing}.", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
