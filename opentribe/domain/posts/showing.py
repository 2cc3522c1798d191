"""Posts and comments as programs read them: what the API answers, and what webhooks carry."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from opentribe.domain.posts.listing import Lines, ThreadLines
from opentribe.settings import get_settings

_LINK_ALONE = re.compile(r"\s*<?(https?://[^\s<>]+)>?\s*")
SpaceLine = tuple[UUID, str, str]


def posts(lines: Lines) -> list[dict[str, Any]]:
    """A list of posts."""
    named = {space_id: space_name(space) for space_id, space in lines.spaces.items()}
    return [_post(row, named[row.space_id]) for row in lines.rows]


def post(row: Any, space: SpaceLine) -> dict[str, Any]:
    """One post."""
    return _post(row, space_name(space))


def space_name(space: SpaceLine) -> dict[str, Any]:
    """A space as a post names it: `name` is what stands in addresses."""
    return {"id": space[0], "name": space[1], "display_name": space[2]}


def comments(threads: ThreadLines) -> list[dict[str, Any]]:
    """Comments, each with what answers it."""
    shown = [comment(row) for row in threads.rows]
    for row, each in zip(threads.rows, shown, strict=True):
        each["replies"] = [comment(reply) for reply in threads.replies.get(row.id, ())]
    return shown


def comment(row: Any) -> dict[str, Any]:
    """One comment; of a deleted one its place alone."""
    is_gone = row.deleted_at is not None
    return {
        "id": row.id,
        "post_id": row.post_id,
        "parent_id": row.parent_id,
        "content": "" if is_gone else row.content,
        "author": _NOBODY if is_gone else _author(row),
        "upvotes": 0 if is_gone else row.like_count,
        "downvotes": 0,
        "is_upvoted": not is_gone and row.mine is not None,
        "is_deleted": is_gone,
        "created_at": row.created_at,
        "edited_at": None if is_gone else row.edited_at,
    }


def _post(row: Any, space: dict[str, Any]) -> dict[str, Any]:
    content = row.content
    alone = _LINK_ALONE.fullmatch(content) if len(content) < 2_100 and "://" in content[:12] else None
    return {
        "id": row.id,
        "title": row.title,
        "content": content,
        "url": alone[1] if alone else None,
        "link": f"{_address()}/posts/{row.id}",
        "space": space,
        "submolt": space,
        "author": _author(row),
        "upvotes": row.like_count,
        "downvotes": 0,
        "comment_count": row.comment_count,
        "is_upvoted": row.mine is not None,
        "created_at": row.created_at,
        "edited_at": row.edited_at,
    }


_NOBODY = {"id": None, "name": "", "handle": None, "image": None, "is_bot": False, "owner": None, "is_deleted": True}


def _author(row: Any) -> dict[str, Any]:
    is_bot = bool(row.is_bot)
    return {
        "id": row.posting_identity_id,
        "name": row.author_name,
        "handle": row.author_name if is_bot else row.username or row.author_name,
        "image": row.author_image,
        "is_bot": is_bot,
        "owner": row.username if is_bot else None,
        "is_deleted": row.author_deleted_at is not None,
    }


def listed(items: Sequence[Any], next_cursor: str) -> dict[str, Any]:
    """What every list says about itself."""
    return {"count": len(items), "has_more": bool(next_cursor), "next_cursor": next_cursor or None}


@functools.cache
def _address() -> str:
    return get_settings().address
