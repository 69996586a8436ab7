"""`hotline pack check` where what it reads with is not installed."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("package", ["tree_sitter", "tree_sitter_toml", "babel"])
def test_a_missing_extra_is_named(package: str) -> None:
    start = f"import sys; sys.modules[{package!r}] = None; from hotline.cli import main; sys.exit(main())"
    done = subprocess.run([sys.executable, "-c", start, "pack", "check"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "make packs" in done.stderr
    assert "hotline[packs]" in done.stderr
    assert "Traceback" not in done.stderr
