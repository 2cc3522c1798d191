"""Column kinds beside keys and times: documents, long text, counters, and the CHECKs they carry."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ColumnElement, String, Text, and_
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from opentribe.kit.db import UtcDateTime

# An absent document is SQL's NULL on both databases, never JSON's null.
JSON_DOCUMENT = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
HASH_LENGTH = 64  # SHA-256 in hexadecimal
KEY_LENGTH = 120
# Compared byte by byte on both databases, so that an index finds what begins with a few letters.
SORT_KEY = String(KEY_LENGTH).with_variant(String(KEY_LENGTH, collation="C"), "postgresql")
_LAST = "\U0010ffff"


def mapping() -> Any:
    """A JSON object, empty unless given. Assign a new one to change it; changes inside are not noticed."""
    return Field(default_factory=dict, sa_type=JSON_DOCUMENT)


def listing() -> Any:
    """A JSON array, empty unless given. Assign a new one to change it; changes inside are not noticed."""
    return Field(default_factory=list, sa_type=JSON_DOCUMENT)


def optional_document() -> Any:
    """A JSON value that may be absent."""
    return Field(default=None, sa_type=JSON_DOCUMENT)


def long_text() -> Any:
    """Text of any length, empty unless given."""
    return Field(default="", sa_type=Text)


def optional_text() -> Any:
    """Text of any length that may be absent."""
    return Field(default=None, sa_type=Text)


def given_moment(*, index: bool = False) -> Any:
    """A required UTC timestamp without a default: only the one who writes the row can know it."""
    return Field(sa_type=UtcDateTime, index=index)


def token_hash() -> Any:
    """The SHA-256 of a secret, unique so that it can be looked up."""
    return Field(max_length=HASH_LENGTH, unique=True)


def sort_key() -> Any:
    """Text that is looked for by its beginning (see `begins_with`), cut at its length."""
    return Field(sa_type=SORT_KEY)


def begins_with(column: Any, beginning: str) -> ColumnElement[bool]:
    """The condition that a `sort_key` begins so, as a range of its index."""
    return and_(column >= beginning, column < beginning + _LAST)


def not_negative(*columns: str) -> tuple[CheckConstraint, ...]:
    """A CHECK per counter that it never falls below zero; an empty column passes."""
    return tuple(CheckConstraint(f"{column} >= 0", name=f"{column}_not_negative") for column in columns)


def lower_case(column: str) -> CheckConstraint:
    """A CHECK that what is compared without regard to case is stored in one case."""
    return CheckConstraint(f"{column} = lower({column})", name=f"{column}_lower_case")
