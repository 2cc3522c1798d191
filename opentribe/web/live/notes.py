"""What is said to open pages: small, for display only, and never more than its reader could read by asking."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from opentribe.domain.access.actor import Actor
from opentribe.domain.audience import Look
from opentribe.domain.posts.comment_rows import NOBODYS
from opentribe.domain.posts.standing import CommentNow, PostNow
from opentribe.domain.spaces.models import Space
from opentribe.web.live.signals import Writing
from opentribe.web.live.topics import NEWS, Subjects, row_of, thread_of

Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Note:
    """Something to say to those who watch a topic and may see its space.

    What the author or staff may do with a row differs, so they can be told something else, or nothing (None).
    """

    topic: str
    space: Space
    others: Said
    owner_id: UUID | None = None
    mine: Said | None = None
    staff: Said | None = None

    def for_reader(self, actor: Actor) -> Said | None:
        """What this reader is told."""
        if self.owner_id is not None and actor.user_id == self.owner_id:
            return self.mine
        return self.staff if actor.is_staff else self.others


def notes(about: Subjects, look: Look, spread: Callable[[str], int] = lambda _topic: 0) -> Iterator[Note]:
    """Everything there is to say. What is gone by now is said to be gone.

    `spread` gives the milliseconds over which the watchers of a topic are to ask, when a note makes them ask.
    """
    for post_id in about.post_ids & look.posts.keys():
        yield from _of_post(about, look.posts[post_id])
    for fact in about.writing.values():
        written_on = look.posts.get(fact.post_id)
        if written_on is not None and written_on.post.deleted_at is None:
            yield _of_writing(fact, written_on.space)
    for comment_id in (*about.answered, *(each for each in about.comments if each not in about.answered)):
        now = look.comments.get(comment_id)
        post = look.posts.get(now.comment.post_id) if now is not None else None
        if now is not None and post is not None and post.post.deleted_at is None:
            yield _of_comment(about, now, post, spread)


def _of_post(about: Subjects, now: PostNow) -> Iterator[Note]:
    post, topic = now.post, row_of(now.post.id)
    if post.deleted_at is not None:
        if post.id in about.removed:
            yield _same(NEWS, now.space, {"k": "gone", "id": str(post.id)})
        return
    if post.id in about.published:
        said: Said = {"k": "post", "id": str(post.id), "space": str(post.space_id), "bot": now.is_bot}
        yield Note(NEWS, now.space, said, now.owner_id, None, said)
    if post.id in about.restored:
        yield _same(topic, now.space, {"k": "back", "id": str(post.id)})
    if post.id in about.posts:
        columns = about.posts[post.id]
        values = post.model_dump(mode="json", include=columns - {"content_html"})
        said = {"k": "row", "id": str(post.id), "values": values}
        yield _same(topic, now.space, said)
        if "content_html" in columns:  # the whole text is on the post's own page only
            values = {"content_html": post.content_html}
            yield _same(thread_of(post.id), now.space, said | {"values": values})


def _of_comment(about: Subjects, now: CommentNow, post: PostNow, spread: Callable[[str], int]) -> Note:
    comment, topic = now.comment, thread_of(now.comment.post_id)
    if comment.deleted_at is not None:
        values = {name: value for name, value in NOBODYS.items() if name != "posting_identity_id"}
        values["deleted_at"] = comment.deleted_at.isoformat()
        return _same(topic, post.space, {"k": "row", "id": str(comment.id), "values": values})
    if comment.id not in about.answered:
        values = comment.model_dump(mode="json", include=about.comments[comment.id])
        return _same(topic, post.space, {"k": "row", "id": str(comment.id), "values": values})
    said: Said = {"k": "comment", "id": str(comment.id), "post": str(comment.post_id), "within": spread(topic)}
    said["bot"] = now.is_bot
    if comment.parent_id is not None:
        said["parent"] = str(comment.parent_id)
    return Note(topic, post.space, said, now.owner_id, None, said)


def _of_writing(fact: Writing, space: Space) -> Note:
    said = {"k": "writing", "post": str(fact.post_id), "name": fact.name, "by": fact.handle, "over": fact.is_over}
    return Note(thread_of(fact.post_id), space, said, fact.user_id, None, said)


def _same(topic: str, space: Space, said: Said) -> Note:
    return Note(topic, space, said, None, said, said)
