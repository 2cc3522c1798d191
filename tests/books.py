"""Deeds that score, and the books that are kept about them."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from sqlalchemy import update
from sqlmodel import col, select

from opentribe.domain.gamification.audit import differences
from opentribe.domain.members.models import User
from opentribe.domain.posts.commands import (
    add_comment,
    add_post,
)
from opentribe.domain.posts.schemas import CommentDraft, PostDraft, prepare_comment, prepare_post
from opentribe.kit import clock
from opentribe.kit.jobs.models import Job
from opentribe.kit.jobs.worker import work_off
from opentribe.wiring import KINDS
from tests.cast import Cast

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday
POST, COMMENT, LIKE = 10, 5, 2


def points(cast: Cast, name: str = "ada") -> int:
    """What somebody has, once everything that waits is done; the books are compared on the way."""
    work_off(cast.database, KINDS)
    with cast.database.read() as session:
        assert differences(session) == []
        assert not session.exec(select(Job).where(col(Job.done_at).is_(None))).all()
        return session.exec(select(User.points).where(User.username == name)).one()


def comment(cast: Cast, who, post_id):
    """A comment by somebody."""
    text = prepare_comment(CommentDraft(post_id=post_id, content="Well said"))
    return cast.do(who, add_comment, post_id, None, text)


def post(cast: Cast, who, space):
    """A post by somebody, past the limits on how many in a short time."""
    return cast.do(who, add_post, space, prepare_post(PostDraft(space_id=space, content="Hello there")))


def again(cast: Cast) -> None:
    """Hand every job that was ever done to the workers once more, in any order."""
    with cast.database.write() as session:
        session.connection().execute(update(Job).values(done_at=None))
        for job in session.exec(select(Job)).all():
            job.run_at = clock.now() - timedelta(seconds=random.randint(1, 9999))
            session.add(job)
