"""`make bench-growth`: what each thing costs as more is kept, as curves: docs/growth.json, and SVG beside it.

Exit 1 when something grows more than it may.
Costs are those of the store itself, on a real Redis with the real settings, from one process and one at a time.
`python -m tests.bench.growth EXPONENT`: up to so many cells, 10 to that power.
"""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_bytes
from statistics import median
from typing import Any

from crypto.directory import Policy, verify_file
from crypto.hashing import u16, u32
from crypto.sizes import (
    ADDRESS,
    CELL,
    DONE,
    ERASE_REQUEST,
    EXCHANGE_REQUEST,
    LOCK,
    REQUEST_HEAD,
    SLOTS_REQUEST,
    TIERS,
)
from hotline.stack.supervise import Plan, Stack
from hotline.store import buckets, cases, cells, directories, erasure, rotation
from hotline.store.cases import Work
from hotline.store.connection import Store, hour_of
from tests.bench import report, sealed
from tests.bench.curves import Points, draw
from tests.bench.filling import CUT, add_cases, add_cells
from tests.bench.reference import poll
from tests.bench.sealed import STAMP_BITS, Kind
from tests.bench.site import POLICY
from tests.conftest import say_nothing
from tests.organizations import Organization

SLOTS_FROM, SLOTS_TO = 3, 5
CELLS_FROM, CELLS_TO = 3, 6
TO_CUT = 7
TRIES = 30
SINCE_CURSOR = 100  # cases that became visible since the cursor, however many stand
DUE = 200  # objects that a sweep finds to have ended
REFERENCE_TO = 4
FURTHER = 100  # times as many, drawn on as a line
# What costs as much whether a thousand stand or a hundred times as many. All else may grow with what stands.
FLAT = ("a case accepted", "a case erased", "a hundred new cases read", "a poll", "an object expired")
FLAT_WITHIN, GROWS_WITHIN = 5, 2  # times; single points differ by that much
HOURS_BEFORE = 5


@dataclass
class Ground:
    """A store that is filled step by step, and what is measured on it: seconds, by curve and by how much stands."""

    store: Store
    organization: Organization
    policy: Policy
    curves: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    standing: int = 0

    def note(self, curve: str, seconds: float) -> None:
        """One point of a curve, said at once: a long run that is cut off has told something."""
        print(f"  {curve}: {1000 * seconds:.3g} ms", file=sys.stderr, flush=True)
        self.curves.setdefault(curve, []).append((self.standing, seconds))

    async def timed(self, curve: str, action: Callable[[], Awaitable[object]], tries: int = TRIES) -> None:
        """The median of some tries is the point."""
        seconds = []
        for _ in range(tries):
            began = time.perf_counter()
            await action()
            seconds.append(time.perf_counter() - began)
        self.note(curve, median(seconds))


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    most = int(arguments[0]) if arguments else TO_CUT
    head = report.before()
    slots = _on_ground(lambda ground: _grow_slots(ground, min(most, SLOTS_TO)))
    whole = _on_ground(lambda ground: _grow_cells(ground, CELLS_FROM, min(most, CELLS_TO), CELL))
    cut = _on_ground(lambda ground: _grow_cells(ground, CELLS_FROM, most, CUT)) if most > CELLS_TO else {}
    _write(head, slots, whole, cut, _reference())
    faults = [fault for curves in (slots, whole, cut) for fault in faults_of(curves)]
    print("\n".join(faults or ["Nothing grows more than it may."]))
    return 1 if faults else 0


def faults_of(curves: Mapping[str, Points]) -> Iterator[str]:
    """What grows more than it may, in sentences."""
    for name, points in curves.items():
        (fewest, first), (most, last) = points[0], points[-1]
        may = FLAT_WITHIN if name in FLAT else GROWS_WITHIN * most / fewest
        if last > may * first:
            yield f"{name}: {last / first:.3g} times as much with {most / fewest:g} times as many"


def _on_ground(grow: Callable[[Ground], Awaitable[None]]) -> dict[str, Points]:
    """A new, empty store for one family of curves."""

    async def run(stack: Stack) -> dict[str, Points]:
        store, now = Store.connect(stack.redis_socket, stack.folders.keys), time.time()
        await rotation.start(store, now)
        organization = Organization(sealed.hour_now())
        file = organization.file(**POLICY)
        await directories.publish(store, file, organization.root_pk, now)
        ground = Ground(store, organization, verify_file(file, organization.root_pk, hour_of(now)).policy)
        await grow(ground)
        await store.aclose()
        return dict(ground.curves)

    with tempfile.TemporaryDirectory() as folder:
        plan = Plan(web_processes=0, worker_processes=0)
        with Stack(Path(folder) / "hotline", plan, say=say_nothing) as stack:
            return asyncio.run(run(stack))


async def _grow_slots(ground: Ground, to: int) -> None:
    """Cases, all in one bucket. Of those that stand, a hundred are newer than the cursor."""
    bucket = ground.organization.bucket
    await add_cases(ground.store, SINCE_CURSOR, bucket, hour_of(time.time()), time.time())
    for exponent in range(SLOTS_FROM, to + 1):
        _say(f"10^{exponent} slots")
        more = (10**exponent - ground.standing) // TIERS
        await add_cases(ground.store, more, bucket, hour_of(time.time()) - HOURS_BEFORE, time.time())
        ground.standing = 10**exponent
        await _no_file_being_written(ground.store)
        await ground.timed("a hundred new cases read", lambda: _read_bucket(ground), 5)
        await _accept(ground)
        await _expire(ground)
        await _erase(ground)


async def _grow_cells(ground: Ground, start: int, to: int, size_bytes: int) -> None:
    for exponent in range(start, to + 1):
        _say(f"10^{exponent} cells of {size_bytes} bytes")
        await add_cells(ground.store, 10**exponent - ground.standing, time.time(), size_bytes)
        ground.standing = 10**exponent
        await _no_file_being_written(ground.store)
        await ground.timed("a poll", lambda: _poll(ground))
        await _expire(ground)
        await _erase(ground)


async def _accept(ground: Ground) -> None:
    """Cases sealed beforehand, which are erased again: all that the next curve point finds more is older."""
    fresh = sealed.seal_cases(Kind.of(ground.organization), TRIES)
    left = iter(fresh)

    async def accept() -> None:
        opening = cases.OPENING.unpack(next(left).request[REQUEST_HEAD:][: cases.OPENING.size])
        work = Work(STAMP_BITS, 0)
        opened = await cases.open_case(ground.store, opening, token_bytes(32), ground.policy, time.time(), work)
        if opened.status != DONE:
            raise ConnectionError("a case was not accepted")

    await ground.timed("a case accepted", accept)
    erasures = (ERASE_REQUEST.unpack(one.erasure()[REQUEST_HEAD:][: ERASE_REQUEST.size]) for one in fresh)
    await ground.timed("a case erased", lambda: erasure.erase(ground.store, next(erasures), time.time()))


async def _read_bucket(ground: Ground) -> None:
    asked = SLOTS_REQUEST.pack(
        secret=ground.organization.member_secret,
        bucket=u16(ground.organization.bucket),
        since=u32(hour_of(time.time()) - 1),
    )
    if not await buckets.visible(ground.store, SLOTS_REQUEST.unpack(asked), time.time()):
        raise ConnectionError("the bucket was empty")


async def _poll(ground: Ground) -> None:
    """An exchange that finds nothing, as nearly all do."""
    nowhere, anywhere = bytes(ADDRESS), token_bytes(2 * ADDRESS)
    asked = EXCHANGE_REQUEST.pack(
        up=nowhere, lock=bytes(LOCK), cell=bytes(CELL), down=anywhere, erase=bytes(2 * ADDRESS)
    )
    await cells.exchange(ground.store, EXCHANGE_REQUEST.unpack(asked), token_bytes(32), ground.policy, time.time())


async def _expire(ground: Ground) -> None:
    """A sweep that finds some hundred to have ended, among all that stand; the time for each."""
    ended = time.time() - 48 * 3600
    await add_cells(ground.store, DUE, ended)
    began = time.perf_counter()
    if await erasure.expire(ground.store, time.time()) != DUE:
        raise ConnectionError("a sweep found another number to have ended")
    ground.note("an object expired", (time.perf_counter() - began) / DUE)


async def _erase(ground: Ground) -> None:
    """What makes an erasure final: all locks wrapped again, and Redis's file written anew."""
    await _no_file_being_written(ground.store)
    began = time.perf_counter()
    if not await rotation.shred(ground.store, time.time()):  # as the job does, or it would be done again meanwhile
        raise ConnectionError("nothing was erased")
    ground.note("all locks wrapped again", time.perf_counter() - began)
    await _no_file_being_written(ground.store)  # it may have grown enough for Redis to begin by itself
    began = time.perf_counter()
    if not await erasure.rewrite(ground.store, time.time(), always=True):
        raise ConnectionError("the file was not written anew")
    await _no_file_being_written(ground.store)  # a job would come back to it
    ground.note("the file written anew", time.perf_counter() - began)


async def _no_file_being_written(store: Store) -> None:
    while (await store.redis.info("persistence"))["aof_rewrite_in_progress"]:
        await asyncio.sleep(0.05)


def _reference() -> dict[str, Points]:
    """The other way of fetching, at the server, and drawn on."""
    _say("the reference: a challenge for each stored message")
    polls = [poll(10**exponent) for exponent in range(1, REFERENCE_TO + 1)]
    return {
        "server": [(one.messages, one.server_seconds) for one in polls],
        "client": [(one.messages, one.client_seconds) for one in polls],
    }


def _write(
    head: dict[str, Any],
    slots: dict[str, Points],
    whole: dict[str, Points],
    cut: dict[str, Points],
    reference: dict[str, Points],
) -> None:
    told = head | {"slots": slots, "cells": whole, f"cells_of_{CUT}_bytes": cut, "reference": reference}
    (report.DOCS / "growth.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    _draw("growth-slots.svg", "Cost as cases wait", "slots in the bucket", slots, {})
    _draw("growth-cells.svg", "Cost as cells stand", "cells", whole, {})
    if cut:
        _draw("growth-cut.svg", f"Cost as cells stand, values cut to {CUT} bytes", "cells", cut, {})
    theirs = {f"a challenge a message, {end}": points for end, points in reference.items()}
    on = {name: [points[-1], (FURTHER * points[-1][0], FURTHER * points[-1][1])] for name, points in theirs.items()}
    _draw("growth-fetch.svg", "One poll", "messages stored", {"a poll": whole["a poll"]} | theirs, on)


def _draw(name: str, title: str, across: str, curves: Mapping[str, Points], on: Mapping[str, Points]) -> None:
    (report.DOCS / name).write_text(draw(title, across, "seconds", curves, on), encoding="utf-8")


def _say(doing: str) -> None:
    print(f"Measuring {doing}.", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
