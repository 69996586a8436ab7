"""On which line of a TOML file something stands, which `tomllib` does not say.

A place is a path of keys and of numbers from 0: `("rule", 2, "when")` is the third [[rule]]'s `when`.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

Path = tuple[str | int, ...]
KEYS = ("bare_key", "quoted_key")


class Lines:
    """The lines of a file, from 1, by its octets and the document that was read from them."""

    def __init__(self, octets: bytes, document: dict[str, Any]) -> None:
        self._lines: dict[Path, int] = {}
        self._tables: dict[Path, int] = {}
        for node in _parser().parse(octets).root_node.named_children:
            self._top(node)
        self._paths = {id(container): path for path, container in _containers(document, ())}

    def of(self, inside: object, key: object) -> int | None:
        """Where this key, or this value of a list, stands in a table or list of the document; None for others."""
        path = self._paths.get(id(inside))
        if path is None:
            return None
        at = (*path, key) if isinstance(key, str | int) else path
        return self.at(at)

    def at(self, path: Path) -> int | None:
        """Where this place is, or else the nearest that it is in."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path)

    def _top(self, node: Node) -> None:
        if node.type == "pair":
            self._pair(node, ())
        elif node.type in ("table", "table_array_element"):
            *above, name = _keys(node.named_children[0])
            path = (*self._last_of(above), name)
            self._note(path, node)
            if node.type == "table_array_element":
                self._tables[path] = self._tables.get(path, -1) + 1
                path = (*path, self._tables[path])
                self._note(path, node)
            for pair in node.named_children[1:]:
                self._pair(pair, path)

    def _last_of(self, keys: list[str]) -> Path:
        """The place that a header's keys lead to: of tables in a list it is the last one."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self._tables:
                path = (*path, self._tables[path])
        return path

    def _pair(self, node: Node, path: Path) -> None:
        if node.type != "pair":
            return
        for key in _keys(node.named_children[0]):
            path = (*path, key)
            self._note(path, node)
        self._value(_parts(node)[-1], path)

    def _value(self, node: Node, path: Path) -> None:
        if node.type == "inline_table":
            for pair in node.named_children:
                self._pair(pair, path)
        elif node.type == "array":
            for at, part in enumerate(_parts(node)):
                self._note((*path, at), part)
                self._value(part, (*path, at))

    def _note(self, path: Path, node: Node) -> None:
        self._lines.setdefault(path, node.start_point.row + 1)


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_toml.language()))


def _parts(node: Node) -> list[Node]:
    return [part for part in node.named_children if part.type != "comment"]


def _keys(node: Node) -> list[str]:
    """The keys of a dotted key, or the one there is, as they are meant."""
    if node.type not in KEYS:
        return [key for part in node.named_children for key in _keys(part)]
    return [*tomllib.loads(f"{(node.text or b'').decode()} = 0")]


def _containers(value: Any, path: Path) -> Iterator[tuple[Path, object]]:
    """Every table and list in a document, with its place."""
    if isinstance(value, dict | list):
        yield path, value
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _containers(inner, (*path, key))
