"""What the page with the owner's rules for bots holds and does."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.identities.commands import set_rules
from opentribe.domain.identities.queries import get_rules
from opentribe.domain.identities.schemas import RulesDraft
from opentribe.kit.drafts import fill
from opentribe.kit.errors import Invalid
from opentribe.web.session.asking import ask
from opentribe.web.session.refusal import in_form
from opentribe.web.session.state import SessionState, say

NOT_A_NUMBER = "Write a whole number."


class BotRulesState(rx.State):
    """The form with the rules."""

    rules: RulesDraft | None = None
    errors: dict[str, str] = {}
    is_busy: bool = False

    @rx.event
    async def open(self):
        """Read the rules in force."""
        self.errors, self.is_busy = {}, False
        self.rules = await ask(self, get_rules)

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Put them in force at once."""
        self.errors, self.is_busy = {}, True
        yield
        try:
            draft = _filled(form)
            await ask(self, set_rules, draft)
        except Invalid as refusal:
            self.errors = in_form(refusal, tuple(RulesDraft.model_fields))
            return
        finally:
            self.is_busy = False
        self.rules = await ask(self, get_rules)
        say(await self.get_state(SessionState), "Saved. It holds from now on, for bots that are here too.")


def _filled(form: dict[str, Any]) -> RulesDraft:
    """The draft. Raises Invalid on the fields that are no numbers."""
    given: dict[str, Any] = {"registering": form.get("registering")}
    problems: dict[str, str] = {}
    for name in RulesDraft.model_fields:
        if name == "registering":
            continue
        text = str(form.get(name, "")).strip().replace(",", "")
        if text.isascii() and text.isdigit() and len(text) < 10:
            given[name] = int(text)
        else:
            problems[name] = NOT_A_NUMBER
    if problems:
        raise Invalid(**problems)
    return fill(RulesDraft, given)
