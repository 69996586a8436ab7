"""The texts of the pages as they are served: every language at once.

Which language's file a page asked for would tell the network what a caller reads, and of a responder's page which
language her case has. So all come together: for callers in two files, of which the first has what the first screen
says; for the desk in one with the replies that stand ready. Keys stand once, and each language has its texts in the
order of the keys.

    {"keys": [KEY, ...],
     "languages": {TAG: {"name", "direction", "plurals", "dates", "texts": [TEXT, ...], "unreviewed": "0110..."}}}

A text is null where a language has none. `plurals` stand only where counts are said, `dates` where days are. What only
volunteers read is left out for callers; what a reply is called stands in the English catalogue alone. The second file
for callers has `recordings` too: by language, the keys of the messages that somebody has read aloud (recordings.py).
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from hotline.web.locales_build import Json, compiled, sources
from hotline.web.recordings import recorded

PAGE = "caller"
FIRST = ("first.", "page.", "exit.", "nav.", "net.", "load.")
REPLIES = "template."
FOR_VOLUNTEERS = (REPLIES, "urgency.", "matter.", "deadline.")
LABEL, TITLE = ".name", ".title"
TABLES = ("plurals", "dates")


def write_bundles(target: Path, pack: str) -> None:
    """Write `target/first.json`, `target/<pack>.json` and `target/<pack>-replies.json`."""
    catalogues = _catalogues(pack)
    every = list(dict.fromkeys(key for one in catalogues.values() for key in one["messages"]))
    keys = [key for key in every if for_callers(key)]
    replies = [key for key in every if key.startswith(REPLIES) and not key.endswith(TITLE)]
    target.mkdir(parents=True, exist_ok=True)
    _write(target / "first.json", _bundle(catalogues, [key for key in keys if key.startswith(FIRST)], without=TABLES))
    rest = _bundle(catalogues, [key for key in keys if not key.startswith(FIRST)])
    _write(target / f"{pack}.json", {**rest, "recordings": recorded(pack)})
    _write(target / f"{pack}-replies.json", _bundle(catalogues, replies, without=TABLES[:1]))


def for_callers(key: str) -> bool:
    """Whether a caller may come to read this text."""
    return not key.startswith(FOR_VOLUNTEERS) and not key.endswith(LABEL)


def _catalogues(pack: str) -> dict[str, Json]:
    """By language, what the page says and what the pack says, as one."""
    found: dict[str, Json] = {}
    for (language, domain), path in sources().items():
        if domain in (PAGE, pack):
            one = compiled(path, language)
            known = found.setdefault(language, {**one, "messages": {}, "unreviewed": []})
            known["messages"] |= one["messages"]
            known["unreviewed"] += one["unreviewed"]
    return dict(sorted(found.items(), key=lambda item: item[1]["name"]))


def _bundle(catalogues: Mapping[str, Json], keys: list[str], without: Iterable[str] = ()) -> Json:
    return {"keys": keys, "languages": {tag: _one(one, keys, set(without)) for tag, one in catalogues.items()}}


def _write(file: Path, bundle: Json) -> None:
    file.write_text(json.dumps(bundle, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _one(catalogue: Json, keys: list[str], without: set[str]) -> dict[str, Any]:
    unreviewed = {*catalogue["unreviewed"]}
    about = {key: catalogue[key] for key in ("name", "direction", *TABLES) if key not in without}
    texts = [catalogue["messages"].get(key) for key in keys]
    return {**about, "texts": texts, "unreviewed": "".join(str(int(key in unreviewed)) for key in keys)}
