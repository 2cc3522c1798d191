"""Making, changing and visiting spaces."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command
from opentribe.domain.files.uses import use_as_cover
from opentribe.domain.members.models import User
from opentribe.domain.spaces import policy
from opentribe.domain.spaces.facts import MemberInvited, MemberUninvited, SpaceChanged
from opentribe.domain.spaces.models import Space, SpaceMember, SpaceSubscription, SpaceVisibility, SpaceVisit
from opentribe.domain.spaces.queries import SPACES_SHOWN, visible_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit import clock
from opentribe.kit.db import insert_if_absent
from opentribe.kit.errors import Conflict, Invalid
from opentribe.kit.facts import tell
from opentribe.kit.ids import new_id, parse_id
from opentribe.kit.text import clean

SPACE_LIMIT = SPACES_SHOWN
SLUG_TAKEN = "Another space has this address. Choose a different one."


@command
def create_space(session: Session, actor: Actor, draft: SpaceDraft) -> Space:
    """Add a space at the end of the list. Raises Invalid naming fields, Conflict past the number of spaces."""
    require(policy.can_create(actor))
    values = draft.checked() | {"required_tier_id": _tier(draft)}
    held, last = session.exec(
        select(func.count(), func.max(Space.position)).where(
            col(Space.deleted_at).is_(None), col(Space.archived_at).is_(None)
        )
    ).one()
    if held >= SPACE_LIMIT:
        raise Conflict(f"There are {SPACE_LIMIT} spaces already. Use or archive one of them.")
    space = Space(**values, created_by=actor.user_id, position=0 if last is None else last + 1)
    _store(session, space)
    if space.visibility == SpaceVisibility.secret:
        insert_if_absent(session, SpaceMember, **_member(space.id, actor.user_id))
    tell(session, SpaceChanged(space_id=space.id))
    return space


@command
def edit_space(session: Session, actor: Actor, space_id: UUID, draft: SpaceDraft) -> Space:
    """Replace what the form holds. Raises NotFound, Forbidden, Invalid."""
    space = session.get(Space, space_id, with_for_update=True)
    require(policy.can_edit(actor, space))
    assert space is not None
    for column, value in (draft.checked() | {"required_tier_id": _tier(draft)}).items():
        setattr(space, column, value)
    space.updated_at = clock.now()
    _store(session, space)
    tell(session, SpaceChanged(space_id=space.id))
    return space


def _store(session: Session, space: Space) -> None:
    session.add(space)
    try:
        session.flush()
    except IntegrityError as error:
        if "foreign key" in str(error.orig).splitlines()[0].lower():
            raise Invalid(required_tier_id="That tier is gone. Choose another.") from None
        raise Invalid(slug=SLUG_TAKEN) from None


def _tier(draft: SpaceDraft) -> UUID | None:
    if draft.visibility != SpaceVisibility.paid or not draft.required_tier_id:
        return None
    tier_id = parse_id(draft.required_tier_id)
    if tier_id is None:
        raise Invalid(required_tier_id="Choose a tier from the list.")
    return tier_id


@command
def set_cover(session: Session, actor: Actor, space_id: UUID, file_id: UUID | None) -> str | None:
    """Put a picture, brought for it before, over a space, or none; tells its address."""
    space = session.get(Space, space_id, with_for_update=True)
    require(policy.can_edit(actor, space))
    assert space is not None
    space.cover_file = use_as_cover(session, actor, space_id, file_id)
    space.updated_at = clock.now()
    session.add(space)
    tell(session, SpaceChanged(space_id=space.id))
    return space.cover_file


@command
def archive_space(session: Session, actor: Actor, space_id: UUID) -> None:
    """Close a space to new posts and take it out of the sidebar; nothing in it is lost."""
    _set_archived(session, actor, space_id, archived=True)


@command
def restore_space(session: Session, actor: Actor, space_id: UUID) -> None:
    """Open an archived space again, where it was in the order."""
    _set_archived(session, actor, space_id, archived=False)


def _set_archived(session: Session, actor: Actor, space_id: UUID, *, archived: bool) -> None:
    space = session.get(Space, space_id, with_for_update=True)
    require(policy.can_edit(actor, space))
    assert space is not None
    if archived == (space.archived_at is not None):
        return
    space.archived_at = clock.now() if archived else None
    session.add(space)
    tell(session, SpaceChanged(space_id=space.id))


@command
def reorder_spaces(session: Session, actor: Actor, space_ids: list[UUID]) -> None:
    """Put the named spaces in this order, into the places they held; the others, archived ones too, keep theirs."""
    require(policy.can_create(actor))
    spaces = session.exec(
        select(Space)
        .where(col(Space.deleted_at).is_(None))
        .order_by(col(Space.position), col(Space.id))
        .with_for_update()
    ).all()
    known = {space.id: space for space in spaces}
    named = [known[space_id] for space_id in dict.fromkeys(space_ids) if space_id in known]
    moving = {space.id for space in named}
    waiting = iter(named)
    ordered = [next(waiting) if space.id in moving else space for space in spaces]
    for position, space in enumerate(ordered):
        if space.position != position:
            space.position = position
            session.add(space)
    if ordered:
        tell(session, SpaceChanged(space_id=ordered[0].id))


@command
def mark_visited(session: Session, actor: Actor, space_id: UUID, until: datetime | None = None) -> None:
    """Remember that the actor has read the space until that moment (now); clears its unread dot."""
    require(policy.can_visit(actor, visible_space(session, actor, space_id)))
    moment = until or clock.now()
    values: dict[str, Any] = {"user_id": actor.user_id, "space_id": space_id, "last_visited_at": moment}
    if insert_if_absent(session, SpaceVisit, id=new_id(), **values):
        return
    session.connection().execute(
        update(SpaceVisit)
        .where(
            col(SpaceVisit.user_id) == actor.user_id,
            col(SpaceVisit.space_id) == space_id,
            col(SpaceVisit.last_visited_at) < moment,
        )
        .values(last_visited_at=moment)
    )


@command
def invite(session: Session, actor: Actor, space_id: UUID, username: str) -> None:
    """Let a member into a secret space by @handle. Inviting twice changes nothing."""
    require(policy.can_edit(actor, session.get(Space, space_id)))
    handle = clean(username, keep_lines=False).removeprefix("@").lower()
    user_id = session.exec(select(User.id).where(User.username == handle, col(User.deleted_at).is_(None))).first()
    if user_id is None:
        raise Invalid(username=f"Nobody here is called @{handle}." if handle else "Write an @handle.")
    if insert_if_absent(session, SpaceMember, **_member(space_id, user_id)):
        tell(session, MemberInvited(space_id=space_id, user_id=user_id))


@command
def uninvite(session: Session, actor: Actor, space_id: UUID, user_id: UUID) -> None:
    """Take an invitation to a secret space back; its posts stay."""
    require(policy.can_edit(actor, session.get(Space, space_id)))
    theirs = (col(SpaceMember.space_id) == space_id, col(SpaceMember.user_id) == user_id)
    if session.exec(delete(SpaceMember).where(*theirs)).rowcount:
        tell(session, MemberUninvited(space_id=space_id, user_id=user_id))


@command
def subscribe(session: Session, actor: Actor, space_id: UUID) -> bool:
    """Have a space's posts in the acting identity's own feed; tells whether that is new."""
    require(policy.can_subscribe(actor, visible_space(session, actor, space_id)))
    values = {"id": new_id(), "posting_identity_id": actor.identity_id, "space_id": space_id, "created_at": clock.now()}
    return insert_if_absent(session, SpaceSubscription, **values)


@command
def unsubscribe(session: Session, actor: Actor, space_id: UUID) -> bool:
    """Have them there no longer; tells whether that changed anything."""
    require(policy.can_subscribe(actor, visible_space(session, actor, space_id)))
    gone = session.exec(
        delete(SpaceSubscription).where(
            col(SpaceSubscription.space_id) == space_id,
            col(SpaceSubscription.posting_identity_id) == actor.identity_id,
        )
    )
    return bool(gone.rowcount)


def _member(space_id: UUID, user_id: UUID | None) -> dict[str, Any]:
    return {"id": new_id(), "space_id": space_id, "user_id": user_id, "created_at": clock.now()}
