"""Prompts that somebody has read aloud, for languages that are spoken more than written.

A pack keeps them as `audio/<language>/<key>.mp3`, each the sound of one message of its catalogues or the page's. What
is not recorded simply does not show. A recording is fetched when it is tapped, so all are filled up with zeros to the
size of the longest: which of them was listened to, and in what language, cannot be told by the length of an answer.
"""

from pathlib import Path

from hotline.triage.pack import PACKS

AUDIO = "audio"
ENDING = ".mp3"
ROUND_BYTES = 1 << 16


def recorded(pack: str, packs: Path = PACKS) -> dict[str, list[str]]:
    """By language, which messages there are recordings of."""
    found: dict[str, list[str]] = {}
    for file in sorted((packs / pack / AUDIO).glob(f"*/*{ENDING}")):
        found.setdefault(file.parent.name, []).append(file.name.removesuffix(ENDING))
    return found


def write_recordings(target: Path, pack: str, packs: Path = PACKS) -> None:
    """Write `target/<language>/<key>.mp3`, all of one size."""
    files = [
        packs / pack / AUDIO / tag / f"{key}{ENDING}" for tag, keys in recorded(pack, packs).items() for key in keys
    ]
    longest = max((file.stat().st_size for file in files), default=0)
    size = -(-longest // ROUND_BYTES) * ROUND_BYTES
    for file in files:
        (target / file.parent.name).mkdir(parents=True, exist_ok=True)
        (target / file.parent.name / file.name).write_bytes(file.read_bytes().ljust(size, b"\0"))
