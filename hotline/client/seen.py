"""Which directories a client has seen, and whether a card was made with an outdated one. docs/protocol.md, 3."""

from dataclasses import dataclass, field
from typing import Any, Self

from crypto.directory import Directory, decode_key, encode_key
from crypto.sizes import Hour

KEPT = 32


@dataclass(frozen=True, slots=True)
class SeenDirectory:
    """One file: version, hash, and the hour it was issued, or None when only a later one's history tells of it."""

    version: int
    hash: bytes = field(repr=False)
    issued: Hour | None


@dataclass(slots=True)
class SeenDirectories:
    """The last few, newest first."""

    files: list[SeenDirectory] = field(default_factory=list)

    @property
    def latest(self) -> tuple[int, bytes] | None:
        """Version and hash of the newest, for `follows`."""
        return (self.files[0].version, self.files[0].hash) if self.files else None

    def add(self, directory: Directory) -> None:
        """Remember one that has been verified and follows."""
        if self.latest != (directory.version, directory.hash):
            seen = SeenDirectory(directory.version, directory.hash, directory.issued)
            known = {one.hash for one in self.files}
            told = [
                SeenDirectory(directory.version - age, one, None)
                for age, one in enumerate(directory.history, 1)
                if one not in known
            ]
            self.files = sorted([seen, *told, *self.files], key=lambda one: -one.version)[:KEPT]

    def doubtful(self, card_hash: object, opened: Hour) -> bool:
        """Whether a card of this hour ought to have been made with another file, as far as this client knows.

        True for a file never seen, and for one after which another was issued over an hour before the case.
        """
        at = next((at for at, one in enumerate(self.files) if encode_key(one.hash) == card_hash), None)
        if at is None:
            return True
        later = next((one.issued for one in reversed(self.files[:at]) if one.issued is not None), None)
        return later is not None and later + 1 < opened

    def to_json(self) -> list[Any]:
        """As it stands in a vault."""
        return [[one.version, encode_key(one.hash), one.issued] for one in self.files]

    @classmethod
    def from_json(cls, json: list[Any]) -> Self:
        """What `to_json` gave."""
        return cls([SeenDirectory(version, decode_key(one), issued) for version, one, issued in json])
