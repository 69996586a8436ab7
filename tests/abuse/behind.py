"""A hotline behind Caddy, with the file that `hotline setup` writes; attackers and honest callers come over TLS."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hotline.client.errors import NotConnected
from hotline.client.post import Post
from hotline.setup.server import Server
from hotline.stack.supervise import Plan, Stack
from tests.abuse.honest import memory_bytes
from tests.conftest import say_nothing
from tests.organizations import Organization
from tests.routes.conftest import hour_now
from tests.setup.front import HOST, Front, caddy_before


class ByName(Post):
    """A client that trusts this Caddy's certificates, and whose browser tells all it knows."""

    def __init__(self, front: Front) -> None:
        super().__init__(f"https://{HOST}")
        self._front = front

    async def carry(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        """As `Post`."""
        try:
            status, _, octets = await asyncio.to_thread(self._front.ask, method, path, body)
        except OSError:
            raise NotConnected from None
        return status, octets


@dataclass(frozen=True, slots=True)
class Behind:
    """The hotline, who runs it, and what stands in front of it."""

    stack: Stack
    organization: Organization
    front: Front

    @property
    def url(self) -> str:
        """Where attackers come in."""
        return f"https://{HOST}:{self.front.secure}"

    def connect(self) -> Post:
        """An honest client."""
        return ByName(self.front)

    def most_memory_bytes(self) -> dict[str, int]:
        """What the web process and Caddy held at most."""
        return {
            name: memory_bytes(pid, "VmHWM") for name, pid in (("web", self.stack.web.pid), ("caddy", self.front.pid))
        }


@contextmanager
def behind_caddy(server: Server, place: Path) -> Iterator[Behind]:
    """Everything below a folder."""
    organization, web = Organization(hour_now()), place / "web.sock"
    for name in ("front", "caddy"):
        (place / name).mkdir()
    with (
        Stack(place / "hotline", Plan(web_socket=web), say=say_nothing, root_pk=organization.root_pk) as stack,
        caddy_before(web, server, place / "front", place / "caddy") as front,
    ):
        asyncio.run(_publish(stack.url, organization))
        yield Behind(stack, organization, front)


async def _publish(url: str, organization: Organization) -> None:
    async with Post(url) as post:
        await post.publish(organization.file())
