"""Whom one may mean after a few letters: for everything that offers people while one types."""

from __future__ import annotations

from pydantic import BaseModel
from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import query
from opentribe.domain.members import policy
from opentribe.domain.members.models import Block, NameKey, User
from opentribe.kit import limits
from opentribe.kit.columns import begins_with
from opentribe.kit.text import clean, fold

MOST = 8
# Of those found in the order of the index, the ones seen last come first; few enough that a letter that begins
# thousands of names costs no more than a rare one.
LOOKED_AT = 60
PER_MEMBER = "300/minute"


class PersonSuggestion(BaseModel):
    """One line of the list: what is put into the text, and the person shown beside it."""

    value: str
    label: str
    image: str | None


@query
def suggest_people(session: Session, actor: Actor, prefix: str) -> list[PersonSuggestion]:
    """Up to eight members whose handle or a word of whose name begins so; after that very handle, who was here last.

    Without a beginning, those who were here last. One whose page is private is offered to
    nobody but staff. Raises SignInNeeded, TooMany past the limit.
    """
    require(policy.can_be_offered_people(actor))
    limits.spend(PER_MEMBER, "suggest-people", str(actor.user_id), what="suggestions in a short time")
    people = select(User.username, User.name, User.image).where(
        policy.visible(actor), ~blocked(actor), User.id != actor.user_id
    )
    if beginning := fold(clean(prefix, keep_lines=False)):
        found = select(NameKey.user_id).where(begins_with(col(NameKey.key), beginning)).order_by(col(NameKey.key))
        people = people.where(col(User.id).in_(found.limit(LOOKED_AT)))
    order = (col(User.username) != beginning, col(User.last_seen_at).desc().nulls_last(), col(User.username))
    rows = session.exec(people.order_by(*order).limit(MOST))
    return [PersonSuggestion(value=handle, label=name, image=image) for handle, name, image in rows]


def blocked(actor: Actor) -> ColumnElement[bool]:
    """Members whom the actor has blocked or who have blocked the actor."""
    here, there = col(Block.blocker_id), col(Block.blocked_id)
    return exists().where(
        or_(and_(here == actor.user_id, there == User.id), and_(there == actor.user_id, here == User.id))
    )
