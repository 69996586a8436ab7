"""Accepting cases and exchanging cells: requests a second, alternately with the ceiling, on one and two processes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from secrets import token_bytes

from crypto import conversation, wire
from crypto.conversation import Message
from crypto.sealing import fresh_pair
from crypto.sizes import DONE, KEY, REQUEST, Address
from tests.bench import load, sealed
from tests.bench.load import Load, LoadFailed
from tests.bench.results import RUNS_AT_LEAST, Result, Run, plain
from tests.bench.site import Site, running
from tests.organizations import Organization

CONNECTIONS = (1, 8, 32, 256)
MEASURED = 32  # the number of connections that has a goal
GOAL = 0.7
RUNS_WITH_GOAL = 9  # by which a goal is met or missed
SECONDS = 1
REQUESTS = 2000  # a run ends when all were sent
DELAY_MS = 500


@dataclass(frozen=True)
class Kind:
    """One sort of request: its file, the ceiling's path, and how many things each leaves behind."""

    name: str
    requests: Path
    ceiling: str
    keeps: int
    down: tuple[bytes, ...] = ()

    def prepare(self, site: Site) -> None:
        """An empty store, but for the cells that these requests ask for."""
        site.empty()
        with self.requests.open("rb") as file:
            first = file.read(REQUEST)  # which is sent once more then, and accepted again
        for request in (*self.down, first):
            if wire.read_answer(site.ask("/post", request)).status != DONE:
                raise LoadFailed("what is to be sent is not accepted")


def measure(folder: Path, say: Callable[[str], None]) -> Iterator[Result]:
    """All of it."""
    organization = Organization(sealed.hour_now())
    say("nothing yet, but sealing what is to be sent")
    kinds = _kinds(folder, organization)
    for processes in (1, 2):
        with running(folder / f"throughput-{processes}", processes, organization) as site:
            for kind in kinds:
                for connections in CONNECTIONS if kind.name != "idle" else (MEASURED,):
                    say(f"{kind.name}, {connections} connections, {processes} processes")
                    yield from _one(site, kind, connections, processes)
    say("the fixed delay of answers")
    yield _delayed(folder)


def _kinds(folder: Path, organization: Organization) -> tuple[Kind, ...]:
    cases, cells, idle = (folder / name for name in ("accept", "exchange", "idle"))
    standing, addresses = _standing()
    sealed.write_cases(cases, sealed.Kind.of(organization), REQUESTS)
    sealed.write_exchanges(cells, addresses, REQUESTS)
    sealed.write_idle(idle, REQUESTS)
    return (
        Kind("accept", cases, "/accept", 1),
        Kind("exchange", cells, "/exchange", 1, standing),
        Kind("idle", idle, "/idle", 0),
    )


def _standing() -> tuple[tuple[bytes, ...], list[Address]]:
    """Requests that put two cells, and where these will stand."""
    cells = [
        conversation.seal_message(fresh_pair().public, token_bytes(KEY), 1, 0, Message(0, fresh_pair().public, {}))
        for _ in range(2)
    ]
    return tuple(sealed.ask(cell, ()) for cell in cells), [cell.address for cell in cells]


def _one(site: Site, kind: Kind, connections: int, processes: int) -> Iterator[Result]:
    """Throughput beside the ceiling's, and how long an answer took."""
    has_goal = connections == MEASURED and processes == 1
    pairs = [_pair(site, kind, connections) for _ in range(RUNS_WITH_GOAL if has_goal else RUNS_AT_LEAST)]
    name = f"{kind.name}_{connections}" + ("_two" if processes == 2 else "")
    runs = tuple(Run(ours.a_second, ceiling.a_second) for ours, ceiling in pairs)
    yield Result(name, "requests/s", runs, GOAL if has_goal else None)
    yield plain(f"{name}_p50", "ms", (ours.p50_ms for ours, _ in pairs))
    yield plain(f"{name}_p99", "ms", (ours.p99_ms for ours, _ in pairs))


def _pair(site: Site, kind: Kind, connections: int) -> tuple[Load, Load]:
    kind.prepare(site)
    before = site.stored()
    ours = load.send(site.url, "/post", kind.requests, connections, SECONDS)
    kept = site.stored() - before
    if ours.requests >= REQUESTS:
        raise LoadFailed("all requests were sent before the time was over")
    if kept < kind.keeps * (ours.requests - connections):
        raise LoadFailed(f"{ours.requests} were answered, and {kept} are kept")
    site.empty()
    ceiling = load.send(site.ceiling_url, kind.ceiling, kind.requests, connections, SECONDS)
    return ours, ceiling


def _delayed(folder: Path) -> Result:
    """With answers held back, the many who wait keep nobody up: all of them are answered in every delay."""
    connections = max(CONNECTIONS)
    with running(folder / "delayed", answer_ms=DELAY_MS) as site:
        loads = [load.send(site.url, "/post", folder / "idle", connections, 3) for _ in range(RUNS_AT_LEAST)]
    possible = connections / (DELAY_MS / 1000)
    runs = tuple(Run(one.a_second, possible) for one in loads)
    return Result("exchange_delayed_256", "requests/s", runs, note=f"answers after {DELAY_MS} ms, as in real use")
