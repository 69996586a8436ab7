"""`hotline responder …`: what a responder does, without a browser."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from crypto.sizes import CaseId
from hotline.client.board import Waiting
from hotline.client.conflict import named
from hotline.client.errors import NoCase, NotApproved
from hotline.client.packs import pack_of
from hotline.client.post import Post
from hotline.client.responder import Responder
from hotline.commands.talking import (
    Unclear,
    add_place,
    ask,
    ask_codename,
    ask_text,
    entry_facts,
    entry_line,
    place_of,
    short_id,
    tell,
)

VERBS = {
    "enrol": "enrol this device with a coordinator's link",
    "queue": "what waits for your desks",
    "claim": "hold a case, and check its names for conflicts",
    "accept": "take a case that you hold, and read it",
    "put-back": "give a case back",
    "read": "what callers have said",
    "reply": "answer a caller",
    "close": "close a case: it is erased",
}


def add(parser: ArgumentParser) -> None:
    """The responder's commands."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    for name, sentence in VERBS.items():
        verb = verbs.add_parser(name, help=sentence)
        if name in ("claim", "accept", "put-back", "reply", "close"):
            verb.add_argument("case", help="the case, as the queue names it")
        if name == "claim":
            verb.add_argument("--clients", type=Path, help="your own list of clients, a name a line; it stays here")
        if name == "close":
            verb.add_argument("code", help="how it ended; with another word you are told which there are")
        add_place(verb)


async def run(options: Namespace) -> int:
    """Do one of them."""
    place = place_of(options)
    async with Post(place.url) as post:
        if options.verb == "enrol":
            await _enrol(options, post)
            return 0
        responder = await Responder.unlock(post, ask_codename())
        await responder.tend()
        if not responder.approved:
            raise NotApproved
        act = {"queue": _queue, "claim": _claim, "accept": _accept, "put-back": _put_back}
        await (act | {"read": _read, "reply": _reply, "close": _close})[options.verb](options, responder)
    return 0


async def _enrol(options: Namespace, post: Post) -> None:
    responder = await Responder.start(post, ask("Link").strip())
    codename = " ".join(responder.codename())
    if not options.json:
        print(f"Your codename. Write it down, nobody can find it again:\n\n  {codename}\n  {responder.digits}\n")
    await responder.introduce()
    facts = {
        "codename": codename,
        "device_words": list(responder.device_words),
        "root_words": list(responder.root_words),
    }
    tell(
        options,
        facts,
        "Call your coordinator. Read her these six words; she approves you if she sees the same:",
        f"\n  {' '.join(responder.device_words)}\n",
        "She reads you hers. If they are not these, stop:",
        f"\n  {' '.join(responder.root_words)}\n",
    )


async def _queue(options: Namespace, responder: Responder) -> None:
    waiting = await responder.queue()
    hour = responder.post.hour()
    facts = {
        "waiting": [{"case": short_id(one.case_id), "opened": one.opened, "card": dict(one.card)} for one in waiting]
    }
    lines = [_line(one, hour) for one in waiting] or ["Nothing waits for your desks."]
    held = [f"{short_id(name)}  in your hands: {one.stage}" for name, one in responder.cases.items()]
    tell(options, facts | {"held": {short_id(name): one.stage for name, one in responder.cases.items()}}, *lines, *held)


async def _claim(options: Namespace, responder: Responder) -> None:
    waiting = await responder.queue()
    name = _find(options.case, [one.case_id for one in waiting])
    held = await responder.claim(name)
    clients = options.clients.read_text(encoding="utf-8").splitlines() if options.clients else []
    hits = responder.conflicts(name, clients)
    names = [str(one["name"]) for one in named(held.sheet)]
    facts = {"names": names, "claims": held.claims, "hits": [[one.name, one.client, one.sure] for one in hits]}
    told = [f"Names on the sheet: {', '.join(names)}."] if names else ["There are no names on the sheet: ask for them."]
    told += [f"{'CONFLICT' if one.sure else 'Perhaps'}: {one.name} is {one.client}." for one in hits]
    told += [f"Claimed {held.claims} times before."] if held.claims else []
    minutes = responder.directory.policy.claim_minutes
    tell(options, facts, *told, f"Within {minutes} minutes: hotline responder accept {options.case}, or put-back.")


async def _accept(options: Namespace, responder: Responder) -> None:
    held = await responder.accept(_find(options.case, responder.cases))
    told = [str(held.body.get("words", ""))]
    told += [f"To call back: {held.body['callback']}"] if held.body.get("callback") else []
    tell(options, {"body": held.body, "term": held.term}, *told)


async def _put_back(options: Namespace, responder: Responder) -> None:
    await responder.put_back(_find(options.case, responder.cases))
    tell(options, {"put_back": True}, "Put back. It is offered to others, and not to you again.")


async def _read(options: Namespace, responder: Responder) -> None:
    news = await responder.read()
    facts = {"news": [{"case": short_id(name), **entry_facts(entry)} for name, entry in news]}
    tell(options, facts, *([f"{short_id(name)}  {entry_line(entry)}" for name, entry in news] or ["Nothing new."]))


async def _reply(options: Namespace, responder: Responder) -> None:
    await responder.reply(_find(options.case, responder.cases), ask_text("Your answer"))
    tell(options, {"sent": True}, "Sent.")


async def _close(options: Namespace, responder: Responder) -> None:
    codes = pack_of(responder.directory).closings
    if options.code not in codes:
        raise Unclear(f"{options.code} is no way to end a case. There are: {', '.join(codes)}.")
    text = ask_text("A last word to the caller: why it closes, and where to turn")
    await responder.close(_find(options.case, responder.cases), options.code, text)
    tell(options, {"closed": True}, "Closed and erased. The caller is told.")


def _find(typed: str, names: object) -> CaseId:
    known = [name for name in names if short_id(name).startswith(typed)]  # type: ignore[attr-defined]
    if len(known) != 1:
        raise NoCase
    found: CaseId = known[0]
    return found


def _line(one: Waiting, hour: int) -> str:
    card = one.card
    place, language = card.get("state") or "place not known", card.get("language") or "language not known"
    about = f"{card.get('matter')}, {language}, {place}"
    return f"{short_id(one.case_id)}  {one.urgency}  {hour - one.opened} h  {about}"
