"""How much a post is talked about: the number that orders the popular feed, kept with the counters it comes from."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.posts.models import Post, PostUpvote

# A post of today and one that is this much older stand level when the older one has ten times the votes.
TENFOLD = timedelta(days=3)
# Writing an answer is more than a press on a heart.
COMMENT_WEIGHT = 2
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)  # any fixed moment: only differences count


def heat(likes: int, comments: int, created_at: datetime) -> float:
    """log10(1 + likes + 2 x comments) + time in units of `TENFOLD`; higher is shown first.

    The formula of Reddit's "hot" order (A. Salihefendic, "How Reddit ranking algorithms work", 2010) with weights and a
    pace of our own. Time is counted from a fixed beginning instead of back from now, so a score changes only with the
    votes: it can be stored and indexed, a page boundary holds however long one reads, and no job has to let posts cool
    down. That younger posts begin higher is the window: with the most talked-about post at 100 votes, one without any
    is ahead of it after six days.
    """
    return math.log10(1 + likes + COMMENT_WEIGHT * comments) + (created_at - BEGINNING) / TENFOLD


def add_votes(session: Session, post_id: UUID, *, likes: int = 0, quiet: int = 0, comments: int = 0) -> None:
    """Change a post's counters and the score that follows from them; `quiet` of the likes count for nothing.

    The first statement locks the row, so what it returns is still true in the second.
    """
    connection = session.connection()
    row = col(Post.id) == post_id
    counted = (
        update(Post)
        .where(row)
        .values(
            like_count=Post.like_count + likes,
            quiet_like_count=Post.quiet_like_count + quiet,
            comment_count=Post.comment_count + comments,
        )
    )
    all_likes, quiet_ones, answers, created_at = connection.execute(
        counted.returning(
            col(Post.like_count), col(Post.quiet_like_count), col(Post.comment_count), col(Post.created_at)
        )
    ).one()
    connection.execute(update(Post).where(row).values(hot_score=heat(all_likes - quiet_ones, answers, created_at)))


def counts_for(session: Session, post_id: UUID, author: UUID | None, liker: UUID | None) -> bool:
    """Whether a like makes a post more popular, by the members behind the author and behind the one who likes.

    Of each member one does, whichever of their identities it is; none of the author's own, nor of a bot for which
    nobody answers. The post is locked by the caller.
    """
    if liker is None or liker == author:
        return False
    others = (
        select(PostUpvote.id)
        .join(PostingIdentity, col(PostingIdentity.id) == PostUpvote.voter_id)
        .where(PostUpvote.post_id == post_id, PostingIdentity.user_id == liker, ~col(PostUpvote.is_quiet))
    )
    return session.exec(others.limit(1)).first() is None
