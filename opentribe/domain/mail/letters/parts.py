"""What a letter is made of: plain words and paths of this site, escaped when they are laid out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences."""

    text: str


@dataclass(frozen=True, slots=True)
class Button:
    """The one thing to do. `path` is on this site and begins with a slash."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class Row:
    """Something that happened: what, where it is, some words of it, and who and when."""

    title: str
    path: str
    text: str = ""
    meta: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """Several of them under a heading, which may be empty."""

    rows: tuple[Row, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Small:
    """What is good to know, below everything else."""

    text: str


Part = Paragraph | Button | Rows | Small


@dataclass(frozen=True, slots=True)
class Written:
    """A letter to one address. `preview` is what a list of mails shows beside the subject; `reason` says why it came.

    With a `topic` it is one that `user_id` may end; it goes to a confirmed address only.
    """

    to: str
    subject: str
    preview: str
    heading: str
    parts: tuple[Part, ...]
    reason: str
    topic: str = ""
    user_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What a letter is written from: what was stored with its job, and a seed that is the same for each attempt."""

    seed: str
    values: dict[str, Any] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A value that was stored as text."""
        return str(self.values.get(name) or "")

    def id(self, name: str) -> UUID:
        """A value that was stored as an id."""
        return UUID(self.text(name))


Write = Callable[[Session, str, Given], Written | None]
Sample = Callable[[str], Written]


@dataclass(frozen=True, slots=True)
class Letter:
    """A kind of letter. `name` is stored with every job and must not change.

    `write(session, community, given)` gives the letter as things stand now, or None when there is nothing to say any
    more; `sample(community)` gives one with made-up content, for the owner to look at.
    """

    name: str
    title: str
    when: str
    sample: Sample
    write: Write | None = None
    useful_for: timedelta | None = None  # then it is not sent any more
