"""Clients take the pack that the signed directory names, and none that differs from it."""

from typing import Any

import pytest

from crypto.directory import Directory, verify_file
from crypto.sizes import Hour
from hotline import sample
from hotline.client.errors import NoPack
from hotline.client.packs import pack_of
from hotline.triage.shipped import shipped
from tests.client.conftest import QUICK, Hotline, Play
from tests.organizations import Organization

NOW = Hour(500_000)


def a_directory(pack: str, **policy: Any) -> Directory:
    organization = Organization(NOW, pack=pack)
    return verify_file(organization.file(**policy), organization.root_pk, NOW)


@pytest.mark.parametrize("pack_id", shipped())
def test_the_pack_is_the_one_that_the_directory_names(pack_id: str) -> None:
    assert pack_of(a_directory(pack_id)).id == pack_id


def test_a_pack_that_is_not_here_is_none() -> None:
    with pytest.raises(NoPack):
        pack_of(a_directory("divorces"))


@pytest.mark.parametrize("promised", [{"U0": 1}, {"U4": 1, "U3": 1, "U2": 1, "U1": 1, "U0": 1}])
def test_a_pack_with_other_classes_of_urgency_is_none(promised: dict[str, int]) -> None:
    with pytest.raises(NoPack):
        pack_of(a_directory(shipped()[0], promised_minutes=promised))


def test_no_directory_is_published_that_names_no_pack(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        coordinator = await hotline.coordinator()
        plan = sample.plan(QUICK)
        await coordinator.replan({name: value for name, value in plan.items() if name != "pack"})
        with pytest.raises(NoPack):
            await coordinator.publish()
        assert coordinator.directory is not None
        assert coordinator.directory.version == 1
        await coordinator.replan(plan)
        assert (await coordinator.publish()).pack == plan["pack"]

    play(story)
