"""The tree as house rules see it: every file read once, Python parsed, nothing imported."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

# Made by tools, or not ours: no rule looks there.
SKIPPED = frozenset(
    {
        ".git", ".venv", ".web", ".states", "data", "demo-data", "__pycache__", "node_modules", "test-results",
        ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache", "uploaded_files",
    }
)  # fmt: skip
TEXT = frozenset(
    {
        ".py", ".css", ".js", ".jsx", ".md", ".toml", ".ini", ".txt", ".in", ".mako", ".json", ".lock", ".html",
        ".svg", "",
    }
)  # fmt: skip

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class File:
    """One file: its path from the root with slashes, and its text."""

    path: str
    text: str = field(repr=False)

    @property
    def parts(self) -> tuple[str, ...]:
        """The folders and the name."""
        return PurePosixPath(self.path).parts

    @property
    def name(self) -> str:
        """The dotted name of a module: `opentribe.domain.posts.commands`."""
        return ".".join(PurePosixPath(self.path).with_suffix("").parts).removesuffix(".__init__")

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax of a Python file."""
        return ast.parse(self.text, self.path)

    @property
    def line_count(self) -> int:
        """How many lines it has."""
        return len(self.text.splitlines())


def files(root: Path, folder: str = "", *, kinds: frozenset[str] = TEXT) -> list[File]:
    """The text files under a folder of the tree, by path."""
    return [
        File(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(_walk(root / folder))
        if path.suffix in kinds
    ]


def python(root: Path, folder: str = "") -> list[File]:
    """The Python files under a folder, or the one file it names."""
    return files(root, folder, kinds=frozenset({".py"}))


def _walk(place: Path) -> Iterator[Path]:
    if place.name in SKIPPED:  # `.git` is a file in a worktree
        return
    if place.is_file():
        yield place
    elif place.is_dir():
        for inner in place.iterdir():
            if not inner.is_symlink():
                yield from _walk(inner)


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function and method, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def public_functions(tree: ast.Module) -> list[Function]:
    """The functions at the top of a module whose names have no underscore in front."""
    return [node for node in tree.body if isinstance(node, Function) and not node.name.startswith("_")]


def dotted(node: ast.AST) -> str:
    """`rx.event` for a name or an attribute, also when it is called or subscripted; empty for anything else."""
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if isinstance(node, ast.Subscript):
        return dotted(node.value)
    if isinstance(node, ast.Attribute):
        inner = dotted(node.value)
        return f"{inner}.{node.attr}" if inner else ""
    return node.id if isinstance(node, ast.Name) else ""


def decorators(node: Function | ast.ClassDef) -> set[str]:
    """The names of the decorators, without their arguments."""
    return {dotted(decorator) for decorator in node.decorator_list}


def called(node: ast.AST) -> set[str]:
    """The last name of everything that is called inside: `require`, `read_spaces`."""
    names = set()
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            if isinstance(call.func, ast.Name):
                names.add(call.func.id)
            elif isinstance(call.func, ast.Attribute):
                names.add(call.func.attr)
    return names


def parameters(node: Function) -> list[str]:
    """The names of the positional parameters, in order."""
    return [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
