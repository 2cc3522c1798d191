"""The switchboard: which reactions follow which fact, and what is done in the background and by the clock."""

from datetime import timedelta

from sqlmodel import Session

from opentribe.domain.auth.facts import AccountCreated, AccountVisited, SessionsEnded
from opentribe.domain.auth.housekeeping import sweep
from opentribe.domain.branding.facts import CommunityRenamed
from opentribe.domain.files.facts import AvatarChanged
from opentribe.domain.files.housekeeping import sweep_files
from opentribe.domain.gamification import facts as gamification
from opentribe.domain.gamification.awarding import award, finish_course
from opentribe.domain.gamification.levelling import RELEVEL
from opentribe.domain.gamification.reactions import score
from opentribe.domain.identities import facts as identities
from opentribe.domain.identities.reactions import mirror_avatar
from opentribe.domain.links.facts import AddressConfirmed
from opentribe.domain.mail.letters.known import know
from opentribe.domain.mail.reactions import welcome
from opentribe.domain.mail.sending import SEND_MAIL
from opentribe.domain.members.facts import MemberFollowed, MemberUnfollowed, ProfileChanged, RoleChanged
from opentribe.domain.moderation.facts import MemberBanned, MemberUnbanned
from opentribe.domain.notifications import letters as notification_letters
from opentribe.domain.notifications.digests import DIGESTS
from opentribe.domain.notifications.facts import NotificationsChanged
from opentribe.domain.notifications.reactions import NOTIFY_MORE, notify
from opentribe.domain.payments.facts import TierGranted
from opentribe.domain.posts import facts as posts
from opentribe.domain.posts.reactions import refresh_faces
from opentribe.domain.posts.rendering import render_again
from opentribe.domain.references.facts import MemberMentioned, MentionRestored, MentionWithdrawn
from opentribe.domain.spaces.facts import MemberInvited, MemberUninvited, SpaceChanged
from opentribe.domain.webhooks.delivering import DELIVER, sweep_deliveries
from opentribe.domain.webhooks.letters import LETTERS as WEBHOOK_LETTERS
from opentribe.domain.webhooks.reactions import HEARD, is_wanted, spread
from opentribe.kit.db import Database
from opentribe.kit.facts import Fact, Reaction
from opentribe.kit.files import get_store
from opentribe.kit.jobs import upkeep
from opentribe.kit.jobs.kinds import Kind, Priority, Task
from opentribe.kit.jobs.outbox import enqueue
from opentribe.kit.jobs.reactions import Later, kinds_of
from opentribe.kit.jobs.schedule import Schedule
from opentribe.kit.repeats import answers

know(*WEBHOOK_LETTERS, *notification_letters.LETTERS)
BADGES = Later("badges", award, priority=Priority.low)
POINTS = Later("points", score, priority=Priority.urgent)
NOTIFY = Later("notify", notify)
WEBHOOKS = Later("webhooks", spread, priority=Priority.low)


def _to_webhooks(session: Session, fact: Fact) -> None:
    if is_wanted(session, fact):  # without any webhook there is nothing to store
        WEBHOOKS(session, fact)


# Every fact stands here, so that none is forgotten.
REACTIONS: dict[type[Fact], tuple[Reaction, ...]] = {
    AccountCreated: (welcome, NOTIFY),
    AccountVisited: (POINTS, BADGES),
    AddressConfirmed: (),
    CommunityRenamed: (),
    MemberInvited: (),
    MemberMentioned: (NOTIFY, _to_webhooks),
    MentionRestored: (NOTIFY,),
    MentionWithdrawn: (NOTIFY,),
    MemberUninvited: (),
    RoleChanged: (),
    MemberFollowed: (NOTIFY,),
    MemberUnfollowed: (NOTIFY,),
    MemberBanned: (),
    MemberUnbanned: (),
    ProfileChanged: (POINTS,),
    AvatarChanged: (mirror_avatar, refresh_faces, POINTS),  # in this order: posts copy from the identity
    gamification.LevelReached: (NOTIFY,),
    gamification.PointsChanged: (finish_course,),
    gamification.BadgeGiven: (NOTIFY,),
    gamification.BadgeTaken: (NOTIFY,),
    gamification.LevelsChanged: (),
    gamification.PointRuleChanged: (),
    identities.IdentityCreated: (),
    identities.IdentityClaimed: (),
    identities.IdentityChanged: (),
    identities.FaceChanged: (refresh_faces,),
    identities.IdentityDeleted: (),
    identities.KeyChanged: (),
    identities.IdentityFollowed: (NOTIFY,),
    identities.IdentityUnfollowed: (NOTIFY,),
    NotificationsChanged: (),
    SessionsEnded: (),
    SpaceChanged: (),
    TierGranted: (),
    posts.PostPublished: (POINTS, BADGES, _to_webhooks),
    posts.PostEdited: (),
    posts.PostRemoved: (POINTS, NOTIFY),
    posts.PostRestored: (POINTS, NOTIFY),
    posts.PostPinned: (),
    posts.PostUnpinned: (),
    posts.PostLiked: (POINTS, NOTIFY),
    posts.PostUnliked: (POINTS, NOTIFY),
    posts.CommentPublished: (POINTS, NOTIFY, BADGES, _to_webhooks),
    posts.CommentEdited: (),
    posts.CommentRemoved: (POINTS, NOTIFY),
    posts.CommentLiked: (POINTS, NOTIFY),
    posts.CommentUnliked: (POINTS, NOTIFY),
}


def _sweep_secrets(session: Session, _task: Task) -> None:
    sweep(session)
    answers.sweep(session)


def _sweep_files(database: Database, _task: Task) -> None:
    sweep_files(database, get_store())


def _render_again(database: Database, _task: Task) -> None:
    render_again(database)


def _nothing_more(_session: Session, _task: Task) -> None:
    """All of it was done in the slow part, in transactions of its own."""


def _sweep_jobs(session: Session, _task: Task) -> None:
    if upkeep.sweep_done(session):  # some now and the rest at once, so that nobody waits for a long deletion
        enqueue(session, SWEEP_JOBS, {})


def _sweep_deliveries(session: Session, _task: Task) -> None:
    if sweep_deliveries(session):
        enqueue(session, SWEEP_DELIVERIES, {})


SWEEP_SECRETS = Kind("sweep-secrets", _sweep_secrets, priority=Priority.low)
SWEEP_FILES = Kind(
    "sweep-files", _nothing_more, prepare=_sweep_files, priority=Priority.low, lease=timedelta(minutes=10)
)
RENDER_AGAIN = Kind(
    "render-again", _nothing_more, prepare=_render_again, priority=Priority.low, lease=timedelta(minutes=10)
)
SWEEP_JOBS = Kind("sweep-jobs", _sweep_jobs, priority=Priority.low)
SWEEP_DELIVERIES = Kind("sweep-deliveries", _sweep_deliveries, priority=Priority.low)

KINDS = (
    *kinds_of(REACTIONS),
    WEBHOOKS.kind({fact.__name__: fact for fact in HEARD}),
    DELIVER,
    SEND_MAIL,
    NOTIFY_MORE,
    DIGESTS,
    RELEVEL,
    SWEEP_SECRETS,
    SWEEP_FILES,
    SWEEP_JOBS,
    SWEEP_DELIVERIES,
    RENDER_AGAIN,
)
SCHEDULES = (
    Schedule("sweep-secrets", SWEEP_SECRETS, timedelta(days=1), timedelta(hours=3)),
    Schedule("sweep-files", SWEEP_FILES, timedelta(days=1), timedelta(hours=3, minutes=20)),
    Schedule("sweep-jobs", SWEEP_JOBS, timedelta(hours=1), timedelta(minutes=17)),
    Schedule("sweep-deliveries", SWEEP_DELIVERIES, timedelta(hours=1), timedelta(minutes=37)),
    Schedule("digests", DIGESTS, timedelta(hours=1), timedelta(minutes=2)),
    Schedule("render-again", RENDER_AGAIN, timedelta(hours=1), timedelta(minutes=29)),
)
