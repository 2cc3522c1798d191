"""Posts, comments and likes: counted once, kept whole, changed only by those who may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import func, select

from opentribe.domain.posts import commands, policy
from opentribe.domain.posts.models import Post, PostUpvote
from opentribe.domain.posts.queries import get_post, list_home_feed, list_space_feed, preview
from opentribe.domain.posts.schemas import CommentDraft, PostDraft, prepare_post
from opentribe.domain.posts.thread import list_comments
from opentribe.domain.spaces.commands import archive_space
from opentribe.domain.spaces.models import Space
from opentribe.kit import clock
from opentribe.kit.errors import Forbidden, Invalid, NotFound, SignInNeeded, TooMany
from opentribe.kit.ids import new_id
from opentribe.kit.paging import encode_cursor
from tests.crowd import at_once


@pytest.fixture
def space(cast):
    return cast.space()


@pytest.fixture
def post(cast, space):
    return cast.post(cast.ada, space, "A **post**", "Title")


def test_a_post_is_shown_with_its_author_and_html(cast, post):
    shown = cast.do(cast.ben, get_post, post)
    assert (shown.title, shown.author_name, shown.author_is_bot) == ("Title", "Ada", False)
    assert shown.content_html.strip() == "<p>A <strong>post</strong></p>"
    card = cast.do(cast.ben, list_home_feed).items[0]
    assert (card.id, card.space_slug, card.may_edit, card.may_remove) == (post, "general", False, False)
    mine = cast.do(cast.ada, list_home_feed).items[0]
    assert (mine.may_edit, mine.may_remove) == (True, True)
    assert cast.do(cast.mo, list_home_feed).items[0].may_remove


@pytest.mark.parametrize("content", ["", " \n\t ", "\x00", "\u202e", "\ud800"])
def test_empty_words_are_refused(cast, space, content):
    with pytest.raises(Invalid) as refusal:
        cast.post(cast.ada, space, content)
    assert list(refusal.value.fields) == ["content"]


def test_length_is_refused_with_the_numbers(cast, space):
    with pytest.raises(Invalid, match=r"40,000.*100,001"):
        cast.post(cast.ada, space, "x" * 100_001)
    with pytest.raises(Invalid, match="200"):
        cast.post(cast.ada, space, "fine", "t" * 201)
    assert cast.post(cast.ada, space, "x" * 40_000)


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[click](javascript:alert(1))",
        "![x](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "> " * 1000 + "deep",
        "hi \x00 there \ud800 and \u202etxt.exe",
        "- " * 1000 + "deep",
    ],
)
def test_hostile_words_do_no_harm(cast, space, hostile):
    shown = cast.do(cast.ben, get_post, cast.post(cast.ada, space, hostile))
    html = shown.content_html + shown.author_name
    assert "<script" not in html
    assert "javascript:" not in html.lower().replace("&#", "") or "href" not in html
    assert "<img" not in html or "onerror" not in html.split("<img", 1)[1]
    assert not set("\x00\ud800\u202e") & set(shown.content + html)


def test_fifty_likes_at_once_count_once(cast, post):
    answers = at_once(50, lambda _: cast.do(cast.ben, commands.like_post, post))
    assert all(not isinstance(answer, Exception) for answer in answers), answers
    assert cast.do(cast.ben, get_post, post).like_count == 1
    cast.do(cast.mo, commands.like_post, post)
    answers = at_once(50, lambda _: cast.do(cast.ben, commands.unlike_post, post))
    assert all(not isinstance(answer, Exception) for answer in answers), answers
    shown = cast.do(cast.ben, get_post, post)
    assert (shown.like_count, shown.is_liked) == (1, False)
    with cast.database.read() as session:
        assert session.exec(select(func.count()).select_from(PostUpvote)).one() == 1


def test_likes_and_unlikes_at_once_leave_the_count_true(cast, post):
    people = [cast.olu, cast.mo, cast.ada, cast.ben]

    def flip(number):
        deed = commands.like_post if number % 3 else commands.unlike_post
        return cast.do(people[number % 4], deed, post)

    at_once(48, flip)
    with cast.database.read() as session:
        held = session.exec(select(func.count()).select_from(PostUpvote)).one()
        assert session.get(Post, post).like_count == held


def test_the_same_submission_posts_once(cast, space):
    draft = PostDraft(space_id=space, content="Once only", submission_key="key-1")
    answers = at_once(12, lambda _: cast.do(cast.ada, commands.publish, draft))
    assert len({str(answer) for answer in answers}) == 1
    assert len(cast.do(cast.ada, list_home_feed).items) == 1
    with cast.database.read() as session:
        assert session.get(Space, space).post_count == 1
    assert cast.do(cast.ben, commands.publish, draft) != answers[0]


def test_editing_is_for_the_author(cast, post):
    draft = PostDraft(title="New", content="New words")
    for who in (cast.ben, cast.mo, cast.olu):
        with pytest.raises(Forbidden):
            cast.do(who, commands.edit_post, post, draft)
    with pytest.raises(SignInNeeded):
        cast.do(cast.cleo, commands.edit_post, cast.post(cast.olu, cast.space("Open", visibility="public")), draft)
    cast.do(cast.ada, commands.edit_post, post, draft)
    shown = cast.do(cast.ben, get_post, post)
    assert (shown.title, shown.content) == ("New", "New words")
    assert shown.edited_at is not None


def test_the_same_words_again_are_no_edit(cast, post):
    cast.do(cast.ada, commands.edit_post, post, PostDraft(title="Title", content="A **post**"))
    assert cast.do(cast.ben, get_post, post).edited_at is None


def test_removing_and_putting_back(cast, post, space):
    with pytest.raises(Forbidden):
        cast.do(cast.ben, commands.remove_post, post)
    cast.do(cast.ada, commands.remove_post, post)
    for who in (cast.ada, cast.ben, cast.olu):
        assert cast.do(who, list_home_feed).items == []
        with pytest.raises(NotFound):
            cast.do(who, get_post, post)
        with pytest.raises(NotFound):
            cast.do(who, commands.like_post, post)
    with cast.database.read() as session:
        assert session.get(Space, space).post_count == 0
    with pytest.raises(NotFound):
        cast.do(cast.ben, commands.restore_post, post)
    cast.do(cast.ada, commands.restore_post, post)
    with pytest.raises(NotFound):
        cast.do(cast.ada, commands.restore_post, post)
    assert cast.do(cast.ben, get_post, post).title == "Title"


def test_what_a_moderator_removed_the_author_cannot_put_back(cast, post):
    cast.do(cast.mo, commands.remove_post, post)
    with pytest.raises(NotFound):
        cast.do(cast.ada, commands.restore_post, post)
    cast.do(cast.mo, commands.restore_post, post)


def test_archived_spaces_take_no_posts_edits_or_comments(cast, post, space):
    cast.do(cast.olu, archive_space, space)
    with pytest.raises(Forbidden):
        cast.post(cast.ada, space)
    with pytest.raises(Forbidden):
        cast.do(cast.ada, commands.edit_post, post, PostDraft(content="late"))
    with pytest.raises(Forbidden):
        cast.do(cast.ada, commands.comment, CommentDraft(post_id=post, content="late"))


def test_pages_are_stable_while_the_feed_moves(cast, space):
    start = clock.now() - timedelta(days=1)
    ids = []
    for number in range(45):
        with clock.at(start + timedelta(seconds=number // 3)), cast.database.write() as session:
            actor = cast.actor(cast.ada)
            ids.append(commands.add_post(session, actor, space, prepare_post(PostDraft(content=f"Post {number}"))))
    seen, cursor = [], ""
    while True:
        page = cast.do(cast.ben, list_home_feed, cursor)
        seen += [card.id for card in page.items]
        cast.post(cast.olu, space, "meanwhile")
        if seen[-1] != ids[0]:
            cast.do(cast.ada, commands.remove_post, seen[-1])  # the very row the cursor names
        if not page.next_cursor:
            break
        cursor = page.next_cursor
    assert len(seen) == len(set(seen)) == 45
    assert set(seen) == set(ids)


@pytest.mark.parametrize("cursor", ["rubbish", "!!!", "AAAA", "x" * 5000, "MjAyNi0wMS0wMXwxMjM"])
def test_a_cursor_that_is_none_is_refused_in_words(cast, space, cursor):
    with pytest.raises(Invalid, match="Reload"):
        cast.do(cast.ada, list_home_feed, cursor)


def test_a_stale_cursor_still_names_a_place(cast, post):
    assert cast.do(cast.ada, list_home_feed, encode_cursor(clock.now() + timedelta(days=1), new_id())).items
    assert cast.do(cast.ada, list_home_feed, encode_cursor(clock.now() - timedelta(days=900), new_id())).items == []


@pytest.mark.parametrize("spaces", [3, 60])
def test_a_feed_takes_three_statements_whatever_there_is(cast, statements, spaces):
    rooms = [cast.space(f"Room {number}") for number in range(spaces)]
    for room in rooms[:30]:
        cast.post(cast.olu if room == rooms[0] else cast.ada, room) if rooms.index(room) < 15 else None
    with statements(cast.database) as counted:
        page = cast.do(cast.ben, list_home_feed)
    assert page.items
    assert len(counted) == 3
    with statements(cast.database) as counted:
        cast.do(cast.ben, list_space_feed, "room-0")
    assert len(counted) == 3


def test_comments_stand_two_levels_deep(cast, post):
    first = cast.do(cast.ben, commands.comment, CommentDraft(post_id=post, content="first"))
    second = cast.do(cast.ada, commands.comment, CommentDraft(post_id=post, parent_id=first, content="second"))
    cast.do(cast.ben, commands.comment, CommentDraft(post_id=post, parent_id=second, content="third"))
    (thread,) = cast.do(cast.ada, list_comments, post).items
    assert thread.content == "first"
    assert [(card.content, card.parent_id) for card in thread.replies] == [("second", first), ("third", first)]
    assert cast.do(cast.ada, get_post, post).comment_count == 3


def test_a_removed_comment_keeps_its_place_while_it_is_answered(cast, post):
    first = cast.do(cast.ben, commands.comment, CommentDraft(post_id=post, content="secret words"))
    reply = cast.do(cast.ada, commands.comment, CommentDraft(post_id=post, parent_id=first, content="reply"))
    with pytest.raises(Forbidden):
        cast.do(cast.ada, commands.remove_comment, first)
    cast.do(cast.mo, commands.remove_comment, first)
    (gone,) = cast.do(cast.olu, list_comments, post).items
    assert (gone.content, gone.content_html, gone.author_name) == ("", "", "")
    assert gone.deleted_at is not None
    assert [card.id for card in gone.replies] == [reply]
    cast.do(cast.ada, commands.remove_comment, reply)
    assert cast.do(cast.olu, list_comments, post).items == []
    assert cast.do(cast.ada, get_post, post).comment_count == 0


def test_a_comment_answers_only_what_is_there(cast, post, space):
    other = cast.post(cast.ada, space, "another")
    elsewhere = cast.do(cast.ben, commands.comment, CommentDraft(post_id=other, content="x"))
    for parent in (elsewhere, new_id()):
        with pytest.raises(Invalid) as refusal:
            cast.do(cast.ben, commands.comment, CommentDraft(post_id=post, parent_id=parent, content="y"))
        assert list(refusal.value.fields) == ["parent_id"]
    cast.do(cast.ada, commands.remove_post, other)
    with pytest.raises(NotFound):
        cast.do(cast.ben, commands.comment, CommentDraft(post_id=other, content="late"))


def test_fifty_comment_likes_at_once_count_once(cast, post):
    comment = cast.do(cast.ben, commands.comment, CommentDraft(post_id=post, content="like me"))
    at_once(50, lambda _: cast.do(cast.ada, commands.like_comment, comment))
    assert cast.do(cast.ada, list_comments, post).items[0].like_count == 1
    cast.do(cast.ada, commands.unlike_comment, comment)
    assert cast.do(cast.ada, list_comments, post).items[0].like_count == 0


def test_visitors_read_public_posts_and_change_nothing(cast):
    post = cast.post(cast.olu, cast.space("Open", visibility="public"))
    comment = cast.do(cast.olu, commands.comment, CommentDraft(post_id=post, content="hi"))
    assert cast.do(cast.cleo, get_post, post).may_comment is False
    for ask in (
        lambda: cast.do(cast.cleo, commands.like_post, post),
        lambda: cast.do(cast.cleo, commands.unlike_post, post),
        lambda: cast.do(cast.cleo, commands.remove_post, post),
        lambda: cast.do(cast.cleo, commands.comment, CommentDraft(post_id=post, content="x")),
        lambda: cast.do(cast.cleo, commands.like_comment, comment),
        lambda: cast.do(cast.cleo, commands.remove_comment, comment),
        lambda: cast.do(cast.cleo, preview, "x"),
    ):
        with pytest.raises(SignInNeeded):
            ask()


def test_writing_has_a_pace(cast, space, rate_limits):
    for number in range(20):
        cast.post(cast.ada, space, f"Post {number}")
    with pytest.raises(TooMany, match="Try again in"):
        cast.post(cast.ada, space, "one more")


@pytest.mark.parametrize("name", ["olu", "mo", "ada", "ben", "cleo"])
@pytest.mark.parametrize("is_archived", [False, True])
def test_what_a_list_offers_is_what_the_commands_allow(cast, post, space, name, is_archived):
    if is_archived:
        cast.do(cast.olu, archive_space, space)
    actor = cast.actor(getattr(cast, name))
    with cast.database.read() as session:
        row, room = session.get(Post, post), session.get(Space, space)
        offered = policy.rights(actor, row.posting_identity_id, cast.user_id("ada"), room)
        assert offered["may_edit"] == bool(policy.can_edit(actor, row, room, cast.user_id("ada")))
        assert offered["may_remove"] == bool(policy.can_remove(actor, row, room, cast.user_id("ada")))
