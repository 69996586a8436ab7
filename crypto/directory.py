"""The directory: one signed document, the same bytes for everyone. docs/protocol.md, 3.

    certificate = coordinator_pk(32) ‖ from hour ‖ to hour ‖ sign(root, "certificate", coordinator_pk, from, to)
    file        = certificate ‖ sign(coordinator, "directory", json) ‖ json

It is verified against the root that the reader already has, never one named inside. The organization's root certifies
coordinators for 92 days at most; a directory lives 8 days at most, and no longer than its certificate.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from crypto.errors import (
    BadSignature,
    BrokenHistory,
    DirectoryError,
    ExpiredDirectory,
    FormatError,
    OlderDirectory,
    RevokedCoordinator,
)
from crypto.hashing import digest, dump_json, number, parse_object, u32
from crypto.signing import sign, signer, verify
from crypto.sizes import CERTIFICATE, DIRECTORY_HEAD, HASH, KEY, PUBLIC_KEY, SEAL_PUBLIC_KEY, U32, Hour
from crypto.stamp import POLICY_BITS_AT_MOST

CERTIFICATE_HOURS = 92 * 24
DIRECTORY_HOURS = 8 * 24
HISTORY = 32
HOURS_OF_A_WEEK = 168
PLAIN_ID = re.compile("[a-z0-9_-]{1,32}")
URGENCY_ID = re.compile("[A-Za-z][A-Za-z0-9_-]{0,31}")
"""A class of urgency. It begins with a letter, as JavaScript does not keep the order of names that are numbers."""
RELEASES = ("now", "day", "week")


@dataclass(frozen=True, slots=True)
class Organization:
    """What callers are shown of who runs this."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Coordinator:
    """A coordinator, by a short public id: the key that she signs with, and the key that newcomers seal to."""

    id: str
    sign_pk: bytes = field(repr=False)
    seal_pk: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Epoch:
    """One sealing key of a desk, good from an hour until an hour."""

    from_hour: Hour
    to_hour: Hour
    seal_pk: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Desk:
    """A group of responders that answers one kind of case.

    `hours` are half-open intervals in hours of the UTC week, Monday 00:00 being 0.
    """

    id: str
    label: str
    bucket: int
    epochs: tuple[Epoch, ...] = field(repr=False)
    speaks: tuple[str, ...]
    interprets: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    matters: tuple[str, ...]
    licence: str
    duty: bool
    hours: tuple[tuple[int, int], ...]

    def epoch_at(self, now: Hour) -> Epoch | None:
        """The first epoch that has not ended by this hour, or None: nothing is sealed to one past its end."""
        return next((epoch for epoch in self.epochs if now < epoch.to_hour), None)


@dataclass(frozen=True, slots=True)
class Policy:
    """Lives, schedules, rhythm and promises. Hours, minutes, seconds and milliseconds as the names say.

    `promised_minutes` has the pack's classes of urgency, from most to least urgent; this module knows none of them.
    """

    case_hours: int
    cell_hours: int
    vault_hours: int
    release_minutes: Mapping[str, tuple[int, ...]]
    claim_minutes: int
    lease_minutes: Mapping[str, int]
    renew_minutes: int
    beat_seconds: tuple[float, ...]
    beat_slow_after_seconds: int
    answer_ms: int
    bits: tuple[int, ...]
    bucket_cases: int
    promised_minutes: Mapping[str, int]

    @property
    def urgencies(self) -> tuple[str, ...]:
        """The classes of urgency, from most to least urgent."""
        return tuple(self.promised_minutes)


@dataclass(frozen=True, slots=True)
class Directory:
    """A directory that has been verified. `hash` is that of its whole file.

    `pack` is the id of the questions and rules that clients use; None in a file signed before there was such a field.
    """

    organization: Organization
    site: bytes = field(repr=False)
    pack: str | None
    version: int
    issued: Hour
    expires: Hour
    history: tuple[bytes, ...] = field(repr=False)
    coordinators: tuple[Coordinator, ...] = field(repr=False)
    desks: tuple[Desk, ...] = field(repr=False)
    members: tuple[bytes, ...] = field(repr=False)
    policy: Policy = field(repr=False)
    hash: bytes = field(repr=False)

    def desk(self, desk_id: str) -> Desk | None:
        """The desk of this id, or None."""
        return next((desk for desk in self.desks if desk.id == desk_id), None)

    def coordinator(self, coordinator_id: str) -> Coordinator | None:
        """The coordinator of this id, or None."""
        return next((one for one in self.coordinators if one.id == coordinator_id), None)


def certify(root_seed: bytes, coordinator_pk: bytes, start: Hour, end: Hour) -> bytes:
    """A coordinator's certificate, 104 bytes. FormatError when it would last over 92 days."""
    if not start < end <= start + CERTIFICATE_HOURS:
        raise FormatError("a certificate lasts 92 days at most")
    signature = sign(root_seed, "certificate", coordinator_pk, u32(start), u32(end))
    return coordinator_pk + u32(start) + u32(end) + signature


def build(certificate: bytes, coordinator_seed: bytes, document: Mapping[str, Any]) -> bytes:
    """The signed file of a document. FormatError when the document is not a directory's or the key not certified."""
    octets = dump_json(document)
    if _read(parse_object(octets), bytes(HASH)).pack is None:
        raise FormatError("a directory names its pack")
    if certificate[:PUBLIC_KEY] != signer(coordinator_seed):
        raise FormatError("the certificate is another coordinator's")
    return certificate + sign(coordinator_seed, "directory", octets) + octets


def verify_file(file: bytes, root_pk: bytes, now: Hour) -> Directory:
    """The directory in a file that holds under this root at this hour.

    DirectoryError when a signature or the form is wrong, ExpiredDirectory when it or its certificate is out of time.
    """
    directory = read_file(file, root_pk)
    start, end = _certified_hours(file)
    in_time = directory.issued <= now + 1 and now < directory.expires
    if not in_time or not (start <= now + 1 and now < end <= start + CERTIFICATE_HOURS):
        raise ExpiredDirectory("the directory is out of time, or this device's clock is wrong")
    return directory


def read_file(file: bytes, root_pk: bytes) -> Directory:
    """The directory in a file signed under this root, whatever the hour is: for the server, which keeps it.

    DirectoryError when a signature or the form is wrong. A client uses `verify_file`.
    """
    certificate, signature, octets = file[:CERTIFICATE], file[CERTIFICATE:DIRECTORY_HEAD], file[DIRECTORY_HEAD:]
    coordinator_pk, hours = certificate[:PUBLIC_KEY], certificate[PUBLIC_KEY : PUBLIC_KEY + 2 * U32]
    try:
        verify(root_pk, certificate[PUBLIC_KEY + 2 * U32 :], "certificate", coordinator_pk, hours[:U32], hours[U32:])
        verify(coordinator_pk, signature, "directory", octets)
        return _read(parse_object(octets), digest(file))
    except BadSignature:
        raise DirectoryError("the directory is not signed by this organization") from None
    except FormatError:
        raise DirectoryError("the directory is not of its form") from None


def _certified_hours(file: bytes) -> tuple[int, int]:
    return number(file[PUBLIC_KEY : PUBLIC_KEY + U32]), number(file[PUBLIC_KEY + U32 : PUBLIC_KEY + 2 * U32])


def follows(new: Directory, known_version: int, known_hash: bytes) -> None:
    """Return when `new` may replace the file that this client knows.

    OlderDirectory for a lower version or another file of the same version; BrokenHistory when the history should
    hold the known file and does not. A client that is further back than the history starts anew.
    """
    if new.version == known_version and new.hash == known_hash:
        return
    if new.version <= known_version:
        raise OlderDirectory("the directory is older than one already seen")
    if new.version - known_version <= HISTORY and known_hash not in new.history:
        raise BrokenHistory("the directory's history lacks the file already seen")


def check_signer(file: bytes, standing: Directory) -> None:
    """Return when the signer of a verified file is named in the directory that stands, or was certified after it.

    RevokedCoordinator otherwise: a certificate lasts up to 92 days, but leaving a coordinator out ends her rights.
    """
    named = any(one.sign_pk == file[:PUBLIC_KEY] for one in standing.coordinators)
    if not named and _certified_hours(file)[0] <= standing.issued:
        raise RevokedCoordinator("the directory's signer is no longer a coordinator")


def encode_key(octets: bytes) -> str:
    """Unpadded base64url, as keys stand in documents."""
    return urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")


def decode_key(text: object, size_bytes: int = KEY) -> bytes:
    """The bytes of unpadded base64url; FormatError unless they are `size_bytes` and spelled in the one way."""
    if not isinstance(text, str):
        raise FormatError("a key is not text")
    try:
        octets = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError:
        raise FormatError("a key is not base64url") from None
    if len(octets) != size_bytes or encode_key(octets) != text:
        raise FormatError("a key has another size")
    return octets


def _read(document: Mapping[str, Any], file_hash: bytes) -> Directory:
    try:
        directory = Directory(
            organization=Organization(
                _text(document["organization"]["name"]), _text(document["organization"]["phone"])
            ),
            site=decode_key(document["site"]),
            pack=_pack(document["pack"]) if "pack" in document else None,
            version=_whole(document["version"], least=1),
            issued=Hour(_whole(document["issued"])),
            expires=Hour(_whole(document["expires"])),
            history=tuple(decode_key(one, HASH) for one in _list(document["history"])),
            coordinators=tuple(
                Coordinator(_text(one["id"]), decode_key(one["sign_pk"]), decode_key(one["seal_pk"], SEAL_PUBLIC_KEY))
                for one in _list(document["coordinators"])
            ),
            desks=tuple(_read_desk(one) for one in _list(document["desks"])),
            members=tuple(decode_key(one, HASH) for one in _list(document["members"])),
            policy=_read_policy(document["policy"]),
            hash=file_hash,
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise FormatError("a directory lacks a field or has one of another kind") from None
    _check(directory)
    return directory


def _check(directory: Directory) -> None:
    ids = [desk.id for desk in directory.desks]
    if not directory.issued < directory.expires <= directory.issued + DIRECTORY_HOURS:
        raise FormatError("a directory lasts 8 days at most")
    if len(set(ids)) != len(ids) or not 1 <= len(directory.members) <= 2 or len(directory.history) > HISTORY:
        raise FormatError("a directory repeats a desk, or has too many hashes")
    if any(PLAIN_ID.fullmatch(one) is None for one in ids) or sum(desk.duty for desk in directory.desks) != 1:
        raise FormatError("a desk's id is not plain, or there is not exactly one duty desk")
    for desk in directory.desks:
        if any(one.to_hour != two.from_hour for one, two in zip(desk.epochs, desk.epochs[1:], strict=False)):
            raise FormatError("a desk's epochs do not meet end to end")


def _pack(value: object) -> str:
    if PLAIN_ID.fullmatch(_text(value)) is None:
        raise FormatError("a pack's id is not plain")
    return _text(value)


def _read_desk(desk: Mapping[str, Any]) -> Desk:
    return Desk(
        id=_text(desk["id"]),
        label=_text(desk["label"]),
        bucket=_whole(desk["bucket"], least=1, most=65535),
        epochs=tuple(_read_epoch(one) for one in _list(desk["epochs"])),
        speaks=_texts(desk["speaks"]),
        interprets=_texts(desk["interprets"]),
        jurisdictions=_texts(desk["jurisdictions"]),
        matters=_texts(desk["matters"]),
        licence=_text(desk["licence"]),
        duty=_flag(desk["duty"]),
        hours=tuple(_read_interval(one) for one in _list(desk["hours"])),
    )


def _read_epoch(epoch: Mapping[str, Any]) -> Epoch:
    start, end = _whole(epoch["from"]), _whole(epoch["to"])
    if start >= end:
        raise FormatError("an epoch ends before it begins")
    return Epoch(Hour(start), Hour(end), decode_key(epoch["seal_pk"], SEAL_PUBLIC_KEY))


def _read_interval(interval: object) -> tuple[int, int]:
    if not isinstance(interval, list) or len(interval) != 2:
        raise FormatError("an interval has two ends")
    start, end = (_whole(one, most=HOURS_OF_A_WEEK) for one in interval)
    if start >= end:
        raise FormatError("an interval ends before it begins")
    return start, end


def _read_policy(policy: Mapping[str, Any]) -> Policy:
    return Policy(
        case_hours=_whole(policy["case_hours"], least=1),
        cell_hours=_whole(policy["cell_hours"], least=1),
        vault_hours=_whole(policy["vault_hours"], least=1),
        release_minutes=_each(RELEASES, policy["release_minutes"], _three),
        claim_minutes=_whole(policy["claim_minutes"], least=1),
        lease_minutes=_each(RELEASES, policy["lease_minutes"], lambda one: _whole(one, least=1)),
        renew_minutes=_whole(policy["renew_minutes"], least=1),
        beat_seconds=tuple(_seconds(one) for one in _items(policy["beat_seconds"], 2)),
        beat_slow_after_seconds=_whole(policy["beat_slow_after_seconds"]),
        answer_ms=_whole(policy["answer_ms"]),
        bits=tuple(_whole(one, most=POLICY_BITS_AT_MOST) for one in _items(policy["bits"], 2)),
        bucket_cases=_whole(policy["bucket_cases"], least=1),
        promised_minutes=_promised(policy["promised_minutes"]),
    )


def _promised(minutes: Mapping[str, Any]) -> Mapping[str, int]:
    if not minutes or any(URGENCY_ID.fullmatch(one) is None for one in minutes):
        raise FormatError("there is no class of urgency, or one whose id is not plain")
    return MappingProxyType({name: _whole(minutes[name]) for name in minutes})


def _each(names: tuple[str, ...], values: Mapping[str, Any], read: Any) -> Mapping[str, Any]:
    return MappingProxyType({name: read(values[name]) for name in names})


def _three(minutes: object) -> tuple[int, ...]:
    return tuple(_whole(one) for one in _items(minutes, 3))


def _items(values: object, count: int) -> list[Any]:
    if len(_list(values)) != count:
        raise FormatError("a list has another length")
    return _list(values)


def _list(values: object) -> list[Any]:
    if not isinstance(values, list):
        raise FormatError("a field is not a list")
    return values


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise FormatError("a field is not text")
    return value


def _texts(values: object) -> tuple[str, ...]:
    return tuple(_text(value) for value in _list(values))


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise FormatError("a field is not true or false")
    return value


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1 << 31:
        raise FormatError("a field is no number of seconds")
    return float(value)


def _whole(value: object, least: int = 0, most: int = (1 << 32) - 1) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise FormatError("a field is no whole number in its range")
    return value
