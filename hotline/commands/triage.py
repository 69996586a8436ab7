"""`hotline triage evaluate`: what answers come to by a pack and, with a directory, at which desks they are read."""

import json
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crypto.directory import Directory, read_file
from crypto.errors import DirectoryError
from hotline.backup import Backup, BackupWrong
from hotline.client.post import SECONDS_OF_AN_HOUR
from hotline.commands.talking import Unusable
from hotline.triage.entries import PackError
from hotline.triage.evaluate import Card, UnknownAnswer, UnknownQuestion, evaluate
from hotline.triage.model import Pack
from hotline.triage.pack import PACKS, load_pack
from hotline.triage.route import route
from hotline.triage.shipped import shipped

Json = dict[str, Any]
STANDARD_INPUT = "-"
SHOWN_CHARACTERS = 80
NO_DIRECTORY = (
    "{} is no file of hotline backup, and no signed directory under the root that --root says (64 hexadecimal digits)."
)


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A card, and the desks that shall read it: none without a directory."""

    card: Card
    desks: list[str]

    def facts(self) -> Json:
        """For a program."""
        card = self.card
        facts = {"urgency": card.urgency, "matter": card.matter, "also": list(card.also), "licence": card.licence}
        return {**facts, "release": card.release, "rules": list(card.rules), "desks": self.desks}

    def lines(self) -> str:
        """For a person."""
        card = self.card
        desks = f"\n  desks    {', then '.join(self.desks)}" if self.desks else ""
        return (
            f"{card.urgency}  {', also '.join([card.matter, *card.also])}\n"
            f"  licence  {card.licence}\n"
            f"  release  {card.release}\n"
            f"  rules    {', '.join(card.rules)}{desks}"
        )


def add(parser: ArgumentParser) -> None:
    """`hotline triage evaluate`."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    verb = verbs.add_parser("evaluate", help="what answers come to: urgency, matters, licence, rules and desks")
    verb.add_argument("--answers", required=True, metavar="FILE", help="JSON: answers, or a list of them; - reads them")
    verb.add_argument("--directory", type=Path, metavar="FILE", help="a file of hotline backup, or a signed directory")
    verb.add_argument("--root", help="the root public key of a signed directory, 64 hexadecimal digits")
    verb.add_argument("--now", metavar="TIME", help="such as 2026-03-05T14:30Z (default: now)")
    verb.add_argument("--pack", type=Path, metavar="FOLDER", help="a pack (default: the one that comes with this)")
    verb.add_argument("--json", action="store_true", help="answer in JSON, for programs")


async def run(options: Namespace) -> int:
    """0. Raises Unusable for what cannot be read, or is outside of the pack's vocabulary."""
    now = _moment(options.now)
    directory = _directory(options.directory, options.root) if options.directory else None
    if (
        directory is not None
        and not directory.issued * SECONDS_OF_AN_HOUR <= now < directory.expires * SECONDS_OF_AN_HOUR
    ):
        print("Note: the directory is out of time then. Clients refuse it.", file=sys.stderr)
    pack = _pack(options.pack)
    given = _answers(options.answers)
    several = isinstance(given, list)
    evaluated = [
        _evaluated(pack, one, directory, now, f"answers {at}: " if several else "")
        for at, one in enumerate(given if several else [given], start=1)
    ]
    if options.json:
        facts = [one.facts() for one in evaluated]
        print(json.dumps(facts if several else facts[0], ensure_ascii=False))
    else:
        print("\n".join(one.lines() for one in evaluated))
    return 0


def _evaluated(pack: Pack, answers: object, directory: Directory | None, now: int, where: str) -> Evaluated:
    if not isinstance(answers, dict):
        raise Unusable(f"{where}{_shown(answers)} is no object of answers, such as {{}}.")
    try:
        card = evaluate(pack, answers)
    except UnknownQuestion as refused:
        odd = next(name for name in answers if name not in refused.allowed)
        raise Unusable(f"{where}There is no question {_shown(odd)}: {refused}.") from None
    except UnknownAnswer as refused:
        raise Unusable(f"{where}{refused}, not {_shown(answers[refused.question])}.") from None
    return Evaluated(card, [] if directory is None else _desks(directory, card, now))


def _desks(directory: Directory, card: Card, now: int) -> list[str]:
    if card.urgency not in directory.policy.promised_minutes:
        raise Unusable(f"The directory promises no time for {card.urgency}: it is one of another pack.")
    return route(directory, card, now)


def _shown(value: object) -> str:
    """A value in one line, whatever it is; the beginning of a long one."""
    text = json.dumps(value)
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"


def _answers(name: str) -> Any:
    try:
        text = sys.stdin.read() if name == STANDARD_INPUT else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "it is not UTF-8"
        raise Unusable(f"The answers cannot be read from {name}: {reason}.") from None
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise Unusable(f"The answers in {name} are not JSON: {problem}.") from None


def _pack(folder: Path | None) -> Pack:
    packs = shipped()
    if folder is None and len(packs) > 1:
        raise Unusable(f"There are several packs: {', '.join(packs)}. Say the folder of one: --pack {PACKS / packs[0]}")
    try:
        return load_pack(folder or PACKS / packs[0])
    except PackError as problem:
        raise Unusable(str(problem)) from None


def _directory(file: Path, root: str | None) -> Directory:
    """As it was signed, whether or not it is in time."""
    try:
        octets = file.read_bytes()
    except OSError as problem:
        raise Unusable(f"The directory cannot be read from {file}: {problem.strerror}.") from None
    try:
        known = None if root is None else bytes.fromhex(root)
        if octets.lstrip().startswith(b"{"):
            backup = Backup.read(file)
            return read_file(backup.directory, known or backup.root_pk)
        return read_file(octets, known or b"")
    except (BackupWrong, DirectoryError, ValueError):
        raise Unusable(NO_DIRECTORY.format(file)) from None


def _moment(text: str | None) -> int:
    """Seconds since 1970."""
    if text is None:
        return int(datetime.now(UTC).timestamp())
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or at.timestamp() < 0:
        raise Unusable(f"--now takes a time with its zone, such as 2026-03-05T14:30Z, not {_shown(text)}.")
    return int(at.timestamp())
