"""What a post or a comment said before it was edited, as shown over its page."""

from __future__ import annotations

import reflex as rx

from opentribe.domain.posts.history import list_comment_versions, list_post_versions
from opentribe.domain.posts.schemas import VersionCard
from opentribe.web.session.asking import ask, known_id


class HistoryState(rx.State):
    """The dialog with earlier versions."""

    versions: list[VersionCard] = []
    is_open: bool = False
    is_loading: bool = False
    has_more: bool = False

    _cursor: str = ""
    _of_comment: bool = False
    _target: str = ""

    @rx.event
    async def open_post(self, post_id: str):
        """Show what a post said before."""
        self._target, self._of_comment, self._cursor, self.versions = post_id, False, "", []
        self.is_open = self.is_loading = True
        yield
        await self._read()

    @rx.event
    async def open_comment(self, comment_id: str):
        """Show what a comment said before."""
        self._target, self._of_comment, self._cursor, self.versions = comment_id, True, "", []
        self.is_open = self.is_loading = True
        yield
        await self._read()

    @rx.event
    async def load_more(self):
        """Go further back."""
        if self._cursor and not self.is_loading:
            self.is_loading = True
            yield
            await self._read()

    @rx.event
    def close(self):
        """Back to the page."""
        self.is_open, self.versions = False, []

    async def _read(self) -> None:
        target = known_id(self._target, "page")
        try:
            page = await ask(
                self, list_comment_versions if self._of_comment else list_post_versions, target, self._cursor
            )
        except Exception:
            self.is_open = False
            raise
        finally:
            self.is_loading = False
        self.versions = [*self.versions, *page.items]
        self._cursor, self.has_more = page.next_cursor, bool(page.next_cursor)
