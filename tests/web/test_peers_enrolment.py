"""Refused and revoked between the languages: what a coordinator of one says, a device of the other understands."""

import pytest

from hotline.client.errors import LinkRefused, LinkUsed, Revoked
from hotline.client.responder import Responder
from tests.client import conftest as client
from tests.client.conftest import DESKS, Hotline, Play
from tests.crypto.bridge import needs_node
from tests.web.players import PeerFailed, Start
from tests.web.test_peers_with_server import coordinator, enrol, tell

pytestmark = needs_node
hotline = client.hotline
play = client.play


@pytest.mark.drill
def test_a_javascript_coordinator_refuses_and_revokes(play: Play[None]) -> None:
    async def story(hotline: Hotline, start: Start) -> None:
        office = await coordinator(hotline, start)
        link = await office.call("invite", "responder", ["duty"])
        refused = await Responder.enrol(hotline.post(), link)
        (one,) = await office.call("pending")
        await office.call("refuse", one["id"])
        assert await office.call("pending") == []
        with pytest.raises(PeerFailed, match="NoSuchMember"):
            await office.call("approve", one["id"])
        with pytest.raises(LinkRefused):
            await refused.tend()
        with pytest.raises(LinkUsed):
            await Responder.start(hotline.post(), link)

        goes = await Responder.enrol(hotline.post(), await office.call("invite", "responder", ["duty"]))
        (one,) = await office.call("pending")
        await office.call("approve", one["id"])
        await goes.queue()
        await office.call("revoke", one["id"], show=["office.toJson"])
        assert office.seen["office.toJson"]["revoked"] == {}
        with pytest.raises(Revoked):
            await goes.queue()

    tell(play, story)


def test_a_javascript_device_is_refused_and_revoked(play: Play[None]) -> None:
    async def story(hotline: Hotline, start: Start) -> None:
        first = await hotline.coordinator()
        link = await first.invite("responder", DESKS)
        refused = await (await start()).make("Responder.enrol", link)
        (one,) = await first.pending()
        await first.refuse(one.id)
        for _ in range(2):
            with pytest.raises(PeerFailed, match="LinkRefused"):
                await refused.call("tend")
        with pytest.raises(PeerFailed, match="LinkUsed"):
            await (await start()).make("Responder.start", link)

        goes, caller = await enrol(hotline, start), await hotline.caller()
        (waiting,) = await goes.call("queue")
        await goes.call("claim", waiting["caseId"])
        await goes.call("accept", waiting["caseId"])
        office = await hotline.coordinator()
        await office.revoke(next(iter(office.members)))
        with pytest.raises(PeerFailed, match="Revoked"):
            await goes.call("queue")
        assert await goes.show("cases") == {}
        assert [entry.kind for entry in await caller.read(3)] == ["hello", "notice"]
        back = await Responder.unlock(hotline.post(), await goes.show("digits"))
        with pytest.raises(Revoked):
            await back.tend()

    tell(play, story)
