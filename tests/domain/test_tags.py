"""Tags: what a post's words say it carries, counted true under many hands, listed for those who may see it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from sqlmodel import col, select

from opentribe.domain.posts import commands
from opentribe.domain.posts.queries import get_post, list_tag_feed
from opentribe.domain.posts.schemas import CommentDraft, PostDraft, prepare_post
from opentribe.domain.posts.thread import get_comment
from opentribe.domain.references.models import PostTag, SpaceTag, Tag
from opentribe.domain.references.queries import get_tag, list_popular_tags
from opentribe.domain.spaces.commands import archive_space, invite
from opentribe.kit import clock
from opentribe.kit.errors import NotFound
from opentribe.kit.text import references
from tests.crowd import at_once


@pytest.fixture
def space(cast):
    return cast.space()


def carried(cast, post):
    """The tags that the tables say a post carries."""
    with cast.database.read() as session:
        rows = select(Tag.name).join(PostTag, col(PostTag.tag_id) == Tag.id).where(PostTag.post_id == post)
        return sorted(session.exec(rows))


def counted(cast):
    """What the counters say, and what counting the rows says."""
    with cast.database.read() as session:
        kept = {(row.space_id, row.tag_id): row.post_count for row in session.exec(select(SpaceTag)) if row.post_count}
        rows = Counter((row.space_id, row.tag_id) for row in session.exec(select(PostTag)))
    return kept, dict(rows)


def feed(cast, who, tag):
    return [card.id for card in cast.do(who, list_tag_feed, tag).items]


def test_a_post_carries_the_tags_of_its_words(cast, space):
    post = cast.post(cast.ada, space, "#Garden and #long-table, `#code`, #Garden again, #Größe")
    assert carried(cast, post) == ["garden", "grösse", "long-table"]
    html = cast.do(cast.ben, get_post, post).content_html
    assert '<a href="/tags/garden" class="hashtag" rel="nofollow noopener ugc">#Garden</a>' in html
    assert 'href="/tags/gr%C3%B6sse"' in html
    assert feed(cast, cast.ben, "GARDEN") == feed(cast, cast.ben, "Größe") == [post]


def test_edits_removals_and_restorations_keep_step(cast, space):
    post = cast.post(cast.ada, space, "#one #two")
    cast.do(cast.ada, commands.edit_post, post, PostDraft(content="#two #three"))
    assert carried(cast, post) == ["three", "two"]
    cast.do(cast.ada, commands.remove_post, post)
    assert carried(cast, post) == []
    for tag in ("one", "two", "three"):
        with pytest.raises(NotFound):
            cast.do(cast.ada, get_tag, tag)
    cast.do(cast.ada, commands.restore_post, post)
    assert carried(cast, post) == ["three", "two"]
    kept, rows = counted(cast)
    assert kept == rows
    assert set(kept.values()) == {1}


def test_a_comment_links_a_tag_and_carries_none(cast, space):
    post = cast.post(cast.ada, space)
    comment = cast.do(cast.ben, commands.comment, CommentDraft(post_id=post, content="see #garden"))
    assert 'href="/tags/garden"' in cast.do(cast.ada, get_comment, comment).content_html
    with pytest.raises(NotFound):
        cast.do(cast.ada, list_tag_feed, "garden")


def test_a_tag_of_hidden_posts_does_not_exist_for_others(cast, space):
    secret = cast.space("Cellar", visibility="secret")
    hidden = cast.post(cast.olu, secret, "#gallows #garden")
    shown = cast.post(cast.ada, space, "#garden")
    for use_case in (get_tag, list_tag_feed):
        for who in (cast.ben, cast.cleo):
            with pytest.raises(NotFound):
                cast.do(who, use_case, "gallows")
        with pytest.raises(NotFound):
            cast.do(cast.cleo, use_case, "garden")
    assert feed(cast, cast.ben, "garden") == [shown]
    assert cast.do(cast.ben, get_tag, "garden").post_count == 1
    assert feed(cast, cast.olu, "garden") == [shown, hidden]
    assert cast.do(cast.olu, get_tag, "garden").post_count == 2
    assert [tag.name for tag in cast.do(cast.ben, list_popular_tags)] == ["garden"]
    assert cast.do(cast.cleo, list_popular_tags) == []
    cast.do(cast.olu, invite, secret, "ben")
    assert feed(cast, cast.ben, "gallows") == [hidden]


def test_archived_spaces_are_still_found_by_tag(cast, space):
    post = cast.post(cast.ada, space, "#garden")
    cast.do(cast.olu, archive_space, space)
    assert feed(cast, cast.ben, "garden") == [post]


@pytest.mark.parametrize("name", ["", "#", "never-was", "a" * 5000, "\x00", "\ud800", "'; --", "%", "ﷺ"])
def test_names_that_are_none_are_not_found(cast, space, name):
    cast.post(cast.ada, space, "#garden")
    for use_case in (get_tag, list_tag_feed):
        with pytest.raises(NotFound):
            cast.do(cast.ben, use_case, name)


@pytest.mark.parametrize("rooms", [2, 45])
def test_pages_hold_every_post_once_in_order(cast, statements, rooms):
    start, ids = clock.now() - timedelta(days=1), []
    spaces = [cast.space(f"Room {number}") for number in range(rooms)]
    actor = cast.actor(cast.ada)
    with cast.database.write() as session:
        for number in range(47):
            with clock.at(start + timedelta(seconds=number // 3)):
                words = "#garden" if number % 4 else "#garden #other"
                draft = prepare_post(PostDraft(content=f"{words} {number}"))
                ids.append(commands.add_post(session, actor, spaces[number % rooms], draft))
                commands.add_post(session, actor, spaces[0], prepare_post(PostDraft(content="#else")))
    seen, cursor = [], ""
    while True:
        with statements(cast.database) as told:
            page = cast.do(cast.ben, list_tag_feed, "garden", cursor)
        assert len(told) == 3, "who asks, which spaces, the page"
        seen += page.items
        if not page.next_cursor:
            break
        cursor = page.next_cursor
    order = [(card.created_at, card.id) for card in seen]
    assert order == sorted(order, reverse=True)
    assert {card.id for card in seen} == set(ids)
    assert len(seen) == 47
    assert cast.do(cast.ben, get_tag, "garden").post_count == 47


def test_counters_stay_true_under_many_hands(cast, space):
    other = cast.space("Other")
    people = [cast.olu, cast.mo, cast.ada, cast.ben]
    names = ["#red", "#green", "#blue", "#grey"]
    posts = [cast.post(people[number], (space, other)[number % 2], "start") for number in range(4)]

    def deed(number):
        who, post = people[number % 4], posts[number % 4]
        dice = Random(number)
        words = " ".join(dice.sample(names, dice.randrange(1, 4)))
        if number % 5 == 0:
            return cast.post(who, (space, other)[number % 2], words)
        if number % 7 == 0:
            cast.do(who, commands.remove_post, post)
            return cast.do(who, commands.restore_post, post)
        return cast.do(who, commands.edit_post, post, PostDraft(content=f"{words} {number}"))

    answers = at_once(40, deed)
    assert [each for each in answers if isinstance(each, Exception) and not isinstance(each, NotFound)] == []
    kept, rows = counted(cast)
    assert kept == rows
    for post in posts:
        content = cast.do(cast.olu, get_post, post).content
        assert carried(cast, post) == sorted(each.name for each in references(content))


def test_a_new_tag_in_many_posts_at_once_is_one(cast, space):
    at_once(8, lambda number: cast.post((cast.ada, cast.ben)[number % 2], space, f"#fresh #new{number % 2} {number}"))
    with cast.database.read() as session:
        assert sorted(session.exec(select(Tag.name))) == ["fresh", "new0", "new1"]
    assert cast.do(cast.mo, get_tag, "fresh").post_count == 8
