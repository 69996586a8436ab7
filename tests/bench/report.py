"""docs/benchmarks.json and docs/benchmarks.md: all results of one run, or those of another run put in their place."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.machine import machine
from tests.bench.results import Result

DOCS = Path(__file__).resolve().parents[2] / "docs"
JSON_FILE = DOCS / "benchmarks.json"
TABLE_FILE = DOCS / "benchmarks.md"
MARK = "<!-- results -->"
HEAD = "| what | value | | ceiling | of it | goal | spread |\n| --- | ---: | --- | ---: | ---: | ---: | ---: |\n"


def before() -> dict[str, Any]:
    """When and on what; asked before anything is measured."""
    return {"date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"), "machine": machine()}


def write(head: dict[str, Any], results: Sequence[Result], faults: Sequence[str]) -> None:
    """Both files. `faults` are goals that were missed, and what could not be measured.

    What docs/benchmarks.md says above the mark is written by hand, and kept.
    """
    told = head | {"results": {result.name: result.as_json() for result in results}, "faults": list(faults)}
    JSON_FILE.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    by_hand = TABLE_FILE.read_text(encoding="utf-8").partition(MARK)[0]
    listed = "".join(f"- {fault}\n" for fault in faults) or "None.\n"
    parts = (by_hand + MARK, _measured_on(head), table(results), f"Missed, or not measured:\n\n{listed}")
    TABLE_FILE.write_text("\n\n".join(parts), encoding="utf-8")


def table(results: Sequence[Result]) -> str:
    """In Markdown, a line for each."""
    return HEAD + "".join(_line(result) for result in results)


def _measured_on(head: dict[str, Any]) -> str:
    on = head["machine"]
    return (
        f"Measured {head['date']} on {on['cores']} cores ({on['processor']}), {on['memory_gib']} GiB, {on['system']},\n"
        f"Python {on['python']}, Redis {on['redis']}, {on['file_system']}; load of the machine before:\n"
        f"{on['load_before']:.2f}. It took {head['minutes']} minutes."
    )


def _line(result: Result) -> str:
    ratio = "" if result.ratio is None else f"{result.ratio:.2f}"
    cells = (
        f"`{result.name}`" + (f" ({result.note})" if result.note else ""),
        _short(result.value),
        result.unit,
        _short(result.ceiling),
        ratio,
        _goal(result),
        f"{result.spread:.0%}",
    )
    return "| " + " | ".join(cells) + " |\n"


def _goal(result: Result) -> str:
    if result.goal is None:
        return ""
    asked = f"≥ {result.goal:g}" if result.ceiling is not None else f"≤ {result.goal:g}"
    return f"**{asked}: missed**" if result.fault else asked


def _short(number: float | None) -> str:
    if number is None:
        return ""
    return f"{number:,.0f}" if abs(number) >= 100 or number == int(number) else f"{number:.3g}"
