"""What the owner makes of the levels, and how they are shown."""

from __future__ import annotations

import re
from uuid import UUID

from pydantic import BaseModel

from opentribe.kit.drafts import Draft
from opentribe.kit.errors import Invalid
from opentribe.kit.text import clean

FEWEST_LEVELS, MOST_LEVELS = 3, 20
LEVEL_NAME_LIMIT = 30
HIGHEST_THRESHOLD = 10_000_000
COLOR = re.compile("#[0-9A-Fa-f]{6}")


class LevelCard(BaseModel):
    """A level as its badge shows it; `ink` is what can be read on its colour."""

    name: str
    threshold: int
    color: str
    ink: str


class LevelDraft(Draft):
    """A level as typed; without an id it is a new one."""

    id: UUID | None = None
    name: str = ""
    threshold: int = 0
    color: str = ""


class LevelsDraft(Draft):
    """All levels, in any order: thresholds put them in theirs. `version` is that of the levels one began from."""

    version: int = 0
    levels: list[LevelDraft] = []

    def checked(self) -> list[LevelDraft]:
        """The levels ready to store, the first one first.

        Raises Invalid naming the field and the row, such as `name_2` for the third as typed, or `levels`.
        """
        if not FEWEST_LEVELS <= len(self.levels) <= MOST_LEVELS:
            raise Invalid(levels=f"Have {FEWEST_LEVELS} to {MOST_LEVELS} levels; these are {len(self.levels)}.")
        problems: dict[str, str] = {}
        names: set[str] = set()
        thresholds: set[int] = set()
        made: list[LevelDraft] = []
        for row, level in enumerate(self.levels):
            name = clean(level.name, keep_lines=False)
            problems |= {
                f"{field}_{row}": words
                for field, words in (
                    ("name", _problem_of_name(name, names)),
                    ("threshold", _problem_of_threshold(level.threshold, thresholds)),
                    ("color", "" if COLOR.fullmatch(level.color) else "Choose a colour."),
                )
                if words
            }
            names.add(name.casefold())
            thresholds.add(level.threshold)
            made.append(level.model_copy(update={"name": name, "color": level.color.upper()}))
        made.sort(key=lambda level: level.threshold)
        if not problems and made[0].threshold != 0:
            first = min(range(len(self.levels)), key=lambda row: self.levels[row].threshold)
            problems[f"threshold_{first}"] = "The first level begins at 0, so that everybody has one."
        if problems:
            raise Invalid(**problems)
        return made


def _problem_of_name(name: str, earlier: set[str]) -> str:
    if not name:
        return "Give the level a name."
    if len(name) > LEVEL_NAME_LIMIT:
        return f"Use at most {LEVEL_NAME_LIMIT} characters; this has {len(name)}."
    return "Another level has this name." if name.casefold() in earlier else ""


def _problem_of_threshold(threshold: int, earlier: set[int]) -> str:
    if not 0 <= threshold <= HIGHEST_THRESHOLD:
        return f"Use a number from 0 to {HIGHEST_THRESHOLD:,}."
    return "Another level begins at this number." if threshold in earlier else ""


class Releveling(BaseModel):
    """How far members have been given their level by new thresholds."""

    member_count: int = 0
    done_count: int = 0
    is_running: bool = False


class HeldLevel(BaseModel):
    """A level as its editor shows it; the id is text, and empty for one of the defaults."""

    id: str = ""
    name: str
    threshold: int
    color: str


class LevelsForm(BaseModel):
    """All levels as they are, with what tells a later change from this one."""

    version: int = 0
    levels: list[HeldLevel] = []
