"""The browser's files: one URL each, compressed when the server starts, and never a file that is not in the table."""

import gzip
from pathlib import Path

import pytest

from hotline.routes.files import accepts
from hotline.web import served
from tests.crypto.bridge import ROOT
from tests.routes.conftest import Door

MODULE = "/hotline/web/caller/main.js"
FILES = served.sources()


def test_paths_mirror_the_repository() -> None:
    assert len(FILES) > 100
    assert all((ROOT / path[1:]).read_bytes() == content for path, content in FILES.items())


def test_every_file_is_the_same_in_every_coding_with_its_right_length(door: Door) -> None:
    for path, content in FILES.items():
        for accept, codings in (("identity", {None}), ("gzip, deflate", {"gzip", None})):
            status, headers, octets = door.ask("GET", path, headers={"Accept-Encoding": accept})
            assert status == 200
            assert headers["vary"] == "accept-encoding"
            assert int(headers["content-length"]) == len(octets)
            coding = headers.get("content-encoding")
            assert coding in codings
            assert (gzip.decompress(octets) if coding else octets) == content


def test_files_are_smallest_for_who_takes_brotli(door: Door) -> None:
    for path in ("/hotline/web/built/libsodium-sumo.mjs", "/hotline/web/built/texts/first.json"):
        sizes = {}
        for coding in ("br", "gzip"):
            _, headers, octets = door.ask("GET", path, headers={"Accept-Encoding": f"deflate, {coding}"})
            assert headers["content-encoding"] == coding
            sizes[coding] = len(octets)
        assert sizes["br"] < 0.9 * sizes["gzip"]


def test_whatever_shrinks_is_compressed_in_both_ways() -> None:
    table = served.load()
    for kept in ([file.gzipped for file in table.values()], [file.brotli for file in table.values()]):
        plain = [Path(path) for path, smaller in zip(table, kept, strict=True) if smaller is None]
        assert all(file.suffix == ".svg" or (ROOT / str(file)[1:]).stat().st_size < 200 for file in plain)
        pairs = zip(table.values(), kept, strict=True)
        assert all(len(smaller) < len(file.content) for file, smaller in pairs if smaller is not None)


def test_browsers_keep_files_below_the_hash_of_them_all_and_nowhere_else(door: Door) -> None:
    contents = served.sources()
    kept, path = served.kept_below(contents), "/hotline/web/desk/main.js"
    status, headers, octets = door.ask("GET", kept + path)
    assert (status, headers["cache-control"], octets) == (200, "private, max-age=31536000", contents[path])
    assert door.ask("GET", path)[1]["cache-control"] == "no-store"
    assert served.kept_below({**contents, path: b"changed"}) != kept
    assert door.ask("GET", f"/kept/{'0' * 32}{path}")[0] == 404


def test_what_was_changed_since_it_was_compressed_is_not_served_as_it_was(tmp_path: Path) -> None:
    module, made = tmp_path / "crypto/js/a.js", b"let a = 1;" * 100
    module.parent.mkdir(parents=True)
    module.write_bytes(made)
    served.smaller_of(tmp_path, made).parent.mkdir(parents=True)
    served.smaller_of(tmp_path, made).write_bytes(b"compressed")
    assert served.load(tmp_path)["/crypto/js/a.js"].brotli == b"compressed"
    module.write_bytes(made + b"a")
    assert served.load(tmp_path)["/crypto/js/a.js"].brotli is None


@pytest.mark.parametrize(
    ("accept", "taken"),
    [
        ("gzip, deflate, br", True),
        ("br, gzip;q=0.1", True),
        ("GZIP", True),
        ("br;q=0, gzip;q=0.000", False),
        ("br", False),
        ("*", False),
        ("", False),
        ("brx, xgzip", False),
    ],
)
def test_compression_is_used_only_where_it_is_accepted(accept: str, taken: bool) -> None:
    assert accepts(accept, "gzip") is taken


def test_no_link_is_followed(tmp_path: Path) -> None:
    folder, secret = tmp_path / "crypto/js", tmp_path / "secret"
    folder.mkdir(parents=True)
    secret.mkdir()
    (secret / "key.js").write_text("secret")
    (folder / "own.js").write_text("own")
    (folder / "file.js").symlink_to(secret / "key.js")
    (folder / "folder").symlink_to(secret)
    assert list(served.sources(tmp_path)) == ["/crypto/js/own.js"]


@pytest.mark.parametrize("path", ["/hotline/web/caller/page.html", "/crypto/js/package.json", "/crypto/hashing.py"])
def test_what_no_browser_needs_is_not_served(door: Door, path: str) -> None:
    assert (ROOT / path[1:]).is_file()
    assert door.ask("GET", path)[0] == 404


@pytest.mark.parametrize(
    "path",
    [
        "/crypto/js/../../pyproject.toml",
        "/crypto/js/..%2f..%2fpyproject.toml",
        "/crypto/js/%2e%2e/hashing.py",
        "/crypto/js/%252e%252e/hashing.py",
        "/crypto/js/..%5c..%5cpyproject.toml",
        "/crypto/js/./case.js",
        "/crypto/js/../js/case.js",
        "/crypto/js//case.js",
        "//crypto/js/case.js",
        "/crypto//js/case.js",
        "/crypto/js/case.js/",
        "/crypto/js/case.js%00",
        "/crypto/js/case.js%00.css",
        "/crypto/js/%63ase.js",
        "/crypto%2fjs/case.js",
        "/crypto/js/Case.js",
        "/CRYPTO/js/case.js",
        "/crypto/js/case.js;a",
        "/crypto/js",
        "/crypto/js/",
        "/crypto/",
        "/crypto",
        "/hotline/web/built/",
        "/desk/",
        "/desk/main.js",
        "/.env",
        "//etc/passwd",
        "/etc/passwd",
        "/crypto/js/" + "a" * 4000,
        "/crypto/js/%ff%fe.js",
        "/favicon.ico",
        "/robots.txt",
    ],
)
def test_another_spelling_is_one_plain_not_found(door: Door, path: str) -> None:
    status, headers, octets = door.ask("GET", path)
    assert status == 404
    assert headers["content-type"] == "application/json"
    assert "location" not in headers
    assert set(octets) <= set(b'{"error":"There is no such file here."}Not Found')


def test_nothing_tells_a_browser_that_it_has_been_here_before(door: Door) -> None:
    _, first, whole = door.ask("GET", MODULE)
    assert not {"etag", "last-modified", "accept-ranges", "set-cookie", "age", "expires"} & first.keys()
    asked = {"If-None-Match": "*", "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT", "Range": "bytes=0-9"}
    status, again, octets = door.ask("GET", MODULE, headers=asked)
    assert (status, octets) == (200, whole)
    assert again == first
