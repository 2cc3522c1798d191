"""Rules of the domain: commands ask a policy, queries take an actor, facts are wired, tables have their place."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

from tests.house.sizes import is_exempt
from tests.house.source import (
    File,
    Function,
    called,
    decorators,
    dotted,
    functions,
    parameters,
    public_functions,
)

MARKS = {"command": "session", "query": "session", "staged": "database"}


def mark_of(node: Function) -> str:
    """`command`, `query`, `staged` or nothing."""
    return next((mark for mark in MARKS if mark in decorators(node)), "")


def is_commands(file: File) -> bool:
    """`domain/**/commands.py`, or a file in a folder of that name."""
    return file.parts[:2] == ("opentribe", "domain") and (
        file.parts[-1] == "commands.py" or "commands" in file.parts[:-1]
    )


def is_queries(file: File) -> bool:
    """`domain/**/queries.py`, or a file in a folder of that name."""
    return file.parts[:2] == ("opentribe", "domain") and (
        file.parts[-1] == "queries.py" or "queries" in file.parts[:-1]
    )


def unmarked_commands(found: Iterable[File], exempt: Mapping[str, str]) -> list[str]:
    """Public functions among commands without @command or @staged."""
    return [
        f"{file.name}.{node.name}: mark it @command or @staged, or give it an underscore"
        for file in found
        if is_commands(file)
        for node in public_functions(file.tree)
        if mark_of(node) not in {"command", "staged"} and f"{file.name}.{node.name}" not in exempt
    ]


def commands_without_policy(found: Iterable[File], exempt: Mapping[str, str]) -> list[str]:
    """Commands that never reach `require(...)`, themselves or through the functions they call."""
    found = list(found)
    deciding = _deciding([file for file in found if is_commands(file)])
    return [
        f"{file.name}.{node.name}: no require(policy.can_...)"
        for file in found
        for node in public_functions(file.tree)
        if mark_of(node) in {"command", "staged"}
        and f"{file.name}.{node.name}" not in deciding
        and f"{file.name}.{node.name}" not in exempt
    ]


def _deciding(found: list[File]) -> set[str]:
    """The functions that reach `require`, by dotted name, following calls in the module and its imports."""
    calls: dict[str, set[str]] = {}
    for file in found:
        local = {node.name: f"{file.name}.{node.name}" for node in file.tree.body if isinstance(node, Function)}
        names = _imports(file.tree) | local
        for node in file.tree.body:
            if isinstance(node, Function):
                calls[local[node.name]] = {names.get(name, name) for name in called(node)}
    deciding = {name for name, inner in calls.items() if any(call.rsplit(".", 1)[-1] == "require" for call in inner)}
    while more := {name for name, inner in calls.items() if inner & deciding} - deciding:
        deciding |= more
    return deciding


def _imports(tree: ast.Module) -> dict[str, str]:
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def wrong_signatures(found: Iterable[File]) -> list[str]:
    """Use cases that do not begin with `(session, actor)`, or `(database, actor)` when staged."""
    problems = []
    for file in found:
        for node in functions(file.tree):
            mark = mark_of(node)
            if mark and parameters(node)[:2] != [MARKS[mark], "actor"]:
                problems.append(f"{file.name}.{node.name}: @{mark} takes ({MARKS[mark]}, actor, ...)")
            if mark and isinstance(node, ast.AsyncFunctionDef):
                problems.append(f"{file.name}.{node.name}: use cases are synchronous")
    return problems


def queries_elsewhere(found: Iterable[File]) -> list[str]:
    """Commands in files of queries and queries in files of commands."""
    return [
        f"{file.name}.{node.name}: a @{mark_of(node)} does not belong here"
        for file in found
        for node in public_functions(file.tree)
        if (is_queries(file) and mark_of(node) in {"command", "staged"})
        or (is_commands(file) and mark_of(node) == "query")
    ]


def door_imports(found: Iterable[File]) -> list[str]:
    """Functions of commands and queries that a door imports although no mark says in which transaction they run."""
    found = list(found)
    unmarked = {
        f"{file.name}.{node.name}"
        for file in found
        if is_commands(file) or is_queries(file)
        for node in public_functions(file.tree)
        if not mark_of(node)
    }
    return [
        f"{file.path}: {name} is for the domain only; doors ask for marked use cases"
        for file in found
        if file.parts[:2] in {("opentribe", "web"), ("opentribe", "api")}
        for name in sorted(set(_imports(file.tree).values()) & unmarked)
    ]


def fact_classes(found: Iterable[File]) -> list[tuple[File, ast.ClassDef]]:
    """The subclasses of Fact in `domain/**/facts.py`."""
    return [
        (file, node)
        for file in found
        if file.parts[:2] == ("opentribe", "domain") and file.parts[-1] == "facts.py"
        for node in file.tree.body
        if isinstance(node, ast.ClassDef) and "Fact" in {dotted(parent) for parent in node.bases}
    ]


def loose_facts(found: Iterable[File], exempt: Mapping[str, str]) -> list[str]:
    """Facts that can change, or that carry more than ids."""
    problems = []
    for file, node in fact_classes(found):
        frozen = any(dotted(mark) == "dataclass" and "frozen=True" in ast.unparse(mark) for mark in node.decorator_list)
        if not frozen:
            problems.append(f"{file.name}.{node.name}: needs @dataclass(frozen=True, slots=True)")
        for line in node.body:
            if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
                kind, where = ast.unparse(line.annotation), f"{node.name}.{line.target.id}"
                if kind not in {"UUID", "UUID | None"} and where not in exempt:
                    problems.append(f"{file.name}.{where}: facts carry ids, not {kind}")
    return problems


def unwired_facts(found: Iterable[File], wiring: File) -> list[str]:
    """Facts that are no key of the table in wiring.py."""
    tables = [node for node in ast.walk(wiring.tree) if isinstance(node, ast.Dict)]
    keys = {dotted(key).rsplit(".", 1)[-1] for table in tables for key in table.keys if key}
    return [
        f"{file.name}.{node.name}: stands in no line of {wiring.path}"
        for file, node in fact_classes(found)
        if node.name not in keys
    ]


def misplaced_tables(found: Iterable[File], exempt: Mapping[str, str]) -> list[str]:
    """Tables that are not in a models.py of the domain."""
    return [
        f"{file.path}: the table {node.name} belongs into a models.py of the domain"
        for file in found
        if not (file.parts[:2] == ("opentribe", "domain") and file.parts[-1] == "models.py")
        and not is_exempt(file.path, exempt)
        for node in ast.walk(file.tree)
        if isinstance(node, ast.ClassDef)
        and any(word.arg == "table" and ast.unparse(word.value) == "True" for word in node.keywords)
    ]


def unlisted_models(found: Iterable[File], tables: File) -> list[str]:
    """Modules with tables that tables.py does not import."""
    imported = set(_imports(tables.tree).values())
    return [
        f"{tables.path}: does not import {file.name}"
        for file in found
        if file.parts[-1] == "models.py" and "table=True" in file.text and file.name not in imported
    ]
