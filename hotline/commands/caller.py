"""`hotline caller …`: what a caller does, without a browser."""

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from hotline.client.caller import Caller
from hotline.client.post import Post
from hotline.commands.talking import (
    Unclear,
    add_place,
    ask,
    ask_codename,
    ask_text,
    entry_facts,
    entry_line,
    place_of,
    tell,
)
from hotline.triage.deadlines import deadlines
from hotline.triage.interview import beside, steps
from hotline.triage.model import Pack, Question


def add(parser: ArgumentParser) -> None:
    """The caller's commands."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    opening = verbs.add_parser("open", help="answer a few questions, say what happened, get a codename")
    opening.add_argument("--answers", type=Path, help="a JSON file of answers to the questions of triage")
    opening.add_argument("--dates", type=Path, help="a JSON file of dates that deadlines run from, as 2026-03-05")
    opening.add_argument(
        "--language", default="en", help="the language of the codename's words; one without a list gets digits"
    )
    for name, sentence in (
        ("read", "what has been said"),
        ("reply", "say something"),
        ("erase", "erase the case, every message and the codename"),
    ):
        verbs.add_parser(name, help=sentence)
    for verb in verbs.choices.values():
        add_place(verb)


async def run(options: Namespace) -> int:
    """Do one of them."""
    place = place_of(options)
    print("One request at each beat, as a caller's page does: this may take a minute.", file=sys.stderr)
    async with Post(place.url) as post:
        if options.verb == "open":
            return await _open(options, await Caller.start(post, place.root_pk))
        caller = await Caller.come_back(post, place.root_pk, ask_codename())
        await {"read": _read, "reply": _reply, "erase": _erase}[options.verb](options, caller)
    return 0


async def _open(options: Namespace, caller: Caller) -> int:
    answers = _answers(options.answers, caller.pack)
    dates = {} if options.dates is None else _object(options.dates, "dates")
    due = [one for one in deadlines(caller.pack, answers, dates, caller.post.now()) if one.due is not None]
    words = ask_text("Say what happened")
    codename = " ".join(caller.codename(options.language))
    if not options.json:
        spellings = "\n  ".join(dict.fromkeys([codename, caller.digits]))
        print(f"\nYour codename. Write it down, nobody can find it again:\n\n  {spellings}\n")
    await caller.open(answers, words, dates=dates)
    urgency = str(caller.card["urgency"])
    minutes = caller.directory.policy.promised_minutes[urgency]
    facts = {"codename": codename, "digits": caller.digits, "urgency": urgency, "promised_minutes": minutes}
    facts["deadlines"] = {one.id: one.due for one in due}
    promise = f"Your case is open. Somebody ought to read it within {_span(minutes)}."
    tell(options, facts, promise, *(f"{one.id} ends {one.due}." for one in due))
    return 0


def _answers(file: Path | None, pack: Pack) -> dict[str, Any]:
    if file is not None:
        return _object(file, "answers")
    if not sys.stdin.isatty():
        raise Unclear("Give the answers in a file: --answers FILE. What happened is read from standard input.")
    print("Every question may be skipped with Enter.\n")
    asked: dict[str, Any] = {}
    while ahead := [one.id for one in steps(pack, asked) if one.kind == "question" and one.id not in asked]:
        asked[ahead[0]] = _answer(pack.questions[ahead[0]])
    for name in beside(pack, asked, "callback"):
        asked[name] = _answer(pack.questions[name])
    return {name: answer for name, answer in asked.items() if answer is not None}


def _answer(question: Question) -> Any:
    typed = ask(f"{question.id} ({', '.join(question.values[:8])})").strip()
    if question.kind == "several":
        return [one.strip() for one in typed.split(",") if one.strip()] or None
    return int(typed) if question.kind == "number" and typed.isdigit() else typed or None


def _object(file: Path, what: str) -> dict[str, Any]:
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        read = None
    if not isinstance(read, dict):
        raise Unclear(f"That file of {what} cannot be read. It is to be a JSON object.")
    return read


async def _read(options: Namespace, caller: Caller) -> None:
    await caller.read()
    entries = caller.thread()
    facts = {"closed": caller.closed, "term": caller.term, "entries": [entry_facts(one) for one in entries]}
    waiting = [] if caller.term is not None else ["· Nobody has answered yet."]
    tell(options, facts, *(entry_line(one) for one in entries), *waiting)


async def _reply(options: Namespace, caller: Caller) -> None:
    await caller.reply(ask_text("Your message"))
    waits = caller.term is None
    sentence = "It waits for the volunteer who will answer." if waits else "Sent."
    tell(options, {"waits": waits}, sentence)


async def _erase(options: Namespace, caller: Caller) -> None:
    if sys.stdin.isatty() and ask("Type erase to erase everything; it cannot be undone") != "erase":
        raise Unclear("Nothing was erased.")
    await caller.erase_everything()
    sentence = "Everything is erased. The codename opens nothing any more. A volunteer's copy goes when her desk looks."
    tell(options, {"erased": True}, sentence)


def _span(minutes: int) -> str:
    return f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"
