"""Makes crypto/vectors. Run by hand from the repository's top, `python -m tests.crypto.make_vectors`, when the protocol
changes; a test checks that it would make the same bytes again.

Everything follows from fixed inputs. A seal's known answer needs its encapsulation fixed, which Python cannot do, so
seals are made by the JavaScript twin; Python opens them. published.json is copied from standards and not made here.
Each module of tests/crypto/vectors makes one file and has what Python checks of each group in it; JavaScript's side is
tests/js/crypto/vectors.
"""

import json
from collections.abc import Callable
from pathlib import Path

from tests.crypto.bridge import ROOT
from tests.crypto.vectors import (
    attachments,
    case,
    codename,
    conversation,
    directory,
    hashing,
    published,
    sealing,
    signing,
    stamp,
    stretching,
    vault,
    wire,
)
from tests.crypto.vectors.kit import Check, Document

VECTORS = ROOT / "crypto/vectors"

MAKERS: dict[str, Callable[[], Document]] = {
    "hashing": hashing.make,
    "stretching": stretching.make,
    "sealing": sealing.make,
    "signing": signing.make,
    "stamp": stamp.make,
    "codename": codename.make,
    "directory": directory.make,
    "case": case.make,
    "conversation": conversation.make,
    "vault": vault.make,
    "attachments": attachments.make,
    "wire": wire.make,
}
SUITES: dict[str, dict[str, Check]] = {
    "hashing": hashing.CHECKS,
    "stretching": stretching.CHECKS,
    "sealing": sealing.CHECKS,
    "signing": signing.CHECKS,
    "stamp": stamp.CHECKS,
    "codename": codename.CHECKS,
    "directory": directory.CHECKS,
    "case": case.CHECKS,
    "conversation": conversation.CHECKS,
    "vault": vault.CHECKS,
    "attachments": attachments.CHECKS,
    "wire": wire.CHECKS,
    "published": published.CHECKS,
}


def text_of(made: Document) -> str:
    """How a file of vectors stands on disk: one case a line; what is no list of cases is common to all groups."""
    groups = []
    for name, cases in made.items():
        lines = [json.dumps(one, ensure_ascii=False) for one in cases] if isinstance(cases, list) else None
        body = "[\n    " + ",\n    ".join(lines) + "\n  ]" if lines else json.dumps(cases, ensure_ascii=False)
        groups.append(f"  {json.dumps(name)}: {body}")
    return "{\n" + ",\n".join(groups) + "\n}\n"


def main(folder: Path = VECTORS) -> None:
    """Write every file."""
    for name, make in MAKERS.items():
        (folder / f"{name}.json").write_text(text_of(make()), encoding="utf-8")


if __name__ == "__main__":
    main()
