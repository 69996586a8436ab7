"""`hotline verify URL`: whether a server gives browsers what this version, or a signed manifest, says. For anyone."""

import re
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from hotline.client.manifest import Manifest
from hotline.client.post import Post, fetch_directory
from hotline.client.verify import differences
from hotline.client.words import fingerprint
from hotline.commands.talking import Unclear, tell

ROOT = re.compile(rb'<meta name="hotline-root" content="([0-9a-f]{64})">')
NO_KEY = "Say whose hotline it should be: --words with the six words of its cards, or --root."
OTHER_KEY = "The page has another organization's key: its six words are {words}. Do not use it."
MANY = 20  # of the same
NO_PAGE = "There is no page of a hotline at this address."


def add(parser: ArgumentParser) -> None:
    """`hotline verify`."""
    parser.add_argument("url", help="address of the hotline, as callers open it")
    parser.add_argument("--words", help="the six words on the organization's cards")
    parser.add_argument("--root", help="or its root public key, 64 hexadecimal digits")
    parser.add_argument("--manifest", type=Path, help="what hotline org sign wrote (default: this version's own files)")
    parser.add_argument("--json", action="store_true", help="answer in JSON, for programs")


async def run(options: Namespace) -> int:
    """1 when anything is otherwise. Unclear; NotConnected; DirectoryError; BadSignature."""
    async with Post(options.url) as post:
        root_pk, words = await _whose(options, post)
        manifest = _manifest(options, root_pk, post)
        directory = await fetch_directory(post, root_pk)
        found = [one async for one in differences(post, manifest, directory, root_pk, words)]
    day = datetime.fromtimestamp(manifest.hour * 3600, UTC).date()
    by = f"signed on {day}" if options.manifest else "as it stands beside this program"
    of = f"version {manifest.version}, {by}"
    count = len(manifest.files) + len(next(iter(manifest.pages.values())))
    good = f"Good: {count} pages and files, with their headers, are those of {of}."
    bad = f"NOT GOOD, not as {of}: {len(found)} times. Type nothing there; tell the organization by telephone."
    facts = {
        "good": not found,
        "differences": found,
        "version": manifest.version,
        "by_organization": bool(options.manifest),
    }
    tell(options, facts, *(f"DIFFERS  {one}" for one in _gathered(found)), bad if found else good)
    return 1 if found else 0


def _gathered(found: Sequence[str]) -> Iterator[str]:
    """Each difference, but one line for what is otherwise at many paths alike, as a proxy's header is."""
    kinds = Counter(one.partition(": ")[2] for one in found)
    yield from (f"at {count} paths: {what}" for what, count in kinds.items() if count >= MANY)
    yield from (one for one in found if kinds[one.partition(": ")[2]] < MANY)


async def _whose(options: Namespace, post: Post) -> tuple[bytes, str]:
    """The root key and its words: as said, or as the page has them if they are the words that were said."""
    if options.root:
        root = options.root
    elif options.words:
        shown = ROOT.search((await post.look("/")).body)
        if shown is None:
            raise Unclear(NO_PAGE)
        root = shown[1].decode()
    else:
        raise Unclear(NO_KEY)
    try:
        root_pk = bytes.fromhex(root)
    except ValueError:
        raise Unclear(NO_KEY) from None
    words = fingerprint(root_pk)
    if options.words and tuple(options.words.lower().split()) != words:
        raise Unclear(OTHER_KEY.format(words=" ".join(words)))
    return root_pk, " ".join(words)


def _manifest(options: Namespace, root_pk: bytes, post: Post) -> Manifest:
    if options.manifest is None:
        return Manifest.of_this_version(post.hour())
    try:
        file = options.manifest.read_bytes()
    except OSError:
        raise Unclear("That file of --manifest cannot be read.") from None
    return Manifest.read(file, root_pk)
