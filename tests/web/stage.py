"""The community that intruders look at: things they may not see, each with a word that gives it away."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col, select

from opentribe.domain.access.actor import Credential
from opentribe.domain.auth.commands import open_session, sign_in
from opentribe.domain.auth.models import AuthSession
from opentribe.domain.auth.schemas import SignInDraft
from opentribe.domain.identities import commands as identities
from opentribe.domain.identities.models import Registering
from opentribe.domain.identities.schemas import IdentityDraft, KeyDraft, RulesDraft
from opentribe.domain.posts.commands import comment, remove_post
from opentribe.domain.posts.models import Comment
from opentribe.domain.posts.schemas import CommentDraft
from opentribe.kit import clock
from opentribe.kit.db import Database
from opentribe.kit.tokens import digest, new_secret
from tests import databases
from tests.cast import PASSWORD, Cast
from tests.web.handlers import Aims

SECRET, MEMBERS, PAID, REMOVED = "MARKER-secret-9f3a", "MARKER-members-51c7", "MARKER-paid-77d0", "MARKER-gone-e02b"
KEY_NAME = "MARKER-key-3c1d"
ADA_ADDRESS, ADA_EMAIL = "203.0.113.77", "ada@example.org"
OLU_EMAIL, HASHES = "olu@example.org", "$argon2"
FOR_NOBODY = (HASHES, ADA_EMAIL, OLU_EMAIL, ADA_ADDRESS)
NOT_FOR_BEN = (SECRET, PAID, REMOVED, KEY_NAME, *FOR_NOBODY)
NOT_FOR_OUTSIDERS = (MEMBERS, *NOT_FOR_BEN)
Rows = dict[tuple[str, str], dict[str, Any]]


@dataclasses.dataclass
class Stage:
    """The cast on a database that a server can use, and what was put there."""

    cast: Cast
    url: str
    ids: dict[str, str] = dataclasses.field(default_factory=dict)
    slugs: dict[str, str] = dataclasses.field(default_factory=dict)
    _reader: sqlite3.Connection | None = None
    _version: int = -1
    _rows: Rows = dataclasses.field(default_factory=dict)

    def close(self) -> None:
        """Let the database go."""
        if self._reader is not None:
            self._reader.close()
        self.cast.database.close()

    def sign_in(self, name: str, address: str = "198.51.100.20") -> str:
        """A session as the sign-in page opens it; the secret that the cookie holds."""
        visitor = Credential(address=address)
        ticket = self.ticket(name)
        return self.cast.do(visitor, open_session, ticket, "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")

    def ticket(self, name: str) -> str:
        """What the sign-in page hands to the ticket route."""
        draft = SignInDraft(email=f"{name}@example.org", password=PASSWORD)
        return self.cast.do(Credential(), sign_in, draft)

    def session_id(self, secret: str) -> UUID:
        """The row behind a secret."""
        with self.cast.database.read() as session:
            return session.exec(select(AuthSession.id).where(AuthSession.token_hash == digest(secret))).one()

    def change_session(self, secret: str, **values: Any) -> None:
        """End, age or revive a session behind the server's back."""
        with self.cast.database.write() as session:
            session.connection().execute(
                update(AuthSession).where(col(AuthSession.token_hash) == digest(secret)).values(**values)
            )

    def revoke(self, secret: str) -> None:
        """End a session."""
        self.change_session(secret, revoked_at=clock.now())

    def revive(self, secret: str) -> None:
        """Undo `revoke`."""
        self.change_session(secret, revoked_at=None)

    def rows(self) -> Rows:
        """Everything in the database; read again only after somebody has written."""
        if self._reader is None:
            self._reader = sqlite3.connect(str(self.cast.database.url.database), isolation_level=None)
            self._reader.row_factory = sqlite3.Row
        version = self._reader.execute("PRAGMA data_version").fetchone()[0]
        if version != self._version:
            self._version, self._rows = version, self._read(self._reader)
        return self._rows

    def _read(self, connection: sqlite3.Connection) -> Rows:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            (table, str(row["rowid_"])): dict(row)
            for table in tables
            for row in connection.execute(f'SELECT rowid AS rowid_, * FROM "{table}"')
        }

    def outsiders(self) -> dict[str, str]:
        """Cookies that open nothing, by what they are."""
        revoked, expired, alive = (self.sign_in("ada", ADA_ADDRESS) for _ in range(3))
        self.revoke(revoked)
        self.change_session(expired, expires_at=clock.now() - timedelta(seconds=1))
        return {
            "a stranger": "",
            "a revoked cookie": revoked,
            "an expired cookie": expired,
            "a forged cookie": new_secret(),
            "the digest as a cookie": digest(alive),
        }

    def hidden(self) -> Aims:
        """What nobody but staff may reach: all of the secret space, and what belongs to ada alone."""
        ids = {name: self.ids[f"secret {name}"] for name in ("space", "post", "comment")}
        ids |= {"parent": ids["comment"], "session": self.ids["session"], "user": self.ids["user"]}
        ids |= {"removed": self.ids["removed post"], "paid": self.ids["paid post"]} | self._of_her_bot()
        return Aims(ids, (self.slugs["secret"], "ada"), self._form("secret"))

    def seen(self) -> Aims:
        """What members see but ada owns."""
        ids = {name: self.ids[f"members {name}"] for name in ("space", "post", "comment")}
        ids |= {"parent": ids["comment"], "session": self.ids["session"], "user": self.ids["user"]}
        return Aims(ids | self._of_her_bot(), (self.slugs["members"], "ada"), self._form("members"))

    def _of_her_bot(self) -> dict[str, str]:
        return {name: self.ids[name] for name in ("identity", "key", "pen name")}

    def _form(self, which: str) -> dict[str, str]:
        return {
            "slug": self.slugs[which], "name": "Taken over", "username": "ada", "email": ADA_EMAIL,
            "password": "not-her-password", "content": "taken over", "title": "taken over",
        }  # fmt: skip

    def paths(self, routes: tuple[str, ...]) -> list[str]:
        """Every page, with the names of real things where a page has a name in its address."""
        found = []
        for route in routes:
            path = "/" if route == "index" else f"/{route}"
            kinds = ("secret", "members") if "[" in path else ("",)
            for kind in kinds:
                filled = path.replace("[space_slug]", self.slugs.get(kind, ""))
                filled = filled.replace("[post_key]", self.ids.get(f"{kind} post", ""))
                filled = filled.replace("[member_handle]", "olu" if kind == "secret" else "ada")
                filled = filled.replace("[tag_name]", f"{kind}-matter")
                filled = filled.replace("[identity_name]", "ada")
                filled = filled.replace("[identity_id]", self.ids["pen name" if kind == "secret" else "identity"])
                filled = filled.replace("[claim_token]", self.slugs["claim"] if kind == "members" else "claim_made-up")
                for name in ("verify_token", "enter_token", "reset_token", "optout_token"):
                    filled = filled.replace(f"[{name}]", f"made-up-{kind}")
                assert "[" not in filled, f"say in tests/web/stage.py what stands for the name in {route}"
                found.append(filled)
        return found


@contextmanager
def stage() -> Iterator[Stage]:
    """A stage of its own, gone after the block."""
    with databases.copy("sqlite", with_cast=True) as url:
        database = Database(url)
        databases.hasten(database.engine)
        made = Stage(dataclasses.replace(databases.the_cast("sqlite"), database=database), url)
        _furnish(made)
        try:
            yield made
        finally:
            made.close()


def _furnish(made: Stage) -> None:
    cast = made.cast
    for kind, marker in (("secret", SECRET), ("members", MEMBERS), ("paid", PAID), ("public", "open to all")):
        made.slugs[kind] = f"the-{kind}-one"
        space = cast.space(f"{kind} {marker}", slug=made.slugs[kind], visibility=kind, description=f"About {marker}")
        author = cast.ada if kind in {"members", "public"} else cast.olu
        post = cast.post(author, space, f"Words {marker} #{kind}-matter", title=f"Title {marker}")
        reply = cast.do(author, comment, CommentDraft(post_id=post, content=f"Reply {marker}"))
        made.ids |= {f"{kind} space": str(space), f"{kind} post": str(post), f"{kind} comment": str(reply)}
    gone = cast.post(cast.ada, UUID(made.ids["members space"]), f"Gone {REMOVED}", title=f"Gone {REMOVED}")
    cast.do(cast.ada, remove_post, gone)
    made.ids |= {"removed post": str(gone), "user": str(cast.user_id("ada"))}
    _furnish_bots(made)
    made.ids["session"] = str(made.session_id(made.sign_in("ada", ADA_ADDRESS)))
    with cast.database.read() as session:
        assert len(session.exec(select(Comment.id)).all()) == 4


def _furnish_bots(made: Stage) -> None:
    """A bot and a pen name of ada's, and a bot that nobody has claimed."""
    cast = made.cast
    bot = cast.do(cast.ada, identities.register, IdentityDraft(name="Her bot"))
    key = cast.do(cast.ada, identities.create_key, bot.id, KeyDraft(name=KEY_NAME))
    pen = cast.do(cast.ada, identities.create_identity, IdentityDraft(name="Quill", is_bot=False))
    made.ids |= {"identity": str(bot.id), "key": str(key.key_id), "pen name": str(pen)}
    cast.do(cast.olu, identities.set_rules, RulesDraft(registering=Registering.open))
    made.slugs["claim"] = cast.do(cast.cleo, identities.register, IdentityDraft(name="Nobodys bot")).claim_token
    cast.do(cast.olu, identities.set_rules, RulesDraft())


def changes(before: Rows, after: Rows) -> set[str]:
    """What differs: `table` for rows that came or went, `table.column` for values that changed."""
    found = {key[0] for key in before.keys() ^ after.keys()}
    for key in before.keys() & after.keys():
        if before[key] != after[key]:
            found |= {f"{key[0]}.{name}" for name, value in after[key].items() if before[key][name] != value}
    return found
