"""Anyone can compare what a server gives browsers with what the organization signed; whatever was changed is named."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from crypto.errors import BadSignature
from crypto.signing import signer
from crypto.sizes import Hour
from hotline.cli import main
from hotline.client.manifest import Manifest
from hotline.client.words import fingerprint
from hotline.web import served
from tests.between import Answer, Change, standing_between
from tests.client.conftest import Hotline

FINGERPRINT = True
MODULE = "/crypto/js/case.js"
KEPT = served.kept_below(served.sources())
HOUR = Hour(500_000)


@pytest.fixture
def between(hotline: Hotline) -> Iterator[Callable[[Change], str]]:
    """The address of somebody who stands between and changes answers so."""
    with ExitStack() as stack:
        yield lambda change: stack.enter_context(standing_between(hotline.url, change))


def with_body(old: bytes, new: bytes) -> Callable[[Answer], Answer]:
    return lambda answer: (answer[0], answer[1], answer[2].replace(old, new, 1))


def with_headers(**more: str) -> Callable[[Answer], Answer]:
    named = {name.replace("_", "-"): value for name, value in more.items()}
    return lambda answer: (answer[0], {**answer[1], **named}, answer[2])


def without_header(name: str) -> Callable[[Answer], Answer]:
    return lambda answer: (answer[0], {key: value for key, value in answer[1].items() if key != name}, answer[2])


# What is changed at a path, and what is said of it.
CHANGES: dict[str, tuple[Callable[[Answer], Answer], str]] = {
    "/": (with_body(b"</body>", b" </body>"), "other text, from line N on"),
    "/desk": (with_headers(content_security_policy="script-src *"), "other header content-security-policy"),
    "/coordinate": (with_headers(set_cookie="a=b"), "a header more, set-cookie"),
    "/crypto/js/bytes.js": (with_body(b"export", b"Export"), "other content"),
    "/crypto/js/case.js": (with_headers(content_type="text/plain"), "other header content-type"),
    "/crypto/js/codename.js": (without_header("referrer-policy"), "no header referrer-policy"),
    f"{KEPT}/crypto/js/hashing.js": (with_body(b"export", b"Export"), "other content"),
    f"{KEPT}/crypto/js/hpke.js": (with_headers(cache_control="no-store"), "other header cache-control"),
    "/crypto/js/digits.js": (lambda answer: (203, *answer[1:]), "answered with 203"),
}


def test_each_change_is_named_and_nothing_else(
    hotline: Hotline, between: Callable[[Change], str], capsys: pytest.CaptureFixture[str]
) -> None:
    url = between(lambda path, answer: CHANGES[path][0](answer) if path in CHANGES else answer)
    assert main(["verify", url, "--root", hotline.root_pk.hex(), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["good"] is False
    found = [re.sub(r"line \d+", "line N", one) for one in told["differences"]]
    assert sorted(found) == sorted(f"{path}: {said}" for path, (_, said) in CHANGES.items())


def test_what_the_organization_signed_is_found_with_the_words_of_its_card(
    hotline: Hotline, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, words = tmp_path / "signed", " ".join(fingerprint(hotline.root_pk))
    assert main(["org", "sign", str(file), "--organization", str(hotline.folder)]) == 0
    assert main(["verify", hotline.url, "--words", words.upper(), "--manifest", str(file)]) == 0
    assert "pages and files, with their headers, are those of version" in capsys.readouterr().out


def test_a_signed_manifest_counts_and_not_what_is_beside_the_program(
    hotline: Hotline, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = Manifest.of_this_version(HOUR)
    other = replace(own, files={MODULE: replace(own.files[MODULE], sha256="0" * 64)})
    (tmp_path / "signed").write_bytes(other.signed(hotline.root.root_seed))
    asked = ["verify", hotline.url, "--root", hotline.root_pk.hex(), "--manifest", str(tmp_path / "signed")]
    assert main(asked) == 1
    assert (
        f"DIFFERS  {MODULE}: other content\nDIFFERS  {KEPT}{MODULE}: other content\nNOT GOOD, not as version"
        in capsys.readouterr().out
    )


def test_the_words_of_another_card_are_refused(hotline: Hotline, capsys: pytest.CaptureFixture[str]) -> None:
    words = " ".join(reversed(fingerprint(hotline.root_pk)))
    assert main(["verify", hotline.url, "--words", words]) == 1
    assert "another organization's key" in capsys.readouterr().err


@pytest.mark.parametrize("at", [0, 63, 64, -1])
def test_a_manifest_with_one_changed_byte_is_none(at: int) -> None:
    file = bytearray(Manifest(HOUR, "1", {}, {}, "", {}).signed(bytes(32)))
    file[at] ^= 1
    with pytest.raises(BadSignature):
        Manifest.read(bytes(file), signer(bytes(32)))


def test_a_manifest_is_read_as_it_was_signed() -> None:
    own = Manifest.of_this_version(HOUR)
    assert Manifest.read(own.signed(bytes(32)), signer(bytes(32))) == own
