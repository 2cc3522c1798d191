"""Code coloured by Pygments, in the short class names that prose.css knows."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterator
from typing import Final

from pygments.lexer import Lexer  # type: ignore[import-untyped]
from pygments.lexers import find_lexer_class  # type: ignore[import-untyped]
from pygments.token import STANDARD_TYPES, _TokenType  # type: ignore[import-untyped]

# A longer block stays plain: lexing takes about 5 ms per 1,000 characters.
LONGEST: Final = 20_000

# What some lexers need quadratic or cubic time for: a run of blank lines, a line without end, words without any other
# mark between them. Such code stays plain.
_SLOW = re.compile(r"\n(?:[ \t]*\n){20}|[^\n]{300}|[\w\s.$<>?\[\]]{600}")

# Only classes that the stylesheet colours: a span around every name and bracket would triple the page.
CODE_CLASSES: Final = frozenset(
    [
        "k", "kc", "kd", "kn", "kp", "kr", "kt", "ow", "nt", "cp", "s", "s1", "s2", "sa", "sb", "sc", "sd", "se",
        "sh", "si", "sx", "sr", "ss", "gi", "m", "mi", "mf", "mh", "mo", "mb", "il", "bp", "nb", "no", "l", "nf",
        "nc", "fm", "nd", "na", "ne", "nn", "nv", "vi", "vg", "c", "c1", "cm", "cs", "ch", "cpf", "gh", "gd", "err",
        "gr", "gs",
    ]
)  # fmt: skip

# Names a fence may give, by Pygments' lexer. A closed list: looking an unknown name up would scan every installed
# distribution for plugins, and some of the 500 lexers take minutes over a crafted line.
_LANGUAGES: Final = {
    "Bash": "bash sh shell zsh",
    "Bash Session": "console shell-session",
    "C": "c h",
    "C#": "csharp cs c#",
    "C++": "cpp c++ cc hpp",
    "CSS": "css",
    "Dart": "dart",
    "Diff": "diff patch udiff",
    "Docker": "docker dockerfile",
    "Elixir": "elixir ex exs",
    "Go": "go golang",
    "HTML": "html htm svg",
    "INI": "ini cfg conf dotenv env",
    "JSON": "json jsonc json5",
    "Java": "java",
    "JavaScript": "javascript js mjs jsx",
    "Kotlin": "kotlin kt",
    "Lua": "lua",
    "Makefile": "make makefile",
    "PHP": "php",
    "PowerShell": "powershell ps1",
    "Python": "python py python3",
    "Python console session": "pycon",
    "R": "r splus",
    "Ruby": "ruby rb",
    "Rust": "rust rs",
    "SCSS": "scss",
    "SQL": "sql postgresql sqlite mysql",
    "Swift": "swift",
    "TOML": "toml",
    "TypeScript": "typescript ts tsx",
    "XML": "xml rss",
    "YAML": "yaml yml",
}
_LEXER_OF: Final = {alias: lexer for lexer, aliases in _LANGUAGES.items() for alias in aliases.split()}


def highlighted(code: str, language: str) -> str:
    """Escaped HTML of the code, in spans where the language is known and the code is not too long."""
    lexer = None if len(code) > LONGEST or _SLOW.search(code) else _lexer(language)
    return html.escape(code, quote=False) if lexer is None else "".join(_spans(code, lexer))


def _lexer(language: str) -> Lexer | None:
    """A lexer of its own for each block: some keep state on themselves, and rendering runs in threads."""
    name = _LEXER_OF.get(language.lower())
    lexer_class = None if name is None else find_lexer_class(name)
    return None if lexer_class is None else lexer_class(stripnl=False, ensurenl=False)


def _spans(code: str, lexer: Lexer) -> Iterator[str]:
    """Neighbours of one class share a span."""
    pending, current = "", ""
    for kind, value in lexer.get_tokens(code):
        name = _class_of(kind)
        if name != current:
            yield _span(pending, current)
            pending, current = "", name
        pending += value
    yield _span(pending, current)


def _span(text: str, name: str) -> str:
    escaped = html.escape(text, quote=False)
    return f'<span class="{name}">{escaped}</span>' if name and text else escaped


@functools.cache
def _class_of(kind: _TokenType) -> str:
    """The class of a kind of token, or of the nearest wider kind that has a colour; '' for none."""
    wider: _TokenType | None = kind
    while wider is not None:
        name: str = STANDARD_TYPES.get(wider, "")
        if name in CODE_CLASSES:
            return name
        wider = wider.parent
    return ""
