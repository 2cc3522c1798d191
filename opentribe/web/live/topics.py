"""What a tab can watch, and which rows a fact is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from opentribe.domain.posts import facts
from opentribe.kit.facts import Fact
from opentribe.web.live.signals import Writing

NEWS = "news"  # new posts, wherever one may read; every tab watches it

WORDS = ("title", "excerpt_html", "is_whole", "content_html", "edited_at", "updated_at")


def row_of(post_id: UUID | str) -> str:
    """What a list shows of a post."""
    return f"row:{post_id}"


def thread_of(post_id: UUID | str) -> str:
    """What is under a post."""
    return f"thread:{post_id}"


@dataclass
class Subjects:
    """What a few facts together are about; a row that was touched often stands here once."""

    published: set[UUID] = field(default_factory=set)
    removed: set[UUID] = field(default_factory=set)
    restored: set[UUID] = field(default_factory=set)
    posts: dict[UUID, set[str]] = field(default_factory=dict)
    answered: dict[UUID, None] = field(default_factory=dict)
    comments: dict[UUID, set[str]] = field(default_factory=dict)
    writing: dict[tuple[UUID, UUID], Writing] = field(default_factory=dict)

    @property
    def post_ids(self) -> set[UUID]:
        """The posts that are to be read."""
        written_on = {post_id for post_id, _ in self.writing}
        return {*self.published, *self.removed, *self.restored, *self.posts, *written_on}

    @property
    def comment_ids(self) -> set[UUID]:
        """The comments that are to be read."""
        return {*self.answered, *self.comments}

    def _post(self, post_id: UUID, *columns: str) -> None:
        self.posts.setdefault(post_id, set()).update(columns)

    def _comment(self, comment_id: UUID, *columns: str) -> None:
        self.comments.setdefault(comment_id, set()).update(columns)

    def add(self, fact: Fact) -> None:
        """Take in one fact; what is not about posts is passed over."""
        match fact:
            case facts.PostPublished():
                self.published.add(fact.post_id)
            case facts.PostRemoved():
                self.removed.add(fact.post_id)
            case facts.PostRestored():
                self.restored.add(fact.post_id)
            case facts.PostEdited():
                self._post(fact.post_id, *WORDS)
            case facts.PostPinned() | facts.PostUnpinned():
                self._post(fact.post_id, "pinned_at")
            case facts.PostLiked() | facts.PostUnliked():
                self._post(fact.post_id, "like_count")
            case facts.CommentPublished():
                self._post(fact.post_id, "comment_count")
                self.answered[fact.comment_id] = None
            case facts.CommentRemoved():
                self._post(fact.post_id, "comment_count")
                self._comment(fact.comment_id, "deleted_at")
            case facts.CommentEdited():
                self._comment(fact.comment_id, "content_html", "edited_at", "updated_at")
            case Writing():
                self.writing[fact.post_id, fact.user_id] = fact
            case facts.CommentLiked() | facts.CommentUnliked():
                self._comment(fact.comment_id, "like_count")


def subjects(told: Sequence[Fact]) -> Subjects:
    """What these facts are about."""
    found = Subjects()
    for fact in told:
        found.add(fact)
    return found
