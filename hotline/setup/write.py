"""Writes a server's files into a folder, as they are to stand in its /etc. There is nothing secret in them."""

from collections.abc import Iterator
from pathlib import Path
from string import Template

from hotline.setup.server import Server

TEMPLATES = Path(__file__).parent / "etc"
READABLE, ENTERABLE = 0o644, 0o755


def write(server: Server, target: Path) -> list[Path]:
    """Write them below `target/etc`; their paths. A file that stands there is replaced."""
    return [_write(target / "etc" / name, text) for name, text in sorted(texts(server).items())]


def texts(server: Server) -> dict[str, str]:
    """Every file, by its place below /etc."""
    places = server.places()
    filled = {name: Template(text).substitute(places) for name, text in _templates()}
    return filled | server.made()


def _templates() -> Iterator[tuple[str, str]]:
    for file in TEMPLATES.rglob("*"):
        if file.is_file():
            yield file.relative_to(TEMPLATES).as_posix(), file.read_text(encoding="utf-8")


def _write(path: Path, text: str) -> Path:
    """Readable by everyone whatever the umask is: systemd, Caddy and Tor are different users."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(ENTERABLE)
    path.write_text(text, encoding="utf-8")
    path.chmod(READABLE)
    return path
