"""What a feed lists and in which order: by time, by how much is talked about, by those one follows, people or bots."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Credential
from opentribe.domain.identities.commands import register, set_rules
from opentribe.domain.identities.models import PostingIdentity, Registering
from opentribe.domain.identities.schemas import IdentityDraft, RulesDraft
from opentribe.domain.members.models import Follow, User
from opentribe.domain.posts import commands
from opentribe.domain.posts.heat import TENFOLD, add_votes, heat
from opentribe.domain.posts.models import Post
from opentribe.domain.posts.queries import list_home_feed, list_space_feed
from opentribe.domain.posts.schemas import By, CommentDraft, PostDraft, Sort, prepare_post
from opentribe.domain.spaces.commands import archive_space
from opentribe.kit import clock
from opentribe.kit.errors import Invalid, NotFound
from opentribe.kit.ids import new_id
from opentribe.kit.tokens import digest
from tests.crowd import at_once

VISITOR = Credential(address="203.0.113.5")
START = clock.now() - timedelta(days=20)


@pytest.fixture
def space(cast):
    return cast.space()


def write(session: Session, actor, space, number: int, when) -> object:
    """A post at a moment, without a request of its own."""
    with clock.at(when):
        return commands.add_post(session, actor, space, prepare_post(PostDraft(content=f"Post {number}")))


def whole(cast, who, query, *given) -> list:
    """Every post of a feed, page by page."""
    seen, cursor = [], ""
    while True:
        page = (
            cast.do(who, query, *given[:1], cursor, *given[1:])
            if query is list_space_feed
            else cast.do(who, query, cursor, *given)
        )
        assert len(page.items) <= 20
        seen += [card.id for card in page.items]
        cursor = page.next_cursor
        if not cursor:
            return seen


def hottest_first(cast) -> list:
    """All living posts as the formula orders them."""
    with cast.database.read() as session:
        posts = session.exec(select(Post).where(col(Post.deleted_at).is_(None))).all()
    score = {
        post.id: heat(post.like_count - post.quiet_like_count, post.comment_count, post.created_at) for post in posts
    }
    return sorted(score, key=lambda post_id: (score[post_id], post_id), reverse=True)


def test_ten_times_the_votes_make_up_for_three_days() -> None:
    assert heat(9, 0, START) == pytest.approx(heat(0, 0, START + TENFOLD))
    assert heat(99, 0, START) == pytest.approx(heat(9, 0, START + TENFOLD))
    assert heat(0, 1, START) == heat(2, 0, START)


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_more_votes_never_lower_a_post(likes: int, comments: int, seconds: int) -> None:
    at = START + timedelta(seconds=seconds)
    here = heat(likes, comments, at)
    assert heat(likes + 1, comments, at) > here
    assert heat(likes, comments + 1, at) > here
    assert heat(likes, comments, at + timedelta(minutes=1)) > here


def test_popular_is_the_order_of_the_formula(cast, space):
    chance, other = Random(5), cast.space("Other")
    with cast.database.write() as session:
        ada = cast.actor(cast.ada)
        for number in range(70):
            when = START + timedelta(hours=chance.randrange(400))
            post = write(session, ada, chance.choice((space, other)), number, when)
            add_votes(session, post, likes=chance.choice((0, 0, 0, 1, 5, 40)), comments=chance.choice((0, 0, 2, 9)))
    assert whole(cast, cast.ben, list_home_feed, Sort.popular) == hottest_first(cast)
    shown = whole(cast, cast.ben, list_space_feed, "other", Sort.popular)
    with cast.database.read() as session:
        assert shown == [one for one in hottest_first(cast) if session.get(Post, one).space_id == other]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(votes=st.lists(st.tuples(st.integers(0, 44), st.integers(-3, 40), st.integers(0, 2)), max_size=25))
def test_what_is_not_voted_on_meanwhile_is_read_exactly_once(cast, space, votes):
    """Votes while somebody pages move only the posts they are for; the others keep their order, none is lost."""
    with cast.database.write() as session:
        session.connection().execute(update(Post).values(deleted_at=clock.now()))
        ada = cast.actor(cast.ada)
        posts = [write(session, ada, space, each, START + timedelta(hours=each // 4)) for each in range(45)]
        for place, post in enumerate(posts):
            add_votes(session, post, likes=3 + place * 7 % 11)
    moved = {posts[place] for place, _, _ in votes}
    before = [post for post in hottest_first(cast) if post not in moved]
    seen, cursor, waiting = [], "", list(votes)
    while True:
        page = cast.do(cast.ben, list_home_feed, cursor, Sort.popular)
        seen += [card.id for card in page.items]
        with cast.database.write() as session:
            for place, likes, comments in waiting[:9]:
                add_votes(session, posts[place], likes=max(0, likes), comments=comments)
            waiting = waiting[9:]
        cursor = page.next_cursor
        if not cursor:
            break
    assert [post for post in seen if post not in moved] == before


def test_votes_that_come_and_go_at_once_leave_the_score_true(cast, space):
    post = cast.post(cast.ada, space)
    people = [cast.olu, cast.mo, cast.ada, cast.ben]

    def vote(number):
        if number % 4 == 3:
            return cast.do(people[number % 3], commands.comment, CommentDraft(post_id=post, content="and"))
        return cast.do(people[number % 4], commands.like_post if number % 3 else commands.unlike_post, post)

    answers = at_once(36, vote)
    assert not [answer for answer in answers if isinstance(answer, Exception)], answers
    with cast.database.read() as session:
        row = session.get(Post, post)
        assert row.comment_count == 9
        assert row.hot_score == heat(row.like_count - row.quiet_like_count, row.comment_count, row.created_at)


def test_likes_that_nobody_else_stands_for_are_shown_and_move_nothing(cast, space):
    space = cast.space("Open", visibility="public", bots_allowed=True)
    post = cast.post(cast.ada, space)
    cast.do(cast.olu, set_rules, RulesDraft(registering=Registering.open))

    def bot_of(who, name):
        made = cast.do(who, register, IdentityDraft(name=name))
        return Credential(key_hash=digest(made.secret), address="203.0.113.6")

    hers, his, nobodys = (bot_of(who, f"Bot {place}") for place, who in enumerate((cast.ada, cast.ben, VISITOR)))

    def stand():
        with cast.database.read() as session:
            row = session.get(Post, post)
            assert row.hot_score == heat(row.like_count - row.quiet_like_count, row.comment_count, row.created_at)
            return row.like_count, row.quiet_like_count

    for who in (cast.ada, hers, nobodys):
        assert cast.do(who, commands.like_post, post).is_liked
    assert stand() == (3, 3)
    cast.do(his, commands.like_post, post)
    cast.do(cast.ben, commands.like_post, post)  # a second voice of the same member
    cast.do(cast.mo, commands.like_post, post)
    assert stand() == (6, 4)
    for who in (nobodys, nobodys, cast.mo, cast.ben):
        cast.do(who, commands.unlike_post, post)
    assert stand() == (3, 2)


def test_a_removed_comment_cools_the_post_down(cast, space):
    post = cast.post(cast.ada, space)
    with cast.database.read() as session:
        cool = session.get(Post, post).hot_score
    reply = cast.do(cast.ben, commands.comment, CommentDraft(post_id=post, content="and"))
    with cast.database.read() as session:
        assert session.get(Post, post).hot_score > cool
    cast.do(cast.ben, commands.remove_comment, reply)
    with cast.database.read() as session:
        assert session.get(Post, post).hot_score == cool


def test_people_and_bots_are_told_apart(cast):
    space, bot = cast.space(visibility="public"), cast.bot()
    with cast.database.write() as session:
        ada = cast.actor(cast.ada)
        by_ada, by_bot = (
            [write(session, actor, space, number, START + timedelta(minutes=step + 2 * number)) for number in range(25)]
            for actor, step in ((ada, 0), (bot, 1))
        )
    with cast.database.write() as session:
        add_votes(session, by_bot[3], likes=50)
        add_votes(session, by_ada[3], likes=50)
    for query, place in ((list_home_feed, ()), (list_space_feed, ("general",))):
        assert whole(cast, cast.ben, query, *place, Sort.latest, By.people) == by_ada[::-1]
        assert whole(cast, cast.ben, query, *place, Sort.latest, By.bots) == by_bot[::-1]
        assert sorted(whole(cast, cast.ben, query, *place)) == sorted(by_ada + by_bot)
        popular = whole(cast, cast.ben, query, *place, Sort.popular, By.bots)
        assert popular[0] == by_bot[3]
        assert sorted(popular) == sorted(by_bot)
        assert whole(cast, cast.ben, query, *place, Sort.popular)[:2] == [by_bot[3], by_ada[3]]
    assert all(card.author_is_bot for card in cast.do(cast.ben, list_home_feed, "", Sort.latest, By.bots).items)


def follow(cast, who: str, whom: str) -> None:
    """A row as the command makes it."""
    with cast.database.write() as session:
        session.add(Follow(follower_id=cast.user_id(who), following_id=cast.user_id(whom)))


def test_following_shows_whom_one_follows_and_oneself(cast, space):
    assert cast.do(cast.ben, list_home_feed, "", Sort.following).items == []
    own = cast.post(cast.ben, space, "mine")
    assert cast.do(cast.ben, list_home_feed, "", Sort.following).items == []
    follow(cast, "ben", "ada")
    posts = [cast.post(cast.ada, space, f"Post {number}") for number in range(30)]
    cast.post(cast.olu, space, "by somebody else")
    assert whole(cast, cast.ben, list_home_feed, Sort.following) == [*posts[::-1], own]
    assert cast.do(cast.ada, list_home_feed, "", Sort.following).items == []
    assert cast.do(cast.cleo, list_home_feed, "", Sort.following).items == []


def test_following_opens_no_space(cast):
    secret, old = cast.space("Secret", visibility="secret"), cast.space("Old")
    follow(cast, "ben", "olu")
    follow(cast, "mo", "olu")
    hidden, gone = cast.post(cast.olu, secret), cast.post(cast.olu, old)
    cast.do(cast.olu, archive_space, old)
    removed = cast.post(cast.olu, cast.space("Open"))
    cast.do(cast.olu, commands.remove_post, removed)
    assert whole(cast, cast.ben, list_home_feed, Sort.following) == []
    assert whole(cast, cast.mo, list_home_feed, Sort.following) == [hidden]
    assert gone not in whole(cast, cast.mo, list_home_feed, Sort.following)


def test_following_many_leaves_no_gap(cast, space):
    """More people than a page has places, posting at the same moments: each post once, in order."""
    with cast.database.write() as session:
        me, chance, made = cast.user_id("ben"), Random(3), []
        people = [User(name=f"Friend {number}", username=f"friend{number}") for number in range(60)]
        session.add_all(people)
        session.flush()
        identities = [PostingIdentity(name=each.name, user_id=each.id, is_default=True) for each in people]
        session.add_all([*identities, *(Follow(follower_id=me, following_id=each.id) for each in people)])
        session.flush()
        for _ in range(150):
            at = START + timedelta(minutes=chance.randrange(30))
            made.append(
                Post(
                    id=new_id(), space_id=space, posting_identity_id=chance.choice(identities[:45]).id,
                    author_name="x", created_at=at,
                )
            )  # fmt: skip
        session.add_all(made)
        wanted = [post.id for post in sorted(made, key=lambda post: (post.created_at, post.id), reverse=True)]
    assert whole(cast, cast.ben, list_home_feed, Sort.following) == wanted


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("by", list(By))
@pytest.mark.parametrize("spaces", [3, 60])
def test_every_filter_runs_a_fixed_number_of_statements(cast, statements, sort, by, spaces):
    rooms = [cast.space(f"Room {number}") for number in range(spaces)]
    for room in rooms[:12]:
        cast.post(cast.ada, room)
    follow(cast, "ben", "ada")
    with statements(cast.database) as counted:
        page = cast.do(cast.ben, list_home_feed, "", sort, by)
    assert bool(page.items) == (by != By.bots)
    assert len(counted) == (4 if sort == Sort.following and page.items else 3)
    with statements(cast.database) as counted:
        cast.do(cast.ben, list_space_feed, "room-0", "", sort, by)
    assert len(counted) == 3


@pytest.mark.parametrize("query", [list_home_feed, list_space_feed])
def test_a_cursor_of_another_order_is_refused_in_words(cast, space, query):
    for number in range(21):
        cast.post(cast.ada, space, f"Post {number}")
    place = ("general",) if query is list_space_feed else ()
    latest, popular = (cast.do(cast.ben, query, *place, "", sort).next_cursor for sort in (Sort.latest, Sort.popular))
    for sort, cursor in (
        (Sort.popular, latest),
        (Sort.latest, popular),
        (Sort.popular, "bmFufDAwMDA"),
        (Sort.popular, "!"),
    ):
        with pytest.raises(Invalid, match="Reload"):
            cast.do(cast.ben, query, *place, cursor, sort)


def test_filters_hide_no_missing_space(cast):
    for sort in Sort:
        with pytest.raises(NotFound):
            cast.do(cast.ben, list_space_feed, "nowhere", "", sort)
