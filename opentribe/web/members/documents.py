"""Title, description and status of a member's page, for link previews and for those who ask without scripts."""

from __future__ import annotations

from collections.abc import Mapping

from opentribe.domain.members.queries import get_member
from opentribe.domain.members.schemas import MemberDetail
from opentribe.web.serving.documents import Document, DocumentRule
from opentribe.web.session.describing import describe


def describe_member(path: str, cookies: Mapping[str, str]) -> Document:
    """A member for whoever asks; a page that is not for them does not exist."""
    return describe(cookies, _written, get_member, path.rstrip("/").rsplit("/", 1)[-1].removeprefix("@"))


def _written(member: MemberDetail) -> Document:
    return Document(
        f"{member.name} (@{member.username})", f"{member.name} is a member since {member.created_at:%B %Y}."
    )


DOCUMENTS = (DocumentRule("/members/[member_handle]", describe_member),)
