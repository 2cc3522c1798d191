"""Puts tags under some of the demo community's posts, as members do: where their words suggest one, not everywhere."""

from __future__ import annotations

import functools
import re
import tomllib
from typing import Any

from opentribe.seeds.library import CONTENT

WORD = re.compile(r"[a-z]+")
MOST = 3
# Two in three of those who could put a tag under a post do.
SHY = 3


def with_tags(number: int, kind: str, title: str, content: str) -> str:
    """The words of a post with its tags on a line below; `number` decides whether its author is one for tags."""
    found = _tags(kind, title, content) if kind in _read()["weekly"] or number % SHY else []
    return f"{content.rstrip()}\n\n{' '.join(f'#{tag}' for tag in found)}" if found else content


def _tags(kind: str, title: str, content: str) -> list[str]:
    if weekly := _read()["weekly"].get(kind):
        return [weekly]
    in_title, in_content = WORD.findall(title.lower()), WORD.findall(content.lower())
    weights = {
        tag: sum(3 * in_title.count(word) + in_content.count(word) for word in words)
        for tag, words in _read()["words"].items()
    }
    told = sorted((tag for tag in weights if weights[tag]), key=lambda tag: (-weights[tag], tag))
    return told[:MOST]


@functools.cache
def _read() -> dict[str, Any]:
    return tomllib.loads((CONTENT / "tags.toml").read_text())
