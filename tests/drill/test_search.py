"""A mark is found in every form, wherever it stands, and nothing is found where there is none."""

import base64
import gzip
import subprocess
import sys
import zlib
from collections.abc import Iterator
from secrets import token_bytes

import pytest

from hotline.drill.controls import Controls, taken
from hotline.drill.marks import Mark, forms
from hotline.drill.processes import Process
from hotline.drill.search import Finding, Place, Search

MARKS = [Mark.draw("text"), Mark.draw_plain("plain"), Mark.draw_octets("bytes")]


def _found(octets: bytes, *marks: Mark, transcript: bool = False, value: bool = True) -> set[str]:
    search = Search(marks)
    search.look([Place("here", octets, is_value=value, is_transcript=transcript)])
    return {one.encoding for one in search.findings}


@pytest.mark.parametrize("mark", MARKS, ids=lambda mark: mark.what)
def test_every_form_of_a_mark_is_found(mark: Mark) -> None:
    for name, form in forms(mark):
        assert name in _found(token_bytes(50) + form + token_bytes(50), mark)
    assert _found(token_bytes(100_000), mark) == set()


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("before", range(4))
@pytest.mark.parametrize("after", range(3))
def test_base64_is_found_at_every_offset_with_and_without_padding(encode: object, before: int, after: int) -> None:
    assert callable(encode)
    mark = Mark.draw_octets("bytes")
    carried = encode(token_bytes(before) + mark.octets + token_bytes(after))
    for octets in (carried, carried.rstrip(b"=")):
        assert any(name.startswith("base64") for name in _found(octets, mark, value=False))


def test_what_is_compressed_is_looked_into() -> None:
    mark = Mark.draw("text")
    deflated = zlib.compressobj(wbits=-15)
    inside = {f"{name}, inside" for name in ("utf-8",)}
    for packed in (zlib.compress(mark.octets), gzip.compress(mark.octets), zlib.compress(gzip.compress(mark.octets))):
        assert _found(token_bytes(99) + packed + token_bytes(99), mark, value=False) == inside
        assert _found(base64.b64encode(packed), mark) == inside
    assert _found(deflated.compress(mark.octets) + deflated.flush(), mark) == inside


def test_what_passes_may_stand_in_the_transcript_alone() -> None:
    passing, secret = Mark.draw_plain("header", passes=True), Mark.draw("words")
    octets = passing.octets + secret.octets
    assert _found(octets, passing, secret, transcript=True) == _found(octets, secret)
    assert _found(octets, passing)


@pytest.fixture
def holder() -> Iterator[tuple[subprocess.Popen[bytes], Mark]]:
    """A process that has read a mark and keeps it."""
    mark = Mark.draw("words")
    script = "import sys; kept = sys.stdin.buffer.readline(); print(len(kept), flush=True); sys.stdin.buffer.read()"
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(mark.octets + b"\n")
        process.stdin.flush()
        assert int(process.stdout.readline()) == len(mark.octets) + 1
        yield process, mark


def test_memory_is_searched_with_controls_and_left_as_it_was(holder: tuple[subprocess.Popen[bytes], Mark]) -> None:
    process, mark = holder
    kept = Process("holder", process.pid)
    before = kept.environment
    control = Controls("in a test")
    search = Search([mark, *control.marks])
    search.look(taken(kept, control, environment=True))
    assert Finding("words", "memory of holder", "utf-8") in search.findings
    assert control.expected <= search.findings
    assert len(control.expected) > 40
    assert kept.environment == before
    again = Search(control.marks)
    again.look([*kept.memory(), *kept.beside_memory()])
    assert again.findings == set()
    assert process.poll() is None
