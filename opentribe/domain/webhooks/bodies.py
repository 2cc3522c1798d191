"""What a delivery says: ids, and the same shapes as the API answers, as its reader sees them when it is sent."""

from __future__ import annotations

from typing import Any

from pydantic_core import to_json
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.members.models import User
from opentribe.domain.posts import showing
from opentribe.domain.posts.listing import get_comment_line, get_line
from opentribe.domain.webhooks.models import Deed, WebhookDelivery
from opentribe.kit.errors import NotFound

PING = "This is a test. What happens in the community comes to the same address, signed in the same way."


def body_of(session: Session, actor: Actor, delivery: WebhookDelivery) -> bytes | None:
    """The JSON to send; None when what it was about is gone, or no longer for this reader to see."""
    try:
        data = _data(session, actor, delivery)
    except NotFound:
        return None
    if data is None:
        return None
    whole = {"id": delivery.id, "event": delivery.deed, "created_at": delivery.happened_at, "data": data}
    return to_json(whole)


def _data(session: Session, actor: Actor, delivery: WebhookDelivery) -> dict[str, Any] | None:
    if delivery.deed is Deed.ping:
        return {"message": PING}
    data: dict[str, Any]
    if delivery.comment_id is not None:
        comment = get_comment_line(session, actor, delivery.comment_id)
        if comment.deleted_at is not None:
            return None
        data = {"comment": showing.comment(comment)}
    elif delivery.post_id is not None:
        data = {"post": showing.post(*get_line(session, actor, delivery.post_id))}
    else:
        return None
    if delivery.deed is Deed.mention:
        handle = session.exec(select(User.username).where(col(User.id) == delivery.user_id)).first()
        data = {"mentioned": handle} | data
    return data
