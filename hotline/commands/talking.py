"""How commands speak with a person or a program: prompts, plain sentences, `--json`, and where the hotline is."""

import getpass
import json
import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crypto.directory import encode_key
from crypto.sizes import CaseId
from hotline.client.errors import ClientError
from hotline.client.thread import Entry

Json = dict[str, Any]
# All control signs but the ends of lines, and those that turn the direction of what follows by force.
_COMMANDING = re.compile(r"[^\n\t\x20-\x7e\xa0-\U0010ffff]|[\u202d\u202e]")
DATA = Path(".hotline")


class Unclear(ClientError):
    """A command lacks something that only the person can say."""


class Unusable(ClientError):
    """What a command was given cannot be used. It ends with 2, as with an option that there is not."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the hotline answers, and the root that its directory is verified to."""

    url: str
    root_pk: bytes


def add_place(parser: ArgumentParser) -> None:
    """`--data`, `--url`, `--root` and `--json`."""
    parser.add_argument("--data", type=Path, default=DATA, help="data directory of a hotline on this machine")
    parser.add_argument("--url", help="address of the hotline (default: the one that runs on the data directory)")
    parser.add_argument("--root", help="the organization's root public key, 64 hexadecimal digits")
    parser.add_argument("--json", action="store_true", help="answer in JSON, for programs")


def place_of(options: Namespace) -> Place:
    """From the options, or from the hotline that runs on the data directory. Unclear when neither says."""
    told = read_ready(options.data)
    url, root = options.url or told.get("url"), options.root or told.get("root")
    if not url or not root:
        missing = " and ".join(name for name, value in (("--url", url), ("--root", root)) if not value)
        raise Unclear(f"No hotline runs on this data directory. Start one (hotline up), or say {missing}.")
    try:
        root_pk = bytes.fromhex(root)
    except ValueError:
        raise Unclear("--root is not 64 hexadecimal digits. hotline org init printed them.") from None
    return Place(url, root_pk)


def read_ready(data: Path) -> Json:
    """What the hotline that runs on a data directory says of itself; nothing when none runs."""
    ready = data / "ready.json"
    told: Json = json.loads(ready.read_text(encoding="utf-8")) if ready.is_file() else {}
    return told


def ask(question: str) -> str:
    """One line from the person, or from standard input for a program. Nothing is echoed anywhere else."""
    if sys.stdin.isatty():
        return input(f"{question}: ")
    return sys.stdin.readline().rstrip("\n")


def ask_secret(question: str) -> str:
    """As `ask`, not shown while it is typed. Codenames and passphrases never stand in a command line."""
    if sys.stdin.isatty():
        return getpass.getpass(f"{question}: ")
    return sys.stdin.readline().rstrip("\n")


def ask_codename() -> str:
    """Eight words or 27 digits."""
    return ask_secret("Codename (eight words or 27 digits)")


def ask_text(question: str) -> str:
    """All of standard input for a program; for a person, lines up to an empty one."""
    if not sys.stdin.isatty():
        return sys.stdin.read().strip()
    print(f"{question} (an empty line ends it):")
    lines = []
    while line := input():
        lines.append(line)
    return "\n".join(lines)


def ask_passphrase(path: Path) -> str | None:
    """The passphrase of a sealed file; None for one that has none."""
    if path.is_file() and "plain" in json.loads(path.read_text(encoding="utf-8")):
        return None
    return ask_secret("Passphrase")


def tell(options: Namespace, facts: Mapping[str, Any], *sentences: str) -> None:
    """The sentences for a person, or the facts for a program. What a stranger wrote commands no terminal."""
    if options.json:
        print(_COMMANDING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(facts, ensure_ascii=False)))
    else:
        print(_COMMANDING.sub("", "\n".join(sentences)))


def short_id(name: CaseId) -> str:
    """What a person types for a case."""
    return encode_key(name)[:8]


def entry_facts(entry: Entry) -> Json:
    """An entry for a program."""
    return {"n": entry.n, "mine": entry.mine, "kind": entry.kind, "text": entry.text}


SENTENCES = {
    "hello": "A volunteer is reading this.",
    "closing": "The volunteer has closed this case.",
    "another": "Another volunteer has come. She has your first account, and not what you wrote to the one before.",
    "lost": "A message of the other side was lost on the way. Ask them to say it again.",
}


def entry_line(entry: Entry) -> str:
    """An entry for a person."""
    if entry.kind == "notice":
        gone = entry.document.get("reason") == "put back"
        return "· The volunteer has given your case to someone else." if gone else "· A message of yours was lost."
    who = "You" if entry.mine else "They"
    said = f"{who}: {entry.text}" if entry.text else ""
    return "\n".join(line for line in (SENTENCES.get(entry.kind, "") and f"· {SENTENCES[entry.kind]}", said) if line)
