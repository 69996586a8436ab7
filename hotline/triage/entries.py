"""Reading TOML by the entry, so that what is wrong is said with the file and the rule it is in."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class PackError(ValueError):
    """A pack that cannot be used: names the file, and the rule or entry in it."""

    def __init__(self, file: Path, where: str, problem: str) -> None:
        super().__init__(f"{file.parent.name}/{file.name}: {where}: {problem}")


@contextmanager
def entry(file: Path, where: str) -> Iterator[None]:
    """Turns what goes wrong inside into a PackError of this file and place."""
    try:
        yield
    except KeyError as missing:
        raise PackError(file, where, f"{missing} is not there") from None
    except (OSError, TypeError, ValueError) as wrong:
        raise PackError(file, where, str(wrong)) from None


def only(raw: Mapping[str, Any], *keys: str) -> None:
    """ValueError unless it is a table with no other keys than these."""
    if not isinstance(raw, dict) or not raw.keys() <= set(keys):
        raise ValueError(f"it holds more than {', '.join(keys)}")


def text(raw: Mapping[str, Any], key: str) -> str:
    """A text that has to be there."""
    if not isinstance(raw[key], str):
        raise ValueError(f"{key} is not text")
    return str(raw[key])


def texts(raw: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """A list of texts, at least one."""
    if not isinstance(raw[key], list) or not raw[key] or not all(isinstance(one, str) for one in raw[key]):
        raise ValueError(f"{key} is not a list of texts")
    return tuple(raw[key])


def flag(raw: Mapping[str, Any], key: str) -> bool:
    """A true or false that has to be there."""
    if not isinstance(raw[key], bool):
        raise ValueError(f"{key} is not true or false")
    return bool(raw[key])


def count(raw: Mapping[str, Any], key: str) -> int:
    """A whole number from 1."""
    if type(raw[key]) is not int or raw[key] < 1:
        raise ValueError(f"{key} is not a whole number from 1")
    return int(raw[key])


def one_of(raw: Mapping[str, Any], key: str, allowed: Collection[str]) -> str:
    """A text that has to be one of these."""
    if text(raw, key) not in allowed:
        raise ValueError(f"{key} is not one of {', '.join(allowed)}")
    return text(raw, key)


def toml(file: Path) -> dict[str, Any]:
    """The whole of a file."""
    with entry(file, "file"):
        return tomllib.loads(file.read_text(encoding="utf-8"))


def named(file: Path, key: str, *beside: str) -> list[tuple[str, Mapping[str, Any]]]:
    """The entries under this key, each with its id, of a file that holds only them and what stands beside."""
    raw_file = toml(file)
    with entry(file, f"{key}s"):
        only(raw_file, key, *beside)
        entries = [(text(raw, "id"), raw) for raw in raw_file[key]]
        if not entries or len(dict(entries)) < len(entries):
            raise ValueError("there are none, or two have one id")
    return entries
