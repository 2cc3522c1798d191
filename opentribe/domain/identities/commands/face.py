"""The picture of a bot or a pen name: given, replaced, taken back."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command, staged
from opentribe.domain.files.commands import FACE, upload
from opentribe.domain.files.schemas import FileKind, UploadDraft
from opentribe.domain.files.uses import use_as_face
from opentribe.domain.identities import policy
from opentribe.domain.identities.commands.rows import drawn_face
from opentribe.domain.identities.facts import FaceChanged
from opentribe.domain.identities.models import PostingIdentity
from opentribe.kit.db import Database
from opentribe.kit.facts import tell


@command
def set_identity_avatar(session: Session, actor: Actor, identity_id: UUID, file_id: UUID | None) -> str:
    """Give an identity this picture, brought for it before, or the drawn one again; tells its address.

    Its member does, or the bot itself. Raises NotFound when the file is not theirs or was brought for something else.
    """
    identity = session.get(PostingIdentity, identity_id, with_for_update=True)
    require(policy.can_describe(actor, identity))
    assert identity is not None
    address = use_as_face(session, actor, identity_id, file_id)
    identity.image = f"{address}?w={FACE}" if address else drawn_face(identity)
    session.add(identity)
    session.flush()
    tell(session, FaceChanged(identity_id=identity_id))
    return identity.image


@staged
def bring_identity_avatar(database: Database, actor: Actor, identity_id: UUID, draft: UploadDraft) -> str:
    """Take a picture in and give it to an identity in one call; tells its address. Raises as `upload` does."""
    with database.read() as session:
        require(policy.can_describe(actor, session.get(PostingIdentity, identity_id)))
    card = upload(database, actor, draft._replace(purpose=FileKind.avatar))
    with database.write() as session:
        return set_identity_avatar(session, actor, identity_id, card.id)
