"""What a version serves, file by file and page by page, with its headers; signed with the organization's root.

    file = sign(root, "served", json) ‖ json
    json = {"hour", "version", "headers": {NAME: VALUE}, "files": {PATH: {"kind", "sha256"}},
            "kept": PATH, "pages": {PACK: {PATH: {"policy", "template"}}}}

`kept` stands before the path of each file once more: there the headers say that a browser may keep it.

Pages are templates, so that a signature outlives a new telephone number: what an organization fills in comes from its
signed directory.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.metadata import version
from typing import Any

from crypto.errors import FormatError
from crypto.hashing import dump_json, parse_json
from crypto.signing import sign, verify
from crypto.sizes import SIGNATURE, Hour
from hotline.triage.shipped import shipped
from hotline.web import served
from hotline.web.headers import SECURITY_HEADERS
from hotline.web.pages import Page, load

LABEL = "served"


@dataclass(frozen=True, slots=True)
class File:
    """A file's media type and the hash of its content, in hexadecimal."""

    kind: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that is served: files by path, pages by pack and path, and the headers of every answer."""

    hour: Hour
    version: str
    headers: Mapping[str, str]
    files: Mapping[str, File]
    kept: str
    pages: Mapping[str, Mapping[str, Page]]

    @classmethod
    def of_this_version(cls, hour: Hour) -> "Manifest":
        """Of the files beside this program."""
        contents = served.sources()
        files = {path: File(served.kind_of(path), sha256(content).hexdigest()) for path, content in contents.items()}
        pages = {pack: load(contents, pack) for pack in shipped()}
        return cls(hour, version("hotline"), dict(SECURITY_HEADERS), files, served.kept_below(contents), pages)

    def signed(self, root_seed: bytes) -> bytes:
        """The file that others check."""
        octets = dump_json(asdict(self))
        return sign(root_seed, LABEL, octets) + octets

    @classmethod
    def read(cls, file: bytes, root_pk: bytes) -> "Manifest":
        """From a file that this root has signed. BadSignature; FormatError."""
        signature, octets = file[:SIGNATURE], file[SIGNATURE:]
        verify(root_pk, signature, LABEL, octets)
        try:
            return cls._of(parse_json(octets))
        except (KeyError, TypeError, AttributeError):
            raise FormatError("a manifest is not of its form") from None

    @classmethod
    def _of(cls, document: Mapping[str, Any]) -> "Manifest":
        files = {path: File(**one) for path, one in document["files"].items()}
        pages = {pack: {path: Page(**one) for path, one in pages.items()} for pack, pages in document["pages"].items()}
        return cls(Hour(document["hour"]), document["version"], document["headers"], files, document["kept"], pages)
