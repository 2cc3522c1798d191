"""Rules about form: how long files and functions are, what they are called, how they begin."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping

from tests.house.source import File, functions

FILE_LINES = 300
FUNCTION_LINES = 60
FORBIDDEN_NAMES = frozenset(
    ["util", "utils", "helper", "helpers", "common", "base", "manager", "managers", "service", "services", "misc"]
)  # fmt: skip


def is_exempt(path: str, exemptions: Mapping[str, str]) -> bool:
    """Whether a path is listed, itself or by a folder above it."""
    return any(path == listed or (listed.endswith("/") and path.startswith(listed)) for listed in exemptions)


def long_files(found: Iterable[File], exempt: Mapping[str, str]) -> list[str]:
    """Files past the cap."""
    return [
        f"{file.path}: {file.line_count} lines, at most {FILE_LINES}"
        for file in found
        if file.line_count > FILE_LINES and not is_exempt(file.path, exempt)
    ]


def long_functions(found: Iterable[File], exempt: Mapping[str, str]) -> list[str]:
    """Functions past the cap, counted from `def` to their last line."""
    problems = []
    for file in found:
        for node in functions(file.tree):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            where = f"{file.path}::{node.name}"
            if lines > FUNCTION_LINES and not is_exempt(where, exempt):
                problems.append(f"{where}: {lines} lines, at most {FUNCTION_LINES}")
    return problems


def forbidden_names(found: Iterable[File]) -> list[str]:
    """Modules and folders whose names say nothing about what is in them."""
    problems = []
    for file in found:
        words = {part.removesuffix(".py") for part in file.parts}
        problems += [f"{file.path}: call it by what it does, not {word!r}" for word in sorted(words & FORBIDDEN_NAMES)]
    return problems


def missing_sentences(found: Iterable[File]) -> list[str]:
    """Modules that do not open with a docstring of one sentence on one line."""
    problems = []
    for file in found:
        sentence = (ast.get_docstring(file.tree) or "").split("\n\n")[0]
        if not sentence:
            problems.append(f"{file.path}: say in one sentence what it is for")
        elif "\n" in sentence or not sentence.endswith("."):
            problems.append(f"{file.path}: the first line is one sentence with a full stop")
        elif re.search(r"[a-z)`][.!?] [A-Z]", sentence) and file.path.startswith("opentribe/domain"):
            problems.append(f"{file.path}: one sentence, not two")
    return problems
