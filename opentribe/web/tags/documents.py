"""Title, description and status of a tag's page; a tag of hidden posts alone does not exist."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from opentribe.domain.references.queries import TagCard, get_tag
from opentribe.web.serving.documents import Document, DocumentRule
from opentribe.web.session.describing import describe


def describe_tag(path: str, cookies: Mapping[str, str]) -> Document:
    """A tag for whoever asks."""
    return describe(cookies, _document, get_tag, unquote(path.rstrip("/").rsplit("/", 1)[-1]))


def _document(tag: TagCard) -> Document:
    many = "1 post" if tag.post_count == 1 else f"{tag.post_count} posts"
    return Document(f"#{tag.name}", f"{many} about {tag.name}")


DOCUMENTS = (DocumentRule("/tags/[tag_name]", describe_tag),)
