"""Comments over the API."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query

from opentribe.api.answering import Answer
from opentribe.api.calls import Ask, about, known_id, router
from opentribe.api.inputs import CommentBody, CommentChange, CommentsQuery, Empty
from opentribe.api.shapes import ActionAnswer, CommentAnswer, CommentsAnswer, VoteAnswer
from opentribe.domain.posts import commands, showing
from opentribe.domain.posts.listing import get_comment_line, list_comment_lines
from opentribe.domain.posts.schemas import CommentDraft, CommentEdit
from opentribe.kit.errors import Invalid
from opentribe.kit.ids import parse_id

calls = router()
SORTS = {"top": "best", "controversial": "best"}


@calls.post(
    "/posts/{post_id}/comments",
    status_code=201,
    response_model=CommentAnswer,
    **about(404, 409, 413, 415, 422, key=True),
)
def create_comment(ask: Ask, post_id: str, body: CommentBody) -> Answer:
    """Answer a post, or a comment under it."""
    parent_id = parse_id(body.parent_id) if body.parent_id else None
    if body.parent_id and parent_id is None:
        raise Invalid(parent_id="This is not the id of a comment.")
    draft = CommentDraft(
        post_id=known_id(post_id, "post"), parent_id=parent_id, content=body.content, submission_key=ask.repeat
    )
    row = ask.do(get_comment_line, ask.do(commands.comment, draft))
    return Answer("comment", showing.comment(row), status=201, message="Commented.")


@calls.get("/posts/{post_id}/comments", response_model=CommentsAnswer, **about(403, 404, 422))
def list_comments(ask: Ask, post_id: str, query: Annotated[CommentsQuery, Query()]) -> Answer:
    """The comments under a post, each with what answers it."""
    sort = SORTS.get(query.sort, query.sort)
    threads = ask.do(list_comment_lines, known_id(post_id, "post"), sort, limit=query.limit, cursor=query.cursor)
    return Answer("comments", showing.comments(threads), **showing.listed(threads.rows, threads.next_cursor))


@calls.get("/comments/{comment_id}", response_model=CommentAnswer, **about(403, 404))
def read_comment(ask: Ask, comment_id: str) -> Answer:
    """One comment."""
    return Answer("comment", showing.comment(ask.do(get_comment_line, known_id(comment_id, "comment"))))


@calls.patch("/comments/{comment_id}", response_model=CommentAnswer, **about(404, 409, 413, 415, 422, key=True))
def change_comment(ask: Ask, comment_id: str, body: CommentChange) -> Answer:
    """Change the words of your own comment."""
    found = known_id(comment_id, "comment")
    ask.do(commands.edit_comment, found, CommentEdit(content=body.content))
    return Answer("comment", showing.comment(ask.do(get_comment_line, found)), message="Changed.")


@calls.delete("/comments/{comment_id}", response_model=ActionAnswer, **about(404, key=True))
def delete_comment(ask: Ask, comment_id: str) -> Answer:
    """Take your own comment back; its place stays while something answers it."""
    ask.do(commands.remove_comment, known_id(comment_id, "comment"))
    return Answer("action", "deleted", message="Deleted.")


@calls.post("/comments/{comment_id}/upvote", response_model=VoteAnswer, **about(404, 409, 413, 415, 422, key=True))
def upvote_comment(ask: Ask, comment_id: str, body: Empty | None = None) -> Answer:
    """Like a comment. A second time changes nothing."""
    found = known_id(comment_id, "comment")
    like = ask.do(commands.like_comment, found)
    return _voted("upvoted", like.like_count, ask.do(get_comment_line, found))


@calls.delete("/comments/{comment_id}/upvote", response_model=VoteAnswer, **about(404, key=True))
def unvote_comment(ask: Ask, comment_id: str) -> Answer:
    """Take the like back. Without one, nothing changes."""
    found = known_id(comment_id, "comment")
    like = ask.do(commands.unlike_comment, found)
    return _voted("removed", like.like_count, ask.do(get_comment_line, found))


def _voted(action: str, upvotes: int, row: Any) -> Answer:
    message = "Upvoted." if action == "upvoted" else "Your upvote is taken back."
    return Answer("action", action, message=message, upvotes=upvotes, author={"name": row.author_name})
