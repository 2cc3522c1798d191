"""What the owner's page about points and levels holds and does."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.gamification.commands import set_levels, set_point_rules
from opentribe.domain.gamification.level_drafts import HeldLevel, LevelDraft, LevelsDraft, LevelsForm, Releveling
from opentribe.domain.gamification.queries import (
    get_levels_form,
    get_releveling,
    list_default_levels,
    list_levels,
    list_point_rules,
)
from opentribe.domain.gamification.schemas import PointRuleCard, PointRuleDraft
from opentribe.kit.drafts import fill
from opentribe.kit.errors import Conflict, Invalid
from opentribe.web.session.asking import ask
from opentribe.web.session.state import SessionState, say

NOT_A_NUMBER = "Write a whole number."


class PointSettingsState(rx.State):
    """The levels and what deeds are worth, to change."""

    form: LevelsForm = LevelsForm()
    defaults: list[HeldLevel] = []
    rules: list[PointRuleCard] = []
    releveling: Releveling = Releveling()
    looks: int = 0
    level_errors: dict[str, str] = {}
    rule_errors: dict[str, str] = {}
    is_outdated: bool = False
    is_loading: bool = True
    is_saving_levels: bool = False
    is_saving_rules: bool = False

    @rx.event
    async def load_for_admins(self):
        """Read everything; for others the page shows that it is not there."""
        if not (await self.get_state(SessionState)).me.is_admin:
            return
        self.level_errors, self.rule_errors, self.is_outdated = {}, {}, False
        self.is_saving_levels = self.is_saving_rules = False
        self.defaults = await ask(self, list_default_levels)
        self.rules = await ask(self, list_point_rules)
        await self._read_levels()
        self.is_loading = False

    async def _read_levels(self) -> None:
        self.form = await ask(self, get_levels_form)
        self.releveling = await ask(self, get_releveling)
        (await self.get_state(SessionState)).levels = await ask(self, list_levels)

    @rx.event
    async def look(self):
        """How far the members are."""
        self.releveling = await ask(self, get_releveling)
        self.looks += 1

    @rx.event
    async def take_theirs(self):
        """Show the levels as somebody else has set them meanwhile."""
        await self._read_levels()
        self.level_errors, self.is_outdated = {}, False

    @rx.event
    async def save_levels(self, form: dict[str, Any]):
        """Put all levels in force at once."""
        self.level_errors, self.is_outdated, self.is_saving_levels = {}, False, True
        yield
        try:
            await ask(self, set_levels, _levels(form))
        except Invalid as refusal:
            self.level_errors = refusal.fields
            return
        except Conflict as refusal:
            self.level_errors, self.is_outdated = {"form": str(refusal)}, True
            return
        finally:
            self.is_saving_levels = False
        await self._read_levels()
        say(await self.get_state(SessionState), "Levels saved.")

    @rx.event
    async def save_rules(self, form: dict[str, Any]):
        """Give so much from now on."""
        self.rule_errors, self.is_saving_rules = {}, True
        yield
        try:
            await ask(self, set_point_rules, _rules(form, [rule.action for rule in self.rules]))
        except Invalid as refusal:
            self.rule_errors = refusal.fields
            return
        finally:
            self.is_saving_rules = False
        self.rules = await ask(self, list_point_rules)
        say(await self.get_state(SessionState), "Saved. It holds from now on; what was given stays.")


def _levels(form: dict[str, Any]) -> LevelsDraft:
    """The draft. Raises Invalid on the thresholds that are no numbers."""
    rows = form.get("levels")
    known = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    problems: dict[str, str] = {}
    levels: list[LevelDraft] = []
    for place, row in enumerate(known):
        threshold = _number(row.get("threshold"))
        if threshold is None:
            problems[f"threshold_{place}"] = NOT_A_NUMBER
        else:
            levels.append(fill(LevelDraft, row | {"id": row.get("id") or None, "threshold": threshold}))
    if problems:
        raise Invalid(**problems)
    return fill(LevelsDraft, {"version": form.get("version"), "levels": levels})


def _rules(form: dict[str, Any], actions: list[Any]) -> list[PointRuleDraft]:
    """The drafts. Raises Invalid on the fields that are no numbers; an empty cap is none."""
    problems: dict[str, str] = {}
    drafts: list[PointRuleDraft] = []
    for action in actions:
        value, cap = form.get(f"point_value_{action}"), str(form.get(f"daily_cap_{action}") or "").strip()
        points, most = _number(value), _number(cap) if cap else None
        if points is None:
            problems[f"point_value_{action}"] = NOT_A_NUMBER
        elif cap and most is None:
            problems[f"daily_cap_{action}"] = NOT_A_NUMBER
        else:
            drafts.append(PointRuleDraft(action=action, point_value=points, daily_cap=most))
    if problems:
        raise Invalid(**problems)
    return drafts


def _number(value: object) -> int | None:
    text = str(value if value is not None else "").strip().replace(",", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
