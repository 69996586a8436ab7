"""Reading TOML by the entry, so that what is wrong is said with the file and the rule it is in."""

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from hotline.triage.faults import WHOLE, Fault, PackError, apart, entry, gathered, instead_of, refuse

__all__ = ["PackError", "count", "entry", "flag", "named", "one_of", "only", "text", "texts", "toml"]


def only(raw: Mapping[str, Any], *keys: str) -> None:
    """ValueError unless it is a table with no other keys than these."""
    if not isinstance(raw, dict):
        raise Fault(f"it is no table of {', '.join(keys)}")
    for key in raw:
        if key not in keys:
            refuse(Fault(f"{key} is unknown", instead_of(key, [*keys]), raw, key))


def text(raw: Mapping[str, Any], key: str) -> str:
    """A text that has to be there."""
    if not isinstance(raw[key], str):
        raise Fault(f"{key} is not text", "Put it into quotation marks.", raw, key)
    return str(raw[key])


def texts(raw: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """A list of texts, at least one."""
    if not isinstance(raw[key], list) or not raw[key] or not all(isinstance(one, str) for one in raw[key]):
        raise Fault(f"{key} is not a list of texts", f'Write {key} = ["…"], with at least one.', raw, key)
    return tuple(raw[key])


def flag(raw: Mapping[str, Any], key: str) -> bool:
    """A true or false that has to be there."""
    if not isinstance(raw[key], bool):
        raise Fault(f"{key} is not true or false", "Write true or false, without quotation marks.", raw, key)
    return bool(raw[key])


def count(raw: Mapping[str, Any], key: str) -> int:
    """A whole number from 1."""
    if type(raw[key]) is not int or raw[key] < 1:
        raise Fault(f"{key} is not a whole number from 1", "Write a number, without quotation marks.", raw, key)
    return int(raw[key])


def one_of(raw: Mapping[str, Any], key: str, allowed: Collection[str]) -> str:
    """A text that has to be one of these."""
    word = text(raw, key)
    if word not in allowed:
        raise Fault(f"{key} is {word!r}, not one of {', '.join(allowed)}", instead_of(word, [*allowed]), raw, key, word)
    return word


def toml(file: Path) -> dict[str, Any]:
    """The whole of a file; nothing of one that cannot be read, while faults are gathered."""
    now = gathered()
    if now is not None and file in now.documents:
        return now.documents[file]
    document: dict[str, Any] = {}
    with apart(), entry(file, WHOLE):
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    if now is not None:
        now.documents[file] = document
    return document


def named(file: Path, key: str, *beside: str) -> list[tuple[str, Mapping[str, Any]]]:
    """The entries under this key, each with its id, of a file that holds only them and what stands beside."""
    raw_file, raws = toml(file), []
    with apart(), entry(file, f"{key}s"):
        only(raw_file, key, *beside)
        raws = raw_file[key]
        if not isinstance(raws, list) or not raws:
            raise Fault("there are none", f"Begin each with [[{key}]].")
    found: dict[str, Mapping[str, Any]] = {}
    for number, raw in enumerate(raws, 1):
        with apart(), entry(file, f"{key} {number}"):
            if not isinstance(raw, dict):
                raise Fault("it is no table", f"Begin it with [[{key}]].", raws, number - 1)
            name = text(raw, "id")
            if name in found:
                refuse(Fault(f"two have the id {name}", "Give one of them another id.", raw, "id"))
            found.setdefault(name, raw)
    return list(found.items())
