"""The pages as this version has them: all but the few facts that an organization fills in.

    $root $fingerprint $organization $phone $dial     the root key, its six words, name, telephone, and its digits
    $case $cell $vault $timer                         how long its policy keeps things, on the page that tells of them

A page lists the hash of every module, text and set of rules that it may load, so that a browser takes none that was
changed on the way. It names all modules that it begins with, so that they come together, and not each once the one that
imports it has come: on a slow network every such step takes seconds. Pages of members load their files from where
browsers keep them, but for what puts right those that were changed on their way; a caller's browser is to keep nothing.
Her page is whole without JavaScript too: plain.py.
"""

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from posixpath import dirname, join, normpath
from string import Template

from crypto.directory import Directory
from hotline.store.holds import PROMISED, Lives
from hotline.web.headers import content_policy
from hotline.web.held_page import what_we_hold
from hotline.web.plain import plain
from hotline.web.served import ROOT, kept_below
from hotline.web.texts import languages, rights, texts

HTML = "text/html; charset=utf-8"
PAGES = {"/": "caller", "/desk": "desk", "/coordinate": "coordinate"}
WHAT_WE_HOLD = "/what-we-hold"

# Below these a page loads modules, texts and rules; the coordinator's has parts of the desk's.
_SHARED = ("/crypto/js/", "/hotline/triage/js/", "/hotline/web/shared/", "/hotline/web/peer/")
_BUILT = re.compile(r"/hotline/web/built/(?:[^/]+\.mjs|words\.json|(?:texts|packs|locales/en)/[^/]+\.json)")
_OWN = {"caller": ("caller",), "desk": ("desk",), "coordinate": ("coordinate", "desk")}
_COMPARED = (".css", ".js", ".mjs")
_IMPORTS = re.compile(r"""^(?:import|export|\}) (?:[^"'()]* )?from "(\.[^"]+)";|^import "(\.[^"]+)";""", re.MULTILINE)
_LOADS = re.compile(r'(<(?:script type="module" src|link rel="stylesheet" href))="([^"]+)"')

_START = "/hotline/web/shared/start.js"  # of members' pages: it imports main.js

# What stands on the pages of members until their modules run, and stays if one is not as listed.
_NOT_STARTED = """<main class="gate stack late">
<h1>This page has not started</h1>
<p>A file is still on its way, or came otherwise than the hotline sent it, and was not run. Reload the page.
If it stays so, type no codename here: something between you and the hotline changes the page. Try another network, and
tell your coordinator by telephone: <bdi>$phone</bdi></p>
</main>"""

CALLER = "caller"
Contents = Mapping[str, bytes]
Hashes = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its places open, and the content policy that allows its own list of hashes and nothing more."""

    policy: str
    template: str = field(repr=False)

    def filled(self, places: Mapping[str, str]) -> str:
        """The page for one organization; whatever is filled in is text and no markup."""
        return Template(self.template).substitute({name: escape(text) for name, text in places.items()})


def load(contents: Contents, pack: str) -> dict[str, Page]:
    """The pages by path, from the contents of the files that are served, for an organization with this pack."""
    hashes, kept = {path: integrity(content) for path, content in contents.items()}, kept_below(contents)
    pages = {path: _page(name, contents, hashes, pack, kept) for path, name in PAGES.items()}
    return {**pages, WHAT_WE_HOLD: Page(content_policy(), _with_hashes(what_we_hold(), hashes))}


def places(root_pk: bytes, fingerprint: str, directory: Directory | None) -> dict[str, str]:
    """What is filled in; without a directory, what is promised."""
    name, phone = (directory.organization.name, directory.organization.phone) if directory else ("", "")
    dial = "".join(sign for sign in phone if sign.isdigit() or sign == "+")
    told = {"root": root_pk.hex(), "fingerprint": fingerprint, "organization": name, "phone": phone, "dial": dial}
    return {**told, **(Lives.of(directory.policy) if directory else PROMISED).named()}


def integrity(content: bytes) -> str:
    """A hash as browsers write it."""
    return "sha256-" + b64encode(sha256(content).digest()).decode()


def imported_by(start: str, contents: Contents) -> list[str]:
    """The paths of all modules that a module needs before it runs, and those need; nearest first, without itself."""
    found = [start]
    for path in found:
        for one, other in _IMPORTS.findall(contents[path].decode()):
            imported = normpath(join(dirname(path), one or other))
            if imported not in found:
                found.append(imported)
    return found[1:]


def _page(name: str, contents: Contents, hashes: Hashes, pack: str, kept: str) -> Page:
    main = f"/hotline/web/{name}/main.js"
    imported, integrities, below = imported_by(main, contents), _listed(name, hashes), ""
    if name != CALLER:
        below, anew = kept, imported_by(_START, contents)
        imported = [*(below + path for path in (main, *imported)), *anew]  # main.js first, as start.js expects it
        integrities = {below + path: one for path, one in integrities.items()} | {path: hashes[path] for path in anew}
    listed = json.dumps({"integrity": integrities}, separators=(",", ":"))
    begins = "\n".join(f'<link rel="modulepreload" href="{one}" integrity="{integrities[one]}">' for one in imported)
    own = {"modules": f'<script type="importmap">{listed}</script>\n{begins}', "not_started": _NOT_STARTED}
    own |= {"languages": " ".join(languages()), "pack": pack}
    if name == CALLER:
        own["plain"] = plain([texts(one, pack) for one in languages()], rights(pack))
    html = (ROOT / "hotline" / "web" / name / "page.html").read_text(encoding="utf-8")
    template = _with_hashes(Template(html).safe_substitute(own), hashes, below)
    return Page(content_policy(integrity(listed.encode())), template)


def _listed(name: str, hashes: Hashes) -> Hashes:
    folders = (*_SHARED, *(f"/hotline/web/{folder}/" for folder in _OWN[name]))
    return {
        path: one
        for path, one in hashes.items()
        if (path.startswith(folders) and path.endswith(_COMPARED)) or _BUILT.fullmatch(path)
    }


def _with_hashes(template: str, hashes: Hashes, below: str = "") -> str:
    """The hash on every tag that loads a module or a style: a browser may ask for them before it has read the list.

    `below`: the path that stands before theirs.
    """

    def add(tag: re.Match[str]) -> str:
        return f'{tag[1]}="{"" if tag[2] == _START else below}{tag[2]}" integrity="{hashes[tag[2]]}"'

    return _LOADS.sub(add, template)
