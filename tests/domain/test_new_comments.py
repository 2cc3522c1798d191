"""Comments that were announced to an open page, and who may say that they write one."""

from __future__ import annotations

import pytest

from opentribe.domain.posts.answering import begin_to_answer
from opentribe.domain.posts.commands import comment, remove_comment, remove_post
from opentribe.domain.posts.schemas import CommentDraft
from opentribe.domain.posts.thread import list_new_comments
from opentribe.domain.spaces.commands import archive_space
from opentribe.kit.errors import Forbidden, NotFound, SignInNeeded


def say(cast, who, post, words="So", parent=None):
    return cast.do(who, comment, CommentDraft(post_id=post, content=words, parent_id=parent))


def test_new_comments_come_with_their_threads_in_few_statements(cast, statements):
    post = cast.post(cast.ada, cast.space())
    top = say(cast, cast.ada, post, "Old")
    new = [say(cast, cast.ben, post, f"New {number}") for number in range(5)]
    replies = [say(cast, cast.ada, post, f"Reply {number}", top) for number in range(3)]
    gone = say(cast, cast.ada, post, "Gone")
    cast.do(cast.ada, remove_comment, gone)
    elsewhere = say(cast, cast.ada, cast.post(cast.ada, cast.space("Other")), "Elsewhere")
    with statements(cast.database) as counted:
        found = cast.do(cast.mo, list_new_comments, post, [*reversed(new), *replies, gone, elsewhere])
    assert [card.content for card in found.threads] == [f"New {number}" for number in range(5)]
    assert [(run.thread_id, [card.id for card in run.replies]) for run in found.runs] == [(top, replies)]
    assert found.reply_counts == {top: 3}
    assert len(counted) <= 5
    assert len(cast.do(cast.mo, list_new_comments, post, [*new * 9]).threads) == 5


def test_new_comments_are_for_those_who_see_the_post(cast):
    post = cast.post(cast.olu, cast.space("Secret", visibility="secret"))
    new = say(cast, cast.olu, post)
    for who in (cast.ben, cast.cleo):
        with pytest.raises(NotFound):
            cast.do(who, list_new_comments, post, [new])


def test_only_those_who_may_comment_say_that_they_write(cast):
    space = cast.space(visibility="public")
    post, secret = cast.post(cast.ada, space), cast.post(cast.olu, cast.space("Secret", visibility="secret"))
    who = cast.do(cast.ben, begin_to_answer, post)
    assert (who.name, who.handle, who.user_id) == ("Ben", "ben", cast.user_id("ben"))
    with pytest.raises(SignInNeeded):
        cast.do(cast.cleo, begin_to_answer, post)
    with pytest.raises(NotFound):
        cast.do(cast.ben, begin_to_answer, secret)
    gone = cast.post(cast.ada, space)
    cast.do(cast.ada, remove_post, gone)
    with pytest.raises(NotFound):
        cast.do(cast.ben, begin_to_answer, gone)
    cast.do(cast.olu, archive_space, space)
    with pytest.raises(Forbidden):
        cast.do(cast.ben, begin_to_answer, post)
