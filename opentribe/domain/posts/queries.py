"""Reading posts: always through the spaces that the actor may see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, null, true
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import query
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.models import User
from opentribe.domain.members.queries import get_member, list_strangers
from opentribe.domain.members.schemas import MemberCard
from opentribe.domain.posts import policy
from opentribe.domain.posts.feed import Found, Lanes, Order, by_authors, first_posts, in_spaces, with_tag
from opentribe.domain.posts.following import latest_authors
from opentribe.domain.posts.models import Bookmark, Comment, Post, PostText, PostUpvote, ThreadFollow
from opentribe.domain.posts.owners import OWNER, Owner, owned
from opentribe.domain.posts.references import rendered
from opentribe.domain.posts.schemas import CONTENT_LIMIT, By, PostCard, PostDetail, Sort, kinds, version_of
from opentribe.domain.references.queries import tagged_spaces
from opentribe.domain.spaces import policy as spaces_policy
from opentribe.domain.spaces.models import Space
from opentribe.kit.errors import NotFound
from opentribe.kit.paging import PAGE_SIZE, Page, decode_cursor, decode_score, encode_cursor
from opentribe.kit.text import clean

ORDERS: dict[Sort, Order] = {Sort.latest: "created_at", Sort.following: "created_at", Sort.popular: "hot_score"}
CARD_FIELDS = set(PostCard.model_fields)
POSTS_COUNTED = 1_000
SUGGESTED = 5
NO_POST = "This post does not exist, or it is not for you to see."


@query
def list_home_feed(
    session: Session, actor: Actor, cursor: str = "", sort: Sort = Sort.latest, by: By = By.everyone
) -> Page[PostCard]:
    """The posts of all open spaces that the actor may see; two statements whatever there is, and one more for those
    whom the actor follows (a visitor follows nobody). Who hides bots gets what people wrote, whatever `by` says.
    """
    spaces = spaces_of(session, actor, col(Space.archived_at).is_(None))
    if sort != Sort.following:
        return page_of(
            session, actor, spaces, cursor, in_spaces(list(spaces), ORDERS[sort], kinds(actor, by)), ORDERS[sort]
        )
    place = decode_cursor(cursor)
    if actor.user_id is None or not spaces:
        return Page(items=[])
    authors = latest_authors(session, actor, list(spaces), place, PAGE_SIZE + 1, kinds(actor, by))
    return page_of(session, actor, spaces, cursor, by_authors(authors, list(spaces)))


@query
def list_suggested(session: Session, actor: Actor) -> list[MemberCard]:
    """Whom the actor might want to follow: who wrote what is talked about most, in four statements."""
    if not actor.is_member:
        return []
    popular = list_home_feed(session, actor, "", Sort.popular, By.people)
    handles = dict.fromkeys(card.author_handle for card in popular.items if card.author_handle)
    return list_strangers(session, actor, list(handles))[:SUGGESTED]


@query
def list_space_feed(
    session: Session, actor: Actor, slug: str, cursor: str = "", sort: Sort = Sort.latest, by: By = By.everyone
) -> Page[PostCard]:
    """The posts of one space, archived or not; the latest after its pinned ones.

    Raises NotFound when it is not to be seen.
    """
    spaces = spaces_of(session, actor, col(Space.slug) == slug.lower())
    if not spaces:
        raise NotFound("This space does not exist, or it is not for you to see.")
    order = ORDERS[sort]
    lanes = in_spaces(list(spaces), order, kinds(actor, by))
    return page_of(session, actor, spaces, cursor, lanes, order, pins_first=order == "created_at")


@query
def list_member_feed(session: Session, actor: Actor, handle: str, cursor: str = "") -> Page[PostCard]:
    """What a member posted, newest first, in all spaces that the actor may see; four statements whatever there is.

    Raises NotFound when the member's page is not to be seen.
    """
    identities = _identities(session, actor, handle)
    spaces = spaces_of(session, actor, true())
    return page_of(session, actor, spaces, cursor, by_authors(identities, list(spaces)))


@query
def count_member_posts(session: Session, actor: Actor, handle: str) -> int:
    """How many posts of a member the actor may see, at most `POSTS_COUNTED`: past that nobody needs the number."""
    identities = _identities(session, actor, handle)
    spaces = list(spaces_of(session, actor, true()))
    theirs = select(Post.id).where(
        col(Post.posting_identity_id).in_(identities), col(Post.space_id).in_(spaces), col(Post.deleted_at).is_(None)
    )
    return session.exec(select(func.count()).select_from(theirs.limit(POSTS_COUNTED).subquery())).one()


def _identities(session: Session, actor: Actor, handle: str) -> Sequence[UUID]:
    """Under which name a member speaks as themselves: bots have pages of their own, and pen names give nobody away."""
    member = get_member(session, actor, handle)
    mine = (PostingIdentity.user_id == member.id, col(PostingIdentity.is_default))
    return session.exec(select(PostingIdentity.id).where(*mine)).all()


@query
def list_tag_feed(session: Session, actor: Actor, tag: str, cursor: str = "") -> Page[PostCard]:
    """The latest posts that carry a tag, archived spaces included; two statements whatever there is.

    Raises NotFound when no post that the actor may see carries it.
    """
    tag_id, spaces = tagged_spaces(session, actor, tag)
    return page_of(session, actor, spaces, cursor, with_tag(tag_id, list(spaces), without_bots=actor.hides_bots))


def spaces_of(session: Session, actor: Actor, where: Any) -> dict[UUID, Space]:
    """The spaces, of those that `where` means, which the actor may see."""
    return {space.id: space for space in session.exec(select(Space).where(spaces_policy.visible(actor), where))}


def page_of(
    session: Session,
    actor: Actor,
    spaces: dict[UUID, Space],
    cursor: str,
    lanes: Lanes,
    order: Order = "created_at",
    *,
    pins_first: bool = False,
) -> Page[PostCard]:
    """A page of what stands in some lanes, all of them in these spaces."""
    after = decode_cursor(cursor) if order == "created_at" else decode_score(cursor)
    if lanes.are_empty:
        return Page(items=[])
    reader = (actor.identity_id, actor.user_id)
    rows = first_posts(session, lanes, reader, after, PAGE_SIZE + 1, order=order, pins_first=pins_first)
    head = rows[:PAGE_SIZE]
    more = len(rows) > PAGE_SIZE
    return Page(
        items=[card_of(actor, found, spaces[found.post["space_id"]]) for found in head],
        next_cursor=encode_cursor(*head[-1].place) if more else "",
    )


def card_of(actor: Actor, found: Found, space: Space) -> PostCard:
    """A post in a list, as the actor sees it."""
    return PostCard.model_construct(  # the values come from typed columns
        _fields_set=CARD_FIELDS,  # shared: a set for each card would weigh as much as the card
        **found.post,
        is_liked=found.is_liked,
        is_bookmarked=found.is_bookmarked,
        **found.owner.told(actor, found.post["author_name"]),
        **policy.rights(actor, found.post["posting_identity_id"], found.owner.user_id, space),
        may_pin=policy.may_pin(actor, space),
        space_slug=space.slug,
        space_name=space.name,
        space_icon=space.icon,
    )


def shown(actor: Actor, row: Post | Comment, space: Space, owner: Owner, liked: UUID | None) -> dict[str, Any]:
    """What the reader may see and do with a post or a comment of theirs or another's."""
    return {
        "author_is_bot": owner.is_bot,
        **owner.told(actor, row.author_name),
        "is_liked": liked is not None,
        **policy.rights(actor, row.posting_identity_id, owner.user_id, space),
    }


@query
def get_post(session: Session, actor: Actor, post_id: UUID) -> PostDetail:
    """One post with its words. Raises NotFound when there is none or its space is not to be seen."""
    row = session.exec(_with_marks(actor).where(Post.id == post_id, col(Post.deleted_at).is_(None))).first()
    if row is None:
        raise NotFound(NO_POST)
    post, space, liked, kept, stance, *owner = row
    decision = spaces_policy.can_comment(actor, space)
    return PostDetail(
        **post.model_dump(include=set(PostText.model_fields) - {"author_is_bot"}),
        **shown(actor, post, space, Owner(*owner), liked),
        is_bookmarked=kept is not None,
        stance=stance.value if stance else "",
        version=version_of(post.edited_at),
        may_pin=policy.may_pin(actor, space),
        space_slug=space.slug,
        space_name=space.name,
        space_icon=space.icon,
        may_comment=bool(decision),
        why_not_comment="" if decision.refusal is None else str(decision.refusal),
    )


def _with_marks(actor: Actor) -> Any:
    """Posts that the actor may see, each with its author and how the actor stands to it."""
    like = and_(col(PostUpvote.post_id) == Post.id, col(PostUpvote.voter_id) == actor.identity_id)
    kept = and_(col(Bookmark.post_id) == Post.id, col(Bookmark.user_id) == actor.user_id)
    follow = and_(col(ThreadFollow.post_id) == Post.id, col(ThreadFollow.user_id) == actor.user_id)
    marks = (PostUpvote.id if actor.identity_id else null(), Bookmark.id, ThreadFollow.state)
    return (
        select(Post, Space, *marks, *OWNER)  # type: ignore[call-overload]
        .join(Space, col(Space.id) == Post.space_id)
        .join(PostingIdentity, col(PostingIdentity.id) == Post.posting_identity_id)
        .outerjoin(User, owned())
        .outerjoin(PostUpvote, like)
        .outerjoin(Bookmark, kept)
        .outerjoin(ThreadFollow, follow)
        .where(spaces_policy.visible(actor))
    )


@query
def preview(session: Session, actor: Actor, content: str) -> str:
    """What the Markdown will look like. Long input is cut at the limit that a post has."""
    require(policy.can_preview(actor))
    return rendered(session, clean(content[:CONTENT_LIMIT]))
