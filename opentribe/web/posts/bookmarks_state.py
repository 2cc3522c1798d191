"""The posts that a member keeps for later."""

from __future__ import annotations

import reflex as rx

from opentribe.domain.posts.bookmarks import list_bookmarks
from opentribe.domain.posts.schemas import PostCard
from opentribe.kit.paging import Page
from opentribe.web.feed.state import Feed
from opentribe.web.session.asking import ask


class BookmarksState(Feed, rx.State):
    """One's bookmarks, the newest first. One that is taken back stays in sight until the page is opened again."""

    async def _fetch(self, cursor: str) -> Page[PostCard]:
        """What one keeps."""
        return await ask(self, list_bookmarks, cursor)

    @rx.event
    async def load(self):
        """Fill the page; a failure leaves a way to try again."""
        await self._try_to_refresh()
