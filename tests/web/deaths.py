"""Ways in which a caller's page dies under her, or loses an answer, at a request of the test's choice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Error, Page, Route

from crypto.sizes import (
    ANSWER_HEAD,
    CELL,
    DONE,
    ERASE,
    EXCHANGE,
    EXCHANGE_ANSWER,
    EXCHANGE_REQUEST,
    OPEN,
    READ,
    REQUEST_HEAD,
    TAKEN,
    WRITE,
)

STEP_MS = 25
WAYS = ("reload", "close", "crash")

# What a request is for. Of exchanges it is told by what they carry, and by what their answer brings.
OPENS, READS, WRITES, ERASES = "opens", "reads a vault", "writes the vault", "erases everything"
SAYS, HEARS, TIDIES = "says something", "hears something", "erases what was read"
OPS: Mapping[int, str] = {OPEN: OPENS, READ: READS, WRITE: WRITES, ERASE: ERASES}


@dataclass(frozen=True, slots=True)
class Moment:
    """The n-th request of one purpose from now: before it leaves, or once the server has answered it."""

    purpose: str
    at: int = 1
    answered: bool = False

    def __str__(self) -> str:
        return f"{'after' if self.answered else 'before'} it {self.purpose} ({self.at})"


def both(*moments: Moment) -> list[Moment]:
    """Each before the request and after its answer."""
    return [Moment(one.purpose, one.at, answered) for one in moments for answered in (False, True)]


@dataclass
class Killer:
    """Holds a page's requests up at a moment."""

    page: Page
    moment: Moment
    count: int = 0
    reached: bool = False

    def __call__(self, route: Route) -> None:
        if self.reached:
            return  # it never leaves
        request, answer = route.request.post_data_buffer or b"", None
        if self.moment.purpose == HEARS and request[0] == EXCHANGE:
            response = route.fetch()
            answer = response.body()
            if HEARS not in purposes(request, answer):
                route.fulfill(response=response)
                return
        self.count += self.moment.purpose in purposes(request, answer)
        self.reached = self.count == self.moment.at
        if not self.reached:
            route.continue_()
        elif self.moment.answered and answer is None:
            route.fetch()

    def during(self, act: Callable[[], object], way: str) -> None:
        """Do it, and let the page die in the midst of it."""
        self.page.route("**/post", self)
        act()
        while not self.reached:
            self.page.wait_for_timeout(STEP_MS)
        die(self.page, way)


@dataclass
class Loser:
    """Loses the first answer to a request of each purpose, and the answers to whatever was asked meanwhile."""

    lost: list[str] = field(default_factory=list)

    def __call__(self, route: Route) -> None:
        response = route.fetch()
        fresh = purposes(route.request.post_data_buffer or b"", response.body()) - set(self.lost)
        self.lost += sorted(fresh)
        if fresh:
            route.abort()
        else:
            route.fulfill(response=response)


def purposes(request: bytes, answer: bytes | None) -> set[str]:
    """What a request is for, as far as it can be told; nothing of a beat that carries nothing."""
    if request[0] != EXCHANGE:
        return {OPS[request[0]]}
    asked = EXCHANGE_REQUEST.unpack(request[REQUEST_HEAD : REQUEST_HEAD + EXCHANGE_REQUEST.size])
    found = answer is not None and any(cells_of(answer))
    told = {SAYS: any(asked["up"]), HEARS: found, TIDIES: any(asked["erase"])}
    return {purpose for purpose, true in told.items() if true}


def cells_of(answer: bytes) -> tuple[bytes, bytes]:
    """The two cells that an exchange brought; each empty where nothing was found, or nothing done."""
    if answer[0] not in (DONE, TAKEN):
        return b"", b""
    parts = EXCHANGE_ANSWER.unpack(answer[ANSWER_HEAD : ANSWER_HEAD + EXCHANGE_ANSWER.size])
    first, second = (part[-CELL:] if part[0] else b"" for part in (parts["first"], parts["second"]))
    return first, second


def die(page: Page, way: str) -> None:
    """Reload it, close it, or have the browser's process for it fail."""
    if way == "reload":
        page.reload()
        page.unroute_all(behavior="ignoreErrors")  # after that, or what is held would leave
    elif way == "close":
        page.close()
    else:
        try:
            page.goto("chrome://crash")
        except Error:
            page.close()
