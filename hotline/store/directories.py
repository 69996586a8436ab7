"""The directory that stands, and replacing it. docs/protocol.md, 3."""

from dataclasses import dataclass, field

from crypto.directory import Directory, check_signer, follows, read_file, verify_file
from crypto.errors import DirectoryError
from hotline.store import holds
from hotline.store.connection import Store, hour_of
from hotline.store.holds import HOUR_SECONDS, OUTDATED_HOURS


@dataclass(frozen=True, slots=True)
class Published:
    """A directory with the signed file that it was read from."""

    directory: Directory
    file: bytes = field(repr=False)


async def current(store: Store, root_pk: bytes, known: Published | None = None) -> Published | None:
    """The directory that stands, in time or not; `known` again while it is the same. None when there is none."""
    (stored_hash,) = await store.fields(holds.DIRECTORY.key(), "hash")
    if stored_hash is None or (known is not None and known.directory.hash == stored_hash):
        return known if stored_hash is not None else None
    (file,) = await store.fields(holds.DIRECTORY.key(), "file")
    return None if file is None else Published(read_file(file, root_pk), file)


async def publish(store: Store, file: bytes, root_pk: bytes, now: float) -> Directory:
    """Replace the directory at once, member secrets included.

    DirectoryError or one of its kinds when the file does not hold under the root or does not follow what stands.
    """
    new = verify_file(file, root_pk, hour_of(now))
    for _ in range(2):
        standing = await current(store, root_pk)
        if standing is not None:
            follows(new, standing.directory.version, standing.directory.hash)
            check_signer(file, standing.directory)
        replaced = standing.directory.version if standing is not None else 0
        if await _replace(store, new, file, replaced, now) == b"done":
            return new
    raise DirectoryError("another directory is being published")


async def _replace(store: Store, new: Directory, file: bytes, replaced: int, now: float) -> bytes:
    members = [*new.members, b""][:2]
    until = (new.expires + OUTDATED_HOURS) * HOUR_SECONDS
    answer: bytes = await store.run("publish", now, file, new.hash, new.version, replaced, until, *members)
    return answer
