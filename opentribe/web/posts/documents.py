"""Titles, descriptions and statuses of spaces and posts, for link previews and for those who ask without scripts."""

from __future__ import annotations

from collections.abc import Mapping

from opentribe.domain.access.actor import Credential
from opentribe.domain.entry import perform
from opentribe.domain.posts.queries import get_post
from opentribe.domain.spaces.queries import get_space
from opentribe.kit.db import get_database
from opentribe.kit.errors import NotFound, Unavailable
from opentribe.kit.text import plain
from opentribe.kit.tokens import digest
from opentribe.web.serving.documents import Document, DocumentRule
from opentribe.web.session.asking import known_id
from opentribe.web.session.cookie import COOKIE

GONE = Document("Not found", status=404)
AWAY = Document("Unavailable", status=503)
DESCRIPTION = 200


def describe_post(path: str, cookies: Mapping[str, str]) -> Document:
    """A post for whoever asks; what is not for them does not exist."""
    try:
        post = perform(get_database(), _who(cookies), get_post, known_id(path.rstrip("/").rsplit("/", 1)[-1]))
    except NotFound:
        return GONE
    except Unavailable:
        return AWAY
    words = plain(post.content, DESCRIPTION)
    return Document(post.title or f"{post.author_name}: {words[:60]}", words)


def describe_space(path: str, cookies: Mapping[str, str]) -> Document | None:
    """A space for whoever asks; what is not for them does not exist."""
    slug = path.rstrip("/").rsplit("/", 1)[-1]
    if slug == "new":
        return None
    try:
        space = perform(get_database(), _who(cookies), get_space, slug)
    except NotFound:
        return GONE
    except Unavailable:
        return AWAY
    return Document(space.name, space.description)


def _who(cookies: Mapping[str, str]) -> Credential:
    secret = cookies.get(COOKIE, "")
    return Credential(session_hash=digest(secret) if secret else "")


DOCUMENTS = (DocumentRule("/posts/[post_key]", describe_post), DocumentRule("/spaces/[space_slug]", describe_space))
