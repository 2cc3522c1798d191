"""What a space takes and how it is shown."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from opentribe.domain.spaces.models import PostPermission, SpaceBase, SpaceVisibility
from opentribe.kit.drafts import Draft
from opentribe.kit.errors import Invalid
from opentribe.kit.text import clean, slugify

NAME_LIMIT = 50
DESCRIPTION_LIMIT = 300
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SLUG_LIMIT = 48
RESERVED_SLUGS = frozenset({"new"})  # /spaces/new is a page of its own
DEFAULT_ICON = "💬"


class SpaceDraft(Draft):
    """The space form as typed. An empty slug is made from the name."""

    name: str = ""
    slug: str = ""
    icon: str = ""
    description: str = ""
    visibility: str = SpaceVisibility.members.value
    post_permission: str = PostPermission.everyone.value
    bots_allowed: bool = True
    required_tier_id: str = ""

    def checked(self) -> dict[str, Any]:
        """The columns to store. Raises Invalid with a message for each field that needs another try."""
        problems: dict[str, str] = {}
        name = clean(self.name, keep_lines=False)
        if not name:
            problems["name"] = "Give the space a name."
        elif len(name) > NAME_LIMIT:
            problems["name"] = f"Use at most {NAME_LIMIT} characters; this has {len(name)}."
        slug = clean(self.slug, keep_lines=False).lower() or slugify(name, SLUG_LIMIT)
        if not SLUG.fullmatch(slug) or len(slug) > SLUG_LIMIT:
            problems["slug"] = f"Use up to {SLUG_LIMIT} letters a-z, digits and single hyphens, such as show-and-tell."
        elif slug in RESERVED_SLUGS:
            problems["slug"] = "This address is taken by a page. Choose a different one."
        description = clean(self.description)
        if len(description) > DESCRIPTION_LIMIT:
            problems["description"] = f"Use at most {DESCRIPTION_LIMIT} characters; this has {len(description)}."
        icon = clean(self.icon, keep_lines=False) or DEFAULT_ICON
        if len(icon) > 8:
            problems["icon"] = "Choose one emoji."
        if self.visibility not in set(SpaceVisibility):
            problems["visibility"] = "Choose public, members, paid or secret."
        if self.post_permission not in set(PostPermission):
            problems["post_permission"] = "Choose everyone, moderators or admins."
        if problems:
            raise Invalid(**problems)
        return {
            "name": name,
            "slug": slug,
            "icon": icon,
            "description": description,
            "visibility": SpaceVisibility(self.visibility),
            "post_permission": PostPermission(self.post_permission),
            "bots_allowed": self.bots_allowed,
        }


class SpaceCard(BaseModel):
    """A space in the sidebar or in a list, with what the reader may do in it."""

    id: UUID
    slug: str
    name: str
    icon: str
    visibility: SpaceVisibility
    is_archived: bool
    has_unread: bool
    may_post: bool
    bots_allowed: bool


class SpaceDetail(SpaceBase):
    """A space's own page."""

    is_archived: bool
    may_post: bool
    may_edit: bool
    why_not_post: str


class InvitedCard(BaseModel):
    """Somebody who was let into a secret space."""

    user_id: UUID
    name: str
    username: str


class SpaceLine(SpaceBase):
    """A space in a list for programs."""

    subscriber_count: int
    is_subscribed: bool
    may_post: bool
    why_not_post: str
