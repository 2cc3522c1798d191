"""What a planned community is made of; every moment is a time before today."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class MemberPlan:
    """Somebody who joins. `talk` says how often they speak, 0 to 10."""

    key: str
    handle: str
    name: str
    bio: str
    at: timedelta
    role: str
    talk: int
    has_paid: bool

    @property
    def first_name(self) -> str:
        """What others call them."""
        return self.name.split()[0]

    @property
    def is_staff(self) -> bool:
        """Owner, admin or moderator."""
        return self.role != "member"


@dataclass(frozen=True, slots=True)
class BotPlan:
    """An identity without a person."""

    key: str
    name: str
    description: str
    portrait: str


@dataclass(frozen=True, slots=True)
class TierPlan:
    """What one can pay for."""

    key: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class SpacePlan:
    """A room. `guests` are the keys of those invited to a secret one."""

    slug: str
    name: str
    icon: str
    description: str
    visibility: str
    posters: str
    bots_allowed: bool
    tier: str
    guests: tuple[str, ...]

    def is_open_to(self, member: MemberPlan) -> bool:
        """Whether a member may read and reply here, as the policies will decide."""
        if member.is_staff or self.visibility in {"public", "members"}:
            return True
        return member.has_paid if self.visibility == "paid" else member.key in self.guests


@dataclass(frozen=True, slots=True)
class LikePlan:
    """Who likes something, and when."""

    who: str
    at: timedelta


@dataclass(slots=True)
class CommentPlan:
    """A reply; `parent` is the place of the comment it answers among its post's comments.

    `is_written` marks those that were written for this very post.
    """

    author: str
    content: str
    at: timedelta
    parent: int | None = None
    is_written: bool = False
    likes: list[LikePlan] = field(default_factory=list)


@dataclass(slots=True)
class PostPlan:
    """A post. `heat` says how much it moves people, 1 to 5; `topic` is what it is about, in a few words."""

    key: str
    author: str
    space: str
    kind: str
    title: str
    content: str
    topic: str
    heat: int
    at: timedelta
    comments: list[CommentPlan] = field(default_factory=list)
    likes: list[LikePlan] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CommunityPlan:
    """Everything that will happen. Members and posts stand in the order of time."""

    name: str
    tagline: str
    password: str
    tiers: tuple[TierPlan, ...]
    members: tuple[MemberPlan, ...]
    bots: tuple[BotPlan, ...]
    spaces: tuple[SpacePlan, ...]
    posts: tuple[PostPlan, ...]

    @property
    def comment_count(self) -> int:
        """All comments on all posts."""
        return sum(len(post.comments) for post in self.posts)

    @property
    def like_count(self) -> int:
        """All likes, of posts and of comments."""
        return sum(len(post.likes) + sum(len(comment.likes) for comment in post.comments) for post in self.posts)
