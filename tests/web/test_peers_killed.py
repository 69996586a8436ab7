"""JavaScript peers killed at every fifth request of four stories; at every one of all in long_peers_killed.py."""

import pytest

from tests.client.conftest import Play, hotline, play
from tests.crypto.bridge import needs_node
from tests.web.peers_killed import Story, claiming_and_accepting, erasing, goes_on, opening, replying

__all__ = ["hotline", "play"]

pytestmark = needs_node


@pytest.mark.parametrize("killed", [opening, claiming_and_accepting, replying, erasing])
def test_killed_peer_goes_on(play: Play[None], killed: Story) -> None:
    goes_on(play, killed, apart=5)
