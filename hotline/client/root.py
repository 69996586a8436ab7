"""The root of an organization, opened for as long as it certifies. docs/protocol.md, 2."""

from dataclasses import dataclass, field
from pathlib import Path

from crypto.directory import CERTIFICATE_HOURS, certify
from crypto.sizes import Hour


@dataclass(frozen=True, slots=True)
class Organization:
    """The root of an organization, opened."""

    folder: Path
    root_pk: bytes
    root_seed: bytes = field(repr=False)

    def certificate(self, coordinator_pk: bytes, now: Hour) -> bytes:
        """For a coordinator, for as long as can be: 92 days."""
        return certify(self.root_seed, coordinator_pk, now, Hour(now + CERTIFICATE_HOURS))
