"""JavaScript peers killed at every fifth request; at every one in long_peers_killed.py."""

import pytest

from tests.client import conftest as client
from tests.client.conftest import Hotline, Play
from tests.crypto.bridge import needs_node
from tests.web.peers_killed import STORIES, Story
from tests.web.players import Start, deaths
from tests.web.test_peers_with_server import tell

pytestmark = needs_node
hotline = client.hotline
play = client.play


@pytest.mark.parametrize("killed", STORIES)
def test_killed_peer_goes_on(play: Play[None], killed: Story) -> None:
    async def story(hotline: Hotline, start: Start) -> None:
        await killed(hotline, start, deaths(apart=5))

    tell(play, story)
