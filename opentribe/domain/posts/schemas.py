"""What a post or comment takes, and how it is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel
from sqlmodel import SQLModel

from opentribe.domain.access.actor import Actor
from opentribe.domain.posts.models import CommentBase, PostBase, PostText
from opentribe.kit.drafts import Draft
from opentribe.kit.errors import Invalid
from opentribe.kit.paging import Page
from opentribe.kit.text import (
    NOWHERE,
    RENDERER_VERSION,
    Addresses,
    Reference,
    clean,
    parse,
    references_in,
    shorten,
    to_html,
)

TITLE_LIMIT = 200
CONTENT_LIMIT = 40_000
COMMENT_LIMIT = 10_000
KEY_LIMIT = 64


def _normal_key(text: str) -> str:
    return clean(text, keep_lines=False)[:KEY_LIMIT]


Key = Annotated[str, AfterValidator(_normal_key)]


class PostDraft(Draft):
    """The composer as typed; the space is named by its id or by its slug.

    `submission_key` is made by the client, so that a retry posts once. `version` is that of the words an edit began
    from (`version_of`); without one, an edit replaces what is there. `identity_id` is the name to write under, where
    it is another than one's own; an edit leaves it as it is.
    """

    space_id: UUID | None = None
    space_slug: str = ""
    title: str = ""
    content: str = ""
    submission_key: Key = ""
    version: str | None = None
    identity_id: UUID | None = None


class CommentDraft(Draft):
    """A reply as typed; `parent_id` names the comment it answers, `identity_id` is as in a PostDraft."""

    post_id: UUID
    parent_id: UUID | None = None
    content: str = ""
    submission_key: Key = ""
    identity_id: UUID | None = None


class CommentEdit(Draft):
    """A comment's words as changed; `version` as in a PostDraft."""

    content: str = ""
    version: str | None = None


def version_of(edited_at: datetime | None) -> str:
    """Tells apart the states of somebody's words; empty until they are changed for the first time."""
    return "" if edited_at is None else edited_at.isoformat()


@dataclass(frozen=True, slots=True)
class PreparedText:
    """Checked words with their HTML, made before the transaction that stores them."""

    title: str
    content: str
    content_html: str
    excerpt_html: str
    is_whole: bool
    submission_key: str | None
    references: tuple[Reference, ...] = ()
    renderer_version: int = RENDERER_VERSION


Lookup = Callable[[Sequence[Reference]], Addresses]


def nowhere(_references: Sequence[Reference]) -> Addresses:
    """A text whose references lead nowhere."""
    return NOWHERE


def prepare_post(draft: PostDraft, look_up: Lookup = nowhere) -> PreparedText:
    """Check and render a post. Raises Invalid naming `title` or `content`."""
    title = clean(draft.title, keep_lines=False)
    if len(title) > TITLE_LIMIT:
        raise Invalid(title=f"Use at most {TITLE_LIMIT} characters; this has {len(title)}.")
    content = _checked_content(draft.content, CONTENT_LIMIT, "Write something to post.")
    parsed = parse(content)
    found = references_in(parsed.tokens)
    leads = look_up(found) if found else NOWHERE
    html = to_html(parsed, leads)
    short = shorten(parsed, addresses=leads, whole=html)
    return PreparedText(title, content, html, short.html, short.is_whole, draft.submission_key or None, tuple(found))


def prepare_comment(draft: CommentDraft | CommentEdit, look_up: Lookup = nowhere) -> PreparedText:
    """Check and render a comment. Raises Invalid naming `content`."""
    key = draft.submission_key if isinstance(draft, CommentDraft) else ""
    content = _checked_content(draft.content, COMMENT_LIMIT, "Write something to reply.")
    parsed = parse(content)
    found = references_in(parsed.tokens)
    html = to_html(parsed, look_up(found) if found else NOWHERE)
    return PreparedText("", content, html, "", True, key or None, tuple(found))


def _checked_content(text: str, limit: int, when_empty: str) -> str:
    content = clean(text)
    if not content.strip():
        raise Invalid(content=when_empty)
    if len(content) > limit:
        raise Invalid(content=f"Use at most {limit:,} characters; this has {len(content):,}. Nothing was lost.")
    return content


class Sort(StrEnum):
    """In which order a feed stands, and whose posts are in it."""

    latest = "latest"
    following = "following"
    popular = "popular"


class By(StrEnum):
    """Whether a feed shows people, bots or both."""

    everyone = "everyone"
    people = "people"
    bots = "bots"


BY_BOTS = {By.everyone: None, By.people: False, By.bots: True}


def kinds(actor: Actor, by: By) -> bool | None:
    """Bots alone, people alone (False), or both (None): as one asks, but people where one hides bots."""
    return False if actor.hides_bots else BY_BOTS[by]


class Shown(SQLModel):
    """What the reader's own place adds to a post or a comment.

    `author_path` is the page of the author, empty when it leads nowhere; `author_handle` is there for members who
    speak under their own name, and so is their `author_level`, else 0. `author_owner` is the handle of whoever answers
    for a bot, empty when nobody does.
    """

    author_is_bot: bool
    author_handle: str
    author_level: int
    author_path: str
    author_owner: str
    author_is_gone: bool
    is_liked: bool
    may_edit: bool
    may_remove: bool


class PostCard(PostBase, Shown):
    """A post in a feed."""

    is_bookmarked: bool
    may_pin: bool
    space_slug: str
    space_name: str
    space_icon: str


class PostDetail(PostText, Shown):
    """A post on its own page. `content` is the Markdown, there for the author to edit.

    `stance` is how the reader stands to its comments: a Stance, or empty.
    """

    is_bookmarked: bool
    stance: str
    version: str
    may_pin: bool
    space_slug: str
    space_name: str
    space_icon: str
    may_comment: bool
    why_not_comment: str


class CommentCard(CommentBase, Shown):
    """A comment in a thread. A removed one keeps its place without words or author."""

    version: str


class ThreadSort(StrEnum):
    """In which order the first level of a thread is read; what answers a comment always stands oldest first."""

    oldest = "oldest"
    newest = "newest"
    liked = "liked"


class ThreadCard(CommentCard):
    """A comment with some of what answers it, oldest first: one run without gaps.

    `has_earlier` and `has_later` tell whether living replies stand before and after that run.
    """

    replies: list[CommentCard] = []
    has_earlier: bool = False
    has_later: bool = False


class ThreadPage(Page[ThreadCard]):
    """Some threads, and the cursors of those after and before them; an empty one means that there are none."""

    previous_cursor: str = ""


class ReplyRun(BaseModel):
    """Replies of one comment that follow one another without a gap.

    They come right after the reply `after`, or right before the reply `before`, when one is named.
    """

    thread_id: UUID
    replies: list[CommentCard]
    after: UUID | None = None
    before: UUID | None = None
    has_earlier: bool = False
    has_later: bool = False


class NewComments(BaseModel):
    """Comments that were announced: new threads, new replies, and how many replies those threads have now."""

    threads: list[ThreadCard] = []
    runs: list[ReplyRun] = []
    reply_counts: dict[UUID, int] = {}


class Writer(BaseModel):
    """Who is writing, as others are told."""

    user_id: UUID
    name: str
    handle: str


class VersionCard(BaseModel):
    """Earlier words of a post or a comment, and when they were written."""

    id: UUID
    title: str
    content_html: str
    created_at: datetime


class LikeState(BaseModel):
    """How a like button stands after the deed."""

    is_liked: bool
    like_count: int
