"""`hotline pack check`: every fault of a pack, with its line and what to do."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from os.path import relpath
from pathlib import Path

from hotline.commands.talking import Unclear, Unusable
from hotline.triage.pack import PACKS
from hotline.triage.shipped import shipped

MISSING = "Checking needs packages that a server does without. Install them: make packs (or the extra: hotline[packs])."


def add(parser: ArgumentParser) -> None:
    """`hotline pack check`."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    verb = verbs.add_parser("check", help="say what is wrong in a pack, where, and how to mend it")
    verb.add_argument("folder", type=Path, nargs="?", help="its folder (default: every pack that comes with this)")


async def run(options: Namespace) -> int:
    """0 when nothing is to be mended. What is past its review is a warning only. Unclear without the extra."""
    try:
        from hotline.triage.check.findings import check
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.startswith("hotline"):
            raise
        raise Unclear(MISSING) from None
    folders = [options.folder] if options.folder else [PACKS / name for name in shipped()]
    for folder in folders:
        if not folder.is_dir():
            raise Unusable(f"{folder} is no folder.")
    today = datetime.now(UTC).date()
    found = [one for folder in folders for one in check(folder.resolve(), today)]
    for one in found:
        kind = "warning: " if one.warning else ""
        print(f"{relpath(one.file)}:{one.line}: {kind}{one.what}. Mend: {one.mend}")
    faults = sum(not one.warning for one in found)
    warnings = f", {len(found) - faults} to be read again" if len(found) > faults else ""
    print(f"{faults} to mend{warnings}." if faults or warnings else "Nothing to mend.")
    return min(1, faults)
