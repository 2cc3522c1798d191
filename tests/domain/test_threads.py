"""Threads of comments: read whole or one alone, and nothing of what was removed."""

from __future__ import annotations

from uuid import UUID

import pytest

from opentribe.domain.posts import commands
from opentribe.domain.posts.schemas import CommentDraft, PostDraft
from opentribe.domain.posts.thread import get_thread, list_comments


@pytest.fixture
def post(cast):
    return cast.post(cast.ada, cast.space())


def test_nothing_tells_whose_a_removed_comment_was(cast, post):
    first = cast.do(cast.ben, commands.comment, CommentDraft(post_id=post, content="mine"))
    cast.do(cast.ada, commands.comment, CommentDraft(post_id=post, parent_id=first, content="reply"))
    cast.do(cast.mo, commands.remove_comment, first)
    (gone,) = cast.do(cast.olu, list_comments, post).items
    assert gone.posting_identity_id == UUID(int=0)
    told = ("author_name", "author_image", "content", "content_html", "like_count", "author_is_bot", "is_liked")
    assert not any(getattr(gone, name) for name in (*told, "may_edit", "may_remove"))


def test_a_thread_is_read_by_any_of_its_comments(cast, post):
    first = cast.do(cast.ben, commands.comment, CommentDraft(post_id=post, content="first"))
    second = cast.do(cast.ada, commands.comment, CommentDraft(post_id=post, parent_id=first, content="second"))
    for comment in (first, second):
        thread = cast.do(cast.ben, get_thread, comment)
        assert (thread.id, [reply.id for reply in thread.replies]) == (first, [second])
    assert cast.do(cast.cleo, get_thread, first) is None
    cast.do(cast.ada, commands.remove_comment, second)
    cast.do(cast.ben, commands.remove_comment, first)
    assert cast.do(cast.ben, get_thread, second) is None


def test_a_long_key_counts_once_too(cast, post):
    draft = CommentDraft(post_id=post, content="once", submission_key="k" * 200)
    assert cast.do(cast.ben, commands.comment, draft) == cast.do(cast.ben, commands.comment, draft)
    space = cast.space("Other")
    again = PostDraft(space_id=space, content="once", submission_key=" " + "k" * 200)
    assert cast.do(cast.ben, commands.publish, again) == cast.do(cast.ben, commands.publish, again)
