"""A small organization for tests that need a signed directory, without the coordinator's client."""

from dataclasses import dataclass, field
from secrets import token_bytes
from typing import Any

from crypto import directory
from crypto.directory import encode_key
from crypto.hashing import digest
from crypto.sealing import fresh_pair, pair
from crypto.signing import signer
from crypto.sizes import KEY, Hour
from hotline.client.organization import policy_of
from hotline.triage.sample import read_sample
from hotline.triage.shipped import shipped_pack

PACK = "us-immigration"
SAMPLE = read_sample(shipped_pack(PACK))
QUICK: dict[str, Any] = {"beat_seconds": [0.02, 0.05], "answer_ms": 0, "bits": [2, 3]}
QUICK_POLICY: dict[str, Any] = policy_of(shipped_pack(PACK)) | QUICK


@dataclass
class Organization:
    """Root, one coordinator and two desks that share bucket 7; epochs of a day around the hour given."""

    now: Hour
    root_seed: bytes = field(default_factory=lambda: token_bytes(KEY))
    coordinator_seed: bytes = field(default_factory=lambda: token_bytes(KEY))
    member_secret: bytes = field(default_factory=lambda: token_bytes(KEY))
    site: bytes = field(default_factory=lambda: token_bytes(KEY))
    desk_seeds: dict[str, bytes] = field(default_factory=lambda: {"court": token_bytes(KEY), "duty": token_bytes(KEY)})
    bucket: int = 7
    pack: str = PACK

    @property
    def root_pk(self) -> bytes:
        return signer(self.root_seed)

    def file(self, version: int = 1, history: tuple[bytes, ...] = (), **policy: Any) -> bytes:
        """A signed directory; `policy` replaces single entries of QUICK_POLICY."""
        start = Hour(self.now - 1)
        certificate = directory.certify(self.root_seed, signer(self.coordinator_seed), start, Hour(self.now + 24 * 30))
        return directory.build(certificate, self.coordinator_seed, self.document(version, history, **policy))

    def document(self, version: int = 1, history: tuple[bytes, ...] = (), **policy: Any) -> dict[str, Any]:
        return {
            "organization": {"name": "Example Legal Aid", "phone": "+1 555 0100"},
            "site": encode_key(self.site),
            "pack": self.pack,
            "version": version,
            "issued": self.now,
            "expires": self.now + 192,
            "history": [encode_key(one) for one in history],
            "coordinators": [
                {
                    "id": "one",
                    "sign_pk": encode_key(signer(self.coordinator_seed)),
                    "seal_pk": encode_key(fresh_pair().public),
                }
            ],
            "desks": [self._desk(name, seed) for name, seed in self.desk_seeds.items()],
            "members": [encode_key(digest(self.member_secret))],
            "policy": QUICK_POLICY | policy,
        }

    def _desk(self, name: str, seed: bytes) -> dict[str, Any]:
        epoch = {"from": self.now - 24, "to": self.now + 192, "seal_pk": encode_key(pair(seed).public)}
        return {
            "id": name,
            "label": name.title(),
            "bucket": self.bucket,
            "epochs": [epoch],
            "speaks": ["en", "es"],
            "interprets": ["*"],
            "jurisdictions": ["anywhere"],
            "matters": ["*"],
            "licence": "federal",
            "duty": name == "duty",
            "hours": [[0, 168]],
        }
