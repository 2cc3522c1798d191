"""What the page about one's own points holds and does."""

from __future__ import annotations

import reflex as rx

from opentribe.domain.gamification.queries import get_points, list_deeds, list_points
from opentribe.domain.gamification.schemas import PointLine, PointRuleCard, PointSummary
from opentribe.kit.errors import Refusal
from opentribe.web.session.asking import ask
from opentribe.web.session.state import SessionState
from opentribe.web.widgets.rows import Batch, Patch


class LineBatch(Batch[PointLine]):
    """A page of the ledger."""


class PointsState(rx.State):
    """One's points, where they come from, and how one gets more."""

    summary: PointSummary = PointSummary()
    deeds: list[PointRuleCard] = []
    batch: LineBatch = LineBatch()
    patches: list[Patch] = []
    is_loading: bool = True
    is_loading_more: bool = False
    is_empty: bool = False
    has_more: bool = False
    has_failed: bool = False

    _cursor: str = ""

    @rx.event
    async def load(self):
        """Read everything that is a member's own; for a visitor the rules alone."""
        self.is_loading, self.has_failed = not self.deeds, False
        try:
            self.deeds = await ask(self, list_deeds)
            if (await self.get_state(SessionState)).me.is_member:
                self.summary = await ask(self, get_points)
                page = await ask(self, list_points)
                self.batch, self.is_empty = self.batch.first(page.items), not page.items
                self._cursor, self.has_more = page.next_cursor, bool(page.next_cursor)
        except Refusal:
            self.has_failed = True
            raise
        finally:
            self.is_loading = False

    @rx.event
    async def load_more(self):
        """The next lines."""
        if not self._cursor or self.is_loading_more:
            return
        self.is_loading_more = True
        yield
        try:
            page = await ask(self, list_points, self._cursor)
        finally:
            self.is_loading_more = False
        self.batch = self.batch.next(page.items)
        self._cursor, self.has_more = page.next_cursor, bool(page.next_cursor)
