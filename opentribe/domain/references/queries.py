"""Reading tags: only as far as they are used in spaces that the actor may see."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, func, true
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import query
from opentribe.domain.references import policy
from opentribe.domain.references.models import SpaceTag, Tag
from opentribe.domain.spaces import policy as spaces_policy
from opentribe.domain.spaces.models import Space
from opentribe.kit import limits
from opentribe.kit.columns import begins_with
from opentribe.kit.errors import NotFound
from opentribe.kit.text import clean, fold, fold_word

MOST = 8
NO_TAG = "Nothing that you may see carries this tag."
PER_MEMBER = "300/minute"


class TagSuggestion(BaseModel):
    """One line of the list: what is put into the text, and in how many posts it stands."""

    value: str
    label: str
    count: int


class TagCard(BaseModel):
    """A tag, and in how many posts that the reader may see it stands."""

    name: str
    post_count: int


@query
def suggest_tags(session: Session, actor: Actor, prefix: str) -> list[TagSuggestion]:
    """Up to eight tags that begin so, the most used first. Raises SignInNeeded, TooMany past the limit."""
    require(policy.can_be_offered_tags(actor))
    limits.spend(PER_MEMBER, "suggest-tags", str(actor.user_id), what="suggestions in a short time")
    beginning = fold(clean(prefix, keep_lines=False))
    found = _by_use(session, actor, begins_with(col(Tag.key), beginning) if beginning else true())
    return [TagSuggestion(value=tag.name, label=tag.name, count=tag.post_count) for tag in found]


@query
def list_popular_tags(session: Session, actor: Actor) -> list[TagCard]:
    """The eight tags that are used most in what the actor may see, for visitors too."""
    return _by_use(session, actor, true())


@query
def get_tag(session: Session, actor: Actor, name: str) -> TagCard:
    """A tag with the number of its posts that the actor may see. Raises NotFound when there are none."""
    found = _by_use(session, actor, col(Tag.name) == fold_word(clean(name)))
    if not found:
        raise NotFound(NO_TAG)
    return found[0]


def tagged_spaces(session: Session, actor: Actor, name: str) -> tuple[UUID, dict[UUID, Space]]:
    """A tag's id and the spaces that the actor may see where it is used; for queries of other features."""
    rows = session.exec(
        select(Tag.id, Space)
        .join(SpaceTag, col(SpaceTag.tag_id) == Tag.id)
        .join(Space, col(Space.id) == SpaceTag.space_id)
        .where(Tag.name == fold_word(clean(name)), SpaceTag.post_count > 0, spaces_policy.visible(actor))
    ).all()
    if not rows:
        raise NotFound(NO_TAG)
    return rows[0][0], {space.id: space for _, space in rows}


def _by_use(session: Session, actor: Actor, which: ColumnElement[bool]) -> list[TagCard]:
    uses = func.sum(SpaceTag.post_count)
    rows = session.exec(
        select(Tag.name, uses)
        .join(SpaceTag, col(SpaceTag.tag_id) == Tag.id)
        .join(Space, col(Space.id) == SpaceTag.space_id)
        .where(spaces_policy.visible(actor), SpaceTag.post_count > 0, which)
        .group_by(col(Tag.id), Tag.name)
        .order_by(uses.desc(), Tag.name)
        .limit(MOST)
    )
    return [TagCard(name=name, post_count=count) for name, count in rows]
