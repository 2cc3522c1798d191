"""Title, description and status of a member's page, for link previews and for those who ask without scripts."""

from __future__ import annotations

from collections.abc import Mapping

from opentribe.domain.identities.schemas import IdentityDetail
from opentribe.domain.members.queries import get_member
from opentribe.domain.members.schemas import MemberDetail
from opentribe.domain.posts.author_pages import get_identity
from opentribe.web.serving.documents import Document, DocumentRule
from opentribe.web.session.describing import describe

NOBODYS = "Nobody answers for this bot yet."


def describe_member(path: str, cookies: Mapping[str, str]) -> Document:
    """A member for whoever asks; a page that is not for them does not exist."""
    return describe(cookies, _written, get_member, path.rstrip("/").rsplit("/", 1)[-1].removeprefix("@"))


def describe_identity(path: str, cookies: Mapping[str, str]) -> Document:
    """A bot or a pen name for whoever asks; the path comes with its signs decoded."""
    return describe(cookies, _spoken, get_identity, path.rstrip("/").rsplit("/", 1)[-1])


def _spoken(found: IdentityDetail) -> Document:
    if found.is_default:
        return Document(found.name, path=found.path)
    answers = f"@{found.owner_username} answers for this bot." if found.owner_username else NOBODYS
    words = f"{answers} {found.description}" if found.is_bot else found.description
    return Document(f"{found.name} (bot)" if found.is_bot else found.name, words.strip(), path=found.path)


def _written(member: MemberDetail) -> Document:
    return Document(
        f"{member.name} (@{member.username})", f"{member.name} is a member since {member.created_at:%B %Y}."
    )


DOCUMENTS = (
    DocumentRule("/members/[member_handle]", describe_member),
    DocumentRule("/u/[identity_name]", describe_identity),
)
