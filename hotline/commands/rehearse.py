"""`hotline rehearse FILE`: every scenario of a file, played by real peers against the running hotline."""

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from urllib.parse import urlsplit

from hotline import sample
from hotline.client.coordinator import Coordinator
from hotline.client.post import Post
from hotline.commands.talking import Unclear, add_place, place_of, read_ready
from hotline.drill.rehearse import Played, left_behind, read_scenarios, rehearse, report
from hotline.drill.standing import standing

AT_ONCE = 12


def add(parser: ArgumentParser) -> None:
    """`hotline rehearse`."""
    parser.add_argument("file", type=Path, help="scenarios: a JSON list of objects with id, situation and answers")
    parser.add_argument("--organization", type=Path, help="its folder (default: below the data directory)")
    parser.add_argument("--expect", action="store_true", help="fail when a card is not what the scenario expects")
    parser.add_argument("--at-once", type=int, default=AT_ONCE, help=f"scenarios at a time (default {AT_ONCE})")
    add_place(parser)


async def run(options: Namespace) -> int:
    """0 when every answer arrived, everything was erased and nothing was left behind."""
    place, scenarios = place_of(options), read_scenarios(options.file)
    socket = _socket(options)
    async with Post(place.url) as post:
        coordinator = await Coordinator.from_folder(post, options.organization or options.data / sample.FOLDER, None)
        await coordinator.tend()
        before = standing(socket)
        played = await rehearse(place.url, coordinator, scenarios, options.at_once, _say)
    left = left_behind(before, standing(socket))
    if options.json:
        print(json.dumps(report(played, left), ensure_ascii=False, indent=1))
    else:
        _tell(played, left)
    good = all(one.went_well and not (options.expect and one.differs) for one in played)
    return 0 if good and not left else 1


def _socket(options: Namespace) -> Path:
    """Where Redis answers, which is looked into beside the server; Unclear when the server is elsewhere."""
    ready = read_ready(options.data)
    if "redis_socket" not in ready or (options.url and _port(options.url) != _port(ready["url"])):
        raise Unclear("What is left behind can only be seen on the server's own machine: say its --data directory.")
    return Path(ready["redis_socket"])


def _port(url: str) -> int | None:
    return urlsplit(url).port


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _tell(played: list[Played], left: list[str]) -> None:
    print(f"\n{'scenario':32} {'':4} {'matter':26} {'desk':10} {'seen':>6} {'claimed':>8} {'answered':>9}")
    for one in played:
        times = [
            f"{time:.1f} s" if time is not None else "-" for time in (one.visible_s, one.claimed_s, one.answered_s)
        ]
        print(f"{one.id:32} {one.urgency:4} {one.matter:26} {one.desk:10} {times[0]:>6} {times[1]:>8} {times[2]:>9}")
        for name, value in one.differs.items():
            print(f"    differs: {name} is {value}")
        if one.failure:
            print(f"    {one.failure}")
    well = sum(one.went_well for one in played)
    print(f"\n{well} of {len(played)} were answered, read and erased; {len(left)} keys were left behind.")
    for key in left:
        print(f"    {key}")
