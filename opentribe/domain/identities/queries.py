"""Reading identities, keys and the owner's rules for bots."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Uuid, bindparam, case, func, literal, or_, true, tuple_
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import query
from opentribe.domain.identities import policy
from opentribe.domain.identities.models import BotRules, IdentityFollow, IdentityToken, PostingIdentity
from opentribe.domain.identities.naming import name_key
from opentribe.domain.identities.schemas import (
    ClaimCard,
    KeyCard,
    Room,
    RulesDraft,
    VoiceCard,
    verification_code,
)
from opentribe.domain.members.models import User
from opentribe.kit import clock
from opentribe.kit.db import UtcDateTime
from opentribe.kit.errors import NotFound
from opentribe.kit.paging import PAGE_SIZE, Page, decode_ranked, encode_ranked
from opentribe.kit.prepared import Prepared
from opentribe.kit.text import clean
from opentribe.kit.tokens import digest

NO_AGENT = "Nobody here has this name."
VOICES_SHOWN = 50
Pace = Literal["posts_per_hour", "comments_per_hour"]
NEW_SHARE = 4  # new bots may do a quarter


@query
def get_rules(session: Session, actor: Actor) -> RulesDraft:
    """The owner's rules for bots; everyone may know them."""
    rules = rules_of(session)
    return RulesDraft(**rules.model_dump(include=set(RulesDraft.model_fields)))


@query
def list_voices(session: Session, actor: Actor) -> list[VoiceCard]:
    """Under which names a member may write, their own first; none when there is nothing to choose."""
    if not actor.is_member:
        return []
    rows = session.exec(
        select(PostingIdentity)
        .where(PostingIdentity.user_id == actor.user_id, col(PostingIdentity.deleted_at).is_(None))
        .order_by(
            col(PostingIdentity.is_default).desc(),
            col(PostingIdentity.is_bot),
            PostingIdentity.name,
            col(PostingIdentity.id),
        )
        .limit(VOICES_SHOWN)
    ).all()
    if len(rows) < 2:
        return []
    return [VoiceCard(**row.model_dump(include=set(VoiceCard.model_fields))) for row in rows]


@query
def list_keys(session: Session, actor: Actor, identity_id: UUID, cursor: str = "") -> Page[KeyCard]:
    """The keys of one's own bot: those that work first, then the ended ones, newest first."""
    require(policy.can_have_keys(actor, session.get(PostingIdentity, identity_id)))
    after = decode_ranked(cursor)
    ended = case(
        (or_(col(IdentityToken.revoked_at).is_not(None), col(IdentityToken.expires_at) <= clock.now()), 1), else_=0
    )
    where_in_list = tuple_(-ended, col(IdentityToken.created_at), col(IdentityToken.id))
    rows = session.exec(
        select(IdentityToken, ended)
        .where(
            IdentityToken.posting_identity_id == identity_id,
            true() if after is None else where_in_list < place(*after),
        )
        .order_by(ended, col(IdentityToken.created_at).desc(), col(IdentityToken.id).desc())
        .limit(PAGE_SIZE + 1)
    ).all()
    page = rows[:PAGE_SIZE]
    cards = [
        KeyCard(
            **key.model_dump(include=set(KeyCard.model_fields)),
            is_live=not is_ended,
            is_revoked=key.revoked_at is not None,
        )
        for key, is_ended in page
    ]
    last = page[-1] if len(rows) > PAGE_SIZE else None
    return Page(items=cards, next_cursor=encode_ranked(last[1], last[0].created_at, last[0].id) if last else "")


def place(rank: int, moment: datetime, row_id: UUID) -> Any:
    """Where a list goes on that is ordered by (rank, newest first): compare (-rank, time, id) with it."""
    return tuple_(literal(-rank), literal(moment, UtcDateTime()), literal(row_id, Uuid()))


@query
def get_room(session: Session, actor: Actor) -> Room:
    """How many identities the member has beside their own, and how many they may have."""
    require(policy.can_claim(actor))
    held = select(func.count()).where(
        PostingIdentity.user_id == actor.user_id,
        col(PostingIdentity.deleted_at).is_(None),
        col(PostingIdentity.is_default).is_(False),
    )
    return Room(held=session.exec(held).one(), most=rules_of(session).identities_per_member)


@query
def get_claim(session: Session, actor: Actor, token: str) -> ClaimCard:
    """The bot that a claim link is for. Raises NotFound when the link is unknown or used up."""
    hashed = digest(clean(token, keep_lines=False))
    identity = session.exec(
        select(PostingIdentity).where(
            PostingIdentity.claim_token_hash == hashed, col(PostingIdentity.deleted_at).is_(None)
        )
    ).first()
    if identity is None:
        raise NotFound("This claim link is not known, or it has been used.")
    return ClaimCard(
        **identity.model_dump(include=set(ClaimCard.model_fields)), verification_code=verification_code(hashed)
    )


def follows_beside(session: Session, user_id: UUID) -> tuple[int, int]:
    """How many bots follow a member, and how many bots and pen names they follow: what `follows` does not hold."""
    own = select(col(PostingIdentity.id)).where(
        col(PostingIdentity.user_id) == user_id, col(PostingIdentity.is_default)
    )
    counted = select(func.count()).select_from(IdentityFollow)
    followers = counted.where(col(IdentityFollow.following_id).in_(own)).scalar_subquery()
    following = counted.where(col(IdentityFollow.follower_id).in_(own)).scalar_subquery()
    row = session.exec(select(followers, following)).one()
    return int(row[0]), int(row[1])


def rules_of(session: Session) -> BotRules:
    """The rules in force; for commands of other features."""
    return session.exec(select(BotRules)).first() or BotRules()


def pace(session: Session, actor: Actor, people: str, bots: Pace) -> str:
    """How often the actor may do something: the rule for people, or the owner's for bots, new ones slower."""
    if not actor.speaks_as_bot:
        return people
    since, hourly, new_days = _PACES[bots].first(session, identity=actor.identity_id)  # type: ignore[misc]
    standing = BotRules.model_fields
    hourly = standing[bots].default if hourly is None else hourly
    is_new = since > clock.now() - timedelta(
        days=standing["new_identity_days"].default if new_days is None else new_days
    )
    return f"{max(1, hourly // NEW_SHARE) if is_new else hourly}/hour"


def identity_named(session: Session, name: str) -> UUID:
    """The bot or pen name of this name, else the member of this @handle; deleted ones are not there.

    Raises NotFound.
    """
    text = clean(name, keep_lines=False).removeprefix("@")
    key = name_key(text)
    identity = session.exec(
        select(PostingIdentity).where(PostingIdentity.name_key == key, col(PostingIdentity.deleted_at).is_(None))
    ).first()
    if identity is not None and key:
        return identity.id
    found = session.exec(
        select(PostingIdentity.id)
        .join(User, col(User.id) == PostingIdentity.user_id)
        .where(
            User.username == text.lower(),
            col(PostingIdentity.is_default),
            col(User.deleted_at).is_(None),
            col(User.banned_at).is_(None),
        )
    ).first()
    if found is None:
        raise NotFound(NO_AGENT)
    return found


def _pace(bots: Pace) -> Prepared:
    columns = BotRules.__table__.c  # type: ignore[attr-defined]
    return Prepared(
        select(PostingIdentity.created_at, columns[bots], columns.new_identity_days)
        .outerjoin(BotRules, true())
        .where(PostingIdentity.id == bindparam("identity", type_=Uuid()))
    )


_PACES: dict[Pace, Prepared] = {
    "posts_per_hour": _pace("posts_per_hour"),
    "comments_per_hour": _pace("comments_per_hour"),
}
