"""Rules of the web door: every handler asks the domain, and is short."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.house.source import File, Function, decorators, dotted

HANDLER_LINES = 20
NOT_HANDLERS = frozenset({"property", "staticmethod", "classmethod", "rx.var", "cached_property"})


@dataclass(frozen=True)
class Handler:
    """A method that a browser can call."""

    file: File
    owner: str
    node: Function

    @property
    def name(self) -> str:
        """`Class.method`."""
        return f"{self.owner}.{self.node.name}"


class States:
    """The state classes of the web door, and who asks the domain through whom."""

    def __init__(self, found: Iterable[File]) -> None:
        self.found = [file for file in found if file.parts[:2] == ("opentribe", "web") or len(file.parts) == 2]
        self.parents: dict[str, set[str]] = {}
        self.methods: dict[tuple[str, str], list[Function]] = {}
        self.functions: dict[str, list[Function]] = {}
        self.homes: dict[str, File] = {}
        for file in self.found:
            for node in file.tree.body:
                if isinstance(node, ast.ClassDef):
                    self._add_class(file, node)
                elif isinstance(node, Function):
                    self.functions.setdefault(node.name, []).append(node)

    def _add_class(self, file: File, node: ast.ClassDef) -> None:
        self.parents[node.name] = {dotted(parent).rsplit(".", 1)[-1] for parent in node.bases}
        self.homes[node.name] = file
        for method in node.body:
            if isinstance(method, Function):
                self.methods.setdefault((node.name, method.name), []).append(method)

    def is_state(self, name: str) -> bool:
        """Whether a class descends from rx.State or one of its mixins."""
        parents = self.parents.get(name, set())
        return bool(parents & {"State", "ComponentState", "BaseState"}) or any(map(self.is_state, parents - {name}))

    def handlers(self) -> list[Handler]:
        """Every public method of every state: Reflex lets browsers call it, decorated or not."""
        return [
            Handler(self.homes[owner], owner, node)
            for (owner, name), nodes in self.methods.items()
            if self.is_state(owner)
            for node in nodes
            if not name.startswith("_") and not decorators(node) & NOT_HANDLERS
        ]

    def family(self, name: str) -> set[str]:
        """The class with its ancestors and descendants."""
        up = {name}
        while more := {parent for member in up for parent in self.parents.get(member, set())} - up:
            up |= more
        down = {name}
        while more := {child for child, parents in self.parents.items() if parents & down} - down:
            down |= more
        return up | down

    def asks(self, owner: str, node: Function, seen: frozenset[int] = frozenset()) -> bool:
        """Whether a function awaits `ask(...)`, itself or through what it awaits."""
        if id(node) in seen:
            return False
        seen |= {id(node)}
        for awaited in ast.walk(node):
            if isinstance(awaited, ast.Await) and isinstance(awaited.value, ast.Call):
                target = awaited.value.func
                if isinstance(target, ast.Name) and target.id == "ask":
                    return True
                if any(self.asks(inner, found, seen) for inner, found in self._found(owner, target)):
                    return True
        return False

    def _found(self, owner: str, target: ast.expr) -> list[tuple[str, Function]]:
        if isinstance(target, ast.Name):
            return [("", node) for node in self.functions.get(target.id, [])]
        if not isinstance(target, ast.Attribute):
            return []
        own = isinstance(target.value, ast.Name) and target.value.id == "self"
        classes = self.family(owner) if own else set(self.parents)
        return [(name, node) for name in classes for node in self.methods.get((name, target.attr), [])]


def silent_handlers(found: Iterable[File], exempt: Mapping[str, str]) -> list[str]:
    """Handlers that never ask the domain and are not listed as local."""
    states = States(found)
    return [
        f"{handler.file.path}: {handler.name} awaits no ask(...); a browser can call it all the same"
        for handler in states.handlers()
        if not states.asks(handler.owner, handler.node) and handler.name not in exempt
    ]


def long_handlers(found: Iterable[File]) -> list[str]:
    """Handlers whose body, less the docstring, is past the cap: the rest belongs into the domain."""
    problems = []
    for handler in States(found).handlers():
        body = handler.node.body
        if ast.get_docstring(handler.node) is not None:
            body = body[1:]
        lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
        if lines > HANDLER_LINES:
            problems.append(f"{handler.file.path}: {handler.name} has {lines} lines, at most {HANDLER_LINES}")
    return problems


def environment_readers(found: Iterable[File]) -> list[str]:
    """Files that touch the environment, as paths."""
    readers = []
    for file in found:
        for node in ast.walk(file.tree):
            uses = isinstance(node, ast.Attribute) and dotted(node) in {"os.environ", "os.getenv", "os.putenv"}
            takes = isinstance(node, ast.ImportFrom) and node.module == "os"
            if uses or (takes and any(alias.name in {"environ", "getenv"} for alias in node.names)):
                readers.append(file.path)
                break
    return readers
