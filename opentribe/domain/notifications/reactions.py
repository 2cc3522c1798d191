"""Notifications that follow what was done, as it stands by now: late facts and facts that come twice do no harm."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from opentribe.domain.access.actor import ADMINS, STAFF
from opentribe.domain.auth.facts import AccountCreated
from opentribe.domain.gamification.facts import BadgeGiven, BadgeTaken, LevelReached
from opentribe.domain.gamification.models import Badge, Level, MemberBadge
from opentribe.domain.identities.facts import IdentityFollowed, IdentityUnfollowed
from opentribe.domain.identities.models import IdentityFollow, PostingIdentity
from opentribe.domain.members.facts import MemberFollowed, MemberUnfollowed
from opentribe.domain.members.models import Follow, MemberVisibility, User
from opentribe.domain.notifications.audience import (
    TOLD_AT_ONCE,
    Scene,
    followers,
    reach,
    scene_of_comment,
    scene_of_post,
    unmentioned,
)
from opentribe.domain.notifications.models import Notification, NotificationType
from opentribe.domain.notifications.removals import tell_of_removal, tell_of_removed_comment
from opentribe.domain.notifications.telling import Deed, tell_again, tell_of, withdraw
from opentribe.domain.posts import facts
from opentribe.domain.posts.models import CommentUpvote, PostUpvote
from opentribe.domain.references.facts import MemberMentioned, MentionRestored, MentionWithdrawn
from opentribe.domain.references.models import Mention
from opentribe.kit.facts import Fact
from opentribe.kit.ids import parse_id
from opentribe.kit.jobs.kinds import Kind, Task
from opentribe.kit.jobs.outbox import enqueue
from opentribe.kit.turns import take_turns

MORE = "notify-more"


def notify(session: Session, fact: Fact, at: datetime) -> None:
    """Tell those whom it concerns, or take back what they were told."""
    match fact:
        case facts.CommentPublished(comment_id=comment_id):
            _of_comment(session, comment_id)
        case facts.CommentRemoved(comment_id=comment_id):
            withdraw(session, col(Notification.comment_id) == comment_id)
            tell_of_removed_comment(session, comment_id)
        case facts.PostRemoved(post_id=post_id) | facts.PostRestored(post_id=post_id):
            tell_of_removal(session, post_id)
        case (
            facts.PostLiked(post_id=post_id, identity_id=voter) | facts.PostUnliked(post_id=post_id, identity_id=voter)
        ):
            _of_like(session, voter, post_id=post_id)
        case (
            facts.CommentLiked(comment_id=comment_id, identity_id=voter)
            | facts.CommentUnliked(comment_id=comment_id, identity_id=voter)
        ):
            _of_like(session, voter, comment_id=comment_id)
        case MemberMentioned() | MentionWithdrawn() | MentionRestored():
            _of_mention(session, fact)
        case (
            MemberFollowed(follower_id=follower, following_id=member)
            | MemberUnfollowed(follower_id=follower, following_id=member)
        ):
            _of_member_follow(session, follower, member, at)
        case (
            IdentityFollowed(follower_id=follower, following_id=followed)
            | IdentityUnfollowed(follower_id=follower, following_id=followed)
        ):
            _of_identity_follow(session, follower, followed, at)
        case LevelReached(user_id=user_id, level_id=level_id):
            _of_level(session, user_id, level_id)
        case BadgeGiven(user_id=user_id, badge_id=badge_id) | BadgeTaken(user_id=user_id, badge_id=badge_id):
            _of_badge(session, user_id, badge_id)
        case AccountCreated(user_id=user_id):
            _of_arrival(session, user_id, at)


def _of_comment(session: Session, comment_id: UUID) -> None:
    """Whom it answers hears of a reply, those who follow the thread of a comment; who is named in it, of that."""
    scene = scene_of_comment(session, comment_id)
    if scene is None or scene.comment is None:
        return
    if scene.comment.parent_id is not None:
        group_key, cause = f"reply:{scene.comment.parent_id.hex}", f"comment:{comment_id.hex}"
        take_turns(session, group_key, f"comment:{scene.post.id.hex}")
        deed = Deed(NotificationType.reply, cause, group_key, scene.writer, scene.post.id, comment_id)
        who = col(User.id) == scene.answered_id
        told = reach(session, who & unmentioned(comment_id), cause=cause, doer=scene.writer, scene=scene)
        tell_of(session, deed, told)
    _tell_followers(session, scene, comment_id, None)


def _tell_followers(session: Session, scene: Scene, comment_id: UUID, after: UUID | None) -> None:
    """A piece of those who follow; the rest has a job of its own, so that nobody waits for a long one."""
    group_key, cause = f"comment:{scene.post.id.hex}", f"comment:{comment_id.hex}"
    take_turns(session, group_key)
    deed = Deed(NotificationType.comment, cause, group_key, scene.writer, scene.post.id, comment_id)
    is_top = scene.comment is not None and scene.comment.parent_id is None
    who = followers(scene.post.id, scene.answered_id if is_top else None) & unmentioned(comment_id)
    told = reach(session, who, cause=cause, doer=scene.writer, scene=scene, after=after)
    tell_of(session, deed, told)
    if len(told) == TOLD_AT_ONCE:
        enqueue(session, MORE, {"comment_id": comment_id.hex, "after": told[-1].user_id.hex})


def _tell_more(session: Session, task: Task) -> None:
    comment_id, after = parse_id(task.payload["comment_id"]), parse_id(task.payload["after"])
    scene = scene_of_comment(session, comment_id) if comment_id is not None else None
    if scene is not None and comment_id is not None:
        _tell_followers(session, scene, comment_id, after)


NOTIFY_MORE = Kind(MORE, _tell_more)


def _of_like(session: Session, voter_id: UUID, *, post_id: UUID | None = None, comment_id: UUID | None = None) -> None:
    about = (post_id or comment_id).hex  # type: ignore[union-attr]
    group_key, cause = f"like:{about}", f"like:{about}:{voter_id.hex}"
    take_turns(session, group_key)
    if post_id is not None:
        stands = select(PostUpvote.id).where(PostUpvote.post_id == post_id, PostUpvote.voter_id == voter_id)
    else:
        stands = select(CommentUpvote.id).where(
            CommentUpvote.comment_id == comment_id, CommentUpvote.voter_id == voter_id
        )
    if session.exec(stands).first() is None:
        withdraw(session, col(Notification.cause) == cause)
        return
    if tell_again(session, cause, group_key):
        return
    scene = scene_of_post(session, post_id) if post_id is not None else scene_of_comment(session, comment_id)  # type: ignore[arg-type]
    voter = session.get(PostingIdentity, voter_id)
    if scene is None or voter is None or scene.writer.user_id is None:
        return
    deed = Deed(NotificationType.like, cause, group_key, voter, scene.post.id, comment_id)
    who = col(User.id) == scene.writer.user_id
    tell_of(session, deed, reach(session, who, cause=cause, doer=voter, scene=scene))


def _of_mention(session: Session, fact: MemberMentioned | MentionWithdrawn | MentionRestored) -> None:
    key = f"mention:{(fact.comment_id or fact.post_id).hex}"  # type: ignore[union-attr]
    take_turns(session, key)
    place = Mention.comment_id == fact.comment_id if fact.comment_id is not None else Mention.post_id == fact.post_id
    stands = select(Mention.id).where(place, Mention.user_id == fact.user_id, col(Mention.withdrawn_at).is_(None))
    if session.exec(stands).first() is None:
        withdraw(session, (col(Notification.cause) == key) & (col(Notification.user_id) == fact.user_id))
        return
    if tell_again(session, key, key, fact.user_id):
        return
    if fact.comment_id is not None:
        scene = scene_of_comment(session, fact.comment_id)
    else:
        scene = scene_of_post(session, fact.post_id) if fact.post_id is not None else None
    doer = session.get(PostingIdentity, fact.by_identity_id)
    if scene is None or doer is None:
        return
    deed = Deed(NotificationType.mention, key, key, doer, scene.post.id, fact.comment_id)
    told = reach(session, col(User.id) == fact.user_id, cause=key, doer=doer, scene=scene)
    tell_of(session, deed, told)


def _of_member_follow(session: Session, follower_id: UUID, member_id: UUID, at: datetime) -> None:
    follow = select(Follow.id).where(Follow.follower_id == follower_id, Follow.following_id == member_id)
    doer = _default_identity(session, follower_id)
    if doer is not None:
        _of_follow(session, doer, member_id, at, stands=session.exec(follow).first() is not None)


def _of_identity_follow(session: Session, follower_id: UUID, followed_id: UUID, at: datetime) -> None:
    """Bots and pen names follow too; whoever answers for what they follow hears of it."""
    follow = select(IdentityFollow.id).where(
        IdentityFollow.follower_id == follower_id, IdentityFollow.following_id == followed_id
    )
    doer, followed = session.get(PostingIdentity, follower_id), session.get(PostingIdentity, followed_id)
    if doer is None or followed is None or followed.user_id is None:
        return
    beside = None if followed.is_default else followed
    _of_follow(session, doer, followed.user_id, at, stands=session.exec(follow).first() is not None, beside=beside)


def _of_follow(
    session: Session,
    doer: PostingIdentity,
    member_id: UUID,
    at: datetime,
    *,
    stands: bool,
    beside: PostingIdentity | None = None,
) -> None:
    """Those of one day are told together; `beside` is the bot or pen name of the member's that is followed."""
    target = beside.id if beside is not None else member_id
    group_key, cause = f"follow:{at:%Y-%m-%d}:{target.hex}", f"follow:{doer.id.hex}:{target.hex}"
    take_turns(session, group_key)
    if not stands:
        withdraw(session, col(Notification.cause) == cause)
    elif not tell_again(session, cause, group_key):
        who = col(User.id) == member_id
        if doer.is_default and _is_private(session, doer):
            who &= col(User.role).in_(STAFF)
        data = {"whom": beside.name} if beside is not None else {}
        deed = Deed(NotificationType.follow, cause, group_key, doer, data=data)
        tell_of(session, deed, reach(session, who, cause=cause, doer=doer))


def _of_level(session: Session, user_id: UUID, level_id: UUID) -> None:
    level, user = session.get(Level, level_id), session.get(User, user_id)
    if level is None or user is None or user.level < level.position:
        return
    key = f"level:{level_id.hex}"
    deed = Deed(NotificationType.level_up, key, key, data={"level": level.name})
    tell_of(session, deed, reach(session, col(User.id) == user_id, cause=key))


def _of_badge(session: Session, user_id: UUID, badge_id: UUID) -> None:
    badge, key = session.get(Badge, badge_id), f"badge:{badge_id.hex}"
    held = select(MemberBadge.id).where(MemberBadge.user_id == user_id, MemberBadge.badge_id == badge_id)
    if badge is None or session.exec(held).first() is None:
        withdraw(session, (col(Notification.cause) == key) & (col(Notification.user_id) == user_id))
        return
    deed = Deed(NotificationType.badge, key, key, data={"badge": badge.name})
    tell_of(session, deed, reach(session, col(User.id) == user_id, cause=key))


def _of_arrival(session: Session, user_id: UUID, at: datetime) -> None:
    """Who looks after the community hears of new members."""
    doer = _default_identity(session, user_id)
    if doer is None:
        return
    group_key, cause = f"joined:{at:%Y-%m-%d}", f"joined:{user_id.hex}"
    take_turns(session, group_key)
    deed = Deed(NotificationType.new_member, cause, group_key, doer)
    tell_of(session, deed, reach(session, col(User.role).in_(ADMINS), cause=cause, doer=doer))


def _default_identity(session: Session, user_id: UUID) -> PostingIdentity | None:
    return session.exec(
        select(PostingIdentity).where(PostingIdentity.user_id == user_id, col(PostingIdentity.is_default))
    ).first()


def _is_private(session: Session, identity: PostingIdentity) -> bool:
    member = session.get(User, identity.user_id)
    return member is None or member.visibility == MemberVisibility.private
