"""Tables of authentication, which no state of a page is ever typed with."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from opentribe.kit.columns import given_moment, lower_case, optional_document, token_hash
from opentribe.kit.db import choice, moment, one_of, optional_moment, optional_reference, primary_key, reference


class TokenPurpose(StrEnum):
    """What a one-time token opens."""

    ticket = "ticket"
    magic_link = "magic_link"
    verify_email = "verify_email"
    reset_password = "reset_password"


class Account(SQLModel, table=True):
    """An address that can sign in. The member behind it is a `User`."""

    __tablename__ = "accounts"
    __table_args__ = (lower_case("email"),)

    id: UUID = primary_key()
    email: str = Field(max_length=254, unique=True)
    password_hash: str | None = Field(default=None, repr=False)
    email_verified_at: datetime | None = optional_moment()
    created_at: datetime = moment()
    disabled_at: datetime | None = optional_moment()


class AuthSession(SQLModel, table=True):
    """A browser that is signed in; its cookie holds the secret, this row the hash."""

    __tablename__ = "sessions"

    id: UUID = primary_key()
    account_id: UUID = reference("accounts.id", "CASCADE")
    token_hash: str = token_hash()
    created_at: datetime = moment()
    last_seen_at: datetime = moment()
    expires_at: datetime = given_moment(index=True)
    revoked_at: datetime | None = optional_moment()
    address: str = Field(default="", max_length=64)
    user_agent: str = Field(default="", max_length=400)


class OAuthLink(SQLModel, table=True):
    """An account at another provider that signs in to this one."""

    __tablename__ = "oauth_links"
    __table_args__ = (UniqueConstraint("provider", "subject"),)

    id: UUID = primary_key()
    account_id: UUID = reference("accounts.id", "CASCADE")
    provider: str = Field(max_length=60)
    subject: str = Field(max_length=255)
    email: str | None = Field(default=None, max_length=254)
    created_at: datetime = moment()
    last_used_at: datetime | None = optional_moment()


class LoginToken(SQLModel, table=True):
    """A secret that works once and not for long: a ticket for a session, or a link in a mail."""

    __tablename__ = "login_tokens"
    __table_args__ = (one_of("purpose", TokenPurpose),)

    id: UUID = primary_key()
    account_id: UUID | None = optional_reference("accounts.id", "CASCADE")
    session_id: UUID | None = optional_reference("sessions.id", "CASCADE")
    purpose: TokenPurpose = choice(TokenPurpose, TokenPurpose.ticket)
    token_hash: str = token_hash()
    payload: dict[str, Any] | None = optional_document()
    created_at: datetime = moment()
    expires_at: datetime = given_moment(index=True)
    used_at: datetime | None = optional_moment()


class ApiToken(SQLModel, table=True):
    """A key that speaks for a member in the workspace; never in the feed."""

    __tablename__ = "api_tokens"

    id: UUID = primary_key()
    user_id: UUID = reference("users.id", "CASCADE")
    token_hash: str = token_hash()
    last_four: str = Field(default="", max_length=4)
    name: str = ""
    last_used_at: datetime | None = optional_moment()
    created_at: datetime = moment()
    expires_at: datetime | None = optional_moment()
    revoked_at: datetime | None = optional_moment()
