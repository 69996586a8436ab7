"""Pages without a script: what the server holds, and that it is being set up."""

from collections.abc import Iterable, Mapping
from html import escape

from hotline.store.beside import FILES, QUEUE, Beside
from hotline.store.holds import HOLDS, PROMISED, Hold

_PAGE = """<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Hotline</title>
<link rel="icon" href="/hotline/web/shared/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/hotline/web/shared/tokens.css">
<link rel="stylesheet" href="/hotline/web/shared/base.css">
<link rel="stylesheet" href="/hotline/web/shared/plain.css">
</head>
<body><main class="plain">
{content}
</main></body>
</html>
"""

LIVES = tuple(PROMISED.named())


def being_set_up() -> str:
    """What stands in place of each page while no directory is published."""
    return _PAGE.format(content="<h1>Hotline</h1><p>This hotline is being set up. Please come back later.</p>")


def what_we_hold() -> str:
    """A template: everything that is kept, from the declaration that the store itself uses. LIVES are its places."""
    places = {name: f"${name}" for name in LIVES}
    return _PAGE.format(
        content="<h1>What this server holds</h1>"
        "<p>All of it, field by field. Names of keys and cases are random numbers; times are whole hours.</p>"
        f"{''.join(_held(hold, places) for hold in HOLDS)}"
        f"<section><h2>The queue of jobs, in memory alone</h2>{_beside(QUEUE)}</section>"
        f"<section><h2>Files</h2>{_beside(FILES)}</section>"
    )


def _held(hold: Hold, places: Mapping[str, str]) -> str:
    fields = (
        (one.name, f"{fixed(one.why)}; {fixed(one.lifetime.words).format(**places)}") for one in hold.fields.values()
    )
    return f"<section><h2>{fixed(hold.name)}</h2>{_list(fields)}</section>"


def _beside(kinds: Iterable[Beside]) -> str:
    return _list((one.pattern, f"{fixed(one.why)}; {fixed(one.words)}") for one in kinds)


def _list(entries: Iterable[tuple[str, str]]) -> str:
    return "<dl>" + "".join(f"<dt>{fixed(name)}</dt><dd>{markup}</dd>" for name, markup in entries) + "</dl>"


def fixed(text: str) -> str:
    """Text as a template has it, in which nothing is markup or a place."""
    return escape(text).replace("$", "$$")
