"""The pages: whole without a script, filled with what a browser needs, and nothing that is not escaped."""

import gzip
import json
import re
import subprocess
import sys
from html import escape
from posixpath import dirname, join, normpath

import pytest

from hotline.triage.shipped import shipped
from hotline.web import served
from hotline.web.headers import POLICY
from hotline.web.pages import PAGES, WHAT_WE_HOLD, imported_by, integrity
from hotline.web.texts import languages, rights, texts
from tests.crypto.bridge import ROOT
from tests.routes.conftest import Door

(PACK,) = shipped()
ANEW = {"/hotline/web/shared/start.js", "/hotline/web/shared/listed.js"}  # what puts right what a browser keeps
FIRST_SCREEN_BYTES = 150_000
IMPORT_MAP = re.compile(r'<script type="importmap">(.*?)</script>')
LOADED = re.compile(r"""^(?:[^/*]|/(?![/*]))*?(?:from|import|import\() ?"(\.[^"]+\.m?js)\"""", re.MULTILINE)
IMPORT = re.compile(r"""(?:^import|^export|^\} from|^import .*? from)[^"]*"(\.[^"]+)";?$""", re.MULTILINE)


def _home(door: Door) -> str:
    status, headers, body = door.ask("GET", "/")
    assert status == 200
    assert headers["content-type"].startswith("text/html")
    return body.decode()


def test_home_brings_the_root_key_its_words_and_the_number(door: Door) -> None:
    home = _home(door)
    assert f'<meta name="hotline-root" content="{door.organization.root_pk.hex()}">' in home
    assert '<meta name="hotline-fingerprint" content="one two">' in home
    assert '<meta name="hotline-phone" content="+1 555 0100">' in home
    assert "$" not in home


def test_home_is_compressed_for_who_takes_it_so(door: Door) -> None:
    status, headers, body = door.ask("GET", "/", headers={"accept-encoding": "gzip"})
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert gzip.decompress(body).decode() == _home(door)


def test_home_says_everything_without_a_script_in_every_language(door: Door) -> None:
    home = _home(door)
    for language in languages():
        assert f'<a href="#{language}" lang="{language}">' in home
        part = home.split(f'<section id="{language}"')[1].split("</section>")[0]
        assert 'href="tel:+15550100"' in part
        assert '<bdi dir="ltr" lang="en">one two</bdi>' in part
        assert len(rights(PACK)) > 4
        assert all(escape(texts(language, PACK).say(f"rights.{one}.text")) in part for one in rights(PACK))


@pytest.mark.parametrize("path", [*PAGES, WHAT_WE_HOLD])
def test_no_page_has_a_style_or_script_of_its_own(door: Door, path: str) -> None:
    """But for the list of hashes, which is data."""
    page = IMPORT_MAP.sub("", door.ask("GET", path)[2].decode())
    assert not re.search(r"<style|style=|<script(?![^>]* src=)|\son\w+=", page)
    assert "<title>Hotline</title>" in page


@pytest.mark.parametrize("path", PAGES)
def test_the_policy_of_a_page_allows_its_list_of_hashes_and_no_other_text(door: Door, path: str) -> None:
    _, headers, body = door.ask("GET", path)
    (listed,) = IMPORT_MAP.findall(body.decode())
    assert f"script-src 'self' 'wasm-unsafe-eval' '{integrity(listed.encode())}';" in headers[POLICY]
    assert headers[POLICY].count("sha256-") == 1


@pytest.mark.parametrize("path", PAGES)
def test_a_page_lists_the_hash_of_every_module_that_it_may_load(door: Door, path: str) -> None:
    page = door.ask("GET", path)[2].decode()
    hashes = json.loads(IMPORT_MAP.findall(page)[0])["integrity"]
    tags = dict(re.findall(r'(?:href|src)="([^"]+)" integrity="([^"]+)"', page))
    assert len(re.findall(r"<(?:script type=.module|link rel=.(?:stylesheet|modulepreload))", page)) == len(tags) > 4
    kept = "" if path == "/" else served.kept_below(served.sources())
    main = f"{kept}/hotline/web/{PAGES[path]}/main.js"
    assert hashes[main] == tags[main]
    assert {file for file in hashes | tags if not file.startswith(kept + "/")} == (ANEW if kept else set())
    for file, listed in (hashes | tags).items():
        content = (ROOT / file.removeprefix(kept)[1:]).read_bytes()
        assert listed == integrity(content)
        if file.endswith(".js"):
            found = [normpath(join(dirname(file), name)) for name in LOADED.findall(content.decode())]
            assert not set(found) - hashes.keys()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_at_once_for_every_module_that_it_begins_with_and_for_no_other(door: Door, path: str) -> None:
    page = door.ask("GET", path)[2].decode()
    asked = re.findall(r'<link rel="modulepreload" href="([^"]+)"', page)
    (start,) = re.findall(r'<script type="module" src="([^"]+)"', page)
    kept = "" if path == "/" else served.kept_below(served.sources())
    main = f"{kept}/hotline/web/{PAGES[path]}/main.js"
    found = [*dict.fromkeys((start, main))]
    for one in found:
        text = (ROOT / one.removeprefix(kept)[1:]).read_text(encoding="utf-8")
        found += {normpath(join(dirname(one), name)): None for name in IMPORT.findall(text)}.keys() - {*found}
    assert len(asked) == len({*asked})
    assert {*asked} == {*found} - {start}
    assert start == main or asked[0] == main  # as start.js expects it


def test_pages_are_the_same_in_every_process() -> None:
    told = f"print([(one.policy, one.template) for one in pages.load(served.sources(), '{PACK}').values()])"
    asked = [
        subprocess.run(
            [sys.executable, "-c", f"from hotline.web import pages, served; {told}"],
            env={"PYTHONHASHSEED": one},
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
        for one in ("0", "1", "2")
    ]
    assert len({one.stdout for one in asked}) == 1
    assert b"modulepreload" in asked[0].stdout


def test_the_first_screen_is_small(door: Door) -> None:
    """Page, styles, modules that load at once, what the first screen says in all languages; the rest comes later."""
    home = _home(door)
    files = set(re.findall(r'(?:href|src)="(/hotline/[^"]+)"', home))
    waiting = [ROOT / name.lstrip("/") for name in files]
    seen = set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        if path.suffix == ".js":
            waiting += [(path.parent / name).resolve() for name in IMPORT.findall(path.read_text(encoding="utf-8"))]
    seen.add(ROOT / "hotline/web/built/texts/first.json")
    later = {path for path in seen if "peer" in path.parts or "crypto" in path.parts or path.suffix == ".mjs"}
    assert {path.name for path in later} == {"digits.js", "library.js"}  # the second fetches the rest when asked to
    sizes = [len(gzip.compress(path.read_bytes())) for path in seen]
    assert len(sizes) > 20
    assert sum(sizes) + len(gzip.compress(home.encode())) < FIRST_SCREEN_BYTES


def test_the_worker_that_stretches_waits_for_no_libsodium() -> None:
    needed = imported_by("/crypto/js/stretcher.js", served.sources())
    assert "/crypto/js/stretching.js" in needed
    assert "/crypto/js/sodium.js" not in needed
