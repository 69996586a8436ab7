"""Calls from Python tests into the JavaScript twin, and into HPKE by other people, through one Node process."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
BRIDGE = ROOT / "tests/js/crypto/bridge.js"
NODE = shutil.which("node") or str(ROOT / ".venv/bin/node")

Call = tuple[str, str, Sequence[object]]


def call(*calls: Call) -> list[Any]:
    """What each (module, function, arguments) gives: a value, or {"error": the class's name} where it fails."""
    asked = [{"module": module, "name": name, "args": _encode(args)} for module, name, args in calls]
    done = subprocess.run([NODE, str(BRIDGE)], input=json.dumps(asked), capture_output=True, text=True, check=True)
    return [answer if "error" in answer else _decode(answer.get("result")) for answer in json.loads(done.stdout)]


def draws(*octets: bytes) -> dict[str, list[str]]:
    """An argument that becomes a function giving these draws in order."""
    return {"$draws": [one.hex() for one in octets]}


def _encode(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"$": value.hex()}
    if isinstance(value, dict):
        return {name: _encode(inner) for name, inner in value.items()}
    return [_encode(inner) for inner in value] if isinstance(value, list | tuple) else value


def _decode(value: Any) -> Any:
    if isinstance(value, dict):
        return bytes.fromhex(value["$"]) if "$" in value else {name: _decode(inner) for name, inner in value.items()}
    return [_decode(inner) for inner in value] if isinstance(value, list) else value


needs_node = pytest.mark.skipif(shutil.which("node") is None and not Path(NODE).is_file(), reason="Node is missing")
