"""From a refusal to what the person sees: a field's message, a short notice, or the way to the sign-in page."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from reflex.event import EventSpec

from opentribe.kit.errors import Invalid, Refusal, SignInNeeded, Unavailable
from opentribe.web.session.state import SessionState

log = logging.getLogger(__name__)
UNEXPECTED = "Something went wrong on our side. Nothing was lost; try again."


def show(exception: Exception) -> EventSpec:
    """What a refused or failed handler answers. Installed as the app's exception handler.

    A SignInNeeded re-reads who is here, so that a revoked session turns into a visitor's page.
    """
    if isinstance(exception, Unavailable):
        log.error("the database refused", exc_info=exception)
    if isinstance(exception, SignInNeeded):
        return SessionState.sign_in_again(str(exception))
    if isinstance(exception, Refusal):
        return SessionState.show_notice("error", str(exception))
    log.error("handler failed", exc_info=exception)
    return SessionState.show_notice("error", UNEXPECTED)


def by_field(refusal: Invalid, known: Sequence[str]) -> dict[str, str]:
    """Messages for the form's own fields; whatever else was refused stands under `form`."""
    messages = {field: refusal.fields.get(field, "") for field in known}
    rest = [text for field, text in refusal.fields.items() if field not in known]
    return messages | {"form": " ".join(rest)}


def in_form(refusal: Refusal, known: Sequence[str]) -> dict[str, str]:
    """The same for any refusal: one that is about no field stands above the form."""
    return by_field(refusal, known) if isinstance(refusal, Invalid) else {"form": str(refusal)}
