"""How a notification reads: who, what they did, to what, and where a click leads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from opentribe.domain.access.actor import Actor
from opentribe.domain.notifications.models import Notification, NotificationType
from opentribe.domain.notifications.schemas import QUOTE_LENGTH, SUBJECT_LENGTH, NotificationCard
from opentribe.domain.posts.owners import Owner
from opentribe.kit.text import plain

ACCOUNT = "/account"


def line_of(actor: Actor, row: Any, others: int) -> NotificationCard:
    """The card of a row: what stands for its group, what is shown of that, the words it is about, and who did it."""
    listed, note, title, content, said, name, image, *owner = row
    told = Owner(*owner).told(actor, name) if name is not None else {}
    card = NotificationCard(
        id=listed.id,
        type=note.type,
        is_unread=listed.read_at is None,
        actor_name=name or note.actor_name,
        actor_image=image,
        actor_is_bot=bool(owner[1]) if name is not None else False,
        others=others,
        words=WORDS.get(note.type, _plainly)(note, others),
        subject=title or plain(content or "", SUBJECT_LENGTH) or str(note.data.get("subject", "")),
        quote=plain(said or "", QUOTE_LENGTH),
        path=_path(note, told),
        created_at=note.created_at,
    )
    return card


def _path(note: Notification, told: dict[str, Any]) -> str:
    if note.post_id is not None:
        return f"/posts/{note.post_id}" + (f"?comment={note.comment_id}" if note.comment_id else "")
    if note.type in {NotificationType.follow, NotificationType.new_member}:
        return str(told.get("author_path", ""))
    return ACCOUNT if note.type in {NotificationType.level_up, NotificationType.badge} else ""


def _of_like(note: Notification, _others: int) -> str:
    return "liked your post" if note.comment_id is None else "liked your comment on"


def _of_follow(note: Notification, others: int) -> str:
    verb = "follow" if others else "follows"
    return f"{verb} {note.data.get('whom', 'you')}"


def _plainly(_note: Notification, _others: int) -> str:
    return "has something new for you"


Wording = Callable[[Notification, int], str]
WORDS: dict[NotificationType, Wording] = {
    NotificationType.comment: lambda *_: "commented on",
    NotificationType.reply: lambda *_: "answered your comment on",
    NotificationType.mention: lambda *_: "mentioned you in",
    NotificationType.like: _of_like,
    NotificationType.follow: _of_follow,
    NotificationType.new_member: lambda *_: "joined",
    NotificationType.level_up: lambda note, *_: f"You reached the level {note.data.get('level', '')}",
    NotificationType.badge: lambda note, *_: f"You have a new badge: {note.data.get('badge', '')}",
    NotificationType.moderation: lambda note, *_: f"A moderator removed your {note.data.get('what', 'post')}",
}
