"""Who may do what with posts and comments; who may see and add is the space's policy."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import YES, Decision, no, sign_in_first, unseen
from opentribe.domain.posts.models import Comment, Post
from opentribe.domain.spaces.policy import Standing


def wrote(actor: Actor, identity_id: UUID, owner_id: UUID | None) -> bool:
    """Whether the actor is the author: the identity it acts as, or another of the same member's."""
    if actor.identity_id is not None and identity_id == actor.identity_id:
        return True
    return actor.user_id is not None and owner_id == actor.user_id


def rights(actor: Actor, identity_id: UUID, owner_id: UUID | None, space: Standing) -> dict[str, Any]:
    """What `can_edit` and `can_remove` say of a living row in a space that the actor sees, for a whole list of them."""
    is_mine = wrote(actor, identity_id, owner_id)
    return {"may_edit": is_mine and space.archived_at is None, "may_remove": is_mine or actor.is_staff}


def can_edit(actor: Actor, post: Post | Comment | None, space: Standing | None, owner_id: UUID | None) -> Decision:
    """Only authors change their words, and not in an archived space."""
    if post is None or space is None or post.deleted_at is not None:
        return unseen("post")
    if actor.identity_id is None:
        return sign_in_first()
    if not wrote(actor, post.posting_identity_id, owner_id):
        return no("Only its author can edit this.")
    return no("This space is archived, so its posts stay as they are.") if space.archived_at else YES


def can_remove(actor: Actor, post: Post | Comment | None, space: Standing | None, owner_id: UUID | None) -> Decision:
    """Authors take their own back; owner, admins and moderators may remove any."""
    if post is None or space is None or post.deleted_at is not None:
        return unseen("post")
    if actor.identity_id is None:
        return sign_in_first()
    if actor.is_staff or wrote(actor, post.posting_identity_id, owner_id):
        return YES
    return no("Only its author or a moderator can remove this.")


def may_pin(actor: Actor, space: Standing) -> bool:
    """What `can_pin` says of a living post in a space that the actor sees, for a whole list of them."""
    return actor.is_staff and space.archived_at is None


def can_pin(actor: Actor, post: Post | None, space: Standing | None) -> Decision:
    """Staff choose what stands first in a space."""
    if post is None or space is None or post.deleted_at is not None:
        return unseen("post")
    if actor.identity_id is None:
        return sign_in_first()
    if not actor.is_staff:
        return no("Only the owner, admins and moderators pin posts.")
    return YES if may_pin(actor, space) else no("This space is archived, so its posts stay as they are.")


def can_restore(actor: Actor, post: Post | None, space: Standing | None) -> Decision:
    """The one who removed it may undo that; staff may undo any removal."""
    if post is None or space is None or post.deleted_at is None:
        return unseen("post")
    if actor.is_staff or (actor.user_id is not None and post.deleted_by == actor.user_id):
        return YES
    return unseen("post")


def can_like(actor: Actor, post: Post | Comment | None, space: Standing | None) -> Decision:
    """Everyone who is somebody and sees it."""
    if post is None or space is None or post.deleted_at is not None:
        return unseen("post")
    return YES if actor.identity_id is not None else sign_in_first("Sign in to like this.")


def can_keep(actor: Actor, post: Post | None, space: Standing | None) -> Decision:
    """Members who see a post bookmark it, follow what is answered to it, or mute that."""
    if post is None or space is None or post.deleted_at is not None:
        return unseen("post")
    return YES if actor.is_member else sign_in_first()


def can_list_bookmarks(actor: Actor) -> Decision:
    """Everybody their own."""
    return YES if actor.is_member else sign_in_first("Sign in to see what you have bookmarked.")


def can_preview(actor: Actor) -> Decision:
    """Members see their Markdown rendered before they post it."""
    return YES if actor.identity_id is not None else sign_in_first()
