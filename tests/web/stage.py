"""What scenes play on: scenes go through every screen and state of a page, for contact sheets and for axe."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, Route

from hotline.client.coordinator import Coordinator
from hotline.client.coordinator_state import Office
from tests.client.conftest import Hotline
from tests.web.conftest import Aside

OFFLINE = ("ERR_INTERNET_DISCONNECTED", "ERR_NETWORK")


@dataclass(frozen=True)
class Stage:
    """`open` opens a path in a fresh context; `look` is called with page and name on every screen that is passed."""

    open: Callable[..., Page]
    aside: Aside
    look: Callable[[Page, str], object]


Scene = Callable[[Stage], None]


def link_of(aside: Aside, desks: list[str], role: str = "responder") -> str:
    """The path of a fresh link."""

    async def story(hotline: Hotline) -> str:
        link = await (await hotline.coordinator()).invite(role, desks)
        return link[link.index("/desk#") :]

    return str(aside(story))


def decide(aside: Aside, decision: Callable[[Coordinator[Office], str], object]) -> None:
    """The first coordinator approves or refuses whoever waits with a link of hers."""

    async def story(hotline: Hotline) -> None:
        coordinator = await hotline.coordinator()
        for one in await coordinator.pending():
            await decision(coordinator, one.id)  # type: ignore[misc]

    aside(story)


def hold(page: Page, path: str, then: Callable[[Route], None] = Route.continue_) -> Callable[[], None]:
    """Keep requests of this path waiting until the returned function is called; `then` is done with each."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    def let_go() -> None:
        for one in held:
            then(one)
        page.unroute(path, keep)

    page.route(path, keep)

    return let_go


def later(page: Page, hours: float) -> None:
    """The clock of this device goes on while somebody sits there; its timers do not."""
    forward = "hours => { const now = Date.now; Date.now = () => now() + 3600_000 * hours; }"
    page.evaluate(forward, hours)
    page.evaluate("() => void dispatchEvent(new Event('wheel'))")
