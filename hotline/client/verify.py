"""Compares what a server gives to browsers with a manifest, and names each difference.

It asks as a browser does, but says nothing of itself; a server that tells the two apart can show each its own.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from hashlib import sha256

from crypto.directory import Directory
from hotline.client.manifest import File, Manifest
from hotline.client.post import Post, Seen
from hotline.web.headers import POLICY
from hotline.web.pages import HTML, Page, places
from hotline.web.served import KEPT_HEADERS

AT_ONCE = 8
# What HTTP needs, a proxy in front may add, and tells nothing.
ALLOWED = {"connection", "content-encoding", "content-length", "content-type", "date", "keep-alive"}
ALLOWED |= {"strict-transport-security", "transfer-encoding", "vary"}


async def differences(
    post: Post, manifest: Manifest, directory: Directory, root_pk: bytes, fingerprint: str
) -> AsyncIterator[str]:
    """One line each: which path, and what is otherwise. NotConnected."""
    pages = manifest.pages.get(directory.pack or "") or manifest.pages[min(manifest.pages)]
    filled = {path: page.filled(places(root_pk, fingerprint, directory)) for path, page in pages.items()}
    kept_headers = {**manifest.headers, **KEPT_HEADERS}
    files = {path: (file, manifest.headers) for path, file in manifest.files.items()}
    files |= {manifest.kept + path: (file, kept_headers) for path, file in manifest.files.items()}
    paths = [*pages, *files]
    for start in range(0, len(paths), AT_ONCE):
        some = paths[start : start + AT_ONCE]
        for path, seen in zip(some, await asyncio.gather(*map(post.look, some)), strict=True):
            if path in pages:
                found = _page(seen, pages[path], filled[path], manifest.headers)
            else:
                found = _file(seen, *files[path])
            for what in found:
                yield f"{path}: {what}"


def _page(seen: Seen, page: Page, text: str, headers: Mapping[str, str]) -> Iterator[str]:
    yield from _head(seen, HTML, {**headers, POLICY: page.policy})
    if seen.body != text.encode():
        yield f"other text, from line {_first_other_line(seen.body, text.encode())} on"


def _file(seen: Seen, file: File, headers: Mapping[str, str]) -> Iterator[str]:
    yield from _head(seen, file.kind, headers)
    if sha256(seen.body).hexdigest() != file.sha256:
        yield "other content"


def _head(seen: Seen, kind: str, headers: Mapping[str, str]) -> Iterator[str]:
    if seen.status != 200:
        yield f"answered with {seen.status}"
    for name, value in {**headers, "content-type": kind}.items():
        if seen.headers.get(name) != value:
            yield f"other header {name}" if name in seen.headers else f"no header {name}"
    yield from (f"a header more, {name}" for name in sorted(seen.headers.keys() - headers.keys() - ALLOWED))


def _first_other_line(one: bytes, other: bytes) -> int:
    lines, others = one.splitlines(), other.splitlines()
    same = (at for at, pair in enumerate(zip(lines, others, strict=False)) if pair[0] != pair[1])
    return next(same, min(len(lines), len(others))) + 1
