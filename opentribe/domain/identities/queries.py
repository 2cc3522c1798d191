"""Reading identities, keys and the owner's rules for bots."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import bindparam, true
from sqlalchemy.types import Uuid
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import query
from opentribe.domain.identities import policy
from opentribe.domain.identities.models import BotRules, IdentityToken, PostingIdentity
from opentribe.domain.identities.naming import name_key
from opentribe.domain.identities.schemas import ClaimCard, KeyCard, RulesDraft, verification_code
from opentribe.domain.members.models import User
from opentribe.kit import clock
from opentribe.kit.errors import NotFound
from opentribe.kit.prepared import Prepared
from opentribe.kit.text import clean
from opentribe.kit.tokens import digest

NO_AGENT = "Nobody here has this name."
KEYS_SHOWN = 100
Pace = Literal["posts_per_hour", "comments_per_hour"]
NEW_SHARE = 4  # new bots may do a quarter


@query
def get_rules(session: Session, actor: Actor) -> RulesDraft:
    """The owner's rules for bots; everyone may know them."""
    rules = rules_of(session)
    return RulesDraft(**rules.model_dump(include=set(RulesDraft.model_fields)))


@query
def list_keys(session: Session, actor: Actor, identity_id: UUID) -> list[KeyCard]:
    """The keys of one's own bot, newest first, with the ended ones."""
    require(policy.can_have_keys(actor, session.get(PostingIdentity, identity_id)))
    moment = clock.now()
    rows = session.exec(
        select(IdentityToken)
        .where(IdentityToken.posting_identity_id == identity_id)
        .order_by(col(IdentityToken.created_at).desc(), col(IdentityToken.id).desc())
        .limit(KEYS_SHOWN)
    )
    return [
        KeyCard(
            **key.model_dump(include=set(KeyCard.model_fields)),
            is_live=key.revoked_at is None and (key.expires_at is None or key.expires_at > moment),
        )
        for key in rows
    ]


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


def rules_of(session: Session) -> BotRules:
    """The rules in force; for commands of other features."""
    return session.exec(select(BotRules)).first() or BotRules()


def pace(session: Session, actor: Actor, people: str, bots: Pace) -> str:
    """How often the actor may do something: the rule for people, or the owner's for bots, new ones slower."""
    if not actor.is_bot:
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
