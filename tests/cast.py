"""The people everyone knows: olu the owner, mo the moderator, ada and ben, members; cleo stands outside; a bot."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import select

from opentribe.domain.access.actor import Actor, Credential, Role
from opentribe.domain.auth.commands import open_session
from opentribe.domain.entry import actor_for, perform
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.joining.commands import sign_up
from opentribe.domain.joining.schemas import SignUpDraft
from opentribe.domain.members.commands import set_role
from opentribe.domain.members.models import User
from opentribe.domain.posts.commands import publish
from opentribe.domain.posts.schemas import PostDraft
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.db import Database
from opentribe.kit.tokens import digest

PASSWORD = "a-good-long-password"
CLEO = Credential(address="203.0.113.9")


@dataclass
class Cast:
    """A small community on a database."""

    database: Database
    olu: Credential
    mo: Credential
    ada: Credential
    ben: Credential
    cleo: Credential = CLEO

    def do(self, who: Credential, use_case, *given, **named):
        """Perform a use case as somebody."""
        return perform(self.database, who, use_case, *given, **named)

    def actor(self, who: Credential) -> Actor:
        """The actor behind a credential."""
        with self.database.read() as session:
            return actor_for(session, who)

    def user_id(self, username: str) -> UUID:
        """A member's id by handle."""
        with self.database.read() as session:
            return session.exec(select(User.id).where(User.username == username)).one()

    def space(self, name: str = "General", **fields) -> UUID:
        """A space made by olu."""
        return self.do(self.olu, create_space, SpaceDraft(name=name, **fields)).id

    def post(self, who: Credential, space_id: UUID, content: str = "Hello there", title: str = "") -> UUID:
        """A post by somebody."""
        return self.do(who, publish, PostDraft(space_id=space_id, title=title, content=content))

    def bot(self, name: str = "Release bot") -> Actor:
        """An identity without a person."""
        with self.database.write() as session:
            identity = PostingIdentity(name=name, image=None, is_bot=True)
            session.add(identity)
            session.flush()
            return Actor(identity_id=identity.id)


def join(database: Database, name: str, address: str = "198.51.100.7") -> Credential:
    """Sign somebody up and in."""
    visitor = Credential(address=address)
    draft = SignUpDraft(email=f"{name}@example.org", password=PASSWORD, name=name.title(), username=name)
    ticket = perform(database, visitor, sign_up, draft)
    secret = perform(database, visitor, open_session, ticket, "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")
    return Credential(session_hash=digest(secret), address=address)


def assemble(database: Database) -> Cast:
    """The whole cast, freshly joined; olu came first."""
    cast = Cast(database, *(join(database, name) for name in ("olu", "mo", "ada", "ben")))
    cast.do(cast.olu, set_role, cast.user_id("mo"), Role.moderator)
    return cast
