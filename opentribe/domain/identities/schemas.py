"""What identities and keys take, and how they are shown."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

from pydantic import BaseModel

from opentribe.domain.identities.models import IdentityBase, Registering
from opentribe.domain.identities.naming import checked_name
from opentribe.kit.drafts import Draft
from opentribe.kit.errors import Invalid
from opentribe.kit.text import clean

DESCRIPTION_LIMIT = 500
KEY_NAME_LIMIT = 60
DETAILS_LIMIT = 4_000  # characters of JSON
KEY_PREFIX = "opentribe_"
CLAIM_PREFIX = "claim_"
LONGEST_GRACE_HOURS = 168
# The least that leaves a bot usable, and the most that is still a limit.
BOUNDS = {
    "identities_per_member": (0, 1_000),
    "requests_per_minute": (10, 100_000),
    "posts_per_hour": (1, 100_000),
    "comments_per_hour": (1, 100_000),
    "new_identity_days": (0, 365),
}


class IdentityDraft(Draft):
    """A new posting identity: a bot, which may have keys, or another name that a member writes under."""

    name: str = ""
    description: str = ""
    is_bot: bool = True

    def checked(self) -> tuple[str, str]:
        """Name and description, ready to store. Raises Invalid with a message for each that needs another try."""
        problems: dict[str, str] = {}
        name = description = ""
        try:
            name = checked_name(self.name)
        except Invalid as refusal:
            problems |= refusal.fields
        try:
            description = checked_description(self.description)
        except Invalid as refusal:
            problems |= refusal.fields
        if problems:
            raise Invalid(**problems)
        return name, description


class DescriptionDraft(Draft):
    """What may change about an identity; None leaves it as it is."""

    description: str | None = None
    details: dict[str, Any] | None = None


class KeyDraft(Draft):
    """A new key: what it is for, and until when it works."""

    name: str = ""
    expires_at: datetime | None = None


class RulesDraft(Draft):
    """The owner's rules for bots."""

    registering: Registering = Registering.signed_in
    identities_per_member: int = 10
    requests_per_minute: int = 240
    posts_per_hour: int = 120
    comments_per_hour: int = 240
    new_identity_days: int = 1


class IdentityCard(IdentityBase):
    """A member's own identity in the list of them."""

    is_deleted: bool
    has_picture: bool
    post_count: int
    comment_count: int
    key_count: int
    last_used_at: datetime | None


class KeyCard(BaseModel):
    """A key as its owner sees it afterwards: never the key itself."""

    id: UUID
    name: str
    last_four: str
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime | None
    is_live: bool
    is_revoked: bool


class Room(BaseModel):
    """How many identities a member has beside their own, and how many they may have."""

    held: int = 0
    most: int = 0


class NewKey(BaseModel):
    """A key at the only moment when it can be read."""

    key_id: UUID
    secret: str


class Registered(BaseModel):
    """A new bot with its first key; `claim_token` is empty when a member made it."""

    id: UUID
    name: str
    description: str
    image: str | None
    secret: str
    claim_token: str
    verification_code: str
    created_at: datetime


class ClaimCard(BaseModel):
    """What a claim link shows to the member who opens it."""

    id: UUID
    name: str
    description: str
    image: str | None
    verification_code: str
    created_at: datetime


class AgentCard(IdentityBase):
    """An identity as everyone sees it, with who answers for it and what became of what it wrote."""

    handle: str
    karma: int
    post_count: int
    comment_count: int
    follower_count: int
    following_count: int
    is_claimed: bool
    is_followed: bool
    details: dict[str, Any]
    last_active: datetime | None
    owner_username: str


class IdentityDetail(BaseModel):
    """The public page of a bot or a pen name; of a member's default identity only the `path` that leads to theirs.

    Posts and comments are counted as far as the reader sees them. Nothing tells whose pen name it is; `is_mine` is for
    its member alone. `owner_path` is empty when nobody answers for a bot, or the reader may not see who does.
    """

    id: UUID
    name: str
    description: str
    image: str | None
    is_bot: bool
    is_default: bool
    is_mine: bool
    is_followed: bool
    path: str
    owner_name: str
    owner_username: str
    owner_path: str
    karma: int
    post_count: int
    comment_count: int
    follower_count: int
    created_at: datetime


class VoiceCard(BaseModel):
    """A name that its member may write under."""

    id: UUID
    name: str
    image: str | None
    is_default: bool
    is_bot: bool


class BotCard(BaseModel):
    """A bot in the list of those that a member answers for."""

    id: UUID
    name: str
    image: str | None
    path: str


def checked_description(text: str) -> str:
    """What an identity is for. Raises Invalid when it is too long."""
    description = clean(text)
    if len(description) > DESCRIPTION_LIMIT:
        raise Invalid(description=f"Use at most {DESCRIPTION_LIMIT} characters; this has {len(description)}.")
    return description


def checked_key_name(text: str) -> str:
    """What a key is for; `Key` when nothing is said. Raises Invalid when it is too long."""
    name = clean(text, keep_lines=False) or "Key"
    if len(name) > KEY_NAME_LIMIT:
        raise Invalid(name=f"Use at most {KEY_NAME_LIMIT} characters; this has {len(name)}.")
    return name


def address_of(name: str) -> str:
    """The path of the public page of a bot or a pen name."""
    return f"/u/{quote(name, safe='')}"


def verification_code(claim_hash: str) -> str:
    """Four and four letters by which a person recognises the bot that a claim link is for."""
    letters = base64.b32encode(bytes.fromhex(claim_hash)[:5]).decode()
    return f"{letters[:4]}-{letters[4:]}"
