"""Reads the words of the demo community from the files in `content/`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from opentribe.seeds.shapes import BotPlan, MemberPlan, SpacePlan, TierPlan

CONTENT = Path(__file__).with_name("content")
POST_FILES = (
    "announcements", "code", "fresh", "help", "introductions", "long_table", "small_things", "studio", "workbench",
)  # fmt: skip
MENTION = re.compile(r"(?<![\w@])@([a-z]+)\b")


@dataclass(frozen=True, slots=True)
class Remark:
    """A written comment; `answers` is true when it replies to the last one that does not."""

    author: str
    content: str
    answers: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A written post. `ago` is in days before today, None where the plan may choose."""

    author: str
    space: str
    kind: str
    title: str
    content: str
    topic: str
    heat: int
    ago: float | None
    remarks: tuple[Remark, ...]

    @property
    def people(self) -> set[str]:
        """Everybody who speaks."""
        return {self.author} | {remark.author for remark in self.remarks}


class Cast:
    """Who lives in the community and where they meet."""

    def __init__(self) -> None:
        read = _read("cast")
        self.name: str = read["community"]["name"]
        self.tagline: str = read["community"]["tagline"]
        self.password: str = read["community"]["password"]
        self.members = {row["key"]: _member(row) for row in read["member"]}
        self.bots = {row["key"]: BotPlan(**row) for row in read["bot"]}
        self.tiers = tuple(TierPlan(**row) for row in read["tier"])
        self.spaces = {row["slug"]: _space(row) for row in read["space"]}

    def may_see(self, key: str, slug: str) -> bool:
        """Whether a member or bot may read and reply in a space."""
        space = self.spaces[slug]
        if key in self.bots:
            return space.visibility == "public" and space.bots_allowed
        return space.is_open_to(self.members[key])

    def joined(self, key: str) -> float:
        """Days before today; bots were there from the beginning."""
        if key in self.bots:
            return max(member.at for member in self.members.values()) / timedelta(days=1)
        return self.members[key].at / timedelta(days=1)

    def with_handles(self, text: str) -> str:
        """`@key` in a text becomes the member's @handle."""
        return MENTION.sub(
            lambda found: f"@{self.members[found[1]].handle}" if found[1] in self.members else found[0], text
        )


def drafts() -> list[Draft]:
    """Every post that was written by hand, in the order of the files."""
    return [_draft(row) for name in POST_FILES for row in _read(name)["post"]]


def replies() -> dict[str, list[str]]:
    """The pools of shorter replies by kind of post."""
    return _read("replies")


def rhythms() -> dict[str, Any]:
    """What comes back every week."""
    return _read("rhythms")


def remarks(lines: list[str]) -> tuple[Remark, ...]:
    """Comments as they are written in the files: `handle: words`, with `> ` in front of an answer."""
    read = []
    for line in lines:
        author, _, content = line.removeprefix("> ").partition(": ")
        read.append(Remark(author, content, line.startswith("> ")))
    return tuple(read)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


def _draft(row: dict[str, Any]) -> Draft:
    return Draft(
        author=row["by"],
        space=row.get("space", "introductions"),
        kind=row.get("kind", "intro"),
        title=row.get("title", ""),
        content=row["text"].strip(),
        topic=row["topic"],
        heat=row.get("heat", 2),
        ago=row.get("ago"),
        remarks=remarks(row.get("comments", [])),
    )


def _member(row: dict[str, Any]) -> MemberPlan:
    return MemberPlan(
        key=row["key"],
        handle=row.get("handle", row["key"]),
        name=row["name"],
        bio=row["bio"],
        at=timedelta(days=row["joined"]),
        role=row.get("role", "member"),
        talk=row["talk"],
        has_paid=row.get("paid", False),
    )


def _space(row: dict[str, Any]) -> SpacePlan:
    return SpacePlan(
        slug=row["slug"],
        name=row["name"],
        icon=row["icon"],
        description=row["description"],
        visibility=row["visibility"],
        posters=row["posters"],
        bots_allowed=row.get("bots", False),
        tier=row.get("tier", ""),
        guests=tuple(row.get("guests", ())),
    )
