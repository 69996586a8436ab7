"""A store on a real Redis, with a key file of its own, and cases made as a caller makes them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from secrets import token_bytes

import pytest

from crypto import case, directory
from crypto.directory import Policy
from crypto.sealing import pair
from crypto.signing import signer
from crypto.sizes import CLAIM_REQUEST, DONE, HOLD_REQUEST, RENEW_REQUEST, Hour
from hotline.store import buckets, cases, directories, leases, rotation
from hotline.store.cases import Work
from hotline.store.connection import Store
from hotline.store.leases import Accepted, Claimed
from tests.organizations import Organization

FREE = Work(256, 0)
NOW = 1_800_000_000.0 + 7 * 60 + 20  # some minutes and seconds into an hour
HOUR = Hour(int(NOW) // 3600)
MINUTE = 60.0


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def store(clean_redis: Path, tmp_path: Path) -> AsyncIterator[Store]:
    """An empty store that has been started."""
    opened = Store.connect(clean_redis, tmp_path / "keys")
    await rotation.start(opened, NOW)
    yield opened
    await opened.aclose()


@dataclass
class Desk:
    """What a responder of this organization does at the store's door; every time is given."""

    store: Store
    organization: Organization
    policy: Policy

    async def open(self, release: int = 0, at: float = NOW, secrets: case.Secrets | None = None) -> case.Secrets:
        """Open a case to the court desk, the duty desk and nobody."""
        secrets = secrets or case.draw()
        assert await self.try_open(secrets, release, at)
        return secrets

    async def try_open(
        self, secrets: case.Secrets, release: int = 0, at: float = NOW, stamp: bytes | None = None
    ) -> bool:
        seeds = self.organization.desk_seeds.values()
        slots = [*(case.SlotFor(self.organization.bucket, pair(seed).public) for seed in seeds)]
        slots.append(case.SlotFor(self.organization.bucket, None))
        payload = case.seal_case(secrets, release, slots, {"urgency": "U1"}, {"names": []}, {"words": "help"})
        asked = cases.OPENING.unpack(payload)
        opened = await cases.open_case(self.store, asked, stamp or token_bytes(32), self.policy, at, FREE)
        return opened.status == DONE

    async def visible(self, at: float = NOW, since: int = 0, secret: bytes | None = None) -> list[case.VisibleSlot]:
        asked = {
            "secret": secret or self.organization.member_secret,
            "bucket": self.organization.bucket.to_bytes(2, "big"),
            "since": since.to_bytes(4, "big"),
        }
        octets = await buckets.visible(self.store, asked, at)
        assert octets is not None
        return list(case.read_slots(octets))

    async def claim(
        self, secrets: case.Secrets, lease: bytes, at: float = NOW, stamp: bytes | None = None
    ) -> Claimed | None:
        payload = case.claim(secrets.case_key, signer(lease), self.organization.member_secret)
        asked = CLAIM_REQUEST.unpack(payload)
        return await leases.claim(self.store, asked, stamp or token_bytes(32), self.policy, at)

    async def accept(self, secrets: case.Secrets, lease: bytes, at: float = NOW) -> Accepted | None:
        return await leases.accept(self.store, self._held("accept", secrets, lease), self.policy, at)

    async def put_back(self, secrets: case.Secrets, lease: bytes, at: float = NOW) -> bool:
        return await leases.put_back(self.store, self._held("put back", secrets, lease), at)

    async def close(self, secrets: case.Secrets, lease: bytes, at: float = NOW) -> bool:
        return await leases.close(self.store, self._held("close", secrets, lease), at)

    async def renew(self, secrets: case.Secrets, lease: bytes, at: float = NOW) -> bool:
        hour = Hour(int(at) // 3600)
        payload = case.renew(lease, secrets.case_id, self.organization.member_secret, hour)
        return await leases.renew(self.store, RENEW_REQUEST.unpack(payload), self.policy, at)

    def _held(self, verb: str, secrets: case.Secrets, lease: bytes) -> dict[str, bytes]:
        return HOLD_REQUEST.unpack(case.hold(verb, lease, secrets.case_id, self.organization.member_secret))


@pytest.fixture
async def desk(store: Store) -> Desk:
    """A desk whose organization has published its directory."""
    organization = Organization(HOUR)
    file = organization.file()
    await directories.publish(store, file, organization.root_pk, NOW)
    return Desk(store, organization, directory.verify_file(file, organization.root_pk, HOUR).policy)
