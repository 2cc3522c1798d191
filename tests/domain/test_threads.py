"""Threads of comments: found, read and counted, and nothing left of what was removed."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlmodel import col, func, select

from opentribe.domain.posts import commands
from opentribe.domain.posts.models import Comment
from opentribe.domain.posts.schemas import CommentDraft, PostDraft
from opentribe.domain.posts.thread import find_comment, get_thread, list_comments, list_replies
from opentribe.kit.errors import Invalid, NotFound
from tests.crowd import at_once


@pytest.fixture
def post(cast):
    return cast.post(cast.ada, cast.space())


def say(cast, post, content="words", parent=None, who=None):
    draft = CommentDraft(post_id=post, parent_id=parent, content=content)
    return cast.do(who or cast.ben, commands.comment, draft)


def test_a_comment_is_found_only_where_it_is_and_may_be_seen(cast):
    members = cast.space("Members", visibility="members")
    post, other = cast.post(cast.ada, members), cast.post(cast.ada, members)
    first = say(cast, post)
    reply = say(cast, post, parent=first)
    assert cast.do(cast.ben, find_comment, post, reply).items[0].replies[0].id == reply
    for who, where, what in ((cast.cleo, post, first), (cast.ben, other, first), (cast.ben, post, members)):
        with pytest.raises(NotFound):
            cast.do(who, find_comment, where, what)
    with pytest.raises(NotFound):
        cast.do(cast.cleo, list_replies, first)
    for thread, after in ((reply, None), (first, first), (members, None)):
        with pytest.raises(NotFound):
            cast.do(cast.ben, list_replies, thread, after=after)
    cast.do(cast.ben, commands.remove_comment, reply)
    with pytest.raises(NotFound):
        cast.do(cast.ben, find_comment, post, reply)


def test_nothing_tells_whose_a_removed_comment_was(cast, post):
    first = say(cast, post, "mine")
    say(cast, post, "reply", first, cast.ada)
    cast.do(cast.mo, commands.remove_comment, first)
    (gone,) = cast.do(cast.olu, list_comments, post).items
    assert gone.posting_identity_id == UUID(int=0)
    told = ("author_name", "author_image", "content", "content_html", "like_count", "author_is_bot", "is_liked")
    assert not any(getattr(gone, name) for name in (*told, "may_edit", "may_remove"))


def test_a_thread_is_read_by_any_of_its_comments(cast, post):
    first = say(cast, post, "first")
    second = say(cast, post, "second", first, cast.ada)
    for comment in (first, second):
        thread = cast.do(cast.ben, get_thread, comment)
        assert (thread.id, [reply.id for reply in thread.replies]) == (first, [second])
    assert cast.do(cast.cleo, get_thread, first) is None
    cast.do(cast.ada, commands.remove_comment, second)
    cast.do(cast.ben, commands.remove_comment, first)
    assert cast.do(cast.ben, get_thread, second) is None


def test_replies_written_and_removed_at_once_are_counted_right(cast, post):
    first = say(cast, post)
    old = [say(cast, post, parent=first) for _ in range(6)]

    def one(number: int) -> None:
        if number < 6:
            cast.do(cast.ben, commands.remove_comment, old[number])
        elif number == 6:
            cast.do(cast.mo, commands.remove_comment, first)
        else:
            say(cast, post, f"new {number}", first, cast.ada)

    answers = at_once(14, one)
    assert [each for each in answers if isinstance(each, Exception) and not isinstance(each, Invalid)] == []
    with cast.database.read() as session:
        count = select(func.count()).where(col(Comment.parent_id) == first, col(Comment.deleted_at).is_(None))
        assert session.exec(select(Comment.reply_count).where(Comment.id == first)).one() == session.exec(count).one()


def test_a_long_key_counts_once_too(cast, post):
    draft = CommentDraft(post_id=post, content="once", submission_key="k" * 200)
    assert cast.do(cast.ben, commands.comment, draft) == cast.do(cast.ben, commands.comment, draft)
    space = cast.space("Other")
    again = PostDraft(space_id=space, content="once", submission_key=" " + "k" * 200)
    assert cast.do(cast.ben, commands.publish, again) == cast.do(cast.ben, commands.publish, again)
