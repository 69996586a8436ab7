"""JavaScript peers killed at every fifth request; at every one in long_peers_killed.py."""

import pytest

from tests.client.conftest import Play, hotline, play
from tests.crypto.bridge import needs_node
from tests.web.peers_killed import STORIES, Story, goes_on

__all__ = ["hotline", "play"]

pytestmark = needs_node


@pytest.mark.parametrize("killed", STORIES)
def test_killed_peer_goes_on(play: Play[None], killed: Story) -> None:
    goes_on(play, killed, apart=5)
