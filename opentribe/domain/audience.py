"""Who is looking, and at what: all that a push to many open pages needs to know, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.auth.models import AuthSession
from opentribe.domain.entry import WHO, member
from opentribe.domain.gamification.models import Badge, Level
from opentribe.domain.members import policy as members_policy
from opentribe.domain.members.models import User
from opentribe.domain.posts.standing import CommentNow, PostNow, comments_now, posts_now
from opentribe.domain.spaces import policy as spaces_policy
from opentribe.domain.spaces.models import Space, SpaceVisibility
from opentribe.domain.spaces.queries import invited_among
from opentribe.kit import clock
from opentribe.kit.db import Database

_TOKEN = col(AuthSession.token_hash)
_ALL = WHO.with_only_columns(_TOKEN, *WHO.selected_columns, maintain_column_froms=True).where(
    _TOKEN.in_(bindparam("tokens", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Look:
    """The readers by their session's digest, the rows as they stand, and who was let into which secret space."""

    actors: dict[str, Actor]
    posts: dict[UUID, PostNow]
    comments: dict[UUID, CommentNow]
    invited: set[tuple[UUID, UUID]]

    def sees(self, actor: Actor, space: Space) -> bool:
        """Whether a reader may see what is in a space."""
        return spaces_policy.sees(actor, space, (actor.user_id, space.id) in self.invited)


def look(
    database: Database,
    sessions: Iterable[str],
    known: dict[str, Actor],
    post_ids: Collection[UUID],
    comment_ids: Collection[UUID],
) -> Look:
    """All of it at once; at most four statements, however many sessions and rows.

    Readers that are `known` already are not read again. Sessions that are not in force have no actor.
    """
    with database.read() as session:
        actors = known | actors_for(session, [each for each in sessions if each not in known])
        comments = comments_now(session, comment_ids)
        posts = posts_now(session, {*post_ids, *(each.comment.post_id for each in comments.values())})
        secret = {each.space.id for each in posts.values() if each.space.visibility == SpaceVisibility.secret}
        members = {actor.user_id for actor in actors.values() if actor.user_id is not None}
        return Look(actors, posts, comments, invited_among(session, secret, members))


def handles_of(database: Database, user_ids: Collection[UUID]) -> dict[UUID, str]:
    """The handles of members whose page everybody here may see; others are not said to be online."""
    with database.read() as session:
        shown = members_policy.visible(Actor())
        found = session.exec(select(User.id, User.username).where(col(User.id).in_(user_ids), shown))
        return dict(found.all())


def honours(
    database: Database, level_ids: Collection[UUID], badge_ids: Collection[UUID]
) -> tuple[dict[UUID, Level], dict[UUID, Badge]]:
    """Levels and badges that somebody was given, as they are called now; at most two statements."""
    with database.read() as session:
        levels = session.exec(select(Level).where(col(Level.id).in_(level_ids))).all() if level_ids else ()
        badges = session.exec(select(Badge).where(col(Badge.id).in_(badge_ids))).all() if badge_ids else ()
        return {level.id: level for level in levels}, {badge.id: badge for badge in badges}


def actors_for(session: Session, sessions: Iterable[str]) -> dict[str, Actor]:
    """The actor behind each session's digest, in one statement."""
    wanted = [digest for digest in sessions if digest]
    if not wanted:
        return {}
    found: dict[str, list[Any]] = {}
    for token, *row in session.connection().execute(_ALL, {"tokens": wanted, "moment": clock.now()}):
        found.setdefault(token, []).append(row)
    return {token: member(rows) for token, rows in found.items()}
