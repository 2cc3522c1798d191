"""What asking for a link takes, and what a link says of itself before it is used."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, Field

from opentribe.kit.drafts import Draft


class AskDraft(Draft):
    """The address that a link shall go to, as typed."""

    email: str = ""


class PasswordDraft(Draft):
    """A new password as typed."""

    password: str = Field(default="", repr=False)


class AddressDraft(Draft):
    """A new address for one's account, and the password that shows who asks."""

    email: str = ""
    password: str = Field(default="", repr=False)


class LinkStand(StrEnum):
    """Whether a link still opens what it is for."""

    good = "good"
    used = "used"
    old = "old"
    unknown = "unknown"


class LinkCard(BaseModel):
    """A link before it is used. Name and address are told only while it is good."""

    stand: LinkStand = LinkStand.unknown
    name: str = ""
    address: str = ""
