"""Every file that a browser may ask for, read whole: what is not in this table is not served, whatever a path says.

Paths mirror the repository. The same files stand once more below a path that is named by the hash of them all: there
browsers keep them for good, and the pages of members load them from there. Nothing is kept of a caller's page.
"""

import gzip
import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (
    "crypto/js",
    "hotline/triage/js",
    *(f"hotline/web/{name}" for name in ("built", "shared", "peer", "caller", "desk", "coordinate")),
)
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
NOT_FOR_BROWSERS = ("package.json",)
OF_ONE_SIZE = (".mp3",)  # filled up so that none can be told by its length, as it could when compressed
SMALLER = "hotline/web/built/brotli"  # where build.py puts what it compressed
KEPT_HEADERS = MappingProxyType({"cache-control": "private, max-age=31536000"})
LEVEL = 6  # half the work of the most that gzip can do, for half a percent more bytes
WORTH_IT = 0.95  # of the size; what hardly shrinks goes as it is


@dataclass(frozen=True, slots=True)
class Served:
    """A file: its media type, its bytes, and the same compressed, or None where that is not worth it.

    `brotli` is there for what has not been changed since the browser's files were made.
    """

    kind: str
    content: bytes = field(repr=False)
    gzipped: bytes | None = field(repr=False)
    brotli: bytes | None = field(repr=False, default=None)


def load(root: Path = ROOT) -> dict[str, Served]:
    """The table, by path: `/crypto/js/case.js`. Compressed once, when the server starts, and not for each request."""
    return {path: _served(root, path, content) for path, content in sources(root).items()}


def _served(root: Path, path: str, content: bytes) -> Served:
    if path.endswith(OF_ONE_SIZE):
        return Served(kind_of(path), content, None)
    smaller = smaller_of(root, content)
    brotli = _worth(smaller.read_bytes(), content) if smaller.is_file() else None
    return Served(kind_of(path), content, compressed(content), brotli)


def kept_below(contents: Mapping[str, bytes]) -> str:
    """Where these files stand for browsers that keep them: `/kept/<hash of all>`, another path once one is changed."""
    named = hashlib.sha256()
    for path, content in sorted(contents.items()):
        named.update(hashlib.sha256(path.encode()).digest() + hashlib.sha256(content).digest())
    return "/kept/" + named.hexdigest()[:32]


def smaller_of(root: Path, content: bytes) -> Path:
    """Where this content stands as brotli has it, once it was made: named by its hash, so never that of another."""
    return root / SMALLER / hashlib.sha256(content).hexdigest()


def kind_of(path: str) -> str:
    """The media type of a served file."""
    return KINDS[Path(path).suffix]


def sources(root: Path = ROOT) -> dict[str, bytes]:
    """The contents alone, by path."""
    files = (file for folder in FOLDERS for file in _plain_files(root / folder))
    return {"/" + file.relative_to(root).as_posix(): file.read_bytes() for file in files}


def _plain_files(folder: Path) -> Iterator[Path]:
    """Files of a kind that browsers take, below a folder; no link is followed, to a file or to a folder."""
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for file in (Path(parent) / name for name in sorted(names)):
            if file.suffix in KINDS and file.name not in NOT_FOR_BROWSERS and not file.is_symlink():
                yield file


def compressed(content: bytes) -> bytes | None:
    """The content as gzip has it, the same each time; None where that is not worth it."""
    return _worth(gzip.compress(content, LEVEL, mtime=0), content)


def _worth(smaller: bytes, content: bytes) -> bytes | None:
    return smaller if len(smaller) <= WORTH_IT * len(content) else None
