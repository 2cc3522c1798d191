"""What the leaderboard holds and does."""

from __future__ import annotations

import reflex as rx

from opentribe.domain.gamification.board import get_standing, list_board
from opentribe.domain.gamification.commands import rank_staff, stay_off_board
from opentribe.domain.gamification.schemas import Board, BoardRow, Standing
from opentribe.web.session.asking import ask
from opentribe.web.session.state import SessionState, say
from opentribe.web.widgets.rows import Batch, Patch


class BoardBatch(Batch[BoardRow]):
    """A page of a leaderboard."""


class BoardState(rx.State):
    """A leaderboard, and how one stands on it."""

    batch: BoardBatch = BoardBatch()
    patches: list[Patch] = []
    standing: Standing = Standing()
    is_loading: bool = True
    is_loading_more: bool = False
    is_empty: bool = False
    has_more: bool = False
    has_failed: bool = False

    _cursor: str = ""

    @property
    def _board(self) -> Board:
        """The one that the address names."""
        given = self.router.url.query_parameters.get("time", "")
        return Board(given) if given in set(Board) else Board.all_time

    @rx.event
    async def load(self):
        """Fill the page; a failure leaves a way to try again."""
        self.has_failed = False
        try:
            await self._read()
        except Exception:
            self.has_failed = True
            raise
        finally:
            self.is_loading = False

    async def _read(self) -> None:
        page = await ask(self, list_board, self._board)
        standing = await ask(self, get_standing, self._board)
        if any(row.is_me for row in page.items):  # those around are in sight
            standing.around = []
        self.standing = standing
        self.batch, self.patches = self.batch.first(page.items), []
        self._cursor, self.has_more, self.is_empty = page.next_cursor, bool(page.next_cursor), not page.items

    @rx.event
    async def load_more(self):
        """Fetch the next page; pressed by hand or as its button comes into sight."""
        if not self._cursor or self.is_loading_more:
            return
        self.is_loading_more = True
        yield
        try:
            page = await ask(self, list_board, self._board, self._cursor)
        finally:
            self.is_loading_more = False
        self.batch = self.batch.next(page.items)
        self._cursor, self.has_more = page.next_cursor, bool(page.next_cursor)

    @rx.event
    async def show_me(self, wanted: bool):
        """Stand on the leaderboards, or on none."""
        await ask(self, stay_off_board, not wanted)
        await self._read()
        words = "You are on the leaderboard." if wanted else "You are off the leaderboard. Only you see your number."
        say(await self.get_state(SessionState), words)

    @rx.event
    async def show_staff(self, wanted: bool):
        """Let staff stand on the leaderboards, or leave them out."""
        await ask(self, rank_staff, wanted)
        await self._read()
        say(await self.get_state(SessionState), "Staff take part." if wanted else "Staff are left out.")
