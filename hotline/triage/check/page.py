"""What the page has that a pack speaks of by name: drawings beside answers, and the page's own texts, read aloud."""

import re
from pathlib import Path

from hotline.triage.check import texts

WEB = Path(__file__).resolve().parents[2] / "web"
DRAWING = re.compile(r'^  "?([\w-]+)"?: "M', re.MULTILINE)


def drawings() -> list[str]:
    """The names that hotline/web/shared/icons.js has, in its order."""
    return DRAWING.findall((WEB / "shared/icons.js").read_text(encoding="utf-8"))


def own_texts() -> set[str]:
    """The keys of the page's catalogue."""
    return {*texts.read(WEB / "locales" / texts.ORIGINAL / "caller.po").keys}
