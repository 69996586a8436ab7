"""Looks for every mark in every form at once, in bytes and in what is compressed in them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ahocorasick_rs import BytesAhoCorasick, MatchKind

from hotline.drill import streams
from hotline.drill.marks import Mark, forms

INSIDE = ", inside"
_EMPTY = bytes(4096)


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere that is looked into, and a stretch of the bytes that were there.

    `is_value` for what is whole, as a value or a file is; memory is not. `is_transcript` for what was sent.
    """

    name: str
    octets: bytes = field(repr=False)
    is_value: bool = True
    is_transcript: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A mark that was found: what it is, where, and in which form."""

    mark: str
    place: str
    encoding: str


class Search:
    """Every mark's every form; `findings` and `searched` (bytes by place) grow with each place that is looked into."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        named: dict[bytes, list[tuple[Mark, str]]] = {}
        for mark in dict.fromkeys(marks):
            for name, form in forms(mark):
                named.setdefault(form, []).append((mark, name))
        self._named = list(named.values())
        self._forms = BytesAhoCorasick(list(named), matchkind=MatchKind.Standard)
        self.findings = set[Finding]()
        self.searched = dict[str, int]()

    def look(self, places: Iterable[Place]) -> None:
        """Look into these places."""
        for place in places:
            self.searched[place.name] = self.searched.get(place.name, 0) + len(place.octets)
            for found in self._found(place):
                self.findings.add(found)

    def _found(self, place: Place) -> Iterator[Finding]:
        for stretch in [place.octets] if place.is_value else _without_zeros(place.octets):
            yield from self._in(place, stretch, "")
            inner = streams.of_value(stretch) if place.is_value else streams.within(stretch)
            for content in inner:
                yield from self._in(place, content, INSIDE)

    def _in(self, place: Place, octets: bytes, inside: str) -> Iterator[Finding]:
        for index, _, _ in self._forms.find_matches_as_indexes(octets, overlapping=True):
            for mark, name in self._named[index]:
                if not (place.is_transcript and mark.passes):
                    yield Finding(mark.what, place.name, name + inside)


def _without_zeros(octets: bytes) -> Iterator[bytes]:
    """The stretches between pages of zeros, which hold nothing and are most of what a process has."""
    return (stretch for stretch in octets.split(_EMPTY) if stretch)
