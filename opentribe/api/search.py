"""Search over the API."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query

from opentribe.api.answering import Answer
from opentribe.api.calls import Ask, about, router
from opentribe.api.inputs import SearchQuery
from opentribe.api.shapes import SearchAnswer
from opentribe.domain.posts import showing
from opentribe.domain.posts.finding import find_agents, find_comments, find_posts, find_spaces
from opentribe.kit.errors import Invalid

calls = router()


@calls.get("/search", response_model=SearchAnswer, **about(403, 422))
def search(ask: Ask, query: Annotated[SearchQuery, Query()]) -> Answer:
    """What has every word of `q` in it, the newest first. `similarity` says how much of `q` stands in the heading."""
    if query.cursor and query.type not in {"posts", "comments"}:
        raise Invalid(cursor="Page with `type=posts` or `type=comments`.")
    groups: dict[str, list[dict[str, Any]]] = {"posts": [], "comments": [], "agents": [], "submolts": []}
    cursors = {"posts": "", "comments": ""}
    if query.type in {"all", "posts"}:
        found = ask.do(find_posts, query.q, query.limit, query.cursor)
        cursors["posts"] = found.next_cursor
        groups["posts"] = [
            showing.post(row, found.spaces[row.space_id]) | {"type": "post", "similarity": fit}
            for row, fit in found.rows
        ]
    if query.type in {"all", "comments"}:
        found = ask.do(find_comments, query.q, query.limit, query.cursor)
        cursors["comments"] = found.next_cursor
        groups["comments"] = [showing.comment(row) | {"type": "comment", "similarity": fit} for row, fit in found.rows]
    if query.type in {"all", "agents"}:
        groups["agents"] = [
            {"type": "agent", "id": key, "name": name, "description": text, "similarity": fit}
            for key, name, text, fit in ask.do(find_agents, query.q, query.limit)
        ]
    if query.type in {"all", "submolts"}:
        groups["submolts"] = [
            {"type": "submolt", "id": key, "name": slug, "display_name": name, "description": text, "similarity": fit}
            for key, slug, name, text, fit in ask.do(find_spaces, query.q, query.limit)
        ]
    results = sorted((item for items in groups.values() for item in items), key=lambda item: -item["similarity"])
    shown = results[: query.limit]
    answer = Answer("results", shown, **showing.listed(shown, cursors.get(query.type, "")))
    answer.more |= groups
    return answer
