"""What a member looks like: to the one who is signed in, in lists, and on their own page."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from opentribe.domain.access.actor import Role
from opentribe.kit.drafts import Draft
from opentribe.kit.errors import Invalid
from opentribe.kit.text import clean

NAME_LIMIT = 60
ABOUT_LIMIT = 1000
HANDLE = re.compile(r"[a-z0-9_]{2,24}")
RESERVED_HANDLES = frozenset({"admin", "owner", "everyone", "here", "all", "opentribe", "moderator", "support"})


class Me(BaseModel):
    """Who is signed in, as the shell shows it; of a visitor only whether they hide bots."""

    user_id: UUID | None = None
    name: str = ""
    username: str = ""
    image: str | None = None
    has_picture: bool = False
    role: Role = Role.member
    is_member: bool = False
    is_staff: bool = False
    is_admin: bool = False
    hides_bots: bool = False


class MemberCard(BaseModel):
    """A member in a list, as the reader stands to them."""

    id: UUID
    name: str
    username: str
    image: str | None
    role: Role
    level: int
    is_following: bool
    is_me: bool


class MemberDetail(MemberCard):
    """A member's own page. Of those who follow, and those who are followed, so many are bots or pen names."""

    bio_html: str
    points: int
    created_at: datetime
    follower_count: int
    following_count: int
    bot_follower_count: int = 0
    bot_following_count: int = 0


class AboutDraft(Draft):
    """What a member says about themselves, in Markdown; empty says nothing."""

    bio: str = ""

    def checked(self) -> str:
        """The words as they are stored. Raises Invalid when they are too long."""
        bio = clean(self.bio)
        if len(bio) > ABOUT_LIMIT:
            raise Invalid(bio=f"Use at most {ABOUT_LIMIT} characters; this has {len(bio)}.")
        return bio


class FollowStand(BaseModel):
    """How a follow button stands after the deed."""

    is_following: bool
    follower_count: int


def checked_name(text: str) -> str:
    """A display name. Raises Invalid when it is empty or too long."""
    name = clean(text, keep_lines=False)
    if not name:
        raise Invalid(name="Write the name people will see.")
    if len(name) > NAME_LIMIT:
        raise Invalid(name=f"Use at most {NAME_LIMIT} characters; this has {len(name)}.")
    return name


def checked_handle(text: str) -> str:
    """An @handle, without the @. Raises Invalid saying what one is made of."""
    handle = clean(text, keep_lines=False).removeprefix("@").lower()
    if not HANDLE.fullmatch(handle):
        raise Invalid(username="Use 2 to 24 letters a-z, digits or underscores.")
    if handle in RESERVED_HANDLES:
        raise Invalid(username="That handle is kept for the community. Choose another.")
    return handle
