"""Which pack an organization uses, as its signed directory says. docs/protocol.md, 3 and 8."""

from crypto.directory import Directory
from hotline.client.errors import NoPack
from hotline.triage.model import Pack
from hotline.triage.shipped import shipped, shipped_pack


def pack_of(directory: Directory) -> Pack:
    """Its questions and rules. NoPack when it names none, one that is not here, or one of other classes of urgency."""
    if directory.pack is None or directory.pack not in shipped():
        raise NoPack
    pack = shipped_pack(directory.pack)
    if tuple(level.id for level in pack.classes) != directory.policy.urgencies:
        raise NoPack
    return pack
