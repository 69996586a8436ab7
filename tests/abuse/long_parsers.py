"""Every parser, 20,000 inputs each (500 codenames, which are slow to read), chosen by a fuzzer that follows coverage.

Long: run by `make drill`.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.abuse.parsers import BEGINNINGS, PARSERS

ROOT = Path(__file__).parents[2]
RUNS, SLOW = 20_000, {"codename": 500}
BYTES_AT_MOST = 6_000
DONE = re.compile(r"^Done (\d+) runs", re.MULTILINE)
COVERED = re.compile(r"cov: (\d+)")


@pytest.mark.parametrize("name", PARSERS)
def test_no_input_ends_in_an_error_that_is_not_documented(name: str, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "beginning").write_bytes(BEGINNINGS.get(name, b""))
    runs = SLOW.get(name, RUNS)
    options = [f"-runs={runs}", f"-max_len={BYTES_AT_MOST}", f"-artifact_prefix={tmp_path}/", str(corpus)]
    command = [sys.executable, "-m", "tests.abuse.fuzz", name, *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", timeout=900)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    told = DONE.search(done.stderr)
    assert told is not None
    assert int(told[1]) >= runs
    print(f"{name}: {told[1]} inputs, coverage {COVERED.findall(done.stderr)[-1]}")
