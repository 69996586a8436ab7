"""Who may import whom. The server is blind: what it never loads, it cannot use.

The first tests walk the imports of our own code, imports of imports included; the last one asks running processes.
"""

import ast
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import cryptography
import pytest
from cryptography.hazmat.bindings import _rust

from tests.conftest import StartStack

ROOT = Path(__file__).parents[1]
OURS = ("crypto", "hotline", "workers")
CIPHERS = ("nacl", "cryptography", "Crypto", "Cryptodome", "ssl")
SERVER_MAY_USE_OF_CRYPTO = {"errors", "sizes", "hashing", "signing", "stamp", "directory"}
SERVER = ("hotline.routes", "hotline.store", "workers", "hotline.app", "hotline.middleware", "hotline.settings")
WRAPS_LOCKS = "hotline.store.locks"
LIBRARIES_OF_CRYPTO = {"nacl", "cryptography"}


def _modules() -> dict[str, Path]:
    found = {}
    for package in OURS:
        for path in (ROOT / package).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = _modules()


def _imports(module: str) -> Iterator[str]:
    """Full names of all that a module imports, functions' own imports included."""
    for node in ast.walk(ast.parse(MODULES[module].read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            assert node.module is not None
            submodules = [f"{node.module}.{name.name}" for name in node.names]
            yield from (one if one in MODULES else node.module for one in submodules)


def _is_in(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def _server_modules() -> list[str]:
    return [module for module in MODULES if any(_is_in(module, package) for package in SERVER)]


def _reached(start: str) -> set[str]:
    """All of our modules that loading one loads."""
    reached, waiting = set(), [start]
    while waiting:
        module = waiting.pop()
        if module in MODULES and module not in reached:
            reached.add(module)
            waiting += [*_imports(module), *_packages_of(module)]
    return reached


def _packages_of(module: str) -> list[str]:
    parts = module.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts))]


def test_the_walk_sees_what_is_there() -> None:
    assert "crypto.sealing" in _reached("crypto.case")
    assert len(_server_modules()) > 20


@pytest.mark.parametrize("module", _server_modules())
def test_server_uses_of_crypto_only_what_opens_nothing(module: str) -> None:
    used = {name.split(".")[1] for name in _imports(module) if name.startswith("crypto.")}
    assert used <= SERVER_MAY_USE_OF_CRYPTO
    reached = {name.split(".")[1] for name in _reached(module) if name.startswith("crypto.")}
    assert reached <= SERVER_MAY_USE_OF_CRYPTO


@pytest.mark.parametrize("module", _server_modules())
def test_server_has_no_cipher_but_for_wrapping_locks(module: str) -> None:
    ciphers = {name for name in _imports(module) if name.split(".")[0] in CIPHERS}
    if module == WRAPS_LOCKS:
        assert {name.split(".")[0] for name in ciphers} == {"nacl"}
    else:
        assert not ciphers


def test_server_reaches_neither_clients_nor_the_stack() -> None:
    for module in _server_modules():
        strangers = {"hotline.client", "hotline.stack", "hotline.drill", "hotline.cli", "hotline.triage"}
        assert not [one for one in _reached(module) if any(_is_in(one, stranger) for stranger in strangers)], module


def test_crypto_stands_on_the_standard_library_and_two_packages() -> None:
    for module in (one for one in MODULES if _is_in(one, "crypto")):
        for name in _imports(module):
            top = name.split(".")[0]
            assert top == "crypto" or top in LIBRARIES_OF_CRYPTO or top in sys.stdlib_module_names, (module, name)
            assert top not in {"os", "socket", "time", "datetime", "logging", "pathlib", "asyncio"}, (module, name)


def test_only_sealing_touches_a_cipher_in_crypto() -> None:
    for module in (one for one in MODULES if _is_in(one, "crypto") and one != "crypto.sealing"):
        source = MODULES[module].read_text()
        assert "aead" not in source.lower(), module
        assert not [name for name in _imports(module) if name.split(".")[0] == "cryptography"], module


def test_routes_never_touch_redis_or_rq() -> None:
    for module in (one for one in MODULES if _is_in(one, "hotline.routes")):
        assert not {name.split(".")[0] for name in _imports(module)} & {"redis", "rq"}, module


def test_nobody_imports_the_workers() -> None:
    for module in MODULES:
        if not _is_in(module, "workers"):
            assert not [name for name in _imports(module) if _is_in(name, "workers")], module


def test_only_settings_reads_the_environment_of_the_server() -> None:
    for module in _server_modules():
        if module != "hotline.settings":
            assert "os.environ" not in MODULES[module].read_text(), module


_LOADED = """
import json, sys
sys.path.insert(0, {root!r})
{load}
print(json.dumps(sorted(sys.modules)))
"""


@pytest.mark.parametrize(
    "load",
    [
        "from hotline.app import create_app; create_app()",
        "import workers.__main__, workers.jobs; [getattr(workers.jobs, n) for n in ('shred', 'expire')]",
    ],
    ids=["web", "worker"],
)
def test_processes_of_the_server_never_load_what_opens(load: str) -> None:
    environment = os.environ | {
        "HOTLINE_REDIS_SOCKET": "/nowhere",
        "HOTLINE_QUEUE_SOCKET": "/nowhere",
        "HOTLINE_KEYS": "/nowhere",
        "HOTLINE_ROOT": "00" * 32,
    }
    script = _LOADED.format(root=str(ROOT), load=load)
    answer = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    loaded = set(json.loads(answer.stdout))
    assert "crypto.hashing" in loaded
    assert not loaded & {"crypto.sealing", "crypto.case", "crypto.conversation", "crypto.vault", "crypto.attachments"}
    assert not [name for name in loaded if "hpke" in name or name.startswith("cryptography.hazmat")]


def test_running_server_and_worker_have_not_mapped_the_sealing_library(start_stack: StartStack) -> None:
    stack = start_stack(root_pk=bytes(32))
    (library,) = (Path(cryptography.__file__).parent / "hazmat" / "bindings").glob("_rust*.so")
    mapped = Path("/proc/self/maps").read_text()
    assert _rust.__file__ == str(library)
    assert library.name in mapped
    for part in (stack.web, stack.worker):
        maps = Path(f"/proc/{part.pid}/maps")
        while "python" not in maps.read_text():  # a worker may have begun only now
            time.sleep(0.05)
        assert library.name not in maps.read_text()
