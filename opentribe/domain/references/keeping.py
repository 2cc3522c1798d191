"""Tags and mentions kept in step with words, inside the transaction that stores the words; called by their commands.

Commands lock the post or comment first and change a space's own row before this. Tags are then made in the order of
their names and counters locked in the order of their ids, so that two writers never wait for each other.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from sqlalchemy import delete, or_, update
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.models import Block, MemberVisibility, User
from opentribe.domain.members.policy import present
from opentribe.domain.references import policy
from opentribe.domain.references.facts import MemberMentioned, MentionRestored, MentionWithdrawn
from opentribe.domain.references.models import Mention, PostTag, SpaceTag, Tag
from opentribe.domain.spaces.models import Space
from opentribe.kit import clock
from opentribe.kit.columns import KEY_LENGTH
from opentribe.kit.db import insert_if_absent
from opentribe.kit.errors import Invalid
from opentribe.kit.facts import tell
from opentribe.kit.ids import new_id
from opentribe.kit.text import Reference, fold

HANDLE, TAG = "@", "#"


@dataclass(frozen=True, slots=True)
class Target:
    """Where the words stand: a post, or a comment."""

    post_id: UUID | None = None
    comment_id: UUID | None = None


def addresses(session: Session, references: Sequence[Reference]) -> dict[Reference, str]:
    """Where references lead: a tag to its page, a handle to its member's, where there is one for everybody."""
    handles = [found.name for found in references if found.sign == HANDLE]
    public = (col(User.visibility) == MemberVisibility.public, present())
    known = set(session.exec(select(User.username).where(col(User.username).in_(handles), *public))) if handles else ()
    return {
        found: f"/tags/{quote(found.name)}" if found.sign == TAG else f"/members/{found.name}"
        for found in references
        if found.sign == TAG or found.name in known
    }


def note_tags(
    session: Session, post_id: UUID, space_id: UUID, posted_at: datetime, references: Collection[Reference]
) -> None:
    """Let a post carry the tags of its words and no others; without references it carries none."""
    wanted = {found.name for found in references if found.sign == TAG}
    carried = select(Tag.name, PostTag.tag_id).join(PostTag, col(PostTag.tag_id) == Tag.id)
    had = dict(session.exec(carried.where(PostTag.post_id == post_id)).all())
    if wanted == had.keys():
        return
    gone = [had[name] for name in had.keys() - wanted]
    added = _tag_ids(session, sorted(wanted - had.keys()))
    _count(session, space_id, added, gone)
    if gone:
        session.exec(delete(PostTag).where(col(PostTag.post_id) == post_id, col(PostTag.tag_id).in_(gone)))
    session.add_all(PostTag(post_id=post_id, tag_id=tag, space_id=space_id, created_at=posted_at) for tag in added)


def note_mentions(
    session: Session,
    actor: Actor,
    author: PostingIdentity,
    space: Space,
    target: Target,
    references: Collection[Reference],
) -> None:
    """Keep whom the words mention, and tell of those who are new there, no longer there, or there again.

    Nobody mentions themselves, one who cannot see the space, or one who wants nothing of them; such a handle is a
    link like any other, so that its writer learns nothing. Raises Invalid when there are too many.
    """
    handles = [found.name for found in references if found.sign == HANDLE]
    kept = _kept(session, target)
    if not handles and not kept:
        return
    meant = select(User.id).where(col(User.username).in_(handles), present(), User.id != author.user_id)
    everyone = set(session.exec(meant).all()) if handles else set()
    _require_few(session, actor, author, len(everyone))
    reached = (
        set(session.exec(meant.where(policy.readers(space))).all()) - _apart(session, author) if everyone else set()
    )
    moment = clock.now()
    for user_id, mention in kept.items():
        if (mention.withdrawn_at is None) == (user_id in reached):
            continue
        mention.withdrawn_at = None if user_id in reached else moment
        session.add(mention)
        change = MentionRestored if user_id in reached else MentionWithdrawn
        tell(session, change(user_id, author.id, target.post_id, target.comment_id))
    for user_id in sorted(reached - kept.keys()):
        session.add(Mention(user_id=user_id, post_id=target.post_id, comment_id=target.comment_id, created_at=moment))
        tell(session, MemberMentioned(user_id, author.id, target.post_id, target.comment_id))


def _kept(session: Session, target: Target) -> dict[UUID, Mention]:
    place = (
        col(Mention.comment_id) == target.comment_id
        if target.post_id is None
        else col(Mention.post_id) == target.post_id
    )
    return {mention.user_id: mention for mention in session.exec(select(Mention).where(place))}


def _require_few(session: Session, actor: Actor, author: PostingIdentity, count: int) -> None:
    if count <= policy.MOST_WHEN_NEW:
        return
    most = policy.most_mentions(actor, author, session.get(User, author.user_id) if author.user_id else None)
    if count > most:
        why = "On your first day you" if most == policy.MOST_WHEN_NEW else "You"
        raise Invalid(
            content=f"{why} can mention {most} people at once; this mentions {count}. "
            "Take the @ off the others. Nothing was lost."
        )


def _apart(session: Session, author: PostingIdentity) -> set[UUID]:
    """Those who have blocked the author or whom the author has blocked."""
    if author.user_id is None:
        return set()
    pairs = session.exec(
        select(Block.blocker_id, Block.blocked_id).where(
            or_(col(Block.blocker_id) == author.user_id, col(Block.blocked_id) == author.user_id)
        )
    ).all()
    return {user_id for pair in pairs for user_id in pair}


def _tag_ids(session: Session, names: Sequence[str]) -> list[UUID]:
    """The tags of these names, made where there are none yet."""
    if not names:
        return []
    for name in names:
        key = fold(name)[:KEY_LENGTH]
        insert_if_absent(session, Tag, id=new_id(), name=name, key=key, created_at=clock.now())
    return list(session.exec(select(Tag.id).where(col(Tag.name).in_(names))).all())


def _count(session: Session, space_id: UUID, added: Collection[UUID], gone: Collection[UUID]) -> None:
    """One post more with these tags in the space, one less with those."""
    for tag_id in sorted(added):
        insert_if_absent(session, SpaceTag, id=new_id(), space_id=space_id, tag_id=tag_id, post_count=0)
    mine = (col(SpaceTag.space_id) == space_id, col(SpaceTag.tag_id).in_([*added, *gone]))
    session.exec(select(SpaceTag.id).where(*mine).order_by(col(SpaceTag.tag_id)).with_for_update()).all()
    for tags, step in ((added, 1), (gone, -1)):
        if tags:
            counted = (col(SpaceTag.space_id) == space_id, col(SpaceTag.tag_id).in_(tags))
            session.connection().execute(update(SpaceTag).where(*counted).values(post_count=SpaceTag.post_count + step))
