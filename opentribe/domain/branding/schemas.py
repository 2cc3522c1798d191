"""How the community presents itself."""

from __future__ import annotations

from pydantic import BaseModel

from opentribe.kit.drafts import Draft
from opentribe.kit.errors import Invalid
from opentribe.kit.text import clean

NAME_LIMIT = 60
TAGLINE_LIMIT = 140


class CommunityCard(BaseModel):
    """What every page shows of the community."""

    name: str = "OpenTribe"
    tagline: str = ""
    member_count: int = 0


class CommunityDraft(Draft):
    """Name and tagline as typed."""

    name: str = ""
    tagline: str = ""

    def checked(self) -> tuple[str, str]:
        """Both, ready to store. Raises Invalid with a message for each that needs another try."""
        name, tagline = clean(self.name, keep_lines=False), clean(self.tagline, keep_lines=False)
        problems = {}
        if not name:
            problems["name"] = "Give the community a name."
        elif len(name) > NAME_LIMIT:
            problems["name"] = f"Use at most {NAME_LIMIT} characters; this has {len(name)}."
        if len(tagline) > TAGLINE_LIMIT:
            problems["tagline"] = f"Use at most {TAGLINE_LIMIT} characters; this has {len(tagline)}."
        if problems:
            raise Invalid(**problems)
        return name, tagline
