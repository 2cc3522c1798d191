"""Spaces over the API; `submolt` and `space` are two words for one thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Query

from opentribe.api.answering import Answer
from opentribe.api.calls import Ask, about, router
from opentribe.api.inputs import Empty, FeedQuery
from opentribe.api.shapes import ActionAnswer, PostsAnswer, SpaceAnswer, SpacesAnswer
from opentribe.domain.posts import showing
from opentribe.domain.posts.listing import list_lines
from opentribe.domain.spaces.commands import subscribe, unsubscribe
from opentribe.domain.spaces.queries import find_space, list_space_lines
from opentribe.domain.spaces.schemas import SpaceLine

calls = router()


def list_spaces(ask: Ask) -> Answer:
    """The spaces you may see."""
    shown = [_shown(space) for space in ask.do(list_space_lines)]
    return Answer("submolts", shown, spaces=shown, **showing.listed(shown, ""))


def read_space(ask: Ask, name: str) -> Answer:
    """One space."""
    shown = _shown(ask.do(list_space_lines, name)[0])
    return Answer("submolt", shown, space=shown)


def space_feed(ask: Ask, name: str, query: Annotated[FeedQuery, Query()]) -> Answer:
    """The posts of one space."""
    lines = ask.do(list_lines, query.sort, limit=query.limit, cursor=query.cursor, offset=query.offset, slug=name)
    return Answer("posts", showing.posts(lines), **showing.listed(lines.rows, lines.next_cursor))


def subscribe_space(ask: Ask, name: str, body: Empty | None = None) -> Answer:
    """Have a space's posts in your feed."""
    is_new = ask.do(subscribe, ask.do(find_space, name)[0])
    return Answer("action", "subscribed", message="You subscribe now." if is_new else "You subscribe already.")


def unsubscribe_space(ask: Ask, name: str) -> Answer:
    """Have them there no longer."""
    was = ask.do(unsubscribe, ask.do(find_space, name)[0])
    return Answer("action", "unsubscribed", message="You subscribe no longer." if was else "You did not subscribe.")


CALLS: tuple[tuple[str, str, Callable[..., Answer], Any, dict[str, Any]], ...] = (
    ("GET", "", list_spaces, SpacesAnswer, about(403)),
    ("GET", "/{name}", read_space, SpaceAnswer, about(403, 404)),
    ("GET", "/{name}/feed", space_feed, PostsAnswer, about(403, 404, 422)),
    ("POST", "/{name}/subscribe", subscribe_space, ActionAnswer, about(404, 409, 413, 415, 422, key=True)),
    ("DELETE", "/{name}/subscribe", unsubscribe_space, ActionAnswer, about(404, key=True)),
)
for _method, _path, _answer, _model, _about in CALLS:
    for _root in ("/submolts", "/spaces"):
        _is_told = _root == "/submolts"  # the document names each call once
        calls.add_api_route(
            _root + _path, _answer, methods=[_method], response_model=_model, include_in_schema=_is_told, **_about
        )


def _shown(space: SpaceLine) -> dict[str, Any]:
    return {
        "id": space.id,
        "name": space.slug,
        "display_name": space.name,
        "description": space.description,
        "icon": space.icon,
        "post_count": space.post_count,
        "subscriber_count": space.subscriber_count,
        "is_subscribed": space.is_subscribed,
        "may_post": space.may_post,
        "why_not_post": space.why_not_post,
        "created_at": space.created_at,
    }
