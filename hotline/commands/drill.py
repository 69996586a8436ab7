"""`hotline drill`: marked journeys, and then a search for every mark in all that a seizure of the server would take."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from hotline import sample
from hotline.commands.talking import DATA, Unclear, read_ready
from hotline.drill.drill import LONG, ONCE, Drill
from hotline.drill.report import Report
from hotline.drill.trial import Running, throw_away

FOUND_AT_MOST = 40


def add(parser: ArgumentParser) -> None:
    """`hotline drill`."""
    parser.add_argument("--url", help="the hotline that runs on the data directory, instead of a throw-away one")
    parser.add_argument("--data", type=Path, help=f"its data directory (default with --url: {DATA})")
    parser.add_argument("--organization", type=Path, help="its folder (default: below the data directory)")
    parser.add_argument("--long", action="store_true", help=f"play every journey {LONG} times")
    parser.add_argument("--json", action="store_true", help="answer in JSON, for programs")


async def run(options: Namespace) -> int:
    """0 when every control was found, and nothing else."""
    async with _hotline(options) as hotline:
        report = await Drill(hotline, _say).run(LONG if options.long else ONCE)
    print(json.dumps(report.to_json(), ensure_ascii=False, indent=1) if options.json else _text(report))
    return 0 if report.good else 1


@asynccontextmanager
async def _hotline(options: Namespace) -> AsyncIterator[Running]:
    if options.url is None and options.data is None:
        _say("Starting a throw-away hotline.")
        async with throw_away() as running:
            yield running
        return
    data: Path = options.data or DATA
    ready = read_ready(data)
    if "pid" not in ready:
        raise Unclear("No hotline runs on this data directory. Start one (hotline up), or drill a throw-away one.")
    yield Running(data, options.organization or data / sample.FOLDER, {**ready, "url": options.url or ready["url"]})


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _text(report: Report) -> str:
    lines = ["", "Searched:"]
    lines += [f"  {size:>13,} bytes  {place}" for place, size in sorted(report.searched.items())]
    missed = sorted(report.planted - report.controls_found)
    lines += ["", f"Controls: {len(report.planted)} planted, {len(report.controls_found)} found."]
    lines += [f"  not found: {one.mark}, {one.place}, {one.encoding}" for one in missed[:FOUND_AT_MOST]]
    lines += ["", f"Found beside the controls: {len(report.found) or 'nothing'}"]
    lines += [f"  {one.mark}: {one.place}, {one.encoding}" for one in report.found[:FOUND_AT_MOST]]
    lines += ["", "What the server holds, and for how long:"]
    lines += [f"  {one.name:22} {one.words}" for one in report.holds]
    lines += ["", "Of that there is now:"]
    lines += [f"  {count:>6}  {name}" for name, count in report.counted.items() if count]
    lines += ["", f"Not declared, or longer than declared: {', '.join(report.undeclared) or 'nothing'}"]
    lines += [f"Freed memory is not overwritten in: {', '.join(report.unwiped)}"] if report.unwiped else []
    lines += ["", "Good: every control was found, and nothing else." if report.good else "NOT GOOD: see above."]
    return "\n".join(lines)
