"""The demo community in one call: plan it, make it, tell how to sign in."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime

from opentribe.domain.access.actor import Credential
from opentribe.domain.entry import perform
from opentribe.domain.joining.queries import is_first
from opentribe.kit.db import Database
from opentribe.kit.errors import Conflict
from opentribe.seeds.community import plan
from opentribe.seeds.making import Making, email_of
from opentribe.seeds.shapes import CommunityPlan

SHOWN = ("olu", "mo", "ada", "ben")


@dataclass(frozen=True, slots=True)
class SignIn:
    """With what somebody of the demo community signs in."""

    name: str
    role: str
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was made, and how to look at it."""

    sign_ins: tuple[SignIn, ...]
    members: int
    spaces: int
    posts: int
    comments: int
    likes: int
    seconds: float

    def __str__(self) -> str:
        """A few lines for the terminal."""
        width = max(len(each.email) for each in self.sign_ins)
        return "\n".join(
            [
                f"{self.members} members, {self.spaces} spaces, {self.posts:,} posts, {self.comments:,} comments and "
                f"{self.likes:,} likes, made in {self.seconds:.1f} s. Sign in as:",
                *(f"  {each.email:<{width}}  {each.password}  ({each.name}, {each.role})" for each in self.sign_ins),
            ]
        )


def build(database: Database, today: datetime, seed: int = 7) -> Report:
    """Fill an empty, migrated database with three months that end at `today`.

    The same seed and day give the same community. Raises Conflict when somebody has an account there already.
    """
    if not perform(database, Credential(), is_first):
        raise Conflict("The demo community needs a database of its own: somebody has an account in this one.")
    started = time.monotonic()
    planned = plan(seed)
    Making(database, today, planned).run()
    return Report(
        sign_ins=sign_ins(planned),
        members=len(planned.members),
        spaces=len(planned.spaces),
        posts=len(planned.posts),
        comments=planned.comment_count,
        likes=planned.like_count,
        seconds=time.monotonic() - started,
    )


def sign_ins(planned: CommunityPlan) -> tuple[SignIn, ...]:
    """With what olu, mo, ada and ben sign in."""
    return tuple(
        SignIn(member.name, member.role, email_of(member), planned.password)
        for member in planned.members
        if member.key in SHOWN
    )
