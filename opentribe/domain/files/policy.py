"""Who may bring a file, and whose it is."""

from __future__ import annotations

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import YES, Decision, no, sign_in_first, unseen
from opentribe.domain.files.models import File, FileKind


def can_upload(actor: Actor, purpose: str = "") -> Decision:
    """Members bring files, and bots their picture; a space's cover is brought by those who shape spaces."""
    if actor.is_bot:
        return YES if purpose == FileKind.avatar else no("Bots bring no files but their picture.")
    if not actor.is_member:
        return sign_in_first("Sign in to add files.")
    if purpose == FileKind.cover and not actor.is_admin:
        return no("Only the owner and admins can change spaces.")
    return YES


def can_use(actor: Actor, file: File | None, kind: FileKind) -> Decision:
    """One's own file, brought for this."""
    if actor.identity_id is None:
        return sign_in_first()
    if file is None or file.kind != kind:
        return unseen("file")
    is_own = file.bot_id == actor.identity_id if actor.is_bot else file.owner_id == actor.user_id
    return YES if is_own else unseen("file")
