"""Hatchling's hook: makes the browser files before a wheel is packed, and puts them into it."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BrowserFiles(BuildHookInterface[Any]):
    """Runs hotline/web/build.py; the sdist carries that script, package.json and the lock instead of its result."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before each artifact; `version` is "editable" or "standard"."""
        if self.target_name != "wheel":
            return
        _load_build_script(Path(self.root)).build()
        if version != "editable":
            build_data["force_include"]["hotline/web/built"] = "hotline/web/built"


def _load_build_script(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("hotline_web_build", root / "hotline/web/build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
