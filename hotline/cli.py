"""`hotline …`: thin commands over the peers and the stack."""

import argparse
import asyncio
import re
import sys
from collections.abc import Sequence
from typing import Any

from crypto.errors import ProtocolError, TooLong
from hotline.client.errors import ClientError
from hotline.commands import (
    backup,
    caller,
    cards,
    coordinator,
    doctor,
    drill,
    pack,
    rehearse,
    responder,
    setup,
    triage,
    up,
    verify,
)
from hotline.commands.talking import Unusable
from hotline.stack.errors import StartError
from hotline.triage.deadlines import UnknownDate, WrongDate
from hotline.triage.evaluate import UnknownAnswer, UnknownQuestion

NO_OPTION = re.compile(r"-[^-].+")


class _Parser(argparse.ArgumentParser):
    """argparse's; but an id is no option, though one in 64 begins with the same sign."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._negative_number_matcher = NO_OPTION


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0 done, 1 not done and why is said, 2 what was given is no use, 130 stopped by Ctrl-C."""
    options = parser().parse_args(arguments)
    try:
        if options.command == "up":
            return up.run(options)
        run: Any = options.run
        return int(asyncio.run(run(options)))
    except TooLong:
        print("That is too long. Shorten it, or say it in two parts.", file=sys.stderr)
    except Unusable as problem:
        print(problem, file=sys.stderr)
        return 2
    except (ClientError, ProtocolError, UnknownAnswer, UnknownDate, UnknownQuestion, WrongDate) as problem:
        print(problem, file=sys.stderr)
    except StartError as problem:
        print(problem, file=sys.stderr)
    except OSError as problem:
        if problem.filename is None:
            raise
        print(f"{problem.filename}: {problem.strerror}.", file=sys.stderr)
    except (KeyboardInterrupt, EOFError):
        print("Stopped. What was sent is kept.", file=sys.stderr)
        return 130
    return 1


def parser() -> argparse.ArgumentParser:
    """All commands."""
    whole = _Parser(prog="hotline", description="An immigration legal hotline that cannot read its post.")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    up.add(commands.add_parser("up", help="run the hotline on this machine"))
    for name, add, run, sentence in (
        ("setup", setup.add, setup.run, "write what a real server needs: systemd units, Redis, Caddy, Tor"),
        ("doctor", doctor.add, doctor.run, "say what is wrong, and how to mend it"),
        ("org", coordinator.add_organization, coordinator.run_organization, "make an organization, renew certificates"),
        ("directory", coordinator.add_directory, coordinator.run_directory, "publish or show the directory"),
        ("invite", coordinator.add_invite, coordinator.run_invite, "a link for one newcomer"),
        ("coordinator", coordinator.add, coordinator.run, "people, desks, what waits"),
        ("responder", responder.add, responder.run, "queue, cases, answers"),
        ("rehearse", rehearse.add, rehearse.run, "play scenarios against the running hotline, for real"),
        (
            "verify",
            verify.add,
            verify.run,
            "compare what a server gives browsers with what it should, header by header",
        ),
        ("backup", backup.add, backup.run_backup, "write configuration, directory and public keys to a file"),
        ("restore", backup.add, backup.run_restore, "put a backup back"),
        ("drill", drill.add, drill.run, "search all that a seizure would take for what people said and are"),
        ("cards", cards.add, cards.run, "print know-your-rights cards with the hotline's number and address"),
        ("triage", triage.add, triage.run, "say what answers come to, without a hotline"),
        ("pack", pack.add, pack.run, "check a pack of questions and rules"),
        ("caller", caller.add, caller.run, "ask for help, come back, erase"),
    ):
        command = commands.add_parser(name, help=sentence)
        add(command)
        command.set_defaults(run=run)
    return whole


if __name__ == "__main__":
    sys.exit(main())
