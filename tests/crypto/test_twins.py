"""Each module of crypto has a twin in crypto/js with the same public names in the same order, in camelCase."""

import ast
import re

import pytest

from tests.crypto.bridge import ROOT

PYTHON, JAVASCRIPT = ROOT / "crypto", ROOT / "crypto/js"
MODULES = sorted(file.stem for file in PYTHON.glob("*.py") if file.stem != "__init__")

# What browsers are served of ours besides.
_FOUND = [*ROOT.glob("hotline/web/**/*.js"), *ROOT.glob("hotline/triage/**/*.js")]
BROWSERS = [file for file in _FOUND if not {"built", "node_modules"} & set(file.parts)]

# What Python has built in or takes from `cryptography`, and what only a browser needs.
ONLY_JAVASCRIPT = {"bytes", "digits", "hpke", "jobs", "json", "library", "opener", "sodium", "stretcher", "workers"}

# What only a server does.
ONLY_SERVER = {"randomFilling", "shownBits", "BITS_A_HALVING", "LEAST_ROOM"}

# A dataclass is a typedef in JavaScript; its methods are functions that take it first, named as here.
METHODS = {
    ("conversation", "OwnKeys"): ["ownPublic", "keysAfter"],
    ("directory", "Desk"): ["epochAt"],
    ("directory", "Policy"): ["urgenciesOf"],
    ("directory", "Directory"): ["deskOf", "coordinatorOf"],
    ("wire", "Answer"): ["unpackAnswer"],
}
# A class in both.
CLASSES = {
    ("sizes", "Layout"),
    *(("errors", name) for name in re.findall(r"class (\w+)", (PYTHON / "errors.py").read_text())),
}
# Types, which JavaScript keeps in comments.
TYPES = {"CaseId", "Address", "Hour", "Document"}


def camel(name: str) -> str:
    head, *rest = name.split("_")
    return name if name[0].isupper() or name.startswith("_") else head + "".join(part.capitalize() for part in rest)


def python_names(module: str) -> list[str]:
    names: list[str] = []
    for node in ast.parse((PYTHON / f"{module}.py").read_text()).body:
        match node:
            case ast.FunctionDef(name=name):
                names.append(camel(name))
            case ast.ClassDef(name=name):
                names += [name] if (module, name) in CLASSES else METHODS.get((module, name), [])
            case ast.Assign(targets=targets):
                names += [leaf.id for target in targets for leaf in ast.walk(target) if isinstance(leaf, ast.Name)]
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.append(name)
    return [name for name in names if not name.startswith("_") and name not in TYPES | ONLY_SERVER]


def javascript_names(module: str) -> list[str]:
    """Exports, but for those ending in "With", which take as a parameter what their Python twins draw in private."""
    pattern = r"^export (?:async )?(?:function|const|class) (\w+)|^export \{ ([\w, ]+) \} from"
    found = re.findall(pattern, (JAVASCRIPT / f"{module}.js").read_text(), re.MULTILINE)
    names = [name for single, several in found for name in ([single] if single else several.split(", "))]
    return [name for name in names if not name.endswith("With")]


def test_the_same_modules_stand_on_both_sides() -> None:
    assert {file.stem for file in JAVASCRIPT.glob("*.js")} == set(MODULES) | ONLY_JAVASCRIPT


@pytest.mark.parametrize("module", MODULES)
def test_twins_have_the_same_names_in_the_same_order(module: str) -> None:
    assert javascript_names(module) == python_names(module)


def test_what_fixes_a_draw_is_used_by_its_own_kind_only() -> None:
    for file in BROWSERS:
        for names, module in re.findall(r"import \{([^}]*)\} from \"([^\"]*/crypto/js/[^\"]*)\"", file.read_text()):
            assert not re.search(r"With\b", names), f"{file.name} takes a fixed draw from {module}"


@pytest.mark.parametrize(("library", "file"), [("libsodium", "library.js"), ("argon2", "stretching.js")])
def test_only_one_file_imports_a_library(library: str, file: str) -> None:
    imported = rf"(from|import\() ?\"[^\"]*/built/{library}"
    assert {file.name for file in JAVASCRIPT.glob("*.js") if re.search(imported, file.read_text())} == {file}


def test_stretching_is_loaded_by_its_worker_alone() -> None:
    """Whoever imports it loads its library, and stretches where somebody waits."""
    files = [*JAVASCRIPT.glob("*.js"), *BROWSERS]
    assert {file.name for file in files if '/stretching.js"' in file.read_text()} == {"stretcher.js"}


def test_ciphers_are_touched_by_sealing_alone() -> None:
    cipher = r"crypto_(aead|kem|box|secretbox|stream)_"
    touching = {file.name for file in JAVASCRIPT.glob("*.js") if re.search(cipher, file.read_text())}
    assert touching == {"sealing.js", "hpke.js"}
    python = r"crypto_(aead|kem|box|secretbox|stream)|cryptography\.hazmat"
    assert {file.name for file in PYTHON.glob("*.py") if re.search(python, file.read_text())} == {"sealing.py"}
