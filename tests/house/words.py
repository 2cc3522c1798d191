"""Rules about what is written: left-over notes, words about machines, documents that tell the truth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tests.house.sizes import is_exempt
from tests.house.source import File

LEFT_OVER = re.compile(r"\b(TODO|FIXME)\b")
# Where packages come from is the installer's business, and a path of one machine is of no use on another.
MACHINES = re.compile(
    r"pypi\.org|pythonhosted|registry\.npmjs|registry\.yarnpkg|--(extra-)?index-url|--find-links"
    r"|(?<![\w.$}])/(root|work|home/[a-z]+|Users/\w+|opt/(pypi|wheels))/"
)
TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)
INLINE = re.compile(r"`(?:[A-Z_]+=\S+ )*make ([a-z][a-z-]*)")
FENCED = re.compile(r"^\s*(?:\$ )?(?:[A-Z_]+=\S+ )*make ([a-z][a-z-]*)", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
VARIABLE = re.compile(r"`((?:OPENTRIBE_|DATABASE_|REDIS_)[A-Z_]+|PORT|HOST)`")


def left_overs(found: Iterable[File], exempt: Mapping[str, str]) -> list[str]:
    """Notes to oneself."""
    return _matches(found, exempt, LEFT_OVER, "finish it or write it down elsewhere")


def machine_words(found: Iterable[File], exempt: Mapping[str, str]) -> list[str]:
    """Hosts of package registries, and paths that exist on one machine only."""
    return _matches(found, exempt, MACHINES, "means one machine only")


def _matches(found: Iterable[File], exempt: Mapping[str, str], pattern: re.Pattern[str], why: str) -> list[str]:
    problems = []
    for file in found:
        if is_exempt(file.path, exempt):
            continue
        for number, line in enumerate(file.text.splitlines(), 1):
            if match := pattern.search(line):
                problems.append(f"{file.path}:{number}: {match.group()!r} {why}")
    return problems


def unknown_targets(documents: Iterable[File], makefile: str) -> list[str]:
    """Commands in documents that the Makefile does not have."""
    known = set(TARGET.findall(makefile))
    problems = []
    for file in documents:
        fences = "\n".join(FENCE.findall(file.text))
        for target in INLINE.findall(file.text) + FENCED.findall(fences):
            if target not in known:
                problems.append(f"{file.path}: there is no `make {target}`")
    return problems


def dead_links(documents: Iterable[File], paths: set[str]) -> list[str]:
    """Links from documents to files that are not there. `paths` are all files, from the root."""
    problems = []
    for file in documents:
        folder = list(file.parts[:-1])
        for link in LINK.findall(COMMENT.sub("", file.text)):
            steps = list(folder)
            for step in link.rstrip("/").split("/"):
                if step == "..":
                    steps.pop()
                elif step != ".":
                    steps.append(step)
            target = "/".join(steps)
            if target not in paths and not any(path.startswith(target + "/") for path in paths):
                problems.append(f"{file.path}: {link} is not there")
    return problems


def undocumented_settings(readme: str, variables: set[str]) -> list[str]:
    """Settings that the README does not name, and names in it that are no settings."""
    named = set(VARIABLE.findall(readme))
    return [f"README.md: {name} is not described" for name in sorted(variables - named)] + [
        f"README.md: {name} is not a setting" for name in sorted(named - variables)
    ]
