"""What a member holds of desks: epoch seeds and member secrets, as they came from a coordinator. docs/protocol.md, 2.

A seed counts only once its public key stands in the directory, and is destroyed two hours after the last case sealed to
it must have ended.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from crypto.directory import Directory, decode_key, encode_key
from crypto.errors import FormatError
from crypto.hashing import digest
from crypto.sealing import pair
from crypto.sizes import Hour
from hotline.client.errors import NotMember

Json = dict[str, Any]
HOURS_AFTER_LAST_CASE = 2
SECRETS_KEPT = 3


@dataclass(frozen=True, slots=True)
class Seed:
    """The seed of one desk's epoch."""

    desk: str
    from_hour: Hour
    to_hour: Hour
    seed: bytes = field(repr=False)

    def distance(self, opened: Hour) -> int:
        """0 when the epoch holds this hour, 1 when one beside it does, else 2."""
        length = self.to_hour - self.from_hour
        if self.from_hour <= opened < self.to_hour:
            return 0
        return 1 if self.from_hour - length <= opened < self.to_hour + length else 2


@dataclass(slots=True)
class Keyring:
    """Seeds that count, seeds that wait for a directory to name them, and member secrets, newest first."""

    seeds: list[Seed] = field(default_factory=list)
    unproven: list[Seed] = field(repr=False, default_factory=list)
    secrets: list[bytes] = field(repr=False, default_factory=list)

    def take(self, message: Json) -> None:
        """A message of keys from a coordinator. FormatError when it is not of its form: then nothing is taken."""
        try:
            secrets = [decode_key(one) for one in message.get("members", [])]
            seeds = [
                Seed(str(desk), Hour(int(start)), Hour(int(end)), decode_key(seed))
                for desk, epochs in message.get("seeds", {}).items()
                for start, end, seed in epochs
            ]
        except (AttributeError, TypeError, ValueError):
            raise FormatError("keys are not of their form") from None
        self.secrets = [*secrets, *(one for one in self.secrets if one not in secrets)][:SECRETS_KEPT]
        known = {one.seed for one in (*self.seeds, *self.unproven)}
        self.unproven += [one for one in seeds if one.seed not in known]

    def prove(self, directory: Directory) -> None:
        """Count the seeds whose public key stands in this directory, for as long as it says there."""
        waiting, self.unproven = self.unproven, []
        for one in waiting:
            public = pair(one.seed).public
            desk = directory.desk(one.desk)
            epochs = [epoch for epoch in (desk.epochs if desk else ()) if epoch.seal_pk == public]
            if epochs:
                self.seeds.append(Seed(one.desk, epochs[0].from_hour, epochs[0].to_hour, one.seed))
            else:
                self.unproven.append(one)

    def forget(self, now: Hour, case_hours: int) -> None:
        """Destroy what no living case can be sealed to."""
        oldest = now - case_hours - HOURS_AFTER_LAST_CASE
        self.seeds = [one for one in self.seeds if one.to_hour > oldest]
        self.unproven = [one for one in self.unproven if one.to_hour > oldest]

    def secret(self, directory: Directory) -> bytes:
        """The member secret that this directory names. NotMember when there is none."""
        for one in self.secrets:
            if digest(one) in directory.members:
                return one
        raise NotMember

    def near(self, opened: Hour, distances: Iterable[int]) -> list[Seed]:
        """Seeds by how far their epoch is from the hour in which a case was opened."""
        wanted = set(distances)
        return [one for one in self.seeds if one.distance(opened) in wanted]

    def to_json(self) -> Json:
        """As it stands in a vault."""
        return {
            "seeds": [_seed_json(one) for one in self.seeds],
            "unproven": [_seed_json(one) for one in self.unproven],
            "members": [encode_key(one) for one in self.secrets],
        }

    @classmethod
    def from_json(cls, json: Json) -> Self:
        """What `to_json` gave."""
        return cls(
            [_read_seed(one) for one in json["seeds"]],
            [_read_seed(one) for one in json["unproven"]],
            [decode_key(one) for one in json["members"]],
        )


def _seed_json(one: Seed) -> list[Any]:
    return [one.desk, one.from_hour, one.to_hour, encode_key(one.seed)]


def _read_seed(json: list[Any]) -> Seed:
    return Seed(json[0], Hour(json[1]), Hour(json[2]), decode_key(json[3]))
