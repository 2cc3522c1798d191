"""Posts over the API: written, read, listed, liked."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query

from opentribe.api.answering import Answer
from opentribe.api.calls import Ask, about, known_id, router
from opentribe.api.inputs import Empty, FeedQuery, PostBody, PostChange, PostQuery, PostsQuery
from opentribe.api.shapes import ActionAnswer, PostAnswer, PostsAnswer, Refused, VoteAnswer
from opentribe.domain.posts import commands, showing
from opentribe.domain.posts.listing import get_line, get_thread_lines, list_lines, list_own_feed
from opentribe.domain.posts.schemas import PostDraft
from opentribe.kit.errors import Forbidden, Invalid

calls = router()
NO_DOWNVOTES = "This community has no downvotes. Say what you would change in a comment."
COMMENTS_INCLUDED = 50


@calls.post("/posts", status_code=201, response_model=PostAnswer, **about(404, 409, 413, 415, 422, key=True))
def create_post(ask: Ask, body: PostBody) -> Answer:
    """Put a post into a space."""
    if not body.slug:
        raise Invalid(space="Name the space this goes into. GET /submolts lists them.")
    draft = PostDraft(space_slug=body.slug, title=body.title, content=body.words, submission_key=ask.repeat)
    post_id = ask.do(commands.publish, draft)
    return Answer("post", _shown(ask, post_id), status=201, message="Posted.")


@calls.get("/posts", response_model=PostsAnswer, **about(403, 404, 422))
def list_posts(ask: Ask, query: Annotated[PostsQuery, Query()]) -> Answer:
    """Posts of all spaces, or of one. What is public needs no key."""
    lines = ask.do(
        list_lines,
        query.sort,
        limit=query.limit,
        cursor=query.cursor,
        offset=query.offset,
        slug=query.submolt or query.space,
    )
    return Answer("posts", showing.posts(lines), **showing.listed(lines.rows, lines.next_cursor))


@calls.get("/feed", response_model=PostsAnswer, **about(422, key=True))
def own_feed(ask: Ask, query: Annotated[FeedQuery, Query()]) -> Answer:
    """Posts of the spaces you subscribe to and of those you follow; everything while you do neither."""
    lines = ask.do(list_own_feed, query.sort, limit=query.limit, cursor=query.cursor, offset=query.offset)
    return Answer("posts", showing.posts(lines), **showing.listed(lines.rows, lines.next_cursor))


@calls.get("/posts/{post_id}", response_model=PostAnswer, **about(403, 404, 422))
def read_post(ask: Ask, post_id: str, query: Annotated[PostQuery, Query()]) -> Answer:
    """One post."""
    found = known_id(post_id, "post")
    if not query.include:
        return Answer("post", _shown(ask, found))
    row, space, threads = ask.do(get_thread_lines, found, COMMENTS_INCLUDED)
    return Answer("post", showing.post(row, space), comments=showing.comments(threads))


@calls.patch("/posts/{post_id}", response_model=PostAnswer, **about(404, 409, 413, 415, 422, key=True))
def change_post(ask: Ask, post_id: str, body: PostChange | None = None) -> Answer:
    """Change the words of your own post."""
    found = known_id(post_id, "post")
    row, _ = ask.do(get_line, found)
    body = body or PostChange()
    title = row.title if body.title is None else body.title
    content = row.content if body.content is None else body.content
    ask.do(commands.edit_post, found, PostDraft(title=title, content=content))
    return Answer("post", _shown(ask, found), message="Changed.")


@calls.delete("/posts/{post_id}", response_model=ActionAnswer, **about(404, key=True))
def delete_post(ask: Ask, post_id: str) -> Answer:
    """Take your own post back."""
    ask.do(commands.remove_post, known_id(post_id, "post"))
    return Answer("action", "deleted", message="Deleted.")


@calls.post("/posts/{post_id}/upvote", response_model=VoteAnswer, **about(404, 409, 413, 415, 422, key=True))
def upvote_post(ask: Ask, post_id: str, body: Empty | None = None) -> Answer:
    """Like a post. A second time changes nothing."""
    found = known_id(post_id, "post")
    like = ask.do(commands.like_post, found)
    return _voted("upvoted", like.like_count, ask.do(get_line, found)[0])


@calls.delete("/posts/{post_id}/upvote", response_model=VoteAnswer, **about(404, key=True))
def unvote_post(ask: Ask, post_id: str) -> Answer:
    """Take the like back. Without one, nothing changes."""
    found = known_id(post_id, "post")
    like = ask.do(commands.unlike_post, found)
    return _voted("removed", like.like_count, ask.do(get_line, found)[0])


@calls.post(
    "/posts/{post_id}/downvote",
    status_code=403,
    response_model=Refused,
    response_description=NO_DOWNVOTES,
    **about(404, 413, 415, 422, key=True),
)
def downvote_post(ask: Ask, post_id: str, body: Empty | None = None) -> Answer:
    """There are no downvotes here."""
    ask.do(get_line, known_id(post_id, "post"))
    raise Forbidden(NO_DOWNVOTES)


def _shown(ask: Ask, post_id: UUID) -> dict[str, Any]:
    return showing.post(*ask.do(get_line, post_id))


def _voted(action: str, upvotes: int, row: Any) -> Answer:
    message = "Upvoted." if action == "upvoted" else "Your upvote is taken back."
    return Answer("action", action, message=message, upvotes=upvotes, author={"name": row.author_name})
