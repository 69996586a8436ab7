"""The claim race: a thousand claimers, ten at each of a hundred cases, all at once. Each case has one winner."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from secrets import token_bytes
from time import perf_counter

import httpx2

from crypto import case, wire
from crypto.signing import signer
from crypto.sizes import CLAIM, DONE, KEY
from tests.bench import sealed
from tests.bench.results import RUNS_AT_LEAST, Result, percentile, plain
from tests.bench.sealed import Kind
from tests.bench.site import Site, running

CASES = 100
CLAIMERS = 1000
TRIES = 20


def measure(folder: Path, say: Callable[[str], None]) -> Iterator[Result]:
    """Cases without exactly one winner, and how long the race took."""
    wrong, seconds, slowest = [], [], []
    with running(folder / "claims", processes=2) as site:
        for number in range(RUNS_AT_LEAST):
            say(f"the claim race, {number + 1} of {RUNS_AT_LEAST}")
            site.empty()
            claims = _prepare(site)
            began = perf_counter()
            answers = asyncio.run(_race(site.url, claims))
            seconds.append(perf_counter() - began)
            slowest.append(1000 * percentile([took for _, took in answers], 0.99))
            wrong.append(_without_one_winner([status == DONE for status, _ in answers]))
    note = f"{CLAIMERS} claimers, {CASES} cases, two processes"
    yield plain("claim_race_wrong", "cases without exactly one winner", wrong, goal=0, note=note)
    yield plain("claim_race", "s", seconds, note="all claimers answered")
    yield plain("claim_race_p99", "ms", slowest)


def _prepare(site: Site) -> list[bytes]:
    """Open the cases; the requests of all claimers, the first claimers of each case first."""
    cases = sealed.seal_cases(Kind.of(site.organization), CASES)
    for one in cases:
        site.ask("/post", one.request)
    secret, hour = site.organization.member_secret, sealed.hour_now()
    return [
        wire.request(
            CLAIM,
            case.claim(cases[at % CASES].secrets.case_key, signer(token_bytes(KEY)), secret),
            hour,
            sealed.STAMP_BITS,
        )
        for at in range(CLAIMERS)
    ]


async def _race(url: str, claims: Sequence[bytes]) -> list[tuple[int, float]]:
    """Status and seconds of each."""
    limits = httpx2.Limits(max_connections=CLAIMERS)
    async with httpx2.AsyncClient(base_url=url, limits=limits, timeout=60, trust_env=False) as client:

        async def claim(request: bytes) -> tuple[int, float]:
            began = perf_counter()
            for _ in range(TRIES):
                # A connection that was idle may end just then: the very same bytes go again, as every peer sends them.
                with suppress(httpx2.TransportError):
                    answer = await client.post("/post", content=request)
                    return wire.read_answer(answer.content).status, perf_counter() - began
            raise ConnectionError("a claim was never answered")

        return await asyncio.gather(*map(claim, claims))


def _without_one_winner(won: Sequence[bool]) -> int:
    return sum(sum(won[at::CASES]) != 1 for at in range(CASES))
