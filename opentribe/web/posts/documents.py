"""Titles, previews and words of spaces and posts, for links elsewhere and for those who ask without scripts."""

from __future__ import annotations

from collections.abc import Mapping

from opentribe.domain.entry import together
from opentribe.domain.posts.queries import get_post, list_space_feed
from opentribe.domain.posts.schemas import PostCard, PostDetail, ThreadPage
from opentribe.domain.posts.thread import list_comments
from opentribe.domain.spaces.queries import get_space
from opentribe.domain.spaces.schemas import SpaceDetail
from opentribe.kit.paging import Page
from opentribe.kit.text import plain
from opentribe.web.posts.served import article, first_image, listing, title_of
from opentribe.web.serving.documents import Document, DocumentRule
from opentribe.web.session.asking import known_id
from opentribe.web.session.describing import describe

DESCRIPTION = 200


def describe_post(path: str, cookies: Mapping[str, str]) -> Document:
    """A post for whoever asks; what is not for them does not exist."""
    key = _last(path)
    return describe(
        cookies,
        _of_post,
        together,
        lambda session, actor: get_post(session, actor, known_id(key)),
        lambda session, actor: list_comments(session, actor, known_id(key)),
    )


def describe_space(path: str, cookies: Mapping[str, str]) -> Document | None:
    """A space for whoever asks; what is not for them does not exist."""
    slug = _last(path)
    if slug == "new":
        return None
    return describe(
        cookies,
        _of_space,
        together,
        lambda session, actor: get_space(session, actor, slug),
        lambda session, actor: list_space_feed(session, actor, slug),
    )


def _last(path: str) -> str:
    return path.rstrip("/").rsplit("/", 1)[-1]


def _of_post(found: tuple[PostDetail, ThreadPage]) -> Document:
    post, threads = found
    return Document(
        title_of(post),
        plain(post.content, DESCRIPTION),
        kind="article",
        author=post.author_name,
        published_at=post.created_at,
        edited_at=post.edited_at,
        image=first_image(post.content_html),
        body=article(post, threads.items),
    )


def _of_space(found: tuple[SpaceDetail, Page[PostCard]]) -> Document:
    space, posts = found
    return Document(space.name, plain(space.description, DESCRIPTION), body=listing(space, posts.items))


DOCUMENTS = (DocumentRule("/posts/[post_key]", describe_post), DocumentRule("/spaces/[space_slug]", describe_space))
