"""Bringing a file, its bytes first and outside of any transaction, then its row; and choosing one as one's picture."""

from __future__ import annotations

import contextlib
import hashlib
import secrets
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command, staged
from opentribe.domain.files import policy
from opentribe.domain.files.facts import AvatarChanged
from opentribe.domain.files.models import File, FileKind
from opentribe.domain.files.queries import require_room
from opentribe.domain.files.schemas import FileCard, UploadDraft, card_of, keys_of
from opentribe.domain.files.uses import use_as_avatar
from opentribe.domain.members.models import User
from opentribe.kit import limits
from opentribe.kit.db import Database
from opentribe.kit.errors import Invalid, Refusal, TooLarge, Unsupported
from opentribe.kit.facts import tell
from opentribe.kit.files import ATTACHMENT_LIMIT, PICTURE_LIMIT, Shape, display_name, get_store, make_picture, recognise
from opentribe.kit.files.names import address_name
from opentribe.kit.portraits import portrait_address

FACE = 256  # pixels wide, as pages show a face
PER_MEMBER = "100/10 minutes"
SHAPES = {"": Shape.whole, FileKind.avatar: Shape.face, FileKind.cover: Shape.cover}
TOO_LARGE = "This file has {size} MB. {what} may have up to {limit} MB."
NO_PICTURE = "Choose a picture: JPEG, PNG, WebP, GIF or AVIF."


@staged
def upload(database: Database, actor: Actor, draft: UploadDraft) -> FileCard:
    """Keep a file for its owner, who alone may fetch it until a post or a comment of theirs names it.

    A bot with its key brings only its own picture. Raises SignInNeeded, Forbidden, Invalid (on `file`), Unsupported,
    TooLarge, NoRoom, TooMany, Unavailable.
    """
    require(policy.can_upload(actor, draft.purpose))
    if draft.purpose not in SHAPES:
        raise Invalid(file="A file is for a text, an avatar or a cover.")
    limits.spend(PER_MEMBER, "upload", str(actor.user_id or actor.identity_id), what="files in a short time")
    with database.read() as session:
        require_room(session, actor, 1)
    prepared = _prepare(draft)
    storage_key, store = secrets.token_hex(16), get_store()
    try:
        for key, body in zip(keys_of(storage_key, prepared.variants), prepared.bodies, strict=True):
            store.put(key, body)
        with database.write() as session:
            return add_file(session, actor, storage_key, prepared)
    except BaseException:
        with contextlib.suppress(Refusal):  # what stays is swept
            store.delete(keys_of(storage_key, prepared.variants))
        raise


class Prepared(NamedTuple):
    """A file that was looked at and, if it is a picture, made anew; a body for each variant."""

    kind: FileKind
    name: str
    address: str
    content_type: str
    width: int | None
    height: int | None
    variants: list[dict[str, int]]
    bodies: list[bytes]


@command
def add_file(session: Session, actor: Actor, storage_key: str, file: Prepared) -> FileCard:
    """The row of a file whose bytes are kept; the part of `upload` inside one transaction."""
    require(policy.can_upload(actor, file.kind))
    owner_id = actor.user_id or actor.owner_id
    # Whoever uploads as the same member meanwhile waits here, so that two cannot share the last room.
    session.exec(select(User.id).where(User.id == owner_id).with_for_update()).one_or_none()
    size = sum(map(len, file.bodies))
    require_room(session, actor, size)
    row = File(
        owner_id=owner_id,
        bot_id=actor.identity_id if actor.is_bot else None,
        kind=file.kind,
        name=file.name,
        address=file.address,
        content_type=file.content_type,
        size=size,
        width=file.width,
        height=file.height,
        sha256=hashlib.sha256(file.bodies[-1]).hexdigest(),
        storage_key=storage_key,
        variants=file.variants,
    )
    session.add(row)
    session.flush()
    return card_of(row)


def _prepare(draft: UploadDraft) -> Prepared:
    name = display_name(draft.name)
    size = draft.source.seek(0, 2)
    _require_size(size, ATTACHMENT_LIMIT, "A file")
    known = recognise(draft.source, name)
    if not known.is_picture:
        if draft.purpose:
            raise Unsupported(NO_PICTURE)
        draft.source.seek(0)
        address, body = address_name(name, known.extension), draft.source.read()
        return Prepared(FileKind.attachment, name, address, known.content_type, None, None, [], [body])
    _require_size(size, PICTURE_LIMIT, "A picture")
    picture = make_picture(draft.source, SHAPES[draft.purpose])
    variants = [{"width": one.width, "height": one.height, "size": len(one.body)} for one in picture.versions]
    bodies = [one.body for one in picture.versions]
    kind = FileKind(draft.purpose or FileKind.picture)
    address = address_name(name, "webp")
    return Prepared(kind, name, address, "image/webp", picture.width, picture.height, variants, bodies)


def _require_size(size: int, limit: int, what: str) -> None:
    if size > limit:
        shown = f"{size / 1_000_000:,.1f}".removesuffix(".0")
        raise TooLarge(TOO_LARGE.format(size=shown, what=what, limit=limit // 1_000_000))


@command
def set_avatar(session: Session, actor: Actor, file_id: UUID | None) -> str:
    """Give the actor this picture, brought for it before, or the drawn one again; tells its address.

    Raises NotFound when the file is not theirs or was brought for something else.
    """
    require(policy.can_upload(actor, FileKind.avatar))
    user = session.exec(select(User).where(User.id == actor.user_id).with_for_update()).one()
    address = use_as_avatar(session, actor, file_id)
    user.avatar_file = address
    user.image = f"{address}?w={FACE}" if address else portrait_address(user.username)
    session.add(user)
    session.flush()
    tell(session, AvatarChanged(user_id=user.id))
    return user.image
