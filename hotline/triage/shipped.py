"""The packs that stand beside the code, by id."""

from functools import cache

from hotline.triage.model import Pack
from hotline.triage.pack import PACKS, load_pack


def shipped() -> tuple[str, ...]:
    """The ids of all packs here, by the alphabet."""
    return tuple(sorted(file.parent.name for file in PACKS.glob("*/pack.toml")))


@cache
def shipped_pack(pack_id: str) -> Pack:
    """A pack, read once. KeyError for an id that is none of `shipped()`; PackError."""
    if pack_id not in shipped():
        raise KeyError(pack_id)
    return load_pack(PACKS / pack_id)
