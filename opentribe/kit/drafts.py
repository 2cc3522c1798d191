"""Drafts: what comes in from outside, declared field by field; anything undeclared is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from opentribe.kit.errors import Invalid


class Draft(BaseModel):
    """The base of every `<Noun>Draft`."""

    model_config = ConfigDict(extra="forbid", frozen=True)


SomeDraft = TypeVar("SomeDraft", bound=Draft)


def fill(kind: type[SomeDraft], form: Mapping[str, Any]) -> SomeDraft:
    """A draft from what a form sent; a field that is not on the page (None) counts as not sent.

    Raises Invalid naming each field of the wrong kind, or saying that there is one that nobody declared.
    """
    try:
        return kind.model_validate({name: value for name, value in form.items() if value is not None})
    except ValidationError as error:
        fields: dict[str, str] = {}
        for problem in error.errors():
            where = str(problem["loc"][0]) if problem["loc"] else "form"
            if problem["type"] == "extra_forbidden":
                fields["form"] = "This form has a field that does not belong to it. Reload the page and try again."
            else:
                fields[where] = "This cannot be used here. Type it again."
        raise Invalid(**fields) from None
