"""Titles, previews and words of spaces and posts, for links elsewhere and for those who ask without scripts."""

from __future__ import annotations

from collections.abc import Mapping

from opentribe.domain.access.actor import Credential
from opentribe.domain.entry import perform, together
from opentribe.domain.posts.queries import get_post, list_space_feed
from opentribe.domain.posts.thread import list_comments
from opentribe.domain.spaces.queries import get_space
from opentribe.kit.db import get_database
from opentribe.kit.errors import NotFound, Unavailable
from opentribe.kit.text import plain
from opentribe.kit.tokens import digest
from opentribe.web.posts.served import article, first_image, listing, title_of
from opentribe.web.serving.documents import Document, DocumentRule
from opentribe.web.session.asking import known_id
from opentribe.web.session.cookie import COOKIE

GONE = Document("Not found", status=404)
AWAY = Document("Unavailable", status=503)
DESCRIPTION = 200


def describe_post(path: str, cookies: Mapping[str, str]) -> Document:
    """A post for whoever asks; what is not for them does not exist."""
    try:
        post_id = known_id(path.rstrip("/").rsplit("/", 1)[-1])
        post, threads = perform(
            get_database(),
            _who(cookies),
            together,
            lambda session, actor: get_post(session, actor, post_id),
            lambda session, actor: list_comments(session, actor, post_id).items,
        )
    except NotFound:
        return GONE
    except Unavailable:
        return AWAY
    return Document(
        title_of(post),
        plain(post.content, DESCRIPTION),
        kind="article",
        author=post.author_name,
        published_at=post.created_at,
        edited_at=post.edited_at,
        image=first_image(post.content_html),
        body=article(post, threads),
    )


def describe_space(path: str, cookies: Mapping[str, str]) -> Document | None:
    """A space for whoever asks; what is not for them does not exist."""
    slug = path.rstrip("/").rsplit("/", 1)[-1]
    if slug == "new":
        return None
    try:
        space, posts = perform(
            get_database(),
            _who(cookies),
            together,
            lambda session, actor: get_space(session, actor, slug),
            lambda session, actor: list_space_feed(session, actor, slug).items,
        )
    except NotFound:
        return GONE
    except Unavailable:
        return AWAY
    return Document(space.name, plain(space.description, DESCRIPTION), body=listing(space, posts))


def _who(cookies: Mapping[str, str]) -> Credential:
    secret = cookies.get(COOKIE, "")
    return Credential(session_hash=digest(secret) if secret else "")


DOCUMENTS = (DocumentRule("/posts/[post_key]", describe_post), DocumentRule("/spaces/[space_slug]", describe_space))
