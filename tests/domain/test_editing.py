"""Editing posts and comments: earlier versions are kept and shown, and of two edits at once the later is told."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from opentribe.domain.posts import commands
from opentribe.domain.posts.history import list_comment_versions, list_post_versions
from opentribe.domain.posts.models import Revision
from opentribe.domain.posts.queries import get_post
from opentribe.domain.posts.schemas import CommentDraft, CommentEdit, PostDraft
from opentribe.domain.posts.thread import get_comment, list_comments
from opentribe.domain.spaces.commands import archive_space
from opentribe.kit.errors import Conflict, Forbidden, Invalid, NotFound, SignInNeeded
from opentribe.kit.ids import new_id
from tests.crowd import at_once


@pytest.fixture
def space(cast):
    return cast.space()


@pytest.fixture
def post(cast, space):
    return cast.post(cast.ada, space, "first **words**", "First title")


@pytest.fixture
def comment(cast, post):
    return cast.do(cast.ben, commands.comment, CommentDraft(post_id=post, content="first reply"))


def test_a_post_keeps_what_it_said_before(cast, post):
    made = cast.do(cast.ben, get_post, post)
    assert cast.do(cast.ben, list_post_versions, post).items == []
    cast.do(cast.ada, commands.edit_post, post, PostDraft(title="Second title", content="second words"))
    second = cast.do(cast.ben, get_post, post).edited_at
    cast.do(cast.ada, commands.edit_post, post, PostDraft(content="third words"))
    newer, older = cast.do(cast.ben, list_post_versions, post).items
    assert (older.title, older.created_at) == ("First title", made.created_at)
    assert older.content_html == made.content_html
    assert (newer.title, newer.created_at) == ("Second title", second)


def test_a_comment_is_edited_by_its_author_alone(cast, comment, post):
    for who in (cast.ada, cast.mo, cast.olu):
        with pytest.raises(Forbidden):
            cast.do(who, commands.edit_comment, comment, CommentEdit(content="not mine"))
    cast.do(cast.ben, commands.edit_comment, comment, CommentEdit(content="second *reply*"))
    (card,) = cast.do(cast.ada, list_comments, post).items
    assert (card.content, card.edited_at is not None, card.may_edit) == ("second *reply*", True, False)
    assert "<em>reply</em>" in card.content_html
    (before,) = cast.do(cast.ada, list_comment_versions, comment).items
    assert "first reply" in before.content_html
    assert cast.do(cast.ada, get_post, post).comment_count == 1
    with cast.database.read() as session:
        assert session.exec(select(Revision.edited_by)).one() == cast.user_id("ben")


def test_the_same_words_again_are_no_version(cast, comment, post):
    cast.do(cast.ben, commands.edit_comment, comment, CommentEdit(content="first reply"))
    cast.do(cast.ada, commands.edit_post, post, PostDraft(title="First title", content="first **words**"))
    assert cast.do(cast.ben, get_comment, comment).edited_at is None
    assert cast.do(cast.ben, list_comment_versions, comment).items == []
    assert cast.do(cast.ben, list_post_versions, post).items == []


def test_words_that_cannot_be_taken_are_refused(cast, comment):
    for content in ("", "  ", "x" * 10_001):
        with pytest.raises(Invalid) as refusal:
            cast.do(cast.ben, commands.edit_comment, comment, CommentEdit(content=content))
        assert list(refusal.value.fields) == ["content"]


def test_the_later_of_two_edits_is_told_and_may_replace(cast, comment, post):
    began = cast.do(cast.ada, get_post, post).version
    cast.do(cast.ada, commands.edit_post, post, PostDraft(content="from one window", version=began))
    late = PostDraft(content="from the other window", version=began)
    with pytest.raises(Conflict, match="changed meanwhile"):
        cast.do(cast.ada, commands.edit_post, post, late)
    shown = cast.do(cast.ada, get_post, post)
    assert shown.content == "from one window"
    cast.do(cast.ada, commands.edit_post, post, late.model_copy(update={"version": shown.version}))
    assert "one window" in cast.do(cast.ada, list_post_versions, post).items[0].content_html

    cast.do(cast.ben, commands.edit_comment, comment, CommentEdit(content="one", version=""))
    with pytest.raises(Conflict):
        cast.do(cast.ben, commands.edit_comment, comment, CommentEdit(content="two", version=""))
    assert cast.do(cast.ben, get_comment, comment).content == "one"


def test_of_many_edits_at_once_one_is_stored(cast, comment, post):
    def posts(number):
        return cast.do(cast.ada, commands.edit_post, post, PostDraft(content=f"edit {number}", version=""))

    def comments(number):
        return cast.do(cast.ben, commands.edit_comment, comment, CommentEdit(content=f"edit {number}", version=""))

    for edit in (posts, comments):
        answers = at_once(8, edit)
        assert sum(answer is None for answer in answers) == 1
        assert all(answer is None or isinstance(answer, Conflict) for answer in answers), answers
    assert len(cast.do(cast.ada, list_post_versions, post).items) == 1
    assert len(cast.do(cast.ada, list_comment_versions, comment).items) == 1


def test_history_is_for_those_who_see_what_it_is_of(cast):
    space = cast.space("Hidden", visibility="secret")
    post = cast.post(cast.olu, space, "secret words")
    comment = cast.do(cast.olu, commands.comment, CommentDraft(post_id=post, content="secret reply"))
    cast.do(cast.olu, commands.edit_post, post, PostDraft(content="changed"))
    cast.do(cast.olu, commands.edit_comment, comment, CommentEdit(content="changed"))
    for who in (cast.ada, cast.cleo):
        for read, target in ((list_post_versions, post), (list_comment_versions, comment), (get_comment, comment)):
            with pytest.raises(NotFound):
                cast.do(who, read, target)
        with pytest.raises(NotFound):
            cast.do(who, commands.edit_comment, comment, CommentEdit(content="x"))
    assert len(cast.do(cast.mo, list_comment_versions, comment).items) == 1


def test_what_is_removed_has_no_history_and_is_not_edited(cast, comment, post):
    cast.do(cast.ben, commands.edit_comment, comment, CommentEdit(content="changed"))
    cast.do(cast.ben, commands.remove_comment, comment)
    with pytest.raises(NotFound):
        cast.do(cast.ada, list_comment_versions, comment)
    with pytest.raises(NotFound):
        cast.do(cast.ben, commands.edit_comment, comment, CommentEdit(content="again"))
    cast.do(cast.ada, commands.remove_post, post)
    with pytest.raises(NotFound):
        cast.do(cast.ada, list_post_versions, post)


def test_visitors_and_archived_spaces_change_no_comments(cast, space, comment):
    open_post = cast.post(cast.olu, cast.space("Open", visibility="public"))
    said = cast.do(cast.olu, commands.comment, CommentDraft(post_id=open_post, content="hi"))
    with pytest.raises(SignInNeeded):
        cast.do(cast.cleo, commands.edit_comment, said, CommentEdit(content="x"))
    cast.do(cast.olu, archive_space, space)
    with pytest.raises(Forbidden, match="archived"):
        cast.do(cast.ben, commands.edit_comment, comment, CommentEdit(content="late"))


def test_a_long_history_comes_in_pages(cast, post, statements):
    for number in range(45):
        cast.do(cast.ada, commands.edit_post, post, PostDraft(content=f"words {number}"))
    seen, cursor = [], ""
    while True:
        with statements(cast.database) as counted:
            page = cast.do(cast.ben, list_post_versions, post, cursor)
        assert len(counted) == 3
        seen += [version.id for version in page.items]
        cursor = page.next_cursor
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 45


def test_a_version_is_of_one_thing(cast, post, comment):
    for target in ({}, {"post_id": post, "comment_id": comment}):
        with pytest.raises(IntegrityError), cast.database.write() as session:
            session.add(Revision(id=new_id(), content="x", **target))
