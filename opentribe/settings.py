"""The only reader of the environment; every error names the variable and the remedy."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from pydantic import AliasChoices, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SQLITE_FILE = "opentribe.db"
LOOPBACK = {"localhost", "127.0.0.1", "::1", "0.0.0.0"}  # noqa: S104 - names to compare with, not an address to bind
STARTTLS = {"always", "if-offered", "never"}
HOST = re.compile(r"(?P<host>[a-z0-9._-]+|\[[0-9a-f:.]+\])(:(?P<port>[0-9]{1,5}))?")
SENDER = re.compile(r"[A-Za-z0-9._+=-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


class SettingsError(Exception):
    """A setting cannot be used; the message names the variable and says what to write."""


class Settings(BaseSettings):
    """Everything that an installation may set. Read once at start."""

    model_config = SettingsConfigDict(env_prefix="OPENTRIBE_", extra="ignore", populate_by_name=True)

    port: int = Field(default=3000, ge=1, le=65535, validation_alias=AliasChoices("PORT"))
    host: str = Field(default="127.0.0.1", validation_alias=AliasChoices("HOST"))
    database_url: str = Field(default="", validation_alias=AliasChoices("DATABASE_URL"))
    redis_url: str = Field(default="", validation_alias=AliasChoices("REDIS_URL"))
    data_dir: Path = Path("data")
    files_url: str = ""
    files_access_key: str = ""
    files_secret_key: str = Field(default="", repr=False)
    public_url: str = ""
    smtp_url: str = Field(default="", repr=False)
    mail_from: str = ""
    mode: Literal["", "local", "production"] = ""
    rate_limits: Literal["on", "off"] = "on"
    session_days: int = Field(default=7, ge=1, le=365)
    worker_threads: int = Field(default=2, ge=0, le=16)
    trusted_proxy_hops: int = Field(default=0, ge=0, le=5)
    outgoing_allow: str = ""

    @field_validator("port", mode="before")
    @classmethod
    def _port_number(cls, port: object) -> object:
        if not (str(port).isdecimal() and 1 <= int(str(port)) <= 65535):
            raise ValueError("write a number from 1 to 65535, such as 3000")
        return port

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if not url or url.startswith("sqlite:///"):
            return url
        for short in ("postgresql://", "postgres://"):
            if url.startswith(short):
                return "postgresql+psycopg://" + url.removeprefix(short)
        if url.startswith("postgresql+psycopg://"):
            return url
        raise ValueError("write sqlite:////absolute/path.db or postgresql+psycopg://user:password@host:5432/name")

    @field_validator("files_url")
    @classmethod
    def _known_storage(cls, url: str) -> str:
        parts = urlsplit(url)
        asked = parse_qs(parts.query, keep_blank_values=True)
        fits = parts.scheme == "s3" and bool(parts.hostname) and not parts.username and not parts.fragment
        endpoints = asked.get("endpoint", ["https://host"])
        reachable = len(endpoints) == 1 and urlsplit(endpoints[0]).scheme in {"http", "https"}
        if url and not (fits and reachable and set(asked) <= {"endpoint", "region"}):
            raise ValueError(
                "write s3://bucket/folder, with ?endpoint=https://host for a service other than AWS and &region=name"
            )
        return url

    @field_validator("smtp_url")
    @classmethod
    def _known_mail_server(cls, url: str) -> str:
        if url and not _is_mail_server(url):
            raise ValueError(
                "write smtps://user:password@host:465 or smtp://user:password@host:587, with ?starttls=never or "
                "?starttls=if-offered only where the server cannot do better"
            )
        return url

    @field_validator("mail_from")
    @classmethod
    def _whole_sender(cls, sender: str) -> str:
        if sender and not SENDER.fullmatch(sender):
            raise ValueError("write the address that mail comes from, such as hello@tribe.example")
        return sender

    @field_validator("public_url")
    @classmethod
    def _whole_url(cls, url: str) -> str:
        parts = urlsplit(url)
        if url and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/")):
            raise ValueError("write the address people type, such as https://tribe.example, without a path")
        return url.rstrip("/")

    @field_validator("outgoing_allow")
    @classmethod
    def _known_hosts(cls, text: str) -> str:
        if any(not HOST.fullmatch(each.strip().lower()) for each in text.split(",") if each.strip()):
            raise ValueError("write the hosts with commas between them, such as localhost:9000,192.168.1.20")
        return text

    @model_validator(mode="after")
    def _limits_stay_on_in_production(self) -> Settings:
        if self.rate_limits == "off" and self.is_production:
            raise ValueError("OPENTRIBE_RATE_LIMITS=off is for tests: remove it in production")
        return self

    @model_validator(mode="after")
    def _storage_has_its_keys(self) -> Settings:
        given = {
            "OPENTRIBE_FILES_ACCESS_KEY": self.files_access_key,
            "OPENTRIBE_FILES_SECRET_KEY": self.files_secret_key,
        }
        for name, value in given.items():
            if self.files_url and not value:
                raise ValueError(f"{name} is missing: OPENTRIBE_FILES_URL needs both keys of the service")
        return self

    @model_validator(mode="after")
    def _mail_has_what_it_needs(self) -> Settings:
        if self.smtp_url and not self.mail_from:
            raise ValueError(
                "OPENTRIBE_MAIL_FROM is missing: OPENTRIBE_SMTP_URL needs the address that mail comes from"
            )
        if self.smtp_url and not self.public_url and urlsplit(self.smtp_url).hostname not in LOOPBACK:
            raise ValueError("OPENTRIBE_PUBLIC_URL is missing: links in mail begin with the address people type")
        return self

    @model_validator(mode="after")
    def _somebody_works(self) -> Settings:
        if self.worker_threads == 0 and not self.database_url.startswith("postgresql"):
            raise ValueError(
                "OPENTRIBE_WORKER_THREADS=0 leaves the background work to `python -m opentribe worker`, which needs "
                "PostgreSQL: write 1 or more, or set DATABASE_URL"
            )
        return self

    @property
    def is_production(self) -> bool:
        """Declared with OPENTRIBE_MODE, else true as soon as the public address is not this machine."""
        if self.mode:
            return self.mode == "production"
        return bool(self.public_url) and urlsplit(self.public_url).hostname not in LOOPBACK

    @property
    def address(self) -> str:
        """Where people reach this installation, without a trailing slash."""
        shown = "localhost" if self.host in LOOPBACK else self.host
        return self.public_url or f"http://{shown}:{self.port}"

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in force: DATABASE_URL, else a SQLite file in the data directory."""
        return self.database_url or f"sqlite:///{(self.data_dir / SQLITE_FILE).resolve()}"

    @property
    def outgoing_places(self) -> frozenset[tuple[str, int | None]]:
        """Hosts that may be sent to although they are inside the own network; None means any of their ports."""
        found = (HOST.fullmatch(each.strip().lower()) for each in self.outgoing_allow.split(","))
        return frozenset((m["host"].strip("[]"), int(m["port"]) if m["port"] else None) for m in found if m)

    @property
    def cookies_are_secure(self) -> bool:
        """Whether cookies carry Secure: only when the public address is https."""
        return self.public_url.startswith("https://")


def _is_mail_server(url: str) -> bool:
    try:
        parts = urlsplit(url)
        asked = parse_qs(parts.query, keep_blank_values=True)
        fits = parts.scheme in {"smtp", "smtps"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, a broken bracket
        return False
    known = set(asked) <= {"starttls"} and set(asked.get("starttls", ())) <= STARTTLS
    return (
        fits
        and known
        and not parts.path.strip("/")
        and not parts.fragment
        and bool(parts.username) == bool(parts.password)
    )


VARIABLES = {"port": "PORT", "host": "HOST", "database_url": "DATABASE_URL", "redis_url": "REDIS_URL"}


def variable_name(field: str) -> str:
    """The environment variable behind a settings field."""
    return VARIABLES.get(field, field if field.isupper() else f"OPENTRIBE_{field.upper()}")


@functools.cache
def get_settings() -> Settings:
    """Read the environment once. Raises SettingsError naming each variable that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        lines = []
        for problem in error.errors():
            where = variable_name(str(problem["loc"][0])) if problem["loc"] else "environment"
            lines.append(f"{where}: {problem['msg'].removeprefix('Value error, ')}")
        raise SettingsError("\n".join(lines)) from None
