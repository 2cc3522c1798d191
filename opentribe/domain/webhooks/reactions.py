"""What webhooks do when something happened: one delivery for each that wants it and may see it, stored once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, exists, select

from opentribe.domain.posts.facts import CommentPublished, PostPublished
from opentribe.domain.posts.models import Comment, Post
from opentribe.domain.references.facts import MemberMentioned
from opentribe.domain.spaces import policy as spaces_policy
from opentribe.domain.spaces.models import Space
from opentribe.domain.spaces.queries import invited_among
from opentribe.domain.webhooks.audience import Listener, listeners
from opentribe.domain.webhooks.delivering import send_soon
from opentribe.domain.webhooks.models import Deed, Webhook, WebhookDelivery
from opentribe.kit import clock
from opentribe.kit.db import insert_if_absent
from opentribe.kit.facts import Fact
from opentribe.kit.ids import new_id

HEARD = (PostPublished, CommentPublished, MemberMentioned)


@dataclass(frozen=True, slots=True)
class News:
    """What a fact is for those who listen."""

    deed: Deed
    subject: str
    post_id: UUID | None = None
    comment_id: UUID | None = None
    user_id: UUID | None = None


def is_wanted(session: Session, fact: Fact) -> bool:
    """Whether any webhook listens for what happened; most communities have none, and then no job is stored."""
    wants = _wants(_news(fact).deed)
    return bool(session.exec(select(exists().where(col(Webhook.disabled_at).is_(None), wants))).one())


def spread(session: Session, fact: Fact, happened_at: datetime) -> None:
    """Store a delivery for every webhook that wants what happened and may see it. A second time changes nothing."""
    news = _news(fact)
    place = _place(session, news)
    if place is None:
        return
    space, author_id = place
    after: UUID | None = None
    while found := listeners(session, wanted=_wants(news.deed), after=after):
        after = found[-1].webhook.id
        for each in _admitted(session, found, space, author_id, news):
            _store(session, each.webhook.id, news, happened_at)


def _news(fact: Fact) -> News:
    match fact:
        case PostPublished():
            return News(Deed.post, f"{Deed.post}:{fact.post_id}", post_id=fact.post_id)
        case CommentPublished():
            return News(Deed.comment, f"{Deed.comment}:{fact.comment_id}", comment_id=fact.comment_id)
        case MemberMentioned():
            where = fact.comment_id or fact.post_id
            subject = f"{Deed.mention}:{where}:{fact.user_id}"
            return News(Deed.mention, subject, fact.post_id, fact.comment_id, fact.user_id)
    raise TypeError(f"webhooks do not tell of {type(fact).__name__}")


def _wants(deed: Deed) -> Any:
    column = {Deed.post: Webhook.on_post, Deed.comment: Webhook.on_comment, Deed.mention: Webhook.on_mention}[deed]
    return col(column)


def _place(session: Session, news: News) -> tuple[Space, UUID] | None:
    """The space that it happened in and who wrote it; None when it was taken back meanwhile."""
    if news.comment_id is not None:
        statement: Any = (
            select(Space, Comment.posting_identity_id)
            .join(Post, col(Post.space_id) == col(Space.id))
            .join(Comment, col(Comment.post_id) == col(Post.id))
            .where(Comment.id == news.comment_id, col(Comment.deleted_at).is_(None), col(Post.deleted_at).is_(None))
        )
    else:
        statement = (
            select(Space, Post.posting_identity_id)
            .join(Post, col(Post.space_id) == col(Space.id))
            .where(Post.id == news.post_id, col(Post.deleted_at).is_(None))
        )
    found: tuple[Space, UUID] | None = session.exec(statement).first()
    return found


def _admitted(session: Session, found: list[Listener], space: Space, author_id: UUID, news: News) -> list[Listener]:
    """Those who may see it. Nobody is told of what they wrote themselves, or of mentions of others."""
    owners = {each.actor.owner_id for each in found if each.actor.owner_id is not None}
    invited = invited_among(session, {space.id}, owners)
    return [
        each
        for each in found
        if each.actor.identity_id != author_id
        and spaces_policy.sees(each.actor, space, (each.actor.owner_id, space.id) in invited)
        and (news.user_id is None or each.actor.identity_id is None or each.actor.owner_id == news.user_id)
    ]


def _store(session: Session, webhook_id: UUID, news: News, happened_at: datetime) -> None:
    delivery_id, moment = new_id(), clock.now()
    is_new = insert_if_absent(
        session,
        WebhookDelivery,
        id=delivery_id,
        webhook_id=webhook_id,
        deed=news.deed,
        subject=news.subject,
        post_id=news.post_id,
        comment_id=news.comment_id,
        user_id=news.user_id,
        outcome="waiting",
        attempts=0,
        said="",
        run_at=moment,
        happened_at=happened_at,
        created_at=moment,
    )
    if is_new:
        send_soon(session, delivery_id, attempt=0)
