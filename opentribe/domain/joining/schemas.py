"""What signing up takes."""

from __future__ import annotations

from pydantic import Field

from opentribe.kit.drafts import Draft


class SignUpDraft(Draft):
    """The sign-up form as typed. `username` is the @handle; empty means: suggest one."""

    email: str = ""
    password: str = Field(default="", repr=False)
    name: str = ""
    username: str = ""
